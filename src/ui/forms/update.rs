//! Turning an authority on or off, and changing how it tells that certificates are revoked.

use super::field::RevocationDraft;
use super::parts::{REVOCATION, revocation_ui};
use super::problem::{FieldProblem, Problems};
use super::submission::{Submission, left, shown};
use super::{Desk, Form};
use crate::engine::api::UpdateCertificateAuthorityRequest;
use crate::engine::{Caller, Engine, Error};
use crate::ui::ask::{Answer, Ask, Done};
use crate::ui::kit::{Button, Checkbox, Dialog, group_heading_ui, problem_ui};
use crate::ui::search::authority_name;
use crate::workspace::{Authority, AuthorityId, CertificateAuthorityStatus};
use documented::DocumentedFields as _;
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
            submission: Submission::default(),
        })
    }

    fn fields_ui(&mut self, ui: &mut Ui) {
        let problems: Problems = self.submission.problems().clone();
        ui.spacing_mut().item_spacing.y = 6.0;
        let enabled =
            Checkbox::new(&mut self.draft.enabled, "Enabled").aside("else it issues nothing, but still revokes");
        let docs = UpdateCertificateAuthorityRequest::get_field_docs("Status").unwrap_or_default();
        ui.add(enabled).on_hover_text(docs);
        if let Some(problem) = problems.at("status") {
            problem_ui(ui, shown(problem));
        }
        ui.add_space(6.0);
        group_heading_ui(ui, "Revocation", |_| {});
        revocation_ui(ui, &mut self.draft.revocation, &self.desk.workspace(), &problems);
        self.submission.beside_ui(ui, &["status", REVOCATION]);
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        let request = match self.draft.request(&self.begun, &self.authority) {
            Ok(request) => request,
            Err(problem) => return self.submission.refuse(vec![problem]),
        };
        // Clients look for the list at its new place as soon as certificates name it.
        let publish = self.draft.revocation.crl && self.draft.revocation != self.begun.revocation;
        let (caller, id, name) = (self.desk.owner_of(&self.authority), self.authority.id(), self.name.clone());
        self.submission.start(asks, format!("Updating {name}"), move |engine| {
            update(engine, &caller, id, request, publish, &name)
        });
    }
}

fn update(
    engine: &Engine,
    caller: &Caller,
    id: AuthorityId,
    request: UpdateCertificateAuthorityRequest,
    publish: bool,
    name: &str,
) -> Result<Done, Error> {
    let words = match request.status {
        Some(CertificateAuthorityStatus::Active) => "is enabled",
        Some(_) => "is disabled",
        None => "is updated",
    };
    engine.call(caller, request)?;
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
        let blocked = match (running, self.is_touched()) {
            (true, _) => Some("The authority is being updated"),
            (_, false) => Some("Nothing has changed yet"),
            (_, true) => None,
        };
        let response = Dialog::small(&title).show(ctx, |parts| {
            parts.body(|ui| ui.add_enabled_ui(!running, |ui| self.fields_ui(ui)));
            parts.acts(|ui| {
                let cancel = ui.add(Button::secondary("Cancel")).clicked();
                (cancel, ui.add(Button::primary("Save changes").return_sign().blocked(blocked)).clicked())
            })
        });
        let (cancel, pressed) = response.inner;
        if (left(&response, cancel, asks) || pressed) && blocked.is_none() {
            self.submit(asks);
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        if self.submission.finished(answer).is_some() {
            asks.push(Ask::Close);
        }
    }

    fn is_touched(&self) -> bool {
        self.draft != self.begun
    }
}
