//! Giving a pending authority its certificate: signed here, or signed elsewhere and brought back.

mod draft;
mod fields;

use super::authority::{Parent, parents};
use super::parts::{Previewer, no_preview_ui, preview_ui};
use super::problem::Problems;
use super::submission::{Submission, left};
use super::{Desk, FieldProblem, Form};
use crate::engine::Caller;
use crate::ui::ask::{Answer, Ask, Slot};
use crate::ui::kit::{Button, Density, Dialog, KeyValue};
use crate::ui::search::authority_name;
use crate::workspace::{Authority, AuthorityId, CertificateAuthorityStatus, CertificateAuthorityType};
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
    /// Names of the files, and why one of them is of no use.
    files: [String; 2],
    file_problem: Option<String>,
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
        if self.sent.as_ref() == Some(&self.draft) && !self.submission.problems().is_empty() {
            return self.submission.problems().clone();
        }
        if !self.draft.here {
            return Problems::default();
        }
        match self.wanted() {
            Err(problem) => vec![problem].into(),
            Ok(_) => self.previewer.problems(),
        }
    }

    fn update_preview(&mut self, ctx: &Context) {
        let workspace = self.desk.workspace();
        let signing = |arn: &_| workspace.authority_by_arn(arn).map(|authority| authority.signing_algorithm);
        let request = self.wanted().ok().and_then(|wanted| wanted.preview(&self.authority, signing));
        let Some(request) = request else { return };
        let (engine, caller) = (self.desk.engine.clone(), self.caller());
        self.previewer.update(ctx, &self.draft, move |_| engine.preview(&caller, &request));
    }

    /// Takes certificates out of a file or text: the authority's own goes where it belongs, whatever it was chosen for.
    fn take(&mut self, bytes: &[u8], slot: Slot, name: &str) {
        let Some(key) = draft::key_of(&self.authority) else { return };
        self.file_problem = None;
        let found = match draft::read(bytes, &key) {
            Ok(found) => found,
            Err(why) => return self.file_problem = Some(why),
        };
        if found.own.is_none() && slot == Slot::Certificate {
            self.file_problem = Some(format!("{name} has another key than {}: it is not its certificate", self.name));
            return;
        }
        if let Some(own) = found.own {
            self.draft.certificate = own;
            name.clone_into(&mut self.files[0]);
        }
        if !found.others.is_empty() {
            self.draft.chain = found.others;
            name.clone_into(&mut self.files[1]);
        }
        self.draft.here = false;
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
        let Ok(certificate) = Certificate::from_pem_or_der(self.draft.certificate.as_bytes()) else {
            return no_preview_ui(ui, false, "Choose the signed certificate to see what is in it.");
        };
        certificate_ui(ui, &certificate);
    }
}

/// What a certificate that was brought says.
fn certificate_ui(ui: &mut Ui, certificate: &Certificate) {
    let validity = certificate.validity();
    let rows = [
        ("Subject", certificate.subject().to_string()),
        ("Issuer", certificate.issuer().to_string()),
        ("Validity", format!("{} – {}", words::date(validity.not_before), words::date(validity.not_after))),
        ("Public key", certificate.public_key().to_string()),
        ("Serial", words::hex(certificate.serial_number())),
    ];
    ui.spacing_mut().item_spacing.y = 0.0;
    for (key, value) in &rows {
        let value = crate::x509::inspect::display::safe(value);
        KeyValue::new(key, &value).density(Density::Inspector).show(ui);
    }
    for extension in certificate.extensions() {
        let label = words::extension(&extension.oid);
        let value = words::values(extension).join(", ");
        KeyValue::new(&label, &crate::x509::inspect::display::safe(&value)).density(Density::Inspector).show(ui);
    }
}

impl Form for Install {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
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
            parts.right(heading, aside, |ui| self.outcome_ui(ui));
            parts.acts(|ui| {
                let cancel = ui.add(Button::secondary("Cancel")).clicked();
                let blocked = match (running, self.draft.here || !self.draft.certificate.trim().is_empty()) {
                    (true, _) => Some("The certificate is being installed"),
                    (_, false) => Some("Choose the signed certificate first"),
                    (_, true) => None,
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
        match answer {
            Answer::Opened { slot, path, content } => match content {
                Ok(bytes) => {
                    let name = path.rsplit(['/', '\\']).next().unwrap_or(&path).to_owned();
                    self.take(&bytes, slot, &name);
                }
                Err(why) => self.file_problem = Some(why),
            },
            answer => {
                if self.submission.finished(answer).is_some() {
                    asks.push(Ask::Close);
                }
            }
        }
    }

    fn is_touched(&self) -> bool {
        self.draft != self.begun
    }
}
