//! The click budget: how many clicks the five daily tasks take. A drop, a shortcut and opening a combo count as one
//! each; typing counts nothing, and choosing a file in the desktop's own dialog is not counted.

use canopy::ui::theme::Theme;
use egui::accesskit::Role;
use std::path::{Path, PathBuf};

use crate::host::FakeHost;
use crate::shell::workspace::sample;
use crate::window::{self, Window};

/// A window that counts.
struct Counted {
    window: Window,
    clicks: usize,
}

impl Counted {
    fn new() -> Self {
        let mut window = Window::sized(FakeHost::new(), [1280.0, 800.0], Theme::Dark);
        sample(&mut window);
        Self { window, clicks: 0 }
    }

    #[track_caller]
    fn click(&mut self, role: Role, label: &str) {
        self.clicks += 1;
        self.window.click(role, label);
    }

    /// What the task starts from, which is not counted.
    fn start(&mut self) {
        self.clicks = 0;
    }

    #[track_caller]
    fn wait_for_status(&mut self, words: &str) {
        self.window.wait(words, |harness| window::statuses(harness).iter().any(|said| said.starts_with(words)));
    }
}

/// A CSR of another implementation, in a file.
fn csr(folder: &Path) -> PathBuf {
    let mut parameters = rcgen::CertificateParams::new(vec!["clicks.example".into()]).unwrap();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters.distinguished_name.push(rcgen::DnType::CommonName, "clicks.example");
    let request = parameters.serialize_request(&rcgen::KeyPair::generate().unwrap()).unwrap();
    let path = folder.join("clicks.csr");
    std::fs::write(&path, request.pem().unwrap()).unwrap();
    path
}

#[test]
fn a_root_takes_three() {
    let mut counted = Counted::new();
    counted.start();
    counted.click(Role::Button, "New root CA…");
    counted.window.type_text("Clicked Root");
    counted.click(Role::Button, "Create and activate root CA");
    counted.wait_for_status("Clicked Root is active");
    assert!(counted.clicks <= 3, "{}", counted.clicks);
}

#[test]
fn a_subordinate_takes_three() {
    let mut counted = Counted::new();
    counted.click(Role::TreeItem, "Robotics Root G1");
    counted.start();
    counted.click(Role::Button, "New subordinate CA…");
    counted.window.type_text("Clicked CA");
    counted.click(Role::Button, "Create and activate subordinate CA");
    counted.wait_for_status("Clicked CA is active");
    assert!(counted.clicks <= 3, "{}", counted.clicks);
}

#[test]
fn a_server_certificate_takes_three_and_the_file() {
    let mut counted = Counted::new();
    counted.click(Role::TreeItem, "Servers Issuing CA");
    let path = csr(counted.window.host.folder());
    counted.window.host.will_choose(path);
    counted.start();
    counted.click(Role::Button, "Issue certificate…");
    counted.click(Role::Button, "Choose file…");
    counted.window.wait_for(Role::Label, "Common name: clicks.example");
    counted.click(Role::Button, "Issue 90-day server certificate");
    counted.wait_for_status("Issued clicks.example");
    assert!(counted.clicks <= 3, "{}", counted.clicks);
}

#[test]
fn a_dropped_request_takes_two_after_the_drop() {
    let mut counted = Counted::new();
    counted.click(Role::TreeItem, "Servers Issuing CA");
    let path = csr(counted.window.host.folder());
    counted.start();
    counted.window.drop_file(path);
    counted.window.wait_for(Role::Label, "Common name: clicks.example");
    counted.click(Role::Button, "Issue 90-day server certificate");
    counted.wait_for_status("Issued clicks.example");
    assert!(counted.clicks <= 2, "{}", counted.clicks);
}

/// The inspector with a certificate of the sample.
fn inspected() -> Counted {
    let mut counted = Counted::new();
    counted.click(Role::TreeItem, "Servers Issuing CA");
    counted.click(Role::Tab, "Certificates");
    counted.click(Role::Row, "certificate api.robotics.example");
    counted.start();
    counted
}

#[test]
fn revoking_with_a_reason_takes_four() {
    let mut counted = inspected();
    counted.click(Role::Button, "Revoke…");
    counted.click(Role::RadioButton, "Key compromise");
    counted.click(Role::Button, "Revoke certificate");
    counted.wait_for_status("Revoked api.robotics.example");
    assert!(counted.clicks <= 4, "{}", counted.clicks);
}

#[test]
fn exporting_with_the_chain_takes_two() {
    let mut counted = inspected();
    let path = counted.window.host.folder().join("chain.pem");
    counted.window.host.will_choose(&path);
    counted.click(Role::Button, "Save");
    counted.click(Role::MenuItem, "Full chain…");
    counted.window.wait("the file", |_| path.exists());
    let saved = std::fs::read_to_string(path).unwrap();
    assert_eq!(saved.matches("BEGIN CERTIFICATE").count(), 3);
    assert!(counted.clicks <= 2, "{}", counted.clicks);
}
