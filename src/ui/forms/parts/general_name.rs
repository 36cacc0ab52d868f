//! A name of any kind that the API knows.

use super::docs::docs;
use super::row::remove_ui;
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
    /// Its value; nothing calls it by its kind ("DNS name").
    pub value: Option<&'a str>,
    /// "Remove name 1"; nothing where it is taken away elsewhere.
    pub remove: Option<&'a str>,
    /// What the rows of a distinguished name belong to: "name 1".
    pub of: &'a str,
}

/// Shows a name: its kind, then its value, a second field for the kinds that have one, or the rows of a distinguished
/// name below. `member` is its path in the request. Returns whether it is to be taken away.
pub(super) fn general_name_ui(
    ui: &mut Ui,
    row: &mut NameRow,
    called: &Called<'_>,
    member: &str,
    problems: &Problems,
) -> bool {
    let mut removed = false;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let choices: Vec<_> = NameKind::ALL.iter().map(|kind| Choice::plain(*kind, kind.words())).collect();
        ValueCombo::new(called.kind, &choices).width(132.0).show(ui, &mut row.kind);
        if row.kind == NameKind::DirectoryName {
            ui.add_space((ui.available_width() - 24.0).max(0.0));
        } else {
            second_ui(ui, row, member, problems);
            value_ui(ui, row, called, member, problems);
        }
        removed = called.remove.is_some_and(|name| remove_ui(ui, name));
    });
    if row.kind == NameKind::DirectoryName {
        let margin = egui::Margin { left: 16, ..egui::Margin::ZERO };
        egui::Frame::new().outer_margin(margin).show(ui, |ui| {
            let member = format!("{member}.directoryName");
            subject_ui(ui, "Directory name", &mut row.directory, &member, problems, false, called.of);
        });
    }
    removed
}

/// The type of another name, or who assigned the name of an EDI party.
fn second_ui(ui: &mut Ui, row: &mut NameRow, member: &str, problems: &Problems) {
    let Some((label, hint)) = row.kind.second() else { return };
    let (path, words) = match row.kind {
        NameKind::OtherName => ("otherName.typeId", docs::<OtherName>("TypeId")),
        _ => ("ediPartyName.nameAssigner", docs::<EdiPartyName>("NameAssigner")),
    };
    let problem = problems.at(&format!("{member}.{path}"));
    let field = Field::new(label).place(LabelPlace::Hidden).hint(hint).width(140.0).problem(problem.map(shown));
    ui.scope(|ui| {
        ui.set_max_width(140.0);
        field.show(ui, &mut row.second).on_hover_text(words);
    });
}

fn value_ui(ui: &mut Ui, row: &mut NameRow, called: &Called<'_>, member: &str, problems: &Problems) {
    let problem = match row.kind {
        NameKind::OtherName => problems.beside_within(member, &format!("{member}.otherName.typeId")),
        NameKind::EdiPartyName => problems.beside_within(member, &format!("{member}.ediPartyName.nameAssigner")),
        _ => problems.at(member),
    };
    let width = ui.available_width() - 32.0;
    let label = called.value.unwrap_or(row.kind.words());
    let field = Field::new(label).place(LabelPlace::Hidden).hint(row.kind.hint()).width(width);
    let response = ui.scope(|ui| {
        ui.set_max_width(width);
        field.problem(problem.map(shown)).show(ui, &mut row.value)
    });
    response.inner.on_hover_text(docs::<GeneralName>(row.kind.member()));
}
