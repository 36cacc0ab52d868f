//! Issuing a certificate, from a CSR or with a key that is made here.

mod draft;
mod fields;
mod intake;
mod request;
mod template_fields;
mod templates;
mod unsaved;
mod work;

use super::parts::{ApiRequest, request_toggle_ui};
use super::problem::Problems;
use super::submission::{Submission, blocked, decided, foot_ui};
use super::workspace::{check_passphrase, check_typed_passphrase};
use super::{Desk, FieldProblem, Form, Loss};
use crate::engine::api::IssueCertificateRequest;
use crate::engine::{Caller, Error, constraint};
use crate::ui::ask::{Answer, Ask, Slot};
use crate::ui::kit::{Button, Dialog, Secret};
use crate::ui::search::authority_name;
use crate::workspace::{Authority, AuthorityId, CertificateAuthorityType};
use draft::Draft;
use egui::{Context, Ui};
use request::Origin;
use secrecy::SecretString;
use std::sync::Arc;
use unsaved::Unsaved;

/// Room for the words of the button that issues, which name the authority.
const WIDEST: f32 = 420.0;

/// The form for a certificate.
pub(super) struct Issue {
    desk: Desk,
    issuers: Vec<Arc<Authority>>,
    draft: Draft,
    begun: Draft,
    sent: Option<Draft>,
    /// It was sent once without a good passphrase: from then on each is looked at as it is typed.
    tried: bool,
    /// Name of the CSR's file.
    path: String,
    pasted: String,
    /// Why what was chosen or pasted is no CSR.
    csr_problem: Option<String>,
    passphrase: Secret,
    repeat: Secret,
    more: bool,
    /// The list of all templates is open, and what is searched in it.
    all_templates: bool,
    template_filter: String,
    folds: super::parts::PassthroughFolds,
    focus_paste: bool,
    focus_name: bool,
    previewer: super::parts::Previewer<Draft>,
    submission: Submission,
    shows_request: bool,
    unsaved: Option<Unsaved>,
}

impl Issue {
    /// The form, if an authority can issue; `request` is a CSR that is there already.
    pub(super) fn new(desk: Desk, authority: Option<AuthorityId>, request: Option<(String, Vec<u8>)>) -> Option<Self> {
        let issuers = desk.active();
        let nearest = nearest(&issuers, authority)?;
        let draft = Draft::new(&nearest.arn);
        let mut form = Self {
            desk,
            issuers,
            begun: draft.clone(),
            draft,
            sent: None,
            tried: false,
            path: String::new(),
            pasted: String::new(),
            csr_problem: None,
            passphrase: Secret::default(),
            repeat: Secret::default(),
            more: false,
            all_templates: false,
            template_filter: String::new(),
            folds: super::parts::PassthroughFolds::default(),
            focus_paste: false,
            focus_name: false,
            previewer: super::parts::Previewer::default(),
            submission: Submission::default(),
            shows_request: false,
            unsaved: None,
        };
        if let Some((path, csr)) = request {
            form.take_file(path, Ok(csr));
        }
        Some(form)
    }

    fn authority(&self) -> Option<&Arc<Authority>> {
        self.issuers.iter().find(|issuer| issuer.arn == self.draft.authority)
    }

    /// The end of who signs.
    fn limit(&self) -> Option<i64> {
        self.authority()?.installed.as_ref().map(|installed| installed.not_after.seconds())
    }

    fn caller(&self) -> Caller {
        let caller = self.desk.caller();
        match self.authority() {
            Some(authority) => caller.owner_of(authority),
            None => caller,
        }
    }

    /// The request with `csr` in it.
    fn request(&self, csr: &str) -> Result<IssueCertificateRequest, Vec<FieldProblem>> {
        let Some(authority) = self.authority() else {
            return Err(vec![FieldProblem::new("", "The authority is not active any more")]);
        };
        self.draft.request(csr, authority, self.desk.now(), self.limit())
    }

    fn csr(&self) -> &str {
        self.draft.csr.as_ref().map(|csr| csr.pem.as_str()).unwrap_or_default()
    }

    fn problems(&self) -> Problems {
        let found = self.submission.problems_of(self.sent.as_ref(), &self.draft, || match self.request(self.csr()) {
            Err(problems) => problems.into(),
            Ok(_) if self.draft.has_request() => self.previewer.problems(),
            Ok(request) => limits(&request),
        });
        match self.passphrase_problem() {
            Some(problem) if self.draft.origin == Origin::NewKey => {
                found.iter().cloned().chain([problem]).collect::<Vec<_>>().into()
            }
            _ => found,
        }
    }

    /// What is wrong with the passphrase for the file of a new key, once it was typed twice or sent.
    fn passphrase_problem(&self) -> Option<FieldProblem> {
        check_typed_passphrase(&self.passphrase, &self.repeat, self.tried)
    }

    fn update_preview(&mut self, ctx: &Context) {
        let request = self.draft.has_request().then(|| self.request(self.csr()));
        let Some(Ok(request)) = request else { return self.previewer.rest() };
        let (engine, caller) = (self.desk.engine.clone(), self.caller());
        self.previewer.update(ctx, &self.draft, move |draft| {
            work::preview(&engine, &caller, &draft, |csr| with_csr(request, csr))
        });
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        self.sent = Some(self.draft.clone());
        let request = match self.request(self.csr()) {
            Ok(request) => request,
            Err(problems) => return self.submission.refuse(problems),
        };
        let name = self.draft.called().filter(|name| !name.is_empty()).unwrap_or_else(|| "certificate".into());
        let (caller, sentence) = (self.caller(), format!("Issuing {name}"));
        if self.draft.origin != Origin::NewKey {
            return self.submission.start(asks, sentence, move |engine| work::issue(engine, &caller, request, &name));
        }
        if check_passphrase(&self.passphrase, &self.repeat).is_some() {
            self.tried = true;
            return;
        }
        // From here on only the work holds it.
        self.repeat.clear();
        self.tried = false;
        let passphrase = SecretString::from(self.passphrase.take().as_str());
        let keeping = work::Keeping { passphrase, container: self.draft.key.container };
        let key = self.draft.key.clone();
        self.submission.start(asks, sentence, move |engine| -> Result<_, Error> {
            work::issue_with_key(engine, &caller, &key, &keeping, |csr| with_csr(request, csr), &name)
        });
    }

    fn outcome_ui(&self, ui: &mut Ui) {
        match self.previewer.preview().filter(|_| self.draft.has_request()) {
            Some(preview) => super::parts::preview_ui(ui, preview),
            None => {
                let words = match self.draft.origin {
                    Origin::File => "Choose or drop a CSR to see what will be signed.",
                    Origin::Paste => "Paste a CSR to see what will be signed.",
                    Origin::NewKey => "Name the certificate to see what will be signed.",
                };
                let refused = self.previewer.is_refused() && self.draft.has_request();
                super::parts::no_preview_ui(ui, refused, words);
            }
        }
    }

    fn blocked(&self) -> Option<&'static str> {
        let missing = match (self.draft.has_request(), self.draft.origin) {
            (true, _) => None,
            (false, Origin::File) => Some("Choose a CSR first"),
            (false, Origin::Paste) => Some("Paste a CSR first"),
            (false, Origin::NewKey) => Some("Give the certificate a name first"),
        };
        blocked(&self.submission, "The certificate is being signed", missing)
    }

    fn api_request(&self) -> ApiRequest {
        let region = &self.draft.authority.region;
        let request = match self.request(self.csr()) {
            Ok(request) => request,
            Err(problems) => {
                let words = problems.first().map(|problem| problem.words.clone()).unwrap_or_default();
                return ApiRequest::default().note(words);
            }
        };
        match (self.draft.origin, self.draft.has_request()) {
            (Origin::NewKey, _) => ApiRequest::without_csr(&request, region)
                .note("The key and its CSR are made when the certificate is issued. The API wants a CSR that exists: the command reads one from request.csr."),
            (_, false) => ApiRequest::without_csr(&request, region)
                .note("No CSR is chosen yet: the command reads one from request.csr."),
            (_, true) => ApiRequest::of(&request, region),
        }
    }

    fn button(&self) -> String {
        let issuer = self.authority().map(|issuer| authority_name(issuer)).unwrap_or_default();
        self.draft.button(&issuer)
    }

    fn form_ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        self.update_preview(ctx);
        let running = self.submission.is_running();
        let problems = self.problems();
        let response = Dialog::form("Issue certificate").show(ctx, |parts| {
            parts.left(|ui| ui.add_enabled_ui(!running, |ui| self.fields_ui(ui, &problems, asks)));
            if self.shows_request {
                let request = self.api_request();
                parts.right("API request", "IssueCertificate", |ui| request.ui(ui));
            } else {
                parts.right("Will be signed", "Updates as you type", |ui| self.outcome_ui(ui));
            }
            request_toggle_ui(parts, &mut self.shows_request, ["API request", "Preview"]);
            let words = self.button();
            let act = Button::primary(&words).widest(WIDEST).return_sign().blocked(self.blocked());
            foot_ui(parts, "Cancel", act)
        });
        if decided(&response, self.blocked(), asks) {
            self.submit(asks);
        }
    }
}

/// The authority that is preselected: the one asked for, or an issuing one below it, or the first.
fn nearest(issuers: &[Arc<Authority>], wanted: Option<AuthorityId>) -> Option<&Arc<Authority>> {
    let asked = issuers.iter().find(|issuer| Some(issuer.id()) == wanted);
    let is_issuing = |issuer: &&&Arc<Authority>| issuer.authority_type == CertificateAuthorityType::Subordinate;
    let below = issuers.iter().find(|issuer| wanted.is_some() && issuer.parent == wanted);
    asked.as_ref().filter(is_issuing).copied().or(below).or(asked).or(issuers.first())
}

/// The limits of the reference that a request breaks whose CSR is still to come.
fn limits(request: &IssueCertificateRequest) -> Problems {
    let broken = constraint::violations(request).into_iter().filter(|violation| violation.member != "csr");
    Problems::from(&Error::Validation(broken.collect()))
}

fn with_csr(mut request: IssueCertificateRequest, csr: &str) -> IssueCertificateRequest {
    request.csr = csr.to_owned().into();
    request
}

impl Form for Issue {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        match &mut self.unsaved {
            Some(unsaved) => unsaved.ui(ctx, asks),
            None => self.form_ui(ctx, asks),
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        match answer {
            Answer::Opened { slot: Slot::Csr | Slot::Dropped, path, content } => self.take_file(path, content),
            Answer::Finished(_) => match self.submission.finished(answer).map(|done| done.save) {
                None => {}
                Some(None) => asks.push(Ask::Close),
                Some(Some(file)) => {
                    let (unsaved, file) = Unsaved::new(file);
                    self.unsaved = Some(unsaved);
                    asks.push(Ask::Save(file));
                }
            },
            Answer::Saved(saved) => {
                if let Some(unsaved) = &mut self.unsaved {
                    unsaved.saved(saved, asks);
                }
            }
            Answer::Opened { .. } | Answer::Folder(_) | Answer::Cancelled => {}
        }
    }

    fn is_working(&self) -> bool {
        self.previewer.is_working()
    }

    fn is_touched(&self) -> bool {
        self.unsaved.is_some()
            || self.draft != self.begun
            || !self.pasted.trim().is_empty()
            || !self.passphrase.is_empty()
    }

    fn loss(&self) -> Loss {
        if self.unsaved.is_some() { Loss::KEY } else { Loss::TYPED }
    }
}
