//! What the CSR of an authority asks for besides its name and key.

use super::row::remove_ui;
use crate::engine::api::AccessMethodType;
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
        let problem = problems.at(&path).cloned();
        let row = &mut draft.access[index];
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ValueCombo::new(&format!("Service {}", index + 1), METHODS).width(140.0).show(ui, &mut row.method);
            if row.method.is_none() {
                let field = Field::new("Object identifier of the service").place(LabelPlace::Hidden).hint("1.2.3.4");
                field.mono().width(90.0).show(ui, &mut row.object_identifier);
            }
            let choices: Vec<_> = super::names::offered().map(|kind| Choice::plain(kind, kind.words())).collect();
            let name = format!("Kind of place {}", index + 1);
            ValueCombo::new(&name, &choices).width(110.0).show(ui, &mut row.location.kind);
            let width = ui.available_width() - 32.0;
            let label = format!("Place {}", index + 1);
            let field = Field::new(&label).place(LabelPlace::Hidden).hint(row.location.kind.hint()).width(width);
            field.problem(problem.as_ref().map(shown)).show(ui, &mut row.location.value);
            if remove_ui(ui, &format!("Remove service {}", index + 1)) {
                removed = Some(index);
            }
        });
    }
    if let Some(index) = removed {
        draft.access.remove(index);
    }
    if ui.add(Button::link("Add service").icon(Icon::Plus)).clicked() {
        draft.access.push(AccessRow::default());
    }
}
