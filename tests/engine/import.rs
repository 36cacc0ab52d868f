//! Certificates that come from outside, and every reason to refuse one.

use crate::desk::{Desk, NO_AUTHORITY, NOON, authority_request, base64, id, missing};
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
        tbs.issuer = self.certificate.subject().clone();
        change(&mut tbs);
        sign(&tbs, &self.key)
    }
}

/// An authority outside that another one has certified, for a chain of three.
fn between(root: &Outside, path_len: Option<u32>, change: impl FnOnce(&mut TbsCertificate)) -> Outside {
    let key = SoftwareKey::generate(KeyKind::P256).unwrap();
    let mut tbs = tbs("Outside", name("Between"), key.public_key(), authority(path_len));
    change(&mut tbs);
    Outside { certificate: sign(&tbs, &root.key), key }
}

fn pending(desk: &Desk, kind: &str) -> (String, CertificationRequest) {
    let request = authority_request(kind, "Imported", "EC_prime256v1", "SHA256WITHECDSA");
    let arn = desk.call::<CreateCertificateAuthorityRequest>(request).unwrap().certificate_authority_arn;
    let csr = desk.call::<GetCertificateAuthorityCsrRequest>(json!({"CertificateAuthorityArn": arn})).unwrap().csr;
    (arn, CertificationRequest::from_pem_or_der(csr.as_bytes()).unwrap())
}

fn import(arn: &str, certificate: &Certificate, chain: &[&Certificate]) -> Value {
    let chain: String = chain.iter().map(|certificate| certificate.to_pem()).collect();
    let mut request = json!({"CertificateAuthorityArn": arn, "Certificate": base64(certificate.to_pem())});
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
    two["Certificate"] = json!(base64(good.to_pem().repeat(2)));
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

/// What an import of `certificate` below `chain` is refused with.
#[track_caller]
fn refused(desk: &Desk, arn: &str, certificate: &Certificate, chain: &[&Certificate], code: &str) -> String {
    desk.refused::<ImportCertificateAuthorityCertificateRequest>(import(arn, certificate, chain), code).message()
}

fn installed(desk: &Desk, arn: &str, certificate: &Certificate, chain: &[&Certificate]) {
    desk.call::<ImportCertificateAuthorityCertificateRequest>(import(arn, certificate, chain)).unwrap();
}

#[test]
fn an_authority_that_is_not_there_has_no_certificate() {
    let desk = Desk::new();
    let outside = Outside::root(None);
    let (arn, _) = pending(&desk, "ROOT");
    refused(&desk, &missing(&arn), &outside.certificate, &[], "ResourceNotFoundException");
    refused(&desk, NO_AUTHORITY, &outside.certificate, &[], "InvalidArnException");
}

#[test]
fn a_root_and_a_subordinate_are_told_apart() {
    let desk = Desk::new();
    let outside = Outside::root(None);
    let (root, own) = desk.pending("ROOT");
    let itself =
        Certificate::from_pem_or_der(desk.certify(&root, &own, "RootCACertificate/V1", 30).as_bytes()).unwrap();
    let message = refused(&desk, &root, &itself, &[&outside.certificate], "InvalidRequestException");
    assert!(message.contains("no chain"), "{message}");
    refused(&desk, &root, &itself, &[&itself], "InvalidRequestException");
    installed(&desk, &root, &itself, &[]);
    // A subordinate that signs for its own name and key has a certificate that is self-signed.
    let (below, csr) = pending(&desk, "SUBORDINATE");
    installed(&desk, &below, &outside.certify(&csr, |tbs| tbs.extensions = authority(None)), &[&outside.certificate]);
    let template = "SubordinateCACertificate_PathLen0/V1";
    let own = desk.certify(&below, &csr.to_pem(), template, 5);
    let own = Certificate::from_pem_or_der(own.as_bytes()).unwrap();
    let message = refused(&desk, &below, &own, &[&outside.certificate], "InvalidRequestException");
    assert!(message.contains("self-signed"), "{message}");
}

#[test]
fn a_chain_is_complete_and_in_order() {
    let desk = Desk::new();
    let outside = Outside::root(None);
    let between = between(&outside, None, |_| {});
    let (arn, csr) = pending(&desk, "SUBORDINATE");
    let good = between.certify(&csr, |_| {});
    let (above, root) = (&between.certificate, &outside.certificate);
    let mismatch = |chain: &[&Certificate]| refused(&desk, &arn, &good, chain, "CertificateMismatchException");
    assert!(mismatch(&[above]).contains("self-signed root"), "the root is missing");
    assert!(mismatch(&[root, above]).contains("did not sign"), "the order is wrong");
    assert!(mismatch(&[root]).contains("did not sign"), "one is left out");
    assert!(mismatch(&[above, root, root]).contains("twice"), "the root is there twice");
    let (_, second) = pending(&desk, "SUBORDINATE");
    let leaf = self::between(&outside, None, |tbs| tbs.extensions.clear());
    let under_leaf = leaf.certify(&second, |tbs| tbs.subject_public_key_info = csr.public_key().clone());
    let message = refused(&desk, &arn, &under_leaf, &[&leaf.certificate, root], "CertificateMismatchException");
    assert!(message.contains("no authority"), "{message}");
    // ecdsa-with-SHA224, which nobody verifies here.
    let octets: Vec<String> = above.der().iter().map(|octet| format!("{octet:02x}")).collect();
    let weak = octets.concat().replace("2a8648ce3d040302", "2a8648ce3d040301");
    let weak: Vec<u8> =
        (0..weak.len()).step_by(2).map(|at| u8::from_str_radix(&weak[at..at + 2], 16).unwrap()).collect();
    let message = mismatch(&[&Certificate::from_der(&weak).unwrap(), root]);
    assert!(message.contains("cannot be verified"), "{message}");
    let many: Vec<&Certificate> = std::iter::repeat_n(above, 17).collect();
    refused(&desk, &arn, &good, &many, "MalformedCertificateException");
    installed(&desk, &arn, &good, &[above, root]);
}

#[test]
fn critical_extensions_are_known_ones_in_the_whole_chain() {
    let desk = Desk::new();
    let outside = Outside::root(None);
    let (arn, csr) = pending(&desk, "SUBORDINATE");
    let critical = |oid, value: &[u8]| Extension { oid, critical: true, value: value.to_vec() };
    let policy = || critical(oid::ID_CE_POLICY_CONSTRAINTS, &[0x30, 3, 0x80, 1, 0]);
    let above = between(&outside, None, |tbs| tbs.extensions.push(policy()));
    let good = above.certify(&csr, |_| {});
    let request = import(&arn, &good, &[&above.certificate, &outside.certificate]);
    let error = desk.refused::<ImportCertificateAuthorityCertificateRequest>(request, "MalformedCertificateException");
    assert_eq!(error.members(), ["certificateChain"]);
    assert!(error.message().contains("CN=Between"), "{error}");
    let odd = outside.certify(&csr, |tbs| tbs.extensions.push(policy()));
    refused(&desk, &arn, &odd, &[&outside.certificate], "MalformedCertificateException");
    // excluded: the DNS name example.com
    let names = [&[0x30, 0x11, 0xa1, 0x0f, 0x30, 0x0d, 0x82, 0x0b][..], b"example.com"].concat();
    let constrained = outside.certify(&csr, |tbs| tbs.extensions.push(critical(oid::ID_CE_NAME_CONSTRAINTS, &names)));
    installed(&desk, &arn, &constrained, &[&outside.certificate]);
}

#[test]
fn path_lengths_count_from_every_certificate_above() {
    let desk = Desk::new();
    let outside = Outside::root(Some(1));
    let (arn, csr) = pending(&desk, "SUBORDINATE");
    let one = |below: &Outside, own: Option<u32>| below.certify(&csr, |tbs| tbs.extensions = authority(own));
    let root = &outside.certificate;
    refused(&desk, &arn, &one(&outside, Some(1)), &[root], "CertificateMismatchException");
    let second = between(&outside, None, |_| {});
    let chain = [&second.certificate, root];
    let message = refused(&desk, &arn, &one(&second, Some(0)), &chain, "CertificateMismatchException");
    assert!(message.contains("number 2"), "{message}");
    // The same name above itself does not count (RFC 5280 section 4.2.1.9).
    let rollover = between(&outside, None, |tbs| tbs.subject = name("Outside"));
    installed(&desk, &arn, &one(&rollover, Some(0)), &[&rollover.certificate, root]);
    // It says nothing itself, and what stands above it leaves nothing.
    installed(&desk, &arn, &one(&outside, None), &[root]);
    let mut request = crate::desk::issue_request(&arn, &crate::desk::csr("below"));
    request["TemplateArn"] = json!("arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen0/V1");
    request["Validity"] = json!({"Type": "DAYS", "Value": 5});
    let error = desk.refused::<IssueCertificateRequest>(request, "InvalidArgsException");
    assert_eq!(error.members(), ["templateArn"]);
}

#[test]
fn a_new_certificate_wakes_what_has_expired() {
    let desk = Desk::new();
    let root = desk.root();
    let status = |desk: &Desk| desk.describe(&root).status.unwrap();
    let changed = |desk: &Desk| desk.describe(&root).last_state_change_at.unwrap().0 as i64;
    let renew = |desk: &Desk, days: i64| {
        let own = desk.certify(&root, &desk.csr_of(&root), "RootCACertificate/V1", days);
        desk.call::<ImportCertificateAuthorityCertificateRequest>(crate::desk::import_request(&root, &own, ""))
            .unwrap();
    };
    assert_eq!(changed(&desk), NOON);
    renew(&desk, 30);
    assert_eq!(changed(&desk), NOON, "an active one stays active");
    desk.later(31 * 86_400);
    assert_eq!((status(&desk), changed(&desk)), (CertificateAuthorityStatus::Expired, NOON + 30 * 86_400));
    renew(&desk, 30);
    assert_eq!((status(&desk), changed(&desk)), (CertificateAuthorityStatus::Active, NOON + 31 * 86_400));
    desk.later(86_400);
    desk.set_status(&root, "DISABLED");
    assert_eq!(changed(&desk), NOON + 32 * 86_400);
    let own = Certificate::from_pem_or_der(
        desk.call::<GetCertificateAuthorityCertificateRequest>(json!({"CertificateAuthorityArn": root}))
            .unwrap()
            .certificate
            .as_bytes(),
    )
    .unwrap();
    installed(&desk, &root, &own, &[]);
    assert_eq!(status(&desk), CertificateAuthorityStatus::Disabled, "a disabled one stays disabled");
    desk.later(40 * 86_400);
    assert_eq!(status(&desk), CertificateAuthorityStatus::Expired);
    renew(&desk, 30);
    assert_eq!(status(&desk), CertificateAuthorityStatus::Disabled, "it was disabled before it expired");
}

#[test]
fn a_parent_is_found_by_the_name_its_own_certificate_has() {
    let desk = Desk::new();
    let outside = Outside::root(None);
    let (parent, csr) = pending(&desk, "SUBORDINATE");
    let renamed = outside.certify(&csr, |tbs| {
        tbs.subject = name("Renamed");
        tbs.extensions = authority(None);
    });
    installed(&desk, &parent, &renamed, &[&outside.certificate]);
    let (below, own) = desk.pending("SUBORDINATE");
    let signed = desk.certify(&parent, &own, "SubordinateCACertificate_PathLen0/V1", 5);
    let chain = format!("{}{}", renamed.to_pem(), outside.certificate.to_pem());
    desk.call::<ImportCertificateAuthorityCertificateRequest>(crate::desk::import_request(&below, &signed, &chain))
        .unwrap();
    assert_eq!(desk.engine.snapshot().authority(id(&below)).unwrap().parent, Some(id(&parent)));
}
