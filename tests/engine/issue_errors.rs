//! Every reason for which nothing is issued, and the calendar of what is.

use crate::desk::{Desk, NO_AUTHORITY, NOON, authority_request, base64, csr, csr_of, issue_request, missing};
use canopy::engine::api::*;
use canopy::keystore::{KeyKind, SoftwareKey};
use canopy::x509::Name;
use serde_json::{Value, json};

fn refused(desk: &Desk, request: Value, code: &str) -> canopy::engine::Error {
    desk.refused::<IssueCertificateRequest>(request, code)
}

fn with(authority: &str, member: &str, value: Value) -> Value {
    let mut request = issue_request(authority, &csr("a.example"));
    request[member] = value;
    request
}

#[test]
fn the_authority_must_be_there_and_active() {
    let desk = Desk::new();
    let root = desk.root();
    let pem = csr("a.example");
    refused(&desk, issue_request(&missing(&root), &pem), "ResourceNotFoundException");
    let error = refused(&desk, issue_request(NO_AUTHORITY, &pem), "InvalidArnException");
    assert!(error.message().starts_with("Not a valid arn. "), "{error}");
    refused(&desk, issue_request("arn:aws:s3:::bucket", &pem), "ValidationException");
    let (waiting, own) = desk.pending("ROOT");
    let status = |request: Value, status: &str| {
        let message = refused(&desk, request, "InvalidStateException").message();
        assert!(message.starts_with("The certificate authority is not in a valid state for issuing certificates"));
        assert!(message.contains(status), "{message}");
    };
    status(issue_request(&waiting, &pem), "PENDING_CERTIFICATE");
    status(issue_request(&waiting, &own), "PENDING_CERTIFICATE");
    desk.set_status(&root, "DISABLED");
    status(issue_request(&root, &pem), "DISABLED");
    desk.set_status(&root, "ACTIVE");
    let own = desk.csr_of(&root);
    desk.later(21 * 366 * 86_400);
    status(issue_request(&root, &pem), "EXPIRED");
    desk.certify(&root, &own, "RootCACertificate/V1", 365);
}

#[test]
fn an_authority_of_another_region_or_account_is_not_there() {
    let desk = Desk::new();
    let root = desk.root();
    let request: IssueCertificateRequest = serde_json::from_value(issue_request(&root, &csr("a.example"))).unwrap();
    let code = |caller: &canopy::engine::Caller| desk.engine.call(caller, request.clone()).unwrap_err().code();
    let mut elsewhere = desk.caller.clone();
    elsewhere.region = "eu-central-1".into();
    assert_eq!(code(&elsewhere), "ResourceNotFoundException");
    let mut stranger = desk.caller.clone();
    stranger.account = "111111111111".into();
    assert_eq!(code(&stranger), "AccessDeniedException");
}

#[test]
fn the_template_and_the_algorithm_must_go_with_the_authority() {
    let desk = Desk::new();
    let root = desk.root();
    for arn in [
        "arn:aws:acm-pca:::template/NoSuchCertificate/V1",
        "arn:aws:acm-pca:::template/EndEntityCertificate/V2",
        "arn:aws-cn:acm-pca:::template/EndEntityCertificate/V1",
        &root,
    ] {
        let error = refused(&desk, with(&root, "TemplateArn", json!(arn)), "InvalidArgsException");
        assert_eq!(error.members(), ["templateArn"], "{arn}");
    }
    refused(&desk, with(&root, "TemplateArn", json!("none")), "ValidationException");
    for algorithm in ["SHA256WITHRSA", "SHA512WITHRSA", "SHA256WITHRSA_PSS", "ML_DSA_65"] {
        let error = refused(&desk, with(&root, "SigningAlgorithm", json!(algorithm)), "InvalidArgsException");
        assert_eq!(error.members(), ["signingAlgorithm"]);
        assert!(error.message().contains(algorithm), "{error}");
    }
}

#[test]
fn a_csr_names_somebody() {
    let desk = Desk::new();
    let root = desk.root();
    let key = SoftwareKey::generate(KeyKind::P256).unwrap();
    let nobody = csr_of(Name::from_rdns(Vec::new()).unwrap(), Vec::new(), &key);
    let error = refused(&desk, issue_request(&root, &nobody), "MalformedCSRException");
    assert!(error.message().contains("subject"), "{error}");
    let large = format!("{}{}", csr("a.example"), " ".repeat(32_768));
    let error = refused(&desk, with(&root, "Csr", json!(base64(large))), "ValidationException");
    assert_eq!(error.members(), ["csr"]);
    let exact = csr("a.example");
    let exact = format!("{exact}{}", " ".repeat(32_768 - exact.len()));
    desk.call::<IssueCertificateRequest>(issue_request(&root, &exact)).unwrap();
}

#[test]
fn a_start_is_absolute_and_before_the_end() {
    let desk = Desk::new();
    let root = desk.root();
    for r#type in ["END_DATE", "DAYS", "MONTHS", "YEARS"] {
        let error = refused(
            &desk,
            with(&root, "ValidityNotBefore", json!({"Type": r#type, "Value": 20261124000000_i64})),
            "ValidationException",
        );
        assert_eq!(error.members(), ["validityNotBefore.value"]);
    }
    let late = json!({"Type": "ABSOLUTE", "Value": NOON + 31 * 86_400});
    refused(&desk, with(&root, "ValidityNotBefore", late), "ValidationException");
}

/// Seconds since 1970 of a time in UTC.
fn at(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_second()
}

#[test]
fn ends_follow_the_calendar() {
    let desk = Desk::new();
    let root = desk.root();
    let ends = |r#type: &str, value: i64| {
        let request = with(&root, "Validity", json!({"Type": r#type, "Value": value}));
        let arn = desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn;
        desk.certificate(&arn).validity().not_after
    };
    // The next leap day, at noon.
    desk.later(at("2028-02-29T12:00:00Z") - NOON);
    assert_eq!(ends("YEARS", 1), at("2029-02-28T12:00:00Z"));
    assert_eq!(ends("YEARS", 4), at("2032-02-29T12:00:00Z"));
    assert_eq!(ends("MONTHS", 1), at("2028-03-29T12:00:00Z"));
    assert_eq!(ends("DAYS", 1), at("2028-03-01T12:00:00Z"));
    assert_eq!(ends("END_DATE", 280301000000), at("2028-03-01T00:00:00Z"));
    assert_eq!(ends("END_DATE", 20280301000000), at("2028-03-01T00:00:00Z"));
    assert_eq!(ends("ABSOLUTE", at("2028-02-29T12:00:01Z")), at("2028-02-29T12:00:01Z"));
    desk.later(at("2028-08-31T12:00:00Z") - at("2028-02-29T12:00:00Z"));
    assert_eq!(ends("MONTHS", 1), at("2028-09-30T12:00:00Z"));
    assert_eq!(ends("MONTHS", 6), at("2029-02-28T12:00:00Z"));
    let root_end = desk.authority_certificate(&root).validity().not_after;
    assert_eq!(ends("ABSOLUTE", root_end), root_end, "the end of the authority itself is allowed");
    for (r#type, value) in [
        ("ABSOLUTE", root_end + 1),
        ("ABSOLUTE", at("2028-08-31T12:00:00Z")),
        ("END_DATE", 280230000000),
        ("END_DATE", 20280830000000),
        ("END_DATE", 1234567890123),
        ("MONTHS", 0),
        ("YEARS", -1),
        ("DAYS", i64::MAX),
    ] {
        let request = with(&root, "Validity", json!({"Type": r#type, "Value": value}));
        let error = refused(&desk, request, "ValidationException");
        assert_eq!(error.members(), ["validity.value"], "{type} {value}");
    }
}

#[test]
fn the_path_length_below_is_less() {
    let desk = Desk::new();
    let root = desk.root();
    let (above, request) = desk.pending("SUBORDINATE");
    let chain = desk.authority_certificate(&root).to_pem();
    let own = desk.certify(&root, &request, "SubordinateCACertificate_PathLen1/V1", 3_000);
    desk.call::<ImportCertificateAuthorityCertificateRequest>(crate::desk::import_request(&above, &own, &chain))
        .unwrap();
    let key = SoftwareKey::generate(KeyKind::P256).unwrap();
    let pem = csr_of(Name::from_rdns(Vec::new()).unwrap(), vec![alternative_name()], &key);
    let attempt = |issuer: &str, length: u8| {
        let mut request = issue_request(issuer, &pem);
        request["TemplateArn"] =
            json!(format!("arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen{length}/V1"));
        desk.call::<IssueCertificateRequest>(request).map_err(|error| error.code())
    };
    assert!(attempt(&above, 0).is_ok());
    assert_eq!(attempt(&above, 1).unwrap_err(), "InvalidArgsException");
    assert_eq!(attempt(&above, 3).unwrap_err(), "InvalidArgsException");
    assert!(attempt(&root, 3).is_ok(), "the root has no limit");
}

fn alternative_name() -> canopy::x509::Extension {
    let name = canopy::x509::GeneralName::DnsName("ca.example".into());
    canopy::x509::extension::SubjectAltName(vec![name]).to_extension(true).unwrap()
}

#[test]
fn an_rsa_authority_signs_any_key() {
    let desk = Desk::new();
    let root = desk.root_from(authority_request("ROOT", "Root", "RSA_2048", "SHA256WITHRSA"));
    refused(&desk, issue_request(&root, &csr("a.example")), "InvalidArgsException");
    let request = with(&root, "SigningAlgorithm", json!("SHA512WITHRSA"));
    let leaf = desk.certificate(&desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn);
    assert_eq!(leaf.verify_signature(desk.authority_certificate(&root).public_key()), Ok(()));
}
