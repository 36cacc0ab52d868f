//! Certificates as sections.

use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::extension::{Group, group, rows, time_row};
use super::item::Document;
use super::section::{Row, Section};
use super::structure::{CertificateFields, find};
use super::{key, name};
use crate::x509::asn1::Element;
use crate::x509::{Certificate, Error, Name, PublicKey, oid, words};

pub fn sections(document: &Document<Certificate>, now: i64) -> Vec<Section> {
    let Some(fields) = CertificateFields::of(document.der()) else { return Vec::new() };
    let grouped = |title: &str, wanted: Group| {
        let extensions = || fields.extensions.iter().filter(|extension| group(extension) == wanted);
        // Of one extension the section shows all; of several each row its own.
        let mut ranges = extensions().map(|extension| extension.element.range());
        let only = ranges.next().filter(|_| ranges.next().is_none());
        Section::of(title, extensions().flat_map(rows), only)
    };
    let signature = key::signature_rows(Some(&fields.signature), &fields.signed.algorithm, &fields.signed.value);
    let own_signature = self_signature(document);
    let verdict = own_signature.as_ref().map(self_signature_row);
    let key_and_signature = [key::rows(&fields.public_key), signature, verdict.into_iter().collect()].concat();
    let sections = [
        Section::of(
            "Summary",
            summary(document, &fields, own_signature.is_some_and(|verdict| verdict.is_ok()), now),
            None,
        ),
        Section::of("Subject", name::rows_or_none(&fields.subject), Some(fields.subject.range())),
        Section::of("Issuer", name::rows_or_none(&fields.issuer), Some(fields.issuer.range())),
        Section::of("Validity", validity(&fields, now), Some(fields.validity.range())),
        grouped("Names", Group::Names),
        Section::of("Key and signature", key_and_signature, None),
        grouped("Usage", Group::Usage),
        grouped("Constraints", Group::Constraints),
        Section::of("Identifiers", identifiers(&fields), None),
        grouped("Revocation pointers", Group::Revocation),
        grouped("Policies", Group::Policies),
        grouped("Other extensions", Group::Other),
        Section::of("Fingerprints", fingerprints(document.der(), &fields.public_key), None),
    ];
    sections.into_iter().flatten().collect()
}

fn summary(
    document: &Document<Certificate>,
    fields: &CertificateFields<'_>,
    signed_itself: bool,
    now: i64,
) -> Vec<Row> {
    let subject = name::title(&fields.subject).or_else(|| first_alternative_name(fields));
    let mut rows = vec![
        Row::new("Name", subject.unwrap_or_else(|| "No name".to_owned())).at(&fields.subject),
        Row::new("Kind", kind(fields, signed_itself)),
        Row::new("Issued by", name::title(&fields.issuer).unwrap_or_else(|| "No name".to_owned())).at(&fields.issuer),
        Row::new("Valid", validity_words(fields, now)).at(&fields.validity),
        version(fields),
    ];
    if let Err(problem) = document.strict() {
        rows.push(Row::new("Damage", problem.to_string()).note("shown as far as it can be read"));
    }
    rows
}

fn version(fields: &CertificateFields<'_>) -> Row {
    let row = Row::new("Version", fields.version_number().to_string());
    fields.version.map(|version| row.clone().at(&version)).unwrap_or(row)
}

/// What the certificate is for, by its basic constraints, and who issued it.
fn kind(fields: &CertificateFields<'_>, signed_itself: bool) -> &'static str {
    let self_issued = same_name(&fields.subject, &fields.issuer);
    match (is_authority(fields), self_issued, signed_itself) {
        (true, _, true) => "Root CA certificate",
        (true, true, false) => "Self-issued CA certificate",
        (true, false, _) => "Subordinate CA certificate",
        (false, _, true) => "Self-signed certificate",
        (false, true, false) => "Self-issued certificate",
        (false, false, _) => "End-entity certificate",
    }
}

fn is_authority(fields: &CertificateFields<'_>) -> bool {
    let constraints = find(&fields.extensions, oid::ID_CE_BASIC_CONSTRAINTS).and_then(|found| found.inner());
    let ca = constraints.and_then(|constraints| constraints.child(0)).filter(|ca| ca.is(1));
    ca.and_then(|ca| ca.boolean()) == Some(true)
}

pub fn same_name(one: &Element<'_>, other: &Element<'_>) -> bool {
    let names = Name::from_der(one.der()).ok().zip(Name::from_der(other.der()).ok());
    one.der() == other.der() || names.is_some_and(|(one, other)| one.matches(&other))
}

/// Names a certificate that has no subject.
pub fn first_alternative_name(fields: &CertificateFields<'_>) -> Option<String> {
    let names = find(&fields.extensions, oid::ID_CE_SUBJECT_ALT_NAME)?.inner()?;
    names.child(0).map(|first| name::general(&first).value)
}

fn validity_words(fields: &CertificateFields<'_>, now: i64) -> String {
    let ends = || Some((fields.not_before()?.time()?, fields.not_after()?.time()?));
    match ends() {
        None => "Unreadable".to_owned(),
        Some((not_before, not_after)) if not_after < not_before => "Never: it ends before it begins".to_owned(),
        Some((not_before, _)) if now < not_before => format!("Not yet: starts {}", words::distance(not_before, now)),
        Some((_, not_after)) if not_after < now => format!("Expired {}", words::distance(not_after, now)),
        Some((_, not_after)) => format!("Until {}, ends {}", words::date(not_after), words::distance(not_after, now)),
    }
}

fn validity(fields: &CertificateFields<'_>, now: i64) -> Vec<Row> {
    let mut rows = Vec::new();
    rows.extend(fields.not_before().map(|time| time_row("Not before", &time)));
    rows.extend(fields.not_after().map(|time| time_row("Not after", &time)));
    rows.push(Row::new("Now", validity_words(fields, now)));
    let ends = fields.not_before().and_then(|from| from.time()).zip(fields.not_after().and_then(|to| to.time()));
    if let Some((from, to)) = ends.filter(|(from, to)| from <= to) {
        rows.push(Row::new("Lifetime", words::counted(from.abs_diff(to).div_ceil(86_400), "day")));
    }
    rows
}

fn identifiers(fields: &CertificateFields<'_>) -> Vec<Row> {
    let serial = fields.serial_number;
    let mut row = Row::hex("Serial number", key::unsigned(&serial)).at(&serial);
    if serial.content().first().is_some_and(|octet| octet & 0x80 != 0) {
        row = row.note("negative");
    }
    let unique = |label: &str, id: Option<Element<'_>>| id.map(|id| Row::hex(label, id.bits()).at(&id));
    let extensions = fields.extensions.iter().filter(|extension| group(extension) == Group::Identifiers);
    let mut all: Vec<Row> = std::iter::once(row).chain(extensions.flat_map(rows)).collect();
    all.extend(unique("Issuer unique ID", fields.issuer_unique_id));
    all.extend(unique("Subject unique ID", fields.subject_unique_id));
    all
}

/// Whether a certificate that names itself as its issuer was signed with its own key.
fn self_signature(document: &Document<Certificate>) -> Option<Result<(), Error>> {
    let certificate = document.strict().ok().filter(|certificate| certificate.is_self_issued())?;
    Some(certificate.verify_signature(certificate.public_key()))
}

fn self_signature_row(verdict: &Result<(), Error>) -> Row {
    let words = match verdict {
        Ok(()) => "Verified with its own key".to_owned(),
        Err(problem) => format!("Not verified with its own key: {problem}"),
    };
    Row::new("Self-signature", words)
}

fn fingerprints(der: &[u8], public_key: &Element<'_>) -> Vec<Row> {
    let mut rows = vec![
        Row::hex("SHA-256", &Sha256::digest(der)),
        Row::hex("SHA-1", &Sha1::digest(der)),
        Row::hex("Public key SHA-256", &Sha256::digest(public_key.der())),
    ];
    rows.extend(
        PublicKey::from_der(public_key.der()).ok().map(|key| Row::hex("Public key SHA-1", &key.key_identifier())),
    );
    rows
}
