//! Creating, describing, listing and updating authorities.

use crate::desk::{Desk, NO_AUTHORITY, NOON, authority_request, base64, crl_on, csr, issue_request, missing};
use canopy::engine::api::*;
use canopy::workspace::Settings;
use canopy::x509::CertificationRequest;
use serde_json::json;

fn request() -> serde_json::Value {
    authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHECDSA")
}

fn create(desk: &Desk, request: serde_json::Value) -> String {
    desk.call::<CreateCertificateAuthorityRequest>(request).unwrap().certificate_authority_arn
}

fn describe(desk: &Desk, arn: &str) -> CertificateAuthority {
    let request = json!({"CertificateAuthorityArn": arn});
    desk.call::<DescribeCertificateAuthorityRequest>(request).unwrap().certificate_authority
}

#[test]
fn a_new_authority_waits_for_its_certificate() {
    let desk = Desk::new();
    let arn = create(&desk, request());
    assert!(arn.starts_with("arn:aws:acm-pca:us-east-1:000000000000:certificate-authority/"), "{arn}");
    let found = describe(&desk, &arn);
    assert_eq!(found.status, Some(CertificateAuthorityStatus::PendingCertificate));
    assert_eq!(found.created_at, Some(EpochSeconds(NOON as f64)));
    assert_eq!(
        (found.serial, found.not_after, found.usage_mode),
        (None, None, Some(CertificateAuthorityUsageMode::GeneralPurpose))
    );
    let configuration = found.certificate_authority_configuration.unwrap();
    assert_eq!(configuration.subject.common_name.as_deref(), Some("Root"));
    let answer = desk.call::<GetCertificateAuthorityCsrRequest>(json!({"CertificateAuthorityArn": arn})).unwrap();
    let csr = CertificationRequest::from_pem_or_der(answer.csr.as_bytes()).unwrap();
    assert_eq!(csr.verify_signature(), Ok(()));
    assert_eq!(csr.subject().to_string(), "CN=Root,O=Example");
    desk.refused::<GetCertificateAuthorityCertificateRequest>(
        json!({"CertificateAuthorityArn": arn}),
        "InvalidStateException",
    );
}

#[test]
fn csr_extensions_come_back_as_they_were_asked_for() {
    let desk = Desk::new();
    let mut asked = request();
    asked["CertificateAuthorityConfiguration"]["CsrExtensions"] = json!({
        "KeyUsage": {"KeyCertSign": true, "CRLSign": true},
        "SubjectInformationAccess": [{
            "AccessMethod": {"AccessMethodType": "CA_REPOSITORY"},
            "AccessLocation": {"UniformResourceIdentifier": "http://pki.example.com/"}
        }]
    });
    let arn = create(&desk, asked.clone());
    let found = describe(&desk, &arn).certificate_authority_configuration.unwrap().csr_extensions;
    let found = serde_json::to_value(found).unwrap();
    let expected = &asked["CertificateAuthorityConfiguration"]["CsrExtensions"];
    assert_eq!(found["SubjectInformationAccess"], expected["SubjectInformationAccess"]);
    assert_eq!(found["KeyUsage"]["KeyCertSign"], json!(true));
    assert_eq!(found["KeyUsage"]["DigitalSignature"], json!(false));
}

#[test]
fn a_request_that_breaks_a_rule_names_the_member_and_leaves_nothing() {
    let desk = Desk::new();
    let configuration = "certificateAuthorityConfiguration";
    let with = |path: &str, value: serde_json::Value| {
        let mut request = request();
        *request.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = value;
        request
    };
    let mut country = request();
    country["CertificateAuthorityConfiguration"]["Subject"]["Country"] = json!("GERMANY");
    let error = desk.refused::<CreateCertificateAuthorityRequest>(country, "ValidationException");
    assert!(error.members().iter().all(|member| *member == format!("{configuration}.subject.country")), "{error}");
    let empty = with("/CertificateAuthorityConfiguration/Subject", json!({}));
    desk.refused::<CreateCertificateAuthorityRequest>(empty, "InvalidArgsException");
    let mismatch = with("/CertificateAuthorityConfiguration/SigningAlgorithm", json!("SHA256WITHRSA"));
    desk.refused::<CreateCertificateAuthorityRequest>(mismatch, "InvalidArgsException");
    let mut tags = request();
    tags["Tags"] = json!([{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]);
    desk.refused::<CreateCertificateAuthorityRequest>(tags, "InvalidTagException");
    let mut bucket = request();
    bucket["RevocationConfiguration"] =
        json!({"CrlConfiguration": {"Enabled": true, "ExpirationInDays": 7, "S3BucketName": "none-here"}});
    let error = desk.refused::<CreateCertificateAuthorityRequest>(bucket, "ValidationException");
    assert_eq!(error.members(), ["revocationConfiguration.crlConfiguration.s3BucketName"]);
}

#[test]
fn the_same_token_within_five_minutes_is_the_same_authority() {
    let desk = Desk::new();
    let mut request = request();
    request["IdempotencyToken"] = json!("token");
    let first = create(&desk, request.clone());
    let before = desk.bytes();
    desk.later(299);
    assert_eq!(create(&desk, request.clone()), first);
    assert!(desk.bytes() == before);
    desk.later(2);
    assert_ne!(create(&desk, request), first);
}

#[test]
fn lists_come_in_pages_newest_first() {
    let desk = Desk::new();
    let arns: Vec<String> = (0..5)
        .map(|_| {
            desk.later(1);
            create(&desk, request())
        })
        .collect();
    let mut seen = Vec::new();
    let mut token = None;
    loop {
        let mut request = json!({"MaxResults": 2});
        if let Some(token) = &token {
            request["NextToken"] = json!(token);
        }
        let page = desk.call::<ListCertificateAuthoritiesRequest>(request).unwrap();
        assert!(page.certificate_authorities.len() <= 2);
        seen.extend(page.certificate_authorities.into_iter().map(|found| found.arn.unwrap()));
        token = page.next_token;
        if token.is_none() {
            break;
        }
    }
    assert_eq!(seen, arns.into_iter().rev().collect::<Vec<_>>());
    desk.refused::<ListCertificateAuthoritiesRequest>(
        json!({"NextToken": "bm9uc2Vuc2U="}),
        "InvalidNextTokenException",
    );
    let others = desk.call::<ListCertificateAuthoritiesRequest>(json!({"ResourceOwner": "OTHER_ACCOUNTS"})).unwrap();
    assert!(others.certificate_authorities.is_empty());
}

#[test]
fn arns_are_looked_up_with_the_exceptions_of_the_reference() {
    let desk = Desk::new();
    let arn = desk.root();
    let ask = |arn: &str, code: &str| {
        desk.refused::<DescribeCertificateAuthorityRequest>(json!({"CertificateAuthorityArn": arn}), code);
    };
    ask("arn:aws:acm-pca:us-east-1:000000000000:nonsense", "InvalidArnException");
    ask(&arn.replace(&arn[arn.len() - 12..], "000000000000"), "ResourceNotFoundException");
    let mut stranger = desk.caller.clone();
    stranger.account = "111111111111".into();
    let request = DescribeCertificateAuthorityRequest { certificate_authority_arn: arn };
    assert_eq!(desk.engine.call(&stranger, request).unwrap_err().code(), "AccessDeniedException");
}

#[test]
fn a_disabled_authority_issues_nothing_until_it_is_enabled() {
    let desk = Desk::new();
    let arn = desk.root();
    let update = |status: &str| json!({"CertificateAuthorityArn": arn, "Status": status});
    desk.call::<UpdateCertificateAuthorityRequest>(update("DISABLED")).unwrap();
    assert_eq!(describe(&desk, &arn).status, Some(CertificateAuthorityStatus::Disabled));
    desk.refused::<IssueCertificateRequest>(issue_request(&arn, &csr("a.example")), "InvalidStateException");
    desk.refused::<UpdateCertificateAuthorityRequest>(update("DELETED"), "InvalidArgsException");
    desk.call::<UpdateCertificateAuthorityRequest>(update("ACTIVE")).unwrap();
    desk.issue(&arn, "a.example");
    let pending = create(&desk, request());
    let request = json!({"CertificateAuthorityArn": pending, "Status": "ACTIVE"});
    desk.refused::<UpdateCertificateAuthorityRequest>(request, "InvalidStateException");
}

#[test]
fn revocation_is_configured_later_too() {
    let desk = Desk::new();
    let arn = desk.root();
    let crl = json!({"Enabled": true, "ExpirationInDays": 3, "S3BucketName": "published"});
    let request = json!({"CertificateAuthorityArn": arn, "RevocationConfiguration": {"CrlConfiguration": crl}});
    desk.call::<UpdateCertificateAuthorityRequest>(request.clone()).unwrap();
    let found = describe(&desk, &arn).revocation_configuration.unwrap().crl_configuration.unwrap();
    assert_eq!((found.enabled, found.expiration_in_days), (true, Some(3)));
    let before = desk.bytes();
    desk.call::<UpdateCertificateAuthorityRequest>(request.clone()).unwrap();
    assert!(desk.bytes() == before, "what is so already is not recorded again");
    let mut days = request;
    days["RevocationConfiguration"]["CrlConfiguration"]["ExpirationInDays"] = json!(5001);
    desk.refused::<UpdateCertificateAuthorityRequest>(days, "ValidationException");
}

#[test]
fn an_update_and_the_settings_it_needs_are_one_record() {
    let desk = Desk::new();
    let arn = desk.root();
    let update = |status: &str| {
        let request = json!({"CertificateAuthorityArn": arn, "Status": status});
        serde_json::from_value::<UpdateCertificateAuthorityRequest>(request).unwrap()
    };
    let settings = |address: &str| {
        let settings = desk.engine.snapshot().settings().clone();
        Some(Settings { publication_address: Some(address.into()), ..settings })
    };
    let (before, head) = (desk.bytes(), desk.engine.snapshot().head());
    for (status, address) in [("DELETED", "pki.example.com"), ("DISABLED", "s3.amazonaws.com")] {
        let error = desk.engine.update_authority(&desk.caller, update(status), settings(address)).unwrap_err();
        assert_eq!(error.code(), "InvalidArgsException");
    }
    assert!(desk.bytes() == before, "neither is saved when one is refused");
    desk.engine.update_authority(&desk.caller, update("DISABLED"), settings("pki.example.com")).unwrap();
    let after = desk.engine.snapshot();
    assert_eq!(after.head().seq, head.seq + 1);
    assert_eq!(after.settings().publication_address.as_deref(), Some("pki.example.com"));
    assert_eq!(describe(&desk, &arn).status, Some(CertificateAuthorityStatus::Disabled));
}

#[test]
fn a_root_csr_of_another_key_is_no_root() {
    let desk = Desk::new();
    let arn = create(&desk, request());
    let mut request = issue_request(&arn, &csr("other"));
    request["TemplateArn"] = json!("arn:aws:acm-pca:::template/RootCACertificate/V1");
    desk.refused::<IssueCertificateRequest>(request, "InvalidArgsException");
    let own = desk.call::<GetCertificateAuthorityCsrRequest>(json!({"CertificateAuthorityArn": arn})).unwrap().csr;
    let mut request = issue_request(&arn, &own);
    request["TemplateArn"] = json!("arn:aws:acm-pca:::template/RootCACertificate/V1");
    let issued = desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn;
    let certificate = desk.certificate(&issued);
    assert!(certificate.is_self_issued() && certificate.verify_signature(certificate.public_key()).is_ok());
    let import = json!({"CertificateAuthorityArn": arn, "Certificate": base64(certificate.to_pem())});
    desk.call::<ImportCertificateAuthorityCertificateRequest>(import).unwrap();
    assert_eq!(describe(&desk, &arn).status, Some(CertificateAuthorityStatus::Active));
}

#[test]
fn two_hundred_authorities_are_the_limit() {
    let desk = Desk::new();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..25).for_each(|_| drop(create(&desk, request()))));
        }
    });
    let error = desk.refused::<CreateCertificateAuthorityRequest>(request(), "LimitExceededException");
    assert!(error.message().contains("200") && error.hint().is_some(), "{error}");
    let root = canopy::engine::CreateRoot {
        request: serde_json::from_value(request()).unwrap(),
        validity: Validity { value: 1, r#type: ValidityPeriodType::Years },
    };
    let error = desk.engine.create_and_activate_root(&desk.caller, root).unwrap_err();
    assert_eq!(error.code(), "LimitExceededException");
    let mut elsewhere = desk.caller.clone();
    elsewhere.region = "eu-central-1".into();
    let request: CreateCertificateAuthorityRequest = serde_json::from_value(request()).unwrap();
    desk.engine.call(&elsewhere, request).unwrap();
    // A page holds a hundred of them, however many are asked for.
    let page = desk.call::<ListCertificateAuthoritiesRequest>(json!({"MaxResults": 1000})).unwrap();
    assert_eq!((page.certificate_authorities.len(), page.next_token.is_some()), (100, true));
    for number in [0, 1001] {
        let error =
            desk.refused::<ListCertificateAuthoritiesRequest>(json!({"MaxResults": number}), "ValidationException");
        assert_eq!(error.members(), ["maxResults"]);
    }
}

#[test]
fn a_new_authority_is_refused_for_what_the_reference_names() {
    let desk = Desk::new();
    let refused = |member: &str, value: serde_json::Value, code: &str| {
        let mut request = request();
        request[member] = value;
        desk.refused::<CreateCertificateAuthorityRequest>(request, code)
    };
    for key in ["aws:team", "AWS:team", "rds:team"] {
        let error = refused("Tags", json!([{"Key": "a"}, {"Key": key}]), "InvalidTagException");
        assert_eq!(error.members(), ["tags.2.member.key"]);
    }
    refused("Tags", json!([]), "ValidationException");
    let many: Vec<_> = (0..51).map(|number| json!({"Key": format!("k{number}")})).collect();
    refused("Tags", json!(many), "ValidationException");
    let error = refused("KeyStorageSecurityStandard", json!("CCPC_LEVEL_1_OR_HIGHER"), "InvalidArgsException");
    let sentence = "A certificate authority cannot be created in this region with the specified security standard.";
    assert!(error.message().starts_with(sentence), "{error}");
    let crl = |member: &str, value: serde_json::Value| {
        let mut crl = crl_on();
        crl["CrlConfiguration"][member] = value;
        crl
    };
    let mut omitted = crl("CrlDistributionPointExtensionConfiguration", json!({"OmitExtension": true}));
    omitted["CrlConfiguration"]["CustomCname"] = json!("crl.example.com");
    let error = refused("RevocationConfiguration", omitted, "InvalidArgsException");
    assert_eq!(error.members(), ["revocationConfiguration.crlConfiguration.customCname"]);
    let error = refused("RevocationConfiguration", crl("ExpirationInDays", json!(null)), "ValidationException");
    assert_eq!(
        error.message(),
        "1 validation error detected: Value null or empty at 'expirationInDays' failed to satisfy constraint: Member \
         must not be null or empty"
    );
    assert_eq!(error.members(), ["revocationConfiguration.crlConfiguration.expirationInDays"]);
    refused("RevocationConfiguration", crl("S3BucketName", json!(null)), "ValidationException");
    let error = refused("RevocationConfiguration", crl("S3BucketName", json!("none-here")), "ValidationException");
    let sentence = "Permission error with your S3 bucket 'none-here'. Check that your bucket policy, encryption \
                    settings, S3 Block Public Access settings, and global account permissions are configured \
                    correctly. For more information, check the service documentation. ";
    assert!(error.message().starts_with(sentence), "{error}");
    refused("RevocationConfiguration", crl("CustomPath", json!("a/../b")), "InvalidArgsException");
    refused("RevocationConfiguration", crl("CustomPath", json!("/a")), "ValidationException");
    refused("IdempotencyToken", json!("x".repeat(37)), "ValidationException");
}

#[test]
fn a_name_with_a_character_too_many_is_told_at_its_member() {
    let desk = Desk::new();
    let with = |location: serde_json::Value| {
        let mut request = request();
        request["CertificateAuthorityConfiguration"]["CsrExtensions"] = json!({"SubjectInformationAccess": [
            {"AccessMethod": {"AccessMethodType": "CA_REPOSITORY"}, "AccessLocation": location}
        ]});
        desk.refused::<CreateCertificateAuthorityRequest>(request, "InvalidArgsException")
    };
    let error = with(json!({"UniformResourceIdentifier": "http://pki.münchen.example/"}));
    let list = "certificateAuthorityConfiguration.csrExtensions.subjectInformationAccess";
    assert_eq!(error.members(), [format!("{list}.1.member.accessLocation")]);
    assert!(error.message().contains('ü'), "{error}");
    with(json!({"DnsName": "a.example", "Rfc822Name": "a@example.com"}));
    with(json!({}));
}

#[test]
fn an_empty_list_of_descriptions_is_no_extension() {
    let desk = Desk::new();
    let mut request = request();
    request["CertificateAuthorityConfiguration"]["CsrExtensions"] = json!({"SubjectInformationAccess": []});
    let arn = create(&desk, request);
    let csr = CertificationRequest::from_pem_or_der(desk.csr_of(&arn).as_bytes()).unwrap();
    assert_eq!(csr.extensions().len(), 1, "basic constraints alone");
}

#[test]
fn what_has_expired_is_described_so_and_not_changed() {
    let desk = Desk::new();
    let arn = desk.root();
    let end = desk.authority_certificate(&arn).validity().not_after;
    desk.later(21 * 366 * 86_400);
    let found = describe(&desk, &arn);
    assert_eq!(found.status, Some(CertificateAuthorityStatus::Expired));
    assert_eq!(found.not_after, Some(EpochSeconds(end as f64)));
    assert_eq!(found.last_state_change_at, found.not_after);
    let update = |arn: &str, code: &str| {
        let request = json!({"CertificateAuthorityArn": arn, "Status": "DISABLED"});
        desk.refused::<UpdateCertificateAuthorityRequest>(request, code);
    };
    update(&arn, "InvalidStateException");
    update(&missing(&arn), "ResourceNotFoundException");
    update(NO_AUTHORITY, "InvalidArnException");
}
