//! What a search may cost: a hostile pool has certificates that all sign each other, or are a megabyte each.

use super::{MAX_CANDIDATES, MAX_OCTETS, MAX_SIGNATURES};
use crate::x509::Name;
use crate::x509::crl::MAX_CRL;

/// How many comparisons of names, constraints and policies one path may need.
pub const MAX_COMPARISONS: usize = 500_000;
/// How many of them all paths together may need.
pub const ALL_COMPARISONS: usize = 10 * MAX_COMPARISONS;
/// How many octets of CRLs are verified and read: the longest CRL, once.
const CRL_OCTETS: usize = 2 * MAX_CRL;

/// What may still be spent.
pub struct Budget {
    /// Certificates that a path is extended by.
    pub candidates: usize,
    pub signatures: usize,
    /// Octets of certificates that are read, compared or verified.
    pub octets: usize,
    pub crl_octets: usize,
    pub comparisons: usize,
}

impl Budget {
    pub fn new() -> Self {
        Budget {
            candidates: MAX_CANDIDATES,
            signatures: MAX_SIGNATURES,
            octets: MAX_OCTETS,
            crl_octets: CRL_OCTETS,
            comparisons: ALL_COMPARISONS,
        }
    }

    /// Takes `amount` from `left`; whether there was that much.
    pub fn spend(left: &mut usize, amount: usize) -> bool {
        let enough = *left >= amount;
        *left = left.saturating_sub(amount);
        enough
    }

    /// Whether nothing is left of something that the search needs.
    pub fn is_spent(&self) -> bool {
        [self.candidates, self.signatures, self.octets, self.comparisons].contains(&0)
    }

    /// Whether two names match (RFC 5280 section 7.1). Those that are the same octet for octet cost nothing.
    pub fn same_name(&mut self, one: &Name, other: &Name) -> bool {
        if one.der() == other.der() {
            return true;
        }
        one.rdns().len() == other.rdns().len()
            && Budget::spend(&mut self.octets, name_weight(one) + name_weight(other))
            && one.matches(other)
    }
}

/// How many octets comparing a name looks at: each attribute of an RDN is held against each other.
pub fn name_weight(name: &Name) -> usize {
    name.der().len() * name.rdns().iter().map(Vec::len).max().unwrap_or(1)
}
