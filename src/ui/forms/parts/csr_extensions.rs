//! What the CSR of an authority asks for besides its name and key.

use super::docs::docs;
use super::general_name::{Called, general_name_ui};
use super::row::remove_ui;
use crate::engine::api::{AccessMethod, AccessMethodType};
use crate::ui::forms::field::{AccessRow, CsrExtensionsDraft, USAGE_BITS};
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::shown;
use crate::ui::kit::{Button, Checkbox, Choice, Field, Icon, Label, LabelPlace, ValueCombo};
use crate::ui::theme::{Type, UiTokens as _};
use egui::{Grid, Ui, vec2};

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
    let color = ui.tokens().text2;
    let words = "The CSR can ask for key usage and name services. Templates of this workspace decide the usage themselves; a CA elsewhere may heed them.";
    ui.add(Label::new(words, Type::Small).color(color).wrap());
    Grid::new("usage bits").spacing(vec2(16.0, 4.0)).show(ui, |ui| {
        for (index, (words, bit)) in USAGE_BITS.iter().enumerate() {
            ui.add(Checkbox::new(bit(&mut draft.key_usage), words));
            if index % 3 == 2 {
                ui.end_row();
            }
        }
    });
    let mut removed = None;
    for index in 0..draft.access.len() {
        let path = format!("{member}.{}", draft.member(index));
        if service_ui(ui, &mut draft.access[index], index + 1, &path, problems) {
            removed = Some(index);
        }
    }
    if let Some(index) = removed {
        draft.access.remove(index);
    }
    if ui.add(Button::link("Add service").icon(Icon::Plus)).clicked() {
        draft.access.push(AccessRow::default());
    }
}

/// A service and, on the next line, where it is. Returns whether it is to be taken away.
fn service_ui(ui: &mut Ui, row: &mut AccessRow, number: usize, path: &str, problems: &Problems) -> bool {
    let mut removed = false;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ValueCombo::new(&format!("Service {number}"), METHODS).width(200.0).show(ui, &mut row.method);
        let room = ui.available_width() - 32.0;
        match row.method {
            Some(_) => ui.add_space((room + 8.0).max(0.0)),
            None => {
                let name = format!("Object identifier of service {number}");
                let problem = problems.at(&format!("{path}.accessMethod")).map(shown);
                let field = Field::new(&name).place(LabelPlace::Hidden).hint("1.2.3.4").mono().width(room);
                ui.scope(|ui| {
                    ui.set_max_width(room);
                    let response = field.problem(problem).show(ui, &mut row.object_identifier);
                    response.on_hover_text(docs::<AccessMethod>("CustomObjectIdentifier"));
                });
            }
        }
        removed = remove_ui(ui, &format!("Remove service {number}"));
    });
    let (kind, value, of) = (format!("Kind of place {number}"), format!("Place {number}"), format!("place {number}"));
    let called = Called { kind: &kind, value: Some(&value), remove: None, of: &of };
    general_name_ui(ui, &mut row.location, &called, &format!("{path}.accessLocation"), problems);
    ui.add_space(4.0);
    removed
}
