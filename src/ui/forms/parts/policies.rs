//! The rows of certificate policies, each with the addresses of its practice statements.

use super::docs::docs;
use super::list::List;
use super::row::problem_at_ui;
use crate::engine::api::{PolicyInformation, Qualifier};
use crate::ui::forms::field::{PassthroughDraft, PolicyRow};
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::shown;
use crate::ui::kit::{Button, Field, Icon, LabelPlace};
use egui::{Frame, Margin, Ui};

/// Shows the rows and a way to add one. `member` is the path of `ApiPassthrough`.
pub(super) fn policies_ui(ui: &mut Ui, draft: &mut PassthroughDraft, member: &str, problems: &Problems) {
    let list = List::of_items("policy");
    let change = list.ui(ui, draft.policies.len(), |ui, index| {
        let path = format!("{member}.{}", draft.policy_member(index));
        policy_ui(ui, &mut draft.policies[index], &list.called(index), &path, problems);
    });
    if let Some(change) = change {
        change.apply(&mut draft.policies);
    }
    if ui.add(Button::link("Add policy").icon(Icon::Plus)).clicked() {
        draft.policies.push(PolicyRow::default());
    }
    problem_at_ui(ui, problems.exactly(&format!("{member}.extensions.certificatePolicies")));
}

/// The identifier of a policy and, below it, its addresses.
fn policy_ui(ui: &mut Ui, row: &mut PolicyRow, called: &str, path: &str, problems: &Problems) {
    let label = format!("Object identifier of {called}");
    let statements = format!("{path}.policyQualifiers");
    let problem = problems.beside_within(path, &statements);
    let field = Field::new(&label).place(LabelPlace::Hidden).hint("2.23.140.1.2.2").mono().problem(problem.map(shown));
    field.show(ui, &mut row.object_identifier).on_hover_text(docs::<PolicyInformation>("CertPolicyId"));
    Frame::new().outer_margin(Margin { left: 16, ..Margin::ZERO }).show(ui, |ui| {
        let list = List::of_items("address").of(called);
        let change = list.ui(ui, row.statements.len(), |ui, index| {
            let label = format!("Practice statement {} of {called}", index + 1);
            let problem = problems.at(&format!("{path}.{}", row.statement_member(index)));
            let field = Field::new(&label).place(LabelPlace::Hidden).hint("https://pki.example.com/cps");
            let field = field.problem(problem.map(shown));
            field.show(ui, &mut row.statements[index]).on_hover_text(docs::<Qualifier>("CpsUri"));
        });
        if let Some(change) = change {
            change.apply(&mut row.statements);
        }
        let words = format!("Add practice statement to {called}");
        if ui.add(Button::link(&words).icon(Icon::Plus)).clicked() {
            row.statements.push(String::new());
        }
        problem_at_ui(ui, problems.exactly(&statements));
    });
    ui.add_space(4.0);
}
