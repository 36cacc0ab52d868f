//! The left side: what is issued from, by whom, with which template and for how long.

use super::Issue;
use super::request::Origin;
use crate::engine::api::{IssueCertificateRequest, SigningAlgorithm};
use crate::engine::key;
use crate::ui::ask::{Ask, Slot};
use crate::ui::forms::field::Container;
use crate::ui::forms::parts::{
    self, NAMES, SUBJECT, Taking, combo_row_ui, field_row, new_key_ui, passthrough_ui, problem_at_ui, validity_ui,
    words_ui,
};
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::shown;
use crate::ui::kit::{
    Button, Choice, DropZone, Field, FoldRow, Icon, Label, LabelPlace, Problem, SecretField, Segmented,
    group_heading_ui, problem_ui,
};
use crate::ui::search::authority_name;
use crate::ui::theme::{Type, UiTokens as _};
use crate::workspace::CertificateAuthorityArn;
use crate::x509::words;
use egui::Ui;

/// Members that have a field of their own; other problems are shown at the end.
const MEMBERS: &[&str] = &[
    "csr",
    "validity",
    "validityNotBefore",
    "signingAlgorithm",
    "templateArn",
    "idempotencyToken",
    SUBJECT,
    NAMES,
    "passphrase",
    "repeat",
];

/// Members that have a field where the template takes values of the request.
const ADDED: &[&str] = &[
    "apiPassthrough.extensions.keyUsage",
    "apiPassthrough.extensions.extendedKeyUsage",
    "apiPassthrough.extensions.certificatePolicies",
    "apiPassthrough.extensions.customExtensions",
];

pub(super) fn docs(member: &str) -> &'static str {
    parts::docs::<IssueCertificateRequest>(member)
}

impl Issue {
    pub(super) fn fields_ui(&mut self, ui: &mut Ui, problems: &Problems, asks: &mut Vec<Ask>) {
        ui.spacing_mut().item_spacing.y = 4.0;
        self.origin_ui(ui, problems, asks);
        ui.add_space(12.0);
        // Nothing is issued without its passphrase, so it is not left to the end.
        if self.draft.origin == Origin::NewKey {
            self.container_ui(ui, problems);
            ui.add_space(12.0);
        }
        group_heading_ui(ui, "Signed by", |_| {});
        self.authority_ui(ui);
        ui.add_space(12.0);
        self.template_ui(ui, problems);
        ui.add_space(12.0);
        let (limit, now) = (self.limit(), self.desk.now());
        let aside = limit.map(|limit| format!("the authority itself ends {}", words::date(limit))).unwrap_or_default();
        validity_ui(ui, &mut self.draft.validity, now, limit, &aside, problems);
        ui.add_space(12.0);
        self.rest_ui(ui, problems);
        if self.draft.takes_api() {
            ui.add_space(20.0);
            self.added_ui(ui, problems);
        }
        problem_at_ui(ui, problems.beside(&[MEMBERS, ADDED].concat()));
    }

    fn added_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        let naming = self.draft.origin != Origin::NewKey;
        let taking = Taking { naming, usage: self.draft.template().key_usage.is_none() };
        let refused = self.sent.as_ref() == Some(&self.draft);
        passthrough_ui(ui, &mut self.draft.passthrough, &mut self.folds, taking, refused, problems);
    }

    fn origin_ui(&mut self, ui: &mut Ui, problems: &Problems, asks: &mut Vec<Ask>) {
        let mut chosen = self.draft.origin.index();
        group_heading_ui(ui, "Request", |ui| {
            Segmented::new("Request", &Origin::WORDS).compact().show(ui, &mut chosen);
        });
        if chosen != self.draft.origin.index() {
            self.set_origin(Origin::ALL[chosen]);
        }
        ui.add_space(8.0);
        match self.draft.origin {
            Origin::File => self.file_ui(ui, asks),
            Origin::Paste => self.paste_ui(ui),
            Origin::NewKey => self.key_ui(ui, problems),
        }
        problem_at_ui(ui, problems.at("csr").filter(|_| self.csr_problem.is_none()));
        self.no_host_ui(ui);
    }

    fn file_ui(&mut self, ui: &mut Ui, asks: &mut Vec<Ask>) {
        let facts = self.draft.csr.as_ref().map(|csr| {
            let name = csr.common_name.as_deref().unwrap_or("no common name");
            format!("Signature valid   ·   {}   ·   {name}", csr.key)
        });
        let (title, act) = match self.path.as_str() {
            "" => ("Drop a CSR here", "Choose file…"),
            path => (path.rsplit(['/', '\\']).next().unwrap_or(path), "Replace…"),
        };
        let detail =
            self.csr_problem.clone().or(facts).unwrap_or_else(|| "PEM or DER, made by the server or device".into());
        let zone = DropZone::new(Icon::FileKey, title, &detail, act);
        let zone = zone.good(self.draft.csr.is_some()).trouble(self.csr_problem.is_some());
        let response = zone.show(ui);
        if self.csr_problem.is_none() {
            response.place.on_hover_text(docs("Csr"));
        }
        if response.browse {
            asks.push(Ask::Open { slot: Slot::Csr, title: "Choose a certificate signing request" });
        }
    }

    fn paste_ui(&mut self, ui: &mut Ui) {
        let problem = self.csr_problem.clone();
        let field = Field::new("CSR in PEM").place(LabelPlace::Hidden).hint("-----BEGIN CERTIFICATE REQUEST-----");
        let field = field.mono().lines(7).limit(40_000).focus(std::mem::take(&mut self.focus_paste));
        let problem = problem.as_deref().map(|words| Problem { words, code: Some("MalformedCSRException") });
        let shown = field.problem(problem).show(ui, &mut self.pasted);
        if shown.on_hover_text(docs("Csr")).changed() {
            self.read_pasted();
        }
        if let Some(csr) = &self.draft.csr {
            let name = csr.common_name.as_deref().unwrap_or("no common name");
            let words = format!("Signature valid   ·   {}   ·   {name}", csr.key);
            let color = ui.tokens().text2;
            ui.add(Label::new(&words, Type::Small).color(color).height(20.0));
        }
    }

    fn key_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        let focus = std::mem::take(&mut self.focus_name);
        new_key_ui(ui, &mut self.draft.key, focus, problems);
    }

    /// A CSR without alternative names serves no TLS client. Its common name is offered as one, where the template takes
    /// names from here, and for a key made here.
    fn no_host_ui(&mut self, ui: &mut Ui) {
        if self.draft.csr.as_ref().is_none_or(|csr| !csr.names.is_empty()) {
            return;
        }
        let Some(host) = self.draft.host_without_name().map(str::to_owned) else {
            if !self.draft.takes_api() {
                words_ui(ui, "The CSR has no alternative names, so the certificate will have none.");
            }
            return;
        };
        words_ui(ui, "The CSR has no alternative names; TLS clients look there and not at the common name.");
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(16.0, 0.0);
            let words = format!("Add {host} as a name");
            if self.draft.can_add_name() && ui.add(Button::link(&words).icon(Icon::Plus)).clicked() {
                self.draft.add_name(&host);
            }
            let words = format!("Make a new key for {host} instead");
            if ui.add(Button::link(&words).icon(Icon::KeyRound)).clicked() {
                self.start_from_name(&host);
            }
        });
    }

    fn authority_ui(&mut self, ui: &mut Ui) {
        let names: Vec<(CertificateAuthorityArn, String)> =
            self.issuers.iter().map(|issuer| (issuer.arn.clone(), authority_name(issuer))).collect();
        let choices: Vec<Choice<'_, CertificateAuthorityArn>> =
            names.iter().map(|(arn, name)| Choice::plain(arn.clone(), name)).collect();
        combo_row_ui(ui, "Authority", &choices, &mut self.draft.authority)
            .on_hover_text(docs("CertificateAuthorityArn"));
    }

    fn container_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        group_heading_ui(ui, "Key file", |_| {});
        let choices = [
            Choice::new(Container::Pkcs12, "Key, certificate and chain", "PKCS#12, .p12"),
            Choice::new(Container::Pem, "Encrypted key, certificate and chain", "PEM, .pem"),
        ];
        combo_row_ui(ui, "Saved as", &choices, &mut self.draft.key.container);
        ui.add_space(4.0);
        let half = (ui.available_width() - 12.0) / 2.0;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            let first =
                SecretField::new("Passphrase of the file").width(half).problem(problems.at("passphrase").map(shown));
            ui.scope(|ui| {
                ui.set_max_width(half);
                first.show(ui, &mut self.passphrase);
            });
            let again = SecretField::new("Passphrase again").width(half).problem(problems.at("repeat").map(shown));
            ui.scope(|ui| {
                ui.set_max_width(half);
                again.show(ui, &mut self.repeat);
            });
        });
        words_ui(ui, "The key is made in memory and is in no other place than this file.");
    }

    fn rest_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        let Some(authority) = self.authority().cloned() else { return };
        let members = ["validityNotBefore", "signingAlgorithm", "idempotencyToken"];
        let trouble = members.iter().any(|member| problems.at(member).is_some());
        let signing = self.draft.signing_for(authority.key_algorithm, authority.signing_algorithm);
        let offered: Vec<(SigningAlgorithm, String)> = key::offered_signatures(authority.key_algorithm)
            .map(|signing| (signing, key::signature_choice_words(signing)))
            .collect();
        let start = match self.draft.not_before.trim() {
            "" => "from an hour ago".to_owned(),
            typed => format!("from {typed}"),
        };
        let value = format!("{}, {start}", key::signature_words(signing));
        // What was refused is not left behind a fold.
        self.more |= trouble && self.sent.as_ref() == Some(&self.draft);
        let (draft, open) = (&mut self.draft, &mut self.more);
        FoldRow::new("Start time, signature, token", &value).trouble(trouble).show(ui, open, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            let at = |member: &str| problems.at(member).map(shown);
            let start = field_row("Valid from").hint("2026-11-23 13:03, in UTC").problem(at("validityNotBefore"));
            start.show(ui, &mut draft.not_before).on_hover_text(docs("ValidityNotBefore"));
            let choices: Vec<Choice<'_, SigningAlgorithm>> =
                offered.iter().map(|(signing, words)| Choice::new(*signing, words, signing.as_str())).collect();
            let mut chosen = signing;
            let combo = combo_row_ui(ui, "Signed with", &choices, &mut chosen);
            if combo.changed() {
                draft.signing = Some(chosen);
            }
            combo.on_hover_text(docs("SigningAlgorithm"));
            if let Some(problem) = at("signingAlgorithm") {
                problem_ui(ui, problem);
            }
            let token = field_row("Idempotency token").mono().problem(at("idempotencyToken"));
            token.show(ui, &mut draft.token).on_hover_text(docs("IdempotencyToken"));
        });
    }
}
