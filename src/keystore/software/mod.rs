//! Keys in this process: RSA, the NIST curves and ML-DSA.

mod ec;
mod ml_dsa;
mod rsa;
#[cfg(test)]
mod tests;

use super::error::Error;
use super::signer::Signer;
use crate::x509::{Curve, MlDsa, Oid, PublicKey, SignatureAlgorithm, oid};
use pkcs8::PrivateKeyInfoRef;
use zeroize::Zeroizing;

/// Kinds of keys that can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The names say all there is to say.
pub enum KeyKind {
    Rsa2048,
    Rsa3072,
    Rsa4096,
    P256,
    P384,
    P521,
    MlDsa44,
    MlDsa65,
    MlDsa87,
}

/// A private key in memory, with its parts ready to sign. Its bytes are wiped when it is dropped.
pub struct SoftwareKey {
    pkcs8: Zeroizing<Vec<u8>>,
    public_key: PublicKey,
    parts: Parts,
}

enum Parts {
    Rsa(rsa::Key),
    Ec(ec::Key),
    MlDsa(ml_dsa::Key),
}

impl std::fmt::Debug for SoftwareKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SoftwareKey({})", self.public_key)
    }
}

impl SoftwareKey {
    /// Makes a key pair with the randomness of the operating system. RSA takes a second or so.
    ///
    /// # Errors
    /// [`Error::Refused`] when the system gives no randomness.
    pub fn generate(kind: KeyKind) -> Result<Self, Error> {
        let pkcs8 = match kind {
            KeyKind::Rsa2048 => rsa::generate(2048)?,
            KeyKind::Rsa3072 => rsa::generate(3072)?,
            KeyKind::Rsa4096 => rsa::generate(4096)?,
            KeyKind::P256 => ec::generate(Curve::P256)?,
            KeyKind::P384 => ec::generate(Curve::P384)?,
            KeyKind::P521 => ec::generate(Curve::P521)?,
            KeyKind::MlDsa44 => ml_dsa::generate(MlDsa::Set44)?,
            KeyKind::MlDsa65 => ml_dsa::generate(MlDsa::Set65)?,
            KeyKind::MlDsa87 => ml_dsa::generate(MlDsa::Set87)?,
        };
        Self::from_pkcs8(&pkcs8)
    }

    /// Reads a private key in PKCS#8 (RFC 5958), DER. One of ML-DSA may be a seed, expanded, or both (RFC 9881
    /// section 6).
    ///
    /// # Errors
    /// [`Error::NotAKey`] for anything but RSA, P-256, P-384, P-521 and ML-DSA.
    pub fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, Error> {
        let info = PrivateKeyInfoRef::try_from(pkcs8).map_err(|error| Error::NotAKey(error.to_string()))?;
        let algorithm = Oid::from_bytes(info.algorithm.oid.as_bytes()).ok();
        let (parts, spki) = match algorithm {
            Some(oid::RSA_ENCRYPTION) => rsa::Key::read(pkcs8).map(|(key, spki)| (Parts::Rsa(key), spki))?,
            Some(oid::ID_EC_PUBLIC_KEY) => ec::Key::read(pkcs8).map(|(key, spki)| (Parts::Ec(key), spki))?,
            _ => match algorithm.as_ref().and_then(MlDsa::from_oid) {
                Some(set) => ml_dsa::Key::read(set, pkcs8).map(|(key, spki)| (Parts::MlDsa(key), spki))?,
                None => return Err(Error::NotAKey(format!("it is for {}", info.algorithm.oid))),
            },
        };
        let public_key = PublicKey::from_der(&spki)?;
        Ok(Self { pkcs8: Zeroizing::new(pkcs8.to_vec()), public_key, parts })
    }

    /// The private key in PKCS#8 (RFC 5958), DER, in a buffer that is wiped.
    pub fn to_pkcs8(&self) -> Zeroizing<Vec<u8>> {
        self.pkcs8.clone()
    }
}

impl Signer for SoftwareKey {
    fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Result<Vec<u8>, Error> {
        let signed = match &self.parts {
            Parts::Rsa(key) => key.sign(algorithm, message),
            Parts::Ec(key) => key.sign(algorithm, message, &self.pkcs8),
            Parts::MlDsa(key) => key.sign(algorithm, message),
        };
        let cannot = || Error::CannotSign { key: self.public_key.to_string(), algorithm: algorithm.to_string() };
        signed.ok_or_else(cannot)?
    }
}
