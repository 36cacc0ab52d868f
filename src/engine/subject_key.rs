//! Keys for people who have none: a key pair and its CSR, exported encrypted and never stored.

use super::api::{Asn1Subject, GeneralName, KeyAlgorithm};
use super::error::Error;
use super::{Engine, csr, key, name, passthrough};
use crate::keystore::{Signer, SoftwareKey, export};
use crate::x509::{Certificate, Extension, Name};
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
        let (subject, extensions) = asked_for(subject, names)?;
        let key = SoftwareKey::generate(key::key_kind(algorithm)?)?;
        let signature = key::signature_algorithm(key::natural(algorithm), algorithm)?;
        let csr = csr::sign(subject, extensions, &key, signature)?;
        Ok(SubjectKey { key, csr_pem: csr.to_pem() })
    }
}

/// The subject and the extensions of the CSR for a new key.
///
/// # Errors
/// `InvalidArgsException` for a name that is none.
pub(super) fn asked_for(subject: &Asn1Subject, names: &[GeneralName]) -> Result<(Name, Vec<Extension>), Error> {
    let subject = name::to_name(subject, "apiPassthrough.subject")?;
    if names.is_empty() {
        return Ok((subject, Vec::new()));
    }
    let names = Extension { critical: subject.is_empty(), ..passthrough::alternative_names(names)? };
    Ok((subject, vec![names]))
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
