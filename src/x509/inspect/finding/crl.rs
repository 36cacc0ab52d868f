//! Rules for CRLs, RFC 5280 section 5.

use super::{Findings, extension, name, shared};
use crate::x509::inspect::item::Document;
use crate::x509::inspect::structure::{CrlFields, RevokedFields, find};
use crate::x509::{CertificateList, oid, words};

pub fn check(document: &Document<CertificateList>, now: i64, found: &mut Findings) {
    let Some(fields) = CrlFields::of(document.der()) else { return };
    shared::damage(document, "5.1", found);
    shared::signature(Some(&fields.signature), &fields.signed.algorithm, "5.1.1.2", false, found);
    if fields.issuer.content().is_empty() {
        found.error("5.1.2.3", &fields.issuer, "The issuer has no name");
    }
    name::distinguished(&fields.issuer, found);
    version(&fields, found);
    updates(&fields, now, found);
    extension::check(&fields.extensions, found);
    if find(&fields.extensions, oid::ID_CE_AUTHORITY_KEY_IDENTIFIER).is_none() {
        found.error("5.2.1", &fields.issuer, "No authority key identifier");
    }
    if find(&fields.extensions, oid::ID_CE_CRL_NUMBER).is_none() {
        found.error("5.2.3", &fields.issuer, "No CRL number");
    }
    entries(&fields, found);
}

fn version(fields: &CrlFields<'_>, found: &mut Findings) {
    let number = fields.version.and_then(|version| version.unsigned()).unwrap_or(0).saturating_add(1);
    let extended = !fields.extensions.is_empty() || fields.entries().any(|entry| !entry.extensions.is_empty());
    if number != 2 && (extended || number > 2) {
        let at = fields.version.unwrap_or(fields.signature);
        found.error("5.1.2.1", &at, format!("Version: expected 2, found {number}"));
    }
}

fn updates(fields: &CrlFields<'_>, now: i64, found: &mut Findings) {
    shared::time("This update", &fields.this_update, "5.1.2.4", found);
    let Some(next) = fields.next_update else {
        return found.error("5.1.2.5", &fields.this_update, "It does not say when the next is due");
    };
    shared::time("Next update", &next, "5.1.2.5", found);
    let Some((this, due)) = fields.this_update.time().zip(next.time()) else { return };
    if due < this {
        found.error("5.1.2.5", &next, "The next update is before this one");
    } else if due < now {
        found.warning("5.1.2.5", &next, format!("Out of date: the next was due {}", words::distance(due, now)));
    } else if now < this {
        found.warning(
            "5.1.2.4",
            &fields.this_update,
            format!("From the future: it starts {}", words::distance(this, now)),
        );
    }
}

fn entries(fields: &CrlFields<'_>, found: &mut Findings) {
    if let Some(revoked) = fields.revoked.filter(|revoked| revoked.content().is_empty()) {
        found.error("5.1.2.6", &revoked, "The list of entries is there, though it must be left out when empty");
    }
    let unspecified = |entry: &RevokedFields<'_>| {
        let reason = find(&entry.extensions, oid::ID_CE_CRL_REASONS).and_then(|field| field.inner());
        reason.is_some_and(|reason| reason.unsigned() == Some(0))
    };
    if let Some(first) = fields.entries().find(unspecified) {
        found.note("5.3.1", &first.element, "The reason \"unspecified\" is written, though it should be left out");
    }
    let unknown = |entry: &RevokedFields<'_>| {
        entry.extensions.iter().any(|field| {
            let known = [oid::ID_CE_CRL_REASONS, oid::ID_CE_INVALIDITY_DATE, oid::ID_CE_CERTIFICATE_ISSUER];
            field.critical && !field.oid().is_some_and(|id| known.contains(&id))
        })
    };
    if let Some(first) = fields.entries().find(unknown) {
        found.warning(
            "5.3",
            &first.element,
            "An entry has an unknown critical extension: software must not use this CRL",
        );
    }
}
