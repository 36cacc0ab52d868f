//! A new authority: a root that signs itself, or a subordinate.

mod draft;
mod fields;
mod outcome;
mod parents;

pub(super) use outcome::sign_first_crl;
pub(super) use parents::{Parent, parents};

use super::problem::Problems;
use super::submission::{Opening, Submission, left};
use super::{Desk, Form};
use crate::engine::Caller;
use crate::engine::api::CertificateAuthorityType;
use crate::ui::ask::{Answer, Ask};
use crate::ui::kit::{Button, CodeBox, Dialog, Icon};
use crate::workspace::{AuthorityId, CertificateAuthorityArn};
use draft::{Draft, Wanted};
use egui::Context;

/// Which groups of fields are unfolded.
#[derive(Debug, Default)]
struct Folds {
    revocation: bool,
    tags: bool,
    account: bool,
    rest: bool,
}

/// The form for a new authority.
pub(super) struct NewAuthority {
    desk: Desk,
    draft: Draft,
    begun: Draft,
    /// What was sent last, to know whether its problems still speak of what is seen.
    sent: Option<Draft>,
    parents: Vec<Parent>,
    /// Whose organization and country the subject begins with.
    like: Option<String>,
    folds: Folds,
    previewer: super::parts::Previewer<Draft>,
    submission: Submission,
    shows_request: bool,
    opening: Opening,
}

impl NewAuthority {
    pub(super) fn root(desk: Desk) -> Self {
        let workspace = desk.workspace();
        let mut draft = Draft::root(workspace.buckets().next().map(|bucket| bucket.name.as_str()));
        let is_root = |authority: &&std::sync::Arc<crate::workspace::Authority>| {
            authority.authority_type == CertificateAuthorityType::Root
        };
        let newest = workspace.authorities().filter(is_root).max_by_key(|authority| authority.created_at);
        let mut like = None;
        if let Some(newest) = newest {
            draft.like(&parents::subject_of(newest, &desk));
            like = Some(crate::ui::search::authority_name(newest));
        }
        Self::begin(desk, draft, Vec::new(), like)
    }

    pub(super) fn subordinate(desk: Desk, parent: Option<AuthorityId>) -> Self {
        let workspace = desk.workspace();
        let parents = parents(&desk);
        let wanted = parents.iter().find(|known| Some(known.arn.id) == parent);
        // An issuing authority cannot sign another one, but the one above it can.
        let above = parent.and_then(|id| workspace.authority(id)?.parent);
        let above = parents.iter().find(|known| Some(known.arn.id) == above);
        let parent = wanted.or(above).or(parents.first());
        let mut draft = Draft::subordinate(workspace.buckets().next().map(|bucket| bucket.name.as_str()), parent);
        if let Some(parent) = parent {
            draft.like(&parent.subject);
            draft.account.clone_from(&parent.arn.account);
            draft.region.clone_from(&parent.arn.region);
        }
        let like = parent.map(|parent| parent.name.clone());
        Self::begin(desk, draft, parents, like)
    }

    fn begin(desk: Desk, mut draft: Draft, parents: Vec<Parent>, like: Option<String>) -> Self {
        let workspace = desk.workspace();
        let settings = workspace.settings();
        if draft.account.is_empty() {
            draft.account.clone_from(&settings.account);
            draft.region.clone_from(&settings.region);
        }
        let like = like.filter(|_| draft.subject.rows.len() > 1);
        Self {
            desk,
            begun: draft.clone(),
            draft,
            sent: None,
            parents,
            like,
            folds: Folds::default(),
            previewer: super::parts::Previewer::default(),
            submission: Submission::default(),
            shows_request: false,
            opening: Opening::default(),
        }
    }

    fn parent(&self) -> Option<&Parent> {
        let wanted = self.draft.parent.as_ref()?;
        self.parents.iter().find(|parent| parent.arn == *wanted)
    }

    fn limit(&self) -> Option<i64> {
        self.parent().map(|parent| parent.not_after)
    }

    fn wanted(&self) -> Result<Wanted, Vec<super::FieldProblem>> {
        self.draft.wanted(self.desk.now(), self.limit())
    }

    fn caller(&self) -> Caller {
        caller(&self.desk, &self.draft)
    }

    /// What is wrong with what is seen now. An empty form is not blamed before it was sent.
    fn problems(&self) -> Problems {
        if self.sent.as_ref() == Some(&self.draft) && !self.submission.problems().is_empty() {
            return self.submission.problems().clone();
        }
        if self.draft == self.begun || self.draft.subject.is_empty() {
            return Problems::default();
        }
        match self.wanted() {
            Err(problems) => problems.into(),
            Ok(_) => self.previewer.problems(),
        }
    }

    fn update_preview(&mut self, ctx: &Context) {
        let Ok(wanted) = self.wanted() else { return };
        let (engine, caller) = (self.desk.engine.clone(), self.caller());
        self.previewer.update(ctx, &self.draft, move |_| match &wanted {
            Wanted::Root(root) => engine.preview_root(&caller, root),
            Wanted::Subordinate(subordinate) => engine.preview_subordinate(&caller, subordinate),
            // What somebody else will sign is theirs to decide: as a root it would be this.
            Wanted::Pending(request) => outcome::preview_pending(&engine, &caller, request),
        });
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        self.sent = Some(self.draft.clone());
        let wanted = match self.wanted() {
            Ok(wanted) => wanted,
            Err(problems) => return self.submission.refuse(problems),
        };
        let caller = self.caller();
        let name = self.draft.subject.called().unwrap_or("authority").to_owned();
        let sentence = format!("Creating {name}");
        self.submission.start(asks, sentence, move |engine| outcome::create(engine, &caller, wanted, &name));
    }

    fn button(&self) -> &'static str {
        match (self.draft.is_root(), self.draft.is_activated(), self.draft.parent.is_some()) {
            (true, true, _) => "Create and activate root CA",
            (true, false, _) => "Create root CA, pending",
            (false, true, _) => "Create and activate subordinate CA",
            (false, false, true) => "Create subordinate CA, pending",
            (false, false, false) => "Create CA and its CSR",
        }
    }

    fn request_text(&self) -> String {
        match self.wanted() {
            Ok(wanted) => serde_json::to_string_pretty(wanted.request()).unwrap_or_default(),
            Err(problems) => problems.first().map(|problem| problem.words.clone()).unwrap_or_default(),
        }
    }
}

/// The person, as the account and region of the draft.
fn caller(desk: &Desk, draft: &Draft) -> Caller {
    let mut caller = desk.caller();
    draft.account.trim().clone_into(&mut caller.account);
    draft.region.trim().clone_into(&mut caller.region);
    caller
}

impl Form for NewAuthority {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        self.update_preview(ctx);
        let running = self.submission.is_running();
        let title = if self.draft.is_root() { "New root CA" } else { "New subordinate CA" };
        let problems = self.problems();
        let response = Dialog::form(title).show(ctx, |parts| {
            parts.left(|ui| ui.add_enabled_ui(!running, |ui| self.fields_ui(ui, &problems)));
            if self.shows_request {
                let text = self.request_text();
                parts.right("API request", "CreateCertificateAuthority", |ui| {
                    CodeBox::new("API request", &text).json().height(600.0).show(ui);
                });
            } else {
                parts.right("Will be signed", "Updates as you type", |ui| self.outcome_ui(ui));
            }
            parts.aside(|ui| {
                let words = if self.shows_request { "Preview" } else { "API request" };
                if ui.add(Button::ghost(words).icon(Icon::Braces)).clicked() {
                    self.shows_request = !self.shows_request;
                }
            });
            parts.acts(|ui| {
                let cancel = ui.add(Button::secondary("Cancel")).clicked();
                let blocked = match (running, self.draft.subject.is_empty()) {
                    (true, _) => Some("The authority is being created"),
                    (false, true) => Some("Give the authority a name first"),
                    (false, false) => None,
                };
                (cancel, ui.add(Button::primary(self.button()).return_sign().blocked(blocked)).clicked())
            })
        });
        let (cancel, pressed) = response.inner;
        if (left(&response, cancel, asks) || pressed) && !running {
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

/// The choice of a parent in the combo.
type ParentChoice = Option<CertificateAuthorityArn>;
