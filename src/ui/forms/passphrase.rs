//! The passphrase of the workspace: unlocking with it, and changing it.

use super::problem::FieldProblem;
use super::problem::Problems;
use super::submission::{Submission, blocked, decided, foot_ui, shown};
use super::waiting::{Waiting, waiting, waiting_ui};
use super::workspace::{check_typed_passphrase, check_workspace_passphrase, short_ui};
use super::{Desk, Form};
use crate::ui::ask::{Answer, Ask, Done};
use crate::ui::kit::{Button, Dialog, Icon, Note, Secret, SecretField};
use crate::ui::sample;
use crate::x509::inspect::display;
use egui::Context;
use secrecy::SecretString;

/// Name of a workspace: a person's own for it, else that of its file.
fn name_of(desk: &Desk) -> String {
    let file = || desk.engine.path().file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let name = desk.workspace().settings().name.clone().or_else(file).unwrap_or_else(|| "workspace".into());
    display::safe(&name).into_owned()
}

/// Asks for the passphrase.
#[derive(Debug)]
pub(super) struct Unlock {
    waiting: Vec<Waiting>,
    name: String,
    place: String,
    /// It is the sample, whose passphrase is no secret.
    is_sample: bool,
    passphrase: Secret,
    refused: bool,
    submission: Submission,
}

impl Unlock {
    pub(super) fn new(desk: Desk, place: &str) -> Self {
        Self {
            waiting: waiting(&desk),
            name: name_of(&desk),
            place: place.into(),
            is_sample: sample::is_sample(&desk.workspace()),
            passphrase: Secret::default(),
            refused: false,
            submission: Submission::default(),
        }
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        if self.passphrase.is_empty() {
            return self.submission.refuse(vec![FieldProblem::new("passphrase", "Type the passphrase")]);
        }
        let passphrase = SecretString::from(self.passphrase.take().as_str());
        let done = format!("Unlocked {}", self.name);
        self.submission.start(asks, format!("Unlocking {}", self.name), move |engine| {
            engine.unlock(&passphrase)?;
            Ok(Done { sentence: done, ..Done::default() })
        });
    }
}

impl Form for Unlock {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let running = self.submission.is_running();
        let title = format!("Unlock {}", self.name);
        // A wrong passphrase is typed anew: the field takes the keyboard back.
        let again = std::mem::take(&mut self.refused);
        let response = Dialog::small(&title).subtitle(&self.place).show(ctx, |parts| {
            parts.body(|ui| {
                let problem = self.submission.problems().iter().next().map(|problem| problem.words.clone());
                let problem = problem.as_deref().map(crate::ui::kit::Problem::new);
                let field = SecretField::new("Passphrase").tall().focus(again).problem(problem);
                ui.add_enabled_ui(!running, |ui| field.show(ui, &mut self.passphrase));
                if self.is_sample {
                    ui.add_space(12.0);
                    Note::quiet(&format!("The passphrase of the sample is “{}”", sample::PASSPHRASE)).show(ui);
                }
                if !self.waiting.is_empty() {
                    waiting_ui(ui, &self.waiting);
                }
            });
            let look = parts.aside(|ui| ui.add(Button::ghost("Look around, read-only").icon(Icon::Eye)).clicked());
            parts.acts(|ui| {
                let words = if running { "Unlocking…" } else { title.as_str() };
                let blocked = running.then_some("The passphrase is being tried");
                (look, ui.add(Button::primary(words).return_sign().blocked(blocked)).clicked())
            })
        });
        let (look, pressed) = response.inner;
        // Nothing is lost with a passphrase: leaving asks no question.
        if look || response.closed || response.escaped {
            return asks.push(Ask::Close);
        }
        if (response.confirmed || pressed) && !running {
            self.submit(asks);
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        let ended = matches!(answer, Answer::Finished(_));
        match self.submission.finished(answer) {
            Some(_) => asks.push(Ask::Close),
            None => self.refused |= ended,
        }
    }

    fn is_touched(&self) -> bool {
        false
    }
}

/// Asks for the old and a new passphrase.
#[derive(Debug)]
pub(super) struct ChangePassphrase {
    desk: Desk,
    old: Secret,
    new: Secret,
    repeat: Secret,
    /// A short passphrase is meant.
    sure: bool,
    /// It was sent incomplete: from then on each field is looked at as it is typed.
    tried: bool,
    /// What was refused is still what the fields stand empty after.
    refused: bool,
    submission: Submission,
}

impl ChangePassphrase {
    pub(super) fn new(desk: Desk) -> Self {
        Self {
            desk,
            old: Secret::default(),
            new: Secret::default(),
            repeat: Secret::default(),
            sure: false,
            tried: false,
            refused: false,
            submission: Submission::default(),
        }
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        self.tried = true;
        if !self.missing().is_empty() {
            return;
        }
        (self.tried, self.refused) = (false, false);
        self.repeat.clear();
        let old = SecretString::from(self.old.take().as_str());
        let new = SecretString::from(self.new.take().as_str());
        let caller = self.desk.caller();
        self.submission.start(asks, "Changing the passphrase", move |engine| {
            let changed = engine.change_passphrase(&caller, &old, &new)?;
            let trouble = changed.not_erased.map(|reason| {
                format!("The new passphrase holds, but what the old one opens is still in the file: {reason}. The next unlock tries to erase it again.")
            });
            Ok(Done { sentence: "The passphrase is changed".into(), trouble, ..Done::default() })
        });
    }

    fn missing(&self) -> Vec<FieldProblem> {
        let old = self.old.is_empty().then(|| FieldProblem::new("old", "Type the passphrase that holds now"));
        let new = check_workspace_passphrase(&self.new, &self.repeat, self.sure);
        old.into_iter().chain(new).collect()
    }

    /// What is wrong with what is typed now; what was refused is told until the fields are filled again.
    fn problems(&self) -> Problems {
        if self.refused && self.old.is_empty() {
            return self.submission.problems().clone();
        }
        match self.tried {
            true => self.missing().into(),
            false => check_typed_passphrase(&self.new, &self.repeat, false).into_iter().collect::<Vec<_>>().into(),
        }
    }

    fn fields_ui(&mut self, ui: &mut egui::Ui) {
        let problems = self.problems();
        ui.spacing_mut().item_spacing.y = 4.0;
        // What the engine refuses here is the old passphrase: it names no member.
        let old = problems.at("old").or_else(|| problems.beside(&["old", "passphrase", "repeat"]));
        SecretField::new("Passphrase now").problem(old.map(shown)).show(ui, &mut self.old);
        ui.add_space(8.0);
        let new = SecretField::new("New passphrase").problem(problems.at("passphrase").map(shown));
        new.show(ui, &mut self.new);
        ui.add_space(8.0);
        let repeat = SecretField::new("New passphrase again").problem(problems.at("repeat").map(shown));
        repeat.show(ui, &mut self.repeat);
        short_ui(ui, &self.new, &mut self.sure);
        ui.add_space(12.0);
        Note::warn("Every key is sealed anew and what the old passphrase opened is erased from this file. Copies of the file still open with the old one.").show(ui);
    }
}

impl Form for ChangePassphrase {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let running = self.submission.is_running();
        let blocked = blocked(&self.submission, "The passphrase is being changed", None);
        let response = Dialog::small("Change passphrase").show(ctx, |parts| {
            parts.body(|ui| ui.add_enabled_ui(!running, |ui| self.fields_ui(ui)));
            foot_ui(parts, "Cancel", Button::primary("Change passphrase").return_sign().blocked(blocked))
        });
        if decided(&response, blocked, asks) {
            self.submit(asks);
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        self.refused = matches!(answer, Answer::Finished(Err(_)));
        self.submission.close_when_done(answer, asks);
    }

    fn is_touched(&self) -> bool {
        !(self.old.is_empty() && self.new.is_empty() && self.repeat.is_empty())
    }
}
