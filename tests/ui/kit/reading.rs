//! What can be read, and how: long texts, elided words, scripts without a font, menus by keyboard.

use canopy::ui::kit::{Button, CodeBox, CodeText, Field, FoldRow, Icon, Label, MenuItem, TreeRow, context_menu};
use canopy::ui::theme::Type;
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use crate::harness::with_state;

fn long_text() -> CodeText {
    CodeText::new((0..200_000).map(|line| format!("line {line}\n")).collect::<String>())
}

#[test]
fn of_a_long_text_only_the_lines_in_sight_are_drawn() {
    let mut harness = with_state(long_text(), |ui, text| {
        CodeBox::new("Text", text).height(400.0).show(ui);
    });
    harness.run();
    assert!(harness.query_by_label("line 0").is_some());
    let drawn = harness.query_all_by_label_contains("line ").count();
    assert!((10..60).contains(&drawn), "{drawn} lines are drawn");
}

#[test]
fn a_long_text_scrolls_by_keyboard() {
    let mut harness = with_state(long_text(), |ui, text| {
        CodeBox::new("Text", text).height(400.0).show(ui);
    });
    harness.get_by_role_and_label(Role::Group, "Text").focus();
    harness.run_steps(3);
    harness.key_press(Key::End);
    harness.run_steps(4);
    assert!(harness.query_by_label("line 199999").is_some());
    harness.key_press(Key::Home);
    harness.run_steps(4);
    harness.key_press(Key::ArrowDown);
    harness.run_steps(3);
    assert!(harness.query_by_label("line 0").is_some());
    assert!(harness.get_by_role_and_label(Role::Group, "Text").is_focused(), "the arrows stay in the text");
}

#[test]
fn copying_a_long_text_copies_all_of_it() {
    let mut harness = with_state(long_text(), |ui, text| {
        CodeBox::new("Text", text).height(400.0).show(ui);
    });
    harness.get_by_role_and_label(Role::Button, "Copy Text").click();
    let mut copied = None;
    for _ in 0..4 {
        harness.step();
        let commands = &harness.output().platform_output.commands;
        copied = copied.or_else(|| {
            commands.iter().find_map(|command| match command {
                egui::OutputCommand::CopyText(text) => Some(text.len()),
                _ => None,
            })
        });
    }
    assert_eq!(copied, Some(long_text().as_str().len()));
}

/// The harness panics on a character that no font has; here each is painted by its code point.
#[test]
fn a_script_without_a_font_is_read_by_its_code_points() {
    let mut harness = with_state((), |ui, ()| {
        ui.add(Label::new("\u{10a80}\u{10a81} Acme", Type::Body));
        ui.add(Label::new("\u{10a80} wraps", Type::Small).wrap());
        ui.add(Button::secondary("\u{10a80}"));
        CodeBox::new("Text", &CodeText::new("\u{10a80}")).show(ui);
    });
    harness.run();
    assert!(harness.query_by_label("\u{10a80}\u{10a81} Acme").is_some(), "what is read aloud stays as it is");
}

#[test]
fn elided_words_show_whole_on_hover() {
    let name = "a name that is much longer than the room that there is for it";
    let mut harness = with_state(false, move |ui, open| {
        ui.set_max_width(160.0);
        FoldRow::new("Rest", name).show(ui, open, |_| {});
        TreeRow::new(Icon::Stamp, name).show(ui);
    });
    harness.run();
    for (role, label) in [(Role::Button, "Rest"), (Role::TreeItem, name)] {
        harness.get_by_role_and_label(role, label).hover();
        harness.run_steps(8);
        assert!(harness.query_all_by_role_and_label(Role::Label, name).next().is_some(), "{label}");
    }
}

#[test]
fn a_context_menu_opens_by_keyboard() {
    let mut harness = with_state(0, |ui, chosen| {
        let row = TreeRow::new(Icon::Stamp, "Root").show(ui).row;
        context_menu(&row, |ui| {
            *chosen += usize::from(ui.add(MenuItem::new("Revoke…")).clicked());
        });
    });
    for (modifiers, key) in [(Modifiers::SHIFT, Key::F10), (Modifiers::NONE, Key::Menu)] {
        harness.get_by_role_and_label(Role::TreeItem, "Root").focus();
        harness.run_steps(3);
        harness.key_press_modifiers(modifiers, key);
        harness.run_steps(6);
        assert!(harness.get_by_role_and_label(Role::MenuItem, "Revoke…").is_focused(), "{key:?}");
        harness.key_press(Key::Enter);
        harness.run_steps(4);
        assert!(harness.query_by_label("Revoke…").is_none(), "{key:?}");
    }
    assert_eq!(*harness.state(), 2);
}

#[test]
fn a_field_with_the_keyboard_asks_for_no_frames() {
    let mut harness = with_state(String::new(), |ui, text| {
        Field::new("Name").show(ui, text);
    });
    harness.get_by_role_and_label(Role::TextInput, "Name").focus();
    harness.run_steps(12);
    let root = &harness.output().viewport_output[&egui::ViewportId::ROOT];
    assert_eq!(root.repaint_delay, std::time::Duration::MAX);
}
