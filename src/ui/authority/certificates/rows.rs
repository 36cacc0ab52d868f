//! The head and the rows of the table, as `egui_table` asks for them.

use super::columns::GAP;
use super::listing::{Column, Sorting};
use super::selection::Selection;
use crate::ui::context::PageContext;
use crate::ui::kit::{Icon, Status, paint, table};
use crate::ui::theme::{Tokens, Type, UiTokens as _};
use crate::ui::words;
use crate::workspace::CertificateRow;
use crate::x509::inspect::display;
use egui::{Align, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use egui_table::{CellInfo, HeaderCellInfo, TableDelegate};

/// What was done to the table while it was drawn.
#[derive(Default)]
pub(super) struct Done {
    /// A head was pressed.
    pub(super) sort: Option<Column>,
    /// A row was pressed or asked for its menu.
    pub(super) row: Option<(usize, Response)>,
}

/// The rows to draw.
pub(super) struct Rows<'a> {
    pub(super) context: PageContext<'a>,
    /// Their numbers in the workspace.
    pub(super) shown: &'a [u32],
    pub(super) columns: &'a [(Column, f32)],
    pub(super) padding: f32,
    pub(super) sorting: Sorting,
    pub(super) selection: &'a Selection,
    /// The keyboard goes through the rows: the one it is on has a ring.
    pub(super) cursor_shown: bool,
    pub(super) done: Done,
}

impl<'a> Rows<'a> {
    fn row(&self, position: u64) -> Option<CertificateRow<'a>> {
        let number = *self.shown.get(usize::try_from(position).ok()?)?;
        self.context.workspace.certificates().row(number as usize)
    }

    /// A cell without the padding of the page and the gap to the next.
    fn inner(&self, cell: Rect, column: usize) -> Rect {
        let left = if column == 0 { self.padding } else { 0.0 };
        let right = if column + 1 == self.columns.len() { self.padding } else { GAP };
        Rect::from_min_max(pos2(cell.left() + left, cell.top()), pos2(cell.right() - right, cell.bottom()))
    }
}

impl TableDelegate for Rows<'_> {
    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let rect = ui.max_rect();
        paint::hairline(ui.painter(), rect.x_range(), rect.bottom() - 1.0, ui.tokens().line);
        let Some((column, _)) = self.columns.get(cell.group_index) else { return };
        let place = self.inner(rect, cell.group_index);
        let sort = (self.sorting.column == *column).then_some(match self.sorting.descending {
            true => table::Sort::Descending,
            false => table::Sort::Ascending,
        });
        let (place, align) = match column {
            // Its words end where the numbers below it do.
            Column::Expires => {
                let right = if sort.is_some() { 20.0 } else { 36.0 };
                (Rect::from_min_max(place.min, pos2(place.right() - right, place.bottom())), Align::Max)
            }
            _ => (place, Align::Min),
        };
        if table::header_cell_ui(ui, place, column.word(), sort, align).clicked() {
            self.done.sort = Some(*column);
        }
    }

    fn row_ui(&mut self, ui: &mut Ui, position: u64) {
        // The region of sticky columns, of which there are none, asks for every row too.
        if ui.clip_rect().width() <= 0.0 {
            return;
        }
        let Some(row) = self.row(position) else { return };
        let rect = ui.max_rect();
        // Not a stop for Tab: the table is, and the arrow keys go through its rows.
        let response = ui.interact(rect, row_id(row.number), Sense::CLICK);
        let number = u32::try_from(row.number).unwrap_or(u32::MAX);
        let selected = self.selection.has(number);
        let t = ui.tokens();
        table::paint_row(ui.painter(), rect, selected, response.hovered(), t);
        if self.cursor_shown && self.selection.cursor() == Some(number) {
            paint::focus_ring(ui.painter(), rect.shrink2(vec2(3.0, 2.0)), 4, t);
        }
        let name = words::certificate_name(&row);
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, format!("certificate {name}")));
        let (_, status) = words::certificate_status(&row, self.context.now);
        ui.ctx().accesskit_node_builder(response.id, |node| {
            let by = row.requested_by.map(|service| format!(", requested by {service}")).unwrap_or_default();
            node.set_description(format!("{status}, expires {}{by}", words::date(row.not_after)));
            node.set_selected(selected);
            node.set_row_index(usize::try_from(position).unwrap_or(usize::MAX));
        });
        if response.clicked()
            || response.secondary_clicked()
            || response.double_clicked()
            || response.context_menu_opened()
        {
            self.done.row = usize::try_from(position).ok().map(|position| (position, response));
        }
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &CellInfo) {
        let Some(row) = self.row(cell.row_nr) else { return };
        let Some((column, _)) = self.columns.get(cell.col_nr) else { return };
        let rect = self.inner(ui.max_rect(), cell.col_nr);
        let (now, t) = (self.context.now, ui.tokens());
        let hover = match column {
            Column::Name => name_ui(ui, rect, &row, self.context, t),
            Column::OtherNames => other_names_ui(ui, rect, &row, t),
            Column::Status => {
                let (status, words) = words::certificate_status(&row, now);
                let shown = status.paint_line(ui.painter(), rect.left_center(), &words, rect.width(), t);
                (shown.right() + 2.0 > rect.right()).then_some(words)
            }
            Column::Expires => {
                let days = words::days_until(row.not_after, now);
                let dead = is_dead(&row, self.context);
                table::paint_expires(ui.painter(), rect, &words::days(days), days, dead, t);
                Some(format!("{} UTC", words::minute(row.not_after)))
            }
            Column::Template => {
                let room = if row.requested_by.is_some() { 16.0 } else { 0.0 };
                let words = rect.with_max_x(rect.right() - room);
                table::paint_cell(ui.painter(), words, words::template(row.template), Type::Small, t.text2);
                if row.requested_by.is_some() {
                    Icon::RefreshCw.paint(ui.painter(), pos2(rect.right() - 6.0, rect.center().y), 12.0, t.text3);
                }
                Some(match row.requested_by {
                    Some(service) => format!("{}\nRequested by {}", row.template, display::safe(service)),
                    None => row.template.to_owned(),
                })
            }
            Column::Issued => {
                table::paint_cell(ui.painter(), rect, &words::date(row.issued_at), Type::Small, t.text2);
                Some(format!("{} UTC", words::minute(row.issued_at)))
            }
            Column::Serial => {
                let serial = row.serial.to_string();
                table::paint_serial(ui.painter(), rect, &serial.to_uppercase(), t);
                Some(serial)
            }
        };
        if let Some(words) = hover {
            let id = row_id(row.number).with(column.word());
            ui.interact(rect, id, Sense::hover()).on_hover_text(words);
        }
    }

    fn default_row_height(&self) -> f32 {
        table::ROW_HEIGHT
    }
}

pub(super) fn row_id(number: usize) -> egui::Id {
    egui::Id::unique(("certificate row", number))
}

/// Expired or revoked: nothing of it needs a person any more.
fn is_dead(row: &CertificateRow<'_>, context: PageContext<'_>) -> bool {
    let (status, _) = words::certificate_status(row, context.now);
    matches!(status, Status::Revoked | Status::Expired)
}

/// Paints the name; answers what to tell on hover.
fn name_ui(ui: &Ui, rect: Rect, row: &CertificateRow<'_>, context: PageContext<'_>, t: &Tokens) -> Option<String> {
    let name = words::certificate_name(row);
    if words::is_deceptive(row) {
        let place = rect.with_max_x(rect.right() - 18.0);
        table::paint_name(ui.painter(), place, &name, is_dead(row, context), t);
        Icon::TriangleAlert.paint(ui.painter(), pos2(rect.right() - 7.0, rect.center().y), 12.0, t.warn_mark);
        return Some(format!("{name}\n{}", words::DECEPTIVE));
    }
    let elided = table::paint_name(ui.painter(), rect, &name, is_dead(row, context), t);
    let note = row.annotation.and_then(|annotation| annotation.note.as_deref()).map(display::safe);
    match (elided, note) {
        (_, Some(note)) => Some(format!("{name}\n{note}")),
        (true, None) => Some(name),
        (false, None) => None,
    }
}

/// The other names that fit, and how many more there are.
fn other_names_ui(ui: &Ui, rect: Rect, row: &CertificateRow<'_>, t: &Tokens) -> Option<String> {
    // A certificate may name thousands of hosts: what does not fit is only counted.
    let names: Vec<&str> = row.alternative_names.lines().filter(|name| !is_shown_name(row, name)).collect();
    let Some(first) = names.first() else {
        table::paint_cell(ui.painter(), rect, "—", Type::Small, t.text3);
        return None;
    };
    let (mut words, mut fitting) = (display::safe(first).into_owned(), 1);
    let width = |words: &str| paint::width(ui.painter(), words, Type::Small);
    for name in &names[1..] {
        let longer = format!("{words}, {}", display::safe(name));
        let more = if fitting + 1 < names.len() { 28.0 } else { 0.0 };
        if width(&longer) + more > rect.width() {
            break;
        }
        (words, fitting) = (longer, fitting + 1);
    }
    let rest = names.len() - fitting;
    let count = format!("+{rest}");
    let room = if rest > 0 { width(&count) + 6.0 } else { 0.0 };
    let line = paint::line(ui.painter(), &words, Type::Small, t.text2, (rect.width() - room).max(8.0));
    let elided = line.elided;
    let end = paint::galley(ui.painter(), rect.left_center(), line).right();
    if rest > 0 {
        paint::words(ui.painter(), pos2(end + 6.0, rect.center().y), &count, Type::CaptionRegular, t.text3);
    }
    (rest > 0 || elided).then(|| names.iter().take(40).map(|name| display::safe(name)).collect::<Vec<_>>().join("\n"))
}

/// The first alternative name stands in for a missing common name, and is not said again.
fn is_shown_name(row: &CertificateRow<'_>, name: &str) -> bool {
    let own = row.annotation.and_then(|note| note.name.as_deref()).is_some_and(|name| !name.is_empty());
    !own && row.common_name.is_empty() && row.alternative_names.lines().next() == Some(name)
}
