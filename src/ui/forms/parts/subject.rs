//! The rows of a distinguished name.

use super::docs::docs;
use super::list::List;
use super::row::{KIND, second_line_ui};
use crate::engine::api::{Asn1Subject, CustomAttribute};
use crate::ui::forms::field::{AttributeKind, SubjectDraft};
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::shown;
use crate::ui::kit::{Button, Choice, Field, Icon, LabelPlace, ValueCombo, group_heading_ui};
use egui::Ui;

/// Shows the rows under a heading. `member` is the path of the subject in the request; `focus` puts the cursor into
/// the first row. `of` says what the subject belongs to where a form has several ("name 1"), else it is empty.
pub(in crate::ui::forms) fn subject_ui(
    ui: &mut Ui,
    heading: &str,
    draft: &mut SubjectDraft,
    member: &str,
    problems: &Problems,
    focus: bool,
    of: &str,
) {
    let mut add = false;
    let words = named("Add attribute", of);
    group_heading_ui(ui, heading, |ui| add = ui.add(Button::link(&words).icon(Icon::Plus)).clicked());
    // The order of the service is the only one, unless each attribute is sent by its object identifier.
    let list = List::of_items("attribute").of(of).ordered(draft.is_custom());
    // The first row names the subject: it stays.
    let list = list.fixed(usize::from(!draft.is_custom() || draft.rows.len() == 1));
    let change = list.ui(ui, draft.rows.len(), |ui, index| {
        row_ui(ui, draft, index, member, problems, focus && index == 0, of);
    });
    if let Some(change) = change {
        change.apply(&mut draft.rows);
    }
    if add {
        draft.add();
    }
    let of_rows: Vec<String> = (0..draft.rows.len()).map(|index| format!("{member}.{}", draft.member(index))).collect();
    let elsewhere =
        problems.at(member).filter(|problem| !of_rows.iter().any(|row| problem.member.starts_with(row.as_str())));
    if let Some(problem) = elsewhere {
        crate::ui::kit::problem_ui(ui, shown(problem));
    }
}

/// What a control is called where a form has several subjects.
fn named(words: &str, of: &str) -> String {
    if of.is_empty() { words.to_owned() } else { format!("{words} of {of}") }
}

fn row_ui(
    ui: &mut Ui,
    draft: &mut SubjectDraft,
    index: usize,
    member: &str,
    problems: &Problems,
    focus: bool,
    of: &str,
) {
    let offered: Vec<Choice<'_, AttributeKind>> =
        draft.offered(Some(index)).into_iter().map(|kind| Choice::plain(kind, kind.words())).collect();
    let path = format!("{member}.{}", draft.member(index));
    let of_identifier = format!("{path}.objectIdentifier");
    let row = &mut draft.rows[index];
    let words = match row.kind {
        AttributeKind::Custom => named(&format!("Value {}", index + 1), of),
        kind => named(kind.words(), of),
    };
    let value_ui = |ui: &mut Ui, kind: AttributeKind, value: &mut String| {
        let problem = problems.beside_within(&path, &of_identifier);
        let field = Field::new(&words).place(LabelPlace::Hidden).hint(kind.hint());
        let field = field.focus(focus).problem(problem.map(shown));
        field.show(ui, value).on_hover_text(docs::<Asn1Subject>(kind.member()));
    };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let name = named(&format!("Attribute {}", index + 1), of);
        ValueCombo::new(&name, &offered).width(KIND).show(ui, &mut row.kind);
        if row.kind != AttributeKind::Custom {
            return value_ui(ui, row.kind, &mut row.value);
        }
        let label = named(&format!("Object identifier {}", index + 1), of);
        let field = Field::new(&label).place(LabelPlace::Hidden).hint("1.2.3.4").mono();
        let response = field.problem(problems.at(&of_identifier).map(shown)).show(ui, &mut row.object_identifier);
        response.on_hover_text(docs::<CustomAttribute>("ObjectIdentifier"));
    });
    if row.kind == AttributeKind::Custom {
        second_line_ui(ui, |ui| value_ui(ui, AttributeKind::Custom, &mut row.value));
    }
}
