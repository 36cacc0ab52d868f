//! Key and signing algorithms between the API's words and those of X.509.

use super::api::{KeyAlgorithm, KeyStorageSecurityStandard, SigningAlgorithm};
use super::error::{Error, Refusal};
use crate::keystore::KeyKind;
use crate::x509::{Hash, MlDsa, SignatureAlgorithm};

/// The kind of key pair to make.
///
/// # Errors
/// [`Error::InvalidArgs`] for SM2, which the service has in its China regions only.
pub fn key_kind(algorithm: KeyAlgorithm) -> Result<KeyKind, Error> {
    Ok(match algorithm {
        KeyAlgorithm::Rsa2048 => KeyKind::Rsa2048,
        KeyAlgorithm::Rsa3072 => KeyKind::Rsa3072,
        KeyAlgorithm::Rsa4096 => KeyKind::Rsa4096,
        KeyAlgorithm::EcPrime256v1 => KeyKind::P256,
        KeyAlgorithm::EcSecp384r1 => KeyKind::P384,
        KeyAlgorithm::EcSecp521r1 => KeyKind::P521,
        KeyAlgorithm::MlDsa44 => KeyKind::MlDsa44,
        KeyAlgorithm::MlDsa65 => KeyKind::MlDsa65,
        KeyAlgorithm::MlDsa87 => KeyKind::MlDsa87,
        KeyAlgorithm::Sm2 => {
            let message = "The key algorithm SM2 is not available in this region.";
            return Err(Error::InvalidArgs(Refusal::new(message).at("certificateAuthorityConfiguration.keyAlgorithm")));
        }
    })
}

/// Whether a signing algorithm goes with a key: the families are the same, any hash with any size, and ML-DSA with the
/// parameter set of the key.
pub fn fits(signing: SigningAlgorithm, key: KeyAlgorithm) -> bool {
    match x509_algorithm(signing) {
        Some(SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_)) => is_rsa(key),
        Some(SignatureAlgorithm::Ecdsa(_)) => is_ec(key),
        Some(SignatureAlgorithm::MlDsa(set)) => ml_dsa(key) == Some(set),
        Some(SignatureAlgorithm::Ed25519) | None => false,
    }
}

/// The X.509 algorithm of a signature made with a key of that kind.
///
/// # Errors
/// [`Error::InvalidArgs`] when the two do not go together, and for SM2.
pub fn signature_algorithm(signing: SigningAlgorithm, key: KeyAlgorithm) -> Result<SignatureAlgorithm, Error> {
    let refuse = |message: String| Error::InvalidArgs(Refusal::new(message).at("signingAlgorithm"));
    let Some(algorithm) = x509_algorithm(signing) else {
        return Err(refuse(format!("The signing algorithm {} is not available in this region.", signing.as_str())));
    };
    if !fits(signing, key) {
        let own: Vec<&str> = offered_signatures(key).map(SigningAlgorithm::as_str).collect();
        return Err(refuse(format!(
            "The key is {}, which cannot sign with {}: expected {}.",
            key.as_str(),
            signing.as_str(),
            own.join(", ")
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
        SigningAlgorithm::Sha256WithRsaPss => SignatureAlgorithm::RsaPss(Hash::Sha256),
        SigningAlgorithm::Sha384WithRsaPss => SignatureAlgorithm::RsaPss(Hash::Sha384),
        SigningAlgorithm::Sha512WithRsaPss => SignatureAlgorithm::RsaPss(Hash::Sha512),
        SigningAlgorithm::MlDsa44 => SignatureAlgorithm::MlDsa(MlDsa::Set44),
        SigningAlgorithm::MlDsa65 => SignatureAlgorithm::MlDsa(MlDsa::Set65),
        SigningAlgorithm::MlDsa87 => SignatureAlgorithm::MlDsa(MlDsa::Set87),
        SigningAlgorithm::Sm3WithSm2 => return None,
    })
}

fn is_rsa(key: KeyAlgorithm) -> bool {
    matches!(key, KeyAlgorithm::Rsa2048 | KeyAlgorithm::Rsa3072 | KeyAlgorithm::Rsa4096)
}

fn is_ec(key: KeyAlgorithm) -> bool {
    use KeyAlgorithm::{EcPrime256v1, EcSecp384r1, EcSecp521r1};
    matches!(key, EcPrime256v1 | EcSecp384r1 | EcSecp521r1)
}

/// The parameter set of a key of ML-DSA.
pub(super) fn ml_dsa(key: KeyAlgorithm) -> Option<MlDsa> {
    match x509_algorithm(natural(key)) {
        Some(SignatureAlgorithm::MlDsa(set)) => Some(set),
        _ => None,
    }
}

/// Whether a key algorithm is newer than the reference, the API as it was in April 2024.
pub fn is_beyond_reference(key: KeyAlgorithm) -> bool {
    use KeyAlgorithm::{EcPrime256v1, EcSecp384r1, Rsa2048, Rsa4096};
    !matches!(key, Rsa2048 | Rsa4096 | EcPrime256v1 | EcSecp384r1)
}

/// Whether a signing algorithm is newer than the reference: all but RSA PKCS #1 v1.5 and ECDSA.
pub fn is_signature_beyond_reference(signing: SigningAlgorithm) -> bool {
    !matches!(x509_algorithm(signing), Some(SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::Ecdsa(_)))
}

/// Key algorithms this version makes, in the order of the API.
pub fn offered_keys() -> impl Iterator<Item = KeyAlgorithm> {
    KeyAlgorithm::ALL.iter().copied().filter(|algorithm| key_kind(*algorithm).is_ok())
}

/// Signing algorithms that go with a key.
pub fn offered_signatures(key: KeyAlgorithm) -> impl Iterator<Item = SigningAlgorithm> {
    SigningAlgorithm::ALL.iter().copied().filter(move |signing| fits(*signing, key))
}

/// Storage standards that an authority may ask for: that of the China regions is not among them.
pub fn offered_standards() -> impl Iterator<Item = KeyStorageSecurityStandard> {
    let of_china = KeyStorageSecurityStandard::CcpcLevel1OrHigher;
    KeyStorageSecurityStandard::ALL.iter().copied().filter(move |standard| *standard != of_china)
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
        KeyAlgorithm::MlDsa44 => "ML-DSA-44",
        KeyAlgorithm::MlDsa65 => "ML-DSA-65",
        KeyAlgorithm::MlDsa87 => "ML-DSA-87",
        KeyAlgorithm::Sm2 => "SM2",
    }
}

/// A signing algorithm as people call it.
pub fn signature_words(signing: SigningAlgorithm) -> String {
    x509_algorithm(signing).map_or_else(|| signing.as_str().to_owned(), |found| found.to_string())
}

/// A key algorithm among those to choose from, with a mark where the reference does not have it.
pub fn choice_words(key: KeyAlgorithm) -> String {
    marked(words(key).to_owned(), is_beyond_reference(key))
}

/// A signing algorithm among those to choose from, with the same mark.
pub fn signature_choice_words(signing: SigningAlgorithm) -> String {
    marked(signature_words(signing), is_signature_beyond_reference(signing))
}

fn marked(words: String, beyond: bool) -> String {
    if beyond { words + " · newer than the 2024 reference" } else { words }
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

    #[test]
    fn all_but_sm2_are_offered() {
        let keys: Vec<&str> = offered_keys().map(KeyAlgorithm::as_str).collect();
        assert_eq!(
            keys,
            [
                "RSA_2048",
                "RSA_3072",
                "RSA_4096",
                "EC_prime256v1",
                "EC_secp384r1",
                "EC_secp521r1",
                "ML_DSA_44",
                "ML_DSA_65",
                "ML_DSA_87"
            ]
        );
        let signatures = |key| offered_signatures(key).map(SigningAlgorithm::as_str).collect::<Vec<_>>();
        assert_eq!(signatures(KeyAlgorithm::MlDsa65), ["ML_DSA_65"]);
        assert_eq!(
            signatures(KeyAlgorithm::Rsa3072),
            [
                "SHA256WITHRSA",
                "SHA384WITHRSA",
                "SHA512WITHRSA",
                "SHA256WITHRSA_PSS",
                "SHA384WITHRSA_PSS",
                "SHA512WITHRSA_PSS"
            ]
        );
        assert_eq!(signatures(KeyAlgorithm::EcPrime256v1), ["SHA256WITHECDSA", "SHA384WITHECDSA", "SHA512WITHECDSA"]);
        assert_eq!(signatures(KeyAlgorithm::Sm2), [""; 0]);
    }

    /// The differences between the API of April 2024 and the newest, as far as they are offered.
    #[test]
    fn what_is_newer_than_the_reference_says_so() {
        let newer: Vec<&str> =
            offered_keys().filter(|key| is_beyond_reference(*key)).map(KeyAlgorithm::as_str).collect();
        assert_eq!(newer, ["RSA_3072", "EC_secp521r1", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87"]);
        let newer: Vec<&str> = SigningAlgorithm::ALL
            .iter()
            .filter(|signing| is_signature_beyond_reference(**signing))
            .map(|signing| signing.as_str())
            .collect();
        assert_eq!(
            newer,
            [
                "SHA256WITHRSA_PSS",
                "SHA384WITHRSA_PSS",
                "SHA512WITHRSA_PSS",
                "SM3WITHSM2",
                "ML_DSA_44",
                "ML_DSA_65",
                "ML_DSA_87"
            ]
        );
        assert_eq!(choice_words(KeyAlgorithm::MlDsa65), "ML-DSA-65 · newer than the 2024 reference");
        assert_eq!(choice_words(KeyAlgorithm::Rsa4096), "RSA 4096");
        let pss = signature_choice_words(SigningAlgorithm::Sha256WithRsaPss);
        assert_eq!(pss, "RSA-PSS with SHA-256 · newer than the 2024 reference");
        assert_eq!(signature_choice_words(SigningAlgorithm::Sha256WithRsa), "RSA with SHA-256");
    }

    #[test]
    fn what_does_not_go_together_is_told_what_would() {
        let refused = |signing, key| signature_algorithm(signing, key).unwrap_err().message().to_owned();
        assert_eq!(
            refused(SigningAlgorithm::MlDsa65, KeyAlgorithm::MlDsa44),
            "The key is ML_DSA_44, which cannot sign with ML_DSA_65: expected ML_DSA_44."
        );
        assert_eq!(
            refused(SigningAlgorithm::Sha256WithRsaPss, KeyAlgorithm::EcPrime256v1),
            "The key is EC_prime256v1, which cannot sign with SHA256WITHRSA_PSS: expected SHA256WITHECDSA, \
             SHA384WITHECDSA, SHA512WITHECDSA."
        );
        for (signing, key) in [
            (SigningAlgorithm::MlDsa87, KeyAlgorithm::Rsa2048),
            (SigningAlgorithm::Sha256WithEcdsa, KeyAlgorithm::MlDsa87),
            (SigningAlgorithm::Sha512WithRsaPss, KeyAlgorithm::MlDsa87),
        ] {
            assert!(!fits(signing, key));
            assert!(refused(signing, key).contains(key.as_str()));
        }
    }
}
