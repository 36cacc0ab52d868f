//! What an authority is, and its key, a row for each.

use super::facts::Facts;
use super::section;
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::{Button, KeyValue};
use crate::ui::words;
use crate::workspace::{Authority, CertificateAuthorityStatus, CertificateAuthorityUsageMode};
use crate::x509::inspect::display;
use egui::Ui;

/// The rows of its identity. Rows that would only say what is usual are left out.
pub(super) fn identity_ui(
    ui: &mut Ui,
    context: PageContext<'_>,
    authority: &Authority,
    facts: &Facts,
    commands: &mut Commands,
) {
    section(ui, "Identity", |ui| {
        if ui.add(Button::link("Name and note…").blocked(context.blocked())).clicked() {
            commands.push(Command::AnnotateAuthority(authority.id()));
        }
    });
    for (key, text) in [("Name", &authority.name), ("Note", &authority.note)] {
        if let Some(text) = text {
            KeyValue::new(key, &display::safe(text)).show(ui);
        }
    }
    KeyValue::new("Subject", &facts.subject).copies(&facts.distinguished_name).show(ui);
    KeyValue::new("Type", &facts.kind).show(ui);
    if authority.usage_mode != CertificateAuthorityUsageMode::GeneralPurpose {
        KeyValue::new("Used for", facts.used_for).show(ui);
    }
    if authority.stored_status == CertificateAuthorityStatus::Failed {
        KeyValue::new("Failed", "Its creation did not end: create another one in its place").no_copy().show(ui);
    }
    dates_ui(ui, context, authority);
    if let Some(serial) = &facts.serial {
        KeyValue::new("Serial", serial).mono().show(ui);
    }
    KeyValue::new("ARN", &authority.arn.to_string()).mono().show(ui);
    if !authority.tags.is_empty() {
        KeyValue::new("Tags", &tags(authority)).show(ui);
    }
    ui.add_space(10.0);
}

/// When it was created, since when it stands as it does, and its validity to the minute.
fn dates_ui(ui: &mut Ui, context: PageContext<'_>, authority: &Authority) {
    let (created, changed) =
        (words::minute(authority.created_at), words::minute(authority.state_changed_at(context.now)));
    let since = match changed == created {
        true => format!("{created} UTC"),
        false => format!("{created} UTC, status since {changed}"),
    };
    KeyValue::new("Created", &since).show(ui);
    if let Some(installed) = &authority.installed {
        let (from, until) = (words::minute(installed.not_before), words::minute(installed.not_after));
        KeyValue::new("Valid", &format!("{from} to {until} UTC")).show(ui);
    }
}

/// `team=pki, stage=production`, safe to show.
fn tags(authority: &Authority) -> String {
    let tag = |tag: &crate::workspace::Tag| match tag.value.as_deref() {
        None | Some("") => tag.key.clone(),
        Some(value) => format!("{}={value}", tag.key),
    };
    display::safe(&authority.tags.iter().map(tag).collect::<Vec<_>>().join(", ")).into_owned()
}

/// The rows of its key.
pub(super) fn key_ui(ui: &mut Ui, context: PageContext<'_>, authority: &Authority, facts: &Facts) {
    section(ui, "Key", |_| {});
    KeyValue::new("Algorithm", &facts.algorithm).show(ui);
    KeyValue::new("Held in", "Software, sealed with age").show(ui);
    KeyValue::new("Requested", facts.requested_storage).show(ui);
    let uses = usize::try_from(authority.key_uses).unwrap_or(usize::MAX);
    let last = words::since(authority.last_key_use, context.now);
    KeyValue::new("Used", &format!("{}, last {last}", words::counted(uses, "time"))).show(ui);
    if let Some(identifier) = &facts.key_identifier {
        KeyValue::new("Key identifier", identifier).mono().show(ui);
    }
    ui.add_space(10.0);
}
