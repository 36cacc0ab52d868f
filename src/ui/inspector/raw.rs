//! An item as PEM and as text.

use super::Inspector;
use super::later::{Later, SMALL};
use crate::ui::kit::{CodeBox, CodeText, Label};
use crate::ui::theme::{Type, UiTokens as _};
use egui::{Context, Ui};

impl Inspector {
    /// The text, worked out when it is first asked for: that of a long CRL is long, and comes in a later frame.
    pub(super) fn text(&mut self, ctx: &Context) -> Option<&CodeText> {
        let view = &mut self.view;
        if let Some(text) = view.text_coming.as_ref().and_then(Later::take) {
            (view.text, view.text_coming) = (Some(text), None);
        }
        if view.text.is_none() && view.text_coming.is_none() {
            let item = self.items[self.shown].clone();
            match item.der().len() <= SMALL {
                true => view.text = Some(CodeText::new(item.text())),
                false => view.text_coming = Some(Later::start(ctx, move || CodeText::new(item.text()))),
            }
        }
        view.text.as_ref()
    }

    pub(super) fn pem_ui(&self, ui: &mut Ui) {
        let height = ui.available_height() - 16.0;
        CodeBox::new("PEM", &self.view.pem).height(height).show(ui);
    }

    pub(super) fn text_ui(&mut self, ui: &mut Ui) {
        let height = ui.available_height() - 16.0;
        let color = ui.tokens().text2;
        match self.text(&ui.ctx().clone()) {
            Some(text) => drop(CodeBox::new("Text", text).height(height).show(ui)),
            None => drop(ui.add(Label::new("The text is being written…", Type::Small).color(color).height(32.0))),
        }
    }
}
