//! Keys that a person takes away: always encrypted, in forms that OpenSSL, Java and Windows open.

use super::error::{Error, refused};
use super::{Signer as _, SoftwareKey, pkcs12};
use crate::x509::Certificate;
use pkcs8::der::pem::LineEnding;
use pkcs8::pkcs5::pbes2::Parameters;
use pkcs8::{PrivateKeyInfoRef, SecretDocument};
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

/// Rounds of PBKDF2 with HMAC-SHA256: the number that OWASP recommends.
const ROUNDS: u32 = 600_000;

/// Rounds in PKCS#12, for each of the certificates, the key and the MAC. .NET refuses files with more than 300,000.
const PKCS12_ROUNDS: u32 = 250_000;

/// The key as encrypted PKCS#8 in PEM (RFC 5958): PBES2 with PBKDF2-HMAC-SHA256 and AES-256-CBC (RFC 8018), which
/// OpenSSL 1.1 and Java 8 read, and all that came after. The passphrase counts as UTF-8.
///
/// # Errors
/// [`Error::EmptyPassphrase`]; [`Error::Refused`] when the system gives no randomness.
pub fn encrypted_pem(key: &SoftwareKey, passphrase: &SecretString) -> Result<Zeroizing<String>, Error> {
    encrypted(key, checked(passphrase)?, ROUNDS)?
        .to_pem("ENCRYPTED PRIVATE KEY", LineEnding::LF)
        .map_err(refused("write the key as PEM"))
}

/// Key, certificate and chain as PKCS#12 (RFC 7292): certificates and key as [`encrypted_pem`] has it, and a MAC with
/// HMAC-SHA256, which OpenSSL 1.1, Java 8u301 and Windows Server 2019 read, and all that came after. `chain` is what
/// stands above the certificate, its issuer first. Java wants a passphrase of ASCII characters.
///
/// # Errors
/// [`Error::EmptyPassphrase`]; [`Error::AnotherKey`] when the certificate is not for this key; [`Error::Refused`] when
/// the system gives no randomness.
pub fn pkcs12(
    key: &SoftwareKey,
    certificate: &Certificate,
    chain: &[Certificate],
    friendly_name: &str,
    passphrase: &SecretString,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let passphrase = checked(passphrase)?;
    let public_key = key.public_key();
    if certificate.public_key() != public_key {
        return Err(Error::AnotherKey { found: certificate.public_key().to_string() });
    }
    let contents = pkcs12::Contents {
        key: encrypted(key, passphrase, PKCS12_ROUNDS)?,
        certificate,
        chain,
        friendly_name,
        local_key_id: public_key.key_identifier(),
    };
    pkcs12::write(&contents, passphrase, &encryption(PKCS12_ROUNDS)?, PKCS12_ROUNDS).map(Zeroizing::new)
}

fn checked(passphrase: &SecretString) -> Result<&str, Error> {
    match passphrase.expose_secret() {
        "" => Err(Error::EmptyPassphrase),
        passphrase => Ok(passphrase),
    }
}

/// `EncryptedPrivateKeyInfo`. What is inside is version 1, without the public key outside of the private one, since
/// older readers know nothing else.
fn encrypted(key: &SoftwareKey, passphrase: &str, rounds: u32) -> Result<SecretDocument, Error> {
    let doing = "encrypt the key";
    let pkcs8 = key.to_pkcs8();
    let mut info = PrivateKeyInfoRef::try_from(pkcs8.as_slice()).map_err(refused(doing))?;
    info.public_key = None;
    info.encrypt_with_params(encryption(rounds)?, passphrase).map_err(refused(doing))
}

/// PBKDF2-HMAC-SHA256 and AES-256-CBC, with a salt and an initialization vector for one use.
fn encryption(rounds: u32) -> Result<Parameters, Error> {
    let doing = "choose a salt";
    let salt: [u8; 16] = random(doing)?;
    Parameters::generate_pbkdf2_sha256_aes256cbc(rounds, &salt, random(doing)?).map_err(refused(doing))
}

/// Octets from the operating system.
pub(super) fn random<const LENGTH: usize>(doing: &'static str) -> Result<[u8; LENGTH], Error> {
    let mut octets = [0; LENGTH];
    getrandom::fill(&mut octets).map_err(refused(doing))?;
    Ok(octets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keystore::KeyKind;
    use crate::x509::pem;
    use p12_keystore::{KeyStore, Pkcs12ImportPolicy};

    fn self_signed(key: &SoftwareKey) -> Certificate {
        let key = rcgen::KeyPair::try_from(key.to_pkcs8().as_slice()).unwrap();
        let parameters = rcgen::CertificateParams::new(vec!["a.example".into()]).unwrap();
        Certificate::from_der(parameters.self_signed(&key).unwrap().der()).unwrap()
    }

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[test]
    fn an_encrypted_key_opens_with_its_passphrase_only() {
        let key = SoftwareKey::generate(KeyKind::P256).unwrap();
        let text = encrypted_pem(&key, &secret("right")).unwrap();
        let der = pem::decode(text.as_bytes()).unwrap().remove(0).der;
        let info = pkcs8::EncryptedPrivateKeyInfoRef::try_from(der.as_slice()).unwrap();
        assert_eq!(info.decrypt("right").unwrap().as_bytes(), key.to_pkcs8().as_slice());
        assert!(info.decrypt("wrong").is_err());
        let parameters = info.encryption_algorithm.pbes2().unwrap();
        assert_eq!(parameters.kdf.pbkdf2().unwrap().iteration_count, 600_000);
    }

    #[test]
    fn no_two_encryptions_share_salt_or_vector() {
        let (one, other) = (encryption(1).unwrap(), encryption(1).unwrap());
        assert_ne!(one.kdf, other.kdf);
        assert_ne!(one.encryption, other.encryption);
    }

    #[test]
    fn a_pkcs12_file_holds_key_and_chain() {
        let key = SoftwareKey::generate(KeyKind::P384).unwrap();
        let certificate = self_signed(&key);
        let above = self_signed(&SoftwareKey::generate(KeyKind::P256).unwrap());
        let chain = std::slice::from_ref(&above);
        let file = pkcs12(&key, &certificate, chain, "a name 😀", &secret("right é")).unwrap();
        let archive = p12_keystore::Pkcs12Archive::from_pkcs12(&file, "right é").unwrap();
        assert_eq!(archive.keys[0].friendly_name.as_deref(), Some("a name "));
        assert_eq!(archive.keys[0].key.as_der(), key.to_pkcs8().as_slice());
        let certificates: Vec<_> = archive.certs.iter().map(|bag| bag.cert.as_der()).collect();
        assert_eq!(certificates, [certificate.der(), above.der()]);
        let id = archive.keys[0].local_key_id.as_ref().map(|id| id.as_ref().to_vec());
        assert_eq!(id, archive.certs[0].local_key_id.as_ref().map(|id| id.to_vec()));
        assert!(KeyStore::from_pkcs12(&file, "wrong", Pkcs12ImportPolicy::Strict).is_err());
    }

    #[test]
    fn nothing_is_exported_without_a_passphrase_or_with_a_certificate_of_another_key() {
        let key = SoftwareKey::generate(KeyKind::P256).unwrap();
        let certificate = self_signed(&key);
        assert_eq!(encrypted_pem(&key, &secret("")).unwrap_err(), Error::EmptyPassphrase);
        assert_eq!(pkcs12(&key, &certificate, &[], "a", &secret("")).unwrap_err(), Error::EmptyPassphrase);
        let other = SoftwareKey::generate(KeyKind::P256).unwrap();
        let error = pkcs12(&other, &certificate, &[], "a", &secret("right")).unwrap_err();
        assert!(matches!(&error, Error::AnotherKey { .. }), "{error}");
        assert!(error.to_string().contains("P-256"), "{error}");
    }
}
