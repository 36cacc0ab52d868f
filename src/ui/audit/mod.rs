//! The Audit page: what has happened, read from the records of the file, and the reports of an authority.

mod detail;
mod export;
mod filters;
mod reader;
mod reports;
mod span;
mod table;

use super::command::{Command, Commands};
use super::context::PageContext;
use super::kit::{Button, Icon, hairline_ui, paint};
use super::page;
use super::theme::UiTokens as _;
use super::words;
use crate::engine::HistoryFilter;
use crate::workspace::{Authority, CertificateArn};
use detail::Detail;
use egui::{Rect, Ui, UiBuilder, pos2, vec2};
use reader::Reader;
use span::Span;
use std::sync::Arc;
use table::Lines;

/// Width of the column at the right: the selected record, and the reports.
const SIDE: f32 = 328.0;

/// Below this width of the page the column goes below the table.
const NARROW: f32 = 860.0;

/// Its height there.
const BELOW: f32 = 232.0;

/// The Audit page of an authority or of the whole workspace, with what it remembers.
#[derive(Default)]
pub struct AuditPage {
    filter: HistoryFilter,
    span: Span,
    /// The certificate that the records are filtered by, and its name.
    certificate: Option<(CertificateArn, String)>,
    reader: Reader,
    lines: Arc<Lines>,
    /// The number of the selected record.
    selected: Option<u64>,
    detail: Detail,
    /// A row to bring into sight.
    reveal: Option<usize>,
    by_keyboard: bool,
}

impl AuditPage {
    /// Shows the audit of the whole workspace, in the place of Home.
    pub fn workspace_ui(&mut self, ui: &mut Ui, context: PageContext<'_>, commands: &mut Commands) {
        ui.push_id("audit of the workspace", |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let records = usize::try_from(context.workspace.head().seq).unwrap_or(usize::MAX);
            let facts =
                [words::counted(records, "record"), format!("since {}", words::date(context.workspace.created()))];
            page::header_ui(ui, "Audit of the workspace", None, &facts, |ui| {
                if ui.add(Button::secondary("Verify file").icon(Icon::BadgeCheck)).clicked() {
                    commands.push(Command::VerifyFile);
                }
            });
            hairline_ui(ui);
            self.ui(ui, context, None, commands);
        });
    }

    /// Shows the page below its header: the records about an authority, or all of them.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        context: PageContext<'_>,
        authority: Option<&Authority>,
        commands: &mut Commands,
    ) {
        if let Some(authority) = authority {
            self.filter.authority = Some(authority.id());
        }
        self.reader.read(ui.ctx(), context, &self.filter);
        let whole = ui.available_rect_before_wrap();
        let (main, side) = places(whole);
        let t = ui.tokens();
        let below = side.top() > main.top();
        match below {
            true => paint::hairline(ui.painter(), side.x_range(), side.top(), t.line),
            false => paint::vertical_hairline(ui.painter(), side.left(), side.y_range(), t.line),
        }
        ui.scope_builder(UiBuilder::new().max_rect(main), |ui| {
            ui.set_clip_rect(main.intersect(ui.clip_rect()));
            self.filters_ui(ui, context, authority, commands);
            hairline_ui(ui);
            self.table_ui(ui, context);
        });
        ui.scope_builder(UiBuilder::new().max_rect(side.shrink2(vec2(1.0, 1.0))), |ui| {
            self.side_ui(ui, context, authority, below, commands);
        });
        ui.advance_cursor_after_rect(whole);
    }

    fn side_ui(
        &mut self,
        ui: &mut Ui,
        context: PageContext<'_>,
        authority: Option<&Authority>,
        below: bool,
        commands: &mut Commands,
    ) {
        egui::ScrollArea::vertical().id_salt("audit side").auto_shrink(false).show(ui, |ui| {
            // Below the table it stands under its columns; the edge has taken 1.
            let side = if below { page::padding(ui) as i8 - 1 } else { 20 };
            egui::Frame::new().inner_margin(egui::Margin { left: side, right: side, top: 12, bottom: 20 }).show(
                ui,
                |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    ui.take_available_width();
                    let Some(authority) = authority else { return self.detail_ui(ui, context, commands) };
                    let mut right = Commands::new();
                    if below {
                        page::columns_ui(
                            ui,
                            |ui| self.detail_ui(ui, context, commands),
                            |ui| reports::reports_ui(ui, context, authority, &mut right),
                        );
                    } else {
                        self.detail_ui(ui, context, commands);
                        ui.add_space(20.0);
                        reports::reports_ui(ui, context, authority, &mut right);
                    }
                    commands.extend(right);
                },
            );
        });
    }
}

/// The table with its filters, and the column beside or below it.
fn places(whole: Rect) -> (Rect, Rect) {
    if whole.width() >= NARROW {
        let edge = (whole.right() - SIDE).round();
        (whole.with_max_x(edge), whole.with_min_x(edge))
    } else {
        let edge = (whole.bottom() - BELOW).max(whole.top() + 160.0).round();
        (whole.with_max_y(edge), Rect::from_min_max(pos2(whole.left(), edge), whole.max))
    }
}
