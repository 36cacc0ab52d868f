//! The command palette.

use egui::{Key, Modifiers, accesskit::Role};

use crate::{host::FakeHost, window::Window};

fn open() -> Window {
    let mut window = Window::new(FakeHost::new());
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    window.settle();
    window
}

#[test]
fn a_command_is_found_by_the_name_of_its_action() {
    let mut window = open();
    window.type_text("RevokeCert");
    assert!(window.has(Role::ListBoxOption, "Revoke certificate…"));
    // It cannot act, so Enter leaves the palette open.
    window.harness.key_press(Key::Enter);
    window.settle();
    assert!(window.has(Role::ListBoxOption, "Revoke certificate…"));
    window.harness.key_press(Key::Escape);
    window.settle();
    assert!(!window.has(Role::ListBoxOption, "Revoke certificate…"));
}

#[test]
fn the_arrows_choose_and_enter_runs() {
    let mut window = open();
    window.type_text("theme");
    window.harness.key_press(Key::ArrowDown);
    window.settle();
    window.harness.key_press(Key::Enter);
    window.settle();
    assert_eq!(window.host.desk().remembered.theme, canopy::ui::theme::Theme::Light);
    assert!(!window.has(Role::TextInput, "Command"));
}

#[test]
fn what_opens_the_palette_closes_it_too() {
    let mut window = Window::new(FakeHost::new());
    window.click(Role::Button, "Command palette");
    assert!(window.has(Role::TextInput, "Command"));
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    window.settle();
    assert!(!window.has(Role::TextInput, "Command"));
}

#[test]
fn what_can_be_done_with_the_selected_authority_comes_first() {
    let mut window = Window::new(FakeHost::new());
    super::workspace::sample(&mut window);
    window.click(Role::TreeItem, "Servers Issuing CA");
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    window.settle();
    window.harness.key_press(Key::Enter);
    window.settle();
    assert!(window.has(Role::Heading, "Issue certificate"));
}

#[test]
fn who_may_use_an_authority_is_changed_by_the_names_of_the_actions() {
    let mut window = Window::new(FakeHost::new());
    super::workspace::sample(&mut window);
    window.click(Role::TreeItem, "Servers Issuing CA");
    for (action, opened) in [
        ("PutPolicy", "Resource policy of Servers Issuing CA"),
        ("CreatePermission", "Grant permission for Servers Issuing CA"),
    ] {
        window.harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
        window.settle();
        window.type_text(action);
        window.harness.key_press(Key::Enter);
        window.settle();
        assert!(window.has(Role::Heading, opened), "{opened}");
        window.harness.key_press(Key::Escape);
        window.settle();
    }
    for action in ["DeletePolicy", "DeletePermission"] {
        window.harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
        window.settle();
        window.type_text(action);
        window.harness.key_press(Key::Enter);
        window.settle();
        assert!(window.has(Role::TextInput, "Command"), "{action}: there is nothing to take away");
        window.harness.key_press(Key::Escape);
        window.settle();
    }
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Num4);
    window.settle();
    assert!(window.has(Role::Button, "Attach policy…"));
}
