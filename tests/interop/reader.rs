//! A second reader: what `x509-parser` finds in what Canopy makes is what Canopy itself finds.

use crate::desk::{Desk, authority_request, csr, id, root_with_crl};
use ::x509_parser::prelude::{CertificateRevocationList, FromDer as _, X509Certificate};
use canopy::engine::TEMPLATES;
use canopy::x509::Certificate;
use serde_json::json;
use std::collections::BTreeSet;

/// Field by field, since agreement on the whole would not tell which.
fn assert_same(certificate: &Certificate, case: &str) {
    let (rest, theirs) = X509Certificate::from_der(certificate.der()).unwrap();
    assert!(rest.is_empty(), "{case}");
    let serial = theirs.raw_serial();
    assert_eq!(&serial[usize::from(serial[0] == 0)..], certificate.serial_number(), "{case}");
    assert_eq!(theirs.issuer().as_raw(), certificate.issuer().der(), "{case}");
    assert_eq!(theirs.subject().as_raw(), certificate.subject().der(), "{case}");
    assert_eq!(theirs.public_key().raw, certificate.public_key().der(), "{case}");
    let validity = certificate.validity();
    assert_eq!(theirs.validity().not_before.timestamp(), validity.not_before, "{case}");
    assert_eq!(theirs.validity().not_after.timestamp(), validity.not_after, "{case}");
    let extensions = |oid: String, critical: bool, value: &[u8]| (oid, critical, value.to_vec());
    let ours = certificate.extensions().iter();
    let ours: Vec<_> = ours.map(|found| extensions(found.oid.to_string(), found.critical, &found.value)).collect();
    let theirs = theirs.extensions().iter();
    let theirs: Vec<_> =
        theirs.map(|found| extensions(found.oid.to_id_string(), found.critical, found.value)).collect();
    assert_eq!(theirs, ours, "{case}");
}

#[test]
fn certificates_of_every_template_read_the_same() {
    let desk = Desk::new();
    let root = desk.root();
    let issuing = desk.subordinate(&root);
    assert_same(&desk.authority_certificate(&root), "root");
    assert_same(&desk.authority_certificate(&issuing), "subordinate");
    let end_entities = TEMPLATES.iter().filter(|template| !template.is_authority());
    for template in end_entities {
        let pem = desk.certify(&issuing, &csr("a.example"), template.name, 30);
        assert_same(&Certificate::from_pem_or_der(pem.as_bytes()).unwrap(), template.name);
    }
}

#[test]
fn certificates_of_newer_algorithms_read_the_same() {
    let desk = Desk::new();
    for (key, signing) in [
        ("RSA_2048", "SHA256WITHRSA_PSS"),
        ("ML_DSA_44", "ML_DSA_44"),
        ("ML_DSA_65", "ML_DSA_65"),
        ("ML_DSA_87", "ML_DSA_87"),
    ] {
        let root = desk.root_from(authority_request("ROOT", signing, key, signing));
        assert_same(&desk.authority_certificate(&root), signing);
    }
}

#[test]
fn a_list_of_revoked_certificates_reads_the_same() {
    let desk = Desk::new();
    let root = desk.root_from(root_with_crl());
    for name in ["a.example", "b.example", "c.example"] {
        let serial = desk.issue(&root, name).rsplit('/').next().unwrap().to_owned();
        let request =
            json!({"CertificateAuthorityArn": root, "CertificateSerial": serial, "RevocationReason": "SUPERSEDED"});
        desk.engine.revoke(&desk.caller, serde_json::from_value(request).unwrap()).unwrap();
    }
    let ours = desk.engine.published_crl(id(&root)).unwrap().unwrap();
    let (rest, theirs) = CertificateRevocationList::from_der(ours.der()).unwrap();
    assert!(rest.is_empty());
    assert_eq!(theirs.issuer().as_raw(), ours.issuer().der());
    assert_eq!(theirs.last_update().timestamp(), ours.this_update());
    assert_eq!(theirs.next_update().map(|time| time.timestamp()), ours.next_update());
    let unsigned = |serial: &[u8]| serial[usize::from(serial[0] == 0)..].to_vec();
    let listed: BTreeSet<Vec<u8>> =
        theirs.iter_revoked_certificates().map(|entry| unsigned(entry.raw_serial())).collect();
    let known: BTreeSet<Vec<u8>> = ours.entries().map(|entry| entry.serial_number).collect();
    assert_eq!((listed.len(), listed), (3, known));
}
