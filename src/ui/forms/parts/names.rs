//! The rows of subject alternative names.

use super::general_name::{Called, general_name_ui};
use crate::ui::forms::field::NamesDraft;
use crate::ui::forms::problem::Problems;
use crate::ui::kit::{Button, Icon, group_heading_ui};
use egui::Ui;

/// Shows the rows under a heading. `member` is the path of the list in the request.
pub(in crate::ui::forms) fn names_ui(ui: &mut Ui, draft: &mut NamesDraft, member: &str, problems: &Problems) {
    let mut add = false;
    group_heading_ui(ui, "Names", |ui| add = ui.add(Button::link("Add name").icon(Icon::Plus)).clicked());
    let mut removed = None;
    for index in 0..draft.rows.len() {
        let path = format!("{member}.{}", draft.member(index));
        let number = index + 1;
        let (kind, remove) = (format!("Kind of name {number}"), format!("Remove name {number}"));
        let of = format!("name {number}");
        let called = Called { kind: &kind, value: None, remove: Some(&remove), of: &of };
        if general_name_ui(ui, &mut draft.rows[index], &called, &path, problems) {
            removed = Some(index);
        }
    }
    if let Some(index) = removed {
        draft.rows.remove(index);
    }
    if add {
        draft.add();
    }
}
