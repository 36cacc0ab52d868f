//! What a request gives beside its CSR, where it counts.

use crate::desk::{Desk, authority_request, base64, csr, csr_of, issue_request, root_with_crl};
use canopy::engine::api::{
    self, Asn1Subject, ImportCertificateAuthorityCertificateRequest, IssueCertificateRequest, KeyAlgorithm,
};
use canopy::engine::{Preview, Source};
use canopy::keystore::{KeyKind, SoftwareKey};
use canopy::workspace::Settings;
use canopy::x509::extension::{BasicConstraints, CrlDistributionPoints, KeyUsage, SubjectAltName};
use canopy::x509::{AttributeTypeAndValue, AttributeValue, Certificate, Extension, GeneralName, Name, Oid, oid};
use serde_json::{Value, json};

pub const SERVER: &str = "EndEntityServerAuthCertificate_APIPassthrough/V1";
pub const BLANK: &str = "BlankEndEntityCertificate_APICSRPassthrough/V1";

/// A request for a template that gives something beside a CSR.
pub fn request(authority: &str, pem: &str, template: &str, given: Value) -> Value {
    let mut request = issue_request(authority, pem);
    request["TemplateArn"] = json!(format!("arn:aws:acm-pca:::template/{template}"));
    request["ApiPassthrough"] = given;
    request
}

pub fn issued(desk: &Desk, request: Value) -> Certificate {
    desk.certificate(&desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn)
}

pub fn preview(desk: &Desk, request: Value) -> Preview {
    desk.engine.preview(&desk.caller, &serde_json::from_value(request).unwrap()).unwrap()
}

/// A CSR that names nobody.
pub fn nobody(extensions: Vec<Extension>) -> String {
    csr_of(Name::default(), extensions, &SoftwareKey::generate(KeyKind::P256).unwrap())
}

pub fn extensions(member: &str, value: Value) -> Value {
    json!({"Extensions": {member: value}})
}

pub fn custom(oid: &str, value: &[u8]) -> Value {
    json!({"ObjectIdentifier": oid, "Value": base64(value)})
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

/// Who asks for what in vain, and why.
#[test]
fn each_loss_has_its_rule() {
    let desk = Desk::with(Settings { publication_address: Some("pki.example.com".into()), ..Settings::default() });
    let root = desk.root_from(root_with_crl());
    let asked = |oid: Oid, value: &[u8]| Extension { oid, critical: false, value: value.to_vec() };
    let usage = asked(oid::ID_CE_KEY_USAGE, b"\x03\x02\x07\x80");
    let names = asked(oid::ID_CE_SUBJECT_ALT_NAME, b"\x30\x03\x82\x01a");
    let policies = asked(oid::ID_CE_CERTIFICATE_POLICIES, b"\x30\x06\x30\x04\x06\x02\x2a\x03");
    let key = asked(oid::ID_CE_SUBJECT_KEY_IDENTIFIER, b"\x04\x01\x01");
    let point = CrlDistributionPoints::of_uri("http://x/crl").to_extension(false).unwrap();
    let agreement = json!({"Extensions": {"KeyUsage": {"KeyAgreement": true}}});
    let others = extensions("SubjectAlternativeNames", json!([{"DnsName": "b"}]));
    let nothing = json!({});
    let (api, csr) = (Source::Api, Source::Csr);
    let subject_only = "The template takes only the subject and its names from a CSR";
    let first = "API passthrough comes before the CSR";
    for (template, extension, given, source, rule) in [
        ("EndEntityCertificate/V1", &usage, &nothing, csr, "The template decides this"),
        ("EndEntityCertificate/V1", &policies, &nothing, csr, subject_only),
        ("EndEntityCertificate/V1", &names, &agreement, api, "The template takes no API passthrough"),
        ("EndEntityCertificate/V1", &names, &others, api, "The template takes no API passthrough"),
        ("EndEntityCertificate_CSRPassthrough/V1", &usage, &nothing, csr, "The template decides this"),
        ("EndEntityCertificate_CSRPassthrough/V1", &key, &nothing, csr, "Computed from the keys themselves"),
        ("EndEntityCertificate_CSRPassthrough/V1", &point, &nothing, csr, "The authority decides this"),
        ("EndEntityCertificate_APIPassthrough/V1", &names, &agreement, api, "The template decides this"),
        ("EndEntityCertificate_APIPassthrough/V1", &names, &others, csr, first),
        ("BlankEndEntityCertificate_APIPassthrough/V1", &usage, &agreement, csr, subject_only),
        ("BlankEndEntityCertificate_APICSRPassthrough/V1", &usage, &agreement, csr, first),
    ] {
        let pem = csr_of(somebody(), vec![extension.clone()], &SoftwareKey::generate(KeyKind::P256).unwrap());
        let shown = preview(&desk, request(&root, &pem, template, given.clone()));
        let [unused] = &shown.unused[..] else { panic!("{template}: {:?}", shown.unused) };
        assert_eq!((unused.source, unused.rule.as_str()), (source, rule), "{template}");
    }
}

/// Any name.
fn somebody() -> Name {
    let value = AttributeValue::utf8("x");
    Name::from_rdns(vec![vec![AttributeTypeAndValue { oid: oid::ID_AT_COMMON_NAME, value }]]).unwrap()
}

#[test]
fn what_a_blank_template_lets_through_is_doubted() {
    let desk = Desk::new();
    let root = desk.root();
    let issuing = desk.subordinate(&root);
    let warnings = |authority: &str, template: &str, given: Value| {
        preview(&desk, request(authority, &nobody(Vec::new()), template, given)).warnings.join("; ")
    };
    let given = |usage: Value, purpose: &str| {
        let purposes = json!([{"ExtendedKeyUsageType": purpose}]);
        json!({"Subject": {"CommonName": "x"}, "Extensions": {"KeyUsage": usage, "ExtendedKeyUsage": purposes}})
    };
    assert!(warnings(&issuing, BLANK, given(json!({}), "SERVER_AUTH")).starts_with("No host is named"));
    assert_eq!(warnings(&issuing, BLANK, given(json!({"KeyAgreement": true}), "EMAIL_PROTECTION")), "");
    assert!(
        warnings(&issuing, BLANK, given(json!({"KeyCertSign": true}), "CLIENT_AUTH")).contains("sign certificates")
    );
    let open = warnings(&issuing, BLANK, json!({"Subject": {"CommonName": "x"}}));
    assert_eq!(open, "No extended usage is given: the certificate serves any purpose");
    let below = "BlankSubordinateCACertificate_PathLen0_APIPassthrough/V1";
    let authority = given(json!({"DigitalSignature": true, "KeyCertSign": true}), "SERVER_AUTH");
    assert_eq!(warnings(&root, below, authority), "The key usage does not let it sign CRLs");
    let base = request(&root, &csr("below"), "SubordinateCACertificate_PathLen0/V1", json!({}));
    assert_eq!(preview(&desk, base).warnings, [""; 0]);
}

/// As much as the limits allow, which is still read back.
#[test]
fn the_largest_request_makes_a_certificate_that_is_kept() {
    let desk = Desk::new();
    let root = desk.root();
    let cps = json!({"PolicyQualifierId": "CPS", "Qualifier": {"CpsUri": "x".repeat(256)}});
    let policies: Vec<Value> = (0..20)
        .map(|number| json!({"CertPolicyId": format!("1.2.{number}"), "PolicyQualifiers": vec![cps.clone(); 20]}))
        .collect();
    let customs: Vec<Value> = (0..150).map(|number| custom(&format!("1.3.{number}"), &[0xff; 3_072])).collect();
    let attributes = vec![json!({"ObjectIdentifier": "2.5.4.3", "Value": "x".repeat(256)}); 150];
    let names = vec![json!({"Rfc822Name": "x".repeat(256)}); 150];
    let given = json!({
        "Subject": {"CustomAttributes": attributes},
        "Extensions": {
            "CertificatePolicies": policies, "CustomExtensions": customs, "SubjectAlternativeNames": names
        }
    });
    let certificate = issued(&desk, request(&root, &csr("a.example"), BLANK, given));
    assert_eq!(certificate.extensions().len(), 150 + 5);
    assert!(certificate.der().len() > 640_000, "{}", certificate.der().len());
    let (again, report) = canopy::engine::Engine::open(
        &desk.folder.path().join("test.canopy"),
        desk.environment(),
        &crate::desk::options(),
    )
    .unwrap();
    assert_eq!(report.set_aside, None);
    drop(again);
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
