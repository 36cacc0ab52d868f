//! The menu of the certificate: new ones, what is done with the selected ones, and looking into any.

use super::{Entry, Menu, entry};
use crate::engine::Action;
use crate::ui::command::{Command, ManagedAct, SelectedAct};
use crate::ui::kit::Icon;
use crate::ui::palette::shortcut::{ctrl, ctrl_shift};
use crate::workspace::CertificateAuthorityStatus::Active;
use egui::Key;

/// In the order of the menu.
pub(super) const ENTRIES: &[Entry] = &[
    entry((Menu::Certificate, 0), "Issue certificate…", Icon::Plus, ctrl(Key::I), |s| {
        s.unlocked()?;
        let here = s.authority.as_ref().filter(|a| a.status == Active).map(|a| a.id);
        if s.can_issue { Ok(Command::Issue(here)) } else { Err("No active authority") }
    })
    .also("new sign csr server client")
    .action(Action::IssueCertificate),
    entry((Menu::Certificate, 0), "Request managed certificate…", Icon::RefreshCw, None, |s| {
        s.unlocked()?;
        let here = s.authority.as_ref().filter(|a| a.status == Active).map(|a| a.id);
        if s.can_issue { Ok(Command::Managed(ManagedAct::Request(here))) } else { Err("No active authority") }
    })
    .also("new acm renew automatic certificate manager"),
    entry((Menu::Certificate, 1), "Save certificate…", Icon::Download, ctrl(Key::S), |s| {
        s.certificates().map(|_| Command::Selected(SelectedAct::Save))
    })
    .also("export download pem der chain")
    .action(Action::GetCertificate),
    entry((Menu::Certificate, 1), "Name and note of certificate…", Icon::Tag, None, |s| {
        s.unlocked()?;
        match s.certificates()? {
            1 => Ok(Command::Selected(SelectedAct::Annotate)),
            _ => Err("Select one certificate"),
        }
    })
    .also("rename friendly comment"),
    entry((Menu::Certificate, 2), "Inspect file…", Icon::FileBadge, ctrl_shift(Key::O), |_| Ok(Command::InspectFile))
        .also("open view decode certificate csr crl asn.1"),
    entry((Menu::Certificate, 2), "Inspect clipboard", Icon::ClipboardPaste, ctrl_shift(Key::V), |_| {
        Ok(Command::InspectClipboard)
    })
    .also("paste view decode"),
    entry((Menu::Certificate, 3), "Revoke certificate…", Icon::Ban, ctrl(Key::Delete), |s| {
        s.unlocked()?;
        s.certificates()?;
        s.revoke_blocked.map_or(Ok(Command::Selected(SelectedAct::Revoke)), Err)
    })
    .also("withdraw invalidate key compromise")
    .action(Action::RevokeCertificate)
    .danger(),
];
