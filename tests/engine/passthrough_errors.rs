//! What a request gives beside its CSR, where it is refused, and where nobody minds it.

use crate::desk::{Desk, base64, csr};
use crate::passthrough::{BLANK, SERVER, custom, extensions, issued, nobody, preview, request};
use canopy::engine::Source;
use canopy::engine::api::IssueCertificateRequest;
use canopy::x509::extension::SubjectAltName;
use canopy::x509::{Extension, GeneralName, Oid, oid};
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn what_cannot_be_signed_is_an_invalid_argument() {
    let desk = Desk::new();
    let root = desk.root();
    let attribute = json!([{"ObjectIdentifier": "2.5.4.3", "Value": "x"}]);
    let both = json!({"ExtendedKeyUsageType": "SERVER_AUTH", "ExtendedKeyUsageObjectIdentifier": "1.2.3"});
    let policy = json!({"CertPolicyId": "1.2.3"});
    let usage = custom("2.5.29.15", b"\x03\x02\x05\xa0");
    let twice = json!({"Extensions": {"KeyUsage": {"DigitalSignature": true}, "CustomExtensions": [usage]}});
    let names = json!({
        "Extensions": {
            "SubjectAlternativeNames": [{"DnsName": "a.example"}],
            "CustomExtensions": [custom("2.5.29.17", b"\x30\x03\x82\x01a")]
        }
    });
    let cases = [
        (json!({"Subject": {"CommonName": "x", "CustomAttributes": attribute}}), "subject.customAttributes"),
        (json!({"Subject": {"CustomAttributes": [{"ObjectIdentifier": "2.5.4.6", "Value": "Ü"}]}}), "subject"),
        (extensions("ExtendedKeyUsage", json!([{}])), "extensions.extendedKeyUsage.1.member"),
        (extensions("ExtendedKeyUsage", json!([both])), "extensions.extendedKeyUsage.1.member"),
        (
            extensions("CertificatePolicies", json!([policy, policy])),
            "extensions.certificatePolicies.2.member.certPolicyId",
        ),
        (extensions("SubjectAlternativeNames", json!([{}])), "extensions.subjectAlternativeNames.1.member"),
        (
            extensions("SubjectAlternativeNames", json!([{"DnsName": "a"}, {"DnsName": "b", "IpAddress": "::1"}])),
            "extensions.subjectAlternativeNames.2.member",
        ),
        (
            extensions("SubjectAlternativeNames", json!([{"DnsName": "ü"}])),
            "extensions.subjectAlternativeNames.1.member",
        ),
        (
            extensions("SubjectAlternativeNames", json!([{"IpAddress": "1.2.3.4.5"}])),
            "extensions.subjectAlternativeNames.1.member",
        ),
        (
            extensions("CustomExtensions", json!([custom("1.2.3", b"a"), custom("1.2.3", b"b")])),
            "extensions.customExtensions.2.member.objectIdentifier",
        ),
        (twice, "extensions.customExtensions.1.member.objectIdentifier"),
        (names, "extensions.customExtensions.1.member.objectIdentifier"),
        (
            extensions("CustomExtensions", json!([custom("2.5.29.30", b"\x05\x00")])),
            "extensions.customExtensions.1.member.value",
        ),
    ];
    for (given, member) in cases {
        let asked = request(&root, &csr("a.example"), BLANK, given.clone());
        let error = desk.refused::<IssueCertificateRequest>(asked.clone(), "InvalidArgsException");
        assert_eq!(error.members(), [format!("apiPassthrough.{member}")], "{error}");
        let asked: IssueCertificateRequest = serde_json::from_value(asked).unwrap();
        assert_eq!(desk.engine.preview(&desk.caller, &asked).unwrap_err(), error);
        // A template that ignores it does not mind, and says what it ignores.
        for ignoring in ["EndEntityCertificate/V1", "BlankEndEntityCertificate_CSRPassthrough/V1"] {
            let asked = request(&root, &csr("a.example"), ignoring, given.clone());
            assert!(preview(&desk, asked.clone()).unused.iter().any(|unused| unused.source == Source::Api), "{given}");
            issued(&desk, asked);
        }
    }
}

#[test]
fn limits_of_the_reference_hold_for_every_template() {
    let desk = Desk::new();
    let root = desk.root();
    let many = |count: usize, item: Value| Value::from(vec![item; count]);
    let long = "x".repeat(4_100);
    let cps = |uri: String| json!([{"PolicyQualifierId": "CPS", "Qualifier": {"CpsUri": uri}}]);
    let cases = [
        (json!({"Subject": {"Country": "USA"}}), 2),
        (json!({"Subject": {"CommonName": "x".repeat(65)}}), 1),
        (json!({"Subject": {"CustomAttributes": []}}), 1),
        (extensions("CertificatePolicies", json!([])), 1),
        (extensions("CertificatePolicies", many(21, json!({"CertPolicyId": "1.2.3"}))), 1),
        (extensions("CertificatePolicies", json!([{"CertPolicyId": "3.2.1"}])), 1),
        (
            extensions(
                "CertificatePolicies",
                json!([{"CertPolicyId": "1.2", "PolicyQualifiers": cps("x".repeat(257))}]),
            ),
            1,
        ),
        (extensions("ExtendedKeyUsage", many(21, json!({"ExtendedKeyUsageType": "SERVER_AUTH"}))), 1),
        (extensions("ExtendedKeyUsage", json!([{"ExtendedKeyUsageObjectIdentifier": "serverAuth"}])), 1),
        (extensions("SubjectAlternativeNames", many(151, json!({"DnsName": "a"}))), 1),
        (extensions("SubjectAlternativeNames", json!([{"DnsName": "x".repeat(254)}])), 1),
        (extensions("SubjectAlternativeNames", json!([{"IpAddress": "0".repeat(40)}])), 1),
        (extensions("SubjectAlternativeNames", json!([{"RegisteredId": "none"}])), 1),
        (extensions("CustomExtensions", many(151, custom("1.2.3", b"a"))), 1),
        (extensions("CustomExtensions", json!([{"ObjectIdentifier": "1.2.3", "Value": long}])), 1),
        (extensions("CustomExtensions", json!([{"ObjectIdentifier": "1.2.3", "Value": "%%%%"}])), 1),
        (extensions("CustomExtensions", json!([{"ObjectIdentifier": "1.2.3", "Value": ""}])), 1),
    ];
    for (given, count) in cases {
        for template in [BLANK, "EndEntityCertificate/V1"] {
            let asked = request(&root, &csr("a.example"), template, given.clone());
            let error = desk.refused::<IssueCertificateRequest>(asked, "ValidationException");
            assert_eq!(error.members().len(), count, "{given}: {error}");
            assert!(error.members().iter().all(|member| member.starts_with("apiPassthrough.")), "{error}");
        }
    }
    // A whole list fits.
    let names: Vec<Value> = (0..150).map(|number| json!({"DnsName": format!("{number}.example")})).collect();
    let certificate =
        issued(&desk, request(&root, &nobody(Vec::new()), SERVER, extensions("SubjectAlternativeNames", json!(names))));
    assert_eq!(certificate.alternative_names().len(), 150);
}

#[test]
fn somebody_must_be_named_by_the_csr_or_the_request() {
    let desk = Desk::new();
    let root = desk.root();
    let pem = nobody(Vec::new());
    let refused = |template: &str, given: Value| {
        let error =
            desk.refused::<IssueCertificateRequest>(request(&root, &pem, template, given), "MalformedCSRException");
        assert_eq!(error.members(), ["csr"]);
    };
    let subject = json!({"Subject": {"CommonName": "x"}});
    refused("EndEntityCertificate/V1", subject.clone());
    refused("BlankEndEntityCertificate_CSRPassthrough/V1", subject.clone());
    refused(SERVER, json!({}));
    refused(SERVER, json!({"Subject": {}}));
    refused(SERVER, json!({"Subject": {"CommonName": ""}}));
    refused(BLANK, extensions("CustomExtensions", json!([custom("1.2.3", b"a")])));
    assert_eq!(issued(&desk, request(&root, &pem, SERVER, subject)).subject().common_name().as_deref(), Some("x"));
    let names = extensions("SubjectAlternativeNames", json!([{"UniformResourceIdentifier": "spiffe://example.com/a"}]));
    let certificate = issued(&desk, request(&root, &pem, SERVER, names));
    let found = certificate.extension(&oid::ID_CE_SUBJECT_ALT_NAME).unwrap();
    assert!(found.critical && certificate.subject().is_empty(), "RFC 5280 section 4.2.1.6");
}

#[test]
fn extensions_of_both_are_no_more_than_a_certificate_may_have() {
    let desk = Desk::new();
    let root = desk.root();
    let extension = |number: usize| {
        let oid = Oid::new(&format!("1.2.3.{number}")).unwrap();
        Extension { oid, critical: false, value: vec![5, 0] }
    };
    let template = "BlankEndEntityCertificate_CSRPassthrough/V1";
    let with = |count: usize| {
        let mut all: Vec<Extension> = (0..count).map(extension).collect();
        all.push(SubjectAltName(vec![GeneralName::DnsName("a.example".into())]).to_extension(true).unwrap());
        request(&root, &nobody(all), template, json!({}))
    };
    // Beside them stand the names, the basic constraints and the two key identifiers.
    assert_eq!(issued(&desk, with(252)).extensions().len(), 256);
    let error = desk.refused::<IssueCertificateRequest>(with(253), "MalformedCSRException");
    assert!(error.message().contains("256"), "{error}");
}

/// Whatever is asked for, it is refused in the API's words, or it is signed as the preview shows it.
#[test]
fn nothing_that_is_asked_for_is_a_defect() {
    let desk = Desk::new();
    let root = desk.root();
    let pem = csr("a.example");
    let known =
        ["2.5.29.17", "2.5.29.15", "2.5.29.37", "2.5.29.31", "2.5.29.30", "2.5.29.32", "1.3.6.1.5.5.7.1.1", "1.2.3"];
    let oid = proptest::sample::select(known.to_vec());
    let octets = proptest::collection::vec(any::<u8>(), 1..12);
    let nested = octets.clone().prop_map(|inside| [&[0x30, inside.len() as u8][..], &inside].concat());
    let text = "[ -~äß\u{202e}]{0,6}";
    let strategy =
        (proptest::collection::vec((oid, prop_oneof![octets, nested], any::<bool>()), 1..4), text, text, text);
    proptest!(|((customs, name, address, party) in strategy)| {
        let customs: Vec<Value> = customs
            .into_iter()
            .map(|(oid, value, critical)| json!({"ObjectIdentifier": oid, "Value": base64(value), "Critical": critical}))
            .collect();
        let given = json!({
            "Subject": {"CommonName": name, "SerialNumber": party},
            "Extensions": {
                "SubjectAlternativeNames": [{"DnsName": name}, {"IpAddress": address}, {"EdiPartyName": {"PartyName": party}}],
                "CustomExtensions": customs
            }
        });
        let mut alone = given.clone();
        alone["Extensions"].as_object_mut().unwrap().remove("SubjectAlternativeNames");
        alone["Subject"] = json!({});
        for given in [given, alone] {
            let asked: IssueCertificateRequest = serde_json::from_value(request(&root, &pem, BLANK, given)).unwrap();
            let shown = desk.engine.preview(&desk.caller, &asked);
            match (shown, desk.engine.call(&desk.caller, asked)) {
                (Ok(shown), Ok(answer)) => {
                    let certificate = desk.certificate(&answer.certificate_arn);
                    let values: usize =
                        certificate.extensions().iter().map(|found| canopy::x509::words::values(found).len()).sum();
                    prop_assert_eq!(shown.rows.iter().filter(|row| row.extension).count(), values);
                }
                (Err(shown), Err(error)) => {
                    prop_assert!(["InvalidArgsException", "ValidationException"].contains(&error.code()), "{error}");
                    prop_assert_eq!(shown, error);
                }
                (shown, answer) => prop_assert!(false, "{shown:?}, {answer:?}"),
            }
        }
    });
}
