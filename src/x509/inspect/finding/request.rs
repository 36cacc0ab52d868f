//! Rules for certificate signing requests, RFC 2986.

use super::{Findings, extension, name, shared};
use crate::x509::CertificationRequest;
use crate::x509::inspect::item::Document;
use crate::x509::inspect::structure::RequestFields;

pub fn check(document: &Document<CertificationRequest>, found: &mut Findings) {
    let Some(fields) = RequestFields::of(document.der()) else { return };
    shared::damage(document, "RFC 2986 section 4", found);
    if fields.version.unsigned() != Some(0) {
        found.error("RFC 2986 section 4.1", &fields.version, "Version: expected 1, which is written 0");
    }
    if let Ok(Err(problem)) = document.strict().map(CertificationRequest::verify_signature) {
        let words = format!("It does not prove that its maker holds the key: {problem}");
        found.error("RFC 2986 section 4.2", &fields.signed.value, words);
    }
    shared::signature(None, &fields.signed.algorithm, "RFC 2986 section 4.2", false, found);
    shared::public_key(&fields.public_key, found);
    name::distinguished(&fields.subject, found);
    name::alternative(&fields.extensions, found);
    extension::check(&fields.extensions, found);
}
