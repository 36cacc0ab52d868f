//! Which certificates lead from the target to a trusted root.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::budget::{ALL_COMPARISONS, Budget};
use super::check::{Chain, Link, Shared, Verdict, shortened, shown};
use super::facts::Facts;
use super::revocation::Revocation;
use super::unreadable::Unreadable;
use super::{Failure, MAX_CANDIDATES, MAX_LENGTH, MAX_OCTETS, MAX_SIGNATURES, Material, Path, Rule, Step};
use crate::x509::{Certificate, Error};

/// A depth-first search for the best path. Certificates are numbered; the target is 0.
pub struct Search<'a> {
    certificates: Vec<&'a Certificate>,
    unreadable: &'a [Unreadable],
    roots: HashSet<usize>,
    at: i64,
    facts: HashMap<usize, Facts>,
    /// Who may have signed a certificate, the likeliest first, and whether the key verifies the signature.
    issuers: HashMap<usize, Vec<(bool, usize)>>,
    /// By subject (issuer) and signer.
    signatures: HashMap<(usize, usize), Result<(), Error>>,
    revocation: Revocation<'a>,
    names: HashMap<(usize, usize), Vec<Failure>>,
    budget: Budget,
    best: Option<Judged>,
}

/// A path with its verdicts, the target first.
struct Judged {
    numbers: Vec<usize>,
    verdicts: Vec<Verdict>,
    anchored: bool,
}

impl Judged {
    fn failures(&self) -> usize {
        self.verdicts.iter().map(|verdict| verdict.failures.len()).sum()
    }

    fn is_trusted(&self) -> bool {
        self.anchored && self.failures() == 0
    }

    fn rank(&self) -> impl Ord + use<> {
        let length = self.numbers.len() as isize;
        let length = if self.anchored { -length } else { length };
        (self.is_trusted(), self.anchored, Reverse(self.failures()), length)
    }
}

impl<'a> Search<'a> {
    pub fn new(target: &'a Certificate, material: &Material<'a>, at: i64) -> Self {
        let trusted: HashSet<&[u8]> = material.roots.iter().map(Certificate::der).collect();
        let mut seen = HashSet::new();
        let all = std::iter::once(target).chain(material.roots).chain(material.pool);
        let certificates: Vec<&Certificate> = all.filter(|certificate| seen.insert(certificate.der())).collect();
        let is_root = |index: &usize| trusted.contains(certificates[*index].der());
        Search {
            roots: (0..certificates.len()).filter(is_root).collect(),
            unreadable: material.unreadable,
            at,
            facts: HashMap::new(),
            issuers: HashMap::new(),
            signatures: HashMap::new(),
            revocation: Revocation::new(material.crls, material.revoked, &certificates, at),
            names: HashMap::new(),
            budget: Budget::new(),
            best: None,
            certificates,
        }
    }

    pub fn run(mut self) -> Path {
        self.extend(&mut vec![0]);
        let mut best = match self.best.take() {
            Some(best) => best,
            None => self.judge(&[0]),
        };
        if let (false, Some(last)) = (best.anchored, best.numbers.last()) {
            let missing = self.missing(best.numbers.len(), *last);
            if let Some(verdict) = best.verdicts.last_mut() {
                verdict.failures.push(missing);
            }
        }
        let trusted = best.is_trusted();
        let mut notes = Vec::new();
        if !trusted && self.budget.is_spent() {
            notes.push(format!(
                "The search ended at a limit: {MAX_CANDIDATES} certificates, {MAX_SIGNATURES} signatures, {} MiB or \
                 {ALL_COMPARISONS} comparisons",
                MAX_OCTETS >> 20
            ));
        }
        let step = |(number, verdict): (usize, Verdict)| Step {
            certificate: self.certificates[number].clone(),
            is_root: self.roots.contains(&number),
            failures: verdict.failures,
            notes: verdict.notes,
        };
        Path { steps: best.numbers.into_iter().zip(best.verdicts).map(step).collect(), trusted, notes }
    }

    fn is_done(&self) -> bool {
        self.budget.is_spent() || self.best.as_ref().is_some_and(Judged::is_trusted)
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
        if !self.issuers.contains_key(&last) {
            let found = self.find_issuers(last);
            self.issuers.insert(last, found);
        }
        let all = self.issuers.get(&last).cloned().unwrap_or_default();
        let mut found: Vec<(bool, usize)> = all.into_iter().filter(|(_, index)| !self.repeats(chain, *index)).collect();
        match found.first() {
            Some((true, _)) => found.retain(|(verified, _)| *verified),
            _ => found.truncate(1),
        }
        found.truncate(self.budget.candidates);
        Budget::spend(&mut self.budget.candidates, found.len());
        found.into_iter().map(|(_, index)| index).collect()
    }

    fn find_issuers(&mut self, last: usize) -> Vec<(bool, usize)> {
        let certificate = self.certificates[last];
        let mut found = Vec::new();
        for index in 1..self.certificates.len() {
            if self.budget.is_spent() || found.len() == MAX_CANDIDATES {
                break;
            }
            if index == last || !self.budget.same_name(certificate.issuer(), self.certificates[index].subject()) {
                continue;
            }
            let verified = self.verify(last, index).is_ok();
            found.push((!verified, !self.roots.contains(&index), self.likelihood(last, index), index));
        }
        found.sort_unstable();
        found.into_iter().map(|(unverified, .., index)| (!unverified, index)).collect()
    }

    /// A path has each subject and key once, so that cross-certificates make no circle. A trusted root is a name and
    /// a key, so one may stand above an older certificate of itself.
    fn repeats(&self, chain: &[usize], candidate: usize) -> bool {
        if self.roots.contains(&candidate) {
            return chain.contains(&candidate);
        }
        let candidate = self.certificates[candidate];
        chain.iter().any(|index| {
            let present = self.certificates[*index];
            present.public_key() == candidate.public_key() && present.subject().der() == candidate.subject().der()
        })
    }

    /// Lower is likelier: key identifiers that match, then a validity that holds, then a late end of it.
    fn likelihood(&mut self, certificate: usize, issuer: usize) -> (u8, bool, Reverse<i64>) {
        self.read(certificate);
        self.read(issuer);
        let authority = self.facts.get(&certificate).and_then(|facts| facts.authority_key.as_ref());
        let subject = self.facts.get(&issuer).and_then(|facts| facts.subject_key.as_ref());
        let identifiers = match authority.zip(subject) {
            Some((authority, subject)) if authority == subject => 0,
            Some(_) => 2,
            None => 1,
        };
        let validity = self.certificates[issuer].validity();
        let valid = (validity.not_before..=validity.not_after).contains(&self.at);
        (identifiers, !valid, Reverse(validity.not_after))
    }

    fn read(&mut self, number: usize) {
        let (certificates, budget) = (&self.certificates, &mut self.budget);
        self.facts.entry(number).or_insert_with(|| Facts::of(certificates[number], budget));
    }

    fn verify(&mut self, subject: usize, signer: usize) -> &Result<(), Error> {
        let (certificates, budget) = (&self.certificates, &mut self.budget);
        self.signatures.entry((subject, signer)).or_insert_with(|| {
            let certificate = certificates[subject];
            if !Budget::spend(&mut budget.signatures, 1) {
                return Err(Error::TooMany { structure: "signatures", limit: MAX_SIGNATURES });
            }
            if !Budget::spend(&mut budget.octets, certificate.tbs_der().len()) {
                return Err(Error::TooMany { structure: "octets of certificates", limit: MAX_OCTETS });
            }
            certificate.verify_signature(certificates[signer].public_key())
        })
    }

    fn finish(&mut self, chain: &[usize]) {
        let path = self.judge(chain);
        if self.best.as_ref().is_none_or(|best| path.rank() > best.rank()) {
            self.best = Some(path);
        }
    }

    fn judge(&mut self, numbers: &[usize]) -> Judged {
        for number in numbers {
            self.read(*number);
        }
        let anchored = numbers.last().is_some_and(|last| self.roots.contains(last));
        let Search { certificates, facts, .. } = self;
        let link = |number: &usize| {
            Some(Link { number: *number, certificate: certificates[*number], facts: facts.get(number)? })
        };
        let chain = Chain { links: numbers.iter().filter_map(link).collect(), anchored };
        let verdicts = chain.check(&mut Shared {
            at: self.at,
            signatures: &self.signatures,
            revocation: &mut self.revocation,
            names: &mut self.names,
            budget: &mut self.budget,
        });
        Judged { numbers: numbers.to_vec(), verdicts, anchored }
    }

    /// Why a path ends before a root.
    fn missing(&mut self, length: usize, last: usize) -> Failure {
        let certificate = self.certificates[last];
        let self_issued = self.facts.get(&last).is_some_and(|facts| facts.self_issued);
        let words = match self_issued && self.verify(last, last).is_ok() {
            true => "It signed itself and is not among the trusted roots".to_owned(),
            false if length == MAX_LENGTH => {
                format!("Expected a trusted root within {MAX_LENGTH} certificates, found none")
            }
            false if self.budget.is_spent() => "Expected a trusted root, found none before the search ended".to_owned(),
            false => format!(
                "Its issuer is missing: expected a certificate of {}, {}",
                shown(certificate.issuer()),
                self.found_instead(certificate)
            ),
        };
        Failure::new(Rule::TrustedRoot, words)
    }

    /// What there is in the place of an issuer: one that cannot be read, or nothing.
    fn found_instead(&mut self, certificate: &Certificate) -> String {
        let mut nameless = 0;
        for unreadable in self.unreadable {
            match &unreadable.subject {
                Some(subject) if self.budget.same_name(subject, certificate.issuer()) => {
                    let issuer = unreadable.issuer.as_ref().map(|issuer| format!(" from {}", shown(issuer)));
                    let problem = shortened(&unreadable.problem.to_string());
                    return format!("found one{} that cannot be read: {problem}", issuer.unwrap_or_default());
                }
                Some(_) => {}
                None => nameless += 1,
            }
        }
        match nameless {
            0 => "found none".to_owned(),
            1 => "found none but one that cannot be read at all".to_owned(),
            more => format!("found none but {more} that cannot be read at all"),
        }
    }
}
