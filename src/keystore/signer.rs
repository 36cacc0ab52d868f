//! The one thing that authorities ask of a key.

use super::Error;
use crate::x509::{PublicKey, SignatureAlgorithm};

/// Signs with a private key, wherever that is: in this process, or in a device.
pub trait Signer: Send + Sync {
    /// The public key that verifies what it signs.
    fn public_key(&self) -> &PublicKey;

    /// Signs a message; the hash of the algorithm is computed here. The signature is as X.509 has
    /// it: PKCS#1 for RSA, the DER of `ECDSA-Sig-Value` (RFC 3279) for ECDSA.
    ///
    /// # Errors
    /// [`Error::CannotSign`] when the key is of another family.
    fn sign(&self, algorithm: SignatureAlgorithm, message: &[u8]) -> Result<Vec<u8>, Error>;
}
