//! The audit reports of an authority, the newest first.

use crate::engine::next_audit_report;
use crate::ui::authority::menu::report_blocked;
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::{Button, Icon, IconButton, Label, hairline_ui, paint, section_heading_ui};
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use crate::workspace::{AuditReport, AuditReportProgress, Authority};
use egui::{Align, Layout, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

/// How many are listed; every one of them is a record of the table too.
const LISTED: usize = 20;

pub(super) fn reports_ui(ui: &mut Ui, context: PageContext<'_>, authority: &Authority, commands: &mut Commands) {
    section_heading_ui(ui, "Reports", |_| {});
    let color = ui.tokens().text2;
    for report in authority.audit_reports.iter().rev().take(LISTED) {
        report_ui(ui, context, authority, report, commands);
        hairline_ui(ui);
    }
    if authority.audit_reports.is_empty() {
        ui.add_space(6.0);
        let words = "A report lists every certificate that the authority has issued, as JSON or CSV in a bucket.";
        ui.add(Label::new(words, Type::Small).color(color).wrap());
    }
    ui.add_space(12.0);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 32.0), Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        let blocked = report_blocked(context, authority);
        if ui.add(Button::secondary("Write audit report…").blocked(blocked)).clicked() {
            commands.push(Command::WriteAuditReport(authority.id()));
        }
        let words = match next_audit_report(authority, context.now) {
            // While one is written its 30 minutes can be over.
            Some(next) if next > context.now => {
                let minute = words::minute(next);
                format!("again from {} UTC", minute.rsplit(' ').next().unwrap_or_default())
            }
            _ => "one per 30 minutes".to_owned(),
        };
        ui.add(Label::new(&words, Type::Small).color(color));
    });
}

fn report_ui(
    ui: &mut Ui,
    context: PageContext<'_>,
    authority: &Authority,
    report: &AuditReport,
    commands: &mut Commands,
) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 43.0), Sense::hover());
    let format = report.format.as_str();
    let (icon, told, act) = match &report.progress {
        AuditReportProgress::Requested => (Icon::Clock, format!("{format}, being written"), None),
        AuditReportProgress::Written { certificates, .. } => {
            let certificates = words::counted(usize::try_from(*certificates).unwrap_or(usize::MAX), "certificate");
            (Icon::FileText, format!("{format}, {certificates}"), Some("Open"))
        }
        AuditReportProgress::Failed { reason, .. } => (Icon::FileX, format!("{format}: {reason}"), Some("Try again…")),
    };
    let failed = matches!(report.progress, AuditReportProgress::Failed { .. });
    let mut end = ui.new_child(UiBuilder::new().max_rect(rect).layout(Layout::right_to_left(Align::Center)));
    if let Some(act) = act {
        let blocked = if failed { report_blocked(context, authority) } else { None };
        if end.add(Button::link(act).blocked(blocked)).clicked() {
            commands.push(match failed {
                true => Command::WriteAuditReport(authority.id()),
                false => Command::OpenAuditReport(authority.id(), report.id),
            });
        }
        if !failed && end.add(IconButton::new(Icon::Download, "Save…").small()).clicked() {
            commands.push(Command::SaveAuditReport(authority.id(), report.id));
        }
    }
    let right = end.min_rect().left().min(rect.right()) - 8.0;
    let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
    let (mark, color) = if failed { (t.danger_mark, t.danger) } else { (t.text2, t.text) };
    icon.paint(painter, pos2(rect.left() + 8.0, y), 16.0, mark);
    let (left, room) = (rect.left() + 26.0, right - rect.left() - 26.0);
    let line = paint::line(painter, &told, Type::Body, color, room);
    paint::galley(painter, pos2(left, y - 9.0), line);
    let below = format!("{} UTC", words::minute(report.requested_at));
    let line = paint::line(painter, &below, Type::Small, t.text2, room);
    paint::galley(painter, pos2(left, y + 9.0), line);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, format!("Report {told}")));
    response.on_hover_text(format!("{told}\n{}/{}", report.bucket, report.key));
}
