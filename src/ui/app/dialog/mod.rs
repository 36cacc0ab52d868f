//! The small dialogs of the window itself.

mod about;
mod path;
mod problem;
mod question;
mod shortcuts;

pub(super) use path::{PathDialog, PathPurpose};
pub(super) use problem::Problem;
pub(super) use question::Question;

use super::App;
use egui::Context;

/// A dialog over the window. There is one at most.
pub(super) enum Open {
    /// A question with one act.
    Question(Question),
    /// Asks for a path where the desktop has no file dialogs.
    Path(PathDialog),
    /// Something did not go.
    Problem(Problem),
    /// All shortcuts.
    Shortcuts,
    /// What this program is.
    About,
}

impl App {
    /// Shows the dialog that is open, if one is.
    pub(super) fn dialog_ui(&mut self, ctx: &Context) {
        let Some(mut dialog) = self.dialog.take() else { return };
        let done = match &mut dialog {
            Open::Question(question) => question.show(ctx),
            Open::Path(path) => path.show(ctx),
            Open::Problem(problem) => problem.show(ctx),
            Open::Shortcuts => shortcuts::show(ctx),
            Open::About => about::show(ctx),
        };
        match done {
            Left::Stays => self.dialog = Some(dialog),
            Left::Closed => self.dialog_left(ctx, dialog, false),
            Left::Acted => self.dialog_left(ctx, dialog, true),
        }
    }

    fn dialog_left(&mut self, ctx: &Context, dialog: Open, acted: bool) {
        match dialog {
            Open::Question(question) => question.end(self, ctx, acted),
            Open::Path(path) if acted => path.act(self, ctx),
            Open::Path(path) => path.cancel(self, ctx),
            Open::Problem(_) | Open::Shortcuts | Open::About => {}
        }
    }

    /// Tells that something did not go, for which no form stands open.
    pub(super) fn problem(&mut self, ctx: &Context, title: &'static str, words: impl Into<String>) {
        self.status.failed(ctx, title);
        self.dialog = Some(Open::Problem(Problem { title, words: words.into(), hint: None, code: "" }));
    }

    /// The same for an answer of the engine, with its way out.
    pub(super) fn refused(&mut self, ctx: &Context, title: &'static str, error: &crate::engine::Error) {
        self.status.failed(ctx, title);
        let (words, hint, code) = (error.message(), error.hint(), error.code());
        self.dialog = Some(Open::Problem(Problem { title, words, hint, code }));
    }
}

/// How a dialog was left in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// It was not.
    Stays,
    /// Without an act.
    Closed,
    /// By its act.
    Acted,
}
