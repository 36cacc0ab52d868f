//! What table rows and heads are painted with; the table itself belongs to its page.

use egui::{Align, Color32, Painter, Rangef, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2};

use super::{Icon, bars, elide, paint};
use crate::ui::theme::{Tokens, Type, UiTokens as _};

/// Height of a head and of a row.
pub const ROW_HEIGHT: f32 = 28.0;

/// How a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Smallest or earliest first.
    Ascending,
    /// Largest or latest first.
    Descending,
}

/// The head of a column in `rect`; `clicked()` asks to sort by it. A head that cannot sort has `None` for ever.
pub fn header_cell_ui(ui: &mut Ui, rect: Rect, name: &str, sort: Option<Sort>, align: Align) -> Response {
    let response = ui.interact(rect, ui.auto_id_with(("head", name)), Sense::click());
    let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
    let color = if sort.is_some() || response.hovered() { t.text } else { t.text2 };
    let words = if align == Align::Max {
        let right = if sort.is_some() { rect.right() - 16.0 } else { rect.right() };
        paint::words_right(painter, pos2(right, y), name, Type::Caption, color)
    } else {
        paint::words(painter, pos2(rect.left(), y), name, Type::Caption, color)
    };
    if let Some(sort) = sort {
        let icon = if sort == Sort::Ascending { Icon::ArrowUp } else { Icon::ArrowDown };
        icon.paint(painter, pos2(words.right() + 10.0, y - 1.0), 12.0, t.text);
    }
    if response.has_focus() {
        paint::focus_ring(painter, words.expand2(egui::vec2(6.0, 4.0)), 6, t);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, ui.is_enabled(), name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        use egui::accesskit::SortDirection;
        if let Some(sort) = sort {
            let ascending = sort == Sort::Ascending;
            node.set_sort_direction(if ascending { SortDirection::Ascending } else { SortDirection::Descending });
        }
    });
    response
}

/// The ground of a row: hover and selection fill the full width, selection adds an edge of accent.
pub fn paint_row(painter: &Painter, rect: Rect, selected: bool, hovered: bool, t: &Tokens) {
    if selected {
        paint::fill(painter, rect, 0, t.selected);
        let edge = Rect::from_min_size(rect.min, egui::vec2(2.0, rect.height()));
        paint::fill(painter, edge, 0, t.accent);
    } else if hovered {
        paint::fill(painter, rect, 0, t.hover);
    }
}

/// The name of a row: medium; text2 in dead rows.
pub fn paint_name(painter: &Painter, cell: Rect, name: &str, dead: bool, t: &Tokens) -> bool {
    let color = if dead { t.text2 } else { t.text };
    paint_cell(painter, cell, name, Type::Name, color)
}

/// Words of a cell, elided at its end. Returns whether they were: then the whole shows on hover.
pub fn paint_cell(painter: &Painter, cell: Rect, words: &str, kind: Type, color: Color32) -> bool {
    let line = paint::line(painter, words, kind, color, cell.width());
    let elided = line.elided;
    paint::galley(painter, cell.left_center(), line);
    elided
}

/// A serial as its first and last four characters.
pub fn paint_serial(painter: &Painter, cell: Rect, serial: &str, t: &Tokens) {
    let short = elide::middle(serial, 4);
    paint::words(painter, cell.left_center(), &short, Type::MonoSmall, t.text2);
}

/// Days, then the bar: 64 for the words, 8, 28 for the bar. Dead rows lose the bar.
pub fn paint_expires(painter: &Painter, cell: Rect, words: &str, days: i64, dead: bool, t: &Tokens) {
    let (kind, color) = match days {
        0..=30 if !dead => (Type::SmallMedium, bars::days_words_color(days, t)),
        _ => (Type::Small, t.text2),
    };
    let right = cell.right() - 36.0;
    paint::words_right(painter, pos2(right, cell.center().y), words, kind, color);
    if !dead {
        bars::paint_expiry(painter, pos2(right + 8.0, cell.center().y), days, t);
    }
}

/// The columns of a row, from their widths.
pub fn cells(row: Rect, left: f32, widths: &[f32]) -> impl Iterator<Item = Rect> {
    widths.iter().scan(row.left() + left, move |x, &width| {
        let cell = Rect::from_x_y_ranges(Rangef::new(*x, *x + width), row.y_range());
        *x += width;
        Some(cell)
    })
}
