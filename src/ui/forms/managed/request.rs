//! Having the certificate manager request a certificate.

use super::draft::Draft;
use super::permission::grant;
use crate::engine::api::ActionType;
use crate::engine::{Caller, Preview, PreviewField, Source, lacking_permissions};
use crate::ui::ask::{Answer, Ask, Done, Offer, Select};
use crate::ui::forms::parts::{Previewer, mark_default, no_preview_ui, preview_ui};
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::{Opening, Submission, blocked, decided, foot_ui};
use crate::ui::forms::{Desk, Form};
use crate::ui::kit::{Button, Dialog};
use crate::ui::search::authority_name;
use crate::workspace::{Authority, AuthorityId, KeyAlgorithm};
use egui::{Context, Ui};
use std::sync::Arc;

/// Room for the words of the button, which name the authority.
const WIDEST: f32 = 420.0;

/// The form for a managed certificate.
pub(in crate::ui::forms) struct Request {
    pub(super) desk: Desk,
    pub(super) issuers: Vec<Arc<Authority>>,
    pub(super) draft: Draft,
    begun: Draft,
    sent: Option<Draft>,
    /// A person has asked to grant the permission, and is told what that means.
    pub(super) confirming: bool,
    /// What runs is the granting, after which the form stays.
    granting: bool,
    pub(super) opening: Opening,
    previewer: Previewer<Draft>,
    submission: Submission,
}

impl Request {
    /// The form, if an authority can issue; `authority` is the one that is preselected.
    pub(in crate::ui::forms) fn new(desk: Desk, authority: Option<AuthorityId>) -> Option<Self> {
        let issuers = desk.active();
        let wanted = issuers.iter().find(|issuer| Some(issuer.id()) == authority);
        let below = issuers.iter().find(|issuer| authority.is_some() && issuer.parent == authority);
        let draft = Draft::new(wanted.or(below).or(issuers.first())?, desk.now());
        Some(Self {
            desk,
            issuers,
            begun: draft.clone(),
            draft,
            sent: None,
            confirming: false,
            granting: false,
            opening: Opening::default(),
            previewer: Previewer::default(),
            submission: Submission::default(),
        })
    }

    /// The authority that is asked, as it is now.
    pub(super) fn authority(&self) -> Option<Arc<Authority>> {
        self.desk.workspace().authority_by_arn(&self.draft.authority).cloned()
    }

    /// The actions that the certificate manager may not perform there yet.
    pub(super) fn lacking(&self) -> Vec<ActionType> {
        self.authority().map(|authority| lacking_permissions(&authority, self.draft.renews)).unwrap_or_default()
    }

    fn caller(&self) -> Caller {
        let caller = self.desk.caller();
        match self.authority() {
            Some(authority) => caller.owner_of(&authority),
            None => caller,
        }
    }

    fn problems(&self) -> Problems {
        self.submission.problems_of(self.sent.as_ref(), &self.draft, || match self.draft.request() {
            Err(problems) => problems.into(),
            Ok(_) if self.draft.has_subject() => self.previewer.problems(),
            Ok(_) => Problems::default(),
        })
    }

    fn update_preview(&mut self, ctx: &Context) {
        let request = self.draft.has_subject().then(|| self.draft.request());
        let Some(Ok(request)) = request else { return self.previewer.rest() };
        let (engine, caller, begun) = (self.desk.engine.clone(), self.caller(), self.begun.clone());
        self.previewer.update(ctx, &self.draft, move |draft| {
            Ok(told(engine.preview_managed(&caller, &request)?, &draft, &begun))
        });
    }

    /// Grants what is lacking, and leaves the form as it is.
    pub(super) fn grant(&mut self, asks: &mut Vec<Ask>) {
        let (caller, lacking, arn) = (self.caller(), self.lacking(), self.draft.authority.clone());
        self.granting = true;
        self.sent = None;
        self.submission.start(asks, "Granting a permission", move |engine| grant(engine, &caller, &arn, &lacking));
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        self.sent = Some(self.draft.clone());
        let request = match self.draft.request() {
            Ok(request) => request,
            Err(problems) => return self.submission.refuse(problems),
        };
        let name = self.draft.called().unwrap_or_else(|| "certificate".into());
        let (caller, sentence) = (self.caller(), format!("Requesting {name}"));
        self.submission.start(asks, sentence, move |engine| {
            let id = engine.request_managed_certificate(&caller, &request)?;
            Ok(Done {
                sentence: format!("Requested {name}"),
                select: Some(Select::Managed(id)),
                offer: Some(Offer::ExportManaged(id)),
                ..Done::default()
            })
        });
    }

    fn outcome_ui(&self, ui: &mut Ui) {
        match self.previewer.preview().filter(|_| self.draft.has_subject()) {
            Some(preview) => preview_ui(ui, preview),
            None => {
                let refused = self.previewer.is_refused() && self.draft.has_subject();
                no_preview_ui(ui, refused, "Name the certificate to see what will be signed.");
            }
        }
    }

    fn blocked(&self) -> Option<&'static str> {
        let missing = match self.draft.has_subject() {
            false => Some("Give the certificate a name first"),
            true if !self.lacking().is_empty() => Some("Grant the certificate manager its permission first"),
            true => None,
        };
        let running = if self.granting { "The permission is being granted" } else { "The certificate is being signed" };
        blocked(&self.submission, running, missing)
    }
}

/// A preview that says who decided what: the signature is the authority's own, and some values nobody chose.
fn told(mut preview: Preview, draft: &Draft, begun: &Draft) -> Preview {
    if let Some(row) = preview.rows.iter_mut().find(|row| row.field == PreviewField::Signature) {
        row.source = Source::Authority;
    }
    mark_default(&mut preview, PreviewField::Validity, draft.days == begun.days);
    mark_default(&mut preview, PreviewField::PublicKey, draft.key.algorithm == KeyAlgorithm::EcPrime256v1);
    preview
}

impl Form for Request {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        self.update_preview(ctx);
        let running = self.submission.is_running();
        let problems = self.problems();
        let response = Dialog::form("Request managed certificate").show(ctx, |parts| {
            parts.left(|ui| ui.add_enabled_ui(!running, |ui| self.fields_ui(ui, &problems, asks)));
            parts.right("Will be signed", "Updates as you type", |ui| self.outcome_ui(ui));
            let issuer = self.authority().map(|issuer| authority_name(&issuer)).unwrap_or_default();
            let words = self.draft.button(&issuer);
            let act = Button::primary(&words).widest(WIDEST).return_sign().blocked(self.blocked());
            foot_ui(parts, "Cancel", act)
        });
        if decided(&response, self.blocked(), asks) {
            self.submit(asks);
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        if !matches!(answer, Answer::Finished(_)) {
            return;
        }
        let granting = std::mem::take(&mut self.granting);
        match self.submission.finished(answer) {
            // What was refused stays told until something is changed.
            None => self.sent = Some(self.draft.clone()),
            Some(_) if granting => self.confirming = false,
            Some(_) => asks.push(Ask::Close),
        }
    }

    fn is_working(&self) -> bool {
        self.previewer.is_working()
    }

    fn is_touched(&self) -> bool {
        self.draft != self.begun
    }
}
