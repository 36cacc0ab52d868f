//! What an item does not keep of RFC 5280.

use super::details::hairline;
use super::group::group_ui;
use crate::ui::kit::{Density, Icon, Label, quiet_copy_ui};
use crate::ui::theme::{Type, UiTokens as _};
use crate::x509::inspect::{Finding, Severity};
use egui::{Rect, Sense, Ui, vec2};

/// Shows the findings, the most severe first; nothing when there are none.
pub(super) fn findings_ui(ui: &mut Ui, findings: &[Finding], density: Density) {
    if findings.is_empty() {
        return;
    }
    hairline(ui);
    let (count, color) = (findings.len().to_string(), ui.tokens().text3);
    group_ui(ui, "Findings", Some((&count, color)), density, |ui| {
        findings.iter().for_each(|found| finding_ui(ui, found))
    });
}

fn finding_ui(ui: &mut Ui, finding: &Finding) {
    let t = ui.tokens();
    let (icon, color) = match finding.severity {
        Severity::Error => (Icon::CircleX, t.danger),
        Severity::Warning => (Icon::TriangleAlert, t.warn_mark),
        Severity::Note => (Icon::Info, t.text2),
    };
    let room = ui.available_rect_before_wrap();
    let shown = ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.set_max_width(ui.available_width() - 28.0);
        let (mark, _) = ui.allocate_exact_size(vec2(14.0, 18.0), Sense::hover());
        icon.paint(ui.painter(), mark.center(), 14.0, color);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.add(Label::new(&finding.words, Type::Body).wrap());
            ui.add(Label::new(&finding.rule, Type::Small).color(t.text2).wrap());
        });
    });
    let place = Rect::from_x_y_ranges(room.x_range(), shown.response.rect.y_range());
    let seen = ui.rect_contains_pointer(place);
    let layout = egui::Layout::right_to_left(egui::Align::Min);
    let mut end = ui.new_child(egui::UiBuilder::new().id_salt(&finding.words).max_rect(place).layout(layout));
    let whole = format!("{} ({})", finding.words, finding.rule);
    quiet_copy_ui(&mut end, "finding", &whole, seen);
    ui.add_space(6.0);
}
