//! What can be read, and how: long texts, elided words, scripts without a font, menus by keyboard.

use canopy::ui::kit::{
    Button, CodeBox, CodeEditor, CodeMark, CodeText, Field, FoldRow, Icon, Label, MenuItem, TreeRow, context_menu,
};
use canopy::ui::theme::Type;
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

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

#[test]
fn what_is_wrong_in_an_edited_text_is_told_by_line_and_tab_leaves_it() {
    let marks = [
        CodeMark { line: 2, column: 3, length: 4, words: "No such member" },
        CodeMark { line: 9, column: 1, length: 0, words: "Beyond the end" },
    ];
    let mut harness = with_state("{\n  \"a\": 1\n}".to_owned(), move |ui, text| {
        CodeEditor::new("Policy").height(200.0).limit(16).marks(&marks).show(ui, text);
        ui.add(Button::secondary("After"));
    });
    let editor = |harness: &Harness<'_, String>| {
        let node = harness.get_by_role_and_label(Role::MultilineTextInput, "Policy").accesskit_node();
        (node.is_focused(), node.data().description().unwrap_or_default().to_owned())
    };
    assert_eq!(editor(&harness).1, "Line 2: No such member\nLine 9: Beyond the end");
    harness.get_by_role_and_label(Role::MultilineTextInput, "Policy").focus();
    harness.run_steps(3);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::End);
    harness.key_press(Key::Enter);
    harness.event(egui::Event::Text("xyz".into()));
    harness.run_steps(3);
    assert_eq!(harness.state(), "{\n  \"a\": 1\n}\nxyz", "lines that are marked do not move the cursor");
    harness.event(egui::Event::Text("w".into()));
    harness.run_steps(3);
    assert_eq!(harness.state().chars().count(), 16, "the limit holds");
    for _ in 0..2 {
        harness.key_press(Key::Tab);
        harness.run_steps(3);
    }
    assert!(!editor(&harness).0 && harness.get_by_role_and_label(Role::Button, "After").is_focused());
}

#[test]
fn a_click_below_a_marked_line_goes_to_the_line_that_is_seen_there() {
    let marks = [CodeMark { line: 1, column: 1, length: 1, words: "Wrong" }];
    let mut harness = with_state("a\nb\nc".to_owned(), move |ui, text| {
        CodeEditor::new("Policy").height(200.0).marks(&marks).show(ui, text);
    });
    let place = harness.get_by_role_and_label(Role::MultilineTextInput, "Policy").rect();
    // The first line and the row with its words take 36, so the second begins 46 below the top.
    let second = place.left_top() + egui::vec2(200.0, 10.0 + 36.0 + 9.0);
    for pressed in [true, false] {
        let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
        harness.event(egui::Event::PointerMoved(second));
        harness.event(egui::Event::PointerButton { pos: second, button, pressed, modifiers });
        harness.run_steps(2);
    }
    harness.event(egui::Event::Text("!".into()));
    harness.run_steps(3);
    assert_eq!(harness.state(), "a\nb!\nc");
}
