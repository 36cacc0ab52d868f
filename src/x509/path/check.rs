//! The rules of RFC 5280 section 6.1 for one path, from its root to its target.

use std::collections::HashMap;

use super::revocation::{Revocation, Status};
use super::search::Budget;
use super::{Failure, Step, name_constraints};
use crate::x509::extension::{KeyUsage, NameConstraints, ParsedExtension};
use crate::x509::inspect::display;
use crate::x509::{Certificate, Error, Name, oid, words};

/// A path as numbers of certificates, the target first.
pub struct Chain<'c, 'a> {
    pub certificates: &'c [&'a Certificate],
    pub numbers: &'c [usize],
    pub anchored: bool,
    pub at: i64,
    /// Of each certificate with the next one's key.
    pub signatures: &'c HashMap<(usize, usize), Result<(), Error>>,
}

/// What the certificates above prescribe (RFC 5280 section 6.1.2).
#[derive(Default)]
struct State {
    /// `max_path_length`, and who set it.
    max_path_length: Option<(u32, String)>,
    constraints: Vec<NameConstraints>,
}

/// Each certificate with its failures, the target first.
pub fn check(chain: &Chain<'_, '_>, revocation: &mut Revocation<'_>, budget: &mut Budget) -> Vec<Step> {
    let mut state = State::default();
    let mut steps: Vec<Step> = Vec::new();
    for position in (0..chain.numbers.len()).rev() {
        let certificate = chain.certificates[chain.numbers[position]];
        let is_root = chain.anchored && position + 1 == chain.numbers.len();
        let mut step = Step { certificate: certificate.clone(), is_root, failures: Vec::new(), notes: Vec::new() };
        step.validity(chain.at);
        step.extensions(position);
        step.names(position, &state, budget);
        if position > 0 {
            step.authority(&mut state);
        }
        if let Some(signer) = chain.numbers.get(position + 1) {
            step.signed_by(chain, chain.numbers[position], *signer, revocation, budget);
        }
        steps.push(step);
    }
    steps.reverse();
    steps
}

/// A name as it is shown in sentences.
pub fn shown(name: &Name) -> String {
    let text = name.common_name().filter(|text| !text.is_empty()).unwrap_or_else(|| name.to_string());
    format!("\"{}\"", display::safe(&text))
}

impl Step {
    fn fail(&mut self, rule: &'static str, words: impl Into<String>) {
        let words = display::safe(&words.into()).into_owned();
        self.failures.push(Failure { rule, words });
    }

    fn validity(&mut self, at: i64) {
        const RULE: &str = "RFC 5280 section 6.1.3 (a)(2)";
        let validity = self.certificate.validity();
        if at < validity.not_before {
            self.fail(RULE, format!("Not valid yet: it starts {}", words::distance(validity.not_before, at)));
        } else if at > validity.not_after {
            self.fail(RULE, format!("It expired {}", words::distance(validity.not_after, at)));
        }
    }

    /// Those that are unknown and critical, and those that matter and cannot be read.
    fn extensions(&mut self, position: usize) {
        let rule = if position == 0 { "RFC 5280 section 6.1.5 (f)" } else { "RFC 5280 section 6.1.4 (o)" };
        for extension in self.certificate.clone().extensions() {
            match extension.parse() {
                Ok(ParsedExtension::PolicyConstraints(constraints)) => {
                    // It counts the certificates below before a policy is required.
                    let required = constraints.require_explicit_policy.is_some_and(|skip| (skip as usize) <= position);
                    if required {
                        self.fail(
                            "RFC 5280 section 6.1.5 (g)",
                            "It requires an explicit policy, and policies are not evaluated",
                        );
                    }
                }
                Ok(parsed) if extension.critical && !is_processed(&parsed) => {
                    let name = oid::describe(&extension.oid);
                    self.fail(rule, format!("The critical extension {name} is not one that path validation knows"));
                }
                Ok(_) => {}
                Err(problem) => self.fail(rule, format!("An extension cannot be read: {problem}")),
            }
        }
    }

    fn names(&mut self, position: usize, state: &State, budget: &mut Budget) {
        if position > 0 && self.certificate.is_self_issued() {
            return;
        }
        for problem in name_constraints::check(&self.certificate, &state.constraints, budget) {
            self.fail(problem.rule, problem.words);
        }
    }

    /// What a certificate needs that others stand below, and what it prescribes for them (section 6.1.4).
    fn authority(&mut self, state: &mut State) {
        self.may_sign();
        let certificate = &self.certificate;
        let below_limit = match &mut state.max_path_length {
            _ if self.is_root || certificate.is_self_issued() => true,
            Some((0, _)) => false,
            Some((left, _)) => {
                *left -= 1;
                true
            }
            None => true,
        };
        if let (false, Some((_, by))) = (below_limit, &state.max_path_length) {
            let words = format!("One CA too many: the path length that {by} allows is used up");
            self.fail("RFC 5280 section 6.1.4 (l)", words);
        }
        let own = self.certificate.basic_constraints().and_then(|constraints| constraints.path_len_constraint);
        if let Some(own) = own.filter(|own| state.max_path_length.as_ref().is_none_or(|(left, _)| own < left)) {
            state.max_path_length = Some((own, shown(self.certificate.subject())));
        }
        let constraints = self.certificate.extension(&oid::ID_CE_NAME_CONSTRAINTS);
        // One that cannot be read has failed already.
        state.constraints.extend(constraints.and_then(|found| NameConstraints::from_value(&found.value).ok()));
    }

    fn may_sign(&mut self) {
        // Roots from before version 3 are trusted as they are.
        let old_root = self.is_root && self.certificate.version() < 3;
        let ca = self.certificate.basic_constraints().is_some_and(|constraints| constraints.ca);
        if !ca && !old_root {
            self.fail("RFC 5280 section 6.1.4 (k)", "It is no CA: expected basicConstraints with cA, found none");
        }
        let lacks = |usage: KeyUsage| !usage.contains(KeyUsage::KEY_CERT_SIGN);
        if self.certificate.key_usage().is_some_and(lacks) {
            self.fail(
                "RFC 5280 section 6.1.4 (n)",
                "Its key usage lacks keyCertSign, so it must not sign certificates",
            );
        }
    }

    /// The signature, and what the CRLs of the signer say.
    fn signed_by(
        &mut self,
        chain: &Chain<'_, '_>,
        number: usize,
        signer: usize,
        revocation: &mut Revocation<'_>,
        budget: &mut Budget,
    ) {
        let issuer = chain.certificates[signer];
        if !self.certificate.issuer().matches(issuer.subject()) {
            self.fail("RFC 5280 section 6.1.3 (a)(4)", format!("Its issuer is not {}", shown(issuer.subject())));
        }
        match chain.signatures.get(&(number, signer)) {
            Some(Ok(())) => {}
            Some(Err(problem)) => {
                let words = format!("Not signed by {}: {problem}", shown(issuer.subject()));
                self.fail("RFC 5280 section 6.1.3 (a)(1)", words);
            }
            None => self.fail("RFC 5280 section 6.1.3 (a)(1)", "The signature was not verified"),
        }
        match revocation.status((number, &self.certificate), (signer, issuer), budget) {
            Status::NotAsked => {}
            Status::Good(note) | Status::Unknown(note) => self.notes.push(note),
            Status::Revoked(words) => self.fail("RFC 5280 section 6.1.3 (a)(3)", words),
        }
    }
}

/// Whether path validation acts on it, or it says nothing that path validation would act on.
fn is_processed(parsed: &ParsedExtension) -> bool {
    use ParsedExtension::*;
    match parsed {
        KeyUsage(_)
        | BasicConstraints(_)
        | NameConstraints(_)
        | SubjectAltName(_)
        | IssuerAltName(_)
        | ExtendedKeyUsage(_)
        | CertificatePolicies(_)
        | PolicyMappings(_)
        | PolicyConstraints(_)
        | InhibitAnyPolicy(_)
        | CrlDistributionPoints(_)
        | AuthorityKeyIdentifier(_)
        | SubjectKeyIdentifier(_) => true,
        FreshestCrl(_)
        | AuthorityInfoAccess(_)
        | SubjectInfoAccess(_)
        | CrlNumber(_)
        | DeltaCrlIndicator(_)
        | IssuingDistributionPoint(_)
        | CrlReason(_)
        | InvalidityDate(_)
        | CertificateIssuer(_)
        | Unknown(_) => false,
    }
}
