//! Which certificates lead from the target to a trusted root.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::budget::{ALL_COMPARISONS, Budget};
use super::check::{Chain, Verdict, shortened, shown};
use super::evidence::Evidence;
use super::inputs::Inputs;
use super::unreadable::Unreadable;
use super::{Failure, MAX_CANDIDATES, MAX_LENGTH, MAX_OCTETS, MAX_SIGNATURES, Path, Rule, Step};
use crate::x509::{Certificate, Oid};

/// A depth-first search for the best path.
pub struct Search<'s, 'a> {
    evidence: &'s mut Evidence<'a>,
    inputs: &'s Inputs,
    /// The root that the path must end at, where it is not any.
    anchor: Option<usize>,
    best: Option<Judged>,
}

/// A path with its verdicts, the target first.
struct Judged {
    numbers: Vec<usize>,
    verdicts: Vec<Verdict>,
    policies: BTreeSet<Oid>,
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

/// Whether a path from `certificate` to the root `anchor` keeps all rules.
pub fn leads_to(evidence: &mut Evidence<'_>, certificate: usize, anchor: usize, inputs: &Inputs) -> bool {
    let mut search = Search { evidence, inputs, anchor: Some(anchor), best: None };
    search.extend(&mut vec![certificate]);
    search.best.is_some_and(|best| best.is_trusted())
}

impl<'s, 'a> Search<'s, 'a> {
    /// For the target.
    pub fn new(evidence: &'s mut Evidence<'a>, inputs: &'s Inputs) -> Self {
        Search { evidence, inputs, anchor: None, best: None }
    }

    pub fn run(mut self, unreadable: &[Unreadable]) -> Path {
        self.extend(&mut vec![0]);
        let mut best = match self.best.take() {
            Some(best) => best,
            None => self.judge(&[0]),
        };
        if let (false, Some(last)) = (best.anchored, best.numbers.last()) {
            let missing = self.missing(best.numbers.len(), *last, unreadable);
            if let Some(verdict) = best.verdicts.last_mut() {
                verdict.failures.push(missing);
            }
        }
        let trusted = best.is_trusted();
        let mut notes = Vec::new();
        if !trusted && self.evidence.budget.is_spent() {
            notes.push(format!(
                "The search ended at a limit: {MAX_CANDIDATES} certificates, {MAX_SIGNATURES} signatures, {} MiB or \
                 {ALL_COMPARISONS} comparisons",
                MAX_OCTETS >> 20
            ));
        }
        let step = |(number, verdict): (usize, Verdict)| Step {
            certificate: self.evidence.certificate(number).clone(),
            is_root: self.evidence.is_root(number),
            failures: verdict.failures,
            notes: verdict.notes,
        };
        let steps = best.numbers.into_iter().zip(best.verdicts).map(step).collect();
        Path { steps, trusted, policies: best.policies, notes }
    }

    fn is_done(&self) -> bool {
        self.evidence.budget.is_spent() || self.best.as_ref().is_some_and(Judged::is_trusted)
    }

    fn extend(&mut self, chain: &mut Vec<usize>) {
        let last = chain[chain.len() - 1];
        let at_end = self.evidence.is_root(last) || chain.len() == MAX_LENGTH;
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
        let all = self.evidence.issuers(last);
        let mut found: Vec<(bool, usize)> =
            all.iter().copied().filter(|(_, index)| !self.repeats(chain, *index)).collect();
        match found.first() {
            Some((true, _)) => found.retain(|(verified, _)| *verified),
            _ => found.truncate(1),
        }
        let budget = &mut self.evidence.budget.candidates;
        found.truncate(*budget);
        Budget::spend(budget, found.len());
        found.into_iter().map(|(_, index)| index).collect()
    }

    /// A path has each subject and key once, so that cross-certificates make no circle. A trusted root is a name and
    /// a key, so one may stand above an older certificate of itself.
    fn repeats(&self, chain: &[usize], candidate: usize) -> bool {
        if self.evidence.is_root(candidate) {
            return chain.contains(&candidate);
        }
        let candidate = self.evidence.certificate(candidate);
        chain.iter().any(|index| {
            let present = self.evidence.certificate(*index);
            present.public_key() == candidate.public_key() && present.subject().der() == candidate.subject().der()
        })
    }

    fn finish(&mut self, chain: &[usize]) {
        let path = self.judge(chain);
        if self.best.as_ref().is_none_or(|best| path.rank() > best.rank()) {
            self.best = Some(path);
        }
    }

    fn judge(&mut self, numbers: &[usize]) -> Judged {
        let is_anchor = |last: &usize| self.evidence.is_root(*last) && self.anchor.is_none_or(|anchor| anchor == *last);
        let anchored = numbers.last().is_some_and(is_anchor);
        let links = numbers.iter().map(|number| self.evidence.link(*number)).collect();
        let (verdicts, policies) = Chain { links, anchored }.check(self.evidence, self.inputs);
        Judged { numbers: numbers.to_vec(), verdicts, policies, anchored }
    }

    /// Why a path ends before a root.
    fn missing(&mut self, length: usize, last: usize, unreadable: &[Unreadable]) -> Failure {
        let link = self.evidence.link(last);
        let words = match link.facts.self_issued && self.evidence.verify(last, last).is_ok() {
            true => "It signed itself and is not among the trusted roots".to_owned(),
            false if length == MAX_LENGTH => {
                format!("Expected a trusted root within {MAX_LENGTH} certificates, found none")
            }
            false if self.evidence.budget.is_spent() => {
                "Expected a trusted root, found none before the search ended".to_owned()
            }
            false => format!(
                "Its issuer is missing: expected a certificate of {}, {}",
                shown(link.certificate.issuer()),
                self.found_instead(link.certificate, unreadable)
            ),
        };
        Failure::new(Rule::TrustedRoot, words)
    }

    /// What there is in the place of an issuer: one that cannot be read, or nothing.
    fn found_instead(&mut self, certificate: &Certificate, unreadable: &[Unreadable]) -> String {
        let mut nameless = 0;
        for unreadable in unreadable {
            match &unreadable.subject {
                Some(subject) if self.evidence.budget.same_name(subject, certificate.issuer()) => {
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
