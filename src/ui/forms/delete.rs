//! Deleting an authority: for how long it can be restored, and what that means.

use super::parts::{ApiRequest, docs, request_toggle_ui};
use super::problem::{FieldProblem, Problems};
use super::submission::{Submission, beside_ui, blocked, decided_in_danger, foot_ui, shown};
use super::{Desk, Form};
use crate::engine::api::{DeleteCertificateAuthorityRequest, UpdateCertificateAuthorityRequest};
use crate::engine::{DEFAULT_RESTORATION_DAYS, constraint};
use crate::ui::ask::{Answer, Ask, Done};
use crate::ui::availability;
use crate::ui::kit::{Act, Button, Dialog, Field, Icon, Label, Note, acts_ui};
use crate::ui::search::authority_name;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words::{self, counted};
use crate::workspace::{Authority, AuthorityId, CertificateAuthorityStatus};
use egui::{Context, Ui};
use std::sync::Arc;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Characters of a name on the button.
const NAME: usize = 24;

/// The member that says for how long it can be restored.
const DAYS: &str = "permanentDeletionTimeInDays";

/// The form that deletes.
#[derive(Debug)]
pub(super) struct Delete {
    desk: Desk,
    id: AuthorityId,
    name: String,
    days: String,
    sent: Option<String>,
    shows_request: bool,
    submission: Submission,
}

impl Delete {
    /// The form, if there is such an authority and it is not deleted yet.
    pub(super) fn new(desk: Desk, id: AuthorityId) -> Option<Self> {
        let authority = desk.authority(id)?;
        if availability::delete(authority.status(desk.now())).is_some() {
            return None;
        }
        let name = authority_name(&authority);
        let days = DEFAULT_RESTORATION_DAYS.to_string();
        Some(Self { desk, id, name, days, sent: None, shows_request: false, submission: Submission::default() })
    }

    /// The authority as it is by now: it may have been disabled meanwhile, also by this form.
    fn authority(&self) -> Option<Arc<Authority>> {
        self.desk.authority(self.id)
    }

    /// It never came to be, and so nothing of it can be restored.
    fn is_gone_at_once(&self, authority: &Authority) -> bool {
        use CertificateAuthorityStatus::{Creating, Failed};
        [Creating, Failed].contains(&authority.status(self.desk.now()))
    }

    fn is_active(&self, authority: &Authority) -> bool {
        authority.status(self.desk.now()) == CertificateAuthorityStatus::Active
    }

    /// The days as typed; nothing typed leaves them to the API.
    fn days(&self) -> Result<Option<i32>, FieldProblem> {
        match self.days.trim() {
            "" => Ok(None),
            typed => typed.parse().map(Some).map_err(|_| FieldProblem::new(DAYS, "A whole number from 7 to 30")),
        }
    }

    fn request(&self, authority: &Authority) -> Result<DeleteCertificateAuthorityRequest, Problems> {
        let permanent_deletion_time_in_days = match self.is_gone_at_once(authority) {
            true => None,
            false => self.days().map_err(|problem| vec![problem])?,
        };
        let certificate_authority_arn = authority.arn.to_string();
        let request = DeleteCertificateAuthorityRequest { certificate_authority_arn, permanent_deletion_time_in_days };
        constraint::check(&request).map_err(|error| Problems::from(&error))?;
        Ok(request)
    }

    fn problems(&self, authority: &Authority) -> Problems {
        let check = || self.request(authority).err().unwrap_or_default();
        self.submission.problems_of(self.sent.as_ref(), &self.days, check)
    }

    fn choice_ui(&mut self, ui: &mut Ui, authority: &Authority, problems: &Problems) {
        ui.spacing_mut().item_spacing.y = 6.0;
        let color = ui.tokens().text2;
        if self.is_gone_at_once(authority) {
            let words = "It never came to be: it is gone at once, and cannot be restored.";
            ui.add(Label::new(words, Type::Body).wrap());
        } else {
            // Level with the heading at the right.
            ui.add_space(2.0);
            let field = Field::new("Days in which it can be restored").width(96.0);
            let docs = docs::<DeleteCertificateAuthorityRequest>("PermanentDeletionTimeInDays");
            field.problem(problems.at(DAYS).map(shown)).show(ui, &mut self.days).on_hover_text(docs);
            ui.add(Label::new("7 to 30; afterwards nobody can bring it back", Type::Small).color(color).wrap());
        }
        if self.is_active(authority) {
            ui.add_space(10.0);
            let words = "No active authority can be deleted, so two requests are sent: the first disables it, the second deletes \
                         it. Should the second be refused, it stays disabled.";
            Note::quiet(words).title("It is active").show(ui);
        }
        beside_ui(ui, problems, &[DAYS]);
    }

    fn outcome_ui(&self, ui: &mut Ui, authority: &Authority) {
        ui.add(Label::new("What will happen", Type::SmallSemi).height(24.0).heading());
        ui.add_space(6.0);
        let workspace = self.desk.workspace();
        let counts = workspace.certificates().counts(self.id);
        let valid = match counts.issued.saturating_sub(counts.revoked) {
            0 => "There is nothing that is not revoked".to_owned(),
            left => format!("{} not revoked, each until it expires", words::count(left)),
        };
        let days = self.days().ok().flatten().unwrap_or(DEFAULT_RESTORATION_DAYS);
        let until = words::date(self.desk.now().plus_milliseconds(i64::from(days) * DAY));
        let until = format!("It can be restored until {until}");
        let mut acts = Vec::new();
        if self.is_active(authority) {
            acts.push(Act::new(Icon::Ban, "It is disabled", "It issues nothing any more"));
        }
        if authority.installed.is_some() {
            acts.push(Act::new(Icon::FileBadge, "What it has issued stays valid", &valid));
            let detail = "Nothing can be revoked while it is deleted";
            acts.push(Act::new(Icon::ScrollText, "It tells of no revocation: no CRL, no OCSP", detail));
        }
        match self.is_gone_at_once(authority) {
            true => acts.push(Act::new(Icon::Trash2, "It is gone at once", "There is nothing to restore")),
            false => {
                acts.push(Act::new(Icon::Clock, &until, "With its key, from the deleted ones in the tree"));
                acts.push(Act::new(
                    Icon::Trash2,
                    "Then its key is erased from this file",
                    "Copies and backups keep it",
                ));
            }
        }
        acts_ui(ui, &acts, 12.0);
        self.warnings_ui(ui, authority);
    }

    fn warnings_ui(&self, ui: &mut Ui, authority: &Authority) {
        ui.spacing_mut().item_spacing.y = 8.0;
        let workspace = self.desk.workspace();
        let below = workspace.authorities().filter(|other| other.parent == Some(self.id)).count();
        if below > 0 {
            let verb = if below == 1 { "stays" } else { "stay" };
            let words = format!("{} below it {verb}, and can issue as before", counted(below, "authority"));
            Note::warn(&words).show(ui);
        }
        let next = authority.crl.next_update.filter(|next| *next > self.desk.now());
        if let Some(next) = next.filter(|_| authority.enabled_crl().is_some()) {
            let words = format!(
                "Its last CRL ends {}. Clients that insist on a fresh one refuse its certificates from then on",
                words::date(next)
            );
            Note::warn(&words).show(ui);
        }
    }

    /// "Delete Prod Issuing CA, restorable for 30 days"
    fn button(&self, authority: &Authority) -> String {
        let act = if self.is_active(authority) { "Disable and delete" } else { "Delete" };
        if self.is_gone_at_once(authority) {
            return format!("{act} {}", self.name);
        }
        let days = self.days().ok().flatten().unwrap_or(DEFAULT_RESTORATION_DAYS);
        // The title has the whole name: the days must not give way to it.
        let name = match self.name.char_indices().nth(NAME) {
            Some((end, _)) => format!("{}…", self.name[..end].trim_end()),
            None => self.name.clone(),
        };
        format!("{act} {name}, restorable for {}", words::days(days.into()))
    }

    fn api_request(&self, authority: &Authority) -> ApiRequest {
        let region = &authority.arn.region;
        match self.request(authority) {
            Ok(request) if self.is_active(authority) => ApiRequest::of(&disable(authority), region)
                .then(&request, region)
                .note("Two requests: the first disables it, the second deletes it."),
            Ok(request) => ApiRequest::of(&request, region),
            Err(_) => ApiRequest::default().note("What is marked at the left is to be set right first."),
        }
    }

    fn submit(&mut self, authority: &Authority, asks: &mut Vec<Ask>) {
        self.sent = Some(self.days.clone());
        let request = match self.request(authority) {
            Ok(request) => request,
            Err(problems) => return self.submission.refuse(problems.iter().cloned().collect()),
        };
        let first = self.is_active(authority).then(|| disable(authority));
        let (caller, name, id) = (self.desk.owner_of(authority), self.name.clone(), self.id);
        self.submission.start(asks, format!("Deleting {name}"), move |engine| {
            if let Some(first) = first {
                engine.call(&caller, first)?;
            }
            engine.call(&caller, request)?;
            let until = engine.snapshot().authority(id).and_then(|authority| authority.restorable_until);
            Ok(Done::said(match until {
                Some(until) => format!("Deleted {name}; it can be restored until {}", words::date(until)),
                None => format!("Deleted {name}"),
            }))
        });
    }
}

fn disable(authority: &Authority) -> UpdateCertificateAuthorityRequest {
    UpdateCertificateAuthorityRequest {
        certificate_authority_arn: authority.arn.to_string(),
        revocation_configuration: None,
        status: Some(CertificateAuthorityStatus::Disabled),
    }
}

impl Form for Delete {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let Some(authority) = self.authority() else { return asks.push(Ask::Close) };
        let running = self.submission.is_running();
        let blocked = blocked(&self.submission, "The authority is being deleted", None);
        let problems = self.problems(&authority);
        let (title, button) = (format!("Delete {}", self.name), self.button(&authority));
        let subtitle = match self.is_gone_at_once(&authority) {
            true => "This cannot be undone",
            false => "It can be restored for a while, and then never again",
        };
        let response = Dialog::danger(&title).subtitle(subtitle).show(ctx, |parts| {
            parts.left(|ui| ui.add_enabled_ui(!running, |ui| self.choice_ui(ui, &authority, &problems)));
            parts.right("", "", |ui| match self.shows_request {
                true => self.api_request(&authority).ui(ui),
                false => self.outcome_ui(ui, &authority),
            });
            request_toggle_ui(parts, &mut self.shows_request, ["API request", "What will happen"]);
            foot_ui(parts, "Cancel", Button::danger(&button).widest(440.0).blocked(blocked))
        });
        if decided_in_danger(ctx, &response, blocked, asks) {
            self.submit(&authority, asks);
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        self.submission.close_when_done(answer, asks);
    }

    fn is_touched(&self) -> bool {
        // Days are typed anew in a moment: closing asks no question.
        false
    }
}
