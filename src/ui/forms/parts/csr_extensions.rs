//! What the CSR of an authority asks for besides its name and key.

use super::docs::docs;
use super::general_name::{Called, general_name_ui};
use super::key_usage::key_usage_ui;
use super::list::List;
use super::row::{problem_at_ui, words_ui};
use crate::engine::api::{AccessMethod, AccessMethodType};
use crate::ui::forms::field::{AccessRow, CsrExtensionsDraft};
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::shown;
use crate::ui::kit::{Button, Choice, Field, Icon, LabelPlace, ValueCombo};
use egui::Ui;

const METHODS: &[Choice<'static, Option<AccessMethodType>>] = &[
    Choice::new(Some(AccessMethodType::CaRepository), "Repository", "CA_REPOSITORY"),
    Choice::new(Some(AccessMethodType::ResourcePkiManifest), "RPKI manifest", "RESOURCE_PKI_MANIFEST"),
    Choice::new(Some(AccessMethodType::ResourcePkiNotify), "RPKI notify", "RESOURCE_PKI_NOTIFY"),
    Choice::plain(None, "Other"),
];

/// Shows the nine usage bits and the places where the authority offers services.
pub(in crate::ui::forms) fn csr_extensions_ui(
    ui: &mut Ui,
    draft: &mut CsrExtensionsDraft,
    member: &str,
    problems: &Problems,
) {
    let words = "The CSR can ask for key usage and name services. Templates of this workspace decide the usage themselves; a CA elsewhere may heed them.";
    words_ui(ui, words);
    key_usage_ui(ui, &mut draft.key_usage);
    let list = List::of_items("service");
    let change = list.ui(ui, draft.access.len(), |ui, index| {
        let path = format!("{member}.{}", draft.member(index));
        service_ui(ui, &mut draft.access[index], index + 1, &path, problems);
    });
    if let Some(change) = change {
        change.apply(&mut draft.access);
    }
    if ui.add(Button::link("Add service").icon(Icon::Plus)).clicked() {
        draft.access.push(AccessRow::default());
    }
    problem_at_ui(ui, problems.exactly(&format!("{member}.subjectInformationAccess")));
}

/// A service and, on the next line, where it is.
fn service_ui(ui: &mut Ui, row: &mut AccessRow, number: usize, path: &str, problems: &Problems) {
    let problem = problems.at(&format!("{path}.accessMethod"));
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ValueCombo::new(&format!("Service {number}"), METHODS).width(200.0).show(ui, &mut row.method);
        if row.method.is_none() {
            let name = format!("Object identifier of service {number}");
            let field = Field::new(&name).place(LabelPlace::Hidden).hint("1.2.3.4").mono();
            let response = field.problem(problem.map(shown)).show(ui, &mut row.object_identifier);
            response.on_hover_text(docs::<AccessMethod>("CustomObjectIdentifier"));
        }
    });
    problem_at_ui(ui, problem.filter(|_| row.method.is_some()));
    let (kind, value, of) = (format!("Kind of place {number}"), format!("Place {number}"), format!("place {number}"));
    let called = Called { kind: &kind, value: &value, of: &of };
    general_name_ui(ui, &mut row.location, &called, &format!("{path}.accessLocation"), problems);
    ui.add_space(4.0);
}
