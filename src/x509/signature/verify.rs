//! Verification of signatures.

use std::ops::RangeInclusive;

use aws_lc_rs::signature as aws;
use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::signature::Verifier;
use sha2::{Sha256, Sha384, Sha512};

use super::{AlgorithmIdentifier, Hash, SignatureAlgorithm};
use crate::x509::{Curve, Error, PublicKey, PublicKeyAlgorithm, Result, oid};

/// Lengths of the RSA keys that are verified with.
pub const RSA_BITS: RangeInclusive<u32> = 2048..=8192;

/// Whether `signature` (the octets of the BIT STRING) was made by the owner of `key` over `message`.
///
/// RSA PKCS#1 v1.5 and PSS with any salt, ECDSA on P-256, P-384 and P-521 with SHA-256, SHA-384 or SHA-512 in any
/// combination, and Ed25519.
///
/// # Errors
/// [`Error::InvalidSignature`]; an algorithm or key that Canopy does not verify with; a key of another kind than
/// the algorithm.
pub fn verify(key: &PublicKey, algorithm: &AlgorithmIdentifier, message: &[u8], signature: &[u8]) -> Result<()> {
    let scheme = algorithm.signature_algorithm()?;
    let verified = match (scheme, key.algorithm()) {
        (SignatureAlgorithm::RsaPkcs1(hash), PublicKeyAlgorithm::Rsa { bits })
            if key.algorithm_oid() == oid::RSA_ENCRYPTION =>
        {
            check_bits(key, bits)?;
            with_aws_lc(pkcs1(hash), key, message, signature)
        }
        (SignatureAlgorithm::RsaPss(hash), PublicKeyAlgorithm::Rsa { bits }) => {
            check_bits(key, bits)?;
            match algorithm.pss_parameters()?.salt_length as usize {
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
        (_, PublicKeyAlgorithm::Other(_)) => return Err(unsupported(key)),
        _ => return Err(Error::KeyMismatch { algorithm: scheme.to_string(), key: key.to_string() }),
    };
    verified.ok_or(Error::InvalidSignature)
}

fn check_bits(key: &PublicKey, bits: u32) -> Result<()> {
    if RSA_BITS.contains(&bits) { Ok(()) } else { Err(unsupported(key)) }
}

fn unsupported(key: &PublicKey) -> Error {
    Error::UnsupportedPublicKey { found: key.to_string() }
}

fn with_aws_lc(
    algorithm: &'static dyn aws::VerificationAlgorithm,
    key: &PublicKey,
    message: &[u8],
    signature: &[u8],
) -> Option<()> {
    aws::UnparsedPublicKey::new(algorithm, key.key_bits()).verify(message, signature).ok()
}

/// aws-lc-rs takes the salt to be as long as the digest; OpenSSL before 3.1 makes it as long as it can.
fn pss_with_salt(hash: Hash, salt_length: usize, key: &PublicKey, message: &[u8], signature: &[u8]) -> Option<()> {
    let key = rsa::PublicKey::from_pkcs1_der(key.key_bits()).ok()?;
    let signature = rsa::pss::Signature::try_from(signature).ok()?;
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
    .ok()
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
