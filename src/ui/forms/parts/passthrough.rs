//! What a request adds to a certificate beyond its CSR.

use super::custom_extensions::custom_extensions_ui;
use super::key_usage::key_usage_ui;
use super::names::names_ui;
use super::policies::policies_ui;
use super::purposes::purposes_ui;
use super::row::words_ui;
use super::subject::subject_ui;
use crate::ui::forms::field::PassthroughDraft;
use crate::ui::forms::problem::Problems;
use crate::ui::kit::{FoldRow, section_heading_ui};
use egui::Ui;

/// Path of what is added in requests.
pub(in crate::ui::forms) const PASSTHROUGH: &str = "apiPassthrough";

/// Which of the folds are open.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::ui::forms) struct PassthroughFolds {
    usage: bool,
    policies: bool,
    custom: bool,
}

/// How the template takes what is added.
#[derive(Clone, Copy, Debug)]
pub(in crate::ui::forms) struct Taking {
    /// The subject and the names are asked for here; else a key made here has them already.
    pub naming: bool,
    /// Key usage and purposes are taken; else the template has its own.
    pub usage: bool,
}

/// Shows the subject, the names and the extensions that the request adds. What was `refused` is not left behind a fold.
pub(in crate::ui::forms) fn passthrough_ui(
    ui: &mut Ui,
    draft: &mut PassthroughDraft,
    folds: &mut PassthroughFolds,
    taking: Taking,
    refused: bool,
    problems: &Problems,
) {
    section_heading_ui(ui, "Added by this request", |_| {});
    ui.add_space(4.0);
    if taking.naming {
        words_ui(ui, "Left empty, both are those of the CSR. What stands here replaces them as a whole.");
        ui.add_space(4.0);
        subject_ui(ui, "Subject", &mut draft.subject, &format!("{PASSTHROUGH}.subject"), problems, false, "");
        ui.add_space(8.0);
        let member = format!("{PASSTHROUGH}.extensions.subjectAlternativeNames");
        names_ui(ui, &mut draft.names, &member, problems);
        ui.add_space(8.0);
    } else {
        words_ui(ui, "Subject and names are those of the new key above.");
    }
    let mut fold = |members: &[&str], name: &str, value: &str, open: &mut bool, inside: &mut dyn FnMut(&mut Ui)| {
        let trouble = members.iter().any(|member| problems.at(&path(member)).is_some());
        *open |= trouble && refused;
        FoldRow::new(name, value).trouble(trouble).show(ui, open, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            inside(ui);
        });
    };
    let (usage, policies, custom) = (draft.usage_summary(), draft.policy_summary(), draft.custom_summary());
    fold(&["keyUsage", "extendedKeyUsage"], "Key usage and purposes", &usage, &mut folds.usage, &mut |ui| {
        if !taking.usage {
            words_ui(ui, "This template decides the usage itself. Only a blank template takes what is chosen here.");
        }
        key_usage_ui(ui, &mut draft.key_usage);
        ui.add_space(4.0);
        purposes_ui(ui, draft, PASSTHROUGH, problems);
    });
    fold(&["certificatePolicies"], "Certificate policies", &policies, &mut folds.policies, &mut |ui| {
        policies_ui(ui, draft, PASSTHROUGH, problems);
    });
    fold(&["customExtensions"], "Other extensions", &custom, &mut folds.custom, &mut |ui| {
        custom_extensions_ui(ui, draft, PASSTHROUGH, problems);
    });
}

fn path(member: &str) -> String {
    format!("{PASSTHROUGH}.extensions.{member}")
}
