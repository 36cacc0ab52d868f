//! Restoring a deleted authority.

use super::parts::{ApiRequest, request_toggle_ui};
use super::submission::{Opening, Submission, beside_ui, blocked, decided, foot_of_question_ui};
use super::{Desk, Form};
use crate::engine::api::RestoreCertificateAuthorityRequest;
use crate::engine::status_when_restored;
use crate::ui::ask::{Answer, Ask, Done, Select};
use crate::ui::availability;
use crate::ui::kit::{Act, Button, Dialog, Icon, acts_ui};
use crate::ui::search::authority_name;
use crate::ui::words;
use crate::workspace::{Authority, AuthorityId, CertificateAuthorityStatus, Timestamp};
use egui::{Context, Ui};
use std::sync::Arc;

/// The form that restores.
#[derive(Debug)]
pub(super) struct Restore {
    desk: Desk,
    authority: Arc<Authority>,
    name: String,
    opening: Opening,
    shows_request: bool,
    submission: Submission,
}

/// What becomes of a restored authority: its status in a word, and what can be done with it then.
fn outcome(status: CertificateAuthorityStatus) -> (&'static str, &'static str) {
    match status {
        CertificateAuthorityStatus::PendingCertificate => {
            ("It waits for its certificate again", "Install one, and it is active")
        }
        CertificateAuthorityStatus::Expired => {
            ("It is expired", "Its certificate has ended: it needs a new one to issue again")
        }
        _ => ("It is disabled", "It revokes and signs its CRL again. Enable it to issue"),
    }
}

impl Restore {
    /// The form, if the authority can be restored now.
    pub(super) fn new(desk: Desk, id: AuthorityId) -> Option<Self> {
        let authority = desk.authority(id)?;
        if availability::restore(&authority, desk.now()).is_some() {
            return None;
        }
        let name = authority_name(&authority);
        Some(Self {
            desk,
            authority,
            name,
            opening: Opening::default(),
            shows_request: false,
            submission: Submission::default(),
        })
    }

    fn request(&self) -> RestoreCertificateAuthorityRequest {
        RestoreCertificateAuthorityRequest { certificate_authority_arn: self.authority.arn.to_string() }
    }

    fn outcome_ui(&self, ui: &mut Ui) {
        let (status, then) = outcome(status_when_restored(&self.authority, self.desk.now()));
        let mut acts = vec![
            Act::new(Icon::ArrowBigUpDash, "It leaves the deleted ones", "With its key, its certificate and its tags"),
            Act::new(Icon::Stamp, status, then),
        ];
        if self.authority.enabled_crl().is_some() && self.authority.installed.is_some() {
            acts.push(Act::new(Icon::PenLine, "A CRL is signed when one is due", "With all that was revoked before"));
        }
        acts_ui(ui, &acts, 12.0);
        beside_ui(ui, self.submission.problems(), &[]);
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        let (caller, request, name) = (self.desk.owner_of(&self.authority), self.request(), self.name.clone());
        let (id, arn) = (self.authority.id(), self.authority.arn.clone());
        self.submission.start(asks, format!("Restoring {name}"), move |engine| {
            engine.call(&caller, request)?;
            let now = engine.now();
            let status = engine.snapshot().authority(id).map(|authority| authority.status(now));
            let word = status.map_or("Restored", |status| words::authority_status(status).1);
            let mut done = Done::said(format!("Restored {name}: {}", word.to_lowercase()));
            done.select = Some(Select::Authority(arn));
            Ok(done)
        });
    }
}

/// `Deleted 3 Nov 2026   ·   can be restored until 3 Dec 2026, 23 days left`
fn subtitle(authority: &Authority, now: Timestamp) -> String {
    let deleted = format!("Deleted {}", words::date(authority.last_state_change_at));
    let Some(until) = authority.restorable_until else { return deleted };
    let left = words::days(words::days_until(until, now).max(0));
    format!("{deleted}   ·   can be restored until {}, {left} left", words::date(until))
}

impl Form for Restore {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let blocked = blocked(&self.submission, "The authority is being restored", None);
        let (title, subtitle) = (format!("Restore {}", self.name), subtitle(&self.authority, self.desk.now()));
        let opens = self.opening.takes_focus(ctx);
        let response = Dialog::small(&title).subtitle(&subtitle).show(ctx, |parts| {
            parts.body(|ui| match self.shows_request {
                true => ApiRequest::of(&self.request(), &self.authority.arn.region).ui(ui),
                false => self.outcome_ui(ui),
            });
            request_toggle_ui(parts, &mut self.shows_request, ["API request", "What will happen"]);
            let act = Button::primary(&title).widest(220.0).return_sign().blocked(blocked);
            foot_of_question_ui(parts, "Cancel", act, opens)
        });
        if decided(&response, blocked, asks) {
            self.submit(asks);
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        self.submission.close_when_done(answer, asks);
    }

    fn is_touched(&self) -> bool {
        false
    }
}
