//! The Revocation page: the CRL, where it lies, how it is configured, and what it lists.

mod configuration;
mod crl;
mod keyboard;
mod list;
mod shards;

use super::menu::{crl_blocked, update_blocked};
use super::notes::notes_ui;
use crate::ui::attention::Attention;
use crate::ui::command::{Command, Commands, EndpointAct};
use crate::ui::context::PageContext;
use crate::ui::kit::{Button, Icon, IconButton, KeyValue, Label, ValidityBar, paint, section_heading_ui};
use crate::ui::lists;
use crate::ui::page;
use crate::ui::theme::{Type, UiTokens as _};
use crate::workspace::Authority;
use egui::{Align, Layout, Ui, vec2};
use list::RevokedList;

/// The Revocation page.
#[derive(Default)]
pub(super) struct RevocationPage {
    list: RevokedList,
}

impl RevocationPage {
    /// Shows the page below the tabs.
    pub(super) fn ui(&mut self, ui: &mut Ui, context: PageContext<'_>, authority: &Authority, commands: &mut Commands) {
        self.list.refresh(ui, context, authority);
        let whole = ui.available_rect_before_wrap();
        page::body_ui(ui, "revocation", |ui| {
            notes_ui(ui, context, authority, commands, Attention::is_about_crl);
            let (mut left, mut right) = (Commands::new(), Commands::new());
            page::columns_ui(
                ui,
                |ui| crl_ui(ui, context, authority, &mut left),
                |ui| configuration_ui(ui, context, authority, &mut right),
            );
            commands.extend(left.into_iter().chain(right));
            ui.add_space(32.0);
            self.list.ui(ui, context, whole, commands);
        });
    }
}

/// The last CRL, and its acts.
fn crl_ui(ui: &mut Ui, context: PageContext<'_>, authority: &Authority, commands: &mut Commands) {
    let (status, words) = crl::standing(authority, context.now);
    // Beside an open inspector the words need the room of the buttons.
    let wide = ui.available_width() >= 540.0;
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 32.0), Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        ui.add(Label::new("CRL", Type::Heading).height(32.0).heading());
        ui.add(crate::ui::kit::StatusLine(status, &words));
        let row = ui.max_rect();
        page::end_ui(ui, row, "crl", |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let none = (!lists::is_published(authority)).then_some("No CRL was published yet");
            if ui.add(IconButton::new(Icon::Eye, "Inspect CRL").framed().blocked(none)).clicked() {
                commands.push(Command::InspectCrl(authority.id()));
            }
            let save = match wide {
                true => ui.add(Button::secondary("Save CRL…").icon(Icon::Download).blocked(none)),
                false => ui.add(IconButton::new(Icon::Download, "Save CRL…").framed().blocked(none)),
            };
            if save.clicked() {
                commands.push(Command::SaveCrl(authority.id()));
            }
            let publish = Button::secondary("Publish CRL now");
            let publish = if wide { publish.icon(Icon::PenLine) } else { publish };
            if ui.add(publish.blocked(crl_blocked(context, authority))).clicked() {
                commands.push(Command::SignCrl(authority.id()));
            }
        });
    });
    if lists::is_partitioned(authority) {
        return shards::shards_ui(ui, context, authority, commands);
    }
    let Some(last) = crl::Last::of(authority, context.now) else {
        ui.add_space(12.0);
        let color = ui.tokens().text2;
        ui.add(Label::new(crl::why_none(authority, context.now), Type::Body).color(color).wrap());
        return;
    };
    ui.add_space(10.0);
    let (from, until) = match wide {
        true => (format!("This update {}", last.from), format!("Next update {}", last.until)),
        false => (last.from.clone(), last.until.clone()),
    };
    let again = last.again.as_deref().unwrap_or_default();
    let width = |words| paint::width(ui.painter(), words, Type::Caption) + 8.0;
    // Without room for its words the notch says enough.
    let fits = width(&from).max(width(&until)) * 2.0 + width(again) <= ui.available_width();
    let mut bar = ValidityBar::new(last.passed, &from, if fits { again } else { "" }, &until);
    if last.again.is_some() {
        bar = bar.notch(0.5);
    }
    if last.passed >= 1.0 {
        bar = bar.color(ui.tokens().warn_mark);
    }
    ui.add(bar);
    ui.add_space(8.0);
    KeyValue::new("Number", &last.number).key_width(112.0).mono().show(ui);
    KeyValue::new("Entries", &last.entries).key_width(112.0).no_copy().show(ui);
    if let Some(sha256) = &last.sha256 {
        KeyValue::new("SHA-256", sha256).key_width(112.0).mono().show(ui);
    }
    ui.add_space(12.0);
    crl::copies_ui(ui, context, authority);
    shards::shards_ui(ui, context, authority, commands);
}

/// How revocation is told, and the way to change it.
fn configuration_ui(ui: &mut Ui, context: PageContext<'_>, authority: &Authority, commands: &mut Commands) {
    // Level with the heading of the CRL, whose row is higher.
    ui.add_space(2.0);
    section_heading_ui(ui, "Configuration", |ui| {
        if ui.add(Button::link("Change…").blocked(update_blocked(context, authority))).clicked() {
            commands.push(Command::UpdateAuthority(authority.id()));
        }
    });
    ui.add_space(4.0);
    for row in configuration::rows(context.workspace, authority) {
        row_ui(ui, &row);
    }
    ui.add_space(20.0);
    section_heading_ui(ui, "OCSP", |_| {});
    ui.add_space(4.0);
    for row in configuration::ocsp_rows(context.workspace, authority) {
        row_ui(ui, &row);
    }
    ui.add_space(20.0);
    section_heading_ui(ui, "Answered here", |ui| {
        if ui.add(Button::link("Show endpoint")).clicked() {
            commands.push(Command::Endpoint(EndpointAct::Show));
        }
    });
    ui.add_space(4.0);
    for row in configuration::endpoint_rows(context.endpoint, authority) {
        row_ui(ui, &row);
    }
}

fn row_ui(ui: &mut Ui, row: &configuration::Row) {
    let value = KeyValue::new(row.key, &row.value).key_width(88.0);
    match row.mono {
        true => value.mono().show(ui),
        false => value.no_copy().show(ui),
    };
}
