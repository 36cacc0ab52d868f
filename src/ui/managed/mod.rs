//! The page of managed certificates: what the certificate manager keeps and renews, over all authorities.

mod details;
mod list;
mod rows;

pub use rows::{Column, Row, due_within, in_trouble, name_of, rows, standing};

use super::command::{Command, Commands, ManagedAct};
use super::context::PageContext;
use super::derived::Derived;
use super::kit::{Button, Icon, empty_state_ui, paint};
use super::page;
use super::theme::UiTokens as _;
use super::words;
use crate::engine::CERTIFICATE_MANAGER;
use crate::workspace::{CertificateAuthorityStatus, ManagedCertificateId};
use egui::{Margin, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};
use std::sync::Arc;

/// From this width on the details stand beside the list, this wide; else below it.
const WIDE: f32 = 900.0;
const SIDE: f32 = 344.0;

/// What the rows follow from: the record, the minute, and the order.
type RowsOf = (u64, i64, (Column, bool));

/// The list, what is selected in it, and its order.
pub struct ManagedPage {
    selected: Option<ManagedCertificateId>,
    sorting: (Column, bool),
    rows: Derived<RowsOf, Arc<Vec<Row>>>,
}

impl Default for ManagedPage {
    fn default() -> Self {
        Self { selected: None, sorting: (Column::Ends, false), rows: Derived::default() }
    }
}

impl ManagedPage {
    /// Selects one, which is to be seen in full.
    pub fn select(&mut self, id: ManagedCertificateId) {
        self.selected = Some(id);
    }

    /// Shows the page.
    pub fn ui(&mut self, ui: &mut Ui, context: PageContext<'_>, commands: &mut Commands) {
        ui.spacing_mut().item_spacing.y = 0.0;
        let rows = self.rows(ui, context);
        header_ui(ui, context, &rows, commands);
        if rows.is_empty() {
            return empty_ui(ui, context, commands);
        }
        let selected = self.selected.filter(|id| rows.iter().any(|row| row.id == *id)).unwrap_or(rows[0].id);
        self.selected = Some(selected);
        let place = ui.available_rect_before_wrap();
        let line = ui.tokens().line;
        let (list, details) = match place.width() >= WIDE {
            true => {
                let (list, details) = place.split_left_right_at_x(place.right() - SIDE);
                paint::vertical_hairline(ui.painter(), details.left(), details.y_range(), line);
                (list, details)
            }
            false => {
                let wanted = list::height(rows.len()) + 8.0;
                let (list, details) =
                    place.split_top_bottom_at_y(place.top() + wanted.min((place.height() * 0.45).round()));
                paint::hairline(ui.painter(), details.x_range(), details.top(), line);
                (list, details)
            }
        };
        ui.scope_builder(UiBuilder::new().max_rect(list).id_salt("list"), |ui| {
            ui.set_clip_rect(list.intersect(ui.clip_rect()));
            self.list_ui(ui, context, &rows, commands);
        });
        let Some(kept) = context.workspace.managed_certificate(selected) else { return };
        ui.scope_builder(UiBuilder::new().max_rect(details).id_salt("details"), |ui| {
            let side = page::padding(ui) as i8;
            let margin = Margin { left: side, right: side, top: 15, bottom: 24 };
            ScrollArea::vertical().id_salt(selected).auto_shrink(false).show(ui, |ui| {
                egui::Frame::new().inner_margin(margin).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    ui.take_available_width();
                    details::details_ui(ui, context, kept, commands);
                });
            });
        });
    }

    fn rows(&mut self, ui: &Ui, context: PageContext<'_>) -> Arc<Vec<Row>> {
        let key = (context.workspace.head().seq, context.now.seconds().div_euclid(60), self.sorting);
        let (workspace, now, sorting) = (context.workspace.clone(), context.now, self.sorting);
        let compute = move || Arc::new(rows(&workspace, now, sorting));
        self.rows.get(ui.ctx(), key, false, compute).cloned().unwrap_or_default()
    }
}

/// Why nothing can be requested.
fn blocked(context: PageContext<'_>) -> Option<&'static str> {
    let active = CertificateAuthorityStatus::Active;
    let can = context.workspace.authorities().any(|authority| authority.status(context.now) == active);
    context.blocked().or((!can).then_some("No authority is active"))
}

fn header_ui(ui: &mut Ui, context: PageContext<'_>, rows: &[Row], commands: &mut Commands) {
    let mut facts = vec![format!("{CERTIFICATE_MANAGER} keeps and renews them while Canopy runs unlocked")];
    if !rows.is_empty() {
        facts.insert(0, words::counted(rows.len(), "certificate"));
    }
    let due = due_within(context.workspace, context.now, 0);
    if due > 0 && context.blocked().is_some() {
        facts.insert(
            1,
            format!("{} for unlocking", words::counted(due, "renewal") + if due == 1 { " waits" } else { " wait" }),
        );
    }
    page::header_ui(ui, "Managed certificates", None, &facts, |ui| {
        let button = Button::primary("Request certificate…").icon(Icon::Plus).blocked(blocked(context));
        if !rows.is_empty() && ui.add(button).clicked() {
            commands.push(Command::Managed(ManagedAct::Request(None)));
        }
    });
    let place = ui.cursor().min;
    let line = ui.tokens().line;
    paint::hairline(ui.painter(), ui.max_rect().x_range(), place.y, line);
    ui.allocate_space(vec2(1.0, 1.0));
}

fn empty_ui(ui: &mut Ui, context: PageContext<'_>, commands: &mut Commands) {
    let room = ui.available_rect_before_wrap().shrink2(vec2(page::padding(ui), 24.0));
    let place = Rect::from_min_max(room.min, pos2(room.right(), room.bottom()));
    ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
        let advice = "The certificate manager makes the key, keeps it sealed here, and renews before the end";
        let button = Button::primary("Request certificate…").icon(Icon::Plus).blocked(blocked(context));
        if empty_state_ui(ui, Icon::RefreshCw, "No managed certificates yet", advice, button).clicked() {
            commands.push(Command::Managed(ManagedAct::Request(None)));
        }
    });
}
