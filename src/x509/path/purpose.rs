//! What a key may be used for: extendedKeyUsage beside what the user wants.
//!
//! A CA certificate that names purposes names those of the certificates below it, roots among them: RFC 5280 says
//! nothing of that, and verifiers take it so. Whether the keyUsage of the target is one that a protocol needs is the
//! matter of the protocol.

use super::facts::Facts;
use super::{Failure, Rule};
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
    fn identifier(self) -> Option<Oid> {
        match self {
            Purpose::Any => None,
            Purpose::Server => Some(oid::ID_KP_SERVER_AUTH),
            Purpose::Client => Some(oid::ID_KP_CLIENT_AUTH),
        }
    }

    /// Why a certificate of a path does not serve the purpose.
    pub(super) fn check(self, facts: &Facts) -> Option<Failure> {
        let (wanted, found) = self.identifier().zip(facts.extended_key_usage.as_ref())?;
        if found.contains(&wanted) || found.contains(&oid::ANY_EXTENDED_KEY_USAGE) {
            return None;
        }
        let (wanted, few) = (oid::describe(&wanted), found.iter().take(TOLD).map(oid::describe).collect::<Vec<_>>());
        let words = format!("It is for other purposes: expected {wanted}, found {}", few.join(", "));
        Some(Failure::new(Rule::Purpose, words))
    }
}
