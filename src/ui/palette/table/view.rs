//! The menu of the view: what is shown, and how; and the forms that ask the API.

use super::{Entry, Menu, entry};
use crate::engine::Action;
use crate::ui::command::{AuthorityPage, Command, ManagedAct};
use crate::ui::kit::Icon;
use crate::ui::palette::shortcut::{ctrl, ctrl_shift};
use crate::ui::palette::situation::{Reason, Situation};
use crate::ui::theme::Theme;
use egui::Key;

/// In the order of the menu.
pub(super) const ENTRIES: &[Entry] = &[
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
];

/// A reading action, whose form is reached from a menu by "Ask the API…".
const fn asks(name: &'static str, action: Action, command: fn(&Situation) -> Result<Command, Reason>) -> Entry {
    let entry =
        entry((Menu::View, 0), name, Icon::Braces, None, command).also("api request json aws cli").action(action);
    Entry { palette_only: true, ..entry }
}

/// The form that asks by this action, in any workspace that is open.
fn ask(situation: &Situation, action: Action) -> Result<Command, Reason> {
    situation.open().map(|()| Command::AskApi(action))
}
