//! Pictures of the whole window, written only where `CANOPY_PICTURES` names a folder.

use canopy::ui::theme::Theme;
use egui::{Key, Modifiers, accesskit::Role};

use crate::{host::FakeHost, window::Window};

const SIZES: [(&str, [f32; 2]); 2] = [("wide", [1280.0, 800.0]), ("narrow", [1000.0, 700.0])];
const THEMES: [(&str, Theme); 2] = [("dark", Theme::Dark), ("light", Theme::Light)];

pub fn picture(window: &mut Window, name: &str) {
    let Some(folder) = std::env::var_os("CANOPY_PICTURES") else { return };
    let path = std::path::Path::new(&folder).join(format!("{name}.png"));
    window.harness.render().unwrap().save(path).unwrap();
}

#[test]
fn every_state_is_drawn_in_both_themes_and_sizes() {
    for (theme_name, theme) in THEMES {
        for (size_name, size) in SIZES {
            let at = |what: &str| format!("{what}-{size_name}-{theme_name}");
            let mut window = Window::sized(FakeHost::new(), size, theme);
            picture(&mut window, &at("first-run"));
            window.harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
            window.settle();
            window.type_text("iss");
            picture(&mut window, &at("palette"));
            window.harness.key_press(Key::Escape);
            window.settle();
            window.click(Role::Button, "Workspace");
            picture(&mut window, &at("menu"));
            window.harness.key_press(Key::Escape);
            window.settle();
            window.host.desk().clipboard = Some(super::inspector::certificate());
            window.harness.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::V);
            window.wait_for(Role::TreeItem, "tbsCertificate");
            window.click(Role::TreeItem, "serialNumber");
            picture(&mut window, &at("inspector"));
            let mut window = super::trouble::broken_bucket(size, theme);
            window.click(Role::TreeItem, "Servers Issuing CA");
            window.click(Role::Button, "More acts");
            window.click(Role::MenuItem, "Publish CRL now");
            window.wait_for(Role::Button, "Try again");
            picture(&mut window, &at("trouble"));
            window.click(Role::Button, "Unlocked");
            window.click(Role::Button, "Locked");
            picture(&mut window, &at("unlock"));
            let mut window = Window::sized(FakeHost::new(), size, theme);
            super::workspace::sample(&mut window);
            picture(&mut window, &at("home"));
            window.harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
            window.settle();
            window.type_text("api");
            picture(&mut window, &at("search"));
            window.harness.key_press(Key::Enter);
            window.settle();
            picture(&mut window, &at("main"));
        }
    }
}
