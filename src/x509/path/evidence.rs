//! What is at hand for all paths, and what has been found out about it so far: each thing once, within the budget.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::budget::Budget;
use super::facts::Facts;
use super::revocation::Crls;
use super::{Failure, MAX_CANDIDATES, MAX_OCTETS, MAX_SIGNATURES, Material};
use crate::x509::{Certificate, Error};

/// A certificate with its number and what was read of it.
#[derive(Clone)]
pub struct Link<'a> {
    pub number: usize,
    pub certificate: &'a Certificate,
    pub facts: Rc<Facts>,
}

/// Certificates by number, of which the target is 0, and the CRLs.
pub struct Evidence<'a> {
    certificates: Vec<&'a Certificate>,
    roots: HashSet<usize>,
    pub at: i64,
    pub crls: Crls<'a>,
    pub budget: Budget,
    facts: HashMap<usize, Rc<Facts>>,
    /// Who may have signed a certificate, the likeliest first, and whether the key verifies the signature.
    issuers: HashMap<usize, Rc<[(bool, usize)]>>,
    /// By subject (issuer) and signer.
    signatures: HashMap<(usize, usize), Result<(), Error>>,
    /// By certificate and CA above: its names that the constraints of the CA do not allow.
    names: HashMap<(usize, usize), Rc<[Failure]>>,
}

impl<'a> Evidence<'a> {
    pub fn new(target: &'a Certificate, material: &Material<'a>, at: i64) -> Self {
        let trusted: HashSet<&[u8]> = material.roots.iter().map(Certificate::der).collect();
        let mut seen = HashSet::new();
        let all = std::iter::once(target).chain(material.roots).chain(material.pool);
        let certificates: Vec<&Certificate> = all.filter(|certificate| seen.insert(certificate.der())).collect();
        let is_root = |index: &usize| trusted.contains(certificates[*index].der());
        Evidence {
            roots: (0..certificates.len()).filter(is_root).collect(),
            at,
            crls: Crls::new(material.crls, material.revoked, &certificates),
            budget: Budget::new(),
            facts: HashMap::new(),
            issuers: HashMap::new(),
            signatures: HashMap::new(),
            names: HashMap::new(),
            certificates,
        }
    }

    pub fn count(&self) -> usize {
        self.certificates.len()
    }

    pub fn certificate(&self, number: usize) -> &'a Certificate {
        self.certificates[number]
    }

    pub fn is_root(&self, number: usize) -> bool {
        self.roots.contains(&number)
    }

    pub fn link(&mut self, number: usize) -> Link<'a> {
        let (certificate, budget) = (self.certificates[number], &mut self.budget);
        let facts = self.facts.entry(number).or_insert_with(|| Rc::new(Facts::of(certificate, budget)));
        Link { number, certificate, facts: Rc::clone(facts) }
    }

    /// Whether the key of `signer` verifies the signature of `subject`.
    pub fn verify(&mut self, subject: usize, signer: usize) -> &Result<(), Error> {
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

    /// Whether a signature was verified, and what came of it.
    pub fn verified(&self, subject: usize, signer: usize) -> Option<&Result<(), Error>> {
        self.signatures.get(&(subject, signer))
    }

    /// Who may have signed a certificate, the likeliest first, and whether the key verifies the signature.
    pub fn issuers(&mut self, of: usize) -> Rc<[(bool, usize)]> {
        if let Some(known) = self.issuers.get(&of) {
            return Rc::clone(known);
        }
        let certificate = self.certificates[of];
        let mut found = Vec::new();
        for index in 1..self.certificates.len() {
            if self.budget.is_spent() || found.len() == MAX_CANDIDATES {
                break;
            }
            if index == of || !self.budget.same_name(certificate.issuer(), self.certificates[index].subject()) {
                continue;
            }
            let verified = self.verify(of, index).is_ok();
            found.push((!verified, !self.roots.contains(&index), self.likelihood(of, index), index));
        }
        found.sort_unstable();
        let found: Rc<[_]> = found.into_iter().map(|(unverified, .., index)| (!unverified, index)).collect();
        self.issuers.insert(of, Rc::clone(&found));
        found
    }

    /// Lower is likelier: key identifiers that match, then a validity that holds, then a late end of it.
    fn likelihood(&mut self, certificate: usize, issuer: usize) -> (u8, bool, Reverse<i64>) {
        let (certificate, issuer) = (self.link(certificate), self.link(issuer));
        let identifiers = match certificate.facts.authority_key.as_ref().zip(issuer.facts.subject_key.as_ref()) {
            Some((authority, subject)) if authority == subject => 0,
            Some(_) => 2,
            None => 1,
        };
        let validity = issuer.certificate.validity();
        let valid = (validity.not_before..=validity.not_after).contains(&self.at);
        (identifiers, !valid, Reverse(validity.not_after))
    }

    /// The names of a certificate that the constraints of a CA above do not allow.
    pub fn names_outside(&mut self, link: &Link<'a>, ca: &Link<'a>) -> Rc<[Failure]> {
        let budget = &mut self.budget.comparisons;
        let found = self.names.entry((link.number, ca.number)).or_insert_with(|| {
            let Some(constraints) = &ca.facts.constraints else { return Rc::default() };
            Budget::spend(budget, link.facts.subject.cost(constraints));
            link.facts.subject.check(constraints, &ca.facts.name).into()
        });
        Rc::clone(found)
    }
}
