//! What the user of a path asks beyond its signatures: the inputs of RFC 5280 section 6.1.1, and what the target is for.

use std::collections::BTreeSet;

use super::host::Host;
use super::purpose::Purpose;
use crate::x509::Oid;

/// The inputs of [RFC 5280 Section 6.1.1] (c) and (e) to (g), what the target is to be used for, and whether its
/// revocation must be known. By default any policy and any use will do, and what is not known is no failure.
///
/// [RFC 5280 Section 6.1.1]: https://www.rfc-editor.org/rfc/rfc5280#section-6.1.1
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// `user-initial-policy-set`: the policies that the user accepts, any-policy when empty or when anyPolicy is in it
    pub user_initial_policy_set: BTreeSet<Oid>,
    /// `initial-policy-mapping-inhibit`: no CA maps policies
    pub initial_policy_mapping_inhibit: bool,
    /// `initial-explicit-policy`: one of the policies must be valid for all certificates
    pub initial_explicit_policy: bool,
    /// `initial-any-policy-inhibit`: anyPolicy does not count
    pub initial_any_policy_inhibit: bool,
    /// What the key of the target is to be used for.
    pub purpose: Purpose,
    /// The host that the target must be for.
    pub host: Option<Host>,
    /// A certificate below the root whose revocation is not known fails.
    pub require_revocation: bool,
}
