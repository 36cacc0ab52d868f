//! Turning an authority on or off, and changing how it tells that certificates are revoked.

use super::field::RevocationDraft;
use super::parts::{self, ADDRESS, ApiRequest, REVOCATION, request_toggle_ui, revocation_ui};
use super::problem::{FieldProblem, Problems};
use super::submission::{Submission, beside_ui, blocked, decided, foot_ui, shown};
use super::{Desk, Form};
use crate::engine::api::UpdateCertificateAuthorityRequest;
use crate::engine::{Caller, Engine, Error, check_revocation_configuration, constraint};
use crate::ui::ask::{Answer, Ask, Done};
use crate::ui::kit::{Button, Checkbox, Dialog, group_heading_ui, problem_ui};
use crate::ui::search::authority_name;
use crate::workspace::{Authority, AuthorityId, CertificateAuthorityStatus, Settings};
use egui::{Context, Ui};
use std::sync::Arc;

/// What a person has chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Draft {
    enabled: bool,
    revocation: RevocationDraft,
}

impl Draft {
    /// The request for what is other than before; an omitted half stays as it is.
    fn request(&self, begun: &Self, authority: &Authority) -> Result<UpdateCertificateAuthorityRequest, FieldProblem> {
        use CertificateAuthorityStatus::{Active, Disabled};
        let revocation = match self.revocation == begun.revocation {
            true => None,
            false => Some(self.revocation.to_api()?),
        };
        Ok(UpdateCertificateAuthorityRequest {
            certificate_authority_arn: authority.arn.to_string(),
            revocation_configuration: revocation,
            status: (self.enabled != begun.enabled).then_some(if self.enabled { Active } else { Disabled }),
        })
    }
}

/// The form that updates an authority.
#[derive(Debug)]
pub(super) struct Update {
    desk: Desk,
    authority: Arc<Authority>,
    name: String,
    draft: Draft,
    begun: Draft,
    sent: Option<Draft>,
    shows_request: bool,
    submission: Submission,
}

impl Update {
    /// The form, if the authority can be updated now.
    pub(super) fn new(desk: Desk, id: AuthorityId) -> Option<Self> {
        use CertificateAuthorityStatus::{Active, Disabled};
        let authority = desk.authority(id)?;
        let status = authority.status(desk.now());
        if ![Active, Disabled].contains(&status) {
            return None;
        }
        let workspace = desk.workspace();
        let bucket = workspace.buckets().next().map(|bucket| bucket.name.as_str());
        let draft = Draft {
            enabled: status == Active,
            revocation: RevocationDraft::of(&authority.revocation_configuration, bucket),
        };
        Some(Self {
            name: authority_name(&authority),
            begun: draft.clone(),
            desk,
            authority,
            draft,
            sent: None,
            shows_request: false,
            submission: Submission::default(),
        })
    }

    /// The request as it would be sent, if it keeps the limits of the reference.
    fn checked(&self) -> Result<UpdateCertificateAuthorityRequest, Problems> {
        let request = self.draft.request(&self.begun, &self.authority).map_err(|problem| vec![problem])?;
        let settings = self.draft.revocation.settings(self.desk.workspace().settings());
        let revocation = request.revocation_configuration.as_ref();
        let kept = constraint::check(&request).and_then(|()| revocation.map_or(Ok(()), check_revocation_configuration));
        match (kept, settings) {
            (Ok(()), Ok(_)) => Ok(request),
            (Err(error), _) => Err(Problems::from(&error)),
            (_, Err(problems)) => Err(problems.into()),
        }
    }

    fn problems(&self) -> Problems {
        let check = || self.checked().err().filter(|_| self.is_touched()).unwrap_or_default();
        self.submission.problems_of(self.sent.as_ref(), &self.draft, check)
    }

    fn fields_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        ui.spacing_mut().item_spacing.y = 6.0;
        let enabled =
            Checkbox::new(&mut self.draft.enabled, "Enabled").aside("else it issues nothing, but still revokes");
        ui.add(enabled).on_hover_text(parts::docs::<UpdateCertificateAuthorityRequest>("Status"));
        if let Some(problem) = problems.at("status") {
            problem_ui(ui, shown(problem));
        }
        ui.add_space(6.0);
        group_heading_ui(ui, "Revocation", |_| {});
        revocation_ui(ui, &mut self.draft.revocation, &self.desk.workspace(), problems);
        beside_ui(ui, problems, &["status", REVOCATION, ADDRESS]);
    }

    fn api_request(&self) -> ApiRequest {
        match self.draft.request(&self.begun, &self.authority) {
            Ok(request) => ApiRequest::of(&request, &self.authority.arn.region),
            Err(problem) => ApiRequest::default().note(problem.words),
        }
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        self.sent = Some(self.draft.clone());
        let request = match self.checked() {
            Ok(request) => request,
            Err(problems) => return self.submission.refuse(problems.iter().cloned().collect()),
        };
        let settings = self.draft.revocation.settings(self.desk.workspace().settings()).ok().flatten();
        // Clients look for the list at its new place as soon as certificates name it.
        let publish = self.draft.revocation.crl && self.draft.revocation != self.begun.revocation;
        let (caller, id, name) = (self.desk.owner_of(&self.authority), self.authority.id(), self.name.clone());
        self.submission.start(asks, format!("Updating {name}"), move |engine| {
            update(engine, &caller, id, (request, settings), publish, &name)
        });
    }
}

fn update(
    engine: &Engine,
    caller: &Caller,
    id: AuthorityId,
    (request, settings): (UpdateCertificateAuthorityRequest, Option<Settings>),
    publish: bool,
    name: &str,
) -> Result<Done, Error> {
    let words = match request.status {
        Some(CertificateAuthorityStatus::Active) => "is enabled",
        Some(_) => "is disabled",
        None => "is updated",
    };
    engine.update_authority(caller, request, settings)?;
    let mut done = Done::said(format!("{name} {words}"));
    if publish {
        done.after_crl(id, &format!("The CRL of {name} was not published"), engine.sign_crl(caller, id));
    }
    Ok(done)
}

impl Form for Update {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let running = self.submission.is_running();
        let title = format!("Configure {}", self.name);
        let missing = (!self.is_touched()).then_some("Nothing has changed yet");
        let blocked = blocked(&self.submission, "The authority is being updated", missing);
        let problems = self.problems();
        let response = Dialog::small(&title).show(ctx, |parts| {
            parts.body(|ui| match self.shows_request {
                true => self.api_request().ui(ui),
                false => {
                    ui.add_enabled_ui(!running, |ui| self.fields_ui(ui, &problems));
                }
            });
            request_toggle_ui(parts, &mut self.shows_request, ["API request", "Fields"]);
            foot_ui(parts, "Cancel", Button::primary("Save changes").return_sign().blocked(blocked))
        });
        if decided(&response, blocked, asks) {
            self.submit(asks);
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        self.submission.close_when_done(answer, asks);
    }

    fn is_touched(&self) -> bool {
        self.draft != self.begun
    }
}
