//! Key and signing algorithms between the API's words and those of X.509.

use super::api::{KeyAlgorithm, SigningAlgorithm};
use super::error::{Error, Refusal};
use crate::keystore::KeyKind;
use crate::x509::{Hash, SignatureAlgorithm};

/// The kind of key pair to make.
///
/// # Errors
/// [`Error::InvalidArgs`] for algorithms that the reference knows and this version does not make.
pub fn key_kind(algorithm: KeyAlgorithm) -> Result<KeyKind, Error> {
    Ok(match algorithm {
        KeyAlgorithm::Rsa2048 => KeyKind::Rsa2048,
        KeyAlgorithm::Rsa3072 => KeyKind::Rsa3072,
        KeyAlgorithm::Rsa4096 => KeyKind::Rsa4096,
        KeyAlgorithm::EcPrime256v1 => KeyKind::P256,
        KeyAlgorithm::EcSecp384r1 => KeyKind::P384,
        KeyAlgorithm::EcSecp521r1 => KeyKind::P521,
        other => {
            let message = format!("The key algorithm {} is not available.", other.as_str());
            return Err(Error::InvalidArgs(Refusal::new(message).at("certificateAuthorityConfiguration.keyAlgorithm")));
        }
    })
}

/// Whether a signing algorithm goes with a key: the families are the same, any hash with any size.
pub fn fits(signing: SigningAlgorithm, key: KeyAlgorithm) -> bool {
    match x509_algorithm(signing) {
        Some(SignatureAlgorithm::RsaPkcs1(_)) => is_rsa(key),
        Some(SignatureAlgorithm::Ecdsa(_)) => is_ec(key),
        _ => false,
    }
}

/// The X.509 algorithm of a signature made with a key of that kind.
///
/// # Errors
/// [`Error::InvalidArgs`] when the families differ, or this version does not sign that way.
pub fn signature_algorithm(signing: SigningAlgorithm, key: KeyAlgorithm) -> Result<SignatureAlgorithm, Error> {
    let refuse = |message: String| Error::InvalidArgs(Refusal::new(message).at("signingAlgorithm"));
    let Some(algorithm) = x509_algorithm(signing) else {
        return Err(refuse(format!("The signing algorithm {} is not available.", signing.as_str())));
    };
    if !fits(signing, key) {
        return Err(refuse(format!(
            "The key is {}, which cannot sign with {}: both must be RSA or both ECDSA.",
            key.as_str(),
            signing.as_str()
        )));
    }
    Ok(algorithm)
}

/// The signing algorithm that goes with a key when nobody chooses: the hash is as strong as the key.
pub fn natural(key: KeyAlgorithm) -> SigningAlgorithm {
    match key {
        KeyAlgorithm::EcPrime256v1 => SigningAlgorithm::Sha256WithEcdsa,
        KeyAlgorithm::EcSecp384r1 => SigningAlgorithm::Sha384WithEcdsa,
        KeyAlgorithm::EcSecp521r1 => SigningAlgorithm::Sha512WithEcdsa,
        KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096 => SigningAlgorithm::Sha256WithRsa,
        KeyAlgorithm::MlDsa44 => SigningAlgorithm::MlDsa44,
        KeyAlgorithm::MlDsa65 => SigningAlgorithm::MlDsa65,
        KeyAlgorithm::MlDsa87 => SigningAlgorithm::MlDsa87,
        KeyAlgorithm::Sm2 => SigningAlgorithm::Sm3WithSm2,
    }
}

fn x509_algorithm(signing: SigningAlgorithm) -> Option<SignatureAlgorithm> {
    Some(match signing {
        SigningAlgorithm::Sha256WithEcdsa => SignatureAlgorithm::Ecdsa(Hash::Sha256),
        SigningAlgorithm::Sha384WithEcdsa => SignatureAlgorithm::Ecdsa(Hash::Sha384),
        SigningAlgorithm::Sha512WithEcdsa => SignatureAlgorithm::Ecdsa(Hash::Sha512),
        SigningAlgorithm::Sha256WithRsa => SignatureAlgorithm::RsaPkcs1(Hash::Sha256),
        SigningAlgorithm::Sha384WithRsa => SignatureAlgorithm::RsaPkcs1(Hash::Sha384),
        SigningAlgorithm::Sha512WithRsa => SignatureAlgorithm::RsaPkcs1(Hash::Sha512),
        _ => return None,
    })
}

fn is_rsa(key: KeyAlgorithm) -> bool {
    matches!(key, KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096)
}

fn is_ec(key: KeyAlgorithm) -> bool {
    use KeyAlgorithm::{EcPrime256v1, EcSecp384r1, EcSecp521r1};
    matches!(key, EcPrime256v1 | EcSecp384r1 | EcSecp521r1)
}

/// Key algorithms this version makes, strongest default first.
pub fn offered_keys() -> impl Iterator<Item = KeyAlgorithm> {
    KeyAlgorithm::ALL.iter().copied().filter(|algorithm| key_kind(*algorithm).is_ok())
}

/// Signing algorithms that go with a key.
pub fn offered_signatures(key: KeyAlgorithm) -> impl Iterator<Item = SigningAlgorithm> {
    SigningAlgorithm::ALL.iter().copied().filter(move |signing| fits(*signing, key))
}

/// A key algorithm as people call it.
pub fn words(key: KeyAlgorithm) -> &'static str {
    match key {
        KeyAlgorithm::Rsa2048 => "RSA 2048",
        KeyAlgorithm::Rsa3072 => "RSA 3072",
        KeyAlgorithm::Rsa4096 => "RSA 4096",
        KeyAlgorithm::EcPrime256v1 => "EC P-256",
        KeyAlgorithm::EcSecp384r1 => "EC P-384",
        KeyAlgorithm::EcSecp521r1 => "EC P-521",
        KeyAlgorithm::MlDsa44 => "ML-DSA 44",
        KeyAlgorithm::MlDsa65 => "ML-DSA 65",
        KeyAlgorithm::MlDsa87 => "ML-DSA 87",
        KeyAlgorithm::Sm2 => "SM2",
    }
}

/// A signing algorithm as people call it.
pub fn signature_words(signing: SigningAlgorithm) -> String {
    x509_algorithm(signing).map_or_else(|| signing.as_str().to_owned(), |found| found.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_that_is_made_signs_naturally() {
        for key in offered_keys() {
            assert!(fits(natural(key), key), "{}", key.as_str());
            assert!(offered_signatures(key).any(|signing| signing == natural(key)));
        }
        assert_eq!(natural(KeyAlgorithm::EcSecp521r1), SigningAlgorithm::Sha512WithEcdsa);
    }
}
