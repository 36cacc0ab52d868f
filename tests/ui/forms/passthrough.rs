//! What a request adds to a certificate: every editor is filled by role and label, and its value is in the request and in
//! the certificate.

use super::bench::{Bench, forms_desk};
use super::desk::{Desk, csr};
use super::request::shown;
use canopy::engine::api::IssueCertificateRequest;
use canopy::ui::forms;
use canopy::workspace::CertificateArn;
use canopy::x509::extension::{CertificatePolicies, KeyUsage, SubjectAltName};
use canopy::x509::{Certificate, oid};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use serde_json::{Value, json};

fn desk() -> Desk {
    let desk = Desk::new();
    let root = desk.root();
    desk.subordinate(&root);
    desk
}

fn issue(desk: &Desk) -> Bench {
    let request = Some(("web.csr".into(), csr("api.example.com").into_bytes()));
    Bench::new(&desk.engine, forms::issue(forms_desk(desk), None, request).unwrap())
}

/// The form with a template chosen by its API name.
fn issue_with(desk: &Desk, template: &str) -> Bench {
    let mut bench = issue(desk);
    choose_template(&mut bench, template);
    bench
}

fn choose_template(bench: &mut Bench, template: &str) {
    bench.press(Role::Button, "All templates, by API name");
    bench.replace("Find a template", template);
    bench.press(Role::ListBoxOption, template);
    bench.press(Role::Button, "All templates, by API name");
}

/// The one request that is shown.
#[track_caller]
fn request(bench: &mut Bench) -> Value {
    bench.press(Role::Button, "API request");
    let request = shown::<IssueCertificateRequest>(bench).remove(0);
    bench.press(Role::Button, "Preview");
    request
}

#[track_caller]
fn added(bench: &mut Bench) -> Value {
    request(bench)["ApiPassthrough"].clone()
}

fn newest(desk: &Desk) -> Certificate {
    let workspace = desk.engine.snapshot();
    let table = workspace.certificates();
    let row = table.row(table.len() - 1).unwrap();
    let arn: CertificateArn = workspace.authority(row.authority).unwrap().arn.certificate(row.serial);
    desk.engine.certificate(&arn).unwrap()
}

#[test]
fn a_newcomer_is_asked_nothing_more() {
    let desk = desk();
    let mut bench = issue(&desk);
    assert!(!bench.has("Added by this request"));
    assert_eq!(request(&mut bench).get("ApiPassthrough"), None);
    bench.press(Role::RadioButton, "This form");
    assert!(bench.has("Added by this request"));
    assert_eq!(request(&mut bench).get("ApiPassthrough"), None, "nothing is typed yet");
    bench.type_into("Common name", "other.example.com");
    assert_eq!(added(&mut bench), json!({"Subject": {"CommonName": "other.example.com"}}));
    bench.press(Role::RadioButton, "Nothing");
    assert_eq!(request(&mut bench).get("ApiPassthrough"), None, "what would be ignored is not sent");
}

#[test]
fn every_template_is_found_by_its_api_name() {
    let desk = desk();
    let mut bench = issue(&desk);
    bench.press(Role::Button, "All templates, by API name");
    let options = |bench: &Bench| bench.harness.query_all_by_role(Role::ListBoxOption).count();
    assert_eq!(options(&bench), 61);
    bench.type_into("Find a template", "critical api");
    assert_eq!(options(&bench), 2);
    bench.press(Role::ListBoxOption, "BlankEndEntityCertificate_CriticalBasicConstraints_APICSRPassthrough/V1");
    let sent = request(&mut bench);
    let name = "BlankEndEntityCertificate_CriticalBasicConstraints_APICSRPassthrough/V1";
    assert_eq!(sent["TemplateArn"], format!("arn:aws:acm-pca:::template/{name}"));
    // Going back to a plain purpose keeps where more comes from.
    bench.choose("Used for", "Client certificate");
    let name = "EndEntityClientAuthCertificate_APICSRPassthrough/V1";
    assert_eq!(request(&mut bench)["TemplateArn"], format!("arn:aws:acm-pca:::template/{name}"));
    bench.replace("Find a template", "no such template");
    assert!(bench.has("No template has that in its name"));
    // Enter takes the first that is found; it does not issue anything.
    bench.replace("Find a template", "code signing csr");
    bench.enter();
    let name = "CodeSigningCertificate_CSRPassthrough/V1";
    assert_eq!(request(&mut bench)["TemplateArn"], format!("arn:aws:acm-pca:::template/{name}"));
    assert!(!bench.state().closed);
}

#[test]
fn all_varieties_of_a_template_are_offered() {
    let desk = desk();
    let mut bench = issue(&desk);
    let of = |variety: &str| format!("arn:aws:acm-pca:::template/EndEntityServerAuthCertificate{variety}/V1");
    for (words, variety) in [
        ("This form", "_APIPassthrough"),
        ("The CSR", "_CSRPassthrough"),
        ("Both", "_APICSRPassthrough"),
        ("Nothing", ""),
    ] {
        bench.press(Role::RadioButton, words);
        assert_eq!(request(&mut bench)["TemplateArn"], of(variety));
    }
}

#[test]
fn the_common_name_of_a_request_without_names_is_added_as_one() {
    let desk = desk();
    let mut parameters = rcgen::CertificateParams::default();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters.distinguished_name.push(rcgen::DnType::CommonName, "old.example.com");
    let csr = parameters.serialize_request(&rcgen::KeyPair::generate().unwrap()).unwrap();
    let request = Some(("old.csr".into(), csr.der().to_vec()));
    let mut bench = Bench::new(&desk.engine, forms::issue(forms_desk(&desk), None, request).unwrap());
    assert!(bench.has("The CSR has no alternative names"));
    bench.click(Role::Button, "Add old.example.com as a name");
    bench.wait_for("Names: DNS  old.example.com");
    assert!(!bench.has("The CSR has no alternative names"));
    let names = json!({"Extensions": {"SubjectAlternativeNames": [{"DnsName": "old.example.com"}]}});
    assert_eq!(added(&mut bench), names);
    bench.click(Role::Button, "Issue 90-day server certificate from Issuing CA");
    bench.assert_done("Issued old.example.com");
    let extension = newest(&desk).extension(&oid::ID_CE_SUBJECT_ALT_NAME).cloned().unwrap();
    assert_eq!(SubjectAltName::from_value(&extension.value).unwrap().0[0].value(), "old.example.com");
}

#[test]
fn a_subject_has_any_attribute_in_any_order() {
    let desk = desk();
    let mut bench = issue_with(&desk, "EndEntityCertificate_APIPassthrough/V1");
    bench.type_into("Common name", "Anna");
    bench.press(Role::Button, "Add attribute");
    bench.choose("Attribute 2", "Custom");
    bench.type_into("Object identifier 2", "no oid");
    bench.type_into("Value 2", "printer");
    bench.settle();
    let said = bench.description(Role::TextInput, "Object identifier 2");
    assert_eq!(said, "An object identifier in dotted form, such as 2.5.4.3");
    bench.replace("Object identifier 2", "1.2.3.4");
    bench.press(Role::Button, "Move attribute 2 up");
    let attributes = json!([
        {"ObjectIdentifier": "1.2.3.4", "Value": "printer"},
        {"ObjectIdentifier": "2.5.4.3", "Value": "Anna"}
    ]);
    assert_eq!(added(&mut bench), json!({"Subject": {"CustomAttributes": attributes}}));
    bench.press(Role::Button, "Remove attribute 1");
    assert_eq!(added(&mut bench), json!({"Subject": {"CommonName": "Anna"}}));
}

#[test]
fn names_of_all_eight_kinds_are_added() {
    let desk = desk();
    let mut bench = issue_with(&desk, "EndEntityCertificate_APIPassthrough/V1");
    let names = [
        ("DNS name", "a.example.com"),
        ("IP address", "10.0.0.1"),
        ("E-mail", "anna@example.com"),
        ("URI", "https://example.com/a"),
        ("Registered ID", "1.2.3.4"),
        ("Other name", "anna@corp.example"),
        ("EDI party", "Acme"),
        ("Directory name", ""),
    ];
    for (index, (kind, value)) in names.into_iter().enumerate() {
        bench.press(Role::Button, "Add name");
        bench.choose_if_other(&format!("Kind of name {}", index + 1), kind);
        if !value.is_empty() {
            bench.type_into(kind, value);
        }
    }
    bench.type_into("Type of name 6", "1.3.6.1.4.1.311.20.2.3");
    bench.type_into("Name assigner of name 7", "EDI office");
    bench.type_into("Common name of name 8", "Anna");
    bench.press(Role::Button, "Add attribute of name 8");
    bench.choose("Attribute 2 of name 8", "Country");
    bench.type_into("Country of name 8", "DE");
    let expected = json!([
        {"DnsName": "a.example.com"},
        {"IpAddress": "10.0.0.1"},
        {"Rfc822Name": "anna@example.com"},
        {"UniformResourceIdentifier": "https://example.com/a"},
        {"RegisteredId": "1.2.3.4"},
        {"OtherName": {"TypeId": "1.3.6.1.4.1.311.20.2.3", "Value": "anna@corp.example"}},
        {"EdiPartyName": {"PartyName": "Acme", "NameAssigner": "EDI office"}},
        {"DirectoryName": {"CommonName": "Anna", "Country": "DE"}}
    ]);
    assert_eq!(added(&mut bench)["Extensions"]["SubjectAlternativeNames"], expected);
    bench.command_enter();
    bench.assert_done("Issued api.example.com");
    let extension = newest(&desk).extension(&oid::ID_CE_SUBJECT_ALT_NAME).cloned().unwrap();
    assert_eq!(SubjectAltName::from_value(&extension.value).unwrap().0.len(), 8);
}

#[test]
fn names_change_places_by_button_and_by_keyboard() {
    let desk = desk();
    let mut bench = issue_with(&desk, "EndEntityCertificate_APIPassthrough/V1");
    let order = |bench: &mut Bench| {
        let names = added(bench)["Extensions"]["SubjectAlternativeNames"].clone();
        let names = names.as_array().unwrap().iter().map(|name| name["DnsName"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>().join(" ")
    };
    for (label, name) in [("DNS name", "a"), ("DNS name 2", "b"), ("DNS name 3", "c")] {
        bench.press(Role::Button, "Add name");
        bench.type_into(label, name);
    }
    bench.press(Role::Button, "Move name 1 down");
    assert_eq!(order(&mut bench), "b a c");
    bench.press(Role::Button, "Move name 3 up");
    assert_eq!(order(&mut bench), "b c a");
    // The keyboard goes with the row.
    bench.focus(Role::TextInput, "DNS name 3");
    for _ in 0..2 {
        bench.harness.key_press_modifiers(Modifiers::ALT, Key::ArrowUp);
        bench.harness.run_steps(3);
    }
    assert!(bench.is_focused("DNS name"));
    assert_eq!(order(&mut bench), "a b c");
    bench.focus(Role::TextInput, "DNS name 2");
    bench.harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    bench.harness.run_steps(3);
    assert_eq!(order(&mut bench), "a c b");
    bench.press(Role::Button, "Remove name 2");
    assert_eq!(order(&mut bench), "a b");
}

#[test]
fn a_blank_template_takes_usage_policies_and_other_extensions() {
    let desk = desk();
    let mut bench = issue_with(&desk, "BlankEndEntityCertificate_APIPassthrough/V1");
    bench.press(Role::Button, "Key usage and purposes");
    bench.press(Role::CheckBox, "Key agreement");
    bench.press(Role::CheckBox, "Encipher only");
    for _ in 0..3 {
        bench.press(Role::Button, "Add purpose");
    }
    bench.choose("Purpose 1", "Document signing");
    bench.choose("Purpose 3", "Other");
    bench.type_into("Object identifier of purpose 3", "1.2.3.4");
    bench.press(Role::Button, "Move purpose 3 up");
    bench.press(Role::Button, "Certificate policies");
    bench.press(Role::Button, "Add policy");
    bench.press(Role::Button, "Add policy");
    bench.type_into("Object identifier of policy 1", "2.23.140.1.2.2");
    bench.type_into("Object identifier of policy 2", "1.2.3.5");
    for number in 1..=2 {
        bench.press(Role::Button, "Add practice statement to policy 2");
        let field = format!("Practice statement {number} of policy 2");
        bench.type_into(&field, &format!("https://pki.example.com/cps/{number}"));
    }
    bench.press(Role::Button, "Move address 2 of policy 2 up");
    bench.press(Role::Button, "Move policy 2 up");
    bench.press(Role::Button, "Other extensions");
    bench.press(Role::Button, "Add extension");
    bench.type_into("Object identifier of extension 1", "1.3.6.1.5.5.7.1.24");
    bench.press(Role::RadioButton, "Hex");
    bench.type_into("Value of extension 1", "30 03 02 01 05");
    bench.press(Role::Button, "Add extension");
    bench.type_into("Object identifier of extension 2", "1.2.3.6");
    bench.type_into("Value of extension 2", "DAJoaQ==");
    bench.press(Role::CheckBox, "Critical extension 2");
    assert!(bench.has("UTF8String"), "what the value is");
    let cps = |number: u8| {
        let uri = format!("https://pki.example.com/cps/{number}");
        json!({"PolicyQualifierId": "CPS", "Qualifier": {"CpsUri": uri}})
    };
    let expected = json!({
        "CertificatePolicies": [
            {"CertPolicyId": "1.2.3.5", "PolicyQualifiers": [cps(2), cps(1)]},
            {"CertPolicyId": "2.23.140.1.2.2"}
        ],
        "ExtendedKeyUsage": [
            {"ExtendedKeyUsageType": "DOCUMENT_SIGNING"},
            {"ExtendedKeyUsageObjectIdentifier": "1.2.3.4"},
            {"ExtendedKeyUsageType": "CLIENT_AUTH"}
        ],
        "KeyUsage": {
            "DigitalSignature": false, "NonRepudiation": false, "KeyEncipherment": false, "DataEncipherment": false,
            "KeyAgreement": true, "KeyCertSign": false, "CRLSign": false, "EncipherOnly": true, "DecipherOnly": false
        },
        "CustomExtensions": [
            {"ObjectIdentifier": "1.3.6.1.5.5.7.1.24", "Value": "MAMCAQU="},
            {"ObjectIdentifier": "1.2.3.6", "Value": "DAJoaQ==", "Critical": true}
        ]
    });
    assert_eq!(added(&mut bench)["Extensions"], expected);
    bench.command_enter();
    bench.assert_done("Issued api.example.com");
    let certificate = newest(&desk);
    let value = |oid| certificate.extension(&oid).map(|found| found.value.clone()).unwrap();
    let usage = KeyUsage::from_value(&value(oid::ID_CE_KEY_USAGE)).unwrap();
    assert_eq!(usage, KeyUsage::KEY_AGREEMENT.union(KeyUsage::ENCIPHER_ONLY));
    let policies = CertificatePolicies::from_value(&value(oid::ID_CE_CERTIFICATE_POLICIES)).unwrap();
    assert_eq!(policies.0.len(), 2);
    assert!(certificate.extension(&canopy::x509::Oid::new("1.2.3.6").unwrap()).is_some_and(|found| found.critical));
}

/// The words beside a field, once the form knows them.
#[track_caller]
fn said(bench: &mut Bench, label: &str) -> String {
    bench.settle();
    bench.description(Role::TextInput, label)
}

#[test]
fn what_is_wrong_is_said_beside_its_row() {
    let desk = desk();
    let mut bench = issue_with(&desk, "BlankEndEntityCertificate_APIPassthrough/V1");
    let oid = "An object identifier in dotted form, such as 2.5.4.3";
    bench.press(Role::Button, "Certificate policies");
    // The first row stays empty and does not count.
    bench.press(Role::Button, "Add policy");
    bench.press(Role::Button, "Add policy");
    bench.type_into("Object identifier of policy 2", "policy");
    assert_eq!(said(&mut bench, "Object identifier of policy 2"), oid);
    assert_ne!(said(&mut bench, "Object identifier of policy 1"), oid);
    bench.replace("Object identifier of policy 2", "1.2.3");
    bench.press(Role::Button, "Add practice statement to policy 2");
    bench.type_into("Practice statement 1 of policy 2", &"x".repeat(257));
    assert_eq!(said(&mut bench, "Practice statement 1 of policy 2"), "At most 256 characters");
    bench.replace("Practice statement 1 of policy 2", "https://pki.example.com/cps");
    bench.press(Role::Button, "Key usage and purposes");
    bench.press(Role::Button, "Add purpose");
    bench.choose("Purpose 1", "Other");
    bench.type_into("Object identifier of purpose 1", "9.9");
    assert_eq!(said(&mut bench, "Object identifier of purpose 1"), oid);
    bench.press(Role::Button, "Remove purpose 1");
    bench.press(Role::Button, "Other extensions");
    bench.press(Role::Button, "Add extension");
    bench.type_into("Object identifier of extension 1", "1.2.3.6");
    bench.type_into("Value of extension 1", "***");
    assert_eq!(said(&mut bench, "Value of extension 1"), "Base64, such as BQA=");
    bench.press(Role::RadioButton, "Hex");
    assert_eq!(said(&mut bench, "Value of extension 1"), "Pairs of hexadecimal digits, such as 05 00");
    bench.replace("Value of extension 1", "05 00");
    assert_ne!(said(&mut bench, "Value of extension 1"), "Pairs of hexadecimal digits, such as 05 00");
    bench.press(Role::Button, "Add name");
    bench.choose("Kind of name 1", "Registered ID");
    bench.type_into("Registered ID", "1.x");
    assert_eq!(said(&mut bench, "Registered ID"), oid);
    bench.choose("Kind of name 1", "Directory name");
    bench.press(Role::Button, "Add attribute of name 1");
    bench.choose("Attribute 2 of name 1", "Country");
    bench.type_into("Country of name 1", "Deutschland");
    assert_eq!(said(&mut bench, "Country of name 1"), "Two letters, such as DE");
    bench.replace("Country of name 1", "DE");
    bench.settle();
    assert!(!bench.has("ValidationException"));
    bench.command_enter();
    bench.assert_done("Issued api.example.com");
}

#[test]
fn too_many_of_them_is_said_below_the_list() {
    let desk = desk();
    let mut bench = issue_with(&desk, "BlankEndEntityCertificate_APIPassthrough/V1");
    bench.press(Role::Button, "Certificate policies");
    for number in 1..=21 {
        bench.press(Role::Button, "Add policy");
        bench.type_into(&format!("Object identifier of policy {number}"), &format!("1.2.{number}"));
    }
    bench.wait_for("At most 20 of them");
    bench.press(Role::Button, "Remove policy 7");
    bench.settle();
    assert!(!bench.has("At most 20 of them"));
}

#[test]
fn all_five_types_of_validity_are_sent() {
    let desk = desk();
    let mut bench = issue(&desk);
    bench.press(Role::RadioButton, "Until…");
    for (typed, value, kind) in [
        ("2027-02-21 13:03", 20_270_221_130_300_i64, "END_DATE"),
        ("@1803214980", 1_803_214_980, "ABSOLUTE"),
        ("45 days", 45, "DAYS"),
        ("18 months", 18, "MONTHS"),
        ("2 years", 2, "YEARS"),
    ] {
        bench.replace("Until", typed);
        assert!(bench.has(&format!("sent as {kind}")));
        assert_eq!(request(&mut bench)["Validity"], json!({"Value": value, "Type": kind}));
    }
}

#[test]
fn the_preview_tells_whose_a_value_is_and_which_are_lost() {
    let desk = desk();
    let mut bench = issue_with(&desk, "EndEntityServerAuthCertificate_APIPassthrough/V1");
    bench.type_into("Common name", "other.example.com");
    bench.press(Role::Button, "Key usage and purposes");
    assert!(bench.has("This template decides the usage itself"));
    bench.press(Role::Button, "Add purpose");
    bench.choose("Purpose 1", "Code signing");
    bench.wait_for("Common name: other.example.com");
    bench.wait_for("Extended usage (API)");
    assert!(bench.has_exactly("API"), "the tag of the subject");
}

#[test]
fn a_new_key_has_its_names_in_its_csr_and_extensions_here() {
    let desk = desk();
    let mut bench = issue_with(&desk, "BlankEndEntityCertificate_APIPassthrough/V1");
    bench.press(Role::RadioButton, "New key here");
    bench.settle();
    assert!(bench.has("Subject and names are those of the new key above"));
    bench.type_into("Common name", "db.example.com");
    bench.press(Role::Button, "Key usage and purposes");
    bench.press(Role::CheckBox, "Digital signature");
    bench.type_secret("Passphrase of the file", "correct horse");
    bench.type_secret("Passphrase again", "correct horse");
    bench.settle();
    bench.command_enter();
    bench.assert_done("Issued db.example.com");
    let usage = newest(&desk).extension(&oid::ID_CE_KEY_USAGE).cloned().unwrap();
    assert_eq!(KeyUsage::from_value(&usage.value).unwrap(), KeyUsage::DIGITAL_SIGNATURE);
}
