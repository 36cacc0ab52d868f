//! What an item does not keep of RFC 5280.

use super::details::hairline;
use crate::ui::kit::{Icon, Label, group_heading_ui};
use crate::ui::theme::{Type, UiTokens as _};
use crate::x509::inspect::{Finding, Severity};
use egui::{Sense, Ui, vec2};

/// Shows the findings, the most severe first; nothing when there are none.
pub(super) fn findings_ui(ui: &mut Ui, findings: &[Finding]) {
    if findings.is_empty() {
        return;
    }
    hairline(ui);
    group_heading_ui(ui, "Findings", |ui| {
        let color = ui.tokens().text3;
        ui.add(Label::new(&findings.len().to_string(), Type::Caption).color(color));
    });
    for finding in findings {
        finding_ui(ui, finding);
    }
}

fn finding_ui(ui: &mut Ui, finding: &Finding) {
    let t = ui.tokens();
    let (icon, color) = match finding.severity {
        Severity::Error => (Icon::CircleX, t.danger),
        Severity::Warning => (Icon::TriangleAlert, t.warn_mark),
        Severity::Note => (Icon::Info, t.text2),
    };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let (mark, _) = ui.allocate_exact_size(vec2(14.0, 18.0), Sense::hover());
        icon.paint(ui.painter(), mark.center(), 14.0, color);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.add(Label::new(&finding.words, Type::Body).wrap());
            ui.add(Label::new(&finding.rule, Type::Small).color(t.text2).wrap());
        });
    });
    ui.add_space(6.0);
}
