//! What a request gives beside its CSR: when it counts, when it is ignored, and when it is refused.

use crate::desk::{Desk, authority_request, base64, csr, csr_of, issue_request, root_with_crl};
use canopy::engine::api::{
    self, Asn1Subject, ImportCertificateAuthorityCertificateRequest, IssueCertificateRequest, KeyAlgorithm,
};
use canopy::engine::{Preview, Source};
use canopy::keystore::{KeyKind, SoftwareKey};
use canopy::x509::extension::{BasicConstraints, CrlDistributionPoints, KeyUsage, SubjectAltName};
use canopy::x509::{Certificate, Extension, GeneralName, Name, Oid, oid};
use serde_json::{Value, json};

const SERVER: &str = "EndEntityServerAuthCertificate_APIPassthrough/V1";
const BLANK: &str = "BlankEndEntityCertificate_APICSRPassthrough/V1";

/// A request for a template that gives something beside a CSR.
fn request(authority: &str, pem: &str, template: &str, given: Value) -> Value {
    let mut request = issue_request(authority, pem);
    request["TemplateArn"] = json!(format!("arn:aws:acm-pca:::template/{template}"));
    request["ApiPassthrough"] = given;
    request
}

fn issued(desk: &Desk, request: Value) -> Certificate {
    desk.certificate(&desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn)
}

fn preview(desk: &Desk, request: Value) -> Preview {
    desk.engine.preview(&desk.caller, &serde_json::from_value(request).unwrap()).unwrap()
}

/// A CSR that names nobody.
fn nobody(extensions: Vec<Extension>) -> String {
    csr_of(Name::default(), extensions, &SoftwareKey::generate(KeyKind::P256).unwrap())
}

fn extensions(member: &str, value: Value) -> Value {
    json!({"Extensions": {member: value}})
}

fn custom(oid: &str, value: &[u8]) -> Value {
    json!({"ObjectIdentifier": oid, "Value": base64(value)})
}

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
fn a_subject_is_replaced_as_a_whole() {
    let desk = Desk::new();
    let root = desk.root();
    let attributes = json!([
        {"ObjectIdentifier": "2.5.4.3", "Value": "x"},
        {"ObjectIdentifier": "0.9.2342.19200300.100.1.25", "Value": "example"},
        {"ObjectIdentifier": "1.3.6.1.4.1.99999.1", "Value": "grün"},
        {"ObjectIdentifier": "2.5.4.3", "Value": "y"}
    ]);
    let asked = request(&root, &csr("a.example"), SERVER, json!({"Subject": {"CustomAttributes": attributes}}));
    let shown = preview(&desk, asked.clone());
    let certificate = issued(&desk, asked);
    let read: Vec<(String, String)> = certificate
        .subject()
        .attributes()
        .map(|attribute| (attribute.oid.to_string(), attribute.value.text().unwrap()))
        .collect();
    let expected = [
        ("2.5.4.3", "x"),
        ("0.9.2342.19200300.100.1.25", "example"),
        ("1.3.6.1.4.1.99999.1", "grün"),
        ("2.5.4.3", "y"),
    ];
    assert_eq!(read, expected.map(|(oid, value)| (oid.to_owned(), value.to_owned())));
    let [unused] = &shown.unused[..] else { panic!("{:?}", shown.unused) };
    assert_eq!((unused.label.as_str(), unused.value.as_str()), ("Subject", "CN=a.example"));
    assert_eq!((unused.source, unused.rule.as_str()), (Source::Csr, "API passthrough comes before the CSR"));
}

#[test]
fn all_eight_kinds_of_names_and_all_nine_bits_are_written() {
    let desk = Desk::new();
    let root = desk.root();
    let names = json!([
        {"OtherName": {"TypeId": "1.3.6.1.4.1.311.20.2.3", "Value": "a@example.com"}},
        {"Rfc822Name": "a@example.com"},
        {"DnsName": "*.example.com"},
        {"DirectoryName": {"Country": "DE", "CommonName": "x"}},
        {"EdiPartyName": {"PartyName": "p"}},
        {"UniformResourceIdentifier": "https://example.com"},
        {"IpAddress": "::ffff:192.0.2.1"},
        {"RegisteredId": "1.2.3"}
    ]);
    let usage = json!({
        "DigitalSignature": true, "NonRepudiation": true, "KeyEncipherment": true, "DataEncipherment": true,
        "KeyAgreement": true, "KeyCertSign": true, "CRLSign": true, "EncipherOnly": true, "DecipherOnly": true
    });
    let given = json!({"Extensions": {"SubjectAlternativeNames": names, "KeyUsage": usage}});
    let certificate = issued(&desk, request(&root, &csr("a.example"), BLANK, given));
    let kinds: Vec<&str> = certificate.alternative_names().iter().map(GeneralName::kind).collect();
    assert_eq!(kinds, ["Other name", "E-mail", "DNS", "Directory", "EDI party", "URI", "IP", "Registered ID"]);
    assert_eq!(certificate.key_usage().unwrap().names().count(), 9);
    assert!(certificate.extension(&KeyUsage::OID).unwrap().critical);
}

/// A blank template leaves the key usage to a custom extension, criticality included.
#[test]
fn a_known_extension_may_come_as_a_custom_one() {
    let desk = Desk::new();
    let root = desk.root();
    let given = extensions("CustomExtensions", json!([custom("2.5.29.15", b"\x03\x02\x05\xa0")]));
    let asked = request(&root, &csr("a.example"), BLANK, given.clone());
    let certificate = issued(&desk, asked);
    let found = certificate.extension(&KeyUsage::OID).unwrap();
    assert_eq!((found.critical, &found.value[..]), (false, &b"\x03\x02\x05\xa0"[..]));
    let shown = preview(&desk, request(&root, &csr("a.example"), SERVER, given));
    let rules: Vec<(Source, &str)> = shown.unused.iter().map(|unused| (unused.source, unused.rule.as_str())).collect();
    assert_eq!(rules, [(Source::Api, "The template decides this")]);
}

/// An authority whose list of revoked certificates is elsewhere is not asked for a list of its own.
#[test]
fn only_its_own_address_makes_an_authority_publish() {
    let desk = Desk::new();
    let root = desk.root_from(root_with_crl());
    let point = CrlDistributionPoints::of_uri("http://elsewhere.example/crl").to_extension(false).unwrap();
    let key = SoftwareKey::generate(KeyKind::P256).unwrap();
    let names = SubjectAltName(vec![GeneralName::DnsName("a.example".into())]).to_extension(true).unwrap();
    let pem = csr_of(Name::default(), vec![names, point.clone()], &key);
    let mut asked = issue_request(&root, &pem);
    asked["TemplateArn"] = json!("arn:aws:acm-pca:::template/EndEntityServerAuthCertificate_CSRPassthrough/V1");
    let certificate = issued(&desk, asked);
    assert_eq!(certificate.extension(&point.oid), Some(&point));
    let workspace = desk.engine.snapshot();
    assert_eq!(workspace.authority(crate::desk::id(&root)).unwrap().crl.job, None);
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

/// The request of a root may name it anew, and a key above it; it is the issuer under that name too.
#[test]
fn a_blank_root_signs_itself_as_the_request_says() {
    let desk = Desk::new();
    let (root, own) = desk.pending("ROOT");
    let given = json!({
        "Subject": {"CommonName": "Renamed root"},
        "Extensions": {
            "KeyUsage": {"KeyCertSign": true, "CRLSign": true},
            "CustomExtensions": [
                custom("2.5.29.35", b"\x30\x04\x80\x02\xab\xcd"),
                custom("2.5.29.31", &CrlDistributionPoints::of_uri("http://x/crl").to_extension(false).unwrap().value),
            ]
        }
    });
    let template = "BlankRootCACertificate_PathLen1_APIPassthrough/V1";
    let asked = request(&root, &own, template, given);
    let shown = preview(&desk, asked.clone());
    let issuer = shown.rows.iter().find(|row| row.label == "Issuer").unwrap();
    assert_eq!((issuer.value.as_str(), issuer.source), ("Itself", Source::Template));
    let rules = shown.unused.iter().filter(|unused| unused.source == Source::Api).map(|unused| unused.rule.as_str());
    assert_eq!(rules.collect::<Vec<_>>(), ["A root does not say where its own revocation is told"]);
    let certificate = issued(&desk, asked);
    assert_eq!(certificate.issuer(), certificate.subject());
    assert_eq!(certificate.subject().common_name().as_deref(), Some("Renamed root"));
    assert_eq!(certificate.authority_key_identifier().unwrap(), [0xab, 0xcd]);
    let constraints = BasicConstraints { ca: true, path_len_constraint: Some(1) };
    assert_eq!(certificate.extension(&BasicConstraints::OID), Some(&constraints.to_extension(true)));
    assert!(certificate.extension(&oid::ID_CE_CRL_DISTRIBUTION_POINTS).is_none());
    // Installed, it leaves room for what its path length says.
    let own = crate::desk::import_request(&root, &certificate.to_pem(), "");
    desk.call::<ImportCertificateAuthorityCertificateRequest>(own).unwrap();
    let below = |path_len: u8| {
        let template = format!("BlankSubordinateCACertificate_PathLen{path_len}_APIPassthrough/V1");
        request(&root, &csr("below"), &template, json!({}))
    };
    issued(&desk, below(0));
    let error = desk.refused::<IssueCertificateRequest>(below(1), "InvalidArgsException");
    assert_eq!(error.members(), ["templateArn"]);
    // Nobody else's key is a root.
    let error =
        desk.refused::<IssueCertificateRequest>(request(&root, &csr("x"), template, json!({})), "InvalidArgsException");
    assert_eq!(error.members(), ["templateArn"]);
}

#[test]
fn the_preview_for_a_key_that_is_not_made_yet_counts_the_request_in() {
    let desk = Desk::new();
    let root = desk.root_from(authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHECDSA"));
    let given = json!({"Subject": {"CommonName": "x"}, "Extensions": {"KeyUsage": {"KeyAgreement": true}}});
    let asked: IssueCertificateRequest = serde_json::from_value(request(&root, "", BLANK, given)).unwrap();
    let typed = Asn1Subject { common_name: Some("typed".into()), ..Asn1Subject::default() };
    let names = [api::GeneralName { dns_name: Some("a.example".into()), ..api::GeneralName::default() }];
    let algorithm = KeyAlgorithm::EcPrime256v1;
    let shown = desk.engine.preview_for_new_key(&desk.caller, &asked, algorithm, &typed, &names).unwrap();
    let row = |label: &str| shown.rows.iter().find(|row| row.label == label).unwrap();
    assert_eq!((row("Common name").value.as_str(), row("Common name").source), ("x", Source::Api));
    assert_eq!((row("Names").source, row("Key usage").source), (Source::You, Source::Api));
    let [unused] = &shown.unused[..] else { panic!("{:?}", shown.unused) };
    assert_eq!((unused.source, unused.value.as_str()), (Source::You, "CN=typed"));
}
