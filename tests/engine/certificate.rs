//! Fetching what was issued.

use crate::desk::Desk;
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
