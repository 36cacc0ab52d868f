//! The rows of subject alternative names.

use super::row::remove_ui;
use crate::engine::api::GeneralName;
use crate::ui::forms::field::{NameKind, NamesDraft};
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::shown;
use crate::ui::kit::{Button, Choice, Field, Icon, LabelPlace, ValueCombo, group_heading_ui};
use documented::DocumentedFields as _;
use egui::Ui;

/// Kinds that have a row: a directory name is a subject of its own, which a CSR of one's own can carry.
pub(super) fn offered() -> impl Iterator<Item = NameKind> {
    NameKind::ALL.iter().copied().filter(|kind| *kind != NameKind::DirectoryName)
}

/// Shows the rows under a heading. `member` is the path of the list in the request.
pub(in crate::ui::forms) fn names_ui(ui: &mut Ui, draft: &mut NamesDraft, member: &str, problems: &Problems) {
    let mut add = false;
    group_heading_ui(ui, "Names", |ui| add = ui.add(Button::link("Add name").icon(Icon::Plus)).clicked());
    let mut removed = None;
    for index in 0..draft.rows.len() {
        let path = format!("{member}.{}", draft.member(index));
        let problem = problems.at(&path).cloned();
        let choices: Vec<Choice<'_, NameKind>> = offered().map(|kind| Choice::plain(kind, kind.words())).collect();
        let row = &mut draft.rows[index];
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ValueCombo::new(&format!("Kind of name {}", index + 1), &choices).width(132.0).show(ui, &mut row.kind);
            if let Some((label, hint)) = row.kind.second() {
                Field::new(label).place(LabelPlace::Hidden).hint(hint).width(140.0).show(ui, &mut row.second);
            }
            let width = ui.available_width() - 32.0;
            let field = Field::new(row.kind.words()).place(LabelPlace::Hidden).hint(row.kind.hint()).width(width);
            let response = field.problem(problem.as_ref().map(shown)).show(ui, &mut row.value);
            if let Ok(words) = GeneralName::get_field_docs(row.kind.member()) {
                response.on_hover_text(words);
            }
            if remove_ui(ui, &format!("Remove name {}", index + 1)) {
                removed = Some(index);
            }
        });
    }
    if let Some(index) = removed {
        draft.rows.remove(index);
    }
    if add {
        draft.add();
    }
}
