//! Certificates that come from outside, and every reason to refuse one.

use crate::desk::{Desk, NOON, authority_request, base64};
use canopy::engine::api::*;
use canopy::keystore::{KeyKind, Signer as _, SoftwareKey};
use canopy::x509::extension::BasicConstraints;
use canopy::x509::{
    AttributeTypeAndValue, AttributeValue, Certificate, CertificationRequest, Extension, Hash, Name, PublicKey,
    SignatureAlgorithm, TbsCertificate, Validity, oid,
};
use serde_json::{Value, json};

/// An authority outside the workspace.
struct Outside {
    key: SoftwareKey,
    certificate: Certificate,
}

fn name(text: &str) -> Name {
    let attribute = AttributeTypeAndValue { oid: oid::ID_AT_COMMON_NAME, value: AttributeValue::utf8(text) };
    Name::from_rdns(vec![vec![attribute]]).unwrap()
}

fn authority(path_len_constraint: Option<u32>) -> Vec<Extension> {
    vec![BasicConstraints { ca: true, path_len_constraint }.to_extension(true)]
}

fn tbs(issuer: &str, subject: Name, key: &PublicKey, extensions: Vec<Extension>) -> TbsCertificate {
    TbsCertificate {
        serial_number: vec![7],
        signature: SignatureAlgorithm::Ecdsa(Hash::Sha256),
        issuer: name(issuer),
        validity: Validity { not_before: NOON - 60, not_after: NOON + 1_000_000 },
        subject,
        subject_public_key_info: key.clone(),
        extensions,
    }
}

fn sign(tbs: &TbsCertificate, key: &SoftwareKey) -> Certificate {
    let der = tbs.to_der().unwrap();
    Certificate::assemble(&der, tbs.signature, &key.sign(tbs.signature, &der).unwrap()).unwrap()
}

impl Outside {
    fn root(path_len: Option<u32>) -> Self {
        let key = SoftwareKey::generate(KeyKind::P256).unwrap();
        let mut tbs = tbs("Outside", name("Outside"), key.public_key(), authority(path_len));
        tbs.validity.not_after += 1_000;
        let certificate = sign(&tbs, &key);
        Self { key, certificate }
    }

    fn certify(&self, csr: &CertificationRequest, change: impl FnOnce(&mut TbsCertificate)) -> Certificate {
        let mut tbs = tbs("Outside", csr.subject().clone(), csr.public_key(), authority(Some(0)));
        change(&mut tbs);
        sign(&tbs, &self.key)
    }
}

fn pending(desk: &Desk, kind: &str) -> (String, CertificationRequest) {
    let request = authority_request(kind, "Imported", "EC_prime256v1", "SHA256WITHECDSA");
    let arn = desk.call::<CreateCertificateAuthorityRequest>(request).unwrap().certificate_authority_arn;
    let csr = desk.call::<GetCertificateAuthorityCsrRequest>(json!({"CertificateAuthorityArn": arn})).unwrap().csr;
    (arn, CertificationRequest::from_pem_or_der(csr.as_bytes()).unwrap())
}

fn import(arn: &str, certificate: &Certificate, chain: &[&Certificate]) -> Value {
    let chain: String = chain.iter().map(|certificate| certificate.to_pem()).collect();
    let mut request = json!({"CertificateAuthorityArn": arn, "Certificate": base64(&certificate.to_pem())});
    if !chain.is_empty() {
        request["CertificateChain"] = json!(base64(&chain));
    }
    request
}

#[test]
fn a_certificate_from_outside_makes_the_authority_active() {
    let desk = Desk::new();
    let outside = Outside::root(None);
    let (arn, csr) = pending(&desk, "SUBORDINATE");
    let certificate = outside.certify(&csr, |_| {});
    desk.call::<ImportCertificateAuthorityCertificateRequest>(import(&arn, &certificate, &[&outside.certificate]))
        .unwrap();
    let request = json!({"CertificateAuthorityArn": arn});
    let found = desk.call::<GetCertificateAuthorityCertificateRequest>(request).unwrap();
    assert_eq!(found.certificate_chain.unwrap().trim(), outside.certificate.to_pem().trim());
    let leaf = desk.issue_for_days(&arn, 5);
    assert_eq!(leaf.verify_signature(certificate.public_key()), Ok(()));
}

#[test]
fn what_does_not_belong_is_refused() {
    let desk = Desk::new();
    let outside = Outside::root(Some(0));
    let (arn, csr) = pending(&desk, "SUBORDINATE");
    let chain = &[&outside.certificate][..];
    let refused = |certificate: &Certificate, chain: &[&Certificate], code: &str| {
        let request = import(&arn, certificate, chain);
        desk.refused::<ImportCertificateAuthorityCertificateRequest>(request, code).message()
    };
    let good = outside.certify(&csr, |_| {});
    refused(&good, chain, "CertificateMismatchException"); // path length 0 allows no authority below

    let outside = Outside::root(None);
    let chain = &[&outside.certificate][..];
    let good = outside.certify(&csr, |_| {});
    let other_key = SoftwareKey::generate(KeyKind::P256).unwrap();
    let other = outside.certify(&csr, |tbs| tbs.subject_public_key_info = other_key.public_key().clone());
    refused(&other, chain, "CertificateMismatchException");
    refused(&good, &[], "InvalidRequestException");
    let stranger = Outside::root(None);
    refused(&good, &[&stranger.certificate], "CertificateMismatchException");
    refused(&good, &[&good, &outside.certificate], "CertificateMismatchException");
    refused(&outside.certify(&csr, |tbs| tbs.extensions.clear()), chain, "MalformedCertificateException");
    let optional = |tbs: &mut TbsCertificate| tbs.extensions[0].critical = false;
    refused(&outside.certify(&csr, optional), chain, "MalformedCertificateException");
    let longer = outside.certify(&csr, |tbs| tbs.validity.not_after += 10_000_000);
    assert!(refused(&longer, chain, "CertificateMismatchException").contains("after its issuer"));
    let ended = outside.certify(&csr, |tbs| tbs.validity.not_after = NOON - 1);
    refused(&ended, chain, "MalformedCertificateException");
    let odd = |tbs: &mut TbsCertificate| {
        tbs.extensions.push(Extension {
            oid: oid::ID_CE_CRL_DISTRIBUTION_POINTS,
            critical: true,
            value: vec![0x30, 0],
        });
    };
    refused(&outside.certify(&csr, odd), chain, "MalformedCertificateException");
    let request = json!({"CertificateAuthorityArn": arn, "Certificate": base64("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")});
    desk.refused::<ImportCertificateAuthorityCertificateRequest>(request, "MalformedCertificateException");
    let mut two = import(&arn, &good, chain);
    two["Certificate"] = json!(base64(&good.to_pem().repeat(2)));
    desk.refused::<ImportCertificateAuthorityCertificateRequest>(two, "MalformedCertificateException");
    desk.call::<ImportCertificateAuthorityCertificateRequest>(import(&arn, &good, chain)).unwrap();
}

#[test]
fn a_root_is_its_own_issuer() {
    let desk = Desk::new();
    let outside = Outside::root(None);
    let (arn, csr) = pending(&desk, "ROOT");
    let signed = outside.certify(&csr, |_| {});
    let request = import(&arn, &signed, &[&outside.certificate]);
    desk.refused::<ImportCertificateAuthorityCertificateRequest>(request, "InvalidRequestException");
}

#[test]
fn a_parent_in_the_workspace_is_found_by_its_key() {
    let desk = Desk::new();
    let root = desk.root();
    let (arn, csr) = pending(&desk, "SUBORDINATE");
    let mut request = crate::desk::issue_request(&root, &csr.to_pem());
    request["TemplateArn"] = json!("arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen0/V1");
    let issued = desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn;
    let own = desk.authority_certificate(&root);
    desk.call::<ImportCertificateAuthorityCertificateRequest>(import(&arn, &desk.certificate(&issued), &[&own]))
        .unwrap();
    let workspace = desk.engine.snapshot();
    let found = workspace.authority_by_arn(&arn.parse().unwrap()).unwrap();
    assert_eq!(found.parent, Some(root.parse::<canopy::workspace::CertificateAuthorityArn>().unwrap().id));
}
