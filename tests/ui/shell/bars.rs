//! Top bar, menus, status line.

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use crate::{host::FakeHost, window::Window};

#[test]
fn the_menus_hold_the_commands_and_say_why_some_cannot_act() {
    let mut window = Window::new(FakeHost::new());
    window.click(Role::Button, "Authority");
    assert!(window.has(Role::MenuItem, "New root CA…"));
    window.harness.key_press(Key::Escape);
    window.settle();
    assert!(!window.has(Role::MenuItem, "New root CA…"));
    window.click(Role::Button, "Help");
    window.click(Role::MenuItem, "About Canopy");
    assert!(window.has(Role::Label, env!("CARGO_PKG_VERSION")));
    window.harness.key_press(Key::Escape);
    window.settle();
    assert!(!window.has(Role::Label, env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_arrows_go_from_menu_to_menu() {
    let mut window = Window::new(FakeHost::new());
    window.click(Role::Button, "View");
    assert!(window.has(Role::MenuItem, "Home"));
    window.harness.key_press(Key::ArrowRight);
    window.settle();
    assert!(window.has(Role::MenuItem, "About Canopy") && !window.has(Role::MenuItem, "Home"));
    window.harness.key_press(Key::ArrowRight);
    window.settle();
    assert!(window.has(Role::MenuItem, "New workspace…"));
}

#[test]
fn shortcuts_are_listed_and_work() {
    let mut window = Window::new(FakeHost::new());
    window.harness.key_press(Key::F1);
    window.settle();
    assert!(window.has(Role::Label, "New subordinate CA"));
    window.click(Role::Button, "Close shortcuts");
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Plus);
    window.settle();
    assert!((window.host.desk().remembered.zoom - 1.1).abs() < 0.01);
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Num0);
    window.settle();
    assert!((window.host.desk().remembered.zoom - 1.0).abs() < 0.01);
}

#[test]
fn the_theme_is_changed_and_remembered() {
    let mut window = Window::new(FakeHost::new());
    window.click(Role::Button, "Light theme");
    assert_eq!(window.host.desk().remembered.theme, canopy::ui::theme::Theme::Light);
    assert!(window.has(Role::Button, "Dark theme"));
}

#[test]
fn quit_ends_the_program() {
    let mut window = Window::new(FakeHost::new());
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Q);
    window.settle();
    assert!(window.host.desk().has_quit);
}

#[test]
fn without_file_dialogs_a_path_is_typed() {
    let host = FakeHost::new();
    host.desk().answers.push_back(canopy::ui::host::FileDialogAnswer::Unavailable("No dialogs here.".into()));
    let mut window = Window::new(host);
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::O);
    window.wait_for(Role::Button, "Open file");
    assert!(window.has(Role::TextInput, "File"));
    let missing = window.host.folder().join("none.ron");
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.type_text(missing.to_str().unwrap());
    window.click(Role::Button, "Open file");
    window.wait_for(Role::Button, "Close message");
    assert!(window.has(Role::Status, "The workspace was not opened"));
}

/// Every menu is seen whole in the smallest window, whatever is selected.
#[test]
fn no_menu_is_longer_than_the_smallest_window() {
    let mut window = Window::sized(FakeHost::new(), [1000.0, 700.0], canopy::ui::theme::Theme::Dark);
    super::workspace::sample(&mut window);
    for authority in ["Workloads Issuing CA", "Devices CA", "ML-DSA Pilot"] {
        window.click(Role::TreeItem, authority);
        for menu in ["Workspace", "Authority", "Certificate", "View"] {
            window.click(Role::Button, menu);
            let items = window.harness.query_all_by_role(Role::MenuItem).map(|item| item.rect().bottom());
            let lowest = items.fold(0.0_f32, f32::max);
            assert!((100.0..692.0).contains(&lowest), "{menu} of {authority} ends at {lowest}");
            window.harness.key_press(egui::Key::Escape);
            window.settle();
        }
    }
}
