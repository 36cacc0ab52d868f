//! OCSP requests and responses as sections. Of one that is damaged, the tree shows the values.

use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::item::Document;
use super::key;
use super::section::{Row, Section};
use crate::x509::asn1::Element;
use crate::x509::ocsp::{
    BasicOcspResponse, CertId, CertIdHash, CertStatus, Nonce, OcspRequest, OcspResponse, OcspResponseStatus,
    ResponderId, SingleResponse,
};
use crate::x509::{Error, oid, words};

/// How many answers are shown as sections.
const SHOWN: usize = 100;

/// Whether a value has the shape of an `OCSPRequest`: a list of certificates, each by two digests and a number.
pub fn is_request(element: &Element<'_>) -> bool {
    let first = element.child(0).and_then(|tbs| tbs.children().find(Element::is_sequence)?.child(0)?.child(0));
    first.is_some_and(|id| is_cert_id(&id))
}

fn is_cert_id(id: &Element<'_>) -> bool {
    let fields: Vec<Element<'_>> = id.children().take(5).collect();
    match fields.as_slice() {
        [algorithm, name, key, serial] => {
            algorithm.child(0).is_some_and(|id| id.is(6)) && name.is(4) && key.is(4) && serial.is(2)
        }
        _ => false,
    }
}

/// Whether a value has the shape of an `OCSPResponse`.
pub fn is_response(element: &Element<'_>) -> bool {
    let status = element.child(0).is_some_and(|status| status.is(10) && status.content().len() == 1);
    status && element.child(1).is_none_or(|bytes| bytes.is_context(0)) && element.child(2).is_none()
}

pub fn request_title(document: &Document<OcspRequest>) -> Option<String> {
    let request = document.strict().ok()?;
    Some(match &request.cert_ids[..] {
        [one] => format!("About {}", serial(one)),
        several => format!("About {}", words::counted(several.len() as u64, "certificate")),
    })
}

pub fn response_title(document: &Document<OcspResponse>) -> Option<String> {
    let response = document.strict().ok()?;
    let Some(basic) = response.basic() else { return Some(response.status().name().to_owned()) };
    Some(match &basic.data().responses[..] {
        [one] => format!("{}: {}", status_words(&one.status), serial(&one.cert_id)),
        several => words::counted(several.len() as u64, "answer"),
    })
}

pub fn request_sections(document: &Document<OcspRequest>) -> Vec<Section> {
    let request = match document.strict() {
        Ok(request) => request,
        Err(problem) => return damaged(document.der(), problem),
    };
    let mut rows = vec![Row::new("Asks about", words::counted(request.cert_ids.len() as u64, "certificate"))];
    rows.push(Row::new("Nonce", if request.nonce.is_some() { "Yes: a fresh answer is wanted" } else { "No" }));
    let mut sections = vec![Section::of("Summary", rows, None)];
    let root = Element::read(document.der()).ok();
    let list = root.and_then(|root| root.child(0)?.children().find(Element::is_sequence));
    let mut elements = list.into_iter().flat_map(|list| list.children());
    for id in &request.cert_ids {
        let range = elements.next().map(|element| element.range());
        sections.push(Section::of("Certificate", cert_id_rows(id), range));
    }
    sections.push(nonce_section(request.nonce.as_ref()));
    sections.push(fingerprints(document.der()));
    sections.into_iter().flatten().collect()
}

pub fn response_sections(document: &Document<OcspResponse>, now: i64) -> Vec<Section> {
    let response = match document.strict() {
        Ok(response) => response,
        Err(problem) => return damaged(document.der(), problem),
    };
    let Some(basic) = response.basic() else {
        let rows = vec![Row::new("Status", response.status().name()), Row::new("Means", meaning(response.status()))];
        return [Section::of("Summary", rows, None), fingerprints(document.der())].into_iter().flatten().collect();
    };
    let element = Element::read(document.der()).ok();
    // Its own bytes stand in an OCTET STRING.
    let inside = element.and_then(|element| element.child(1)?.child(0)?.child(1)?.wrapped());
    let list = inside.and_then(|basic| basic.child(0)?.children().find(Element::is_sequence));
    let mut elements = list.into_iter().flat_map(|list| list.children());
    let mut sections = vec![Section::of("Summary", summary(basic, now), None)];
    for single in basic.data().responses.iter().take(SHOWN) {
        let range = elements.next().map(|element| element.range());
        sections.push(Section::of("Answer", single_rows(single), range));
    }
    sections.push(nonce_section(basic.data().nonce.as_ref()));
    if let Some((algorithm, value)) = inside.and_then(|basic| Some((basic.child(1)?, basic.child(2)?))) {
        sections.push(Section::of("Signature", key::signature_rows(None, &algorithm, &value), None));
    }
    sections.push(fingerprints(document.der()));
    sections.into_iter().flatten().collect()
}

fn summary(basic: &BasicOcspResponse, now: i64) -> Vec<Row> {
    let data = basic.data();
    let responder = match &data.responder_id {
        ResponderId::ByName(name) => Row::new("Responder", name.to_string()),
        ResponderId::ByKey(hash) => Row::hex("Responder key", hash),
    };
    let mut rows = vec![
        Row::new("Status", OcspResponseStatus::Successful.name()),
        responder,
        Row::new("Signed", words::moment(data.produced_at)),
        Row::new("Current", currency(&data.responses, now)),
        Row::new("Answers", data.responses.len().to_string()),
    ];
    if !basic.certificates().is_empty() {
        let count = words::counted(basic.certificates().len() as u64, "certificate");
        rows.push(Row::new("Beside it", count));
    }
    if data.responses.len() > SHOWN {
        rows.push(Row::new("More", format!("{} not shown here", data.responses.len() - SHOWN)));
    }
    rows
}

fn currency(responses: &[SingleResponse], now: i64) -> String {
    let this = responses.iter().map(|single| single.this_update).max();
    let next = responses.iter().filter_map(|single| single.next_update).min();
    match (this, next) {
        (Some(this), _) if now < this => format!("Not yet: starts {}", words::distance(this, now)),
        (_, Some(next)) if next < now => format!("No: news was due {}", words::distance(next, now)),
        (Some(_), Some(next)) => format!("Yes: news is due {}", words::distance(next, now)),
        _ => "Unknown: it does not say when there will be news".to_owned(),
    }
}

fn single_rows(single: &SingleResponse) -> Vec<Row> {
    let mut rows = vec![Row::new("Status", status_words(&single.status))];
    if let CertStatus::Revoked { at, reason } = &single.status {
        rows.push(Row::new("Revoked", words::moment(*at)));
        rows.extend(reason.map(|reason| Row::new("Reason", words::reason(reason))));
    }
    rows.push(Row::new("This update", words::moment(single.this_update)));
    rows.extend(single.next_update.map(|next| Row::new("Next update", words::moment(next))));
    rows.extend(cert_id_rows(&single.cert_id));
    rows
}

fn cert_id_rows(id: &CertId) -> Vec<Row> {
    vec![
        Row::mono("Serial number", serial(id)),
        Row::new("Digest", digest(id)),
        Row::hex("Issuer name hash", id.issuer_name_hash()),
        Row::hex("Issuer key hash", id.issuer_key_hash()),
    ]
}

fn digest(id: &CertId) -> String {
    match id.hash() {
        Some(CertIdHash::Sha1) => "SHA-1".to_owned(),
        Some(CertIdHash::Sha256) => "SHA-256".to_owned(),
        None => oid::describe(&id.hash_algorithm()),
    }
}

fn serial(id: &CertId) -> String {
    match id.serial_number() {
        [] => "00".to_owned(),
        octets => words::hex(octets),
    }
}

fn status_words(status: &CertStatus) -> &'static str {
    match status {
        CertStatus::Good => "Good",
        CertStatus::Revoked { .. } => "Revoked",
        CertStatus::Unknown => "Unknown",
    }
}

fn meaning(status: OcspResponseStatus) -> &'static str {
    match status {
        OcspResponseStatus::Successful => "There is an answer",
        OcspResponseStatus::MalformedRequest => "What was asked is no request",
        OcspResponseStatus::InternalError => "The responder has failed",
        OcspResponseStatus::TryLater => "The responder cannot sign just now",
        OcspResponseStatus::SigRequired => "The request must be signed",
        OcspResponseStatus::Unauthorized => "The responder does not answer for this issuer",
    }
}

fn nonce_section(nonce: Option<&Nonce>) -> Option<Section> {
    Section::of("Nonce", nonce.map(|nonce| Row::hex("Nonce", nonce.octets())), None)
}

fn fingerprints(der: &[u8]) -> Option<Section> {
    let rows = vec![Row::hex("SHA-256", &Sha256::digest(der)), Row::hex("SHA-1", &Sha1::digest(der))];
    Section::of("Fingerprints", rows, None)
}

fn damaged(der: &[u8], problem: &Error) -> Vec<Section> {
    let rows = vec![Row::new("Damage", problem.to_string()).note("its values are in the tree")];
    [Section::of("Summary", rows, None), fingerprints(der)].into_iter().flatten().collect()
}
