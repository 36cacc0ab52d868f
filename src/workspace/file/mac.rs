//! The key that records are authenticated with.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

/// The key of HMAC-SHA256 (RFC 2104) over records. It is derived from the identity of the
/// workspace, so only a holder of the passphrase has it. Wiped from memory when dropped.
#[derive(Clone)]
pub struct MacKey(Zeroizing<[u8; 32]>);

impl MacKey {
    /// The key with these bytes.
    pub fn new(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }

    /// The authentication code of `text`.
    pub(super) fn code(&self, text: &[u8]) -> [u8; 32] {
        self.over(text).finalize().into_bytes().into()
    }

    /// Whether `code` is the authentication code of `text`; takes the same time for every wrong one.
    pub(super) fn verifies(&self, text: &[u8], code: &[u8; 32]) -> bool {
        self.over(text).verify_slice(code).is_ok()
    }

    fn over(&self, text: &[u8]) -> Hmac<Sha256> {
        let mut hmac = Hmac::<Sha256>::new_from_slice(self.0.as_slice()).expect("HMAC takes keys of every length");
        hmac.update(text);
        hmac
    }
}

impl std::fmt::Debug for MacKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MacKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_belongs_to_its_key_and_text() {
        let key = MacKey::new(Zeroizing::new([7; 32]));
        let code = key.code(b"text");
        assert!(key.verifies(b"text", &code));
        assert!(!key.verifies(b"texT", &code));
        assert!(!MacKey::new(Zeroizing::new([8; 32])).verifies(b"text", &code));
        assert_eq!(format!("{key:?}"), "MacKey(…)");
    }
}
