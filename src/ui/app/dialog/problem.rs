//! Tells that something did not go, and the way out.

use super::Left;
use crate::ui::kit::{Button, Dialog, Label, Note};
use crate::ui::theme::{Type, UiTokens as _};
use egui::Context;

/// What did not go, and why.
pub struct Problem {
    /// "The file was not saved".
    pub title: &'static str,
    /// Why, in a sentence.
    pub words: String,
    /// The way out.
    pub hint: Option<String>,
    /// The name that the API has for it, or nothing.
    pub code: &'static str,
}

impl Problem {
    pub(super) fn show(&mut self, ctx: &Context) -> Left {
        let shown = Dialog::small(self.title).show(ctx, |parts| {
            parts.body(|ui| {
                ui.add(Label::new(&self.words, Type::Body).wrap());
                if let Some(hint) = &self.hint {
                    ui.add_space(12.0);
                    Note::quiet(hint).show(ui);
                }
            });
            parts.aside(|ui| {
                let color = ui.tokens().text3;
                ui.add_space(12.0);
                ui.add(Label::new(self.code, Type::MonoSmall).color(color).height(32.0));
            });
            parts.acts(|ui| ui.add(Button::primary("Close message").return_sign()).clicked())
        });
        let left = shown.inner || shown.closed || shown.escaped || shown.confirmed;
        if left { Left::Closed } else { Left::Stays }
    }
}
