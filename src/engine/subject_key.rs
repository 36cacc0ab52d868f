//! Keys for people who have none: a key pair and its CSR, exported encrypted and never stored.

use super::api::{Asn1Subject, GeneralName, KeyAlgorithm};
use super::error::Error;
use super::{Engine, csr, key, name};
use crate::keystore::{Signer, SoftwareKey, export};
use crate::x509::extension::SubjectAltName;
use crate::x509::{Certificate, Hash, SignatureAlgorithm};
use secrecy::SecretString;
use zeroize::Zeroizing;

/// A key pair made for the subject of a certificate. It lives in memory only, until it is
/// exported or dropped, and is zeroized then.
pub struct SubjectKey {
    key: SoftwareKey,
    csr_pem: String,
}

impl std::fmt::Debug for SubjectKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SubjectKey({})", self.key.public_key())
    }
}

impl Engine {
    /// Makes a key pair and a CSR for it with a subject and alternative names.
    ///
    /// # Errors
    /// `InvalidArgsException` for an algorithm or a name that is none.
    pub fn generate_subject_key(
        &self,
        algorithm: KeyAlgorithm,
        subject: &Asn1Subject,
        names: &[GeneralName],
    ) -> Result<SubjectKey, Error> {
        let subject = name::to_name(subject, "apiPassthrough.subject")?;
        let names = names
            .iter()
            .enumerate()
            .map(|(index, general_name)| {
                let list = "apiPassthrough.extensions.subjectAlternativeNames";
                name::to_general_name(general_name, &format!("{list}.{}.member", index + 1))
            })
            .collect::<Result<Vec<_>, _>>()?;
        let key = SoftwareKey::generate(key::key_kind(algorithm)?)?;
        let extensions = match names.is_empty() {
            true => Vec::new(),
            false => vec![SubjectAltName(names).to_extension(subject.is_empty())?],
        };
        let csr = csr::sign(subject, extensions, &key, natural(algorithm))?;
        Ok(SubjectKey { key, csr_pem: csr.to_pem() })
    }
}

/// The signature that goes with a key when nobody chooses.
fn natural(algorithm: KeyAlgorithm) -> SignatureAlgorithm {
    match algorithm {
        KeyAlgorithm::EcPrime256v1 => SignatureAlgorithm::Ecdsa(Hash::Sha256),
        KeyAlgorithm::EcSecp384r1 => SignatureAlgorithm::Ecdsa(Hash::Sha384),
        KeyAlgorithm::EcSecp521r1 => SignatureAlgorithm::Ecdsa(Hash::Sha512),
        _ => SignatureAlgorithm::RsaPkcs1(Hash::Sha256),
    }
}

impl SubjectKey {
    /// The certificate signing request in PEM.
    pub fn csr_pem(&self) -> &str {
        &self.csr_pem
    }

    /// The private key as encrypted PKCS#8 in PEM (RFC 5958, PBES2 of RFC 8018).
    ///
    /// # Errors
    /// When the encryption fails.
    pub fn to_encrypted_pem(&self, passphrase: &SecretString) -> Result<Zeroizing<String>, Error> {
        Ok(export::encrypted_pem(&self.key, passphrase)?)
    }

    /// Key, certificate and chain as PKCS#12 (RFC 7292).
    ///
    /// # Errors
    /// When the encryption fails.
    pub fn to_pkcs12(
        &self,
        certificate: &Certificate,
        chain: &[Certificate],
        friendly_name: &str,
        passphrase: &SecretString,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        Ok(export::pkcs12(&self.key, certificate, chain, friendly_name, passphrase)?)
    }
}
