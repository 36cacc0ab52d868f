//! The left side: who signs, or the files that came back.

use super::Install;
use crate::engine::Template;
use crate::engine::api::ImportCertificateAuthorityCertificateRequest;
use crate::files::file_name;
use crate::ui::ask::{Ask, SaveFile, Slot};
use crate::ui::forms::parts::{self, combo_row_ui, hint_ui, validity_ui};
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::shown;
use crate::ui::kit::{
    Button, Choice, DropZone, Field, Icon, Label, LabelPlace, Segmented, group_heading_ui, problem_ui,
};
use crate::ui::theme::{Type, UiTokens as _};
use crate::workspace::CertificateAuthorityArn;
use crate::x509::{pem, words};
use egui::Ui;
use zeroize::Zeroizing;

const MEMBERS: &[&str] = &["certificate", "certificateChain", "validity"];

fn docs(member: &str) -> &'static str {
    parts::docs::<ImportCertificateAuthorityCertificateRequest>(member)
}

impl Install {
    pub(super) fn fields_ui(&mut self, ui: &mut Ui, problems: &Problems, asks: &mut Vec<Ask>) {
        ui.spacing_mut().item_spacing.y = 4.0;
        // A root cannot be signed by others, and where nobody can sign there is nothing to choose.
        if !self.is_root() && !self.parents.is_empty() {
            let mut chosen = usize::from(!self.draft.here);
            group_heading_ui(ui, "Signed", |ui| {
                Segmented::new("Signed", &["In this workspace", "Elsewhere"]).compact().show(ui, &mut chosen);
            });
            self.draft.here = chosen == 0;
            ui.add_space(8.0);
        }
        match self.draft.here {
            true => self.here_ui(ui, problems),
            false => self.elsewhere_ui(ui, problems, asks),
        }
        if let Some(problem) = problems.beside(MEMBERS) {
            problem_ui(ui, shown(problem));
        }
    }

    fn here_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        if self.is_root() {
            let color = ui.tokens().text2;
            let words = "The root signs its own certificate with RootCACertificate/V1 and is active at once.";
            ui.add(Label::new(words, Type::Small).color(color).wrap());
        } else {
            self.parent_ui(ui);
        }
        ui.add_space(12.0);
        let (limit, now) = (self.limit(), self.desk.now());
        let aside = limit.map(|limit| format!("the parent itself ends {}", words::date(limit))).unwrap_or_default();
        validity_ui(ui, &mut self.draft.validity, now, limit, &aside, problems);
    }

    fn parent_ui(&mut self, ui: &mut Ui) {
        let choices: Vec<Choice<'_, Option<CertificateAuthorityArn>>> =
            self.parents.iter().map(|parent| Choice::plain(Some(parent.arn.clone()), &parent.name)).collect();
        combo_row_ui(ui, "Parent", &choices, &mut self.draft.parent);
        let Some(parent) = self.parent() else { return };
        let longest = parent.longest.unwrap_or(u8::MAX);
        let choices: Vec<Choice<'_, u8>> = parent
            .templates()
            .filter_map(|template| Some(Choice::new(template.path_len_constraint?, template.words, template.name)))
            .collect();
        self.draft.path_len = self.draft.path_len.min(longest);
        combo_row_ui(ui, "May sign", &choices, &mut self.draft.path_len);
        hint_ui(ui, Template::subordinate(self.draft.path_len).map_or("", |template| template.purpose));
    }

    fn elsewhere_ui(&mut self, ui: &mut Ui, problems: &Problems, asks: &mut Vec<Ask>) {
        group_heading_ui(ui, "1   Have the CSR signed", |_| {});
        let color = ui.tokens().text2;
        let words = "Give the CSR to the authority that is to sign it. Key and name are in it; this form can be closed meanwhile.";
        ui.add(Label::new(words, Type::Small).color(color).wrap());
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let csr = || pem::encode("CERTIFICATE REQUEST", self.authority.csr.as_bytes());
            if ui.add(Button::secondary("Save CSR…").icon(Icon::Download)).clicked() {
                let bytes = Zeroizing::new(csr().into_bytes());
                let name = file_name(&self.name, "csr");
                asks.push(Ask::Save(SaveFile { name, path: None, bytes, private: false }));
            }
            if ui.add(Button::secondary("Copy CSR").icon(Icon::Copy)).clicked() {
                asks.push(Ask::Copy(csr()));
            }
        });
        ui.add_space(16.0);
        group_heading_ui(ui, "2   Bring the certificate back", |_| {});
        self.file_ui(ui, Slot::Certificate, asks);
        self.text_ui(ui, Slot::Certificate, problems);
        ui.add_space(12.0);
        group_heading_ui(ui, "3   And the certificates above it", |_| {});
        self.file_ui(ui, Slot::Chain, asks);
        self.text_ui(ui, Slot::Chain, problems);
    }

    fn file_ui(&self, ui: &mut Ui, slot: Slot, asks: &mut Vec<Ask>) {
        let own = slot == Slot::Certificate;
        let (name, filled) = match own {
            true => (&self.files[0], !self.draft.certificate.is_empty()),
            false => (&self.files[1], !self.draft.chain.is_empty()),
        };
        let invitation = if own { "Drop the certificate here" } else { "Drop the chain here" };
        let title = if name.is_empty() { invitation } else { name };
        let count = self.draft.chain.matches("-----BEGIN").count() as u64;
        let above = format!("{}, issuer first", words::counted(count, "certificate"));
        let detail = match (own, filled) {
            (true, true) => "It has the key of this authority",
            (false, true) => &above,
            (true, false) => "PEM or DER; a file may hold the chain too",
            (false, false) => "PEM, issuer first, root last",
        };
        let problem = self.file_problem.as_ref().filter(|(of, _)| own == (*of != Slot::Chain));
        let detail = problem.map_or(detail, |(_, why)| why);
        let act = if filled { "Replace…" } else { "Choose file…" };
        let zone = DropZone::new(Icon::FileBadge, title, detail, act);
        let response = zone.good(filled && problem.is_none()).trouble(problem.is_some()).show(ui);
        if problem.is_none() {
            response.place.on_hover_text(docs(if own { "Certificate" } else { "CertificateChain" }));
        }
        if response.browse {
            let title = if own { "Choose the signed certificate" } else { "Choose the chain" };
            asks.push(Ask::Open { slot, title });
        }
    }

    fn text_ui(&mut self, ui: &mut Ui, slot: Slot, problems: &Problems) {
        let (label, member) = match slot {
            Slot::Certificate => ("Certificate in PEM", "certificate"),
            _ => ("Chain in PEM", "certificateChain"),
        };
        let text = if slot == Slot::Certificate { &mut self.draft.certificate } else { &mut self.draft.chain };
        // What was dropped is blamed where it was dropped.
        let problem = problems.at(member).map(shown).filter(|_| !text.trim().is_empty());
        let field = Field::new(label).place(LabelPlace::Hidden).hint("-----BEGIN CERTIFICATE-----").mono().lines(3);
        field.problem(problem).show(ui, text);
    }
}
