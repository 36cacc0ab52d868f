//! The one table of commands: the menus, the palette, the keyboard and the list of shortcuts are
//! read from it.

use super::shortcut::{ctrl, ctrl_shift, key};
use super::situation::{Reason, SelectedAuthority, Situation};
use crate::engine::{Access, Action};
use crate::ui::availability;
use crate::ui::command::{AuthorityPage, Command, ManagedAct, SelectedAct};
use crate::ui::kit::Icon;
use crate::ui::theme::Theme;
use crate::workspace::CertificateAuthorityStatus::{self, Active, Deleted, Disabled, PendingCertificate};
use egui::{Key, KeyboardShortcut};

/// A command by name.
pub struct Entry {
    /// What it does, as menus write it; `…` when more is asked.
    pub name: &'static str,
    /// Other words that people look for it by.
    pub also: &'static str,
    /// The action of the API behind it.
    pub action: Option<Action>,
    /// Its icon in the palette.
    pub icon: Icon,
    /// Its shortcut.
    pub shortcut: Option<KeyboardShortcut>,
    /// Where it stands.
    pub menu: Menu,
    /// The group within the menu; a line divides groups.
    pub group: u8,
    /// It leads to a dialog of danger.
    pub danger: bool,
    /// It stands in no menu: another entry of the menu leads there.
    pub palette_only: bool,
    /// Whether it is on, for what is on or off.
    pub checked: Option<fn(&Situation) -> bool>,
    /// Whether its menu shows it, for what is of use in one state only: the palette says why it cannot act otherwise.
    pub apt: Option<fn(&Situation) -> bool>,
    /// The command for what is selected, or why it cannot act.
    pub command: fn(&Situation) -> Result<Command, Reason>,
}

/// The menus of the top bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    /// Files, lock, settings.
    Workspace,
    /// The selected authority, and new ones.
    Authority,
    /// The selected certificates, and new ones.
    Certificate,
    /// What is shown, and how.
    View,
    /// About this program.
    Help,
}

impl Menu {
    /// All menus, from left to right.
    pub const ALL: [Self; 5] = [Self::Workspace, Self::Authority, Self::Certificate, Self::View, Self::Help];

    /// Its word in the top bar.
    pub fn name(self) -> &'static str {
        match self {
            Self::Workspace => "Workspace",
            Self::Authority => "Authority",
            Self::Certificate => "Certificate",
            Self::View => "View",
            Self::Help => "Help",
        }
    }

    /// Its commands, in order.
    pub fn entries(self) -> impl Iterator<Item = &'static Entry> {
        TABLE.iter().filter(move |entry| entry.menu == self && !entry.palette_only)
    }
}

const fn entry(
    (menu, group): (Menu, u8),
    name: &'static str,
    icon: Icon,
    shortcut: Option<KeyboardShortcut>,
    command: fn(&Situation) -> Result<Command, Reason>,
) -> Entry {
    Entry {
        name,
        also: "",
        action: None,
        icon,
        shortcut,
        menu,
        group,
        danger: false,
        palette_only: false,
        checked: None,
        apt: None,
        command,
    }
}

/// A reading action, whose form is reached from a menu by "Ask the API…".
const fn asks(name: &'static str, action: Action, command: fn(&Situation) -> Result<Command, Reason>) -> Entry {
    let entry =
        entry((Menu::View, 0), name, Icon::Braces, None, command).also("api request json aws cli").action(action);
    Entry { palette_only: true, ..entry }
}

impl Entry {
    const fn also(mut self, also: &'static str) -> Self {
        self.also = also;
        self
    }

    const fn action(mut self, action: Action) -> Self {
        self.action = Some(action);
        self
    }

    const fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    const fn palette_only(mut self) -> Self {
        self.palette_only = true;
        self
    }

    const fn where_apt(mut self, apt: fn(&Situation) -> bool) -> Self {
        self.apt = Some(apt);
        self
    }

    const fn checked(mut self, checked: fn(&Situation) -> bool) -> Self {
        self.checked = Some(checked);
        self
    }
}

/// All commands, in the order of the menus.
pub static TABLE: &[Entry] = &[
    // Workspace
    entry((Menu::Workspace, 0), "New workspace…", Icon::FilePlus, ctrl(Key::N), |_| Ok(Command::NewWorkspace))
        .also("create file"),
    entry((Menu::Workspace, 0), "Open workspace…", Icon::FolderOpen, ctrl(Key::O), |_| Ok(Command::OpenWorkspace))
        .also("file recent"),
    entry((Menu::Workspace, 0), "Try the sample", Icon::FlaskConical, None, |_| Ok(Command::TrySample))
        .also("demo example explore"),
    entry((Menu::Workspace, 1), "Unlock…", Icon::LockOpen, None, |s| match s.access {
        Some(Access::Unlocked) => Err("Already unlocked"),
        Some(Access::Locked) => Ok(Command::Unlock),
        Some(Access::ReadOnly(_)) | None => s.unlocked().map(|()| Command::Unlock),
    })
    .also("passphrase password"),
    entry((Menu::Workspace, 1), "Go on from this copy…", Icon::FileKey, None, |s| {
        s.open()?;
        if s.is_another_copy { Ok(Command::GoOn) } else { Err("The file is no other copy") }
    })
    .also("older backup restore read-only"),
    entry((Menu::Workspace, 1), "Lock", Icon::Lock, ctrl(Key::L), |s| match s.access {
        Some(Access::Locked) => Err("Already locked"),
        _ => s.unlocked().map(|()| Command::Lock),
    }),
    entry((Menu::Workspace, 1), "Change passphrase…", Icon::KeyRound, None, |s| {
        s.unlocked().map(|()| Command::ChangePassphrase)
    })
    .also("password"),
    entry((Menu::Workspace, 2), "Settings…", Icon::Settings, ctrl(Key::Comma), |s| {
        s.unlocked().map(|()| Command::Settings)
    })
    .also("preferences account region publication address auto-lock"),
    entry((Menu::Workspace, 2), "Buckets…", Icon::Archive, None, |s| s.unlocked().map(|()| Command::Buckets))
        .also("s3 folder publish"),
    entry((Menu::Workspace, 3), "Save a copy…", Icon::Save, None, |s| s.open().map(|()| Command::SaveCopy))
        .also("backup"),
    entry((Menu::Workspace, 3), "Verify file", Icon::BadgeCheck, None, |s| s.open().map(|()| Command::VerifyFile))
        .also("integrity chain records check"),
    entry((Menu::Workspace, 4), "Close workspace", Icon::X, ctrl(Key::W), |s| {
        s.open().map(|()| Command::CloseWorkspace)
    }),
    entry((Menu::Workspace, 4), "Quit", Icon::LogOut, ctrl(Key::Q), |_| Ok(Command::Quit)).also("exit close window"),
    // Authority
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
    // Certificate
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
    // View
    entry((Menu::View, 0), "Home", Icon::House, ctrl_shift(Key::H), |s| s.open().map(|()| Command::Home))
        .also("start dashboard list authorities")
        .action(Action::ListCertificateAuthorities),
    entry((Menu::View, 0), "Audit of the workspace", Icon::ScrollText, None, |s| s.open().map(|()| Command::Audit))
        .also("history records log journal"),
    entry((Menu::View, 0), "Managed certificates", Icon::RefreshCw, None, |s| {
        s.open().map(|()| Command::Managed(ManagedAct::Show))
    })
    .also("acm certificate manager renewals export keys"),
    entry((Menu::View, 0), "Search", Icon::Search, ctrl(Key::F), |s| s.open().map(|()| Command::Find)).also("find"),
    entry((Menu::View, 0), "Command palette", Icon::SquareTerminal, ctrl(Key::K), |_| Ok(Command::Palette)),
    entry((Menu::View, 0), "Ask the API…", Icon::Braces, None, |s| match s.authority {
        Some(_) => ask(s, Action::DescribeCertificateAuthority),
        None => ask(s, Action::ListCertificateAuthorities),
    })
    .also("request json aws cli describe get list answer"),
    entry((Menu::View, 1), "Show overview", Icon::Stamp, ctrl(Key::Num1), |s| {
        s.authority().map(|_| Command::Show(AuthorityPage::Overview))
    })
    .also("describe details")
    .action(Action::DescribeCertificateAuthority),
    entry((Menu::View, 1), "Show certificates", Icon::List, ctrl(Key::Num2), |s| {
        s.authority().map(|_| Command::Show(AuthorityPage::Certificates))
    })
    .also("issued list"),
    entry((Menu::View, 1), "Show revocation", Icon::Ban, ctrl(Key::Num3), |s| {
        s.authority().map(|_| Command::Show(AuthorityPage::Revocation))
    })
    .also("crl revoked list"),
    entry((Menu::View, 1), "Show access", Icon::KeyRound, ctrl(Key::Num4), |s| {
        s.authority().map(|_| Command::Show(AuthorityPage::Access))
    })
    .also("permissions services accounts shared list")
    .action(Action::ListPermissions),
    entry((Menu::View, 1), "Show tags", Icon::Tag, ctrl(Key::Num5), |s| {
        s.authority().map(|_| Command::Show(AuthorityPage::Tags))
    })
    .also("labels list")
    .action(Action::ListTags),
    entry((Menu::View, 1), "Show audit", Icon::ScrollText, ctrl(Key::Num6), |s| {
        s.authority().map(|_| Command::Show(AuthorityPage::Audit))
    })
    .also("history records log describe reports")
    .action(Action::DescribeCertificateAuthorityAuditReport),
    entry((Menu::View, 1), "Show resource policy", Icon::Braces, None, |s| {
        let authority = s.authority()?;
        if authority.has_policy { Ok(Command::Show(AuthorityPage::Access)) } else { Err("No policy is attached") }
    })
    .also("shared accounts json")
    .action(Action::GetPolicy)
    .palette_only(),
    asks("Ask the API: describe an authority…", Action::DescribeCertificateAuthority, |s| {
        ask(s, Action::DescribeCertificateAuthority)
    }),
    asks("Ask the API: how far an audit report is…", Action::DescribeCertificateAuthorityAuditReport, |s| {
        ask(s, Action::DescribeCertificateAuthorityAuditReport)
    }),
    asks("Ask the API: fetch a certificate…", Action::GetCertificate, |s| ask(s, Action::GetCertificate)),
    asks("Ask the API: fetch the certificate of an authority…", Action::GetCertificateAuthorityCertificate, |s| {
        ask(s, Action::GetCertificateAuthorityCertificate)
    }),
    asks("Ask the API: fetch the CSR of an authority…", Action::GetCertificateAuthorityCsr, |s| {
        ask(s, Action::GetCertificateAuthorityCsr)
    }),
    asks("Ask the API: fetch the resource policy…", Action::GetPolicy, |s| ask(s, Action::GetPolicy)),
    asks("Ask the API: list authorities…", Action::ListCertificateAuthorities, |s| {
        ask(s, Action::ListCertificateAuthorities)
    }),
    asks("Ask the API: list permissions…", Action::ListPermissions, |s| ask(s, Action::ListPermissions)),
    asks("Ask the API: list tags…", Action::ListTags, |s| ask(s, Action::ListTags)),
    entry((Menu::View, 2), "Theme: system", Icon::SunMoon, None, |_| Ok(Command::Theme(Theme::System)))
        .also("colour color appearance")
        .checked(|s| s.theme == Theme::System),
    entry((Menu::View, 2), "Theme: light", Icon::Sun, None, |_| Ok(Command::Theme(Theme::Light)))
        .also("colour color appearance bright")
        .checked(|s| s.theme == Theme::Light),
    entry((Menu::View, 2), "Theme: dark", Icon::Moon, None, |_| Ok(Command::Theme(Theme::Dark)))
        .also("colour color appearance night")
        .checked(|s| s.theme == Theme::Dark),
    entry((Menu::View, 2), "Stronger lines", Icon::Square, None, |s| Ok(Command::StrongerLines(!s.stronger_lines)))
        .also("contrast accessibility borders")
        .checked(|s| s.stronger_lines),
    entry((Menu::View, 3), "Zoom in", Icon::ZoomIn, ctrl(Key::Plus), |_| Ok(Command::Zoom(1))).also("larger bigger"),
    entry((Menu::View, 3), "Zoom out", Icon::ZoomOut, ctrl(Key::Minus), |_| Ok(Command::Zoom(-1))).also("smaller"),
    entry((Menu::View, 3), "Actual size", Icon::Search, ctrl(Key::Num0), |_| Ok(Command::Zoom(0)))
        .also("zoom reset 100"),
    // Help
    entry((Menu::Help, 0), "Shortcuts", Icon::CircleQuestionMark, key(Key::F1), |_| Ok(Command::Shortcuts))
        .also("keyboard keys help"),
    entry((Menu::Help, 0), "About Canopy", Icon::Info, None, |_| Ok(Command::About)).also("version license"),
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

/// The form that asks by this action, in any workspace that is open.
fn ask(situation: &Situation, action: Action) -> Result<Command, Reason> {
    situation.open().map(|()| Command::AskApi(action))
}

/// The selected authority, when it has a certificate.
fn installed(situation: &Situation) -> Result<crate::workspace::AuthorityId, Reason> {
    let authority = situation.authority()?;
    if authority.installed { Ok(authority.id) } else { Err("No certificate yet") }
}

/// The selected authority, when it has published a CRL.
fn published(situation: &Situation) -> Result<crate::workspace::AuthorityId, Reason> {
    let authority = situation.authority()?;
    if authority.crl_published { Ok(authority.id) } else { Err("No CRL yet") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::palette::shortcut;
    use std::collections::BTreeSet;

    #[test]
    fn every_action_is_in_the_table() {
        let listed: BTreeSet<Action> = TABLE.iter().filter_map(|entry| entry.action).collect();
        let missing: Vec<&Action> = Action::ALL.iter().filter(|action| !listed.contains(action)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn names_and_shortcuts_are_used_once() {
        let names: BTreeSet<&str> = TABLE.iter().map(|entry| entry.name).collect();
        assert_eq!(names.len(), TABLE.len());
        let all: Vec<String> = TABLE.iter().filter_map(|e| e.shortcut.as_ref().map(shortcut::words)).collect();
        let shortcuts: BTreeSet<&String> = all.iter().collect();
        assert_eq!(shortcuts.len(), all.len());
    }

    #[test]
    fn without_a_workspace_only_what_needs_none_can_act() {
        let nothing = Situation::default();
        let can: Vec<&str> =
            TABLE.iter().filter(|entry| (entry.command)(&nothing).is_ok()).map(|entry| entry.name).collect();
        assert!(can.contains(&"New workspace…") && can.contains(&"Inspect file…") && can.contains(&"Zoom in"));
        assert!(!can.iter().any(|name| name.contains("CA") || name.contains("CRL") || name.contains("Lock")));
        assert!((TABLE[0].command)(&nothing).is_ok());
    }

    #[test]
    fn groups_of_a_menu_stand_together() {
        for menu in Menu::ALL {
            let groups: Vec<u8> = menu.entries().map(|entry| entry.group).collect();
            assert!(groups.is_sorted(), "{}", menu.name());
            assert!(!groups.is_empty());
        }
    }
}
