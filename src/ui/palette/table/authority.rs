//! The menu of the authority: new ones, and what is done with the selected one.

use super::{Entry, Menu, entry};
use crate::engine::Action;
use crate::ui::availability;
use crate::ui::command::Command;
use crate::ui::kit::Icon;
use crate::ui::palette::shortcut::ctrl;
use crate::ui::palette::situation::{Reason, SelectedAuthority, Situation};
use crate::workspace::AuthorityId;
use crate::workspace::CertificateAuthorityStatus::{self, Deleted, Disabled, PendingCertificate};
use egui::Key;

/// In the order of the menu.
pub(super) const ENTRIES: &[Entry] = &[
    entry((Menu::Authority, 0), "New root CA…", Icon::Plus, ctrl(Key::R), |s| {
        s.unlocked().map(|()| Command::NewRoot)
    })
    .also("create authority")
    .action(Action::CreateCertificateAuthority),
    entry((Menu::Authority, 0), "New subordinate CA…", Icon::CornerDownRight, ctrl(Key::U), |s| {
        s.unlocked().map(|()| Command::NewSubordinate(s.authority.as_ref().map(|a| a.id)))
    })
    .also("create intermediate issuing authority")
    .action(Action::CreateCertificateAuthority),
    entry((Menu::Authority, 1), "Install certificate…", Icon::Download, None, |s| {
        s.unlocked()?;
        s.authority_in(PendingCertificate, "Already installed").map(|a| Command::Install(a.id))
    })
    .also("import sign activate pending")
    .action(Action::ImportCertificateAuthorityCertificate)
    .where_apt(|s| is_now(s, PendingCertificate)),
    entry((Menu::Authority, 1), "Inspect CSR", Icon::Eye, None, |s| s.authority().map(|a| Command::InspectCsr(a.id)))
        .also("look request pkcs10"),
    entry((Menu::Authority, 1), "Save CSR…", Icon::FileText, None, |s| match s.authority()? {
        // The API answers none of it.
        authority if authority.status == Deleted => Err("The authority is deleted"),
        authority => Ok(Command::SaveAuthorityCsr(authority.id)),
    })
    .also("export request download")
    .action(Action::GetCertificateAuthorityCsr),
    entry((Menu::Authority, 1), "Inspect CA certificate", Icon::Eye, None, |s| {
        installed(s).map(Command::InspectAuthority)
    })
    .also("look details asn.1"),
    entry((Menu::Authority, 1), "Save CA certificate…", Icon::ShieldCheck, None, |s| {
        installed(s).map(Command::SaveAuthorityCertificate)
    })
    .also("export download chain")
    .action(Action::GetCertificateAuthorityCertificate),
    entry((Menu::Authority, 2), "Publish CRL now", Icon::RefreshCw, None, |s| {
        s.unlocked()?;
        let authority = s.authority()?;
        authority.crl_blocked.map_or(Ok(Command::SignCrl(authority.id)), Err)
    })
    .also("sign revocation list refresh"),
    entry((Menu::Authority, 2), "Inspect CRL", Icon::Eye, None, |s| published(s).map(Command::InspectCrl))
        .also("look revocation list"),
    entry((Menu::Authority, 2), "Save CRL…", Icon::ScrollText, None, |s| published(s).map(Command::SaveCrl))
        .also("export download revocation list"),
    entry((Menu::Authority, 2), "Write audit report…", Icon::FileText, None, |s| {
        s.unlocked()?;
        let authority = s.authority()?;
        authority.report_blocked.map_or(Ok(Command::WriteAuditReport(authority.id)), Err)
    })
    .also("create list of issued certificates json csv")
    .action(Action::CreateCertificateAuthorityAuditReport),
    entry((Menu::Authority, 3), "Grant permission…", Icon::BadgeCheck, None, |s| {
        access(s).map(|a| Command::GrantPermission(a.id))
    })
    .also("create certificate manager service acm renew")
    .action(Action::CreatePermission),
    entry((Menu::Authority, 3), "Withdraw permission…", Icon::X, None, |s| {
        let authority = access(s)?;
        if authority.has_permission {
            Ok(Command::WithdrawPermission(authority.id, None))
        } else {
            Err("No service has a permission")
        }
    })
    .also("delete revoke certificate manager service acm")
    .action(Action::DeletePermission)
    .danger(),
    entry((Menu::Authority, 3), "Edit resource policy…", Icon::PenLine, None, |s| {
        access(s).map(|a| Command::PutPolicy(a.id))
    })
    .also("put attach replace share accounts users roles json")
    .action(Action::PutPolicy),
    entry((Menu::Authority, 3), "Remove resource policy…", Icon::Trash2, None, |s| {
        let authority = access(s)?;
        if authority.has_policy { Ok(Command::DeletePolicy(authority.id)) } else { Err("No policy is attached") }
    })
    .also("delete unshare accounts")
    .action(Action::DeletePolicy)
    .danger(),
    entry((Menu::Authority, 4), "Add tags…", Icon::Tag, None, |s| {
        s.unlocked()?;
        let authority = s.authority()?;
        availability::tags(authority.status).map_or(Ok(Command::TagAuthority(authority.id, None)), Err)
    })
    .also("label edit value")
    .action(Action::TagCertificateAuthority),
    entry((Menu::Authority, 4), "Remove tags…", Icon::X, None, |s| {
        s.unlocked()?;
        let authority = s.authority()?;
        match availability::tags(authority.status) {
            Some(reason) => Err(reason),
            None if !authority.tagged => Err("It has no tags"),
            None => Ok(Command::UntagAuthority(authority.id, None)),
        }
    })
    .also("label delete untag")
    .action(Action::UntagCertificateAuthority),
    entry((Menu::Authority, 4), "Name and note…", Icon::Tag, None, |s| {
        s.unlocked()?;
        s.authority().map(|a| Command::AnnotateAuthority(a.id))
    })
    .also("rename friendly comment authority"),
    entry((Menu::Authority, 5), "Change status and revocation…", Icon::PenLine, None, |s| {
        s.unlocked()?;
        let authority = s.authority()?;
        availability::update(authority.status).map_or(Ok(Command::UpdateAuthority(authority.id)), Err)
    })
    .also("update disable enable crl ocsp configuration")
    .action(Action::UpdateCertificateAuthority),
    entry((Menu::Authority, 5), "Enable", Icon::Check, None, |s| {
        s.unlocked()?;
        let authority = s.authority()?;
        availability::enable(authority.status).map_or(Ok(Command::EnableAuthority(authority.id)), Err)
    })
    .also("activate resume")
    .where_apt(|s| is_now(s, Disabled)),
    entry((Menu::Authority, 5), "Disable", Icon::Ban, None, |s| {
        s.unlocked()?;
        let authority = s.authority()?;
        availability::disable(authority.status).map_or(Ok(Command::DisableAuthority(authority.id)), Err)
    })
    .also("suspend pause stop")
    .where_apt(|s| !is_now(s, Disabled) && !is_now(s, Deleted)),
    entry((Menu::Authority, 5), "Restore CA…", Icon::ArrowBigUpDash, None, |s| {
        s.unlocked()?;
        let authority = s.authority()?;
        authority.restore_blocked.map_or(Ok(Command::RestoreAuthority(authority.id)), Err)
    })
    .also("undelete bring back authority")
    .action(Action::RestoreCertificateAuthority)
    .where_apt(|s| is_now(s, Deleted)),
    entry((Menu::Authority, 5), "Delete CA…", Icon::Trash2, None, |s| {
        s.unlocked()?;
        let authority = s.authority()?;
        availability::delete(authority.status).map_or(Ok(Command::DeleteAuthority(authority.id)), Err)
    })
    .also("remove destroy erase key authority")
    .action(Action::DeleteCertificateAuthority)
    .danger(),
];

/// The selected authority, when who may use it can be changed now.
fn access(situation: &Situation) -> Result<&SelectedAuthority, Reason> {
    situation.unlocked()?;
    let authority = situation.authority()?;
    availability::access(authority.status).map_or(Ok(authority), Err)
}

/// Whether an authority is selected and has this status.
fn is_now(situation: &Situation, status: CertificateAuthorityStatus) -> bool {
    situation.authority.as_ref().is_some_and(|authority| authority.status == status)
}

/// The selected authority, when it has a certificate.
fn installed(situation: &Situation) -> Result<AuthorityId, Reason> {
    let authority = situation.authority()?;
    if authority.installed { Ok(authority.id) } else { Err("No certificate yet") }
}

/// The selected authority, when it has published a CRL.
fn published(situation: &Situation) -> Result<AuthorityId, Reason> {
    let authority = situation.authority()?;
    if authority.crl_published { Ok(authority.id) } else { Err("No CRL yet") }
}
