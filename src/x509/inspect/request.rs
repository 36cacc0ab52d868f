//! Certificate signing requests as sections.

use sha2::{Digest, Sha256};

use super::extension::rows;
use super::item::Document;
use super::section::{Row, Section};
use super::structure::{RequestFields, requested};
use super::{key, name};
use crate::x509::asn1::Element;
use crate::x509::{CertificationRequest, oid};

pub fn sections(document: &Document<CertificationRequest>) -> Vec<Section> {
    let Some(fields) = RequestFields::of(document.der()) else { return Vec::new() };
    let signature = key::signature_rows(None, &fields.signed.algorithm, &fields.signed.value);
    let attributes = fields.attributes.iter().filter(|attribute| requested(attribute).is_none());
    let fingerprints = vec![
        Row::hex("SHA-256", &Sha256::digest(document.der())),
        Row::hex("Public key SHA-256", &Sha256::digest(fields.public_key.der())),
    ];
    let sections = [
        Section::of("Summary", summary(document, &fields), None),
        Section::of("Subject", name::rows_or_none(&fields.subject), Some(fields.subject.range())),
        Section::of("Key and signature", [key::rows(&fields.public_key), signature].concat(), None),
        Section::of("Requested extensions", fields.extensions.iter().flat_map(rows), None),
        Section::of("Attributes", attributes.flat_map(attribute), None),
        Section::of("Fingerprints", fingerprints, None),
    ];
    sections.into_iter().flatten().collect()
}

fn summary(document: &Document<CertificationRequest>, fields: &RequestFields<'_>) -> Vec<Row> {
    let subject = name::title(&fields.subject).unwrap_or_else(|| "No name".to_owned());
    let mut rows = vec![
        Row::new("Name", subject).at(&fields.subject),
        Row::new("Self-signature", self_signature(document)).at(&fields.signed.value),
    ];
    if let Err(problem) = document.strict() {
        rows.push(Row::new("Damage", problem.to_string()).note("shown as far as it can be read"));
    }
    rows
}

/// Whether whoever made the request holds the key (RFC 2986 section 3).
fn self_signature(document: &Document<CertificationRequest>) -> String {
    match document.strict().map(CertificationRequest::verify_signature) {
        Ok(Ok(())) => "Verified: whoever made the request holds the key".to_owned(),
        Ok(Err(problem)) => format!("Not verified: {problem}"),
        Err(_) => "Not verified: the request is damaged".to_owned(),
    }
}

fn attribute(attribute: &Element<'_>) -> Vec<Row> {
    let Some(id) = attribute.child(0) else { return vec![Row::hex("Attribute", attribute.content()).at(attribute)] };
    let label = match id.oid() {
        Some(oid::ID_CHALLENGE_PASSWORD) => "Challenge password".to_owned(),
        Some(known) => oid::describe(&known),
        None => id.dotted(),
    };
    let values = attribute.child(1).map(|set| set.children().collect::<Vec<_>>()).unwrap_or_default();
    values.iter().map(|value| value_row(&label, value)).collect()
}

fn value_row(label: &str, value: &Element<'_>) -> Row {
    let row = match value.text() {
        Some(text) => Row::new(label, text),
        None => Row::hex(label, value.der()),
    };
    row.at(value)
}
