//! Sharing an authority: its resource policy as a list of principals and as text, both of which can be edited.

mod draft;
mod fields;
mod remove;

pub(super) use remove::RemovePolicy;

use super::parts::{ApiRequest, request_toggle_ui};
use super::problem::sentence;
use super::submission::{Submission, beside_ui, blocked, decided, foot_ui};
use super::{Desk, Form};
use crate::engine::api::PutPolicyRequest;
use crate::engine::policy::{MAX_LENGTH, PolicyProblem};
use crate::ui::ask::{Answer, Ask, Done};
use crate::ui::kit::{Button, CodeEditor, CodeMark, Dialog, Problem, problem_ui};
use crate::ui::search::authority_name;
use crate::ui::words::{count, counted};
use crate::workspace::{Authority, AuthorityId};
use draft::Draft;
use egui::{Context, Ui};
use fields::{CODE, shares_ui};
use std::sync::Arc;

/// Room for what is said below the text.
const BELOW: f32 = 92.0;

/// The form that attaches a policy or replaces it.
pub(super) struct Policy {
    desk: Desk,
    authority: Arc<Authority>,
    name: String,
    draft: Draft,
    /// The text that the form began with.
    begun: String,
    attached: bool,
    /// It was sent once with problems: from then on they are told before anything is typed.
    tried: bool,
    /// The line of the text that was scrolled to, and whether the text has the keyboard.
    revealed: Option<usize>,
    writes: bool,
    /// The first line that is wrong was asked for.
    wanted: bool,
    shows_request: bool,
    submission: Submission,
}

impl Policy {
    /// The form, if there is such an authority.
    pub(super) fn new(desk: Desk, id: AuthorityId) -> Option<Self> {
        let authority = desk.authority(id)?;
        let draft = Draft::new(&authority.arn, authority.policy.as_deref());
        Some(Self {
            name: authority_name(&authority),
            begun: draft.text.clone(),
            attached: authority.policy.is_some(),
            draft,
            desk,
            authority,
            tried: false,
            revealed: None,
            writes: false,
            wanted: false,
            shows_request: false,
            submission: Submission::default(),
        })
    }

    fn request(&self) -> PutPolicyRequest {
        PutPolicyRequest { resource_arn: self.authority.arn.to_string(), policy: self.draft.text.clone() }
    }

    /// Problems of a policy that is there, and of one that was begun.
    fn tells(&self) -> bool {
        self.tried || self.attached || self.is_touched()
    }

    fn problems(&self) -> &[PolicyProblem] {
        if self.tells() { self.draft.problems() } else { &[] }
    }

    fn text_ui(&mut self, ui: &mut Ui) {
        let problems: Vec<PolicyProblem> = self.problems().to_vec();
        let marks: Vec<CodeMark<'_>> = problems.iter().map(mark).collect();
        let height = (ui.clip_rect().bottom() - ui.cursor().top() - BELOW).max(160.0);
        // Who writes the text sees where; who fills in the list sees what it has come to.
        let first = problems.first().map(|problem| problem.line);
        let wanted = std::mem::take(&mut self.wanted);
        let reveal = first.filter(|_| wanted || (self.revealed != first && !self.writes));
        self.revealed = first;
        let editor = CodeEditor::new("Policy").height(height).limit(MAX_LENGTH).marks(&marks).reveal(reveal);
        let response = editor.show(ui, &mut self.draft.text);
        self.writes = response.has_focus();
        if response.changed() {
            self.draft.text_changed();
        }
        if let Some(first) = problems.first() {
            let PolicyProblem { line, message, hint, .. } = first;
            let words = match hint {
                Some(hint) => format!("Line {line}: {message} {hint}."),
                None => format!("Line {line}: {}", sentence(message)),
            };
            problem_ui(ui, Problem { words: &words, code: Some(CODE) });
            self.wanted = ui.add(Button::link(&format!("Show line {line}"))).clicked();
        }
        beside_ui(ui, self.submission.problems(), &[]);
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        self.tried = true;
        if !self.draft.problems().is_empty() {
            return;
        }
        let (caller, request) = (self.desk.owner_of(&self.authority), self.request());
        let (name, attached) = (self.name.clone(), self.attached);
        let sentence = format!("Sharing {name}");
        self.submission.start(asks, sentence, move |engine| {
            engine.call(&caller, request)?;
            let done = if attached { "Replaced the policy of" } else { "Attached a policy to" };
            Ok(Done::said(format!("{done} {name}")))
        });
    }
}

fn mark(problem: &PolicyProblem) -> CodeMark<'_> {
    let PolicyProblem { line, column, length, message, .. } = problem;
    CodeMark { line: *line, column: *column, length: *length, words: message.trim_end_matches('.') }
}

impl Form for Policy {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let running = self.submission.is_running();
        let title = format!("Resource policy of {}", self.name);
        let missing = (self.attached && !self.is_touched()).then_some("Nothing has changed yet");
        let blocked = blocked(&self.submission, "The policy is being attached", missing);
        let tells = self.tells();
        let aside = match if tells { self.draft.wrong() } else { 0 } {
            0 => format!("{} of {} characters", count(self.draft.text.chars().count()), count(MAX_LENGTH)),
            problems => counted(problems, "problem"),
        };
        let response = Dialog::form(&title).show(ctx, |parts| {
            parts.left(|ui| {
                if ui.add_enabled_ui(!running, |ui| shares_ui(ui, &mut self.draft, tells)).inner {
                    self.draft.shares_changed();
                }
            });
            if self.shows_request {
                let request = ApiRequest::of(&self.request(), &self.authority.arn.region);
                parts.right("API request", "PutPolicy", |ui| request.ui(ui));
            } else {
                parts.right("Policy", &aside, |ui| ui.add_enabled_ui(!running, |ui| self.text_ui(ui)));
            }
            request_toggle_ui(parts, &mut self.shows_request, ["API request", "Policy as text"]);
            let words = if self.attached { "Replace policy" } else { "Attach policy" };
            foot_ui(parts, "Cancel", Button::primary(words).return_sign().blocked(blocked))
        });
        if decided(&response, blocked, asks) {
            self.submit(asks);
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        self.submission.close_when_done(answer, asks);
    }

    fn is_touched(&self) -> bool {
        self.draft.text != self.begun
    }
}
