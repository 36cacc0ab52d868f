//! Forms in the window: unlocking, issuing from a dropped CSR, and the guard on what was typed.

use egui::{Key, Modifiers, accesskit::Role};

use super::workspace::sample;
use crate::{
    host::FakeHost,
    window::{self, Window},
};

#[test]
fn a_locked_workspace_is_unlocked_with_its_passphrase() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window.click(Role::Button, "Unlocked");
    window.click(Role::Button, "Locked");
    window.type_text("sample");
    window.harness.key_press(Key::Enter);
    window.wait_for(Role::Button, "Unlocked");
}

#[test]
fn a_wrong_passphrase_is_told_beside_the_field() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window.click(Role::Button, "Unlocked");
    window.click(Role::Button, "Locked");
    window.type_text("wrong");
    window.harness.key_press(Key::Enter);
    window.wait("the refusal", |harness| {
        crate::window::labels(harness).iter().any(|words| words.contains("passphrase does not open"))
    });
    assert!(window.has(Role::Button, "Locked"));
}

#[test]
fn a_form_that_holds_something_is_not_left_without_a_question() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::R);
    window.settle();
    window.focus(Role::TextInput, "Common name");
    window.type_text("My first root");
    window.harness.key_press(Key::Escape);
    window.settle();
    window.click(Role::Button, "Keep typing");
    window.harness.key_press(Key::Escape);
    window.settle();
    window.click(Role::Button, "Discard form");
    assert!(!window.has(Role::Button, "Keep typing"));
    assert_eq!(window.harness.state().as_ref().map(canopy::ui::App::has_form), Some(false));
}

#[test]
fn locking_under_a_form_asks_for_the_passphrase_and_keeps_the_form() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window.click(Role::Button, "Workspace");
    window.click(Role::MenuItem, "Settings…");
    window.focus(Role::TextInput, "Lock after minutes");
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.type_text("1");
    window.click(Role::Button, "Save settings");
    window.wait("the settings", |harness| !window::has(harness, Role::Button, "Save settings"));
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::R);
    window.settle();
    window.focus(Role::TextInput, "Common name");
    window.type_text("My first root");
    window.harness.input_mut().time = Some(3_600.0);
    window.wait_for(Role::PasswordInput, "Passphrase");
    assert!(window.has(Role::Button, "Unlock Sample"));
    assert!(window::labels(&window.harness).contains(&"The passphrase of the sample is “sample”".to_owned()));
    window.type_text("sample");
    window.harness.key_press(Key::Enter);
    window.wait("the form", |harness| !window::has(harness, Role::PasswordInput, "Passphrase"));
    window.click(Role::Button, "Create and activate root CA");
    window.wait("the root", |harness| {
        window::statuses(harness).iter().any(|words| words.starts_with("My first root is active"))
    });
}
