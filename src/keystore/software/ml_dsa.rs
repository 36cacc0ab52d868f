//! ML-DSA (FIPS 204) by aws-lc-rs, in the forms of RFC 9881.

use crate::keystore::error::{Error, refused};
use crate::x509::{MlDsa, SignatureAlgorithm};
use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::signature::{
    KeyPair as _, ML_DSA_44_SIGNING, ML_DSA_65_SIGNING, ML_DSA_87_SIGNING, PqdsaKeyPair, PqdsaSigningAlgorithm,
};
use zeroize::Zeroizing;

/// A key that is ready to sign. aws-lc wipes it when it is dropped.
pub(super) struct Key {
    set: MlDsa,
    pair: PqdsaKeyPair,
}

/// A new key in PKCS#8: its seed alone, the form that RFC 9881 section 6 recommends.
pub(super) fn generate(set: MlDsa) -> Result<Zeroizing<Vec<u8>>, Error> {
    let doing = "make an ML-DSA key";
    let pair = PqdsaKeyPair::generate(signing(set)).map_err(refused(doing))?;
    let document = pair.to_pkcs8v1().map_err(refused(doing))?;
    Ok(Zeroizing::new(document.as_ref().to_vec()))
}

impl Key {
    /// The key, and its `SubjectPublicKeyInfo`.
    pub(super) fn read(set: MlDsa, pkcs8: &[u8]) -> Result<(Self, Vec<u8>), Error> {
        let pair = PqdsaKeyPair::from_pkcs8(signing(set), pkcs8).map_err(|error| Error::NotAKey(error.to_string()))?;
        let spki = pair.public_key().as_der().map_err(|_| Error::NotAKey("its public key cannot be written".into()))?;
        let spki = spki.as_ref().to_vec();
        Ok((Self { set, pair }, spki))
    }

    /// A signature; none where the algorithm is of another family or parameter set.
    pub(super) fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Option<Result<Vec<u8>, Error>> {
        if algorithm != SignatureAlgorithm::MlDsa(self.set) {
            return None;
        }
        let mut signature = vec![0; signing(self.set).signature_len()];
        let signed = self.pair.sign(message, &mut signature);
        Some(signed.map(|_| signature).map_err(refused("sign")))
    }
}

fn signing(set: MlDsa) -> &'static PqdsaSigningAlgorithm {
    match set {
        MlDsa::Set44 => &ML_DSA_44_SIGNING,
        MlDsa::Set65 => &ML_DSA_65_SIGNING,
        MlDsa::Set87 => &ML_DSA_87_SIGNING,
    }
}
