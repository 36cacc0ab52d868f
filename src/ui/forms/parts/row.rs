//! Rows of a form: a label at the left, a control at the right.

use crate::ui::forms::problem::FieldProblem;
use crate::ui::forms::submission::shown;
use crate::ui::kit::{Choice, Field, Icon, IconButton, Label, LabelPlace, ValueCombo, left_label_ui, problem_ui};
use crate::ui::theme::{Type, UiTokens as _};
use egui::{Response, Ui};

/// Width of the labels of a form.
pub(in crate::ui::forms) const LABEL: f32 = 140.0;

/// A field with its label at the left.
pub(in crate::ui::forms) fn field_row(label: &str) -> Field<'_> {
    Field::new(label).place(LabelPlace::Left(LABEL))
}

/// A combo with its label at the left.
pub(in crate::ui::forms) fn combo_row_ui<T: Clone + PartialEq>(
    ui: &mut Ui,
    label: &str,
    choices: &[Choice<'_, T>],
    value: &mut T,
) -> Response {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        left_label_ui(ui, label, LABEL, 32.0);
        ValueCombo::new(label, choices).show(ui, value)
    })
    .inner
}

/// Quiet words below a control of a row.
pub(in crate::ui::forms) fn hint_ui(ui: &mut Ui, words: &str) {
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.horizontal(|ui| hint_words_ui(ui, words));
    });
}

fn hint_words_ui(ui: &mut Ui, words: &str) {
    ui.spacing_mut().item_spacing.x = 0.0;
    ui.add_space(LABEL);
    let color = ui.tokens().text2;
    ui.add(Label::new(words, Type::Small).color(color).wrap());
}

/// Width of a combo that says of what kind the value beside it is.
pub(super) const KIND: f32 = 132.0;

/// A second line of a row, below the field that stands beside its kind.
pub(super) fn second_line_ui(ui: &mut Ui, field: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(KIND + 8.0);
        field(ui);
    });
}

/// Takes a row away.
pub(in crate::ui::forms) fn remove_ui(ui: &mut Ui, name: &str) -> bool {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(4.0);
        ui.add(IconButton::new(Icon::X, name).small()).clicked()
    })
    .inner
}

/// Quiet words as wide as the column.
pub(in crate::ui::forms) fn words_ui(ui: &mut Ui, words: &str) {
    let color = ui.tokens().text2;
    ui.add(Label::new(words, Type::Small).color(color).wrap());
}

/// A problem that has no field of its own to stand below.
pub(in crate::ui::forms) fn problem_at_ui(ui: &mut Ui, problem: Option<&FieldProblem>) {
    if let Some(problem) = problem {
        problem_ui(ui, shown(problem));
    }
}
