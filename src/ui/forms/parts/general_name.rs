//! A name of any kind that the API knows.

use super::docs::docs;
use super::row::{KIND, problem_at_ui, second_line_ui};
use super::subject::subject_ui;
use crate::engine::api::{EdiPartyName, GeneralName, OtherName};
use crate::ui::forms::field::{NameKind, NameRow};
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::shown;
use crate::ui::kit::{Choice, Field, LabelPlace, ValueCombo};
use egui::Ui;

/// How the fields of a name are called, for assistive technology and tests.
pub(super) struct Called<'a> {
    /// "Kind of name 1".
    pub kind: &'a str,
    /// Its value: "DNS name".
    pub value: &'a str,
    /// What the rows of a distinguished name belong to: "name 1".
    pub of: &'a str,
}

/// Shows a name: its kind, then its value, a second field for the kinds that have one, or the rows of a distinguished
/// name below. `member` is its path in the request.
pub(super) fn general_name_ui(ui: &mut Ui, row: &mut NameRow, called: &Called<'_>, member: &str, problems: &Problems) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let choices: Vec<_> = NameKind::ALL.iter().map(|kind| Choice::plain(*kind, kind.words())).collect();
        ValueCombo::new(called.kind, &choices).width(KIND).show(ui, &mut row.kind);
        match row.kind {
            NameKind::DirectoryName => {}
            NameKind::OtherName => second_ui(ui, row, called, member, problems),
            _ => value_ui(ui, row, called, member, problems),
        }
    });
    match row.kind {
        NameKind::OtherName => second_line_ui(ui, |ui| value_ui(ui, row, called, member, problems)),
        NameKind::EdiPartyName => second_line_ui(ui, |ui| second_ui(ui, row, called, member, problems)),
        NameKind::DirectoryName => directory_ui(ui, row, called, member, problems),
        _ => {}
    }
}

/// The rows of a distinguished name, set in below its kind.
fn directory_ui(ui: &mut Ui, row: &mut NameRow, called: &Called<'_>, member: &str, problems: &Problems) {
    let margin = egui::Margin { left: 16, ..egui::Margin::ZERO };
    egui::Frame::new().outer_margin(margin).show(ui, |ui| {
        let directory = format!("{member}.directoryName");
        subject_ui(ui, "Attributes", &mut row.directory, &directory, problems, false, called.of);
        problem_at_ui(ui, problems.beside_within(member, &directory));
    });
}

/// Path of the second field of a name: the type of another name, or who assigned the name of an EDI party.
fn second_path(kind: NameKind, member: &str) -> String {
    match kind {
        NameKind::OtherName => format!("{member}.otherName.typeId"),
        _ => format!("{member}.ediPartyName.nameAssigner"),
    }
}

fn second_ui(ui: &mut Ui, row: &mut NameRow, called: &Called<'_>, member: &str, problems: &Problems) {
    let Some((label, hint)) = row.kind.second() else { return };
    let words = match row.kind {
        NameKind::OtherName => docs::<OtherName>("TypeId"),
        _ => docs::<EdiPartyName>("NameAssigner"),
    };
    let label = format!("{label} of {}", called.of);
    let field = Field::new(&label).place(LabelPlace::Hidden).hint(hint);
    let field = if row.kind == NameKind::OtherName { field.mono() } else { field };
    let problem = problems.at(&second_path(row.kind, member));
    field.problem(problem.map(shown)).show(ui, &mut row.second).on_hover_text(words);
}

fn value_ui(ui: &mut Ui, row: &mut NameRow, called: &Called<'_>, member: &str, problems: &Problems) {
    let problem = match row.kind {
        NameKind::OtherName | NameKind::EdiPartyName => problems.beside_within(member, &second_path(row.kind, member)),
        _ => problems.at(member),
    };
    let field = Field::new(called.value).place(LabelPlace::Hidden).hint(row.kind.hint());
    let response = field.problem(problem.map(shown)).show(ui, &mut row.value);
    response.on_hover_text(docs::<GeneralName>(row.kind.member()));
}
