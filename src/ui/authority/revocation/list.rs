//! The revoked certificates of an authority.

use super::keyboard::arn;
use crate::ui::ask::Select;
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::derived::{AT_ONCE, Derived};
use crate::ui::kit::{Chip, Label, MenuItem, SearchField, context_menu, hairline_ui, paint, table};
use crate::ui::page;
use crate::ui::search::Wanted;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use crate::workspace::{Authority, AuthorityId, RevocationReason, Timestamp, Workspace};
use egui::{Align, Layout, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use std::sync::Arc;

/// A column of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    Reason,
    Revoked,
    Leaves,
    Serial,
}

const COLUMNS: [(Column, &str); 5] = [
    (Column::Name, "Name"),
    (Column::Reason, "Reason"),
    (Column::Revoked, "Revoked"),
    (Column::Leaves, "Leaves the list"),
    (Column::Serial, "Serial"),
];

/// Revoked certificates by their numbers, with what they are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// The number of the certificate in the workspace.
    pub number: usize,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: RevocationReason,
    /// When the certificate ends, after which one more CRL lists it.
    pub not_after: Timestamp,
}

/// All that an authority has revoked, in the order of issuance.
pub fn revoked(workspace: &Workspace, authority: AuthorityId) -> Vec<Revoked> {
    let found = workspace.certificates().revoked_by(authority);
    let found = found.map(|(row, revocation)| Revoked {
        number: row.number,
        at: revocation.at,
        reason: revocation.reason,
        not_after: row.not_after,
    });
    found.collect()
}

/// What the list shows: the state, the reason, the text, the order.
type ShownFor = (AuthorityId, u64, Option<RevocationReason>, String, (Column, bool));

/// The rows that fit, and how many of each reason there are.
#[derive(Clone, Debug, Default)]
struct Shown {
    rows: Vec<Revoked>,
    total: usize,
    reasons: Vec<(RevocationReason, usize)>,
}

/// The list, with its filter and order.
pub(super) struct RevokedList {
    reason: Option<RevocationReason>,
    text: String,
    sorting: (Column, bool),
    shown: Derived<ShownFor, Arc<Shown>>,
    /// Where the keyboard is: the number of a certificate.
    pub(super) cursor: Option<usize>,
}

impl Default for RevokedList {
    fn default() -> Self {
        let sorting = (Column::Revoked, true);
        Self { reason: None, text: String::new(), sorting, shown: Derived::default(), cursor: None }
    }
}

impl RevokedList {
    /// Computes what is shown, where something has changed.
    pub(super) fn refresh(&mut self, ui: &Ui, context: PageContext<'_>, authority: &Authority) {
        let id = authority.id();
        let key = (id, context.workspace.head().seq, self.reason, self.text.clone(), self.sorting);
        let (workspace, reason, text, sorting) =
            (context.workspace.clone(), self.reason, self.text.clone(), self.sorting);
        let long = context.workspace.certificates().counts(id).revoked > AT_ONCE;
        self.shown.get(ui.ctx(), key, long, move || Arc::new(shown(&workspace, id, reason, &text, sorting)));
    }

    /// Shows the list at the end of the page. `whole` is the page below its tabs: rows reach both its
    /// edges, and only those in sight are drawn.
    pub(super) fn ui(&mut self, ui: &mut Ui, context: PageContext<'_>, whole: Rect, commands: &mut Commands) {
        let Some(shown) = self.shown.value().cloned() else { return };
        self.heading_ui(ui, &shown);
        if shown.total == 0 {
            let color = ui.tokens().text2;
            hairline_ui(ui);
            ui.add_space(12.0);
            ui.add(Label::new("This authority has revoked nothing.", Type::Body).color(color));
            return;
        }
        let padding = page::padding(ui);
        let edge = |rect: Rect| Rect::from_x_y_ranges(whole.x_range(), rect.y_range());
        let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
        let head = edge(head);
        let line = ui.tokens().line;
        paint::hairline(ui.painter(), head.x_range(), head.top(), line);
        paint::hairline(ui.painter(), head.x_range(), head.bottom() - 1.0, line);
        let widths = widths(head.width() - 2.0 * padding);
        self.head_ui(ui, head, padding, &widths);
        let (rows, _) = ui.allocate_exact_size(
            vec2(ui.available_width(), table::ROW_HEIGHT * shown.rows.len() as f32),
            Sense::hover(),
        );
        let id = ui.scope_id().with("revoked");
        let focus = ui.interact(edge(rows), id, Sense::focusable_noninteractive());
        focus.widget_info(|| WidgetInfo::labeled(Role::Table, true, "Revoked certificates"));
        if focus.has_focus() {
            self.take_keys(ui, context, &shown.rows, id, rows, commands);
        }
        let clip = ui.clip_rect();
        let first = ((clip.top() - rows.top()) / table::ROW_HEIGHT).floor().max(0.0) as usize;
        let last = ((clip.bottom() - rows.top()) / table::ROW_HEIGHT).ceil().max(0.0) as usize;
        for (index, row) in shown.rows.iter().enumerate().take(last).skip(first) {
            let top = rows.top() + table::ROW_HEIGHT * index as f32;
            let rect = edge(Rect::from_min_size(pos2(rows.left(), top), vec2(1.0, table::ROW_HEIGHT)));
            let cursor = focus.has_focus() && self.cursor == Some(row.number);
            if row_ui(ui, context, rect, padding, &widths, row, cursor, commands) {
                self.cursor = Some(row.number);
                ui.memory_mut(|memory| memory.request_focus(id));
            }
        }
    }

    fn heading_ui(&mut self, ui: &mut Ui, shown: &Shown) {
        let width = ui.available_width();
        ui.allocate_ui_with_layout(vec2(width, 40.0), Layout::left_to_right(Align::Center), |ui| {
            ui.set_height(40.0);
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.add(Label::new("Revoked certificates", Type::Heading).height(40.0).heading());
            if shown.total == 0 {
                return;
            }
            ui.add_space(8.0);
            ui.spacing_mut().item_spacing.x = 6.0;
            let total = words::count(shown.total);
            if ui.add(Chip::new("All", self.reason.is_none()).count(&total)).clicked() {
                self.reason = None;
            }
            for (reason, count) in shown.reasons.iter().take(if width < 800.0 { 2 } else { 4 }) {
                let on = self.reason == Some(*reason);
                let count = words::count(*count);
                if ui.add(Chip::new(words::reason(*reason), on).count(&count)).clicked() {
                    self.reason = if on { None } else { Some(*reason) };
                }
            }
        });
        if shown.total > 0 {
            let (width, bottom) = (148.0, ui.min_rect().bottom());
            let right = ui.max_rect().right();
            let place = Rect::from_min_size(pos2(right - width, bottom - 34.0), vec2(width, 28.0));
            let mut field = ui.new_child(egui::UiBuilder::new().max_rect(place).id_salt("filter revoked"));
            SearchField::filter("Filter revoked").width(width).show(&mut field, &mut self.text);
        }
    }

    fn head_ui(&mut self, ui: &mut Ui, rect: Rect, padding: f32, widths: &[f32; 5]) {
        for (cell, (column, name)) in table::cells(rect, padding, widths).zip(COLUMNS) {
            let sort = (self.sorting.0 == column).then_some(match self.sorting.1 {
                true => table::Sort::Descending,
                false => table::Sort::Ascending,
            });
            if table::header_cell_ui(ui, cell, name, sort, Align::Min).clicked() {
                let turned = self.sorting.0 == column && !self.sorting.1;
                let first = self.sorting.0 != column && column == Column::Revoked;
                self.sorting = (column, turned || first);
            }
        }
    }
}

/// Name takes what the others leave.
fn widths(width: f32) -> [f32; 5] {
    let (reason, revoked, leaves, serial) = match width {
        820.0.. => (184.0, 176.0, 176.0, 84.0),
        700.0..820.0 => (148.0, 144.0, 132.0, 84.0),
        _ => (124.0, 138.0, 124.0, 60.0),
    };
    [(width - reason - revoked - leaves - serial).max(120.0), reason, revoked, leaves, serial]
}

fn shown(
    workspace: &Workspace,
    authority: AuthorityId,
    reason: Option<RevocationReason>,
    text: &str,
    (column, descending): (Column, bool),
) -> Shown {
    let certificates = workspace.certificates();
    let mut rows = revoked(workspace, authority);
    let mut reasons: Vec<(RevocationReason, usize)> = Vec::new();
    for row in &rows {
        match reasons.iter_mut().find(|(reason, _)| *reason == row.reason) {
            Some((_, count)) => *count += 1,
            None => reasons.push((row.reason, 1)),
        }
    }
    // What is dangerous comes first, then what is frequent.
    reasons.sort_by_key(|(reason, count)| (!is_dangerous(*reason), std::cmp::Reverse(*count), reason.code()));
    let total = rows.len();
    let wanted = Wanted::new(text);
    let name =
        |row: &Revoked| certificates.row(row.number).map(|row| words::certificate_name(&row)).unwrap_or_default();
    let serial = |row: &Revoked| certificates.row(row.number).map(|row| row.serial);
    rows.retain(|row| {
        reason.is_none_or(|reason| reason == row.reason)
            && certificates.row(row.number).is_some_and(|row| wanted.certificate(&row))
    });
    match column {
        Column::Name => rows.sort_by_cached_key(|row| name(row).to_lowercase()),
        Column::Reason => rows.sort_by_key(|row| words::reason(row.reason)),
        Column::Revoked => rows.sort_by_key(|row| row.at),
        Column::Leaves => rows.sort_by_key(|row| row.not_after),
        Column::Serial => rows.sort_by_cached_key(serial),
    }
    if descending {
        rows.reverse();
    }
    Shown { rows, total, reasons }
}

fn is_dangerous(reason: RevocationReason) -> bool {
    matches!(
        reason,
        RevocationReason::KeyCompromise
            | RevocationReason::CertificateAuthorityCompromise
            | RevocationReason::AACompromise
    )
}

/// Returns whether it was pressed.
#[expect(clippy::too_many_arguments, reason = "where it stands, what it shows, and where its acts go")]
fn row_ui(
    ui: &mut Ui,
    context: PageContext<'_>,
    rect: Rect,
    padding: f32,
    widths: &[f32; 5],
    revoked: &Revoked,
    cursor: bool,
    commands: &mut Commands,
) -> bool {
    let Some(row) = context.workspace.certificates().row(revoked.number) else { return false };
    let Some(arn) = arn(context, revoked) else { return false };
    let selected = context.certificate == Some(&arn);
    // Not a stop for Tab: the list is, and the arrow keys go through its rows.
    let id = egui::Id::unique(("revoked row", revoked.number));
    let response = ui.interact(rect, id, Sense::CLICK);
    let t = ui.tokens();
    table::paint_row(ui.painter(), rect, selected, response.hovered(), t);
    let name = words::certificate_name(&row);
    let listed = revoked.not_after.seconds() >= context.now.seconds();
    let leaves = match listed {
        true => format!("After {}", words::date(revoked.not_after)),
        false => "Next CRL".to_owned(),
    };
    let reason = if is_dangerous(revoked.reason) { t.danger } else { t.text2 };
    let serial = row.serial.to_string();
    for (cell, (column, _)) in table::cells(rect, padding, widths).zip(COLUMNS) {
        let cell = Rect::from_min_max(cell.min, pos2(cell.right() - 8.0, cell.bottom()));
        let painter = ui.painter();
        let paint =
            |words: &str, color| table::paint_cell(painter, cell, words, Type::Small, color).then(|| words.to_owned());
        let whole = match column {
            Column::Name => table::paint_name(painter, cell, &name, false, t).then(|| name.clone()),
            Column::Reason => paint(words::reason(revoked.reason), reason),
            Column::Revoked => paint(&words::minute(revoked.at), t.text2),
            Column::Leaves => paint(&leaves, t.text2),
            Column::Serial => {
                table::paint_serial(painter, cell, &serial.to_uppercase(), t);
                Some(serial.clone())
            }
        };
        if let Some(whole) = whole {
            ui.interact(cell, id.with(column as u8), Sense::hover()).on_hover_text(whole);
        }
    }
    if cursor {
        paint::focus_ring(ui.painter(), rect.shrink2(vec2(3.0, 2.0)), 4, t);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, format!("certificate {name}")));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(selected);
        node.set_description(words::reason(revoked.reason));
    });
    if response.clicked() {
        commands.push(Command::Select(Select::Certificate(arn.clone())));
    }
    context_menu(&response, |ui| {
        if ui.add(MenuItem::new("Inspect")).clicked() {
            commands.push(Command::Select(Select::Certificate(arn.clone())));
        }
        if ui.add(MenuItem::new("Copy serial number")).clicked() {
            ui.copy_text(serial.clone());
        }
        if ui.add(MenuItem::new("Save…")).clicked() {
            commands.push(Command::SaveCertificates(vec![arn.clone()]));
        }
    });
    response.clicked()
}
