//! What does not go is told as such.

use canopy::ui::theme::Theme;
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::workspace::sample;
use crate::host::FakeHost;
use crate::window::{self, Window};

/// A window with the sample, into whose bucket nothing can be written.
pub fn broken_bucket(size: [f32; 2], theme: Theme) -> Window {
    let mut window = Window::sized(FakeHost::new(), size, theme);
    sample(&mut window);
    let bucket = window.host.folder().join("Canopy/Sample/published");
    std::fs::remove_dir_all(&bucket).unwrap();
    std::fs::write(&bucket, "not a folder").unwrap();
    window
}

fn said(window: &mut Window, words: &str) {
    window.wait(words, |harness| window::statuses(harness).iter().any(|said| said.starts_with(words)));
}

#[test]
fn a_crl_that_is_not_published_is_no_success() {
    let mut window = broken_bucket([1280.0, 800.0], Theme::Dark);
    window.click(Role::TreeItem, "Servers Issuing CA");
    window.click(Role::Button, "More acts");
    window.click(Role::MenuItem, "Publish CRL now");
    said(&mut window, "The CRL of Servers Issuing CA was not published: ");
    assert!(window.has(Role::Button, "Try again"));
}

#[test]
fn an_installed_authority_publishes_its_first_crl() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window.click(Role::TreeItem, "Devices CA");
    window.click(Role::Button, "More acts");
    window.click(Role::MenuItem, "Install certificate…");
    window.wait_for(Role::Button, "Sign and activate subordinate CA");
    window.click(Role::Button, "Sign and activate subordinate CA");
    said(&mut window, "Devices CA is active");
    window.wait("the CRL", |harness| {
        let items = harness.query_all_by_role(Role::ListItem).filter_map(|item| item.accesskit_node().label());
        items.into_iter().any(|label| label.starts_with("CRL is fresh"))
    });
}

#[test]
fn a_certificate_that_cannot_be_revoked_says_why() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window.click(Role::TreeItem, "Servers Issuing CA");
    window.click(Role::Tab, "Certificates");
    window.click(Role::Row, "certificate mail-old.robotics.example");
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Delete);
    said(&mut window, "Revoke certificate: It has expired");
    assert!(!window.has(Role::Heading, "Revoke mail-old.robotics.example"));
}

#[test]
fn the_columns_of_the_table_are_remembered() {
    let mut window = Window::new(FakeHost::new());
    sample(&mut window);
    window.click(Role::TreeItem, "Servers Issuing CA");
    window.click(Role::Tab, "Certificates");
    window.click(Role::Button, "Choose columns");
    window.click(Role::MenuItemCheckBox, "Template");
    let remembered = window.host.desk().remembered.clone();
    let text = ron::to_string(&remembered).unwrap();
    assert_eq!(ron::from_str::<canopy::ui::app::Remembered>(&text).unwrap(), remembered);
    assert_ne!(remembered.table, Default::default());
}
