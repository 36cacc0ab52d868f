//! The bar below the table while several rows are selected.

use super::{CertificatesPage, arn_of};
use crate::ui::availability::{self, Blocked};
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::{Button, Icon, Label, hairline_ui};
use crate::ui::page;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use crate::workspace::{CertificateArn, CertificateRow};
use egui::{Align, Layout, Ui, UiBuilder, vec2};

impl CertificatesPage {
    /// Several are selected: how many, and what can be done with all of them.
    pub(super) fn selection_bar_ui(&mut self, ui: &mut Ui, context: PageContext<'_>, commands: &mut Commands) {
        hairline_ui(ui);
        let rect = ui.available_rect_before_wrap();
        let fill = ui.tokens().raised;
        ui.painter().rect_filled(rect, 0.0, fill);
        let rect = rect.shrink2(vec2(page::padding(ui), 0.0));
        let mut ui = ui.new_child(UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center)));
        ui.spacing_mut().item_spacing.x = 8.0;
        let selected = format!("{} selected", words::count(self.selection.len()));
        ui.add(Label::new(&selected, Type::Name));
        if ui.add(Button::link("Clear")).clicked() {
            self.selection.clear();
        }
        page::end_ui(&mut ui, rect, "selection", |ui| {
            let blocked = self.revoke_blocked(context);
            if ui.add(Button::danger_text("Revoke…").compact().blocked(blocked)).clicked() {
                commands.push(Command::Revoke(self.revocable(context)));
            }
            if ui.add(Button::secondary("Save…").icon(Icon::Download).compact()).clicked() {
                commands.push(Command::SaveCertificates(self.selected(context)));
            }
        });
    }

    /// The selected certificates that can be revoked.
    pub(super) fn revocable(&self, context: PageContext<'_>) -> Vec<CertificateArn> {
        let open = self.selected_rows(context).filter(|row| blocked_of(context, row).is_none());
        open.filter_map(|row| arn_of(context, &row)).collect()
    }

    /// Why nothing of what is selected can be revoked now; `None` when something can.
    pub(in crate::ui::authority) fn revoke_blocked(&self, context: PageContext<'_>) -> Blocked {
        let mut first = None;
        for row in self.selected_rows(context) {
            let blocked = blocked_of(context, &row);
            if blocked.is_none() {
                return context.blocked();
            }
            first = first.or(blocked);
        }
        if self.selection.len() > 1 { Some("None of them can be revoked") } else { first }
    }
}

fn blocked_of(context: PageContext<'_>, row: &CertificateRow<'_>) -> Blocked {
    match context.workspace.authority(row.authority) {
        Some(issuer) => availability::revoke(row, issuer, context.now),
        None => Some("The authority that issued it is gone"),
    }
}
