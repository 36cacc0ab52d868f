//! What a key may be used for: extendedKeyUsage and keyUsage beside what the user wants.
//!
//! A CA certificate that names purposes names those of the certificates below it. RFC 5280 says nothing of that; all
//! verifiers take it so.

use super::facts::Facts;
use super::{Failure, Rule};
use crate::x509::extension::KeyUsage;
use crate::x509::{Oid, oid};

/// How many purposes of a certificate are told.
const TOLD: usize = 4;

/// What a key is used for, as `KeyPurposeId` of [RFC 5280 Section 4.2.1.12] names it.
///
/// [RFC 5280 Section 4.2.1.12]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Purpose {
    /// Anything
    #[default]
    Any,
    /// `id-kp-serverAuth`: a TLS server
    Server,
    /// `id-kp-clientAuth`: a TLS client
    Client,
}

impl Purpose {
    /// The identifier of the purpose and the bits of the key usage that are consistent with it, of which one is enough.
    fn required(self) -> Option<(Oid, KeyUsage)> {
        let signs = KeyUsage::DIGITAL_SIGNATURE.union(KeyUsage::KEY_AGREEMENT);
        match self {
            Purpose::Any => None,
            Purpose::Server => Some((oid::ID_KP_SERVER_AUTH, signs.union(KeyUsage::KEY_ENCIPHERMENT))),
            Purpose::Client => Some((oid::ID_KP_CLIENT_AUTH, signs)),
        }
    }

    /// Why a certificate of a path does not serve the purpose. The key usage of a CA is another matter.
    pub(super) fn check(self, facts: &Facts, is_target: bool) -> Vec<Failure> {
        let Some((wanted, consistent)) = self.required() else { return Vec::new() };
        let name = oid::describe(&wanted);
        let mut failures = Vec::new();
        let purposes = facts.extended_key_usage.as_ref();
        let allows = |found: &Oid| [wanted, oid::ANY_EXTENDED_KEY_USAGE].contains(found);
        if let Some(found) = purposes.filter(|found| !found.iter().any(allows)) {
            let found: Vec<String> = found.iter().take(TOLD).map(oid::describe).collect();
            let words = format!("It is for other purposes: expected {name}, found {}", found.join(", "));
            failures.push(Failure::new(Rule::Purpose, words));
        }
        let usage = facts.key_usage.filter(|usage| is_target && usage.intersection(consistent).is_empty());
        if let Some(usage) = usage {
            let names = |usage: KeyUsage| usage.names().collect::<Vec<_>>();
            let (expected, found) = (names(consistent).join(" or "), names(usage).join(", "));
            let words = format!("Its key usage is not one for {name}: expected {expected}, found {found}");
            failures.push(Failure::new(Rule::Purpose, words));
        }
        failures
    }
}
