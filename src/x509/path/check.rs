//! The rules of RFC 5280 section 6.1 for one path, from its root to its target.

use std::collections::BTreeSet;

use super::budget::{Budget, MAX_COMPARISONS};
use super::evidence::{Evidence, Link};
use super::facts::Facts;
use super::inputs::Inputs;
use super::policy::Policies;
use super::revocation::{self, Question, Status};
use super::{Failure, Rule};
use crate::x509::extension::KeyUsage;
use crate::x509::inspect::display;
use crate::x509::{Certificate, Name, Oid, words};

/// Longer names are cut in sentences.
const SHOWN: usize = 120;

/// What was found out about one certificate of a path.
#[derive(Debug, Default)]
pub struct Verdict {
    pub failures: Vec<Failure>,
    pub notes: Vec<String>,
}

/// What the certificates above prescribe (RFC 5280 section 6.1.2).
struct State<'i> {
    /// `max_path_length`, and who set it.
    max_path_length: Option<(u32, String)>,
    policies: Policies<'i>,
}

/// A path as links, the target first.
pub struct Chain<'a> {
    pub links: Vec<Link<'a>>,
    pub anchored: bool,
}

/// A name as it is shown in sentences.
pub fn shown(name: &Name) -> String {
    let text = name.common_name().filter(|text| !text.is_empty()).unwrap_or_else(|| name.to_string());
    format!("\"{}\"", shortened(&text))
}

/// A text of someone else as it is shown in sentences.
pub fn shortened(text: &str) -> String {
    let cut = text.char_indices().nth(SHOWN).map_or(text.len(), |(at, _)| at);
    let more = if cut < text.len() { "…" } else { "" };
    format!("{}{more}", display::safe(&text[..cut]))
}

impl<'a> Chain<'a> {
    /// The verdicts of its certificates, the target first, and the `user_constrained_policy_set`.
    pub fn check(&self, evidence: &mut Evidence<'a>, inputs: &Inputs) -> (Vec<Verdict>, BTreeSet<Oid>) {
        let cost = self.cost();
        let policies = self.links.iter().map(|link| link.facts.policy_cost()).fold(0, usize::saturating_add);
        // Those of names are charged where they are made: once for all paths.
        Budget::spend(&mut evidence.budget.comparisons, policies.min(MAX_COMPARISONS));
        let length = self.links.len() - usize::from(self.anchored);
        let mut state = State { max_path_length: None, policies: Policies::new(length, inputs) };
        let mut verdicts = Vec::new();
        for position in (0..self.links.len()).rev() {
            let mut verdict = self.judge(position, &mut state, evidence, inputs);
            match cost <= MAX_COMPARISONS {
                true => {
                    verdict.failures.extend(self.names(position, evidence));
                    verdict.failures.extend(self.policies(position, &mut state.policies));
                }
                false if position == 0 => verdict.fail(
                    Rule::Bounds,
                    format!(
                        "Too many names, name constraints and policies: expected at most {MAX_COMPARISONS} comparisons, found {cost}"
                    ),
                ),
                false => {}
            }
            verdicts.push(verdict);
        }
        verdicts.reverse();
        let within = cost <= MAX_COMPARISONS;
        (verdicts, if within { state.policies.user_constrained() } else { BTreeSet::new() })
    }

    fn is_root(&self, position: usize) -> bool {
        self.anchored && position + 1 == self.links.len()
    }

    /// How many comparisons of names, constraints and policies the path needs.
    fn cost(&self) -> usize {
        let of = |position: usize, link: &Link<'_>| {
            let above = self.constraining(position).filter_map(|ca| ca.facts.constraints.as_ref());
            let above = above.map(|constraints| link.facts.subject.cost(constraints));
            above.fold(link.facts.policy_cost(), usize::saturating_add)
        };
        self.links.iter().enumerate().map(|(position, link)| of(position, link)).fold(0, usize::saturating_add)
    }

    /// The CAs whose constraints apply to a certificate. Self-issued CA certificates are exempt.
    fn constraining(&self, position: usize) -> impl Iterator<Item = &Link<'a>> {
        let exempt = position > 0 && self.links[position].facts.self_issued;
        let above = if exempt { &[] } else { &self.links[position + 1..] };
        above.iter().filter(|link| link.facts.constraints.is_some())
    }

    /// Section 6.1.3 (b) and (c)
    fn names(&self, position: usize, evidence: &mut Evidence<'a>) -> Vec<Failure> {
        let mut failures = Vec::new();
        for ca in self.constraining(position) {
            failures.extend(evidence.names_outside(&self.links[position], ca).iter().cloned());
        }
        failures
    }

    /// The root is no part of the path, but what it demands of those below holds.
    fn policies(&self, position: usize, policies: &mut Policies<'_>) -> Vec<Failure> {
        let facts: &Facts = &self.links[position].facts;
        let name = &facts.name;
        if self.is_root(position) {
            policies.constrain(facts, name);
            return Vec::new();
        }
        let failure = policies.certificate(facts, name, position == 0);
        let next = match position {
            0 => policies.wrap_up(facts, name),
            _ => policies.authority(facts, name),
        };
        failure.into_iter().chain(next).collect()
    }

    fn judge(&self, position: usize, state: &mut State<'_>, evidence: &mut Evidence<'a>, inputs: &Inputs) -> Verdict {
        let mut verdict = Verdict::default();
        let (link, is_root) = (&self.links[position], self.is_root(position));
        verdict.validity(link.certificate, evidence.at);
        verdict.form(link, position, is_root);
        verdict.failures.extend(inputs.purpose.check(&link.facts));
        match (&inputs.host, position) {
            (Some(host), 0) => verdict.failures.extend(host.check(link.facts.subject.names())),
            (_, 0) => {}
            _ => verdict.authority(link, is_root, state),
        }
        match self.links.get(position + 1) {
            Some(signer) => {
                verdict.signed_by(link, signer, evidence);
                let anchor = self.links.last().filter(|_| self.anchored).map(|root| root.number);
                let question = Question { link: link.clone(), issuer: signer.clone(), anchor, inputs };
                verdict.revocation(revocation::status(evidence, &question), inputs.require_revocation);
            }
            // Of one whose issuer is missing, that is what is wrong.
            None => verdict.revocation(evidence.crls.without_crl(link.certificate), false),
        }
        verdict
    }
}

impl Verdict {
    fn fail(&mut self, rule: Rule, words: impl AsRef<str>) {
        self.failures.push(Failure::new(rule, words));
    }

    fn validity(&mut self, certificate: &Certificate, at: i64) {
        let validity = certificate.validity();
        if at < validity.not_before {
            self.fail(Rule::Validity, format!("Not valid yet: it starts {}", words::distance(validity.not_before, at)));
        } else if at > validity.not_after {
            self.fail(Rule::Validity, format!("It expired {}", words::distance(validity.not_after, at)));
        }
    }

    /// The names that a certificate must have, and the extensions that it must not.
    fn form(&mut self, link: &Link<'_>, position: usize, is_root: bool) {
        let Link { certificate, facts, .. } = link;
        if (position > 0 || facts.is_ca()) && certificate.subject().is_empty() {
            self.fail(Rule::EmptyName, "A CA without a name: expected a subject, found an empty one");
        }
        if certificate.issuer().is_empty() && !is_root {
            self.fail(Rule::EmptyName, "No CA is named as its issuer: expected an issuer, found an empty one");
        }
        let rule = if position == 0 { Rule::ExtensionsOfTarget } else { Rule::ExtensionsOfCa };
        self.failures.extend(facts.flaws.iter().map(|flaw| Failure::new(rule, flaw)));
    }

    /// What a certificate needs that others stand below, and how many may (section 6.1.4).
    fn authority(&mut self, link: &Link<'_>, is_root: bool, state: &mut State<'_>) {
        self.may_sign(link, is_root);
        let below_limit = match &mut state.max_path_length {
            _ if is_root || link.facts.self_issued => true,
            Some((0, _)) => false,
            Some((left, _)) => {
                *left -= 1;
                true
            }
            None => true,
        };
        if let (false, Some((_, by))) = (below_limit, &state.max_path_length) {
            let words = format!("One CA too many: the path length that {by} allows is used up");
            self.fail(Rule::PathLength, words);
        }
        let own = link.facts.basic_constraints.as_ref().and_then(|constraints| constraints.path_len_constraint);
        if let Some(own) = own.filter(|own| state.max_path_length.as_ref().is_none_or(|(left, _)| own < left)) {
            state.max_path_length = Some((own, link.facts.name.clone()));
        }
    }

    fn may_sign(&mut self, link: &Link<'_>, is_root: bool) {
        let version = link.certificate.version();
        // Roots from before version 3 are trusted as they are.
        if version < 3 && !is_root {
            let words = format!("It is no CA: expected version 3 with basicConstraints, found version {version}");
            self.fail(Rule::BasicConstraints, words);
        } else if version == 3 && !link.facts.is_ca() {
            self.fail(Rule::BasicConstraints, "It is no CA: expected basicConstraints with cA, found none");
        }
        let lacks = |usage: &KeyUsage| !usage.contains(KeyUsage::KEY_CERT_SIGN);
        if link.facts.key_usage.as_ref().is_some_and(lacks) {
            self.fail(Rule::KeyUsage, "Its key usage lacks keyCertSign, so it must not sign certificates");
        }
    }

    fn signed_by(&mut self, link: &Link<'_>, signer: &Link<'_>, evidence: &Evidence<'_>) {
        // That the names match is how the issuer was found.
        match evidence.verified(link.number, signer.number) {
            Some(Ok(())) => {}
            Some(Err(problem)) => {
                self.fail(Rule::Signature, format!("Not signed by {}: {problem}", signer.facts.name));
            }
            None => self.fail(Rule::Signature, "The signature was not verified"),
        }
    }

    fn revocation(&mut self, status: Status, required: bool) {
        match status {
            Status::NotAsked if required => {
                self.fail(Rule::RevocationStatus, "Revocation unknown: expected a CRL, found none");
            }
            Status::Unknown(note) if required => self.fail(Rule::RevocationStatus, note),
            Status::NotAsked => {}
            Status::Good(note) | Status::Unknown(note) => self.notes.push(note),
            Status::InQuestion => self.fail(
                Rule::RevocationStatus,
                "Revocation unknown: who signed the CRL that would tell is certified below it",
            ),
            Status::Revoked(words) => self.fail(Rule::Revocation, words),
        }
    }
}
