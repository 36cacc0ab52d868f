//! Keys in this process: RSA and the NIST curves.
//!
//! RSA signs with aws-lc-rs, and so does EC where it has the pairing; P-256 and P-384 with another
//! hash than their own sign with the RustCrypto crates, deterministically (RFC 6979).

use super::error::{Error, refused};
use super::signer::Signer;
use crate::x509::{Hash, PublicKey, SignatureAlgorithm};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair as RsaKeyPair;
use aws_lc_rs::signature::{self, EcdsaKeyPair, EcdsaSigningAlgorithm, KeyPair as _, RsaEncoding};
use p256::ecdsa::signature::hazmat::PrehashSigner as _;
use pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};
use sha2::Digest as _;
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
}

/// A private key in memory, with its parts ready to sign. Its bytes are wiped when it is dropped.
pub struct SoftwareKey {
    pkcs8: Zeroizing<Vec<u8>>,
    public_key: PublicKey,
    parts: Parts,
}

enum Parts {
    Rsa(Box<RsaKeyPair>),
    P256(Box<Ec<p256::ecdsa::SigningKey>>),
    P384(Box<Ec<p384::ecdsa::SigningKey>>),
    P521,
}

/// A key of a curve, ready for its own hash and for any other.
struct Ec<K> {
    own: EcdsaKeyPair,
    any: K,
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
            KeyKind::Rsa2048 => generate_rsa(2048)?,
            KeyKind::Rsa3072 => generate_rsa(3072)?,
            KeyKind::Rsa4096 => generate_rsa(4096)?,
            KeyKind::P256 => generate_ec(&signature::ECDSA_P256_SHA256_ASN1_SIGNING)?,
            KeyKind::P384 => generate_ec(&signature::ECDSA_P384_SHA384_ASN1_SIGNING)?,
            KeyKind::P521 => generate_ec(&signature::ECDSA_P521_SHA512_ASN1_SIGNING)?,
        };
        Self::from_pkcs8(&pkcs8)
    }

    /// Reads a private key in PKCS#8 (RFC 5958), DER.
    ///
    /// # Errors
    /// [`Error::NotAKey`] for anything but RSA, P-256, P-384 and P-521.
    pub fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, Error> {
        let (parts, spki) = read(pkcs8)?;
        let public_key = PublicKey::from_der(&spki)?;
        Ok(Self { pkcs8: Zeroizing::new(pkcs8.to_vec()), public_key, parts })
    }

    /// The private key in PKCS#8 (RFC 5958), DER, in a buffer that is wiped.
    pub fn to_pkcs8(&self) -> Zeroizing<Vec<u8>> {
        self.pkcs8.clone()
    }

    fn p521(&self, algorithm: &'static EcdsaSigningAlgorithm, message: &[u8]) -> Signed {
        sign_ecdsa(&EcdsaKeyPair::from_pkcs8(algorithm, &self.pkcs8).map_err(refused("use the key"))?, message)
    }
}

type Signed = Result<Vec<u8>, Error>;

fn sign_ecdsa(key: &EcdsaKeyPair, message: &[u8]) -> Signed {
    let signature = key.sign(&SystemRandom::new(), message).map_err(refused("sign"))?;
    Ok(signature.as_ref().to_vec())
}

fn generate_rsa(bits: usize) -> Result<Zeroizing<Vec<u8>>, Error> {
    let doing = "make an RSA key";
    let key = rsa::PrivateKey::new(&mut getrandom::SysRng, bits).map_err(refused(doing))?;
    Ok(key.to_pkcs8_der().map_err(refused(doing))?.to_bytes())
}

fn generate_ec(algorithm: &'static EcdsaSigningAlgorithm) -> Result<Zeroizing<Vec<u8>>, Error> {
    let document = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).map_err(refused("make an EC key"))?;
    Ok(Zeroizing::new(document.as_ref().to_vec()))
}

/// The parts of a key, and its `SubjectPublicKeyInfo`.
fn read(pkcs8: &[u8]) -> Result<(Parts, Vec<u8>), Error> {
    use p256::pkcs8::EncodePublicKey as _;
    let not_a_key = |reason: &str| Error::NotAKey(reason.into());
    let own = |algorithm| EcdsaKeyPair::from_pkcs8(algorithm, pkcs8).map_err(|error| not_a_key(&error.to_string()));
    if let Ok(any) = p256::ecdsa::SigningKey::from_pkcs8_der(pkcs8) {
        let spki = any.verifying_key().to_public_key_der();
        let spki = spki.map_err(|_| not_a_key("its public key cannot be written"))?.into_vec();
        return Ok((Parts::P256(Box::new(Ec { own: own(&signature::ECDSA_P256_SHA256_ASN1_SIGNING)?, any })), spki));
    }
    if let Ok(any) = p384::ecdsa::SigningKey::from_pkcs8_der(pkcs8) {
        let spki = any.verifying_key().to_public_key_der();
        let spki = spki.map_err(|_| not_a_key("its public key cannot be written"))?.into_vec();
        return Ok((Parts::P384(Box::new(Ec { own: own(&signature::ECDSA_P384_SHA384_ASN1_SIGNING)?, any })), spki));
    }
    let p521 = &signature::ECDSA_P521_SHA512_ASN1_SIGNING;
    if let Ok(key) = EcdsaKeyPair::from_pkcs8(p521, pkcs8) {
        return Ok((Parts::P521, p521_spki(key.public_key().as_ref())));
    }
    let key = RsaKeyPair::from_pkcs8(pkcs8).map_err(|_| not_a_key("it is neither, or of another size or curve"))?;
    let public = rsa::PrivateKey::from_pkcs8_der(pkcs8).map_err(|error| not_a_key(&error.to_string()))?.to_public_key();
    let spki =
        rsa::pkcs8::EncodePublicKey::to_public_key_der(&public).map_err(|error| not_a_key(&error.to_string()))?;
    Ok((Parts::Rsa(Box::new(key)), spki.into_vec()))
}

/// `SubjectPublicKeyInfo` of a point of P-521 (RFC 5480): the point is always 133 octets, so all
/// before it is fixed.
fn p521_spki(point: &[u8]) -> Vec<u8> {
    const BEFORE: [u8; 25] = [
        0x30, 0x81, 0x9b, // SEQUENCE, 155 octets
        0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, // id-ecPublicKey
        0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x23, // secp521r1
        0x03, 0x81, 0x86, 0x00, // BIT STRING, 134 octets, none unused
    ];
    [&BEFORE, point].concat()
}

impl Signer for SoftwareKey {
    fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Signed {
        use signature::{
            ECDSA_P521_SHA256_ASN1_SIGNING, ECDSA_P521_SHA384_ASN1_SIGNING, ECDSA_P521_SHA512_ASN1_SIGNING,
        };
        let SignatureAlgorithm::Ecdsa(hash) = algorithm else {
            return match (&self.parts, rsa_encoding(algorithm)) {
                (Parts::Rsa(key), Some(encoding)) => sign_rsa(key, encoding, message),
                _ => Err(self.cannot(algorithm)),
            };
        };
        match (&self.parts, hash) {
            (Parts::P256(key), Hash::Sha256) => sign_ecdsa(&key.own, message),
            (Parts::P384(key), Hash::Sha384) => sign_ecdsa(&key.own, message),
            (Parts::P521, Hash::Sha256) => self.p521(&ECDSA_P521_SHA256_ASN1_SIGNING, message),
            (Parts::P521, Hash::Sha384) => self.p521(&ECDSA_P521_SHA384_ASN1_SIGNING, message),
            (Parts::P521, Hash::Sha512) => self.p521(&ECDSA_P521_SHA512_ASN1_SIGNING, message),
            (Parts::P256(key), hash) => {
                let signature: p256::ecdsa::Signature =
                    key.any.sign_prehash(&digest(hash, message)).map_err(refused("sign"))?;
                Ok(signature.to_der().as_bytes().to_vec())
            }
            (Parts::P384(key), hash) => {
                let signature: p384::ecdsa::Signature =
                    key.any.sign_prehash(&digest(hash, message)).map_err(refused("sign"))?;
                Ok(signature.to_der().as_bytes().to_vec())
            }
            (Parts::Rsa(_), _) => Err(self.cannot(algorithm)),
        }
    }
}

impl SoftwareKey {
    fn cannot(&self, algorithm: SignatureAlgorithm) -> Error {
        Error::CannotSign { key: self.public_key.to_string(), algorithm: algorithm.to_string() }
    }
}

fn rsa_encoding(algorithm: SignatureAlgorithm) -> Option<&'static dyn RsaEncoding> {
    use signature::{
        RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512,
    };
    Some(match algorithm {
        SignatureAlgorithm::RsaPkcs1(Hash::Sha256) => &RSA_PKCS1_SHA256,
        SignatureAlgorithm::RsaPkcs1(Hash::Sha384) => &RSA_PKCS1_SHA384,
        SignatureAlgorithm::RsaPkcs1(Hash::Sha512) => &RSA_PKCS1_SHA512,
        SignatureAlgorithm::RsaPss(Hash::Sha256) => &RSA_PSS_SHA256,
        SignatureAlgorithm::RsaPss(Hash::Sha384) => &RSA_PSS_SHA384,
        SignatureAlgorithm::RsaPss(Hash::Sha512) => &RSA_PSS_SHA512,
        _ => return None,
    })
}

fn sign_rsa(key: &RsaKeyPair, encoding: &'static dyn RsaEncoding, message: &[u8]) -> Signed {
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(encoding, &SystemRandom::new(), message, &mut signature).map_err(refused("sign"))?;
    Ok(signature)
}

fn digest(hash: Hash, message: &[u8]) -> Vec<u8> {
    match hash {
        Hash::Sha256 => sha2::Sha256::digest(message).to_vec(),
        Hash::Sha384 => sha2::Sha384::digest(message).to_vec(),
        Hash::Sha512 => sha2::Sha512::digest(message).to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::x509::{Curve, PublicKeyAlgorithm, signature};

    const HASHES: [Hash; 3] = [Hash::Sha256, Hash::Sha384, Hash::Sha512];

    fn algorithms(kind: KeyKind) -> Vec<SignatureAlgorithm> {
        match kind {
            KeyKind::Rsa2048 | KeyKind::Rsa3072 | KeyKind::Rsa4096 => {
                let pkcs1 = HASHES.into_iter().map(SignatureAlgorithm::RsaPkcs1);
                pkcs1.chain(HASHES.into_iter().map(SignatureAlgorithm::RsaPss)).collect()
            }
            KeyKind::P256 | KeyKind::P384 | KeyKind::P521 => {
                HASHES.into_iter().map(SignatureAlgorithm::Ecdsa).collect()
            }
        }
    }

    fn others(kind: KeyKind) -> Vec<SignatureAlgorithm> {
        match kind {
            KeyKind::Rsa2048 | KeyKind::Rsa3072 | KeyKind::Rsa4096 => algorithms(KeyKind::P256),
            KeyKind::P256 | KeyKind::P384 | KeyKind::P521 => algorithms(KeyKind::Rsa2048),
        }
    }

    /// The key does what its kind says, also after it was written and read.
    fn check(kind: KeyKind, expected: PublicKeyAlgorithm) {
        let made = SoftwareKey::generate(kind).unwrap();
        assert_eq!(made.public_key().algorithm(), expected);
        let key = SoftwareKey::from_pkcs8(&made.to_pkcs8()).unwrap();
        assert_eq!(key.public_key(), made.public_key());
        for algorithm in algorithms(kind) {
            let signed = key.sign(algorithm, b"a message").unwrap();
            let verify = |message: &[u8], signed: &[u8]| {
                signature::verify(made.public_key(), &algorithm.identifier(), message, signed)
            };
            verify(b"a message", &signed).unwrap_or_else(|error| panic!("{algorithm}: {error}"));
            assert!(verify(b"another", &signed).is_err(), "{algorithm}");
            let mut changed = signed.clone();
            *changed.last_mut().unwrap() ^= 1;
            assert!(verify(b"a message", &changed).is_err(), "{algorithm}");
            assert!(verify(b"a message", &key.sign(algorithm, b"").unwrap()).is_err(), "{algorithm}");
        }
        for algorithm in others(kind) {
            let error = key.sign(algorithm, b"a message").unwrap_err();
            let text = format!("a key of type {} cannot sign with {algorithm}", key.public_key());
            assert_eq!(error.to_string(), text);
        }
    }

    #[test]
    fn rsa_2048_signs_with_each_of_its_algorithms() {
        check(KeyKind::Rsa2048, PublicKeyAlgorithm::Rsa { bits: 2048 });
    }

    #[test]
    fn rsa_3072_signs_with_each_of_its_algorithms() {
        check(KeyKind::Rsa3072, PublicKeyAlgorithm::Rsa { bits: 3072 });
    }

    #[test]
    fn rsa_4096_signs_with_each_of_its_algorithms() {
        check(KeyKind::Rsa4096, PublicKeyAlgorithm::Rsa { bits: 4096 });
    }

    #[test]
    fn p256_signs_with_each_of_its_algorithms() {
        check(KeyKind::P256, PublicKeyAlgorithm::Ec(Curve::P256));
    }

    #[test]
    fn p384_signs_with_each_of_its_algorithms() {
        check(KeyKind::P384, PublicKeyAlgorithm::Ec(Curve::P384));
    }

    #[test]
    fn p521_signs_with_each_of_its_algorithms() {
        check(KeyKind::P521, PublicKeyAlgorithm::Ec(Curve::P521));
    }

    #[test]
    fn debug_shows_the_public_key_alone() {
        let key = SoftwareKey::generate(KeyKind::P256).unwrap();
        assert_eq!(format!("{key:?}"), format!("SoftwareKey({})", key.public_key()));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let pkcs8 = SoftwareKey::generate(KeyKind::P256).unwrap().to_pkcs8();
        let ed25519 = rcgen::KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap().serialize_der();
        let halves = (0..pkcs8.len()).map(|length| pkcs8[..length].to_vec());
        for hostile in halves.chain([ed25519, vec![0x30; 100], vec![0xff; 100]]) {
            let error = SoftwareKey::from_pkcs8(&hostile).unwrap_err();
            assert!(matches!(&error, Error::NotAKey(_)), "{error}");
        }
    }
}
