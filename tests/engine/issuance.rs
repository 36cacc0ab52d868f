//! What certificates say: templates, validity, extensions and where they come from.

use crate::desk::{Desk, NOON, authority_request, base64, csr, issue_request};
use canopy::engine::api::*;
use canopy::engine::{Source, TEMPLATES, TemplateKind, Variety};
use canopy::workspace::Settings;
use canopy::x509::extension::{CrlDistributionPoints, KeyUsage};
use canopy::x509::{Certificate, oid};
use serde_json::json;

fn issued(desk: &Desk, request: serde_json::Value) -> Certificate {
    desk.certificate(&desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn)
}

#[test]
fn every_base_template_is_issued_as_its_table_says() {
    let desk = Desk::new();
    let root = desk.root();
    let base = TEMPLATES.iter().filter(|template| template.variety == Variety::Base);
    for template in base.filter(|template| template.kind != TemplateKind::Root) {
        let mut request = issue_request(&root, &csr("a.example"));
        request["TemplateArn"] = json!(format!("arn:aws:acm-pca:::template/{}", template.name));
        let certificate = issued(&desk, request);
        let constraints = certificate.basic_constraints().unwrap();
        let authority = template.kind == TemplateKind::Subordinate;
        assert_eq!(constraints.ca, authority, "{}", template.name);
        assert_eq!(constraints.path_len_constraint, template.path_len_constraint.map(u32::from), "{}", template.name);
        assert_eq!(certificate.key_usage(), template.key_usage, "{}", template.name);
        assert_eq!(certificate.key_usage().unwrap().contains(KeyUsage::KEY_CERT_SIGN), authority);
        assert_eq!(certificate.extended_key_usage(), template.extended_key_usage, "{}", template.name);
        assert_eq!(certificate.alternative_names().len(), 1);
        let root = desk.authority_certificate(&root);
        assert_eq!(certificate.verify_signature(root.public_key()), Ok(()));
        assert_eq!(certificate.authority_key_identifier(), root.subject_key_identifier());
        assert_eq!(certificate.issuer().der(), root.subject().der());
    }
}

#[test]
fn identifiers_serials_and_criticality_are_right_without_asking() {
    let desk = Desk::new();
    let root = desk.root();
    let certificate = desk.certificate(&desk.issue(&root, "a.example"));
    assert_eq!(certificate.subject_key_identifier().unwrap(), certificate.public_key().key_identifier());
    assert_eq!(certificate.serial_number().len(), 16);
    let critical: Vec<_> =
        certificate.extensions().iter().filter(|found| found.critical).map(|found| found.oid).collect();
    assert_eq!(critical, [oid::ID_CE_KEY_USAGE]);
    let own = desk.authority_certificate(&root);
    assert!(own.extension(&oid::ID_CE_BASIC_CONSTRAINTS).unwrap().critical);
    assert_eq!(own.serial_number().len(), 16);
}

#[test]
fn validity_starts_an_hour_ago_and_ends_as_asked() {
    let desk = Desk::new();
    let root = desk.root();
    let mut request = issue_request(&root, &csr("a.example"));
    let certificate = issued(&desk, request.clone());
    assert_eq!(certificate.validity().not_before, NOON - 3_600);
    assert_eq!(certificate.validity().not_after, NOON + 30 * 86_400);
    request["ValidityNotBefore"] = json!({"Type": "ABSOLUTE", "Value": NOON + 60});
    request["Validity"] = json!({"Type": "END_DATE", "Value": 20270101000000_i64});
    let certificate = issued(&desk, request.clone());
    assert_eq!((certificate.validity().not_before, certificate.validity().not_after), (NOON + 60, 1_798_761_600));
    request["Validity"] = json!({"Type": "YEARS", "Value": 21});
    let error = desk.refused::<IssueCertificateRequest>(request.clone(), "ValidationException");
    assert!(error.message().contains("certificate authority"), "{error}");
    request["Validity"] = json!({"Type": "DAYS", "Value": 0});
    desk.refused::<IssueCertificateRequest>(request, "ValidationException");
}

#[test]
fn a_short_lived_authority_issues_for_a_week_at_most() {
    let desk = Desk::new();
    let mut request = authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHECDSA");
    request["UsageMode"] = json!("SHORT_LIVED_CERTIFICATE");
    let root = canopy::engine::CreateRoot {
        request: serde_json::from_value(request).unwrap(),
        validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 1})).unwrap(),
    };
    let root = desk.engine.create_and_activate_root(&desk.caller, root).unwrap().to_string();
    let mut request = issue_request(&root, &csr("a.example"));
    desk.refused::<IssueCertificateRequest>(request.clone(), "ValidationException");
    request["Validity"] = json!({"Type": "DAYS", "Value": 7});
    issued(&desk, request);
}

#[test]
fn path_lengths_leave_room_below() {
    let desk = Desk::new();
    let root = desk.root();
    let subordinate = desk.subordinate(&root);
    let mut request = issue_request(&subordinate, &csr("below"));
    request["TemplateArn"] = json!("arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen0/V1");
    let error = desk.refused::<IssueCertificateRequest>(request, "InvalidArgsException");
    assert!(error.message().contains("path length"), "{error}");
    desk.issue(&subordinate, "leaf.example");
}

#[test]
fn an_address_is_written_only_when_somebody_owns_it() {
    let crl = json!({"Enabled": true, "ExpirationInDays": 7, "S3BucketName": "published"});
    let point = |settings: Settings, crl: serde_json::Value| {
        let desk = Desk::with(settings);
        let mut request = authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHECDSA");
        request["RevocationConfiguration"] = json!({"CrlConfiguration": crl});
        let root = canopy::engine::CreateRoot {
            request: serde_json::from_value(request).unwrap(),
            validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 20})).unwrap(),
        };
        let root = desk.engine.create_and_activate_root(&desk.caller, root).unwrap();
        let certificate = desk.certificate(&desk.issue(&root.to_string(), "a.example"));
        let extension = certificate.extension(&oid::ID_CE_CRL_DISTRIBUTION_POINTS)?;
        let points = CrlDistributionPoints::from_value(&extension.value).unwrap();
        Some(points.uris().next().unwrap().replace(&root.id.to_string(), "ID"))
    };
    assert_eq!(point(Settings::default(), crl.clone()), None);
    let settings = Settings { publication_address: Some("pki.example.com".into()), ..Settings::default() };
    assert_eq!(point(settings.clone(), crl.clone()).as_deref(), Some("http://pki.example.com/published/crl/ID.crl"));
    let mut cname = crl.clone();
    cname["CustomCname"] = json!("crl.example.com");
    assert_eq!(point(Settings::default(), cname).as_deref(), Some("http://crl.example.com/crl/ID.crl"));
    let mut omitted = crl;
    omitted["CrlDistributionPointExtensionConfiguration"] = json!({"OmitExtension": true});
    assert_eq!(point(settings, omitted), None);
}

#[test]
fn a_csr_is_proved_and_told_apart() {
    let desk = Desk::new();
    let root = desk.root();
    let good = csr("a.example");
    let refused = |csr: &str| {
        let mut request = issue_request(&root, "");
        request["Csr"] = json!(base64(csr));
        desk.refused::<IssueCertificateRequest>(request, "MalformedCSRException").message()
    };
    let tampered: Vec<String> = good.lines().map(str::to_owned).collect();
    let mut der = canopy::x509::pem::decode(good.as_bytes()).unwrap().remove(0).der;
    let end = der.len() - 1;
    der[end] ^= 1;
    assert!(
        refused(&canopy::x509::pem::encode("CERTIFICATE REQUEST", &der)).contains("signature"),
        "{}",
        tampered.len()
    );
    assert!(refused("hello, this is not a request").contains("certificate signing request"));
    assert!(refused(&desk.authority_certificate(&root).to_pem()).contains("CERTIFICATE"));
    assert!(refused(&good[..good.len() / 2]).contains("END"));
    assert!(refused(&good.repeat(2)).contains('2'));
    let crlf = format!("Subject: somebody\r\n\r\n{}\r\nbye\r\n", good.replace('\n', "\r\n"));
    issued(&desk, issue_request(&root, &crlf));
}

#[test]
fn the_preview_says_what_is_signed_and_what_is_lost() {
    let desk = Desk::new();
    let root = desk.root();
    let mut parameters = rcgen::CertificateParams::new(vec!["a.example".into()]).unwrap();
    parameters.key_usages = vec![rcgen::KeyUsagePurpose::KeyCertSign];
    let key = rcgen::KeyPair::generate().unwrap();
    let der = parameters.serialize_request(&key).unwrap();
    let pem = canopy::x509::CertificationRequest::from_der(der.der()).unwrap().to_pem();
    let request: IssueCertificateRequest = serde_json::from_value(issue_request(&root, &pem)).unwrap();
    let before = desk.bytes();
    let preview = desk.engine.preview(&desk.caller, &request).unwrap();
    assert!(desk.bytes() == before);
    assert!(preview.unused.iter().any(|unused| unused.label == "Key usage"), "{:?}", preview.unused);
    assert!(preview.warnings.iter().any(|warning| warning.to_lowercase().contains("root")), "{:?}", preview.warnings);
    let row = |label: &str| preview.rows.iter().find(|row| row.label == label).unwrap_or_else(|| panic!("{label}"));
    assert_eq!((row("Names").source, row("Key usage").source), (Source::Csr, Source::Template));
    let certificate = desk.certificate(&desk.engine.call(&desk.caller, request).unwrap().certificate_arn);
    assert_eq!(certificate.validity().not_after, preview.not_after);
    assert_eq!(preview.rows.iter().filter(|row| row.extension).count(), certificate.extensions().len());
}

#[test]
fn the_same_token_is_the_same_certificate() {
    let desk = Desk::new();
    let root = desk.root();
    let mut request = issue_request(&root, &csr("a.example"));
    request["IdempotencyToken"] = json!("once");
    let first = desk.call::<IssueCertificateRequest>(request.clone()).unwrap();
    assert_eq!(desk.call::<IssueCertificateRequest>(request.clone()).unwrap(), first);
    desk.later(301);
    assert_ne!(desk.call::<IssueCertificateRequest>(request).unwrap(), first);
}
