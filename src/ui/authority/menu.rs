//! What can be done with an authority, as rows of a menu: in the header of its page and in the tree.

use crate::engine::Action;
use crate::ui::availability::{self, Blocked};
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::{Icon, MenuItem, menu_separator_ui};
use crate::ui::lists;
use crate::ui::words;
use crate::workspace::{Authority, AuthorityId, CertificateAuthorityStatus};
use egui::Ui;

/// Why an authority cannot issue now; `None` when it can.
pub(in crate::ui) fn issue_blocked(context: PageContext<'_>, authority: &Authority) -> Blocked {
    availability::issue(authority.status(context.now)).or(context.blocked())
}

/// Why no authority can be created below this one now; `None` when one can.
pub(in crate::ui) fn subordinate_blocked(context: PageContext<'_>, authority: &Authority) -> Blocked {
    availability::subordinate(authority, context.now).or(context.blocked())
}

/// Why no CRL can be signed now; `None` when one can.
pub(in crate::ui) fn crl_blocked(context: PageContext<'_>, authority: &Authority) -> Blocked {
    availability::crl(authority, context.now).or(context.blocked())
}

/// Why its status and its revocation cannot be changed now; `None` when they can.
pub(in crate::ui) fn update_blocked(context: PageContext<'_>, authority: &Authority) -> Blocked {
    availability::update(authority.status(context.now)).or(context.blocked())
}

/// Why nothing can be granted, withdrawn, attached or removed now; `None` when it can.
pub(in crate::ui) fn access_blocked(context: PageContext<'_>, authority: &Authority) -> Blocked {
    availability::access(authority.status(context.now)).or(context.blocked())
}

/// Why no audit report can be asked for now; `None` when one can.
pub(in crate::ui) fn report_blocked(context: PageContext<'_>, authority: &Authority) -> Blocked {
    availability::report(authority, context.now).or(context.blocked())
}

/// Why it cannot be restored now; `None` when it can.
pub(in crate::ui) fn restore_blocked(context: PageContext<'_>, authority: &Authority) -> Blocked {
    availability::restore(authority, context.now).or(context.blocked())
}

/// The rows, for a button or a context menu.
pub(in crate::ui) fn authority_menu_ui(
    ui: &mut Ui,
    context: PageContext<'_>,
    authority: &Authority,
    commands: &mut Commands,
) {
    let id = authority.id();
    let blocked = context.blocked();
    let status = authority.status(context.now);
    let pending = status == CertificateAuthorityStatus::PendingCertificate;
    if status == CertificateAuthorityStatus::Deleted {
        return deleted_menu_ui(ui, context, authority, commands);
    }
    let mut row = |ui: &mut Ui, item: MenuItem<'_>, command: fn(AuthorityId) -> Command| {
        if ui.add(item).clicked() {
            commands.push(command(id));
        }
    };
    if pending {
        let item = MenuItem::new("Install certificate…").icon(Icon::Download).blocked(blocked);
        row(ui, item, Command::Install);
        csr_rows_ui(ui, &mut row);
    } else {
        let issue = issue_blocked(context, authority);
        row(ui, MenuItem::new("Issue certificate…").icon(Icon::Plus).blocked(issue), |id| Command::Issue(Some(id)));
        let below = subordinate_blocked(context, authority);
        let item = MenuItem::new("New subordinate CA…").icon(Icon::CornerDownRight).blocked(below);
        row(ui, item, |id| Command::NewSubordinate(Some(id)));
    }
    if authority.installed.is_some() {
        menu_separator_ui(ui);
        row(ui, MenuItem::new("Inspect certificate").icon(Icon::FileBadge), Command::InspectAuthority);
        row(ui, MenuItem::new("Save certificate…").icon(Icon::Download), Command::SaveAuthorityCertificate);
        csr_rows_ui(ui, &mut row);
    }
    menu_separator_ui(ui);
    let crl = crl_blocked(context, authority);
    row(ui, MenuItem::new("Publish CRL now").icon(Icon::PenLine).blocked(crl), Command::SignCrl);
    let unpublished = (!lists::is_published(authority)).then_some("No CRL was published yet");
    row(ui, MenuItem::new("Inspect CRL").icon(Icon::Eye).blocked(unpublished), Command::InspectCrl);
    row(ui, MenuItem::new("Save CRL…").icon(Icon::ScrollText).blocked(unpublished), Command::SaveCrl);
    let report = report_blocked(context, authority);
    row(ui, MenuItem::new("Write audit report…").icon(Icon::FileText).blocked(report), Command::WriteAuditReport);
    menu_separator_ui(ui);
    let tags = availability::tags(status).or(blocked);
    let item = MenuItem::new("Add tags…").icon(Icon::Plus).blocked(tags);
    row(ui, item, |id| Command::TagAuthority(id, None));
    row(ui, MenuItem::new("Name and note…").icon(Icon::Tag).blocked(blocked), Command::AnnotateAuthority);
    row(ui, MenuItem::new("Ask the API…").icon(Icon::Braces), |_| {
        Command::AskApi(Action::DescribeCertificateAuthority)
    });
    arn_row_ui(ui, authority);
    menu_separator_ui(ui);
    let change = update_blocked(context, authority);
    let item = MenuItem::new("Change status and revocation…").icon(Icon::Settings).blocked(change);
    row(ui, item, Command::UpdateAuthority);
    match status {
        CertificateAuthorityStatus::Active => {
            row(ui, MenuItem::new("Disable").icon(Icon::Ban).blocked(blocked), Command::DisableAuthority);
        }
        CertificateAuthorityStatus::Disabled => {
            row(ui, MenuItem::new("Enable").icon(Icon::Check).blocked(blocked), Command::EnableAuthority);
        }
        _ => {}
    }
    let delete = MenuItem::new("Delete…").icon(Icon::Trash2).danger().blocked(blocked);
    if ui.add(delete).clicked() {
        commands.push(Command::DeleteAuthority(id));
    }
}

/// The rows of a deleted authority, which only comes back.
fn deleted_menu_ui(ui: &mut Ui, context: PageContext<'_>, authority: &Authority, commands: &mut Commands) {
    let id = authority.id();
    let restore = MenuItem::new("Restore…").icon(Icon::ArrowBigUpDash).blocked(restore_blocked(context, authority));
    if ui.add(restore).clicked() {
        commands.push(Command::RestoreAuthority(id));
    }
    menu_separator_ui(ui);
    if authority.installed.is_some() && ui.add(MenuItem::new("Inspect certificate").icon(Icon::FileBadge)).clicked() {
        commands.push(Command::InspectAuthority(id));
    }
    if ui.add(MenuItem::new("Name and note…").icon(Icon::Tag).blocked(context.blocked())).clicked() {
        commands.push(Command::AnnotateAuthority(id));
    }
    arn_row_ui(ui, authority);
}

fn arn_row_ui(ui: &mut Ui, authority: &Authority) {
    if ui.add(MenuItem::new("Copy ARN").icon(Icon::Copy)).clicked() {
        ui.copy_text(authority.arn.to_string());
    }
}

fn csr_rows_ui(ui: &mut Ui, row: &mut impl FnMut(&mut Ui, MenuItem<'_>, fn(AuthorityId) -> Command)) {
    row(ui, MenuItem::new("Inspect CSR").icon(Icon::Eye), Command::InspectCsr);
    row(ui, MenuItem::new("Save CSR…").icon(Icon::FileText), Command::SaveAuthorityCsr);
}

/// What the badge of an authority says.
pub(super) fn badge(authority: &Authority, context: PageContext<'_>) -> (crate::ui::kit::Status, String) {
    let (status, word) = words::authority_status(authority.status(context.now));
    match authority.restorable_until {
        Some(_) if status == crate::ui::kit::Status::Deleted && authority.is_past_restoration(context.now) => {
            (status, word.to_owned())
        }
        Some(until) if status == crate::ui::kit::Status::Deleted => {
            let left = words::days_until(until, context.now).max(0);
            (status, format!("Deleted, {} left", words::days(left)))
        }
        _ => (status, word.to_owned()),
    }
}
