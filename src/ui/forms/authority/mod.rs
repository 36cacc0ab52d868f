//! A new authority: a root that signs itself, or a subordinate.

mod draft;
mod fields;
mod outcome;
mod parents;

pub(super) use outcome::sign_first_crl;
pub(super) use parents::{Parent, parents};

use super::parts::{ApiRequest, request_toggle_ui};
use super::problem::Problems;
use super::submission::{Opening, Submission, blocked, decided, foot_ui};
use super::{Desk, Form};
use crate::engine::Caller;
use crate::engine::api::CertificateAuthorityType;
use crate::ui::ask::{Answer, Ask};
use crate::ui::kit::{Button, Dialog};
use crate::workspace::{AuthorityId, CertificateAuthorityArn, Settings};
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

    /// What is wanted, and the settings that are saved before it where the form asked for the publication address.
    fn wanted_with_settings(&self) -> Result<(Wanted, Option<Settings>), Vec<super::FieldProblem>> {
        let workspace = self.desk.workspace();
        match (self.wanted(), self.draft.revocation.settings(workspace.settings())) {
            (Ok(wanted), Ok(settings)) => Ok((wanted, settings)),
            (wanted, settings) => Err([wanted.err(), settings.err()].into_iter().flatten().flatten().collect()),
        }
    }

    fn caller(&self) -> Caller {
        caller(&self.desk, &self.draft)
    }

    /// What is wrong with what is seen now. An empty form is not blamed before it was sent.
    fn problems(&self) -> Problems {
        self.submission.problems_of(self.sent.as_ref(), &self.draft, || {
            if self.draft == self.begun {
                return Problems::default();
            }
            match self.wanted_with_settings() {
                // Who has begun elsewhere is not blamed for the name.
                Err(problems) if self.draft.subject.is_empty() => {
                    let named = |problem: &super::FieldProblem| problem.member.starts_with(draft::SUBJECT);
                    problems.into_iter().filter(|problem| !named(problem)).collect::<Vec<_>>().into()
                }
                Err(problems) => problems.into(),
                Ok(_) => self.previewer.problems(),
            }
        })
    }

    fn update_preview(&mut self, ctx: &Context) {
        let Ok((wanted, settings)) = self.wanted_with_settings() else { return self.previewer.rest() };
        let (engine, caller) = (self.desk.engine.clone(), self.caller());
        self.previewer.update(ctx, &self.draft, move |draft| {
            let mut preview = outcome::preview(&engine, &caller, &wanted, settings.as_ref())?;
            outcome::mark_defaults(&mut preview, &draft);
            Ok(preview)
        });
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        self.sent = Some(self.draft.clone());
        let (wanted, settings) = match self.wanted_with_settings() {
            Ok(wanted) => wanted,
            Err(problems) => return self.submission.refuse(problems),
        };
        let caller = self.caller();
        let name = self.draft.subject.called().unwrap_or("authority").to_owned();
        let sentence = format!("Creating {name}");
        self.submission.start(asks, sentence, move |engine| {
            if let Some(settings) = settings {
                // What would be refused is refused before a setting is changed for it.
                outcome::preview(engine, &caller, &wanted, Some(&settings))?;
                engine.change_settings(&caller, settings)?;
            }
            outcome::create(engine, &caller, wanted, &name)
        });
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

    fn api_request(&self) -> ApiRequest {
        let wanted = match self.wanted() {
            Ok(wanted) => wanted,
            Err(problems) => {
                let words = problems.first().map(|problem| problem.words.clone()).unwrap_or_default();
                return ApiRequest::default().note(words);
            }
        };
        let request = ApiRequest::of(wanted.request(), self.draft.region.trim());
        match wanted {
            Wanted::Pending(_) => request,
            _ => request.note(
                "It makes the key and the CSR. To activate it, IssueCertificate and ImportCertificateAuthorityCertificate follow with that CSR; this form does all three in one step.",
            ),
        }
    }

    fn blocked(&self) -> Option<&'static str> {
        let missing = self.draft.subject.is_empty().then_some("Give the authority a name first");
        blocked(&self.submission, "The authority is being created", missing)
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
                let request = self.api_request();
                parts.right("API request", "CreateCertificateAuthority", |ui| request.ui(ui));
            } else {
                parts.right("Will be signed", "Updates as you type", |ui| self.outcome_ui(ui));
            }
            request_toggle_ui(parts, &mut self.shows_request, ["API request", "Preview"]);
            foot_ui(parts, "Cancel", Button::primary(self.button()).return_sign().blocked(self.blocked()))
        });
        if decided(&response, self.blocked(), asks) {
            self.submit(asks);
        } else if response.confirmed && !running {
            // Enter without a name says at the name what the button says on hover.
            self.sent = Some(self.draft.clone());
            self.submission.refuse(self.wanted().err().unwrap_or_default());
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        self.submission.close_when_done(answer, asks);
    }

    fn is_working(&self) -> bool {
        self.previewer.is_working()
    }

    fn is_touched(&self) -> bool {
        self.draft != self.begun
    }
}

/// The choice of a parent in the combo.
type ParentChoice = Option<CertificateAuthorityArn>;
