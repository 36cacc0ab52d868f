//! Verification of signatures.

use std::ops::RangeInclusive;

use aws_lc_rs::signature as aws;
use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::signature::Verifier;
use sha2::{Sha256, Sha384, Sha512};

use super::pss::PssParameters;
use super::{AlgorithmIdentifier, Hash, SignatureAlgorithm};
use crate::x509::{Curve, Error, MlDsa, PublicKey, PublicKeyAlgorithm, Result, oid};

/// Lengths of the RSA keys that are verified with.
pub const RSA_BITS: RangeInclusive<u32> = 2048..=8192;

/// Whether `signature` (the octets of the BIT STRING) was made by the owner of `key` over `message`.
///
/// RSA PKCS#1 v1.5 and PSS with any salt, ECDSA on P-256, P-384 and P-521 with SHA-256, SHA-384 or SHA-512 in any
/// combination, Ed25519, and ML-DSA of each parameter set.
///
/// # Errors
/// [`Error::InvalidSignature`]; an algorithm or key that Canopy does not verify with; a key of another kind than
/// the algorithm, one that is restricted to other parameters, or one whose numbers make no key.
pub fn verify(key: &PublicKey, algorithm: &AlgorithmIdentifier, message: &[u8], signature: &[u8]) -> Result<()> {
    let scheme = algorithm.signature_algorithm()?;
    match (scheme, key.algorithm()) {
        (SignatureAlgorithm::RsaPkcs1(hash), PublicKeyAlgorithm::Rsa { bits })
            if key.algorithm_oid() == oid::RSA_ENCRYPTION =>
        {
            check_bits(key, bits)?;
            with_aws_lc(pkcs1(hash), key, message, signature)
        }
        (SignatureAlgorithm::RsaPss(hash), PublicKeyAlgorithm::Rsa { bits }) => {
            check_bits(key, bits)?;
            let used = algorithm.pss_parameters()?;
            check_restriction(key, used)?;
            match used.salt_length as usize {
                length if length == hash.length() => with_aws_lc(pss(hash), key, message, signature),
                length => pss_with_salt(hash, length, key, message, signature),
            }
        }
        (SignatureAlgorithm::Ecdsa(hash), PublicKeyAlgorithm::Ec(curve)) => {
            with_aws_lc(ecdsa(curve, hash), key, message, signature)
        }
        (SignatureAlgorithm::Ed25519, PublicKeyAlgorithm::Ed25519) => {
            with_aws_lc(&aws::ED25519, key, message, signature)
        }
        (SignatureAlgorithm::MlDsa(used), PublicKeyAlgorithm::MlDsa(set)) if used == set => {
            with_aws_lc(ml_dsa(set), key, message, signature)
        }
        (_, PublicKeyAlgorithm::Other(_)) => Err(unsupported(key)),
        _ => Err(Error::KeyMismatch { algorithm: scheme.to_string(), key: key.to_string() }),
    }
}

/// Whether the numbers of `key` make a key: a point is on its curve, an exponent is odd. One of a kind or length that
/// Canopy does not verify with is not looked at.
///
/// # Errors
/// [`Error::PublicKeyNumbers`]
pub fn check_key(key: &PublicKey) -> Result<()> {
    let algorithm: &'static dyn aws::VerificationAlgorithm = match key.algorithm() {
        PublicKeyAlgorithm::Rsa { bits } if RSA_BITS.contains(&bits) => pkcs1(Hash::Sha256),
        PublicKeyAlgorithm::Ec(curve) => ecdsa(curve, Hash::Sha256),
        PublicKeyAlgorithm::Ed25519 => &aws::ED25519,
        PublicKeyAlgorithm::MlDsa(set) => ml_dsa(set),
        PublicKeyAlgorithm::Rsa { .. } | PublicKeyAlgorithm::Other(_) => return Ok(()),
    };
    aws::ParsedPublicKey::new(algorithm, key.key_bits()).map(|_| ()).map_err(|_| bad_numbers(key))
}

fn check_bits(key: &PublicKey, bits: u32) -> Result<()> {
    if RSA_BITS.contains(&bits) { Ok(()) } else { Err(unsupported(key)) }
}

/// A key for PSS only may say with which parameters; one without parameters, or for all uses, does not.
fn check_restriction(key: &PublicKey, used: PssParameters) -> Result<()> {
    let identifier = key.algorithm_identifier();
    if identifier.oid() != oid::ID_RSASSA_PSS || identifier.parameters().is_none() {
        return Ok(());
    }
    let allowed = identifier.pss_parameters()?;
    let words = |parameters: PssParameters| format!("{parameters} and a salt of {} octets", parameters.salt_length);
    match allowed.allow(used) {
        true => Ok(()),
        false => Err(Error::KeyRestricted { allowed: words(allowed), found: words(used) }),
    }
}

fn unsupported(key: &PublicKey) -> Error {
    Error::UnsupportedPublicKey { found: key.to_string() }
}

/// The form of `key` was checked when it was read; here its numbers are.
fn bad_numbers(key: &PublicKey) -> Error {
    let expected = match key.algorithm() {
        PublicKeyAlgorithm::Ec(curve) => format!("a public key that is a point on {curve}"),
        _ => format!("a public key of type {key}"),
    };
    Error::PublicKeyNumbers { expected }
}

fn with_aws_lc(
    algorithm: &'static dyn aws::VerificationAlgorithm,
    key: &PublicKey,
    message: &[u8],
    signature: &[u8],
) -> Result<()> {
    let parsed = aws::ParsedPublicKey::new(algorithm, key.key_bits()).map_err(|_| bad_numbers(key))?;
    parsed.verify_sig(message, signature).map_err(|_| Error::InvalidSignature)
}

/// aws-lc-rs takes the salt to be as long as the digest; OpenSSL before 3.1 makes it as long as it can.
fn pss_with_salt(hash: Hash, salt_length: usize, key: &PublicKey, message: &[u8], signature: &[u8]) -> Result<()> {
    let key = rsa::PublicKey::from_pkcs1_der(key.key_bits()).map_err(|_| bad_numbers(key))?;
    let signature = rsa::pss::Signature::try_from(signature).map_err(|_| Error::InvalidSignature)?;
    match hash {
        Hash::Sha256 => {
            rsa::pss::VerifyingKey::<Sha256>::new_with_salt_len(key, salt_length).verify(message, &signature)
        }
        Hash::Sha384 => {
            rsa::pss::VerifyingKey::<Sha384>::new_with_salt_len(key, salt_length).verify(message, &signature)
        }
        Hash::Sha512 => {
            rsa::pss::VerifyingKey::<Sha512>::new_with_salt_len(key, salt_length).verify(message, &signature)
        }
    }
    .map_err(|_| Error::InvalidSignature)
}

fn pkcs1(hash: Hash) -> &'static dyn aws::VerificationAlgorithm {
    match hash {
        Hash::Sha256 => &aws::RSA_PKCS1_2048_8192_SHA256,
        Hash::Sha384 => &aws::RSA_PKCS1_2048_8192_SHA384,
        Hash::Sha512 => &aws::RSA_PKCS1_2048_8192_SHA512,
    }
}

fn pss(hash: Hash) -> &'static dyn aws::VerificationAlgorithm {
    match hash {
        Hash::Sha256 => &aws::RSA_PSS_2048_8192_SHA256,
        Hash::Sha384 => &aws::RSA_PSS_2048_8192_SHA384,
        Hash::Sha512 => &aws::RSA_PSS_2048_8192_SHA512,
    }
}

fn ecdsa(curve: Curve, hash: Hash) -> &'static dyn aws::VerificationAlgorithm {
    match (curve, hash) {
        (Curve::P256, Hash::Sha256) => &aws::ECDSA_P256_SHA256_ASN1,
        (Curve::P256, Hash::Sha384) => &aws::ECDSA_P256_SHA384_ASN1,
        (Curve::P256, Hash::Sha512) => &aws::ECDSA_P256_SHA512_ASN1,
        (Curve::P384, Hash::Sha256) => &aws::ECDSA_P384_SHA256_ASN1,
        (Curve::P384, Hash::Sha384) => &aws::ECDSA_P384_SHA384_ASN1,
        (Curve::P384, Hash::Sha512) => &aws::ECDSA_P384_SHA512_ASN1,
        (Curve::P521, Hash::Sha256) => &aws::ECDSA_P521_SHA256_ASN1,
        (Curve::P521, Hash::Sha384) => &aws::ECDSA_P521_SHA384_ASN1,
        (Curve::P521, Hash::Sha512) => &aws::ECDSA_P521_SHA512_ASN1,
    }
}

fn ml_dsa(set: MlDsa) -> &'static dyn aws::VerificationAlgorithm {
    match set {
        MlDsa::Set44 => &aws::ML_DSA_44,
        MlDsa::Set65 => &aws::ML_DSA_65,
        MlDsa::Set87 => &aws::ML_DSA_87,
    }
}

#[cfg(test)]
mod tests {
    use rsa::pkcs1::EncodeRsaPublicKey;
    use rsa::signature::{RandomizedSigner, SignatureEncoding};

    use super::*;
    use crate::x509::{Oid, Tag, encode};

    const MESSAGE: &[u8] = b"message";

    fn rsa_key(algorithm: Oid, parameters: &[u8], pkcs1: &[u8]) -> PublicKey {
        let algorithm = encode::sequence(&[&encode::oid(&algorithm), parameters]);
        PublicKey::from_der(&encode::sequence(&[&algorithm, &encode::bit_string(pkcs1)])).unwrap()
    }

    fn pss_identifier(parameters: PssParameters) -> AlgorithmIdentifier {
        let der = encode::sequence(&[&encode::oid(&oid::ID_RSASSA_PSS), &parameters.to_der()]);
        AlgorithmIdentifier::from_der(&der).unwrap()
    }

    fn with_salt(hash: Hash, salt_length: u32) -> PssParameters {
        let mut parameters = PssParameters::of(hash);
        parameters.salt_length = salt_length;
        parameters
    }

    /// A point that is on no curve: both coordinates are 7.
    #[test]
    fn a_point_off_its_curve_is_a_bad_key() {
        let algorithm = encode::sequence(&[&encode::oid(&oid::ID_EC_PUBLIC_KEY), &encode::oid(&oid::SECP256R1)]);
        let point = encode::bit_string(&[&[4][..], &[7; 64]].concat());
        let key = PublicKey::from_der(&encode::sequence(&[&algorithm, &point])).unwrap();
        let found = verify(&key, &SignatureAlgorithm::Ecdsa(Hash::Sha256).identifier(), MESSAGE, &[1]).unwrap_err();
        assert_eq!(check_key(&key), Err(found.clone()));
        assert_eq!(found.to_string(), "expected a public key that is a point on P-256, found numbers that are none");
    }

    #[test]
    fn a_compressed_point_verifies() {
        let pair = rcgen::KeyPair::generate().unwrap();
        let signature = rcgen::SigningKey::sign(&pair, MESSAGE).unwrap();
        let whole = PublicKey::from_der(&rcgen::PublicKeyData::subject_public_key_info(&pair)).unwrap();
        let point = whole.key_bits();
        let compressed = [&[2 + (point[64] & 1)][..], &point[1..33]].concat();
        let key = encode::sequence(&[whole.algorithm_identifier().der(), &encode::bit_string(&compressed)]);
        let key = PublicKey::from_der(&key).unwrap();
        let algorithm = SignatureAlgorithm::Ecdsa(Hash::Sha256).identifier();
        assert_eq!(check_key(&key), Ok(()));
        assert_eq!(verify(&key, &algorithm, MESSAGE, &signature), Ok(()));
        assert_eq!(verify(&key, &algorithm, b"other", &signature), Err(Error::InvalidSignature));
    }

    #[test]
    fn rsa_keys_have_2048_to_8192_bits() {
        let key = |bits: usize| {
            let mut modulus = vec![0xff; bits.div_ceil(8)];
            modulus[0] >>= (8 - bits % 8) % 8;
            let numbers = encode::sequence(&[&encode::unsigned(Tag::INTEGER, &modulus), &encode::integer(65_537)]);
            rsa_key(oid::RSA_ENCRYPTION, &[5, 0], &numbers)
        };
        let algorithms = [SignatureAlgorithm::RsaPkcs1(Hash::Sha256), SignatureAlgorithm::RsaPss(Hash::Sha256)];
        for algorithm in algorithms.map(SignatureAlgorithm::identifier) {
            for bits in [2047, 8193] {
                let found = verify(&key(bits), &algorithm, MESSAGE, &[1]);
                assert_eq!(found, Err(Error::UnsupportedPublicKey { found: format!("RSA {bits}") }));
            }
            for bits in [2048, 8192] {
                assert_eq!(verify(&key(bits), &algorithm, MESSAGE, &vec![1; bits / 8]), Err(Error::InvalidSignature));
            }
        }
    }

    #[test]
    fn ml_dsa_verifies_with_the_parameter_set_of_the_key() {
        use ml_dsa::{KeyInit as _, Keypair as _, MlDsa65, Signer as _, SigningKey};
        use pkcs8::EncodePublicKey as _;
        let pair = SigningKey::<MlDsa65>::new(&[7; 32].into());
        let key = PublicKey::from_der(pair.verifying_key().to_public_key_der().unwrap().as_bytes()).unwrap();
        let signature = pair.sign(MESSAGE).encode();
        let verify = |set: MlDsa, message: &[u8]| {
            super::verify(&key, &SignatureAlgorithm::MlDsa(set).identifier(), message, &signature)
        };
        assert_eq!(check_key(&key), Ok(()));
        assert_eq!(verify(MlDsa::Set65, MESSAGE), Ok(()));
        assert_eq!(verify(MlDsa::Set65, b"other"), Err(Error::InvalidSignature));
        for other in [MlDsa::Set44, MlDsa::Set87] {
            let mismatch = Error::KeyMismatch { algorithm: other.to_string(), key: "ML-DSA-65".into() };
            assert_eq!(verify(other, MESSAGE), Err(mismatch));
        }
        // Signed with a context, which certificates never have.
        let with_context = pair.expanded_key().sign_deterministic(MESSAGE, b"context").unwrap().encode();
        let algorithm = SignatureAlgorithm::MlDsa(MlDsa::Set65).identifier();
        assert_eq!(super::verify(&key, &algorithm, MESSAGE, &with_context), Err(Error::InvalidSignature));
    }

    #[test]
    fn pss_with_any_salt_and_within_what_the_key_allows() {
        let pair = rsa::PrivateKey::new(&mut getrandom::SysRng, 2048).unwrap();
        let pkcs1 = pair.to_public_key().to_pkcs1_der().unwrap().as_bytes().to_vec();
        let signer = rsa::pss::SigningKey::<Sha256>::new_with_salt_len(pair, 20);
        let signature = signer.try_sign_with_rng(&mut getrandom::SysRng, MESSAGE).unwrap().to_vec();
        let verify = |key: &PublicKey, used| super::verify(key, &pss_identifier(used), MESSAGE, &signature);

        let key = rsa_key(oid::RSA_ENCRYPTION, &[5, 0], &pkcs1);
        assert_eq!(verify(&key, with_salt(Hash::Sha256, 20)), Ok(()));
        for other in [with_salt(Hash::Sha256, 21), with_salt(Hash::Sha256, 32), with_salt(Hash::Sha384, 20)] {
            assert_eq!(verify(&key, other), Err(Error::InvalidSignature));
        }

        let restricted = |parameters: PssParameters| rsa_key(oid::ID_RSASSA_PSS, &parameters.to_der(), &pkcs1);
        let used = with_salt(Hash::Sha256, 20);
        assert_eq!(verify(&rsa_key(oid::ID_RSASSA_PSS, &[], &pkcs1), used), Ok(()));
        assert_eq!(verify(&restricted(with_salt(Hash::Sha256, 20)), used), Ok(()));
        let message = verify(&restricted(with_salt(Hash::Sha256, 32)), used).unwrap_err().to_string();
        assert_eq!(
            message,
            "expected a signature with RSA-PSS with SHA-256 and a salt of 32 octets, as the key says, \
             found RSA-PSS with SHA-256 and a salt of 20 octets"
        );
        let found = verify(&restricted(with_salt(Hash::Sha512, 20)), used);
        assert!(matches!(found, Err(Error::KeyRestricted { .. })), "{found:?}");
        let pkcs1_signature = SignatureAlgorithm::RsaPkcs1(Hash::Sha256).identifier();
        let found = super::verify(&restricted(used), &pkcs1_signature, MESSAGE, &signature);
        assert!(matches!(found, Err(Error::KeyMismatch { .. })), "{found:?}");
    }
}
