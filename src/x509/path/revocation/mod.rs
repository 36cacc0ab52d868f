//! What CRLs say of a certificate, RFC 5280 section 6.3; and what is known of revocations without a CRL.
//!
//! | module | answers for |
//! |---|---|
//! | `list` | what a CRL says, and whether that can be understood |
//! | `scope` | which certificates it covers, and for which reasons |
//! | `signer` | that it was signed by somebody who may, which need not be the issuer of the certificate |
//! | `delta` | what a delta CRL says beside it |
//!
//! All CRLs at hand that may tell are asked. To be listed counts in any case, in a CRL of another scope or out of date
//! too, since an issuer uses a serial number once; not to be listed counts in current CRLs only, that cover the
//! certificate for all reasons together.

mod delta;
mod list;
mod scope;
mod signer;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::Revoked;
use super::evidence::{Evidence, Link};
use super::inputs::Inputs;
use crate::x509::extension::CrlReason;
use crate::x509::{Certificate, CertificateList, Error, words};
use list::List;

/// What is known of the revocation of a certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Status {
    /// No CRLs were given, and nothing else is known.
    NotAsked,
    /// The CRLs that cover it do not list it.
    Good(String),
    /// No CRL can tell, and why.
    Unknown(String),
    /// It is being asked about already: who signed the CRL that would tell stands below it.
    InQuestion,
    /// A CRL lists it.
    Revoked(String),
}

/// Whose revocation is asked for.
pub struct Question<'q, 'a> {
    pub link: Link<'a>,
    /// Who signed it.
    pub issuer: Link<'a>,
    /// The root of the path, if it reaches one.
    pub anchor: Option<usize>,
    pub inputs: &'q Inputs,
}

/// The CRLs with what has been found out about them.
pub struct Crls<'a> {
    lists: &'a [CertificateList],
    revoked: Option<Revoked<'a>>,
    /// The serial numbers of the certificates at hand: of a long CRL no others are kept.
    serials: Rc<HashSet<&'a [u8]>>,
    /// By CRL, when it was needed.
    read: HashMap<usize, Rc<List>>,
    /// By complete CRL: the delta CRLs that go on from it, the newest first.
    newer: HashMap<usize, Rc<[usize]>>,
    /// By CRL: whose name is that of its issuer.
    namesakes: HashMap<usize, Rc<[usize]>>,
    /// By CRL and the certificate whose key signed it.
    signatures: HashMap<(usize, usize), Result<(), Error>>,
    /// By CRL, issuer of the certificate and root: why it must not be used.
    usable: HashMap<(usize, usize, Option<usize>), Result<(), String>>,
    /// By certificate, issuer and root.
    known: HashMap<(usize, usize, Option<usize>), Status>,
    /// The certificates that are being asked about: each for the sake of the one before.
    asking: Vec<usize>,
    /// One of those was met again, or there are too many: what came of it holds for this question only.
    in_circle: bool,
}

impl<'a> Crls<'a> {
    pub fn new(lists: &'a [CertificateList], revoked: Option<Revoked<'a>>, certificates: &[&'a Certificate]) -> Self {
        Crls {
            lists,
            revoked,
            serials: Rc::new(certificates.iter().map(|certificate| certificate.serial_number()).collect()),
            read: HashMap::new(),
            newer: HashMap::new(),
            namesakes: HashMap::new(),
            signatures: HashMap::new(),
            usable: HashMap::new(),
            known: HashMap::new(),
            asking: Vec::new(),
            in_circle: false,
        }
    }

    /// The status of a certificate by what is known without a CRL.
    pub fn without_crl(&self, certificate: &Certificate) -> Status {
        let why = self.revoked.and_then(|revoked| revoked(certificate));
        why.map_or(Status::NotAsked, Status::Revoked)
    }

    fn list(&mut self, index: usize) -> Rc<List> {
        let (crl, serials) = (&self.lists[index], &self.serials);
        Rc::clone(self.read.entry(index).or_insert_with(|| Rc::new(List::of(crl, serials))))
    }
}

/// The status of a certificate by what is known and by the CRLs.
pub fn status<'a>(evidence: &mut Evidence<'a>, question: &Question<'_, 'a>) -> Status {
    let number = question.link.number;
    let key = (number, question.issuer.number, question.anchor);
    if let Some(known) = evidence.crls.known.get(&key) {
        return known.clone();
    }
    let known = evidence.crls.without_crl(question.link.certificate);
    if known != Status::NotAsked || evidence.crls.lists.is_empty() {
        return known;
    }
    if evidence.crls.asking.contains(&number) {
        evidence.crls.in_circle = true;
        return Status::InQuestion;
    }
    evidence.crls.asking.push(number);
    let (status, in_circle) = watched(evidence, |evidence| by_crls(evidence, question));
    evidence.crls.asking.pop();
    // What was asked first is what the circle led back to.
    if !in_circle || evidence.crls.asking.is_empty() {
        evidence.crls.known.insert(key, status.clone());
    }
    status
}

/// Does something, and tells whether it met a certificate that is being asked about.
fn watched<'a, T>(evidence: &mut Evidence<'a>, act: impl FnOnce(&mut Evidence<'a>) -> T) -> (T, bool) {
    let before = std::mem::take(&mut evidence.crls.in_circle);
    let found = act(evidence);
    let met = evidence.crls.in_circle;
    evidence.crls.in_circle |= before;
    (found, met)
}

/// What one CRL says.
enum Answer {
    /// It lists the certificate.
    Revoked(String),
    /// It covers the certificate for these reasons and does not list it.
    Good { reasons: u16, by: String },
    /// It cannot tell.
    Unknown(String),
}

fn by_crls<'a>(evidence: &mut Evidence<'a>, question: &Question<'_, 'a>) -> Status {
    let (mut covered, mut by) = (0, Vec::new());
    let mut why = "no CRL of its issuer is at hand".to_owned();
    // What is wrong with a complete CRL is told rather than that a delta CRL needs one.
    let lists = evidence.crls.lists;
    let (deltas, complete): (Vec<usize>, Vec<usize>) =
        (0..lists.len()).partition(|index| delta::is_delta(&lists[*index]));
    for index in deltas.into_iter().chain(complete) {
        match ask(evidence, question, index) {
            Some(Answer::Revoked(words)) => return Status::Revoked(words),
            Some(Answer::Good { reasons, by: list }) => {
                covered |= reasons;
                if !by.contains(&list) {
                    by.push(list);
                }
            }
            Some(Answer::Unknown(words)) => why = words,
            None => {}
        }
    }
    match (covered, by.last()) {
        (scope::ALL_REASONS, _) => Status::Good(format!("Not revoked, by {}", by.join(" and "))),
        (_, Some(list)) => Status::Unknown(format!("Revocation unknown: {list} is for some reasons only")),
        (_, None) => Status::Unknown(format!("Revocation unknown: {why}")),
    }
}

/// What a complete CRL says, with its delta CRL; nothing when it is of somebody else.
fn ask<'a>(evidence: &mut Evidence<'a>, question: &Question<'_, 'a>, index: usize) -> Option<Answer> {
    let crl = &evidence.crls.lists[index];
    let unknown = |why: &str| Some(Answer::Unknown(format!("{} {why}", dated(crl))));
    let relation = scope::relation(crl, &question.link, &mut evidence.budget)?;
    if delta::is_delta(crl) {
        return Some(Answer::Unknown(format!("the CRL of {} is a delta CRL", words::date(crl.this_update()))));
    }
    if let Err(why) = signer::usable(evidence, question, index) {
        return unknown(&why);
    }
    let list = evidence.crls.list(index);
    if list.strange {
        return unknown("has an entry with an unknown critical extension");
    }
    let newer =
        delta::of(evidence, question, index).map(|delta| (&evidence.crls.lists[delta], evidence.crls.list(delta)));
    // A delta CRL has the last word, that a certificate is on the CRL no longer among it.
    for (crl, list) in newer.iter().map(|(crl, list)| (*crl, list)).chain([(crl, &list)]) {
        match list.find(crl.issuer(), question.link.certificate, &mut evidence.budget) {
            Some((_, Some(CrlReason::RemoveFromCrl))) => break,
            Some((date, reason)) => return Some(Answer::Revoked(revoked(date, reason, crl))),
            None => {}
        }
    }
    let reasons =
        match scope::reasons(crl, list.point.as_ref().ok()?.as_ref(), relation, &question.link, &mut evidence.budget) {
            Ok(reasons) => reasons,
            Err(why) => return unknown(why),
        };
    if let Some((delta, _)) = newer {
        return Some(Answer::Good { reasons, by: format!("{} and {}", dated(crl), dated(delta)) });
    }
    match crl.next_update() {
        None => unknown("does not say until when it holds"),
        Some(next) if next < evidence.at => {
            unknown(&format!("is out of date: the next was due {}", words::distance(next, evidence.at)))
        }
        Some(_) => Some(Answer::Good { reasons, by: dated(crl) }),
    }
}

fn revoked(date: i64, reason: Option<CrlReason>, crl: &CertificateList) -> String {
    let reason = reason.map(|reason| format!(" ({})", words::reason(reason).to_lowercase())).unwrap_or_default();
    format!("Revoked on {}{reason}, by {}", words::date(date), dated(crl))
}

fn dated(crl: &CertificateList) -> String {
    let kind = if delta::is_delta(crl) { "delta CRL" } else { "CRL" };
    format!("the {kind} of {}", words::date(crl.this_update()))
}
