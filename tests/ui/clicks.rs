//! The click budget: how many acts the five daily tasks take, and that they do what they are for.

use canopy::engine::{Engine, Environment, Options};
use canopy::publish::FolderBuckets;
use canopy::ui::search::authority_name;
use canopy::workspace::{Authority, CertificateAuthorityStatus};
use canopy::x509::extension::CrlReason;
use canopy::x509::{Certificate, CertificateList};
use egui::accesskit::Role;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::counted::Counted;
use crate::window::Window;

/// The acts that a task may take.
#[track_caller]
fn budget(counted: &Counted, acts: usize) {
    assert!(counted.acts() <= acts, "{} acts, {acts} are allowed", counted.acts());
}

/// The file of the sample, beside which its bucket lies.
fn file(counted: &Counted) -> PathBuf {
    counted.folder().join("Canopy/Sample/sample.ron")
}

/// The engine as the file tells it, for which the window is not asked.
fn engine(counted: &Counted) -> Arc<Engine> {
    let path = file(counted);
    let environment = Environment::system(Arc::new(FolderBuckets::beside(&path)));
    Engine::open(&path, environment, &Options { work_factor: 4, ..Options::default() }).unwrap().0
}

fn authority(engine: &Engine, name: &str) -> Arc<Authority> {
    let workspace = engine.snapshot();
    let mut found = workspace.authorities().filter(|authority| authority_name(authority) == name);
    let one = found.next().unwrap().clone();
    assert!(found.next().is_none(), "{name} is there more than once");
    one
}

#[track_caller]
fn assert_active(counted: &Counted, name: &str) -> Arc<Authority> {
    let engine = engine(counted);
    let authority = authority(&engine, name);
    assert_eq!(authority.status(engine.now()), CertificateAuthorityStatus::Active);
    authority
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
    let mut counted = Counted::after(|_| {});
    counted.click(Role::Button, "New root CA…");
    counted.type_text("Clicked Root");
    counted.click(Role::Button, "Create and activate root CA");
    counted.wait_for_status("Clicked Root is active");
    budget(&counted, 3);
    let root = assert_active(&counted, "Clicked Root");
    assert_eq!(root.parent, None);
}

#[test]
fn a_subordinate_takes_three() {
    let mut counted = Counted::after(|window| window.click(Role::TreeItem, "Robotics Root G1"));
    counted.click(Role::Button, "New subordinate CA…");
    counted.type_text("Clicked CA");
    counted.click(Role::Button, "Create and activate subordinate CA");
    counted.wait_for_status("Clicked CA is active");
    budget(&counted, 3);
    let subordinate = assert_active(&counted, "Clicked CA");
    assert_eq!(subordinate.parent, Some(authority(&engine(&counted), "Robotics Root G1").id()));
}

fn select_issuing(window: &mut Window) {
    window.click(Role::TreeItem, "Servers Issuing CA");
}

/// The certificate for the CSR is one of a server, for 90 days.
#[track_caller]
fn assert_issued(counted: &Counted) {
    let engine = engine(counted);
    let workspace = engine.snapshot();
    let rows = workspace.certificates();
    let row = rows.rows(0..usize::MAX).find(|row| row.common_name == "clicks.example").unwrap();
    assert_eq!(row.authority, authority(&engine, "Servers Issuing CA").id());
    assert_eq!(row.template, "EndEntityServerAuthCertificate/V1");
    let validity = Certificate::from_der(&workspace.certificate_body(&row).unwrap()).unwrap().validity();
    // A certificate begins an hour before it is issued (API, ValidityNotBefore).
    assert_eq!(validity.not_after - validity.not_before, 90 * 24 * 60 * 60 + 60 * 60);
}

#[test]
fn a_server_certificate_takes_three_and_the_file() {
    let mut counted = Counted::after(select_issuing);
    counted.will_choose(&csr(counted.folder()));
    counted.click(Role::Button, "Issue certificate…");
    counted.click(Role::Button, "Choose file…");
    counted.wait_for(Role::Label, "Common name: clicks.example");
    counted.click_beginning(Role::Button, "Issue 90-day server certificate");
    counted.wait_for_status("Issued clicks.example");
    budget(&counted, 3);
    assert_issued(&counted);
}

#[test]
fn a_dropped_request_takes_two_after_the_drop() {
    let mut counted = Counted::after(select_issuing);
    counted.drop_file(csr(counted.folder()));
    counted.wait_for(Role::Label, "Common name: clicks.example");
    counted.click_beginning(Role::Button, "Issue 90-day server certificate");
    counted.wait_for_status("Issued clicks.example");
    budget(&counted, 1 + 2);
    assert_issued(&counted);
}

/// The inspector with a certificate of the sample.
fn select_certificate(window: &mut Window) {
    select_issuing(window);
    window.click(Role::Tab, "Certificates");
    window.click(Role::Row, "certificate api.robotics.example");
}

/// The newest CRL of an authority of the sample, as its bucket has it; and its number.
fn published(counted: &Counted, authority: &Authority) -> (CertificateList, u128) {
    let folder = file(counted).parent().unwrap().join("published/crl");
    let list =
        CertificateList::from_der(&std::fs::read(folder.join(format!("{}.crl", authority.id()))).unwrap()).unwrap();
    let number = list.number().unwrap().0.into_iter().fold(0, |number, octet| number << 8 | u128::from(octet));
    (list, number)
}

#[test]
fn revoking_with_a_reason_takes_four() {
    let mut counted = Counted::after(select_certificate);
    let engine = engine(&counted);
    let issuing = authority(&engine, "Servers Issuing CA");
    let workspace = engine.snapshot();
    let row = workspace.certificates().rows(0..usize::MAX).find(|row| row.common_name == "api.robotics.example");
    let serial = row.unwrap().serial;
    let (before, first) = published(&counted, &issuing);
    assert!(before.find(serial.as_bytes()).is_none());
    counted.click(Role::Button, "Revoke…");
    counted.click(Role::RadioButton, "Key compromise");
    counted.click(Role::Button, "Revoke certificate");
    counted.wait_for_status("Revoked api.robotics.example");
    budget(&counted, 4);
    let (after, second) = published(&counted, &issuing);
    assert!(second > first, "number {second} after {first}");
    assert_eq!(after.find(serial.as_bytes()).unwrap().reason(), Some(CrlReason::KeyCompromise));
    assert_eq!(after.len(), before.len() + 1);
}

#[test]
fn exporting_with_the_chain_takes_two() {
    let mut counted = Counted::after(select_certificate);
    let path = counted.folder().join("chain.pem");
    counted.will_choose(&path);
    counted.click(Role::Button, "Save");
    counted.click(Role::MenuItem, "Full chain…");
    counted.wait_for_file(&path);
    budget(&counted, 2);
    let saved = std::fs::read_to_string(path).unwrap();
    assert_eq!(saved.matches("BEGIN CERTIFICATE").count(), 4);
}
