//! Whether a signature is the one that the secret makes.

use super::canonical::{Signable, code, hash, string_to_sign};
use super::{AuthError, Claim, amz_date};
use axum::http::request::Parts;
use hmac::Mac as _;
use secrecy::{ExposeSecret as _, SecretString};

impl Claim {
    /// Verifies the signature over a request and its body.
    ///
    /// # Errors
    /// `InvalidSignatureException`, the same whatever it is that differs.
    pub fn verify(&self, parts: &Parts, body: &[u8], secret: &SecretString) -> Result<(), AuthError> {
        let body_hash = hash(body);
        let declared = parts.headers.get_all("x-amz-content-sha256").iter().all(|found| {
            // A digest of what was sent, and no other: `UNSIGNED-PAYLOAD` would let anybody change the body.
            found.as_bytes() == body_hash.as_bytes()
        });
        let signable = Signable::from(parts);
        let canonical = signable.canonical(&self.signed_headers, &body_hash).filter(|_| declared);
        let canonical = canonical.ok_or_else(AuthError::mismatch)?;
        let text = string_to_sign(&amz_date(self.at), &self.scope, &canonical);
        let signature = decoded(&self.signature).ok_or_else(AuthError::mismatch)?;
        // Compares in a time that does not tell how much is right.
        code(secret.expose_secret(), &self.scope, &text).verify_slice(&signature).map_err(|_| AuthError::mismatch())
    }
}

/// 64 digits of lower-case hexadecimal.
fn decoded(signature: &str) -> Option<[u8; 32]> {
    let digit = |octet: u8| match octet {
        b'0'..=b'9' => Some(octet - b'0'),
        b'a'..=b'f' => Some(octet - b'a' + 10),
        _ => None,
    };
    let mut bytes = [0; 32];
    if signature.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(signature.as_bytes().chunks(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}
