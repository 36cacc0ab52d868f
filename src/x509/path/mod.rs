//! Certification paths: found among what is at hand and held against RFC 5280 section 6.
//!
//! | module | answers for |
//! |---|---|
//! | `inputs` | what the user asks (section 6.1.1) |
//! | `search` | which certificates lead from the target to a trusted root, within bounds |
//! | `budget` | what a search may cost |
//! | `evidence` | what is at hand for all paths, and what has been found out about it |
//! | `facts` | what of a certificate matters to paths, read once |
//! | `check` | the rules of section 6.1, step by step from the root |
//! | `policy` | certificate policies (RFC 9618) |
//! | `name_constraints` | which names a CA may certify (section 4.2.1.10) |
//! | `purpose` | what a key may be used for (section 4.2.1.12) |
//! | `host` | which host a certificate is for (RFC 9525) |
//! | `revocation` | what CRLs say (section 6.3) |
//! | `rule` | the rules by their names |
//! | `unreadable` | certificates that cannot be read |
//!
//! The trusted root is held against the rules for a CA too (validity, constraints, key usage), which RFC 5280 leaves
//! to the application; its own policies do not count. A common name is not taken for a host name. What RFC 5280 asks
//! of those who issue, such as which extensions are critical, is no matter of paths but of
//! [`findings`](crate::x509::inspect::findings).

mod budget;
mod check;
mod evidence;
mod facts;
mod host;
mod inputs;
mod name_constraints;
mod policy;
mod purpose;
mod revocation;
mod rule;
#[cfg(test)]
mod samples;
mod search;
#[cfg(test)]
mod tests;
mod unreadable;

pub use host::Host;
pub use inputs::Inputs;
pub use purpose::Purpose;
pub use rule::Rule;
pub use unreadable::Unreadable;

use std::collections::BTreeSet;

use super::inspect::display;
use super::{Certificate, CertificateList, Oid};

/// The longest path in certificates, target and root included.
pub const MAX_LENGTH: usize = 16;
/// How many certificates paths are extended by.
pub const MAX_CANDIDATES: usize = 1_000;
/// How many signatures are verified.
pub const MAX_SIGNATURES: usize = 10_000;
/// How many octets of certificates are read, compared and verified.
pub const MAX_OCTETS: usize = 64 << 20;

/// Why a certificate is revoked, in a sentence; `None` when it is not, or is not known.
pub type Revoked<'a> = &'a dyn Fn(&Certificate) -> Option<String>;

/// What is at hand to find a path with and to judge it.
#[derive(Clone, Copy, Default)]
pub struct Material<'a> {
    /// Certificates that may stand between the target and a root.
    pub pool: &'a [Certificate],
    /// The trusted roots.
    pub roots: &'a [Certificate],
    /// CRLs; without any, revocation is not looked at but for `revoked`.
    pub crls: &'a [CertificateList],
    /// Revocations that are known without a CRL, such as those of a workspace.
    pub revoked: Option<Revoked<'a>>,
    /// What the pool would have if it could be read.
    pub unreadable: &'a [Unreadable],
}

/// The best path that was found.
#[derive(Clone, Debug)]
pub struct Path {
    /// The target first; the last is a trusted root if one was reached.
    pub steps: Vec<Step>,
    /// It ends at a trusted root and no step has a failure.
    pub trusted: bool,
    /// `user_constrained_policy_set` (RFC 5280 section 6.1.6): the policies that all its certificates are valid for and
    /// the user accepts.
    pub policies: BTreeSet<Oid>,
    /// What was not looked at, in sentences.
    pub notes: Vec<String>,
}

/// One certificate of a path with its verdict.
#[derive(Clone, Debug)]
pub struct Step {
    /// The certificate.
    pub certificate: Certificate,
    /// It is one of the trusted roots.
    pub is_root: bool,
    /// What is wrong with it in this path; nothing if it passes.
    pub failures: Vec<Failure>,
    /// What is known beside, such as `Not revoked: CRL of 3 Jan 2026`.
    pub notes: Vec<String>,
}

/// A rule that a certificate does not keep.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
    /// The rule.
    pub rule: Rule,
    /// What was expected and what was found, in a sentence that is safe to show.
    pub words: String,
}

impl Failure {
    fn new(rule: Rule, words: impl AsRef<str>) -> Failure {
        Failure { rule, words: display::safe(words.as_ref()).into_owned() }
    }
}

/// The best path from `target` over certificates of `pool` to one of `roots`, valid at the time `at` (seconds since
/// 1970), with revocation by those of `crls` that fit; without CRLs revocation is not looked at.
pub fn path(
    target: &Certificate,
    pool: &[Certificate],
    roots: &[Certificate],
    at: i64,
    crls: &[CertificateList],
) -> Path {
    find(target, &Material { pool, roots, crls, ..Material::default() }, at)
}

/// The best path from `target` with what is at hand, valid at the time `at` (seconds since 1970), for a user who asks no
/// more than that.
pub fn find(target: &Certificate, material: &Material<'_>, at: i64) -> Path {
    validate(target, material, &Inputs::default(), at)
}

/// The best path from `target` with what is at hand, valid at the time `at` (seconds since 1970) and for what the user
/// asks.
///
/// Best is one without failures; else one that reaches a root with few failures; else the longest. The search ends
/// at [`MAX_CANDIDATES`], [`MAX_SIGNATURES`], [`MAX_OCTETS`] and [`MAX_LENGTH`].
pub fn validate(target: &Certificate, material: &Material<'_>, inputs: &Inputs, at: i64) -> Path {
    search::Search::new(&mut evidence::Evidence::new(target, material, at), inputs).run(material.unreadable)
}
