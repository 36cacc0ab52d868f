//! The rows of a distinguished name.

use super::docs::docs;
use super::row::remove_ui;
use crate::engine::api::Asn1Subject;
use crate::ui::forms::field::{AttributeKind, SubjectDraft};
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::shown;
use crate::ui::kit::{Button, Choice, Field, Icon, LabelPlace, ValueCombo, group_heading_ui};
use egui::{Id, Ui};

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
    let mut removed = None;
    for index in 0..draft.rows.len() {
        if row_ui(ui, draft, index, member, problems, focus && index == 0, of) {
            removed = Some(index);
        }
    }
    if let Some(index) = removed {
        draft.rows.remove(index);
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
) -> bool {
    let offered: Vec<Choice<'_, AttributeKind>> =
        draft.offered(Some(index)).into_iter().map(|kind| Choice::plain(kind, kind.words())).collect();
    let path = format!("{member}.{}", draft.member(index));
    let problem = problems.at(&path).cloned();
    // The first row names the subject: it stays.
    let only = index == 0;
    let row = &mut draft.rows[index];
    let mut removed = false;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let name = named(&format!("Attribute {}", index + 1), of);
        ValueCombo::new(&name, &offered).width(132.0).show(ui, &mut row.kind);
        if row.kind == AttributeKind::Custom {
            Field::new(&named("Object identifier", of))
                .place(LabelPlace::Hidden)
                .hint("1.2.3.4")
                .mono()
                .width(120.0)
                .show(ui, &mut row.object_identifier);
        }
        let width = ui.available_width() - 32.0;
        let words = named(row.kind.words(), of);
        let field = Field::new(&words).place(LabelPlace::Hidden).hint(row.kind.hint()).width(width);
        // The first field of a form is found by the window too, which puts the cursor there.
        let field = field.focus(focus).problem(problem.as_ref().map(shown)).id(Id::unique(("subject", member, index)));
        let response = field.show(ui, &mut row.value);
        response.on_hover_text(docs::<Asn1Subject>(row.kind.member()));
        removed = !only && remove_ui(ui, &format!("Remove {words}"));
    });
    removed
}
