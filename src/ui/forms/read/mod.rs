//! Asking the API: every action that reads, with every member of its request, and the answer as the API has it.

mod answer;
mod draft;
mod fields;
mod table;

use super::parts::{ApiRequest, request_toggle_ui};
use super::problem::{FieldProblem, Problems};
use super::submission::{Submission, decided, foot_ui};
use super::{Desk, Form};
use crate::engine::{Action, Caller, Error};
use crate::ui::ask::{Answer, Ask};
use crate::ui::background::{Arrival, Later};
use crate::ui::kit::{Button, Dialog, Icon, Label};
use crate::ui::theme::{Type, UiTokens as _};
use crate::workspace::{AuthorityId, CertificateArn, CertificateAuthorityArn};
use answer::Answered;
use draft::{Draft, refused};
use egui::{Context, Ui};
use serde_json::Value;
use table::Reading;

/// The form that asks.
pub(super) struct Read {
    desk: Desk,
    reading: &'static Reading,
    draft: Draft,
    /// What was asked last.
    sent: Option<Draft>,
    asking: Option<Later<Result<Value, Error>>>,
    answered: Option<Answered>,
    shows_request: bool,
    submission: Submission,
}

impl Read {
    /// The form for an action, filled in for what is selected; nothing when the action is none that reads.
    pub(super) fn new(
        desk: Desk,
        action: Action,
        authority: Option<AuthorityId>,
        certificate: Option<&CertificateArn>,
    ) -> Option<Self> {
        let reading = Reading::find(action)?;
        let authority = authority.and_then(|id| desk.authority(id));
        let report =
            authority.as_ref().and_then(|found| found.audit_reports.last()).map(|report| report.id.to_string());
        let draft = Draft {
            authority: authority.map(|found| found.arn.to_string()).unwrap_or_default(),
            certificate: certificate.map(ToString::to_string).unwrap_or_default(),
            audit_report: report.unwrap_or_default(),
            ..Draft::default()
        };
        Some(Self {
            desk,
            reading,
            draft,
            sent: None,
            asking: None,
            answered: None,
            shows_request: false,
            submission: Submission::default(),
        })
    }

    /// The person, as the account that owns the authority of the draft where it is known.
    fn caller(&self) -> Caller {
        let arn = self.draft.authority.trim().parse::<CertificateAuthorityArn>().ok();
        match arn.and_then(|arn| self.desk.workspace().authority_by_arn(&arn).cloned()) {
            Some(authority) => self.desk.owner_of(&authority),
            None => self.desk.caller(),
        }
    }

    fn problems(&self) -> Problems {
        self.submission.problems_of(self.sent.as_ref(), &self.draft, || self.draft.problems(self.reading))
    }

    fn collect(&mut self) {
        let Some(asking) = &self.asking else { return };
        let arrived = match asking.take() {
            Arrival::Waiting => return,
            Arrival::Ready(arrived) => arrived,
            Arrival::Lost => Err(Error::Internal("what was asked broke off".into())),
        };
        self.asking = None;
        match arrived {
            Ok(answer) => self.answered = Some(Answered::new(&answer)),
            Err(error) => {
                self.answered = None;
                self.submission.refuse(refused(&error, self.reading).iter().cloned().collect());
            }
        }
    }

    fn fields_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        ui.spacing_mut().item_spacing.y = 8.0;
        let mut action = self.reading.action;
        if fields::action_ui(ui, &mut action)
            && let Some(reading) = Reading::find(action)
        {
            // A token is of one list only.
            (self.reading, self.sent, self.answered) = (reading, None, None);
            self.draft.next_token.clear();
        }
        fields::members_ui(ui, self.reading, &mut self.draft, &self.desk.workspace(), problems);
    }

    fn api_request(&self) -> ApiRequest {
        match self.draft.request(self.reading) {
            Ok(request) => (self.reading.written)(&request, &self.caller().region),
            Err(problem) => ApiRequest::default().note(problem.words),
        }
    }

    /// The answer, or why there is none; returns whether the next page is asked for.
    fn answer_ui(&self, ui: &mut Ui) -> bool {
        let color = ui.tokens().text2;
        let words = match (&self.answered, &self.asking) {
            (Some(answered), None) => {
                let stale = self.sent.as_ref() != Some(&self.draft);
                return answered.ui(ui, stale, None);
            }
            (_, Some(_)) => "Asking…",
            (None, None) if !self.submission.problems().is_empty() => "It was refused: the reason stands at the left",
            (None, None) => "Nothing was asked yet. Asking changes nothing",
        };
        ui.add(Label::new(words, Type::Small).color(color).wrap());
        false
    }

    fn submit(&mut self, ctx: &Context) {
        self.sent = Some(self.draft.clone());
        self.submission.refuse(Vec::new());
        let problems = self.draft.problems(self.reading);
        let request = match self.draft.request(self.reading) {
            Ok(request) if problems.is_empty() => request,
            _ => return self.submission.refuse(problems.iter().cloned().collect()),
        };
        let (engine, caller, ask) = (self.desk.engine.clone(), self.caller(), self.reading.ask);
        self.asking = Later::start(ctx, "canopy reading", move || ask(&engine, &caller, request));
        if self.asking.is_none() {
            let words = "This computer has no thread to spare just now: ask again";
            self.submission.refuse(vec![FieldProblem::new("", words)]);
        }
    }

    fn ask_for_next(&mut self, ctx: &Context) {
        if let Some(token) = self.answered.as_ref().and_then(|answered| answered.next_token.clone()) {
            self.draft.next_token = token;
            self.submit(ctx);
        }
    }
}

impl Form for Read {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        self.collect();
        let running = self.asking.is_some();
        let missing = self.draft.missing(self.reading);
        let blocked = if running { Some("It is being asked") } else { missing };
        let problems = self.problems();
        let heading = if self.shows_request { "Request" } else { "Answer" };
        let mut next = false;
        let response = Dialog::form("Ask the API").show(ctx, |parts| {
            parts.left(|ui| ui.add_enabled_ui(!running, |ui| self.fields_ui(ui, &problems)));
            parts.right(heading, self.reading.action.name(), |ui| match self.shows_request {
                true => self.api_request().ui(ui),
                false => next = self.answer_ui(ui),
            });
            request_toggle_ui(parts, &mut self.shows_request, ["API request", "Answer"]);
            let words = self.reading.action.words();
            foot_ui(parts, "Close", Button::primary(words).icon(Icon::Eye).return_sign().blocked(blocked))
        });
        if decided(&response, blocked, asks) {
            self.shows_request = false;
            self.submit(ctx);
        } else if next {
            self.ask_for_next(ctx);
        }
    }

    fn answer(&mut self, _: Answer, _: &mut Vec<Ask>) {}

    fn is_touched(&self) -> bool {
        // What was asked changes nothing, and is asked anew in a moment.
        false
    }

    fn is_working(&self) -> bool {
        self.asking.is_some()
    }
}
