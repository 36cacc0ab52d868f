use canopy::ui::kit::{Checkbox, Field, LabelPlace, Problem, Radio, Secret, SecretField, Segmented};
use egui::{Key, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::harness::with_state;

#[test]
fn a_field_is_found_by_its_label_wherever_that_stands() {
    for place in [LabelPlace::Left(120.0), LabelPlace::Above, LabelPlace::Hidden] {
        let mut harness = with_state(String::new(), move |ui, text| {
            Field::new("Common name").place(place).show(ui, text);
        });
        harness.get_by_role_and_label(Role::TextInput, "Common name").focus();
        harness.run();
        harness.get_by_role_and_label(Role::TextInput, "Common name").type_text("Acme Root");
        harness.run();
        assert_eq!(harness.state(), "Acme Root", "{place:?}");
    }
}

#[test]
fn a_problem_is_told_in_words_with_the_name_of_the_api() {
    let mut harness = with_state("10.20.0.412".to_owned(), |ui, text| {
        let problem = Problem { words: "Each part is at most 255", code: Some("InvalidArgsException") };
        Field::new("IP address").problem(Some(problem)).show(ui, text);
    });
    harness.run();
    let field = harness.get_by_role_and_label(Role::TextInput, "IP address");
    assert_eq!(field.accesskit_node().data().description(), Some("Each part is at most 255"));
    assert!(harness.query_by_label("Each part is at most 255, InvalidArgsException").is_some());
}

#[test]
fn a_limit_holds() {
    let mut harness = with_state(String::new(), |ui, country| {
        Field::new("Country").limit(2).show(ui, country);
    });
    harness.get_by_label("Country").focus();
    harness.run();
    harness.get_by_label("Country").type_text("DEU");
    harness.run();
    assert_eq!(harness.state(), "DE");
}

#[test]
fn several_lines_take_a_new_line_on_enter() {
    let mut harness = with_state(String::new(), |ui, text| {
        Field::new("Request").mono().lines(6).show(ui, text);
    });
    harness.get_by_role_and_label(Role::MultilineTextInput, "Request").focus();
    harness.run();
    harness.get_by_label("Request").type_text("a");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    harness.get_by_label("Request").type_text("b");
    harness.run();
    assert_eq!(harness.state(), "a\nb");
}

#[test]
fn a_secret_is_typed_shown_and_told_to_nobody() {
    let mut harness = with_state(Secret::default(), |ui, secret| {
        SecretField::new("Passphrase").show(ui, secret);
    });
    harness.get_by_role_and_label(Role::PasswordInput, "Passphrase").focus();
    harness.run();
    harness.get_by_label("Passphrase").type_text("Correct horse");
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Show characters").click();
    harness.run();
    let field = harness.get_by_role_and_label(Role::PasswordInput, "Passphrase");
    assert_eq!(field.accesskit_node().data().value(), None);
    assert!(!format!("{harness:?}").contains("orse"), "no node holds the secret");
    harness.get_by_role_and_label(Role::Button, "Hide characters").click();
    harness.run();
    assert_eq!(harness.state_mut().take().as_str(), "Correct horse");
    assert!(harness.state().is_empty());
}

#[test]
fn undo_does_not_bring_a_secret_back() {
    let mut harness = with_state(Secret::default(), |ui, secret| {
        SecretField::new("Passphrase").show(ui, secret);
    });
    harness.get_by_label("Passphrase").focus();
    harness.run();
    harness.get_by_label("Passphrase").type_text("gone");
    harness.run();
    harness.state_mut().clear();
    harness.run_steps(8);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    harness.run();
    assert!(harness.state().is_empty());
}

#[test]
fn choices_are_made_by_pointer_and_by_keyboard() {
    let mut harness = with_state((false, 0, 0), |ui, (publish, every, validity)| {
        ui.add(Checkbox::new(publish, "Publish").aside("else it waits"));
        for (index, words) in ["Daily", "Weekly"].into_iter().enumerate() {
            if ui.add(Radio::new(*every == index, words).explanation("How often")).clicked() {
                *every = index;
            }
        }
        Segmented::new("Validity", &["30 days", "90 days"]).show(ui, validity);
    });
    for (role, name) in [(Role::CheckBox, "Publish"), (Role::RadioButton, "Weekly"), (Role::RadioButton, "90 days")] {
        harness.get_by_role_and_label(role, name).click();
        harness.run();
    }
    assert_eq!(*harness.state(), (true, 1, 1));
    for (role, name) in [(Role::CheckBox, "Publish"), (Role::RadioButton, "Daily"), (Role::RadioButton, "30 days")] {
        harness.get_by_role_and_label(role, name).focus();
        harness.run();
        harness.key_press(Key::Space);
        harness.run();
    }
    assert_eq!(*harness.state(), (false, 0, 0));
}
