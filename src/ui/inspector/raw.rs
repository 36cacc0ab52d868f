//! An item as PEM and as text.

use super::{Inspector, SMALL};
use crate::ui::background::{Arrival, Later};
use crate::ui::kit::{CodeBox, CodeText, Label};
use crate::ui::theme::{Type, UiTokens as _};
use egui::{Context, Ui};

impl Inspector {
    /// The text, worked out when it is first asked for: that of a long CRL is long, and comes in a later frame.
    pub(super) fn text(&mut self, ctx: &Context) -> Option<&CodeText> {
        let view = &mut self.view;
        match view.text_coming.as_ref().map(Later::take) {
            Some(Arrival::Ready(text)) => (view.text, view.text_coming) = (Some(text), None),
            Some(Arrival::Lost) => (view.text_lost, view.text_coming) = (true, None),
            Some(Arrival::Waiting) | None => {}
        }
        if view.text.is_none() && view.text_coming.is_none() && !view.text_lost {
            let item = self.items[self.shown].clone();
            let large = item.clone();
            view.text_coming = (item.der().len() > SMALL)
                .then(|| Later::start(ctx, "canopy inspector", move || CodeText::new(large.text())))
                .flatten();
            if view.text_coming.is_none() {
                view.text = Some(CodeText::new(item.text()));
            }
        }
        view.text.as_ref()
    }

    /// Why there is no text.
    pub(super) fn no_text(&self) -> &'static str {
        if self.view.text_lost { "The text could not be written" } else { "The text is being written…" }
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
            None => drop(ui.add(Label::new(self.no_text(), Type::Small).color(color).height(32.0))),
        }
    }
}
