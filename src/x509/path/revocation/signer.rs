//! Who signed a CRL, RFC 5280 section 6.3.3 (f) and (g): the issuer of the certificate, or another whose certificate leads
//! to the same root, such as the same CA with another key.

use std::rc::Rc;

use super::scope::{self, Relation};
use super::{Question, list, watched};
use crate::x509::Error;
use crate::x509::extension::KeyUsage;
use crate::x509::path::budget::Budget;
use crate::x509::path::evidence::{Evidence, Link};
use crate::x509::path::inputs::Inputs;
use crate::x509::path::{MAX_SIGNATURES, search};

/// How many certificates are asked about, each for the sake of the one before.
const MAX_NESTING: usize = 4;
/// How many certificates with the name of its issuer are tried for a CRL.
const MAX_SIGNERS: usize = 16;

/// Whether a CRL may be used for the question, or why not in words that go on from its name.
pub fn usable<'a>(evidence: &mut Evidence<'a>, question: &Question<'_, 'a>, index: usize) -> Result<(), String> {
    let key = (index, question.issuer.number, question.anchor);
    if let Some(known) = evidence.crls.usable.get(&key) {
        return known.clone();
    }
    let (found, in_circle) = watched(evidence, |evidence| find(evidence, question, index));
    if !in_circle {
        evidence.crls.usable.insert(key, found.clone());
    }
    found
}

fn find<'a>(evidence: &mut Evidence<'a>, question: &Question<'_, 'a>, index: usize) -> Result<(), String> {
    let crl = &evidence.crls.lists[index];
    if let Some(why) = list::refusal(crl) {
        return Err(why);
    }
    if crl.this_update() > evidence.at {
        return Err("is from the future".to_owned());
    }
    let mut problem = None;
    let issuer = &question.issuer;
    if evidence.budget.same_name(crl.issuer(), issuer.certificate.subject()) {
        match signed_by(evidence, index, issuer) {
            Ok(()) => return Ok(()),
            Err(why) => problem = Some(why),
        }
    }
    for number in namesakes(evidence, index).iter().filter(|number| **number != issuer.number) {
        let signer = evidence.link(*number);
        let found = signed_by(evidence, index, &signer).and_then(|()| vouched_for(evidence, question, index, &signer));
        match found {
            Ok(()) => return Ok(()),
            Err(why) => problem.get_or_insert(why),
        };
    }
    Err(problem.unwrap_or_else(|| "is signed by somebody whose certificate is not at hand".to_owned()))
}

/// The certificates whose subject is the issuer of a CRL, those with the key that it names first.
fn namesakes(evidence: &mut Evidence<'_>, index: usize) -> Rc<[usize]> {
    if let Some(known) = evidence.crls.namesakes.get(&index) {
        return Rc::clone(known);
    }
    let crl = &evidence.crls.lists[index];
    let key = crl.authority_key_identifier();
    let mut found = Vec::new();
    for number in 0..evidence.count() {
        let subject = evidence.certificate(number).subject();
        if evidence.budget.same_name(crl.issuer(), subject) {
            let is_named = key.is_some() && evidence.link(number).facts.subject_key == key;
            found.push((!is_named, number));
        }
    }
    found.sort_unstable();
    let found: Rc<[usize]> = found.into_iter().map(|(_, number)| number).take(MAX_SIGNERS).collect();
    evidence.crls.namesakes.insert(index, Rc::clone(&found));
    found
}

fn signed_by(evidence: &mut Evidence<'_>, index: usize, signer: &Link<'_>) -> Result<(), String> {
    let name = &signer.facts.name;
    if signer.facts.key_usage.as_ref().is_some_and(|usage| !usage.contains(KeyUsage::CRL_SIGN)) {
        return Err(format!("cannot be trusted: the key usage of {name} lacks cRLSign"));
    }
    let (crls, budget) = (&mut evidence.crls, &mut evidence.budget);
    let crl = &crls.lists[index];
    let found = crls.signatures.entry((index, signer.number)).or_insert_with(|| {
        // Once to verify, once to read.
        let affordable = Budget::spend(&mut budget.signatures, 1)
            && Budget::spend(&mut budget.crl_octets, crl.der().len().saturating_mul(2));
        match affordable {
            true => crl.verify_signature(signer.certificate.public_key()),
            false => Err(Error::TooMany { structure: "signatures", limit: MAX_SIGNATURES }),
        }
    });
    match found {
        Ok(()) => Ok(()),
        Err(Error::TooMany { .. }) => Err("was not verified: too many signatures or octets".to_owned()),
        Err(problem) => Err(format!("is not signed by {name}: {problem}")),
    }
}

/// Whether a path leads from the signer to the root of the question.
fn vouched_for<'a>(
    evidence: &mut Evidence<'a>,
    question: &Question<'_, 'a>,
    index: usize,
    signer: &Link<'a>,
) -> Result<(), String> {
    let name = &signer.facts.name;
    let Some(anchor) = question.anchor else {
        return Err(format!("is signed with another key of {name}, which no path to a root vouches for"));
    };
    if evidence.crls.asking.contains(&signer.number) || evidence.crls.asking.len() == MAX_NESTING {
        evidence.crls.in_circle = true;
        // The path in question is its own, and its issuer names it as the one that tells.
        let relation = scope::relation(&evidence.crls.lists[index], &question.link, &mut evidence.budget);
        return match signer.number == question.link.number && relation == Some(Relation::CrlIssuer) {
            true => Ok(()),
            false => Err(format!("is signed by {name}, whose own revocation it would have to tell")),
        };
    }
    let affordable = Budget::spend(&mut evidence.budget.candidates, 1);
    let inputs = Inputs { require_revocation: question.inputs.require_revocation, ..Inputs::default() };
    match affordable && search::leads_to(evidence, signer.number, anchor, &inputs) {
        true => Ok(()),
        false => Err(format!("is signed by {name}, from which no valid path leads to the same root")),
    }
}
