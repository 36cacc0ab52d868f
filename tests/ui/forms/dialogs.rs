//! The questions and paths between a form and the disk, in the whole window.

use canopy::ui::host::FileDialogAnswer;
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::path::Path;

use crate::host::FakeHost;
use crate::shell::workspace::sample;
use crate::window::Window;

fn window() -> Window {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window
}

/// Presses the window's own close button.
fn close(window: &mut Window) {
    let viewport = window.harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
    viewport.events.push(egui::ViewportEvent::Close);
    window.settle();
}

/// The desktop has no file dialogs: the next one asks for a path instead.
fn no_dialogs(window: &Window) {
    let why = "This desktop has no file dialogs.".to_owned();
    window.host.desk().answers.push_back(FileDialogAnswer::Unavailable(why));
}

/// Types a path in place of the one that is proposed: the dialog has the keyboard.
fn type_path(window: &mut Window, path: &Path) {
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.settle();
    window.type_text(path.to_str().unwrap());
}

#[test]
fn a_file_is_saved_at_a_typed_path_and_replaced_only_when_asked() {
    let host = FakeHost::new();
    host.desk().clipboard =
        Some(rcgen::generate_simple_self_signed(vec!["saved.example".to_owned()]).unwrap().cert.pem());
    let mut window = Window::new(host);
    window.harness.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::V);
    window.wait_for(Role::Button, "Save");
    let path = window.host.folder().join("saved.der");
    std::fs::write(&path, "before").unwrap();
    for (answer, replaced) in [("Keep file", false), ("Replace file", true)] {
        no_dialogs(&window);
        window.click(Role::Button, "Save");
        window.click(Role::MenuItem, "DER…");
        window.wait_for(Role::Button, "Save file");
        type_path(&mut window, &path);
        window.click(Role::Button, "Save file");
        window.wait_for(Role::Button, answer);
        window.click(Role::Button, answer);
        let is_replaced = || std::fs::read(&path).unwrap() != b"before";
        match replaced {
            true => window.wait("the file", |_| is_replaced()),
            false => assert!(!is_replaced()),
        }
    }
}

#[test]
fn a_folder_is_typed_where_there_is_no_dialog() {
    let mut window = Window::new(FakeHost::new());
    window.click(Role::Button, "Workspace");
    window.click(Role::MenuItem, "New workspace…");
    no_dialogs(&window);
    window.click(Role::Button, "Choose…");
    window.wait_for(Role::Button, "Use folder");
    let folder = window.host.folder().join("pki");
    type_path(&mut window, &folder);
    window.click(Role::Button, "Use folder");
    assert!(!window.has(Role::Button, "Use folder"));
    let field = window.harness.get_by_role_and_label(Role::TextInput, "Folder");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("~/pki"));
}

#[test]
fn leaving_with_something_typed_is_asked_about() {
    let mut window = window();
    window.click(Role::TreeItem, "Servers Issuing CA");
    window.click(Role::Button, "New root CA…");
    window.type_text("Half typed");
    close(&mut window);
    window.click(Role::Button, "Keep typing");
    assert!(!window.host.desk().has_quit);
    close(&mut window);
    window.click(Role::Button, "Discard form");
    assert!(window.host.desk().has_quit);
}
