//! From pressing the button to the answer: what every form does with its work.

use super::problem::{FieldProblem, Problems};
use crate::engine::{Engine, Error};
use crate::ui::ask::{Answer, Ask, Done, Work};
use crate::ui::kit::{Button, DialogParts, DialogResponse, Problem};
use egui::Ui;

/// Where the work of a form stands, and what was wrong with it.
#[derive(Debug, Default)]
pub(super) struct Submission {
    running: bool,
    problems: Problems,
}

impl Submission {
    /// Starts work. What was wrong before is forgotten.
    pub(super) fn start(
        &mut self,
        asks: &mut Vec<Ask>,
        sentence: impl Into<String>,
        run: impl FnOnce(&Engine) -> Result<Done, Error> + Send + 'static,
    ) {
        self.running = true;
        self.problems = Problems::default();
        asks.push(Ask::Run(Work { sentence: sentence.into(), run: Box::new(run) }));
    }

    /// Marks that something else than work runs, such as creating a workspace.
    pub(super) fn wait(&mut self) {
        self.running = true;
        self.problems = Problems::default();
    }

    /// Refuses a draft before it was sent.
    pub(super) fn refuse(&mut self, problems: Vec<FieldProblem>) {
        self.problems = problems.into();
    }

    /// Takes the end of the work; what it brought about when it went well.
    pub(super) fn finished(&mut self, answer: Answer) -> Option<Done> {
        let Answer::Finished(result) = answer else { return None };
        self.running = false;
        match result {
            Ok(done) => Some(done),
            Err(error) => {
                self.problems = Problems::from(&error);
                None
            }
        }
    }

    pub(super) fn is_running(&self) -> bool {
        self.running
    }

    /// What was wrong with the draft that was sent.
    pub(super) fn problems(&self) -> &Problems {
        &self.problems
    }

    /// What is wrong with what is seen now: what was found when this very draft was sent, else what `check` finds. So an
    /// old problem is gone as soon as its field is corrected, and a new one is there as soon as it is typed.
    pub(super) fn problems_of<D: PartialEq>(
        &self,
        sent: Option<&D>,
        draft: &D,
        check: impl FnOnce() -> Problems,
    ) -> Problems {
        match sent == Some(draft) && !self.problems.is_empty() {
            true => self.problems.clone(),
            false => check(),
        }
    }

    /// Takes the end of the work of a form that has nothing to show after it.
    pub(super) fn close_when_done(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        if self.finished(answer).is_some() {
            asks.push(Ask::Close);
        }
    }

    /// Takes the end of the work of a form that makes a file: the file is saved then, and the form closed once it is. Why
    /// it could not be saved goes to `problem`.
    pub(super) fn close_when_saved(&mut self, answer: Answer, problem: &mut Option<String>, asks: &mut Vec<Ask>) {
        match answer {
            Answer::Saved(Ok(_)) => asks.push(Ask::Close),
            Answer::Saved(Err(why)) => *problem = Some(why),
            answer => {
                if let Some(file) = self.finished(answer).and_then(|done| done.save) {
                    asks.push(Ask::Save(file));
                }
            }
        }
    }
}

/// The first frames of a form, in which its first field takes the keyboard: the dialog itself gives it to whatever comes
/// first in the order of Tab, which may be a link of a heading.
#[derive(Debug, Default)]
pub(super) struct Opening(u8);

impl Opening {
    /// Whether the first field is to take the keyboard in this frame.
    pub(super) fn takes_focus(&mut self, ctx: &egui::Context) -> bool {
        let opening = self.0 < 4;
        if opening {
            self.0 += 1;
            ctx.request_repaint();
        }
        opening
    }
}

/// A problem as the kit shows it.
pub(super) fn shown(problem: &FieldProblem) -> Problem<'_> {
    Problem { words: &problem.words, code: problem.code }
}

/// Which of the buttons at the foot of a form was pressed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pressed {
    away: bool,
    act: bool,
}

/// The buttons at the foot of a form: the way out, named `away`, and what the form does.
pub(super) fn foot_ui(parts: &mut DialogParts<'_>, away: &str, act: Button<'_>) -> Pressed {
    foot_of_question_ui(parts, away, act, false)
}

/// The same for a form without fields: while it opens, its act takes the keyboard.
pub(super) fn foot_of_question_ui(
    parts: &mut DialogParts<'_>,
    away: &str,
    act: Button<'_>,
    takes_focus: bool,
) -> Pressed {
    parts.acts(|ui| {
        let away = ui.add(Button::secondary(away)).clicked();
        let act = ui.add(act);
        if takes_focus {
            act.request_focus();
        }
        Pressed { away, act: act.clicked() }
    })
}

/// Whether the form is to do what it is for: its button was pressed, or Enter, and nothing stands against it. What the
/// button refuses, Enter refuses too. Leaving the form is asked for here.
pub(super) fn decided(response: &DialogResponse<Pressed>, blocked: Option<&str>, asks: &mut Vec<Ask>) -> bool {
    let Pressed { away, act } = response.inner;
    (left(response, away, asks) || act) && blocked.is_none()
}

/// The same for what cannot be taken back: only the button does it, or Ctrl+Enter. Enter alone may have been meant for a
/// field.
pub(super) fn decided_in_danger(
    ctx: &egui::Context,
    response: &DialogResponse<Pressed>,
    blocked: Option<&str>,
    asks: &mut Vec<Ask>,
) -> bool {
    let alone = response.confirmed && !ctx.input(|input| input.modifiers.command);
    decided(response, blocked, asks) && !alone
}

/// How a dialog was left: whether its act was confirmed. Leaving it otherwise is asked for here.
pub(super) fn left<R>(response: &DialogResponse<R>, cancelled: bool, asks: &mut Vec<Ask>) -> bool {
    if response.closed || response.escaped || cancelled {
        asks.push(Ask::Leave);
        return false;
    }
    response.confirmed
}

/// What stands against a form's act now: that it runs, in `running`, else what `missing` says.
pub(super) fn blocked<'a>(submission: &Submission, running: &'a str, missing: Option<&'a str>) -> Option<&'a str> {
    if submission.is_running() { Some(running) } else { missing }
}

/// Shows the problem that belongs to none of the `members`, where the form has no field for it.
pub(super) fn beside_ui(ui: &mut Ui, problems: &Problems, members: &[&str]) {
    if let Some(problem) = problems.beside(members) {
        crate::ui::kit::problem_ui(ui, shown(problem));
    }
}
