//! What people and programs hand over by mistake, or on purpose: refused with what was expected and what was found, and
//! nothing has changed.

use crate::desk::{Desk, base64, csr, csr_of, import_request, issue_request};
use canopy::engine::api::*;
use canopy::keystore::{KeyKind, SoftwareKey};
use canopy::x509::{AttributeTypeAndValue, AttributeValue, Extension, Name, oid, pem};
use serde_json::json;

/// A value inside a value, so many times.
fn bomb(depth: usize) -> Vec<u8> {
    (0..depth).fold(Vec::new(), |inside, _| {
        let length = u16::try_from(inside.len()).unwrap().to_be_bytes();
        [&[0x30, 0x82], &length[..], &inside].concat()
    })
}

/// A key in PEM, which no message may repeat.
const KEY: &str =
    "-----BEGIN PRIVATE KEY-----\nMEECAQAwEwYHKoZIzj0CAQYIKoZIzj0DAQcEJzAlAgEBBCDRLYlB\n-----END PRIVATE KEY-----\n";

/// Everything but the size: what it is, and a word that the message must have.
fn mistakes(label: &str, good: &str, other: &str) -> Vec<(Vec<u8>, &'static str)> {
    let der = pem::decode(good.as_bytes()).unwrap().remove(0).der;
    let block = |der: &[u8]| pem::encode(label, der).into_bytes();
    vec![
        (b"hello".to_vec(), "PEM"),
        (b" \r\n".to_vec(), "PEM"),
        (b"\x89PNG\r\n\x1a\n".to_vec(), "PEM"),
        (other.as_bytes().to_vec(), "CERTIFICATE"),
        (KEY.as_bytes().to_vec(), "PRIVATE KEY"),
        (good.repeat(2).into_bytes(), "2"),
        (good.as_bytes()[..good.len() / 2].to_vec(), "END"),
        (good.replacen("MI", "M?", 1).into_bytes(), "base64"),
        (block(&der[..der.len() / 2]), "cut off"),
        (block(&[der.clone(), vec![0, 0]].concat()), "2 more octets"),
        (block(&bomb(65)), "expected"),
        (block(&bomb(1_000)), "expected"),
        (block(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]), "expected"),
        (block(&[0x30, 0x80, 0, 0]), "expected"),
    ]
}

#[track_caller]
fn names_both_sides(message: &str, word: &str) {
    assert!(message.contains(word), "{word}: {message}");
    let lower = message.to_lowercase();
    assert!(lower.contains("expected") && lower.contains("found"), "{message}");
    assert!(!message.contains("MEECAQ"), "a key is repeated");
    assert!(message.len() < 600, "{message}");
}

#[test]
fn a_csr_that_is_none() {
    let desk = Desk::new();
    let root = desk.root();
    let seq = desk.engine.snapshot().head().seq;
    let certificate = desk.authority_certificate(&root).to_pem();
    for (input, word) in mistakes("CERTIFICATE REQUEST", &csr("a.example"), &certificate) {
        let mut request = issue_request(&root, "");
        request["Csr"] = json!(base64(&input));
        let error = desk.refused::<IssueCertificateRequest>(request, "MalformedCSRException");
        assert_eq!(error.members(), ["csr"]);
        names_both_sides(&error.message(), word);
    }
    for size in [0, 32_769] {
        let mut request = issue_request(&root, "");
        request["Csr"] = json!(base64(vec![b'-'; size]));
        let error = desk.refused::<IssueCertificateRequest>(request, "ValidationException");
        assert_eq!(error.members(), ["csr"]);
    }
    assert_eq!(desk.engine.snapshot().head().seq, seq);
}

#[test]
fn a_certificate_or_a_chain_that_is_none() {
    let desk = Desk::new();
    let root = desk.root();
    let (waiting, own) = desk.pending("SUBORDINATE");
    let good = desk.certify(&root, &own, "SubordinateCACertificate_PathLen0/V1", 30);
    let above = desk.authority_certificate(&root).to_pem();
    let seq = desk.engine.snapshot().head().seq;
    for (input, word) in mistakes("CERTIFICATE", &good, &own) {
        let mut request = import_request(&waiting, "", &above);
        request["Certificate"] = json!(base64(&input));
        let code = "MalformedCertificateException";
        let error = desk.refused::<ImportCertificateAuthorityCertificateRequest>(request, code);
        assert_eq!(error.members(), ["certificate"]);
        names_both_sides(&error.message(), word);
    }
    for (input, word) in mistakes("CERTIFICATE", &above, &own) {
        // Blanks are no chain, and two certificates are one.
        if input.trim_ascii().is_empty() || word == "2" {
            continue;
        }
        let mut request = import_request(&waiting, &good, "");
        request["CertificateChain"] = json!(base64(&input));
        let code = "MalformedCertificateException";
        let error = desk.refused::<ImportCertificateAuthorityCertificateRequest>(request, code);
        assert_eq!(error.members(), ["certificateChain"]);
        names_both_sides(&error.message(), word);
    }
    for (member, size) in [("Certificate", 0), ("Certificate", 32_769), ("CertificateChain", 2_097_153)] {
        let mut request = import_request(&waiting, &good, &above);
        request[member] = json!(base64(vec![b'-'; size]));
        desk.refused::<ImportCertificateAuthorityCertificateRequest>(request, "ValidationException");
    }
    assert_eq!(desk.engine.snapshot().head().seq, seq);
    assert_eq!(desk.describe(&waiting).status, Some(CertificateAuthorityStatus::PendingCertificate));
}

#[test]
fn what_mail_and_other_systems_do_to_pem_is_no_mistake() {
    let desk = Desk::new();
    let root = desk.root();
    let around = |pem: &str| format!("Dear all,\r\n\r\n  {}\r\nbye\r\n", pem.replace('\n', "\r\n  "));
    desk.call::<IssueCertificateRequest>(issue_request(&root, &around(&csr("a.example")))).unwrap();
    let (waiting, own) = desk.pending("SUBORDINATE");
    let certificate = desk.certify(&root, &own, "SubordinateCACertificate_PathLen0/V1", 30);
    let above = around(&desk.authority_certificate(&root).to_pem());
    let request = import_request(&waiting, &around(&certificate), &above);
    desk.call::<ImportCertificateAuthorityCertificateRequest>(request).unwrap();
}

/// The DER of a PEM with one octet changed, for every octet.
fn changed(label: &str, pem: &str) -> Vec<String> {
    let der = pem::decode(pem.as_bytes()).unwrap().remove(0).der;
    let change = |at: usize| {
        let mut der = der.clone();
        der[at] ^= 1 << (at % 8);
        pem::encode(label, &der)
    };
    (0..der.len()).map(change).collect()
}

#[test]
fn no_octet_of_a_csr_can_be_changed() {
    let desk = Desk::new();
    let root = desk.root();
    for pem in changed("CERTIFICATE REQUEST", &csr("a.example")) {
        desk.refused::<IssueCertificateRequest>(issue_request(&root, &pem), "MalformedCSRException");
    }
}

#[test]
fn no_octet_of_a_certificate_can_be_changed() {
    let desk = Desk::new();
    let root = desk.root();
    let (waiting, own) = desk.pending("SUBORDINATE");
    let certificate = desk.certify(&root, &own, "SubordinateCACertificate_PathLen0/V1", 30);
    let above = desk.authority_certificate(&root).to_pem();
    let before = desk.bytes();
    let own = changed("CERTIFICATE", &certificate).into_iter().map(|pem| import_request(&waiting, &pem, &above));
    let chains = changed("CERTIFICATE", &above).into_iter().map(|pem| import_request(&waiting, &certificate, &pem));
    for request in own.chain(chains) {
        let error = desk.call::<ImportCertificateAuthorityCertificateRequest>(request).unwrap_err();
        let known = ["MalformedCertificateException", "CertificateMismatchException", "InvalidRequestException"];
        assert!(known.contains(&error.code()), "{error}");
    }
    assert!(desk.bytes() == before);
    desk.call::<ImportCertificateAuthorityCertificateRequest>(import_request(&waiting, &certificate, &above)).unwrap();
}

#[test]
fn what_a_csr_asks_for_is_never_a_defect_of_ours() {
    let desk = Desk::new();
    let root = desk.root();
    let key = SoftwareKey::generate(KeyKind::P256).unwrap();
    let attribute = |value| AttributeTypeAndValue { oid: oid::ID_AT_COMMON_NAME, value };
    let named = |text: &str| Name::from_rdns(vec![vec![attribute(AttributeValue::utf8(text))]]).unwrap();
    let names = |value: &[u8]| Extension { oid: oid::ID_CE_SUBJECT_ALT_NAME, critical: false, value: value.to_vec() };
    let many: Vec<u8> = (0..900).flat_map(|_| [&[0x82, 0x12][..], b"host.of.some.where"].concat()).collect();
    let length = u16::try_from(many.len()).unwrap().to_be_bytes();
    let values: &[&[u8]] = &[
        b"",
        b"garbage",
        &[0x30, 0],
        &[0x30, 2, 0x9f, 0],
        &[0x30, 5, 0x87, 3, 1, 2, 3],
        &[0x30, 3, 0x82, 1, 0xff],
        &[0x05, 0],
        &bomb(65),
        &bomb(2_000),
        &[&[0x30, 0x82][..], &length, &many].concat(),
    ];
    for value in values {
        let pem = csr_of(named("odd.example"), vec![names(value)], &key);
        let before = desk.bytes();
        match desk.call::<IssueCertificateRequest>(issue_request(&root, &pem)) {
            // The service copies names as they come, so what can be carried is carried.
            Ok(issued) => {
                let found = desk.certificate(&issued.certificate_arn);
                assert_eq!(found.extension(&oid::ID_CE_SUBJECT_ALT_NAME).unwrap().value, *value);
            }
            Err(error) => {
                assert_eq!(error.code(), "MalformedCSRException", "{error}");
                assert!(desk.bytes() == before);
            }
        }
    }
    for subject in [named(""), named(&"x".repeat(5_000)), named("a\0b\r\n\u{202e}c"), named("日本語 🔑")] {
        let pem = csr_of(subject, Vec::new(), &key);
        let issued = desk.call::<IssueCertificateRequest>(issue_request(&root, &pem)).unwrap();
        desk.certificate(&issued.certificate_arn);
    }
    let unknown = Extension { oid: oid::ID_CE_POLICY_MAPPINGS, critical: true, value: b"garbage".to_vec() };
    let pem = csr_of(named("dropped.example"), vec![unknown], &key);
    let issued = desk.call::<IssueCertificateRequest>(issue_request(&root, &pem)).unwrap();
    assert!(desk.certificate(&issued.certificate_arn).extension(&oid::ID_CE_POLICY_MAPPINGS).is_none());
    assert!(desk.engine.verify().is_ok());
}
