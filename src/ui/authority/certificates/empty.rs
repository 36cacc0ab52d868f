//! What stands where there are no rows.

use super::CertificatesPage;
use super::listing::Filter;
use crate::ui::authority::menu::issue_blocked;
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::{Button, Icon, Label, empty_state_ui};
use crate::ui::page;
use crate::ui::theme::{Type, UiTokens as _};
use crate::workspace::{Authority, CertificateAuthorityStatus};
use egui::{Ui, UiBuilder, vec2};

impl CertificatesPage {
    /// The filter hides everything.
    pub(super) fn nothing_found_ui(&mut self, ui: &mut Ui) {
        let padding = page::padding(ui);
        let place = ui.available_rect_before_wrap().shrink2(vec2(padding, 24.0));
        ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
            if self.listing.is_computing() {
                let color = ui.tokens().text2;
                ui.add(Label::new("Looking through the certificates…", Type::Small).color(color));
                return;
            }
            let button = Button::secondary("Clear the filter");
            let advice = "The filter hides every certificate of this authority";
            if empty_state_ui(ui, Icon::ListFilter, "No certificate fits", advice, button).clicked() {
                self.filter = Filter { sorting: self.filter.sorting, ..Filter::default() };
            }
        });
    }
}

/// The authority has issued nothing.
pub(super) fn nothing_issued_ui(ui: &mut Ui, context: PageContext<'_>, authority: &Authority, commands: &mut Commands) {
    let padding = page::padding(ui);
    let place = ui.available_rect_before_wrap().shrink2(vec2(padding, 24.0));
    ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
        let pending = authority.status(context.now) == CertificateAuthorityStatus::PendingCertificate;
        let (missing, advice, button, command) = match pending {
            true => (
                "Not ready to issue",
                "It has a CSR and waits for its certificate",
                Button::secondary("Install certificate…").icon(Icon::Download).blocked(context.blocked()),
                Command::Install(authority.id()),
            ),
            false => (
                "No certificates yet",
                "Drop a CSR here, or start from a new key",
                Button::secondary("Issue certificate…").icon(Icon::Plus).blocked(issue_blocked(context, authority)),
                Command::Issue(Some(authority.id())),
            ),
        };
        if empty_state_ui(ui, Icon::FileBadge, missing, advice, button).clicked() {
            commands.push(command);
        }
    });
}
