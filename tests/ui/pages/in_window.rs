//! The tree and the pages in the whole window.

use canopy::ui::theme::Theme;
use egui::{Key, Modifiers, accesskit::Role};

use crate::{host::FakeHost, shell::workspace::sample, window::Window};

const SIZES: [(&str, [f32; 2]); 2] = [("wide", [1280.0, 800.0]), ("narrow", [1000.0, 700.0])];
const THEMES: [(&str, Theme); 2] = [("dark", Theme::Dark), ("light", Theme::Light)];

fn keep(window: &mut Window, name: &str) {
    let Some(folder) = std::env::var_os("CANOPY_PICTURES") else { return };
    let path = std::path::Path::new(&folder).join(format!("window-{name}.png"));
    window.harness.render().unwrap().save(path).unwrap();
}

#[test]
fn a_certificate_is_one_click_away_from_home() {
    for (theme_name, theme) in THEMES {
        for (size_name, size) in SIZES {
            let mut window = Window::sized(FakeHost::new(), size, theme);
            sample(&mut window);
            keep(&mut window, &format!("home-{size_name}-{theme_name}"));
            window.click(Role::TreeItem, "Servers Issuing CA");
            keep(&mut window, &format!("overview-{size_name}-{theme_name}"));
            window.click(Role::Tab, "Certificates");
            window.click(Role::Row, "certificate api.robotics.example");
            assert!(window.has(Role::Button, "Close inspector"));
            keep(&mut window, &format!("certificates-{size_name}-{theme_name}"));
            window.click(Role::Tab, "Revocation");
            keep(&mut window, &format!("revocation-{size_name}-{theme_name}"));
        }
    }
}

#[test]
fn what_is_selected_out_of_sight_is_not_acted_on() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window.click(Role::TreeItem, "Servers Issuing CA");
    window.click(Role::Tab, "Certificates");
    window.click(Role::Row, "certificate api.robotics.example");
    window.click(Role::Button, "Close inspector");
    window.click(Role::Tab, "Overview");
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Delete);
    window.settle();
    assert!(!window.has(Role::Heading, "Revoke certificate"), "nothing in sight is selected");
}
