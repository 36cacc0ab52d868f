//! The rows of tags.

use super::list::List;
use super::row::problem_at_ui;
use crate::ui::forms::field::TagsDraft;
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::shown;
use crate::ui::kit::{Button, Field, Icon, LabelPlace};
use egui::Ui;

/// Width of a key.
const KEY: f32 = 180.0;

/// Shows the rows and a way to add one.
pub(in crate::ui::forms) fn tags_ui(ui: &mut Ui, draft: &mut TagsDraft, problems: &Problems) {
    let change = List::of_items("tag").ui(ui, draft.rows.len(), |ui, index| {
        let member = draft.member(index);
        let of_value = format!("{member}.value");
        let (key, value) = &mut draft.rows[index];
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let label = format!("Key of tag {}", index + 1);
            // Words of a problem wrap below their own field.
            let field = Field::new(&label).place(LabelPlace::Hidden).hint("Key").width(KEY);
            ui.vertical(|ui| {
                ui.set_max_width(KEY);
                field.problem(problems.beside_within(&member, &of_value).map(shown)).show(ui, key);
            });
            let width = ui.available_width();
            let label = format!("Value of tag {}", index + 1);
            let field = Field::new(&label).place(LabelPlace::Hidden).hint("Value").width(width);
            ui.vertical(|ui| {
                ui.set_max_width(width);
                field.problem(problems.at(&of_value).map(shown)).show(ui, value);
            });
        });
    });
    if let Some(change) = change {
        change.apply(&mut draft.rows);
    }
    if ui.add(Button::link("Add tag").icon(Icon::Plus)).clicked() {
        draft.rows.push(Default::default());
    }
    problem_at_ui(ui, problems.exactly("tags"));
}
