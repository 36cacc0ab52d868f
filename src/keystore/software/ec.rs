//! The NIST curves. aws-lc-rs signs where it has the pairing; P-256 and P-384 with another hash than their own sign with
//! the RustCrypto crates, deterministically (RFC 6979).

use crate::keystore::error::{Error, refused};
use crate::x509::{Curve, Hash, SignatureAlgorithm};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA256_ASN1_SIGNING,
    ECDSA_P521_SHA384_ASN1_SIGNING, ECDSA_P521_SHA512_ASN1_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, KeyPair as _,
};
use p256::ecdsa::signature::hazmat::PrehashSigner as _;
use p256::pkcs8::EncodePublicKey as _;
use pkcs8::DecodePrivateKey as _;
use sha2::Digest as _;
use zeroize::Zeroizing;

type Signed = Result<Vec<u8>, Error>;

/// A key that is ready to sign.
pub(super) enum Key {
    P256(Box<Both<p256::ecdsa::SigningKey>>),
    P384(Box<Both<p384::ecdsa::SigningKey>>),
    /// aws-lc-rs has all three hashes, and wants a key of its own for each.
    P521,
}

/// A key of a curve, ready for its own hash and for any other.
pub(super) struct Both<K> {
    own: EcdsaKeyPair,
    any: K,
}

/// A new key in PKCS#8.
pub(super) fn generate(curve: Curve) -> Result<Zeroizing<Vec<u8>>, Error> {
    let algorithm = match curve {
        Curve::P256 => &ECDSA_P256_SHA256_ASN1_SIGNING,
        Curve::P384 => &ECDSA_P384_SHA384_ASN1_SIGNING,
        Curve::P521 => &ECDSA_P521_SHA512_ASN1_SIGNING,
    };
    let document = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).map_err(refused("make an EC key"))?;
    Ok(Zeroizing::new(document.as_ref().to_vec()))
}

impl Key {
    /// The key, and its `SubjectPublicKeyInfo`.
    pub(super) fn read(pkcs8: &[u8]) -> Result<(Self, Vec<u8>), Error> {
        let not_a_key = |reason: &str| Error::NotAKey(reason.into());
        let own = |algorithm| EcdsaKeyPair::from_pkcs8(algorithm, pkcs8).map_err(|error| not_a_key(&error.to_string()));
        if let Ok(any) = p256::ecdsa::SigningKey::from_pkcs8_der(pkcs8) {
            let spki = any.verifying_key().to_public_key_der();
            let spki = spki.map_err(|_| not_a_key("its public key cannot be written"))?.into_vec();
            return Ok((Self::P256(Box::new(Both { own: own(&ECDSA_P256_SHA256_ASN1_SIGNING)?, any })), spki));
        }
        if let Ok(any) = p384::ecdsa::SigningKey::from_pkcs8_der(pkcs8) {
            let spki = any.verifying_key().to_public_key_der();
            let spki = spki.map_err(|_| not_a_key("its public key cannot be written"))?.into_vec();
            return Ok((Self::P384(Box::new(Both { own: own(&ECDSA_P384_SHA384_ASN1_SIGNING)?, any })), spki));
        }
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P521_SHA512_ASN1_SIGNING, pkcs8);
        let key = key.map_err(|_| not_a_key("it is damaged, or on none of P-256, P-384 and P-521"))?;
        Ok((Self::P521, p521_spki(key.public_key().as_ref())))
    }

    /// A signature; none where the algorithm is of another family.
    pub(super) fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8], pkcs8: &[u8]) -> Option<Signed> {
        let SignatureAlgorithm::Ecdsa(hash) = algorithm else { return None };
        Some(match (self, hash) {
            (Self::P256(key), Hash::Sha256) => sign(&key.own, message),
            (Self::P384(key), Hash::Sha384) => sign(&key.own, message),
            (Self::P256(key), hash) => {
                let signed = key.any.sign_prehash(&digest(hash, message));
                signed.map(|found: p256::ecdsa::Signature| found.to_der().as_bytes().to_vec()).map_err(refused("sign"))
            }
            (Self::P384(key), hash) => {
                let signed = key.any.sign_prehash(&digest(hash, message));
                signed.map(|found: p384::ecdsa::Signature| found.to_der().as_bytes().to_vec()).map_err(refused("sign"))
            }
            (Self::P521, hash) => EcdsaKeyPair::from_pkcs8(p521(hash), pkcs8)
                .map_err(refused("use the key"))
                .and_then(|key| sign(&key, message)),
        })
    }
}

fn p521(hash: Hash) -> &'static EcdsaSigningAlgorithm {
    match hash {
        Hash::Sha256 => &ECDSA_P521_SHA256_ASN1_SIGNING,
        Hash::Sha384 => &ECDSA_P521_SHA384_ASN1_SIGNING,
        Hash::Sha512 => &ECDSA_P521_SHA512_ASN1_SIGNING,
    }
}

fn sign(key: &EcdsaKeyPair, message: &[u8]) -> Signed {
    let signature = key.sign(&SystemRandom::new(), message).map_err(refused("sign"))?;
    Ok(signature.as_ref().to_vec())
}

fn digest(hash: Hash, message: &[u8]) -> Vec<u8> {
    match hash {
        Hash::Sha256 => sha2::Sha256::digest(message).to_vec(),
        Hash::Sha384 => sha2::Sha384::digest(message).to_vec(),
        Hash::Sha512 => sha2::Sha512::digest(message).to_vec(),
    }
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
