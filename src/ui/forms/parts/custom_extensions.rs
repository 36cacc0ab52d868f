//! The rows of extensions by object identifier, and what their values say.

use super::docs::docs;
use super::list::List;
use super::row::problem_at_ui;
use crate::engine::api::CustomExtension;
use crate::ui::forms::field::{Decoded, ExtensionRow, Notation, PassthroughDraft};
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::shown;
use crate::ui::kit::{Button, Checkbox, Field, Icon, Label, LabelPlace, Segmented};
use crate::ui::theme::{Type, UiTokens as _};
use crate::x509::inspect::display;
use egui::Ui;

/// The most characters of a value that are taken: the digits, spaces and colons of the 3072 bytes that the API allows.
const LONGEST: usize = 12_288;

/// Shows the rows and a way to add one. `member` is the path of `ApiPassthrough`.
pub(super) fn custom_extensions_ui(ui: &mut Ui, draft: &mut PassthroughDraft, member: &str, problems: &Problems) {
    let list = List::of_items("extension");
    let change = list.ui(ui, draft.custom.len(), |ui, index| {
        let path = format!("{member}.{}", draft.custom_member(index));
        extension_ui(ui, &mut draft.custom[index], &list.called(index), &path, problems);
    });
    if let Some(change) = change {
        change.apply(&mut draft.custom);
    }
    if ui.add(Button::link("Add extension").icon(Icon::Plus)).clicked() {
        draft.custom.push(ExtensionRow::default());
    }
    problem_at_ui(ui, problems.exactly(&format!("{member}.extensions.customExtensions")));
}

fn extension_ui(ui: &mut Ui, row: &mut ExtensionRow, called: &str, path: &str, problems: &Problems) {
    let value_path = format!("{path}.value");
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let critical = format!("Critical {called}");
        let room = ui.available_width() - 84.0;
        let label = format!("Object identifier of {called}");
        let problem = problems.beside_within(path, &value_path);
        let field = Field::new(&label).place(LabelPlace::Hidden).hint("1.2.3.4").mono().width(room);
        ui.scope(|ui| {
            ui.set_max_width(room);
            let response = field.problem(problem.map(shown)).show(ui, &mut row.object_identifier);
            response.on_hover_text(docs::<CustomExtension>("ObjectIdentifier"));
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add_space(2.0);
            let mark = ui.add(Checkbox::new(&mut row.critical, "Critical"));
            ui.ctx().accesskit_node_builder(mark.id, |node| node.set_label(critical.as_str()));
            mark.on_hover_text(docs::<CustomExtension>("Critical"));
        });
    });
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let words = Notation::ALL.iter().map(|notation| notation.words()).collect::<Vec<_>>();
        let mut chosen = usize::from(row.notation == Notation::Hex);
        if Segmented::new(&format!("Value of {called} as"), &words).show(ui, &mut chosen).changed() {
            row.notation = Notation::ALL[chosen];
        }
        let label = format!("Value of {called}");
        let field = Field::new(&label).place(LabelPlace::Hidden).hint(row.notation.hint()).mono().limit(LONGEST);
        let problem = problems.at(&value_path).map(shown);
        ui.vertical(|ui| {
            let response = field.problem(problem).show(ui, &mut row.value);
            response.on_hover_text(docs::<CustomExtension>("Value"));
            decoded_ui(ui, row);
        });
    });
    ui.add_space(4.0);
}

/// What the value says, as readers of the certificate will have it.
fn decoded_ui(ui: &mut Ui, row: &ExtensionRow) {
    let t = ui.tokens();
    let (words, color) = match row.decoded() {
        Some(Decoded::Known(words)) => (words, t.text2),
        Some(Decoded::Wrong(words)) => (words, t.warn),
        None => return,
    };
    ui.add(Label::new(&display::safe(&words), Type::Small).color(color).wrap());
}
