//! RSA: made by `rsa`, and signed with by aws-lc-rs.

use crate::keystore::error::{Error, refused};
use crate::x509::{Hash, SignatureAlgorithm};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::{
    RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512, RsaEncoding,
};
use pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};
use zeroize::Zeroizing;

/// A key that is ready to sign.
pub(super) struct Key(Box<KeyPair>);

/// A new key in PKCS#8.
pub(super) fn generate(bits: usize) -> Result<Zeroizing<Vec<u8>>, Error> {
    let doing = "make an RSA key";
    let key = rsa::PrivateKey::new(&mut getrandom::SysRng, bits).map_err(refused(doing))?;
    Ok(key.to_pkcs8_der().map_err(refused(doing))?.to_bytes())
}

impl Key {
    /// The key, and its `SubjectPublicKeyInfo`.
    pub(super) fn read(pkcs8: &[u8]) -> Result<(Self, Vec<u8>), Error> {
        let not_a_key = |reason: String| Error::NotAKey(reason);
        let key = KeyPair::from_pkcs8(pkcs8).map_err(|error| not_a_key(error.to_string()))?;
        let public = rsa::PrivateKey::from_pkcs8_der(pkcs8).map_err(|error| not_a_key(error.to_string()))?;
        let spki = rsa::pkcs8::EncodePublicKey::to_public_key_der(&public.to_public_key());
        Ok((Self(Box::new(key)), spki.map_err(|error| not_a_key(error.to_string()))?.into_vec()))
    }

    /// A signature; none where the algorithm is of another family.
    pub(super) fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Option<Result<Vec<u8>, Error>> {
        let encoding = encoding(algorithm)?;
        let mut signature = vec![0; self.0.public_modulus_len()];
        let signed = self.0.sign(encoding, &SystemRandom::new(), message, &mut signature);
        Some(signed.map(|()| signature).map_err(refused("sign")))
    }
}

fn encoding(algorithm: SignatureAlgorithm) -> Option<&'static dyn RsaEncoding> {
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
