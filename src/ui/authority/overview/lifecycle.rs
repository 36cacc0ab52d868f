//! The turns of an authority's life that a person decides: enabled or disabled, deleted or restored.

use super::acts::Act;
use crate::engine::Destruction;
use crate::ui::attention::Attention;
use crate::ui::availability::{self, Blocked};
use crate::ui::command::Command;
use crate::ui::context::PageContext;
use crate::ui::kit::{Icon, Note};
use crate::ui::words;
use crate::workspace::{Authority, CertificateAuthorityStatus};
use egui::Ui;
use std::borrow::Cow;

/// What can be done.
pub(super) fn acts(context: PageContext<'_>, authority: &Authority) -> Vec<Act> {
    let (id, status) = (authority.id(), authority.status(context.now));
    let mut acts = Vec::new();
    let mut act = |icon, words, detail: Cow<'static, str>, blocked: Blocked, command| {
        let danger = matches!(command, Command::DeleteAuthority(_));
        acts.push(Act { icon, words, detail, danger, blocked: blocked.or(context.blocked()), command });
    };
    match status {
        CertificateAuthorityStatus::Active => {
            let blocked = availability::disable(status);
            act(Icon::Ban, "Disable", "Stops issuing, CRLs go on".into(), blocked, Command::DisableAuthority(id));
        }
        CertificateAuthorityStatus::Disabled => {
            let blocked = availability::enable(status);
            act(Icon::Check, "Enable", "Issues again".into(), blocked, Command::EnableAuthority(id));
        }
        _ => {}
    }
    if status == CertificateAuthorityStatus::Deleted {
        let blocked = availability::restore(authority, context.now);
        let left = authority.restorable_until.map_or(0, |until| words::days_until(until, context.now).max(0));
        let left = if blocked.is_none() { format!("{} left to do so", words::days(left)) } else { "Too late".into() };
        act(Icon::ArrowBigUpDash, "Restore…", left.into(), blocked, Command::RestoreAuthority(id));
    } else {
        let then = match status {
            CertificateAuthorityStatus::Creating | CertificateAuthorityStatus::Failed => "Gone at once",
            _ => "Can be restored for 30 days",
        };
        act(Icon::Trash2, "Delete…", then.into(), availability::delete(status), Command::DeleteAuthority(id));
    }
    acts
}

/// How a deleted authority stands; the way back is the button of the header.
pub(super) fn deletion_ui(ui: &mut Ui, context: PageContext<'_>, authority: &Authority) {
    let is_told =
        Attention::of(authority, context.now).iter().any(|one| matches!(one, Attention::RestorableUntilSoon { .. }));
    let Some(until) = authority.restorable_until.filter(|_| !is_told) else { return };
    if let Some(destruction) = context.destruction(authority.id()) {
        Note::quiet(&fate(destruction)).title("It cannot be restored any more").show(ui);
    } else {
        let title = format!("Deleted. It can be restored until {}", words::date(until));
        let words = "It issues nothing and tells of no revocation. What it has issued stays valid until it expires.";
        Note::quiet(words).title(&title).show(ui);
    }
    ui.add_space(12.0);
}

/// What becomes of its key.
fn fate(destruction: Destruction) -> String {
    let copies = "Copies and backups of the file keep it.";
    match destruction {
        Destruction::Kept { until } => {
            format!(
                "Its key is erased from this file after {} UTC, while it is unlocked. {copies}",
                words::minute(until)
            )
        }
        Destruction::Due => format!("Its key is about to be erased from this file. {copies}"),
        Destruction::Doubtful => {
            "Its key is kept for now: the clock of this computer is doubtful, and Home asks whether the date is right."
                .into()
        }
    }
}
