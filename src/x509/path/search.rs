//! Which certificates lead from the target to a trusted root.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::check::{Chain, check};
use super::revocation::Revocation;
use super::{Failure, MAX_CANDIDATES, MAX_LENGTH, MAX_SIGNATURES, Path};
use crate::x509::{Certificate, CertificateList, Error, oid};

/// How many pairs of a name and a constraint are compared.
const MAX_COMPARISONS: usize = 500_000;

/// What may still be spent: a hostile pool has certificates that all sign each other.
pub struct Budget {
    pub candidates: usize,
    pub signatures: usize,
    pub comparisons: usize,
}

impl Budget {
    /// Takes `amount` from `left`; whether there was that much.
    pub fn spend(left: &mut usize, amount: usize) -> bool {
        let enough = *left >= amount;
        *left = left.saturating_sub(amount);
        enough
    }
}

/// A depth-first search for the best path. Certificates are numbered; the target is 0.
pub struct Search<'a> {
    certificates: Vec<&'a Certificate>,
    roots: HashSet<usize>,
    at: i64,
    /// By subject (issuer) and signer.
    signatures: HashMap<(usize, usize), Result<(), Error>>,
    revocation: Revocation<'a>,
    budget: Budget,
    best: Option<Path>,
}

impl<'a> Search<'a> {
    pub fn new(
        target: &'a Certificate,
        pool: &'a [Certificate],
        roots: &'a [Certificate],
        at: i64,
        crls: &'a [CertificateList],
    ) -> Self {
        let trusted: HashSet<&[u8]> = roots.iter().map(Certificate::der).collect();
        let mut seen = HashSet::new();
        let all = std::iter::once(target).chain(roots).chain(pool);
        let certificates: Vec<&Certificate> = all.filter(|certificate| seen.insert(certificate.der())).collect();
        let is_root = |index: &usize| trusted.contains(certificates[*index].der());
        Search {
            roots: (0..certificates.len()).filter(is_root).collect(),
            certificates,
            at,
            signatures: HashMap::new(),
            revocation: Revocation::new(crls, at),
            budget: Budget { candidates: MAX_CANDIDATES, signatures: MAX_SIGNATURES, comparisons: MAX_COMPARISONS },
            best: None,
        }
    }

    pub fn run(mut self) -> Path {
        self.extend(&mut vec![0]);
        let mut path = match self.best.take() {
            Some(best) => best,
            None => self.judge(&[0]),
        };
        if !path.trusted && (self.budget.candidates == 0 || self.budget.signatures == 0) {
            path.notes
                .push(format!("The search ended after {MAX_CANDIDATES} certificates or {MAX_SIGNATURES} signatures."));
        }
        path
    }

    fn is_done(&self) -> bool {
        self.budget.candidates == 0 || self.best.as_ref().is_some_and(|best| best.trusted)
    }

    fn extend(&mut self, chain: &mut Vec<usize>) {
        let last = chain[chain.len() - 1];
        let at_end = self.roots.contains(&last) || chain.len() == MAX_LENGTH;
        let issuers = if at_end { Vec::new() } else { self.issuers(chain, last) };
        if issuers.is_empty() {
            return self.finish(chain);
        }
        for issuer in issuers {
            chain.push(issuer);
            self.extend(chain);
            chain.pop();
            if self.is_done() {
                return;
            }
        }
    }

    /// Who may have signed `last`, the likeliest first: those whose key verifies the signature, or the likeliest of
    /// the others, which the path then says of.
    fn issuers(&mut self, chain: &[usize], last: usize) -> Vec<usize> {
        let certificate = self.certificates[last];
        let mut found = Vec::new();
        for index in 1..self.certificates.len() {
            let candidate = self.certificates[index];
            if !certificate.issuer().matches(candidate.subject()) || self.repeats(chain, candidate) {
                continue;
            }
            if !Budget::spend(&mut self.budget.candidates, 1) {
                break;
            }
            let verified = self.verify(last, index).is_ok();
            found.push((!verified, !self.roots.contains(&index), self.likelihood(certificate, candidate), index));
        }
        found.sort_unstable();
        match found.first() {
            Some((false, ..)) => found.retain(|(unverified, ..)| !unverified),
            _ => found.truncate(1),
        }
        found.into_iter().map(|(.., index)| index).collect()
    }

    /// A path has each subject and key once, so that cross-certificates make no circle.
    fn repeats(&self, chain: &[usize], candidate: &Certificate) -> bool {
        chain.iter().any(|index| {
            let present = self.certificates[*index];
            present.public_key() == candidate.public_key() && present.subject().matches(candidate.subject())
        })
    }

    /// Lower is likelier: key identifiers that match, then a validity that holds, then a late end of it.
    fn likelihood(&self, certificate: &Certificate, issuer: &Certificate) -> (u8, bool, Reverse<i64>) {
        let identifiers = match (certificate.authority_key_identifier(), issuer.subject_key_identifier()) {
            (Some(authority), Some(subject)) if authority == subject => 0,
            (Some(_), Some(_)) => 2,
            _ => 1,
        };
        let validity = issuer.validity();
        let valid = (validity.not_before..=validity.not_after).contains(&self.at);
        (identifiers, !valid, Reverse(validity.not_after))
    }

    fn verify(&mut self, subject: usize, signer: usize) -> &Result<(), Error> {
        let (certificates, budget) = (&self.certificates, &mut self.budget);
        self.signatures.entry((subject, signer)).or_insert_with(|| match Budget::spend(&mut budget.signatures, 1) {
            true => certificates[subject].verify_signature(certificates[signer].public_key()),
            false => Err(Error::TooMany { structure: "signatures", limit: MAX_SIGNATURES }),
        })
    }

    fn finish(&mut self, chain: &[usize]) {
        let path = self.judge(chain);
        if self.best.as_ref().is_none_or(|best| rank(&path) > rank(best)) {
            self.best = Some(path);
        }
    }

    fn judge(&mut self, chain: &[usize]) -> Path {
        for pair in chain.windows(2) {
            self.verify(pair[0], pair[1]);
        }
        let Search { certificates, roots, signatures, revocation, budget, .. } = self;
        let anchored = chain.last().is_some_and(|last| roots.contains(last));
        let mut steps =
            check(&Chain { certificates, numbers: chain, anchored, at: self.at, signatures }, revocation, budget);
        if let Some(last) = steps.last_mut().filter(|_| !anchored) {
            last.failures.push(missing(chain.len(), &last.certificate));
        }
        let trusted = anchored && steps.iter().all(|step| step.failures.is_empty());
        let policies = steps.iter().any(|step| step.certificate.extension(&oid::ID_CE_CERTIFICATE_POLICIES).is_some());
        let notes = if policies { vec!["Certificate policies are not evaluated.".to_owned()] } else { Vec::new() };
        Path { steps, trusted, notes }
    }
}

/// Why a path ends before a root.
fn missing(length: usize, last: &Certificate) -> Failure {
    let words = match last.is_self_issued() && last.verify_signature(last.public_key()).is_ok() {
        true => "It signed itself and is not among the trusted roots".to_owned(),
        false if length == MAX_LENGTH => {
            format!("Expected a trusted root within {MAX_LENGTH} certificates, found none")
        }
        false => format!(
            "Its issuer is missing: expected a certificate of {}, found none",
            super::check::shown(last.issuer())
        ),
    };
    Failure { rule: "RFC 5280 section 6.1", words }
}

fn rank(path: &Path) -> impl Ord {
    let anchored = path.steps.last().is_some_and(|step| step.is_root);
    let failures: usize = path.steps.iter().map(|step| step.failures.len()).sum();
    let length = path.steps.len() as isize;
    (path.trusted, anchored, Reverse(failures), if anchored { -length } else { length })
}
