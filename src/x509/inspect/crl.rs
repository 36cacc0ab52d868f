//! Certificate revocation lists as sections.

use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::extension::{rows, time_row};
use super::item::Document;
use super::section::{Row, Section, time};
use super::structure::{CrlFields, RevokedFields, find};
use super::{key, name};
use crate::x509::asn1::Element;
use crate::x509::extension::CrlReason;
use crate::x509::{CertificateList, oid, words};

/// How many entries are shown as rows.
const SHOWN: usize = 100;

pub fn sections(document: &Document<CertificateList>, now: i64) -> Vec<Section> {
    let Some(fields) = CrlFields::of(document.der()) else { return Vec::new() };
    let signature = key::signature_rows(Some(&fields.signature), &fields.signed.algorithm, &fields.signed.value);
    let fingerprints =
        vec![Row::hex("SHA-256", &Sha256::digest(document.der())), Row::hex("SHA-1", &Sha1::digest(document.der()))];
    let sections = [
        Section::of("Summary", summary(document, &fields, now), None),
        Section::of("Issuer", name::rows_or_none(&fields.issuer), Some(fields.issuer.range())),
        Section::of("Updates", updates(&fields), None),
        Section::of("Extensions", fields.extensions.iter().flat_map(rows), None),
        Section::of("Entries", entries(&fields), fields.revoked.map(|revoked| revoked.range())),
        Section::of("Signature", signature, None),
        Section::of("Fingerprints", fingerprints, None),
    ];
    sections.into_iter().flatten().collect()
}

fn summary(document: &Document<CertificateList>, fields: &CrlFields<'_>, now: i64) -> Vec<Row> {
    let delta = find(&fields.extensions, oid::ID_CE_DELTA_CRL_INDICATOR).is_some();
    let issuer = name::title(&fields.issuer).unwrap_or_else(|| "No name".to_owned());
    let mut rows = vec![
        Row::new("Issued by", issuer).at(&fields.issuer),
        Row::new("Kind", if delta { "Delta CRL" } else { "Complete CRL" }),
        Row::new("Current", currency(fields, now)),
        Row::new("Revoked", words::counted(fields.entries().count() as u64, "certificate")),
    ];
    if let Err(problem) = document.strict() {
        rows.push(Row::new("Damage", problem.to_string()).note("shown as far as it can be read"));
    }
    rows
}

fn currency(fields: &CrlFields<'_>, now: i64) -> String {
    match (fields.this_update.time(), fields.next_update.and_then(|next| next.time())) {
        (Some(this), _) if now < this => format!("Not yet: starts {}", words::distance(this, now)),
        (_, Some(next)) if next < now => format!("No: the next was due {}", words::distance(next, now)),
        (Some(_), Some(next)) => format!("Yes: the next is due {}", words::distance(next, now)),
        _ => "Unknown: it does not say when the next is due".to_owned(),
    }
}

fn updates(fields: &CrlFields<'_>) -> Vec<Row> {
    let version = fields.version.and_then(|version| version.unsigned()).unwrap_or(0).saturating_add(1);
    let mut rows = vec![time_row("This update", &fields.this_update)];
    rows.extend(fields.next_update.map(|next| time_row("Next update", &next)));
    rows.push(Row::new("Version", version.to_string()));
    rows
}

fn entries(fields: &CrlFields<'_>) -> Vec<Row> {
    let count = fields.entries().count();
    let mut rows = vec![Row::new("Count", count.to_string())];
    rows.extend(fields.entries().take(SHOWN).map(|entry| entry_row(&entry)));
    if count > SHOWN {
        rows.push(Row::new("More", format!("{} not shown here", count - SHOWN)));
    }
    rows
}

/// Serial number, date and reason of one entry.
fn entry_row(entry: &RevokedFields<'_>) -> Row {
    let date = entry.revocation_date.map_or_else(|| "no date".to_owned(), |date| time(&date));
    let row = Row::new(words::hex(key::unsigned(&entry.serial_number)), date).at(&entry.element);
    match reason(entry) {
        Some(reason) => row.note(reason),
        None => row,
    }
}

/// The reason in words, or the number of one that has none.
pub fn reason(entry: &RevokedFields<'_>) -> Option<String> {
    let value: Element<'_> = find(&entry.extensions, oid::ID_CE_CRL_REASONS)?.inner()?;
    let code = value.unsigned()?;
    let known = u8::try_from(code).ok().and_then(CrlReason::from_code);
    Some(known.map_or_else(|| format!("reason {code}"), |known| words::reason(known).to_owned()))
}
