//! One managed certificate in full, and what can be done with it.

use super::{name_of, standing};
use crate::engine::{CERTIFICATE_MANAGER, key, lacking_permissions};
use crate::ui::ask::Select;
use crate::ui::command::{AuthorityPage, Command, Commands, ManagedAct};
use crate::ui::context::PageContext;
use crate::ui::kit::{Button, Density, Icon, KeyValue, Label, Note, StatusLine, group_heading_ui, hairline_ui};
use crate::ui::search::authority_name;
use crate::ui::theme::Type;
use crate::ui::words;
use crate::workspace::{ActionType, Authority, CertificateRow, ManagedCertificate};
use egui::Ui;

/// Width of the column of keys.
const KEYS: f32 = 92.0;

pub(super) fn details_ui(ui: &mut Ui, context: PageContext<'_>, kept: &ManagedCertificate, commands: &mut Commands) {
    let authority = context.workspace.authority(kept.authority).map(AsRef::as_ref);
    ui.add(Label::new(&name_of(context.workspace, kept), Type::Heading).height(24.0).heading());
    let (status, words) = standing(context.workspace, kept, context.now);
    ui.add(StatusLine(status, &words));
    ui.add_space(12.0);
    acts_ui(ui, context, kept, authority, commands);
    ui.add_space(12.0);
    trouble_ui(ui, context, kept, authority, commands);
    facts_ui(ui, context, kept, authority, commands);
}

fn acts_ui(
    ui: &mut Ui,
    context: PageContext<'_>,
    kept: &ManagedCertificate,
    authority: Option<&Authority>,
    commands: &mut Commands,
) {
    let gone = authority.is_none().then_some("Its authority is gone");
    let blocked = context.blocked();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let export = Button::secondary("Export…").icon(Icon::Download).compact();
        if ui.add(export.blocked(blocked.or(gone))).clicked() {
            commands.push(Command::Managed(ManagedAct::Export(kept.id)));
        }
        let renew = Button::secondary("Renew now").icon(Icon::RefreshCw).compact();
        if ui.add(renew.blocked(blocked.or(gone))).clicked() {
            commands.push(Command::Managed(ManagedAct::Renew(kept.id)));
        }
        if ui.add(Button::danger_text("Forget…").compact().blocked(blocked)).clicked() {
            commands.push(Command::Managed(ManagedAct::Forget(kept.id)));
        }
    });
}

/// Why the last renewal failed, and the permission that is lacking for the next.
fn trouble_ui(
    ui: &mut Ui,
    context: PageContext<'_>,
    kept: &ManagedCertificate,
    authority: Option<&Authority>,
    commands: &mut Commands,
) {
    if let Some(failure) = &kept.failure {
        let title = format!("The last renewal failed {}", words::since(failure.at, context.now));
        Note::warn(&failure.reason).title(&title).show(ui);
        ui.add_space(12.0);
    }
    let Some(authority) = authority else { return };
    let lacking = lacking_permissions(authority, kept.renewal.renew_days_before > 0);
    if lacking.is_empty() {
        return;
    }
    let name = authority_name(authority);
    let kept =
        if lacking.contains(&ActionType::GetCertificate) { "neither renewed nor exported" } else { "not renewed" };
    let words = format!("Without one for {name} that has all it needs, this certificate is {kept}.");
    let title = format!("{CERTIFICATE_MANAGER} lacks a permission");
    Note::warn(&words).title(&title).show_with(ui, |ui| {
        ui.add_space(8.0);
        let button = Button::secondary("Grant permission…").compact().blocked(context.blocked());
        if ui.add(button).clicked() {
            commands.push(Command::Managed(ManagedAct::Grant(authority.id())));
        }
    });
    ui.add_space(12.0);
}

fn facts_ui(
    ui: &mut Ui,
    context: PageContext<'_>,
    kept: &ManagedCertificate,
    authority: Option<&Authority>,
    commands: &mut Commands,
) {
    let certificates = context.workspace.certificates();
    let current = certificates.get(kept.authority, kept.current.serial);
    let row = |ui: &mut Ui, key: &str, value: &str| {
        KeyValue::new(key, value).density(Density::Inspector).key_width(KEYS).wrap().show(ui);
    };
    hairline_ui(ui);
    ui.add_space(4.0);
    group_heading_ui(ui, "Certificate", |ui| {
        if let Some(authority) = authority
            && ui.add(Button::link("Show")).clicked()
        {
            let arn = authority.arn.certificate(kept.current.serial);
            commands.push(Command::Select(Select::Certificate(arn)));
            commands.push(Command::Show(AuthorityPage::Certificates));
        }
    });
    if let Some(current) = &current {
        names_ui(ui, current);
        let end = format!("{} UTC", words::minute(current.not_after));
        row(ui, "Ends", &end);
    }
    let name = authority.map(authority_name);
    row(ui, "Authority", name.as_deref().unwrap_or("Gone"));
    row(ui, "Asked for by", CERTIFICATE_MANAGER);
    row(ui, "Since", &words::date(kept.created_at));
    ui.add_space(8.0);
    hairline_ui(ui);
    ui.add_space(4.0);
    group_heading_ui(ui, "Renewal", |_| {});
    let days = |days: u32| words::days(days.into());
    let when = match kept.renewal.renew_days_before {
        0 => "Never by itself".to_owned(),
        before => format!("{} before its end", days(before)),
    };
    row(ui, "When", &when);
    row(ui, "For", &days(kept.renewal.validity_days));
    row(ui, "Key", &format!("{}, a new one each time", key::words(kept.renewal.key_algorithm)));
    ui.add_space(8.0);
    hairline_ui(ui);
    ui.add_space(4.0);
    group_heading_ui(ui, "Keys that are kept", |_| {});
    for version in kept.versions() {
        let key = if version.serial == kept.current.serial { "Current" } else { "Before" };
        let serial = version.serial.to_string();
        let hint = format!("since {}", words::date(version.issued_at));
        let shown = crate::ui::kit::elide::middle(&serial.to_uppercase(), 4);
        let value = KeyValue::new(key, &shown).density(Density::Inspector).key_width(KEYS).mono();
        value.copies(&serial).hint(&hint).show(ui);
    }
}

/// Its alternative names, one to a line.
fn names_ui(ui: &mut Ui, row: &CertificateRow<'_>) {
    let key = |index: usize| if index == 0 { "Other names" } else { "" };
    for (index, name) in row.alternative_names.lines().enumerate().take(20) {
        let name = crate::x509::inspect::display::safe(name);
        KeyValue::new(key(index), &name).density(Density::Inspector).key_width(KEYS).wrap().show(ui);
    }
}
