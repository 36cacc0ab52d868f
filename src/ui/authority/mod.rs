//! The pages of an authority.

mod access;
mod certificates;
pub(super) mod menu;
mod notes;
mod overview;
mod revocation;
mod tags;

pub use certificates::Column;
pub use certificates::{Filter, Kind, Listing, Query, Sorting, TableLook};

use super::attention::Attention;
use super::audit::AuditPage;
use super::command::{AuthorityPage, Command, Commands};
use super::context::PageContext;
use super::kit::{Button, Icon, IconButton, Tab, hairline_ui, menu_button, tabs_ui};
use super::page;
use super::search::authority_name;
use super::words;
use crate::engine::key;
use crate::workspace::{Authority, AuthorityId, CertificateArn, CertificateAuthorityStatus, CertificateAuthorityType};
use access::AccessPage;
use certificates::CertificatesPage;
use egui::{Rect, Ui, UiBuilder, vec2};
use overview::OverviewPage;
use revocation::RevocationPage;
use std::collections::HashMap;

/// The pages in the order of their tabs.
const PAGES: [AuthorityPage; 6] = [
    AuthorityPage::Overview,
    AuthorityPage::Certificates,
    AuthorityPage::Revocation,
    AuthorityPage::Access,
    AuthorityPage::Tags,
    AuthorityPage::Audit,
];

/// The pages of the authorities, with what they remember: filters, sorting, selection.
#[derive(Default)]
pub struct AuthorityView {
    overview: OverviewPage,
    certificates: HashMap<AuthorityId, CertificatesPage>,
    revocation: HashMap<AuthorityId, RevocationPage>,
    access: HashMap<AuthorityId, AccessPage>,
    audit: HashMap<AuthorityId, AuditPage>,
    look: TableLook,
    shown: Option<(AuthorityId, AuthorityPage)>,
}

impl AuthorityView {
    /// With tables of certificates that look like those of the last window.
    pub fn like(look: TableLook) -> Self {
        Self { look, ..Self::default() }
    }

    /// How tables of certificates look, for the next window.
    pub fn look(&self) -> &TableLook {
        &self.look
    }

    /// Shows a page of an authority; nothing when there is no such authority.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        context: PageContext<'_>,
        authority: AuthorityId,
        page: AuthorityPage,
        commands: &mut Commands,
    ) {
        let Some(authority) = context.workspace.authority(authority) else { return };
        self.shown = Some((authority.id(), page));
        ui.push_id(authority.id(), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            header_ui(ui, context, authority, commands);
            tab_row_ui(ui, context, authority, page, commands);
            match page {
                AuthorityPage::Overview => self.overview.ui(ui, context, authority, commands),
                AuthorityPage::Certificates => {
                    let page = self.certificates.entry(authority.id()).or_default();
                    page.ui(ui, context, authority, &mut self.look, commands);
                }
                AuthorityPage::Revocation => {
                    self.revocation.entry(authority.id()).or_default().ui(ui, context, authority, commands);
                }
                AuthorityPage::Access => {
                    self.access.entry(authority.id()).or_default().ui(ui, context, authority, commands);
                }
                AuthorityPage::Audit => {
                    self.audit.entry(authority.id()).or_default().ui(ui, context, Some(authority), commands);
                }
                AuthorityPage::Tags => tags::tags_ui(ui, context, authority, commands),
            }
        });
    }

    /// How many certificates are selected in the table that was shown last, and why none of them can be revoked.
    pub fn selection(&self, context: PageContext<'_>) -> (usize, Option<&'static str>) {
        let Some((authority, AuthorityPage::Certificates)) = self.shown else { return (0, None) };
        let page = self.certificates.get(&authority);
        page.map_or((0, None), |page| (page.selected_count(), page.revoke_blocked(context)))
    }

    /// The certificates that are selected in the table, while that is the page that was shown last:
    /// commands act on nothing that cannot be seen.
    pub fn selected(&self, context: PageContext<'_>) -> Vec<CertificateArn> {
        let Some((authority, AuthorityPage::Certificates)) = self.shown else { return Vec::new() };
        self.certificates.get(&authority).map_or_else(Vec::new, |page| page.selected(context))
    }
}

fn header_ui(ui: &mut Ui, context: PageContext<'_>, authority: &Authority, commands: &mut Commands) {
    let (status, words) = menu::badge(authority, context);
    let facts = facts(context, authority);
    page::header_ui(ui, &authority_name(authority), Some((status, &words)), &facts, |ui| {
        let id = authority.id();
        let more = IconButton::new(Icon::Ellipsis, "More acts").framed();
        menu_button(ui, more, |ui| menu::authority_menu_ui(ui, context, authority, commands));
        let (words, icon, blocked, command) = match authority.status(context.now) {
            CertificateAuthorityStatus::PendingCertificate => {
                ("Install certificate…", Icon::Download, context.blocked(), Command::Install(id))
            }
            CertificateAuthorityStatus::Deleted => {
                let blocked = menu::restore_blocked(context, authority);
                ("Restore…", Icon::ArrowBigUpDash, blocked, Command::RestoreAuthority(id))
            }
            _ => {
                let blocked = menu::issue_blocked(context, authority);
                ("Issue certificate…", Icon::Plus, blocked, Command::Issue(Some(id)))
            }
        };
        if ui.add(Button::primary(words).icon(icon).blocked(blocked)).clicked() {
            commands.push(command);
        }
    });
}

/// What the line below the title tells.
fn facts(context: PageContext<'_>, authority: &Authority) -> Vec<String> {
    let issuer = authority.parent.and_then(|parent| context.workspace.authority(parent));
    let kind = match (authority.authority_type, issuer) {
        (CertificateAuthorityType::Root, _) => "Root".to_owned(),
        (_, Some(issuer)) => format!("Subordinate of {}", authority_name(issuer)),
        (..) => "Subordinate".to_owned(),
    };
    let mut facts = vec![kind, key::words(authority.key_algorithm).to_owned()];
    if let Some(installed) = &authority.installed {
        facts.push(match words::days_until(installed.not_after, context.now) {
            0 => "expires today".to_owned(),
            days @ 1.. => format!("expires in {}", words::days(days)),
            days => format!("expired {} ago", words::days(-days)),
        });
    }
    facts
}

fn tab_row_ui(
    ui: &mut Ui,
    context: PageContext<'_>,
    authority: &Authority,
    page: AuthorityPage,
    commands: &mut Commands,
) {
    let counts = context.workspace.certificates().counts(authority.id());
    let issued = words::count(counts.issued);
    let attention = Attention::of(authority, context.now);
    let crl = attention.iter().any(Attention::is_about_crl);
    let tagged = words::count(authority.tags.len());
    let tags = if authority.tags.is_empty() { Tab::new("Tags") } else { Tab::new("Tags").count(&tagged) };
    let tabs = [
        Tab::new("Overview"),
        Tab::new("Certificates").count(&issued),
        Tab::new("Revocation").trouble(crl),
        Tab::new("Access"),
        tags,
        Tab::new("Audit"),
    ];
    let padding = page::padding(ui);
    let place = ui.available_rect_before_wrap();
    let place = Rect::from_min_size(place.min, vec2(place.width(), 36.0));
    let mut chosen = PAGES.iter().position(|known| *known == page).unwrap_or(0);
    let row = place.shrink2(vec2(padding, 0.0));
    let response = ui
        .scope_builder(UiBuilder::new().max_rect(row), |ui| tabs_ui(ui, "Pages of the authority", &tabs, &mut chosen));
    if response.inner.changed() {
        commands.push(Command::Show(PAGES[chosen]));
    }
    // The line of the chosen tab stands on the hairline.
    ui.add_space(-1.0);
    hairline_ui(ui);
}
