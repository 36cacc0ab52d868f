//! The left side: everything that can be chosen for a new authority.

use super::draft::{Draft, SUBJECT, advice, storage_words, usage_words};
use super::{NewAuthority, ParentChoice};
use crate::engine::api::{
    CertificateAuthorityUsageMode, CreateCertificateAuthorityRequest, KeyAlgorithm, KeyStorageSecurityStandard,
    SigningAlgorithm,
};
use crate::engine::{Template, key};
use crate::ui::forms::parts::{
    self, ADDRESS, REVOCATION, combo_row_ui, csr_extensions_ui, field_row, hint_ui, revocation_ui, subject_ui, tags_ui,
    validity_ui,
};
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::shown;
use crate::ui::kit::{Checkbox, Choice, FoldRow, group_heading_ui, problem_ui};
use crate::x509::words;
use egui::Ui;

/// Members that have a field of their own; other problems are shown at the end.
const MEMBERS: &[&str] = &[
    SUBJECT,
    "certificateAuthorityConfiguration",
    "validity",
    REVOCATION,
    ADDRESS,
    "tags",
    "account",
    "region",
    "idempotencyToken",
];

/// The documentation of a member of the request.
fn docs(member: &str) -> &'static str {
    parts::docs::<CreateCertificateAuthorityRequest>(member)
}

impl NewAuthority {
    pub(super) fn fields_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        ui.spacing_mut().item_spacing.y = 4.0;
        let focus = self.opening.takes_focus(ui.ctx());
        subject_ui(ui, "Subject", &mut self.draft.subject, SUBJECT, problems, focus, "");
        if let Some(like) = &self.like {
            hint_ui(ui, &format!("Organization and country as in {like}"));
        }
        if !self.draft.is_root() {
            ui.add_space(12.0);
            self.parent_ui(ui);
        }
        ui.add_space(12.0);
        self.key_ui(ui, problems);
        if self.draft.is_activated() {
            ui.add_space(12.0);
            let (limit, now) = (self.limit(), self.desk.now());
            let aside = match (self.draft.is_root(), limit) {
                (true, _) => "time for two generations of subordinates".to_owned(),
                (false, Some(limit)) => format!("the parent itself ends {}", words::date(limit)),
                (false, None) => String::new(),
            };
            validity_ui(ui, &mut self.draft.validity, now, limit, &aside, problems);
        }
        ui.add_space(12.0);
        self.folds_ui(ui, problems);
        ui.add_space(12.0);
        if self.draft.is_root() || self.draft.parent.is_some() {
            let words = match self.draft.is_root() {
                true => "Sign its own certificate and activate it now",
                false => "Have the certificate signed and activate it now",
            };
            ui.add(Checkbox::new(&mut self.draft.activate, words).aside("else it waits as Pending"));
        }
        if let Some(problem) = problems.beside(MEMBERS) {
            problem_ui(ui, shown(problem));
        }
    }

    fn parent_ui(&mut self, ui: &mut Ui) {
        group_heading_ui(ui, "Signed by", |_| {});
        let mut choices: Vec<Choice<'_, ParentChoice>> =
            self.parents.iter().map(|parent| Choice::plain(Some(parent.arn.clone()), &parent.name)).collect();
        choices.push(Choice::plain(None, "An authority elsewhere"));
        let mut parent = self.draft.parent.clone();
        if combo_row_ui(ui, "Parent", &choices, &mut parent).changed() {
            self.draft.parent = parent;
            if let Some(parent) = self.parent().cloned() {
                self.draft.account = parent.arn.account;
                self.draft.region = parent.arn.region;
                let longest = parent.longest.unwrap_or(u8::MAX);
                self.draft.path_len = self.draft.path_len.min(longest);
            }
        }
        match self.parent() {
            Some(parent) => {
                let templates: Vec<&'static Template> = parent.templates().collect();
                let choices: Vec<Choice<'_, u8>> = templates
                    .iter()
                    .filter_map(|template| {
                        Some(Choice::new(template.path_len_constraint?, template.words, template.name))
                    })
                    .collect();
                combo_row_ui(ui, "May sign", &choices, &mut self.draft.path_len);
                let purpose = Template::subordinate(self.draft.path_len).map_or("", |template| template.purpose);
                hint_ui(ui, purpose);
            }
            None => {
                hint_ui(ui, "Canopy makes the key and a CSR. Have the CSR signed there, then install the certificate.")
            }
        }
    }

    fn key_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        group_heading_ui(ui, "Key and signature", |_| {});
        let offered: Vec<(KeyAlgorithm, String)> =
            key::offered_keys().map(|key| (key, key::choice_words(key))).collect();
        let keys: Vec<Choice<'_, KeyAlgorithm>> =
            offered.iter().map(|(key, words)| Choice::new(*key, words, key.as_str())).collect();
        let mut chosen = self.draft.key;
        if combo_row_ui(ui, "Key", &keys, &mut chosen).changed() {
            self.draft.set_key(chosen);
        }
        let offered: Vec<(SigningAlgorithm, String)> = key::offered_signatures(self.draft.key)
            .map(|signing| (signing, key::signature_choice_words(signing)))
            .collect();
        let choices: Vec<Choice<'_, SigningAlgorithm>> =
            offered.iter().map(|(signing, words)| Choice::new(*signing, words, signing.as_str())).collect();
        combo_row_ui(ui, "Signs with", &choices, &mut self.draft.signing);
        hint_ui(ui, advice(self.draft.key, self.draft.signing));
        for member in ["keyAlgorithm", "signingAlgorithm"] {
            if let Some(problem) = problems.at(&format!("certificateAuthorityConfiguration.{member}")) {
                problem_ui(ui, shown(problem));
            }
        }
    }

    fn folds_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        let workspace = self.desk.workspace();
        let refused = self.sent.as_ref() == Some(&self.draft);
        let (draft, folds) = (&mut self.draft, &mut self.folds);
        let at = |members: &[&str]| members.iter().any(|member| problems.at(member).is_some());
        let trouble = at(&[REVOCATION, ADDRESS]);
        let of_rest = at(&["idempotencyToken", "certificateAuthorityConfiguration.csrExtensions"]);
        if refused {
            // What was refused is not left behind a fold.
            folds.revocation |= trouble;
            folds.tags |= at(&["tags"]);
            folds.account |= at(&["account", "region"]);
            folds.rest |= of_rest;
        }
        let value = draft.revocation.summary();
        FoldRow::new("Revocation", &value).trouble(trouble).show(ui, &mut folds.revocation, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            revocation_ui(ui, &mut draft.revocation, &workspace, problems);
        });
        let value = draft.tags.summary();
        FoldRow::new("Tags", &value).trouble(at(&["tags"])).show(ui, &mut folds.tags, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            tags_ui(ui, &mut draft.tags, problems);
        });
        let value = format!("{}, {}", draft.account.trim(), draft.region.trim());
        let trouble = at(&["account", "region"]);
        FoldRow::new("Account and region", &value).trouble(trouble).show(ui, &mut folds.account, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            let account = field_row("Account").mono().limit(12).problem(problems.at("account").map(shown));
            account.show(ui, &mut draft.account).on_hover_text("Who owns the authority, in its ARN: twelve digits");
            let region = field_row("Region").mono().problem(problems.at("region").map(shown));
            region.show(ui, &mut draft.region).on_hover_text("The region in its ARN");
        });
        let value = draft.rest_summary();
        FoldRow::new("Use, extensions, key storage", &value)
            .trouble(of_rest)
            .show(ui, &mut folds.rest, |ui| rest_ui(ui, draft, problems));
    }
}

fn rest_ui(ui: &mut Ui, draft: &mut Draft, problems: &Problems) {
    ui.spacing_mut().item_spacing.y = 6.0;
    let usage: Vec<Choice<'_, CertificateAuthorityUsageMode>> = CertificateAuthorityUsageMode::ALL
        .iter()
        .map(|usage| Choice::new(*usage, usage_words(*usage), usage.as_str()))
        .collect();
    combo_row_ui(ui, "Used for", &usage, &mut draft.usage).on_hover_text(docs("UsageMode"));
    let storage: Vec<Choice<'_, KeyStorageSecurityStandard>> = key::offered_standards()
        .map(|storage| Choice::new(storage, storage_words(storage), storage.as_str()))
        .collect();
    combo_row_ui(ui, "Storage standard", &storage, &mut draft.storage)
        .on_hover_text(docs("KeyStorageSecurityStandard"));
    hint_ui(ui, "Recorded as asked for. What protects the key is the passphrase of this workspace.");
    let problem = problems.at("idempotencyToken").map(shown);
    field_row("Idempotency token")
        .mono()
        .problem(problem)
        .show(ui, &mut draft.token)
        .on_hover_text(docs("IdempotencyToken"));
    let member = "certificateAuthorityConfiguration.csrExtensions";
    csr_extensions_ui(ui, &mut draft.csr_extensions, member, problems);
}
