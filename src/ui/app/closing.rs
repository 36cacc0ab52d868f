//! Leaving: the window, or the workspace. What would be lost is asked about first.

use super::App;
use super::dialog::{self, Question};
use egui::{Context, ViewportCommand};

impl App {
    /// Holds a window that is being closed while something would be lost.
    pub(super) fn guard_closing(&mut self, ctx: &Context) {
        let closing = ctx.input(|input| input.viewport().close_requested());
        if !closing || self.may_close {
            return;
        }
        if let Ok(question) = self.question_before_leaving(Self::quit_now) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.dialog = Some(dialog::Open::Question(question));
        }
    }

    /// Quits, or asks first.
    pub(super) fn quit(&mut self, ctx: &Context) {
        self.leave_then(ctx, Self::quit_now);
    }

    fn quit_now(&mut self, _: &Context) {
        self.may_close = true;
        // The host waits for what is under way.
        self.serving.stop();
        self.host.quit();
    }

    /// The question whether to lose what would be lost; where nothing would, `leave` comes back.
    pub(super) fn question_before_leaving<Leave>(&self, leave: Leave) -> Result<Question, Leave>
    where
        Leave: FnOnce(&mut Self, &Context) + Send + 'static,
    {
        if let Some(job) = self.jobs.unfinished() {
            let words = format!("“{job}” is not finished. What it has not written yet is lost.");
            let question = Question::new("Leave while work runs?", words, ["Stay", "Leave now"], leave);
            return Ok(question.also(self.serving.loss()));
        }
        match self.forms.loss() {
            Some(loss) => Ok(Question::discard(loss, leave).also(self.serving.loss())),
            None => self.question_about_endpoint(leave),
        }
    }
}
