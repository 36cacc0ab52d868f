//! Fetching what was issued.

use crate::desk::{Desk, NO_AUTHORITY, missing};
use canopy::engine::api::*;
use canopy::x509::Certificate;
use serde_json::json;

#[test]
fn a_certificate_comes_with_the_chain_above_it() {
    let desk = Desk::new();
    let root = desk.root();
    let subordinate = desk.subordinate(&root);
    let leaf = desk.issue(&subordinate, "a.example");
    let request = json!({"CertificateAuthorityArn": subordinate, "CertificateArn": leaf});
    let answer = desk.call::<GetCertificateRequest>(request).unwrap();
    assert_eq!(Certificate::from_pem_or_der(answer.certificate.as_bytes()).unwrap(), desk.certificate(&leaf));
    let chain = canopy::x509::pem::decode(answer.certificate_chain.unwrap().as_bytes()).unwrap();
    let chain: Vec<_> = chain.iter().map(|block| Certificate::from_der(&block.der).unwrap()).collect();
    assert_eq!(chain, [desk.authority_certificate(&subordinate), desk.authority_certificate(&root)]);
    let own = desk.call::<GetCertificateAuthorityCertificateRequest>(json!({"CertificateAuthorityArn": root})).unwrap();
    assert_eq!(own.certificate_chain, None);
}

#[test]
fn a_certificate_of_another_authority_is_not_found() {
    let desk = Desk::new();
    let root = desk.root();
    let subordinate = desk.subordinate(&root);
    let leaf = desk.issue(&subordinate, "a.example");
    let ask = |authority: &str, certificate: &str, code: &str| {
        let request = json!({"CertificateAuthorityArn": authority, "CertificateArn": certificate});
        desk.refused::<GetCertificateRequest>(request, code);
    };
    ask(&root, &leaf, "ResourceNotFoundException");
    ask(&subordinate, &format!("{}0", &leaf[..leaf.len() - 1]), "ResourceNotFoundException");
}

#[test]
fn many_are_found_again_after_reopening() {
    let desk = Desk::new();
    let root = desk.root();
    let arns: Vec<String> = (0..20).map(|number| desk.issue(&root, &format!("host{number}.example"))).collect();
    let bodies: Vec<Certificate> = arns.iter().map(|arn| desk.certificate(arn)).collect();
    let Desk { folder, engine, clock, caller } = desk;
    drop(engine);
    let path = folder.path().join("test.canopy");
    let environment =
        canopy::engine::Environment::system(std::sync::Arc::new(canopy::publish::FolderBuckets::beside(&path)));
    let (engine, report) = canopy::engine::Engine::open(&path, environment, &crate::desk::options()).unwrap();
    assert_eq!(report.set_aside, None);
    let desk = Desk { folder, engine, clock, caller };
    assert_eq!(desk.engine.access(), canopy::engine::Access::Locked);
    for (arn, body) in arns.iter().zip(bodies) {
        assert_eq!(desk.certificate(arn), body);
    }
}

#[test]
fn fetching_names_what_is_wrong() {
    let desk = Desk::new();
    let root = desk.root();
    let leaf = desk.issue(&root, "a.example");
    let certificate = |authority: &str, certificate: &str, code: &str| {
        let request = json!({"CertificateAuthorityArn": authority, "CertificateArn": certificate});
        desk.refused::<GetCertificateRequest>(request, code).message()
    };
    assert!(certificate(&root, NO_AUTHORITY, "InvalidArnException").starts_with("Not a valid arn. "));
    certificate(&root, &root, "InvalidArnException");
    certificate(NO_AUTHORITY, &leaf, "InvalidArnException");
    certificate(&missing(&root), &leaf, "ResourceNotFoundException");
    certificate(&root, "arn", "ValidationException");
    let own = |arn: &str, code: &str| {
        let request = json!({"CertificateAuthorityArn": arn});
        desk.refused::<GetCertificateAuthorityCertificateRequest>(request.clone(), code);
    };
    let csr = |arn: &str, code: &str| {
        let request = json!({"CertificateAuthorityArn": arn});
        desk.refused::<GetCertificateAuthorityCsrRequest>(request.clone(), code);
    };
    for (arn, code) in [
        (NO_AUTHORITY.to_owned(), "InvalidArnException"),
        (missing(&root), "ResourceNotFoundException"),
        (leaf.clone(), "InvalidArnException"),
        ("arn:aws:s3:::bucket".to_owned(), "ValidationException"),
    ] {
        own(&arn, code);
        csr(&arn, code);
    }
    let mut stranger = desk.caller.clone();
    stranger.account = "111111111111".into();
    let request = GetCertificateAuthorityCsrRequest { certificate_authority_arn: root };
    assert_eq!(desk.engine.call(&stranger, request).unwrap_err().code(), "AccessDeniedException");
}

#[test]
fn a_root_that_waits_hands_out_what_it_has_signed() {
    let desk = Desk::new();
    let (root, own) = desk.pending("ROOT");
    let mut request = crate::desk::issue_request(&root, &own);
    request["TemplateArn"] = json!("arn:aws:acm-pca:::template/RootCACertificate/V1");
    let arn = desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn;
    let request = json!({"CertificateAuthorityArn": root, "CertificateArn": arn});
    let found = desk.call::<GetCertificateRequest>(request).unwrap();
    assert_eq!((found.certificate, found.certificate_chain), (desk.certificate(&arn).to_pem(), None));
}

#[test]
fn what_is_revoked_or_has_ended_is_still_handed_out() {
    let desk = Desk::new();
    let root = desk.root();
    let leaf = desk.issue(&root, "a.example");
    let serial = leaf.rsplit('/').next().unwrap();
    let revocation =
        json!({"CertificateAuthorityArn": root, "CertificateSerial": serial, "RevocationReason": "SUPERSEDED"});
    desk.call::<RevokeCertificateRequest>(revocation).unwrap();
    let request = json!({"CertificateAuthorityArn": root, "CertificateArn": leaf});
    assert!(desk.call::<GetCertificateRequest>(request.clone()).is_ok());
    desk.set_status(&root, "DISABLED");
    desk.later(21 * 366 * 86_400);
    assert!(desk.call::<GetCertificateRequest>(request).is_ok());
    let own = json!({"CertificateAuthorityArn": root});
    assert!(desk.call::<GetCertificateAuthorityCertificateRequest>(own.clone()).is_ok());
    assert!(desk.call::<GetCertificateAuthorityCsrRequest>(own).is_ok());
}
