//! Issuing.

use super::bench::{Bench, forms_desk};
use super::desk::{Desk, csr};
use canopy::ui::ask::{Answer, Slot};
use canopy::ui::forms;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

fn desk() -> Desk {
    let desk = Desk::new();
    let root = desk.root();
    desk.subordinate(&root);
    desk
}

fn issue(desk: &Desk) -> Bench {
    Bench::new(&desk.engine, forms::issue(forms_desk(desk), None, None).unwrap())
}

/// The newest certificate: its template and common name.
fn newest(desk: &Desk) -> (String, String) {
    let workspace = desk.engine.snapshot();
    let table = workspace.certificates();
    let row = table.row(table.len() - 1).unwrap();
    (row.template.to_owned(), row.common_name.to_owned())
}

#[test]
fn a_server_certificate_takes_a_file_and_one_press() {
    let desk = desk();
    let mut bench = issue(&desk);
    bench.state().files.push_back(("~/web.csr".into(), csr("api.example.com").into_bytes()));
    bench.click(Role::Button, "Choose file…");
    bench.wait_for("Common name: api.example.com");
    bench.click(Role::Button, "Issue 90-day server certificate from Issuing CA");
    bench.assert_done("Issued api.example.com");
    assert_eq!(bench.clicks, 2);
    assert_eq!(newest(&desk), ("EndEntityServerAuthCertificate/V1".into(), "api.example.com".into()));
}

#[test]
fn a_dropped_file_needs_one_press() {
    let desk = desk();
    let mut bench = issue(&desk);
    let content = Ok(csr("api.example.com").into_bytes());
    bench.state().form.answer(Answer::Opened { slot: Slot::Dropped, path: "web.csr".into(), content }, &mut Vec::new());
    bench.wait_for("Common name: api.example.com");
    bench.click(Role::Button, "Issue 90-day server certificate from Issuing CA");
    bench.assert_done("Issued api.example.com");
}

#[test]
fn a_request_that_is_there_already_is_read() {
    let desk = desk();
    let request = Some(("web.csr".into(), csr("api.example.com").into_bytes()));
    let form = forms::issue(forms_desk(&desk), None, request).unwrap();
    let mut bench = Bench::new(&desk.engine, form);
    bench.wait_for("Common name: api.example.com");
    bench.command_enter();
    bench.assert_done("Issued api.example.com");
}

#[test]
fn text_is_pasted() {
    let desk = desk();
    let mut bench = issue(&desk);
    bench.click(Role::RadioButton, "Paste");
    bench.harness.event(egui::Event::Paste(csr("api.example.com")));
    bench.harness.run_steps(3);
    bench.click(Role::Button, "Issue 90-day server certificate from Issuing CA");
    bench.assert_done("Issued api.example.com");
}

#[test]
fn what_is_no_request_is_said_where_it_was_chosen() {
    let desk = desk();
    let mut bench = issue(&desk);
    bench.state().files.push_back(("notes.txt".into(), b"hello".to_vec()));
    bench.click(Role::Button, "Choose file…");
    let said = bench.description(Role::Group, "notes.txt");
    assert!(said.contains("xpected") && said.contains("found"), "{said}");
    bench.click(Role::Button, "Issue 90-day server certificate from Issuing CA");
    assert!(!bench.state().closed);
    assert_eq!(desk.engine.snapshot().certificates().len(), 2, "only the authorities' own");
}

#[test]
fn a_key_is_made_and_saved_before_the_form_closes() {
    let desk = desk();
    let mut bench = issue(&desk);
    bench.click(Role::RadioButton, "New key here");
    bench.settle();
    assert!(bench.is_focused("Common name"));
    bench.type_text("db.example.com");
    bench.click(Role::Button, "Add db.example.com as a name");
    bench.type_secret("Passphrase of the file", "correct horse");
    bench.type_secret("Passphrase again", "correct horse");
    bench.state().disk_full = true;
    bench.click(Role::Button, "Issue 90-day server certificate from Issuing CA");
    assert!(bench.has("Its key is not saved yet") && !bench.state().closed);
    assert!(bench.has("The disk is full"));
    bench.state().disk_full = false;
    bench.click(Role::Button, "Save key…");
    bench.assert_done("Issued db.example.com");
    let file = &bench.state().saved[0];
    assert_eq!((file.name.as_str(), file.private), ("db.example.com.p12", true));
    assert_eq!(newest(&desk).1, "db.example.com");
}

#[test]
fn a_key_needs_a_passphrase_typed_twice() {
    let desk = desk();
    let mut bench = issue(&desk);
    bench.click(Role::RadioButton, "New key here");
    bench.settle();
    bench.type_text("db.example.com");
    bench.type_secret("Passphrase of the file", "correct horse");
    bench.type_secret("Passphrase again", "correct house");
    bench.command_enter();
    assert!(bench.has("The two passphrases differ"));
    assert!(!bench.state().closed);
}

#[test]
fn a_root_that_signs_for_a_server_warns() {
    let desk = Desk::new();
    desk.root();
    let request = Some(("web.csr".into(), csr("api.example.com").into_bytes()));
    let mut bench = Bench::new(&desk.engine, forms::issue(forms_desk(&desk), None, request).unwrap());
    bench.wait_for("A root should sign authorities only");
}

#[test]
fn a_new_key_can_be_one_of_ml_dsa_and_is_told_what_it_must_not_be_used_for() {
    let desk = desk();
    let mut bench = issue(&desk);
    bench.click(Role::RadioButton, "New key here");
    bench.settle();
    bench.type_text("build");
    bench.choose("New key", "ML-DSA-65 · newer than the 2024 reference");
    bench.wait_for("It sets keyEncipherment, which a key of ML-DSA must not have");
    bench.choose("Saved as", "Encrypted key, certificate and chain");
    bench.type_secret("Passphrase of the file", "correct horse");
    bench.type_secret("Passphrase again", "correct horse");
    bench.settle();
    bench.command_enter();
    bench.assert_done("Issued build");
    let text = String::from_utf8(bench.state().saved[0].bytes.to_vec()).unwrap();
    let block = canopy::x509::pem::decode(text.as_bytes()).unwrap();
    let block = block.iter().find(|block| block.label == "CERTIFICATE").unwrap();
    let certificate = canopy::x509::Certificate::from_der(&block.der).unwrap();
    assert_eq!(certificate.public_key().to_string(), "ML-DSA-65");
}

#[test]
fn a_request_without_names_offers_a_key_with_its_name() {
    let desk = desk();
    let mut parameters = rcgen::CertificateParams::default();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters.distinguished_name.push(rcgen::DnType::CommonName, "old.example.com");
    let csr = parameters.serialize_request(&rcgen::KeyPair::generate().unwrap()).unwrap();
    let request = Some(("old.csr".into(), csr.der().to_vec()));
    let mut bench = Bench::new(&desk.engine, forms::issue(forms_desk(&desk), None, request).unwrap());
    assert!(bench.has("The CSR has no alternative names"));
    bench.click(Role::Button, "Make a new key for old.example.com instead");
    bench.wait_for("Names: DNS  old.example.com");
}

#[test]
fn an_end_that_is_typed_is_sent_and_a_wrong_one_is_told() {
    let desk = desk();
    let request = Some(("web.csr".into(), csr("api.example.com").into_bytes()));
    let mut bench = Bench::new(&desk.engine, forms::issue(forms_desk(&desk), None, request).unwrap());
    bench.click(Role::RadioButton, "Until…");
    bench.harness.get_by_role_and_label(Role::TextInput, "Until").focus();
    bench.harness.run_steps(2);
    bench.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    bench.harness.run_steps(2);
    bench.type_text("2090-01-01");
    bench.click(Role::Button, "Issue server certificate from Issuing CA");
    assert!(bench.state().error.is_some() && !bench.state().closed, "the authority ends before");
    assert!(bench.has("ValidationException"));
}

#[test]
fn nobody_can_issue_from_an_empty_workspace() {
    assert!(forms::issue(forms_desk(&Desk::new()), None, None).is_none());
}

#[test]
fn every_field_reaches_the_request() {
    let desk = desk();
    let mut bench = issue(&desk);
    bench.click(Role::RadioButton, "Paste");
    bench.focus(Role::MultilineTextInput, "CSR in PEM");
    bench.paste(&csr("api.example.com"));
    bench.choose("Authority", "Root");
    bench.choose("Used for", "Code signing certificate");
    bench.click(Role::RadioButton, "30 days");
    bench.press(Role::Button, "Start time, signature, token");
    bench.type_into("Valid from", "2026-11-23 11:30");
    bench.choose("Signed with", "ECDSA with SHA-384");
    bench.type_into("Idempotency token", "it's 1");
    bench.click(Role::Button, "API request");
    let json: serde_json::Value = serde_json::from_str(&bench.copied("Copy API request")).unwrap();
    let root = desk.engine.snapshot().authorities().find(|found| found.parent.is_none()).unwrap().arn.to_string();
    let expected = serde_json::json!({
        "CertificateAuthorityArn": root,
        "Csr": super::desk::base64(csr_in(&json)),
        "SigningAlgorithm": "SHA384WITHECDSA",
        "TemplateArn": "arn:aws:acm-pca:::template/CodeSigningCertificate/V1",
        "Validity": {"Value": 30, "Type": "DAYS"},
        "ValidityNotBefore": {"Value": 1_795_433_400, "Type": "ABSOLUTE"},
        "IdempotencyToken": "it's 1"
    });
    assert_eq!(json, expected);
    let command = bench.copied("Copy Command");
    assert!(command.contains("\naws acm-pca issue-certificate --region us-east-1 "), "{command}");
    assert!(command.ends_with(r"--idempotency-token 'it'\''s 1'"), "{command}");
    bench.click(Role::Button, "Issue 30-day code signing certificate from Root");
    bench.assert_done("Issued api.example.com");
    assert_eq!(newest(&desk).0, "CodeSigningCertificate/V1");
}

/// The CSR of a request as text.
fn csr_in(json: &serde_json::Value) -> String {
    use base64ct::{Base64, Encoding as _};
    let text = String::from_utf8(Base64::decode_vec(json["Csr"].as_str().unwrap()).unwrap()).unwrap();
    assert!(text.starts_with("-----BEGIN CERTIFICATE REQUEST-----"));
    text
}

#[test]
fn every_field_of_a_new_key_reaches_the_certificate() {
    let desk = desk();
    let mut bench = issue(&desk);
    bench.click(Role::RadioButton, "New key here");
    bench.settle();
    bench.type_text("Anna Acme");
    bench.choose("New key", "EC P-384");
    bench.choose("Saved as", "Encrypted key, certificate and chain");
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
    bench.type_into("Common name of name 8", "Anna in a directory");
    bench.type_secret("Passphrase of the file", "correct horse");
    bench.type_secret("Passphrase again", "correct horse");
    bench.settle();
    bench.click(Role::Button, "Issue 90-day server certificate from Issuing CA");
    bench.assert_done("Issued Anna Acme");
    let file = &bench.state().saved[0];
    assert_eq!((file.name.as_str(), file.private), ("Anna-Acme.pem", true));
    let text = String::from_utf8(file.bytes.to_vec()).unwrap();
    assert!(text.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----") && text.contains("BEGIN CERTIFICATE"));
    let workspace = desk.engine.snapshot();
    let table = workspace.certificates();
    let names = table.row(table.len() - 1).unwrap().alternative_names.to_owned();
    for expected in ["a.example.com", "10.0.0.1", "anna@example.com", "https://example.com/a", "Anna in a directory"] {
        assert!(names.contains(expected), "{expected} in {names}");
    }
}

#[test]
fn the_passphrase_is_in_no_field_once_it_is_sent() {
    let desk = desk();
    let mut bench = issue(&desk);
    bench.click(Role::RadioButton, "New key here");
    bench.settle();
    bench.type_text("db.example.com");
    bench.type_secret("Passphrase of the file", "correct horse");
    bench.type_secret("Passphrase again", "correct horse");
    // The authority ends before, which only the engine finds.
    bench.press(Role::RadioButton, "Until…");
    bench.replace("Until", "2090-01-01");
    bench.command_enter();
    assert!(bench.state().error.is_some() && !bench.state().closed);
    bench.command_enter();
    assert!(bench.has("At least 8 characters"), "it is asked for again");
}

#[test]
fn a_long_name_of_an_authority_is_whole_for_those_who_hear_it() {
    let desk = Desk::new();
    let name = "WWWW Production issuing CA for the servers of all the countries";
    let request = super::desk::authority_request("ROOT", name, "EC_prime256v1", "SHA256WITHECDSA");
    let root = canopy::engine::CreateRoot {
        request: serde_json::from_value(request).unwrap(),
        validity: serde_json::from_value(serde_json::json!({"Type": "YEARS", "Value": 20})).unwrap(),
    };
    desk.engine.create_and_activate_root(&desk.caller, root).unwrap();
    let bench = issue(&desk);
    let button = bench.harness.get_by_label_contains("Issue 90-day server certificate from");
    assert!(button.rect().width() < 500.0);
    assert!(bench.has_exactly(&format!("Issue 90-day server certificate from {name}")));
}
