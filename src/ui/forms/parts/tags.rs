//! The rows of tags.

use super::row::remove_ui;
use crate::ui::forms::field::TagsDraft;
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::shown;
use crate::ui::kit::{Button, Field, Icon, LabelPlace};
use egui::Ui;

/// Shows the rows and a way to add one.
pub(in crate::ui::forms) fn tags_ui(ui: &mut Ui, draft: &mut TagsDraft, problems: &Problems) {
    let mut removed = None;
    for index in 0..draft.rows.len() {
        let problem = problems.at(&draft.member(index)).cloned();
        let (key, value) = &mut draft.rows[index];
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let label = format!("Key of tag {}", index + 1);
            let field = Field::new(&label).place(LabelPlace::Hidden).hint("Key").width(180.0);
            field.problem(problem.as_ref().map(shown)).show(ui, key);
            let width = ui.available_width() - 32.0;
            let label = format!("Value of tag {}", index + 1);
            Field::new(&label).place(LabelPlace::Hidden).hint("Value").width(width).show(ui, value);
            if remove_ui(ui, &format!("Remove tag {}", index + 1)) {
                removed = Some(index);
            }
        });
    }
    if let Some(index) = removed {
        draft.rows.remove(index);
    }
    if ui.add(Button::link("Add tag").icon(Icon::Plus)).clicked() {
        draft.rows.push(Default::default());
    }
}
