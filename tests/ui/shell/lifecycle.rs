//! Deleted authorities in the window: disabled, deleted, restored, and their keys erased when it is time.

use canopy::engine::api::{
    DeleteCertificateAuthorityRequest, RestoreCertificateAuthorityRequest, UpdateCertificateAuthorityRequest,
};
use canopy::engine::{Caller, Engine, Environment, Options};
use canopy::publish::FolderBuckets;
use canopy::ui::sample;
use canopy::ui::search::authority_name;
use canopy::ui::theme::Theme;
use canopy::workspace::{CertificateAuthorityStatus, Timestamp};
use egui::{Key, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use secrecy::SecretString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::host::{FakeHost, Still};
use crate::window::{Window, has, labels, statuses};

/// 2026-11-23T12:00:00Z
const NOON: Timestamp = Timestamp::from_seconds(1_795_435_200);
const HOUR: i64 = 60 * 60 * 1000;
const DAY: i64 = 24 * HOUR;
const NAME: &str = "Servers Issuing CA";

fn environment(path: &Path, now: Timestamp) -> Environment {
    Environment { clock: Arc::new(Still(now)), ..Environment::system(Arc::new(FolderBuckets::beside(path))) }
}

/// A sample of which one authority was deleted at noon, for 7 days. Without `crls` nothing else comes due.
fn deleted(crls: bool) -> (FakeHost, PathBuf) {
    let host = FakeHost::new();
    let path = host.folder().join("sample.ron");
    let options = Options { work_factor: 4, ..Options::default() };
    let engine = sample::build(&path, &environment(&path, NOON), &options, "tester").unwrap();
    let workspace = engine.snapshot();
    for pilot in workspace.authorities().filter(|found| found.status(NOON) == CertificateAuthorityStatus::Deleted) {
        let restore = RestoreCertificateAuthorityRequest { certificate_authority_arn: pilot.arn.to_string() };
        engine.call(&Caller::window(workspace.settings(), "tester").owner_of(pilot), restore).unwrap();
    }
    let off = serde_json::json!({"CrlConfiguration": {"Enabled": false}});
    for authority in workspace.authorities().filter(|found| !crls && found.installed.is_some()) {
        let quiet = UpdateCertificateAuthorityRequest {
            certificate_authority_arn: authority.arn.to_string(),
            revocation_configuration: Some(serde_json::from_value(off.clone()).unwrap()),
            status: None,
        };
        engine.call(&Caller::window(workspace.settings(), "tester").owner_of(authority), quiet).unwrap();
    }
    let authority = workspace.authorities().find(|found| authority_name(found) == NAME).unwrap();
    let caller = Caller::window(workspace.settings(), "tester").owner_of(authority);
    let certificate_authority_arn = authority.arn.to_string();
    let disable = UpdateCertificateAuthorityRequest {
        certificate_authority_arn: certificate_authority_arn.clone(),
        revocation_configuration: None,
        status: Some(CertificateAuthorityStatus::Disabled),
    };
    engine.call(&caller, disable).unwrap();
    let delete =
        DeleteCertificateAuthorityRequest { certificate_authority_arn, permanent_deletion_time_in_days: Some(7) };
    engine.call(&caller, delete).unwrap();
    engine.close();
    (host, path)
}

/// Opens the file at that time and gives the passphrase.
fn unlocked(host: &FakeHost, path: &Path, now: Timestamp) -> Window {
    host.desk().now = Some(now);
    host.desk().to_open = Some(path.to_owned());
    let mut window = Window::new(host.clone());
    window.wait_for(Role::PasswordInput, "Passphrase");
    window.type_text(sample::PASSPHRASE);
    window.harness.key_press(Key::Enter);
    window.wait_for(Role::Button, "Unlocked");
    window.wait("the form to close", |harness| !has(harness, Role::PasswordInput, "Passphrase"));
    window
}

/// What the file says, when the window is gone.
fn read(path: &Path, now: Timestamp) -> Arc<Engine> {
    let (engine, _) = Engine::open(path, environment(path, now), &Options::default()).unwrap();
    engine.unlock(&SecretString::from(sample::PASSPHRASE)).unwrap();
    engine
}

#[test]
fn a_key_is_erased_a_day_after_its_time_is_over_and_never_by_a_doubtful_clock() {
    let (host, path) = deleted(false);
    // More than a week after the newest record nothing happens by itself.
    let first = NOON.plus_milliseconds(8 * DAY);
    let mut window = unlocked(&host, &path, first);
    let question = "The clock is doubtful, and 1 deletion waits: is the date right?";
    assert!(labels(&window.harness).iter().any(|words| words == question));
    assert!(window.has(Role::TreeItem, NAME));
    window.click(Role::Button, "It is 1 Dec 2026: go on");
    window.wait("the question to go", |harness| !labels(harness).iter().any(|words| words == question));
    assert!(window.has(Role::TreeItem, NAME), "its key is kept for another day");
    drop(window);
    // A day later it goes by itself, as soon as the file is unlocked.
    let second = first.plus_milliseconds(DAY + HOUR);
    let mut window = unlocked(&host, &path, second);
    window.wait("the authority to go", |harness| !has(harness, Role::TreeItem, NAME));
    drop(window);
    let workspace = read(&path, second).snapshot();
    assert!(workspace.authorities().all(|authority| authority_name(authority) != NAME));
    assert!(workspace.removed_authorities().any(|authority| authority_name(authority) == NAME));
}

#[test]
fn a_crl_that_a_doubtful_clock_has_dated_confirms_nothing() {
    let (host, path) = deleted(true);
    let mut window = unlocked(&host, &path, NOON.plus_milliseconds(8 * DAY));
    window.wait("the CRLs", |harness| statuses(harness).iter().any(|said| said.starts_with("Published the CRL of")));
    window.settle();
    assert!(labels(&window.harness).iter().any(|words| words.ends_with("1 deletion waits: is the date right?")));
    assert!(window.has(Role::TreeItem, NAME));
}

#[test]
fn an_authority_is_disabled_deleted_and_restored_from_its_page() {
    let mut window = Window::new(FakeHost::new());
    super::workspace::sample(&mut window);
    window.click(Role::TreeItem, NAME);
    let said = |window: &mut Window, words: &str| {
        window.wait(words, |harness| statuses(harness).iter().any(|said| said.contains(words)));
    };
    // The toasts may lie over what is to be pressed.
    let press = |window: &mut Window, label: &str| {
        window.harness.get_by_role_and_label(Role::Button, label).click_accesskit();
        window.settle();
    };
    press(&mut window, "Disable");
    said(&mut window, "is disabled: it issues nothing, but revokes");
    press(&mut window, "Enable");
    said(&mut window, "is enabled");
    press(&mut window, "Delete…");
    window.click(Role::Button, "Disable and delete Servers Issuing CA, restorable for 30 days");
    said(&mut window, "it can be restored until");
    assert!(window.has(Role::Status, "Deleted, 29 days left") || window.has(Role::Status, "Deleted, 30 days left"));
    window.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::K);
    window.settle();
    window.type_text("RestoreCertificateAuthority");
    window.harness.key_press(Key::Enter);
    window.settle();
    window.click(Role::Button, "Restore Servers Issuing CA");
    said(&mut window, "Restored Servers Issuing CA: disabled");
    assert!(window.has(Role::Status, "Disabled"));
}

#[test]
fn actions_are_reached_from_the_palette_by_their_names() {
    let mut window = Window::sized(FakeHost::new(), [1000.0, 700.0], Theme::Light);
    super::workspace::sample(&mut window);
    window.click(Role::TreeItem, NAME);
    for (typed, title, button) in [
        ("ListTags", "Ask the API: list tags…", "List tags"),
        ("GetPolicy", "Ask the API: fetch the resource policy…", "Fetch the resource policy"),
        ("GetCertificateAuthorityCsr", "Ask the API: fetch the CSR of an authority…", "Fetch the CSR of an authority"),
    ] {
        window.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::K);
        window.settle();
        window.type_text(typed);
        window.click(Role::ListBoxOption, title);
        assert!(window.has(Role::Button, button), "{typed}");
        window.harness.key_press(Key::Escape);
        window.settle();
    }
    window.click(Role::Button, "View");
    window.click(Role::MenuItem, "Ask the API…");
    window.click(Role::Button, "Describe an authority");
    window.wait_for(Role::Group, "Answer");
    super::pictures::picture(&mut window, "ask-narrow");
    window.harness.key_press(Key::Escape);
    window.settle();
    window.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::K);
    window.settle();
    window.type_text("DeleteCertificateAuthority");
    window.click(Role::ListBoxOption, "Delete CA…");
    assert!(window.has(Role::Heading, "Delete Servers Issuing CA"));
    super::pictures::picture(&mut window, "delete-narrow");
}

/// Forty days later everything waits: of each kind there is a row, however many there are of the first.
#[test]
fn the_passphrase_is_asked_for_with_every_kind_of_what_waits() {
    let host = FakeHost::new();
    let path = host.folder().join("sample.ron");
    let options = Options { work_factor: 4, ..Options::default() };
    sample::build(&path, &environment(&path, NOON), &options, "tester").unwrap().close();
    host.desk().now = Some(NOON.plus_milliseconds(40 * DAY));
    host.desk().to_open = Some(path);
    let mut window = Window::sized(host, [1000.0, 700.0], Theme::Dark);
    window.wait_for(Role::PasswordInput, "Passphrase");
    super::pictures::picture(&mut window, "unlock-waiting");
    for row in [
        "4 more, CRLs due",
        "checkout.svc.robotics.example, certificate to be renewed",
        "ML-DSA Pilot, key to be erased, if the date is right",
        "Devices CA, certificate to install",
    ] {
        assert!(window.has(Role::ListItem, row), "{row}");
    }
    let button = window.harness.get_by_role_and_label(Role::Button, "Unlock Sample");
    assert!(button.rect().bottom() < 700.0);
}
