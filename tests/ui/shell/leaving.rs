//! Quitting while something would be lost, and files that are dropped.

use egui::{Key, Modifiers, accesskit::Role};

use crate::{host::FakeHost, window::Window};

#[test]
fn quitting_while_work_runs_is_asked_about() {
    let host = FakeHost::new();
    let saves = host.desk().saves.clone();
    host.desk().clipboard = Some(super::inspector::certificate());
    let mut window = Window::new(host);
    window.harness.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::V);
    window.wait_for(Role::Button, "Save");
    let path = window.host.folder().join("slow.der");
    window.host.will_choose(&path);
    let gate = saves.lock().unwrap();
    window.click(Role::Button, "Save");
    window.click(Role::MenuItem, "DER…");
    window.wait_for(Role::Status, "Saving ~/slow.der");
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Q);
    window.settle();
    window.click(Role::Button, "Stay");
    assert!(!window.host.desk().has_quit);
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Q);
    window.settle();
    window.click(Role::Button, "Leave now");
    assert!(window.host.desk().has_quit);
    drop(gate);
    window.wait("the file", |_| path.exists());
}

#[test]
fn a_certificate_that_is_dropped_is_looked_at_and_a_folder_is_not() {
    let host = FakeHost::new();
    let path = host.folder().join("dropped.pem");
    std::fs::write(&path, super::inspector::certificate()).unwrap();
    let mut window = Window::new(host);
    window.drop_file(path);
    window.wait_for(Role::Button, "Copy PEM");
    assert!(window.has(Role::Label, "www.inspected.example"));
    let folder = window.host.folder().to_owned();
    window.drop_file(folder);
    window.wait_for(Role::Button, "Close message");
    assert!(window.has(Role::Status, "The file was not opened"));
}

#[test]
fn a_new_key_is_not_lost_without_the_right_words() {
    let mut window = Window::new(FakeHost::new());
    super::workspace::sample(&mut window);
    window.click(Role::TreeItem, "Servers Issuing CA");
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::I);
    window.settle();
    window.click(Role::RadioButton, "New key here");
    window.type_text("db.robotics.example");
    for field in ["Passphrase of the file", "Passphrase again"] {
        window.focus(Role::PasswordInput, field);
        window.type_text("correct horse battery");
    }
    // The dialog of the desktop is closed without a file.
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.wait_for(Role::Button, "Lose the key…");
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Q);
    window.harness.key_press(Key::Escape);
    window.settle();
    assert!(window.has(Role::Heading, "Lose the private key?"));
    window.click(Role::Button, "Keep the key");
    assert!(window.has(Role::Button, "Save key…"));
    window.click(Role::Button, "Lose the key…");
    window.click(Role::Button, "Lose the key");
    assert_eq!(window.harness.state().as_ref().map(canopy::ui::App::has_form), Some(false));
}
