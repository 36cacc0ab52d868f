//! Taking a managed certificate away, with its key.

use crate::engine::Engine;
use crate::files::file_name;
use crate::ui::ask::{Answer, Ask, Done, SaveFile};
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::{Submission, beside_ui, blocked, decided, foot_ui, shown};
use crate::ui::forms::workspace::{check_passphrase, check_typed_passphrase};
use crate::ui::forms::{Desk, Form};
use crate::ui::kit::{
    Button, Choice, Dialog, Label, Problem, Radio, Secret, SecretField, ValueCombo, group_heading_ui, problem_ui,
};
use crate::ui::managed::name_of;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use crate::workspace::{AuthorityId, KeyFileForm, ManagedCertificateId, Serial};
use egui::{Context, Ui};
use secrecy::SecretString;
use zeroize::Zeroizing;

/// The forms to choose from, with their words and what they are for.
const FORMS: [(KeyFileForm, &str, &str); 2] = [
    (
        KeyFileForm::Pkcs12,
        "PKCS#12, .p12",
        "Certificate, chain and key in one file, as Windows, macOS and Java like it",
    ),
    (KeyFileForm::Pem, "PEM, .pem", "Certificate, chain and encrypted key as text, as servers like it"),
];

/// The form that hands out a key.
pub(in crate::ui::forms) struct Export {
    desk: Desk,
    id: ManagedCertificateId,
    authority: AuthorityId,
    name: String,
    /// The certificates whose keys are kept, and what they are called here.
    versions: Vec<(Serial, String)>,
    serial: Serial,
    form: KeyFileForm,
    passphrase: Secret,
    repeat: Secret,
    tried: bool,
    /// Why the file was not saved.
    problem: Option<String>,
    submission: Submission,
}

impl Export {
    pub(in crate::ui::forms) fn new(desk: Desk, id: ManagedCertificateId) -> Option<Self> {
        let workspace = desk.workspace();
        let kept = workspace.managed_certificate(id)?;
        let certificates = workspace.certificates();
        let called = |serial: Serial| {
            let end = certificates.get(kept.authority, serial).map(|row| words::date(row.not_after));
            let which = if serial == kept.current.serial { "Current" } else { "The one before" };
            format!("{which}, until {}", end.unwrap_or_default())
        };
        Some(Self {
            id,
            authority: kept.authority,
            name: name_of(&workspace, kept),
            versions: kept.versions().map(|version| (version.serial, called(version.serial))).collect(),
            serial: kept.current.serial,
            form: KeyFileForm::Pkcs12,
            passphrase: Secret::default(),
            repeat: Secret::default(),
            tried: false,
            problem: None,
            submission: Submission::default(),
            desk,
        })
    }

    fn problems(&self) -> Problems {
        match check_typed_passphrase(&self.passphrase, &self.repeat, self.tried) {
            Some(problem) => vec![problem].into(),
            None => self.submission.problems().clone(),
        }
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        self.problem = None;
        if check_passphrase(&self.passphrase, &self.repeat).is_some() {
            self.tried = true;
            return;
        }
        let Some(authority) = self.desk.authority(self.authority) else {
            self.problem = Some("Its authority is gone".into());
            return;
        };
        // From here on only the work holds it.
        self.repeat.clear();
        self.tried = false;
        let passphrase = SecretString::from(self.passphrase.take().as_str());
        let caller = self.desk.owner_of(&authority);
        let (id, serial, form, name) = (self.id, self.serial, self.form, self.name.clone());
        self.submission.start(asks, format!("Encrypting the key of {name}"), move |engine: &Engine| {
            let (extension, bytes) = match form {
                KeyFileForm::Pkcs12 => ("p12", engine.managed_pkcs12(&caller, id, serial, &name, &passphrase)?),
                KeyFileForm::Pem => {
                    let text = engine.managed_pem(&caller, id, serial, &passphrase)?;
                    ("pem", Zeroizing::new(text.as_bytes().to_vec()))
                }
            };
            let save = SaveFile { name: file_name(&name, extension), path: None, bytes, private: true };
            Ok(Done { save: Some(save), ..Done::default() })
        });
    }

    fn fields_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        ui.spacing_mut().item_spacing.y = 0.0;
        if self.versions.len() > 1 {
            group_heading_ui(ui, "Certificate", |_| {});
            let choices: Vec<Choice<'_, Serial>> =
                self.versions.iter().map(|(serial, words)| Choice::plain(*serial, words)).collect();
            ValueCombo::new("Certificate", &choices).show(ui, &mut self.serial);
            ui.add_space(12.0);
        }
        for (form, words, explanation) in FORMS {
            if ui.add(Radio::new(self.form == form, words).explanation(explanation)).clicked() {
                self.form = form;
            }
        }
        ui.add_space(12.0);
        let field = SecretField::new("Passphrase of the file").problem(problems.at("passphrase").map(shown));
        field.show(ui, &mut self.passphrase);
        ui.add_space(8.0);
        let again = SecretField::new("Passphrase again").problem(problems.at("repeat").map(shown));
        again.show(ui, &mut self.repeat);
        ui.add_space(8.0);
        let color = ui.tokens().text2;
        let words = "That the key was taken away, by whom and when, is written down in the workspace.";
        ui.add(Label::new(words, Type::Small).color(color).wrap());
        beside_ui(ui, problems, &["passphrase", "repeat"]);
        if let Some(problem) = &self.problem {
            problem_ui(ui, Problem::new(problem));
        }
    }
}

impl Form for Export {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let running = self.submission.is_running();
        let blocked = blocked(&self.submission, "The key is being encrypted", None);
        let problems = self.problems();
        let title = format!("Export {}", self.name);
        let dialog = Dialog::small(&title).subtitle("With its private key, encrypted under a passphrase of its own");
        let response = dialog.show(ctx, |parts| {
            parts.body(|ui| ui.add_enabled_ui(!running, |ui| self.fields_ui(ui, &problems)));
            foot_ui(parts, "Cancel", Button::primary("Export certificate and key…").return_sign().blocked(blocked))
        });
        if decided(&response, blocked, asks) {
            self.submit(asks);
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        self.submission.close_when_saved(answer, &mut self.problem, asks);
    }

    fn is_touched(&self) -> bool {
        !self.passphrase.is_empty()
    }
}
