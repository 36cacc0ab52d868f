//! Looking at files.

use base64ct::{Base64, Encoding as _};
use canopy::engine::{Caller, Engine, Perform, api::*};
use egui::{Key, Modifiers, accesskit::Role};
use serde_json::{Value, json};

use crate::{host::FakeHost, window::Window};

/// A self-signed certificate for `inspected.example`.
pub fn certificate() -> String {
    let key = rcgen::KeyPair::generate().unwrap();
    let names = vec!["inspected.example".to_owned(), "www.inspected.example".to_owned()];
    let mut parameters = rcgen::CertificateParams::new(names).unwrap();
    parameters.distinguished_name.push(rcgen::DnType::CommonName, "inspected.example");
    parameters.self_signed(&key).unwrap().pem()
}

#[test]
fn a_file_is_looked_at_without_a_workspace() {
    let host = FakeHost::new();
    let path = host.folder().join("a.pem");
    std::fs::write(&path, certificate()).unwrap();
    host.will_choose(&path);
    let mut window = Window::new(host);
    window.harness.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::O);
    window.wait_for(Role::Button, "Copy PEM");
    assert!(window.has(Role::Label, "www.inspected.example"));
    assert!(window.has(Role::TreeItem, "tbsCertificate"));
    window.click(Role::Button, "Copy PEM");
    assert!(window.host.desk().clipboard.as_deref().unwrap().starts_with("-----BEGIN CERTIFICATE"));
    window.harness.key_press(Key::Escape);
    window.settle();
    assert!(!window.has(Role::Button, "Copy PEM"));
}

#[test]
fn der_is_saved_from_the_inspector() {
    let host = FakeHost::new();
    host.desk().clipboard = Some(certificate());
    let mut window = Window::new(host);
    window.harness.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::V);
    window.wait_for(Role::Button, "Save");
    let path = window.host.folder().join("saved.der");
    window.host.will_choose(&path);
    window.click(Role::Button, "Save");
    window.click(Role::MenuItem, "DER…");
    window.wait("the file", |_| path.exists());
    assert_eq!(std::fs::read(&path).unwrap()[0], 0x30);
    let asked = &window.host.desk().dialogs[0];
    assert_eq!(asked.kind, canopy::ui::host::FileDialogKind::Save("inspected.example.der".into()));
}

#[test]
fn what_is_no_certificate_is_told_apart() {
    let host = FakeHost::new();
    host.desk().clipboard = None;
    let mut window = Window::new(host);
    window.harness.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::V);
    window.wait_for(Role::Button, "Close message");
    assert!(window.has(Role::Label, "There is no text on the clipboard."));
}

#[test]
fn what_breaks_a_rule_is_found() {
    let mut parameters = rcgen::CertificateParams::new(Vec::new()).unwrap();
    parameters.distinguished_name.push(rcgen::DnType::CommonName, "Odd CA");
    parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    parameters.key_usages = vec![rcgen::KeyUsagePurpose::DigitalSignature];
    let odd = parameters.self_signed(&rcgen::KeyPair::generate().unwrap()).unwrap().pem();
    let host = FakeHost::new();
    host.desk().clipboard = Some(odd);
    let mut window = Window::new(host);
    window.harness.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::V);
    window.wait_for(Role::Heading, "Findings");
    assert!(crate::window::labels(&window.harness).iter().any(|words| words.starts_with("RFC 5280 section 4.2.1")));
}

#[test]
fn a_revoked_certificate_is_never_called_valid() {
    let mut window = Window::new(FakeHost::new());
    super::workspace::sample(&mut window);
    window.click(Role::TreeItem, "People Issuing CA");
    window.click(Role::Tab, "Revocation");
    window.click(Role::Row, "certificate laptop-0412");
    window.wait_for(Role::Status, "Revoked · key compromise");
    let labels = crate::window::labels(&window.harness);
    assert!(labels.iter().any(|words| words == "Key compromise"), "{labels:?}");
    assert!(labels.iter().any(|words| words == "Not valid"), "{labels:?}");
    let failing = |harness: &_| {
        crate::window::labels(harness)
            .iter()
            .any(|words| words.starts_with("Revoked ") && words.ends_with(": key compromise"))
    };
    assert!(failing(&window.harness));
    // The same bytes from outside are known by issuer and serial number.
    window.click(Role::Button, "Copy PEM");
    window.click(Role::Button, "Close inspector");
    window.harness.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::V);
    window.wait_for(Role::TreeItem, "tbsCertificate");
    assert!(window.has(Role::Status, "Revoked · key compromise") && failing(&window.harness));
}

/// Performs an action given as the API's JSON.
fn call<R: Perform>(engine: &Engine, caller: &Caller, request: Value) -> R::Response {
    engine.call(caller, serde_json::from_value::<R>(request).unwrap()).unwrap()
}

/// A certificate for what a CSR asks for but its name, from a root outside, and that root, both in PEM.
fn renamed(csr: &str, name: &str) -> [String; 2] {
    let authority = |name: &str| {
        let mut parameters = rcgen::CertificateParams::default();
        parameters.distinguished_name = rcgen::DistinguishedName::new();
        parameters.distinguished_name.push(rcgen::DnType::CommonName, name);
        parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        parameters.key_usages = vec![rcgen::KeyUsagePurpose::KeyCertSign, rcgen::KeyUsagePurpose::CrlSign];
        (parameters.not_before, parameters.not_after) =
            (rcgen::date_time_ymd(2020, 1, 1), rcgen::date_time_ymd(2060, 1, 1));
        parameters
    };
    let key = rcgen::KeyPair::generate().unwrap();
    let root = authority("Outside Root").self_signed(&key).unwrap();
    let mut asked = rcgen::CertificateSigningRequestParams::from_pem(csr).unwrap();
    asked.params = authority(name);
    let issuer = rcgen::Issuer::new(authority("Outside Root"), key);
    [asked.signed_by(&issuer).unwrap().pem(), root.pem()]
}

/// A certificate in PEM that an authority has revoked, which its parent has given another name than it asked for.
fn revoked_by_a_renamed_authority(engine: &Engine) -> String {
    let base64 = |pem: &str| Base64::encode_string(pem.as_bytes());
    let caller = Caller::window(engine.snapshot().settings(), "tester");
    let wanted = json!({"CertificateAuthorityType": "SUBORDINATE", "CertificateAuthorityConfiguration": {
        "KeyAlgorithm": "EC_prime256v1", "SigningAlgorithm": "SHA256WITHECDSA", "Subject": {"CommonName": "Asked for"}}});
    let own = call::<CreateCertificateAuthorityRequest>(engine, &caller, wanted).certificate_authority_arn;
    let named = json!({"CertificateAuthorityArn": own});
    let csr = call::<GetCertificateAuthorityCsrRequest>(engine, &caller, named).csr;
    let [certificate, root] = renamed(&csr, "Given");
    let installed = json!({"CertificateAuthorityArn": own, "Certificate": base64(&certificate),
        "CertificateChain": base64(&root)});
    call::<ImportCertificateAuthorityCertificateRequest>(engine, &caller, installed);
    let names = rcgen::CertificateParams::new(vec!["revoked.example".to_owned()]).unwrap();
    let csr = names.serialize_request(&rcgen::KeyPair::generate().unwrap()).unwrap().pem().unwrap();
    let request = json!({"CertificateAuthorityArn": own, "Csr": base64(&csr), "SigningAlgorithm": "SHA256WITHECDSA",
        "Validity": {"Type": "DAYS", "Value": 30}});
    let issued = call::<IssueCertificateRequest>(engine, &caller, request).certificate_arn;
    let arn: canopy::workspace::CertificateArn = issued.parse().unwrap();
    let revoked = json!({"CertificateAuthorityArn": own, "CertificateSerial": arn.serial.to_string(),
        "RevocationReason": "KEY_COMPROMISE"});
    call::<RevokeCertificateRequest>(engine, &caller, revoked);
    engine.certificate(&arn).unwrap().to_pem()
}

#[test]
fn what_an_authority_of_another_name_than_it_asked_for_has_revoked_is_known() {
    let host = FakeHost::new();
    super::workspace::sample(&mut Window::new(host.clone()));
    let pem = revoked_by_a_renamed_authority(&super::workspace::engine(&host));
    host.desk().clipboard = Some(pem);
    let mut window = Window::new(host);
    window.wait_for(Role::Button, "Locked");
    // In place of the passphrase.
    window.harness.key_press(Key::Escape);
    window.settle();
    window.harness.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::V);
    window.wait_for(Role::TreeItem, "tbsCertificate");
    assert!(window.has(Role::Status, "Revoked · key compromise"));
}

#[test]
fn an_authority_shows_its_csr_and_its_crl() {
    let mut window = Window::new(FakeHost::new());
    super::workspace::sample(&mut window);
    window.click(Role::TreeItem, "Servers Issuing CA");
    window.click(Role::Button, "More acts");
    window.click(Role::MenuItem, "Inspect CRL");
    window.wait_for(Role::TreeItem, "tbsCertList");
    window.harness.key_press(Key::Escape);
    window.settle();
    window.click(Role::Button, "More acts");
    window.click(Role::MenuItem, "Inspect CSR");
    window.wait_for(Role::TreeItem, "certificationRequestInfo");
}

#[test]
fn the_path_follows_a_revocation() {
    let mut window = Window::new(FakeHost::new());
    super::workspace::sample(&mut window);
    window.click(Role::TreeItem, "Servers Issuing CA");
    window.click(Role::Tab, "Certificates");
    window.click(Role::Row, "certificate api.robotics.example");
    let verdict = |harness: &_| crate::window::labels(harness).iter().any(|said| said.ends_with(": superseded"));
    assert!(window.has(Role::Label, "Valid") && !verdict(&window.harness));
    window.click(Role::Button, "Revoke…");
    window.click(Role::RadioButton, "Superseded");
    window.click(Role::Button, "Revoke certificate");
    window.wait("the verdict", verdict);
    assert!(window.has(Role::Status, "Revoked · superseded"));
}
