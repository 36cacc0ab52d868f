//! Looking at files.

use egui::{Key, Modifiers, accesskit::Role};

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
