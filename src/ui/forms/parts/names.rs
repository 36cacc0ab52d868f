//! The rows of subject alternative names.

use super::general_name::{Called, general_name_ui};
use super::list::List;
use super::row::problem_at_ui;
use crate::ui::forms::field::{NameRow, NamesDraft};
use crate::ui::forms::problem::Problems;
use crate::ui::kit::{Button, Icon, group_heading_ui};
use egui::Ui;

/// Shows the rows under a heading. `member` is the path of the list in the request.
pub(in crate::ui::forms) fn names_ui(ui: &mut Ui, draft: &mut NamesDraft, member: &str, problems: &Problems) {
    let mut add = false;
    group_heading_ui(ui, "Names", |ui| add = ui.add(Button::link("Add name").icon(Icon::Plus)).clicked());
    let list = List::of_items("name");
    let change = list.ui(ui, draft.rows.len(), |ui, index| {
        let path = format!("{member}.{}", draft.member(index));
        let (kind, of) = (format!("Kind of name {}", index + 1), list.called(index));
        let value = value_label(&draft.rows[..=index]);
        let called = Called { kind: &kind, value: &value, of: &of };
        general_name_ui(ui, &mut draft.rows[index], &called, &path, problems);
    });
    if let Some(change) = change {
        change.apply(&mut draft.rows);
    }
    if add {
        draft.add();
    }
    problem_at_ui(ui, problems.exactly(member));
}

/// What the value of the last of the rows is called: its kind, and a number from the second of a kind on.
fn value_label(rows: &[NameRow]) -> String {
    let Some(last) = rows.last() else { return String::new() };
    match rows.iter().filter(|row| row.kind == last.kind).count() {
        1 => last.kind.words().to_owned(),
        number => format!("{} {number}", last.kind.words()),
    }
}
