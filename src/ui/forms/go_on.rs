//! Going on from a copy of the workspace that is older than one seen before, or has gone another way.

use super::problem::FieldProblem;
use super::submission::{Submission, left};
use super::{Desk, Form};
use crate::ui::ask::{Answer, Ask, Done};
use crate::ui::kit::{Button, Dialog, Label, Note, Problem, Secret, SecretField};
use crate::ui::theme::{Type, UiTokens as _};
use crate::x509::words::capital;
use egui::Context;
use secrecy::SecretString;

/// Asks for the passphrase, and says what is lost.
#[derive(Debug)]
pub(super) struct GoOn {
    /// Why the workspace is open for reading only.
    reason: String,
    passphrase: Secret,
    submission: Submission,
}

const LOST: &str = "Certificates, revocations and authorities that only the other copy has are unknown here: such certificates cannot be revoked, what was revoked there is missing from the next CRL, and the keys of such authorities are gone. Look for the newest copy first, and never write both.";

impl GoOn {
    pub(super) fn new(desk: &Desk) -> Option<Self> {
        let workspace = desk.workspace();
        let reason = workspace.read_only().filter(|reason| reason.is_another_copy())?;
        let submission = Submission::default();
        Some(Self { reason: capital(&reason.to_string()), passphrase: Secret::default(), submission })
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        if self.passphrase.is_empty() {
            return self.submission.refuse(vec![FieldProblem::new("passphrase", "Type the passphrase")]);
        }
        let passphrase = SecretString::from(self.passphrase.take().as_str());
        self.submission.start(asks, "Verifying this copy", move |engine| {
            let aside = engine.go_on_from_this_copy(&passphrase)?;
            let trouble = aside.map(|aside| {
                format!("An unfinished record at the end of the file was set aside into {}.", aside.path.display())
            });
            Ok(Done { sentence: "Changes go into this copy from now on".into(), trouble, ..Done::default() })
        });
    }
}

impl Form for GoOn {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let running = self.submission.is_running();
        let response = Dialog::small("Go on from this copy").show(ctx, |parts| {
            parts.body(|ui| {
                let color = ui.tokens().text2;
                ui.add(Label::new(&self.reason, Type::Body).color(color).wrap());
                ui.add_space(12.0);
                Note::warn(LOST).title("What only the other copy has is lost").show(ui);
                ui.add_space(12.0);
                let problem = self.submission.problems().iter().next().map(|problem| problem.words.clone());
                let field = SecretField::new("Passphrase").problem(problem.as_deref().map(Problem::new));
                ui.add_enabled_ui(!running, |ui| field.show(ui, &mut self.passphrase));
            });
            parts.acts(|ui| {
                let cancel = ui.add(Button::secondary("Keep looking, read-only")).clicked();
                let blocked = running.then_some("The copy is being verified");
                (cancel, ui.add(Button::danger("Go on from this copy").blocked(blocked)).clicked())
            })
        });
        let (cancel, pressed) = response.inner;
        // Enter is not the act here: what it would lose cannot be brought back.
        let _ = left(&response, cancel, asks);
        if pressed && !running {
            self.submit(asks);
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        if self.submission.finished(answer).is_some() {
            asks.push(Ask::Close);
        }
    }

    fn is_touched(&self) -> bool {
        false
    }
}
