//! Opening, locking and closing a workspace.

use egui::{Key, Modifiers, accesskit::Role};

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

#[test]
fn a_workspace_that_is_open_elsewhere_is_read_only() {
    let host = FakeHost::new();
    let mut first = Window::new(host.clone());
    sample(&mut first);
    let mut second = Window::new(host);
    second.wait_for(Role::Button, "Read-only");
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
