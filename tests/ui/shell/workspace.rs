//! Opening, locking and closing a workspace.

use canopy::engine::{Caller, Engine};
use canopy::ui::host::Host as _;
use canopy::ui::sample::PASSPHRASE;
use egui::{Key, Modifiers, accesskit::Role};
use secrecy::SecretString;
use std::sync::Arc;

use crate::{host::FakeHost, window::Window};

/// A window that shows the sample.
pub fn sample(window: &mut Window) {
    window.click(Role::Button, "Workspace");
    window.click(Role::MenuItem, "Try the sample");
    window.wait("the sample", |harness| crate::window::has(harness, Role::Button, "Unlocked"));
}

#[test]
fn the_sample_opens_unlocked_locks_and_closes() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    assert!(window.has(Role::Label, "~/Canopy/Sample/sample.ron"));
    window.click(Role::Button, "Unlocked");
    assert!(window.has(Role::Button, "Locked"));
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::W);
    window.settle();
    assert!(!window.has(Role::Button, "Locked"));
    assert!(!window.host.desk().remembered.reopen);
}

#[test]
fn the_last_workspace_is_opened_again() {
    let host = FakeHost::new();
    let mut window = Window::new(host.clone());
    sample(&mut window);
    drop(window);
    assert!(host.desk().remembered.reopen);
    let mut window = Window::new(host);
    window.wait_for(Role::Button, "Locked");
    assert!(window.has(Role::Label, "~/Canopy/Sample/sample.ron"));
}

fn open(window: &mut Window) {
    window.host.will_choose(window.host.folder().join("Canopy/Sample/sample.ron"));
    window.click(Role::Button, "Workspace");
    window.click(Role::MenuItem, "Open workspace…");
}

#[test]
fn the_open_workspace_is_not_opened_again() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    open(&mut window);
    window.wait("the words", |harness| {
        let said = [crate::window::statuses(harness), crate::window::labels(harness)].concat();
        said.iter().any(|words| words.ends_with("is open already"))
    });
    assert!(window.has(Role::Button, "Unlocked"));
}

#[test]
fn a_closed_workspace_can_be_opened_at_once() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
    window.settle();
    window.type_text("sso");
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::W);
    window.harness.step();
    open(&mut window);
    window.wait_for(Role::Button, "Locked");
    assert!(!window.has(Role::ListBoxOption, "sso.robotics.example"));
}

#[test]
fn what_was_read_only_is_written_once_it_is_free() {
    let host = FakeHost::new();
    let mut first = Window::new(host.clone());
    sample(&mut first);
    let mut second = Window::new(host);
    second.wait_for(Role::Button, "Read-only");
    open(&mut second);
    second.wait("the same again", |harness| crate::window::has(harness, Role::Button, "Read-only"));
    drop(first);
    open(&mut second);
    second.wait_for(Role::Button, "Locked");
}

#[test]
fn a_workspace_that_is_open_elsewhere_is_read_only() {
    let host = FakeHost::new();
    let mut first = Window::new(host.clone());
    sample(&mut first);
    let mut second = Window::new(host);
    second.wait_for(Role::Button, "Read-only");
}

/// The sample that a window has left, unlocked.
pub fn engine(host: &FakeHost) -> Arc<Engine> {
    let path = host.folder().join("Canopy/Sample/sample.ron");
    let (engine, _) = Engine::open(&path, host.environment(&path), &host.options()).unwrap();
    engine.unlock(&SecretString::from(PASSPHRASE)).unwrap();
    engine
}

fn annotate(engine: &Engine, name: &str) {
    let workspace = engine.snapshot();
    let authority = workspace.authorities().next().unwrap();
    let caller = Caller::window(workspace.settings(), "tester").owner_of(authority);
    engine.annotate_authority(&caller, authority.id(), name, "").unwrap();
}

#[test]
fn what_is_written_elsewhere_shows_by_itself() {
    let host = FakeHost::new();
    sample(&mut Window::new(host.clone()));
    let engine = engine(&host);
    let mut window = Window::new(host);
    window.wait_for(Role::Button, "Read-only");
    annotate(&engine, "Named elsewhere");
    window.wait_for(Role::TreeItem, "Named elsewhere");
}

#[test]
fn a_person_goes_on_from_an_older_copy_with_the_passphrase() {
    let host = FakeHost::new();
    sample(&mut Window::new(host.clone()));
    let path = host.folder().join("Canopy/Sample/sample.ron");
    let older = std::fs::read(&path).unwrap();
    annotate(&engine(&host), "Lost");
    std::fs::write(&path, older).unwrap();
    let mut window = Window::new(host);
    window.wait_for(Role::Button, "Read-only");
    super::pictures::picture(&mut window, "older-copy");
    window.click(Role::Button, "Go on from this copy…");
    super::pictures::picture(&mut window, "go-on");
    assert!(crate::window::labels(&window.harness).iter().any(|words| words.contains("this is an older copy")));
    window.focus(Role::PasswordInput, "Passphrase");
    window.type_text(PASSPHRASE);
    window.click(Role::Button, "Go on from this copy");
    window.wait_for(Role::Button, "Unlocked");
    assert!(!window.has(Role::Button, "Go on from this copy…"));
}

/// A report that was asked for and not written when the window closed.
#[test]
fn a_report_that_waits_is_written_once_the_workspace_is_unlocked() {
    use canopy::workspace::AuditReportProgress;
    let host = FakeHost::new();
    sample(&mut Window::new(host.clone()));
    let engine = engine(&host);
    let unreported = |authority: &&std::sync::Arc<canopy::workspace::Authority>| {
        let active = authority.status(engine.now()) == canopy::workspace::CertificateAuthorityStatus::Active;
        active && authority.audit_reports.is_empty()
    };
    let authority = engine.snapshot().authorities().find(unreported).unwrap().clone();
    let caller = Caller::window(engine.snapshot().settings(), "tester");
    let request = canopy::engine::api::CreateCertificateAuthorityAuditReportRequest {
        certificate_authority_arn: authority.arn.to_string(),
        s3_bucket_name: "published".into(),
        audit_report_response_format: canopy::engine::api::AuditReportResponseFormat::Json,
    };
    let key = engine.call(&caller, request).unwrap().s3_key.unwrap();
    engine.close();
    drop(engine);
    let mut window = Window::new(host.clone());
    window.wait_for(Role::Button, "Locked");
    assert!(crate::window::labels(&window.harness).iter().any(|words| words.contains("1 audit report to be written")));
    // Opened locked, it asks by itself.
    window.focus(Role::PasswordInput, "Passphrase");
    window.type_text(PASSPHRASE);
    window.harness.key_press(Key::Enter);
    window.wait_for(Role::Button, "Unlocked");
    let written = host.folder().join("Canopy/Sample/published").join(key);
    window.wait("the report", |_| written.exists());

    // It opens in the window, and is saved from there as it lies in its bucket.
    window.click(Role::TreeItem, &canopy::ui::search::authority_name(&authority));
    window.click(Role::Tab, "Audit");
    window.wait_for(Role::Button, "Open");
    window.click(Role::Button, "Open");
    window.wait_for(Role::Button, "Copy Report");
    let saved = host.folder().join("saved.json");
    host.will_choose(saved.clone());
    window.click(Role::Button, "Save report…");
    window.wait("the copy", |_| saved.exists());
    assert!(std::fs::read(&saved).unwrap() == std::fs::read(&written).unwrap());
    drop(window);
    let engine = self::engine(&host);
    let snapshot = engine.snapshot();
    let report = &snapshot.authority(authority.id()).unwrap().audit_reports[0];
    assert!(matches!(report.progress, AuditReportProgress::Written { .. }), "{report:?}");
}

#[test]
fn a_doubtful_clock_is_told_on_home() {
    let host = FakeHost::new();
    sample(&mut Window::new(host.clone()));
    let last = engine(&host).snapshot().head().at;
    for (days, words) in [(-1, "The clock of this computer says"), (8, "if it is not")] {
        host.desk().now = Some(last.plus_milliseconds(days * 24 * 60 * 60 * 1000));
        let mut window = Window::new(host.clone());
        window.wait_for(Role::Button, "Locked");
        let said = crate::window::statuses(&window.harness);
        assert!(said.iter().any(|said| said.contains(words)), "{said:?}");
        super::pictures::picture(&mut window, &format!("clock-{days}"));
    }
    host.desk().now = Some(last.plus_milliseconds(6 * 24 * 60 * 60 * 1000));
    let mut window = Window::new(host);
    window.wait_for(Role::Button, "Locked");
    assert!(!crate::window::statuses(&window.harness).iter().any(|said| said.contains("clock")));
}

#[test]
fn what_was_opened_from_an_index_is_verified_in_the_background() {
    let host = FakeHost::new();
    sample(&mut Window::new(host.clone()));
    let writer = engine(&host);
    for number in 0..260 {
        annotate(&writer, &format!("Name {number}"));
    }
    drop(writer);
    let path = host.folder().join("Canopy/Sample/sample.ron");
    let index = host.folder().join("Canopy/Sample/sample.ron.index");
    assert!(index.exists());
    let mut bytes = std::fs::read(&path).unwrap();
    let place = bytes.windows(17).position(|window| window == b"CertificateIssued").unwrap();
    bytes[place] ^= 0x20;
    std::fs::write(&path, bytes).unwrap();
    let mut window = Window::new(host);
    window.wait_for(Role::Button, "Read-only");
    let said = crate::window::statuses(&window.harness);
    assert!(said.iter().any(|words| words.contains("did not verify")), "{said:?}");
    assert!(!index.exists());
}

#[test]
fn search_finds_certificates_and_shows_the_chosen_one() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
    window.settle();
    window.type_text("sso");
    assert!(window.has(Role::ListBoxOption, "sso.robotics.example"));
    window.harness.key_press(Key::Enter);
    window.settle();
    assert!(window.has(Role::Status, "Active"));
    assert!(window.has(Role::Button, "Revoke…"));
    assert!(window.has(Role::Label, "id.robotics.example"));
}

#[test]
fn what_is_found_is_shown_where_it_is_listed() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window.click(Role::TreeItem, "Servers Issuing CA");
    window.click(Role::Tab, "Revocation");
    let mut go_to = |name: &str| {
        window.harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
        window.settle();
        window.type_text(name);
        window.harness.key_press(Key::Enter);
        window.settle();
        window.has(Role::Heading, "Revoked certificates")
    };
    assert!(go_to("legacy-vpn"), "it is in the list of revoked certificates");
    assert!(!go_to("sso.robotics"), "it is not");
}

#[test]
fn the_file_is_verified_and_copied() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window.click(Role::Button, "Workspace");
    window.click(Role::MenuItem, "Verify file");
    window.wait("the verdict", |harness| {
        crate::window::statuses(harness)
            .iter()
            .any(|words| words.starts_with("Verified ") && words.ends_with("their seals"))
    });
    let copy = window.host.folder().join("copy.ron");
    window.host.will_choose(&copy);
    window.click(Role::Button, "Workspace");
    window.click(Role::MenuItem, "Save a copy…");
    window.wait("the copy", |_| copy.exists());
    let original = window.host.folder().join("Canopy/Sample/sample.ron");
    assert_eq!(std::fs::read(copy).unwrap(), std::fs::read(original).unwrap());
}
