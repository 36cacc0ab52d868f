//! A question with one act, and a way back.

use super::Left;
use crate::ui::app::App;
use crate::ui::forms::Loss;
use crate::ui::kit::{Button, Dialog, Label};
use crate::ui::theme::{Type, UiTokens as _};
use egui::Context;

/// What is done when the question is answered; true after its act.
type Then = Box<dyn FnOnce(&mut App, &Context, bool) + Send>;

/// "Close while work runs?" and its like.
pub struct Question {
    title: &'static str,
    words: String,
    act: &'static str,
    keep: &'static str,
    then: Then,
}

impl Question {
    /// `then` is done after the act.
    pub fn new(
        title: &'static str,
        words: String,
        buttons: [&'static str; 2],
        then: impl FnOnce(&mut App, &Context) + Send + 'static,
    ) -> Self {
        Self::either(title, words, buttons, |app, ctx, acted| {
            if acted {
                then(app, ctx);
            }
        })
    }

    /// Before a form is closed and something is lost with it; `then` is done once that is wanted.
    pub fn discard(loss: Loss, then: impl FnOnce(&mut App, &Context) + Send + 'static) -> Self {
        Self::new(loss.title, loss.words.to_owned(), [loss.keep, loss.discard], then)
    }

    /// `then` is done either way, and told whether the act was chosen. The buttons are the way back
    /// and the act.
    pub fn either(
        title: &'static str,
        words: String,
        [keep, act]: [&'static str; 2],
        then: impl FnOnce(&mut App, &Context, bool) + Send + 'static,
    ) -> Self {
        Self { title, words, act, keep, then: Box::new(then) }
    }

    /// Says what else is lost, if anything is.
    #[must_use]
    pub fn also(mut self, words: Option<&str>) -> Self {
        if let Some(words) = words {
            self.words = format!("{} {words}", self.words);
        }
        self
    }

    pub(super) fn show(&mut self, ctx: &Context) -> Left {
        let shown = Dialog::small(self.title).show(ctx, |parts| {
            parts.body(|ui| {
                let color = ui.tokens().text2;
                ui.add(Label::new(&self.words, Type::Body).color(color).wrap());
            });
            parts.acts(|ui| {
                let kept = ui.add(Button::secondary(self.keep)).clicked();
                let acted = ui.add(Button::danger(self.act)).clicked();
                (kept, acted)
            })
        });
        // Enter is not the act here: what it would lose cannot be brought back.
        match shown.inner {
            (_, true) => Left::Acted,
            (kept, _) if kept || shown.closed || shown.escaped => Left::Closed,
            _ => Left::Stays,
        }
    }

    pub(super) fn end(self, app: &mut App, ctx: &Context, acted: bool) {
        (self.then)(app, ctx, acted);
    }
}
