//! The rows of extended key usage.

use super::docs::docs;
use super::list::List;
use super::row::{KIND, problem_at_ui};
use crate::engine::api::{ExtendedKeyUsage, ExtendedKeyUsageType};
use crate::ui::forms::field::{PassthroughDraft, next_purpose, purpose_words};
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::shown;
use crate::ui::kit::{Button, Choice, Field, Icon, LabelPlace, ValueCombo, group_heading_ui};
use egui::Ui;

/// Shows the rows under a heading. `member` is the path of `ApiPassthrough`.
pub(super) fn purposes_ui(ui: &mut Ui, draft: &mut PassthroughDraft, member: &str, problems: &Problems) {
    let mut add = false;
    group_heading_ui(ui, "Purposes", |ui| add = ui.add(Button::link("Add purpose").icon(Icon::Plus)).clicked());
    let known = ExtendedKeyUsageType::ALL.iter();
    let mut choices: Vec<Choice<'_, Option<ExtendedKeyUsageType>>> =
        known.map(|purpose| Choice::new(Some(*purpose), purpose_words(*purpose), purpose.as_str())).collect();
    choices.push(Choice::plain(None, "Other"));
    let list = List::of_items("purpose");
    let change = list.ui(ui, draft.purposes.len(), |ui, index| {
        let path = format!("{member}.{}", draft.purpose_member(index));
        let row = &mut draft.purposes[index];
        let called = list.called(index);
        let name = format!("Purpose {}", index + 1);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            if row.known.is_some() {
                let combo = ValueCombo::new(&name, &choices).show(ui, &mut row.known);
                combo.on_hover_text(docs::<ExtendedKeyUsage>("ExtendedKeyUsageType"));
                return;
            }
            ValueCombo::new(&name, &choices).width(KIND).show(ui, &mut row.known);
            let label = format!("Object identifier of {called}");
            let field = Field::new(&label).place(LabelPlace::Hidden).hint("1.3.6.1.4.1.311.20.2.2").mono();
            let field = field.width(ui.available_width()).problem(problems.at(&path).map(shown));
            let response = field.show(ui, &mut row.object_identifier);
            response.on_hover_text(docs::<ExtendedKeyUsage>("ExtendedKeyUsageObjectIdentifier"));
        });
        if row.known.is_some() {
            problem_at_ui(ui, problems.at(&path));
        }
    });
    if let Some(change) = change {
        change.apply(&mut draft.purposes);
    }
    if add {
        let row = next_purpose(&draft.purposes);
        draft.purposes.push(row);
    }
    problem_at_ui(ui, problems.exactly(&format!("{member}.extensions.extendedKeyUsage")));
}
