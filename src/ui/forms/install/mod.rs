//! Giving a pending authority its certificate: signed here, or signed elsewhere and brought back.

mod draft;
mod fields;

use super::authority::{Parent, parents};
use super::parts::{ApiRequest, Previewer, mark_default, no_preview_ui, preview_ui, request_toggle_ui};
use super::problem::{Problems, sentence};
use super::submission::{Submission, blocked, decided, foot_ui};
use super::{Desk, FieldProblem, Form};
use crate::engine::{Caller, PreviewField};
use crate::ui::ask::{Answer, Ask, Slot};
use crate::ui::kit::{Button, Density, Dialog, KeyValue};
use crate::ui::search::authority_name;
use crate::workspace::{Authority, AuthorityId, CertificateAuthorityStatus, CertificateAuthorityType};
use crate::x509::inspect::display;
use crate::x509::{Certificate, words};
use draft::{Draft, Wanted};
use egui::{Context, Ui};
use std::sync::Arc;

/// The form that installs.
pub(super) struct Install {
    desk: Desk,
    authority: Arc<Authority>,
    name: String,
    parents: Vec<Parent>,
    draft: Draft,
    begun: Draft,
    sent: Option<Draft>,
    /// Names of the files.
    files: [String; 2],
    /// Why what was chosen for one of them is of no use.
    file_problem: Option<(Slot, String)>,
    brought: Brought,
    shows_request: bool,
    previewer: Previewer<Draft>,
    submission: Submission,
}

impl Install {
    /// The form, if the authority waits for its certificate.
    pub(super) fn new(desk: Desk, id: AuthorityId) -> Option<Self> {
        let authority = desk.authority(id)?;
        if authority.status(desk.now()) != CertificateAuthorityStatus::PendingCertificate {
            return None;
        }
        let own = |parent: &Parent| parent.arn.account == authority.arn.account;
        let parents: Vec<Parent> = parents(&desk).into_iter().filter(own).collect();
        let draft = Draft::new(&authority, &parents);
        Some(Self {
            name: authority_name(&authority),
            desk,
            authority,
            parents,
            begun: draft.clone(),
            draft,
            sent: None,
            files: Default::default(),
            file_problem: None,
            brought: Brought::default(),
            shows_request: false,
            previewer: Previewer::default(),
            submission: Submission::default(),
        })
    }

    fn is_root(&self) -> bool {
        self.authority.authority_type == CertificateAuthorityType::Root
    }

    fn parent(&self) -> Option<&Parent> {
        let wanted = self.draft.parent.as_ref()?;
        self.parents.iter().find(|parent| parent.arn == *wanted)
    }

    fn limit(&self) -> Option<i64> {
        self.parent().map(|parent| parent.not_after)
    }

    fn caller(&self) -> Caller {
        self.desk.owner_of(&self.authority)
    }

    fn wanted(&self) -> Result<Wanted, FieldProblem> {
        self.draft.wanted(&self.authority, self.desk.now(), self.limit())
    }

    fn problems(&self) -> Problems {
        self.submission.problems_of(self.sent.as_ref(), &self.draft, || match (self.draft.here, self.wanted()) {
            (false, _) => self.brought.problem.clone().into_iter().collect::<Vec<_>>().into(),
            (true, Err(problem)) => vec![problem].into(),
            (true, Ok(_)) => self.previewer.problems(),
        })
    }

    fn update_preview(&mut self, ctx: &Context) {
        let workspace = self.desk.workspace();
        let signing = |arn: &_| workspace.authority_by_arn(arn).map(|authority| authority.signing_algorithm);
        let request = self.wanted().ok().and_then(|wanted| wanted.preview(&self.authority, signing));
        let Some(request) = request else { return self.previewer.rest() };
        let (engine, caller) = (self.desk.engine.clone(), self.caller());
        let begun = self.begun.validity.clone();
        self.previewer.update(ctx, &self.draft, move |draft| {
            let mut preview = engine.preview(&caller, &request)?;
            mark_default(&mut preview, PreviewField::Validity, draft.validity == begun);
            Ok(preview)
        });
    }

    /// Takes certificates out of a file or text: the authority's own goes where it belongs, whatever it was chosen for.
    fn take(&mut self, bytes: &[u8], slot: Slot, name: &str) {
        let Some(key) = draft::key_of(&self.authority) else { return };
        self.file_problem = None;
        // What is wrong with it is said where files are brought to.
        self.draft.here = false;
        let found = match draft::read(bytes, &key) {
            Ok(found) => found,
            Err(why) => return self.file_problem = Some((slot, sentence(&why))),
        };
        if found.own.is_none() && slot == Slot::Certificate {
            let words = format!("{name} has another key than {}: it is not its certificate", self.name);
            return self.file_problem = Some((slot, words));
        }
        if let Some(own) = found.own {
            self.draft.certificate = own;
            name.clone_into(&mut self.files[0]);
        }
        if !found.others.is_empty() {
            self.draft.chain = found.others;
            name.clone_into(&mut self.files[1]);
        }
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        self.sent = Some(self.draft.clone());
        let wanted = match self.wanted() {
            Ok(wanted) => wanted,
            Err(problem) => return self.submission.refuse(vec![problem]),
        };
        let (caller, arn, name) = (self.caller(), self.authority.arn.clone(), self.name.clone());
        let sentence = format!("Installing the certificate of {name}");
        self.submission.start(asks, sentence, move |engine| wanted.run(engine, &caller, arn, &name));
    }

    fn button(&self) -> &'static str {
        match (self.draft.here, self.is_root()) {
            (true, true) => "Sign and activate root CA",
            (true, false) => "Sign and activate subordinate CA",
            (false, _) => "Install certificate",
        }
    }

    fn outcome_ui(&self, ui: &mut Ui) {
        if self.draft.here {
            match self.previewer.preview() {
                Some(preview) => preview_ui(ui, preview),
                None => no_preview_ui(ui, self.previewer.is_refused(), "The preview is being made."),
            }
            return;
        }
        if self.brought.rows.is_empty() {
            return no_preview_ui(ui, false, "Choose the signed certificate to see what is in it.");
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        for (key, value) in &self.brought.rows {
            KeyValue::new(key, value).density(Density::Inspector).show(ui);
        }
    }

    /// The request that is sent last; what comes before it is said beside it.
    fn api_request(&self) -> ApiRequest {
        let region = &self.authority.arn.region;
        let wanted = match self.wanted() {
            Ok(wanted) => wanted,
            Err(problem) => return ApiRequest::default().note(problem.words),
        };
        if let Wanted::Import(request) = &wanted {
            return ApiRequest::of(request, region);
        }
        let workspace = self.desk.workspace();
        let signing = |arn: &_| workspace.authority_by_arn(arn).map(|authority| authority.signing_algorithm);
        match wanted.preview(&self.authority, signing) {
            Some(request) => ApiRequest::of(&request, region).note(
                "ImportCertificateAuthorityCertificate follows with the certificate that GetCertificate answers; this form does both in one step.",
            ),
            None => ApiRequest::default(),
        }
    }

    fn blocked(&self) -> Option<&'static str> {
        let there = self.draft.here || !self.draft.certificate.trim().is_empty();
        let missing = (!there).then_some("Choose the signed certificate first");
        blocked(&self.submission, "The certificate is being installed", missing)
    }
}

/// What the certificate that was brought says, read once for each text.
#[derive(Debug, Default)]
struct Brought {
    text: String,
    rows: Vec<(String, String)>,
    problem: Option<FieldProblem>,
}

impl Brought {
    /// Reads the text if it is another one.
    fn update(&mut self, text: &str, authority: &Authority, name: &str) {
        if self.text == text {
            return;
        }
        text.clone_into(&mut self.text);
        let certificate = Certificate::from_pem_or_der(text.as_bytes());
        let problem = match &certificate {
            _ if text.trim().is_empty() => None,
            Ok(found) if draft::key_of(authority).is_some_and(|key| key != *found.public_key()) => {
                let words = format!("It has another key than {name}: it is not its certificate");
                Some((words, "CertificateMismatchException"))
            }
            Ok(_) => None,
            Err(error) => Some((sentence(&error.to_string()), "MalformedCertificateException")),
        };
        self.rows = certificate.map(|certificate| rows(&certificate)).unwrap_or_default();
        let problem = problem.map(|(words, code)| (FieldProblem::new("certificate", words), code));
        self.problem = problem.map(|(problem, code)| FieldProblem { code: Some(code), ..problem });
    }
}

fn rows(certificate: &Certificate) -> Vec<(String, String)> {
    let validity = certificate.validity();
    let rows = [
        ("Subject", certificate.subject().to_string()),
        ("Issuer", certificate.issuer().to_string()),
        ("Validity", format!("{} – {}", words::date(validity.not_before), words::date(validity.not_after))),
        ("Public key", certificate.public_key().to_string()),
        ("Serial", words::hex(certificate.serial_number())),
    ];
    let fields = rows.into_iter().map(|(key, value)| (key.to_owned(), value));
    let extensions = certificate
        .extensions()
        .iter()
        .map(|extension| (words::extension(&extension.oid), words::values(extension).join(", ")));
    fields.chain(extensions).map(|(key, value)| (key, display::safe(&value).into_owned())).collect()
}

impl Form for Install {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        self.brought.update(&self.draft.certificate, &self.authority, &self.name);
        self.update_preview(ctx);
        let running = self.submission.is_running();
        let problems = self.problems();
        let title = format!("Install certificate of {}", self.name);
        let response = Dialog::form(&title).show(ctx, |parts| {
            parts.left(|ui| ui.add_enabled_ui(!running, |ui| self.fields_ui(ui, &problems, asks)));
            let (heading, aside) = match self.draft.here {
                true => ("Will be signed", "Updates as you type"),
                false => ("Will be installed", ""),
            };
            if self.shows_request {
                let action = if self.draft.here { "IssueCertificate" } else { "ImportCertificateAuthorityCertificate" };
                let request = self.api_request();
                parts.right("API request", action, |ui| request.ui(ui));
            } else {
                parts.right(heading, aside, |ui| self.outcome_ui(ui));
            }
            request_toggle_ui(parts, &mut self.shows_request, ["API request", "Preview"]);
            foot_ui(parts, "Cancel", Button::primary(self.button()).return_sign().blocked(self.blocked()))
        });
        if decided(&response, self.blocked(), asks) {
            self.submit(asks);
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        match answer {
            Answer::Opened { slot, path, content } => match content {
                Ok(bytes) => {
                    let name = path.rsplit(['/', '\\']).next().unwrap_or(&path).to_owned();
                    self.take(&bytes, slot, &name);
                }
                Err(why) => self.file_problem = Some((slot, why)),
            },
            answer => self.submission.close_when_done(answer, asks),
        }
    }

    fn is_working(&self) -> bool {
        self.previewer.is_working()
    }

    fn is_touched(&self) -> bool {
        self.draft != self.begun
    }
}
