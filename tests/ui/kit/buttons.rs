use canopy::ui::kit::{Button, Icon, IconButton};
use egui::{Key, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::harness::with_state;

#[test]
fn a_button_acts_on_click_enter_and_space() {
    let mut harness = with_state(0, |ui, presses| {
        let button = Button::primary("Issue certificate…").icon(Icon::Plus).return_sign();
        *presses += usize::from(ui.add(button).clicked());
    });
    harness.get_by_role_and_label(Role::Button, "Issue certificate…").click();
    harness.run();
    assert_eq!(*harness.state(), 1);
    for (presses, key) in [(2, Key::Enter), (3, Key::Space)] {
        harness.get_by_role_and_label(Role::Button, "Issue certificate…").focus();
        harness.run();
        harness.key_press(key);
        harness.run();
        assert_eq!(*harness.state(), presses);
    }
}

#[test]
fn tab_goes_through_the_buttons_in_the_order_of_the_eye() {
    let mut harness = with_state((), |ui, ()| {
        ui.horizontal(|ui| {
            ui.add(Button::ghost("API request"));
            ui.add(Button::secondary("Cancel"));
            ui.add(Button::danger("Revoke certificate"));
            ui.add(IconButton::new(Icon::X, "Close"));
        });
    });
    for name in ["API request", "Cancel", "Revoke certificate", "Close"] {
        harness.key_press(Key::Tab);
        harness.run();
        assert!(harness.get_by_role_and_label(Role::Button, name).is_focused(), "{name}");
    }
}

#[test]
fn a_blocked_button_does_nothing_and_tells_why() {
    const REASON: &str = "Unlock the workspace to sign";
    let mut harness = with_state(false, |ui, pressed| {
        *pressed |= ui.add(Button::primary("Sign now").blocked(Some(REASON))).clicked();
        *pressed |= ui.add(IconButton::new(Icon::Trash2, "Delete").blocked(Some(REASON))).clicked();
    });
    for name in ["Sign now", "Delete"] {
        let button = harness.get_by_role_and_label(Role::Button, name);
        assert!(button.accesskit_node().is_disabled());
        button.click();
        harness.run();
        harness.get_by_role_and_label(Role::Button, name).focus();
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        assert!(harness.query_by_label(REASON).is_some(), "{name} shows the reason while it has the focus");
    }
    assert!(!*harness.state());
}
