//! The Overview page: what an authority is, how it stands, and what needs attention first.

mod acts;
mod chain;
mod facts;
mod health;
mod identity;
mod lifecycle;
mod validity;

use facts::Facts;

use super::certificates::{Filter, Listing, Query};
use super::notes::notes_ui;
use crate::engine::{crl_address, ocsp_address};
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::derived::{AT_ONCE, Derived};
use crate::ui::kit::{Button, KeyValue, section_heading_ui};
use crate::ui::page;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use crate::workspace::{Authority, AuthorityId};
use egui::Ui;
use std::sync::Arc;

/// The Overview page.
#[derive(Default)]
pub(super) struct OverviewPage {
    facts: Derived<(AuthorityId, u64), Arc<Facts>>,
    counts: Derived<(AuthorityId, u64, i64), [usize; 5]>,
}

impl OverviewPage {
    /// Shows the page below the tabs.
    pub(super) fn ui(&mut self, ui: &mut Ui, context: PageContext<'_>, authority: &Authority, commands: &mut Commands) {
        let Some(facts) = self.facts(ui, context, authority) else { return };
        let counts = self.counts(ui, context, authority);
        page::body_ui(ui, "overview", |ui| {
            lifecycle::deletion_ui(ui, context, authority);
            notes_ui(ui, context, authority, commands, |_| true);
            // Both columns ask for things.
            let (mut left, mut right) = (Commands::new(), Commands::new());
            page::columns_ui(
                ui,
                |ui| left_ui(ui, context, authority, &facts, &mut left),
                |ui| {
                    chain::chain_ui(ui, context, authority, &facts.path, counts, &mut right);
                    health::health_ui(ui, context, authority);
                    acts::acts_ui(ui, context, authority, &mut right);
                },
            );
            commands.extend(left.into_iter().chain(right));
        });
    }

    fn facts(&mut self, ui: &Ui, context: PageContext<'_>, authority: &Authority) -> Option<Arc<Facts>> {
        let (workspace, id) = (context.workspace.clone(), authority.id());
        let compute =
            move || Arc::new(workspace.authority(id).map(|found| Facts::of(&workspace, found)).unwrap_or_default());
        // While another authority's are on their way, nothing of this one's is shown.
        let key = (id, context.workspace.head().seq);
        self.facts.get(ui.ctx(), key, false, compute).cloned()
    }

    /// How many certificates are valid, expire soon, are revoked; nothing while they are counted.
    fn counts(&mut self, ui: &Ui, context: PageContext<'_>, authority: &Authority) -> Option<[usize; 5]> {
        let query = Query {
            certificates: context.workspace.certificates().clone(),
            authority: authority.id(),
            filter: Filter::default(),
            now: context.now,
        };
        let long = query.certificates.len() > AT_ONCE;
        let minute = context.now.seconds().div_euclid(60);
        let key = (authority.id(), context.workspace.head().seq, minute);
        let counts = self.counts.get(ui.ctx(), key, long, move || Listing::default().next(&query).counts).copied();
        let issued = context.workspace.certificates().counts(authority.id()).issued;
        // Those of another authority or an older state do not add up.
        counts.filter(|counts| counts[0] == issued)
    }
}

fn left_ui(ui: &mut Ui, context: PageContext<'_>, authority: &Authority, facts: &Facts, commands: &mut Commands) {
    if let Some(installed) = &authority.installed {
        section(ui, "Validity", |ui| {
            let until = words::date(installed.not_after);
            let days = words::days_until(installed.not_after, context.now);
            let words =
                if days < 0 { format!("{until}, expired") } else { format!("{until}, in {}", words::days(days)) };
            quiet(ui, &words);
        });
        ui.add_space(4.0);
        validity::validity_ui(ui, &facts.path, context.now);
        ui.add_space(10.0);
    }
    identity::identity_ui(ui, context, authority, facts, commands);
    identity::key_ui(ui, context, authority, facts);
    addresses_ui(ui, context, authority, commands);
}

/// A heading, and 10 between the groups.
fn section(ui: &mut Ui, words: &str, right: impl FnOnce(&mut Ui)) {
    section_heading_ui(ui, words, right);
    ui.add_space(4.0);
}

fn quiet(ui: &mut Ui, words: &str) {
    let color = ui.tokens().text2;
    ui.add(crate::ui::kit::Label::new(words, Type::Small).color(color));
}

/// Where the certificates that it issues send clients.
fn addresses_ui(ui: &mut Ui, context: PageContext<'_>, authority: &Authority, commands: &mut Commands) {
    section(ui, "Addresses in certificates", |ui| {
        if ui.add(Button::link("Show revocation")).clicked() {
            commands.push(Command::Show(crate::ui::command::AuthorityPage::Revocation));
        }
    });
    let settings = context.workspace.settings_in_force();
    for (name, address) in [("CRL", crl_address(authority, settings)), ("OCSP", ocsp_address(authority, settings))] {
        match address {
            Some(address) => drop(KeyValue::new(name, &address).mono().show(ui)),
            None => drop(KeyValue::new(name, "None").no_copy().show(ui)),
        }
    }
}
