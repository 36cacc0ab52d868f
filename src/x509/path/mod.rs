//! Certification paths: found among what is at hand and held against RFC 5280 section 6.
//!
//! | module | answers for |
//! |---|---|
//! | `search` | which certificates lead from the target to a trusted root, within bounds |
//! | `check` | the rules of section 6.1, step by step from the root |
//! | `name_constraints` | which names a CA may certify (section 4.2.1.10) |
//! | `revocation` | what CRLs say (section 6.3) |
//!
//! The trusted root is held against the rules for a CA too (validity, constraints, key usage), which RFC 5280 leaves
//! to the application. A common name is not taken for a host name. Certificate policies are not evaluated: a path that requires an explicit policy fails.

mod check;
mod name_constraints;
mod revocation;
#[cfg(test)]
mod samples;
mod search;
#[cfg(test)]
mod tests;

use super::{Certificate, CertificateList};

/// The longest path in certificates, target and root included.
pub const MAX_LENGTH: usize = 16;
/// How many possible issuers are looked at.
pub const MAX_CANDIDATES: usize = 1_000;
/// How many signatures are verified.
pub const MAX_SIGNATURES: usize = 10_000;

/// The best path that was found.
#[derive(Clone, Debug)]
pub struct Path {
    /// The target first; the last is a trusted root if one was reached.
    pub steps: Vec<Step>,
    /// It ends at a trusted root and no step has a failure.
    pub trusted: bool,
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
    /// Where the rule is written, such as `RFC 5280 section 6.1.3 (a)(2)`.
    pub rule: &'static str,
    /// What was expected and what was found, in a sentence.
    pub words: String,
}

/// The best path from `target` over certificates of `pool` to one of `roots`, valid at the time `at` (seconds since
/// 1970), with revocation by those of `crls` that fit; without CRLs revocation is not looked at.
///
/// Best is one without failures; else one that reaches a root with few failures; else the longest. The search ends
/// at [`MAX_CANDIDATES`], [`MAX_SIGNATURES`] and [`MAX_LENGTH`].
pub fn path(
    target: &Certificate,
    pool: &[Certificate],
    roots: &[Certificate],
    at: i64,
    crls: &[CertificateList],
) -> Path {
    search::Search::new(target, pool, roots, at, crls).run()
}
