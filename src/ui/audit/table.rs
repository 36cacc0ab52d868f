//! The table of records: the rows in sight only, a line for each day between them.

use super::AuditPage;
use super::reader::Row;
use crate::ui::context::PageContext;
use crate::ui::kit::{Icon, Label, Note, paint, table};
use crate::ui::page;
use crate::ui::theme::{Tokens, Type, UiTokens as _};
use crate::ui::words;
use crate::workspace::Timestamp;
use egui::{EventFilter, Key, Modifiers, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use egui_table::{CellInfo, HeaderCellInfo, TableDelegate};
use std::sync::Arc;

/// A line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// The rows below it are of this day.
    Day(i64),
    /// A record, by its place among those that were read.
    Row(usize),
    /// There is more below, or it is still looked for.
    More,
}

/// The lines of a table, and the rows that they are of.
#[derive(Debug, Default)]
pub(super) struct Lines {
    of: (u64, bool),
    lines: Vec<Line>,
}

/// The columns and their widths, the padding of the page at both ends.
fn columns(width: f32) -> Vec<(&'static str, f32)> {
    let wide = width >= 620.0;
    let (time, who, from) = (72.0, if wide { 104.0 } else { 96.0 }, if wide { 84.0 } else { 0.0 });
    let rest = (width - time - who - from).max(160.0);
    // The longest act is 192 wide.
    let act = (rest * 0.52).min(224.0).floor();
    let mut columns = vec![("Time", time), ("What", act), ("About", rest - act), ("Actor", who)];
    if wide {
        columns.push(("From", from));
    }
    columns
}

impl AuditPage {
    pub(super) fn table_ui(&mut self, ui: &mut Ui, context: PageContext<'_>) {
        let lines = self.lines();
        let rect = ui.available_rect_before_wrap();
        let id = ui.scope_id().with("records");
        let focus = ui.interact(rect, id, Sense::focusable_noninteractive());
        focus.widget_info(|| WidgetInfo::labeled(Role::Table, true, "Records"));
        if let Some(error) = self.reader.failed() {
            return failed_ui(ui, &error.message());
        }
        if self.reader.rows().is_empty() && !self.reader.has_more() {
            return nothing_ui(ui, context);
        }
        if focus.has_focus() {
            self.take_keys(ui, id, rect.height());
        }
        let padding = page::padding(ui);
        let columns = columns(rect.width() - 2.0 * padding);
        let selected = self.selected;
        let mut shown = Shown {
            rows: self.reader.rows(),
            lines: &lines.lines,
            columns: &columns,
            padding,
            now: context.now,
            selected,
            ring: focus.has_focus() && self.by_keyboard,
            scanned: self.reader.scanned(),
            pressed: None,
            more: false,
        };
        let column = egui_table::Column::new(rect.width()).range(rect.width()..=rect.width()).resizable(false);
        let mut table = egui_table::Table::new()
            .id_salt("records table")
            .num_rows(lines.lines.len() as u64)
            .columns([column.id(egui::Id::unique("record column"))])
            .num_sticky_cols(0)
            .headers([egui_table::HeaderRow::new(table::ROW_HEIGHT)]);
        let line_of = |row: usize| lines.lines.iter().position(|line| *line == Line::Row(row));
        if let Some(line) = self.reveal.take().and_then(line_of) {
            table = table.scroll_to_row(line as u64, None);
        }
        table.show(ui, &mut shown);
        let (pressed, more) = (shown.pressed, shown.more);
        if more {
            self.reader.want_more();
            if self.reader.scanned().is_none() {
                ui.ctx().request_repaint();
            }
        }
        if let Some(row) = pressed.and_then(|row| self.reader.rows().get(row)) {
            self.selected = Some(row.seq());
            self.by_keyboard = false;
            ui.memory_mut(|memory| memory.request_focus(id));
        }
    }

    /// The lines of the table, made once for the rows that there are.
    fn lines(&mut self) -> Arc<Lines> {
        let of = (self.reader.generation(), self.reader.has_more());
        if self.lines.of != of {
            self.lines = Arc::new(Lines { of, lines: lines(self.reader.rows(), of.1) });
        }
        self.lines.clone()
    }

    fn take_keys(&mut self, ui: &Ui, id: egui::Id, height: f32) {
        let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
        let rows = self.reader.rows();
        let Some(last) = rows.len().checked_sub(1) else { return };
        let at = self.selected.and_then(|seq| self.reader.find(seq));
        let page = ((height / table::ROW_HEIGHT) as usize).saturating_sub(2).max(1);
        for key in [Key::ArrowDown, Key::ArrowUp, Key::PageDown, Key::PageUp, Key::Home, Key::End] {
            if !ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
                continue;
            }
            let to = match (key, at) {
                (Key::End, _) => last,
                (Key::Home, _) | (_, None) => 0,
                (Key::ArrowDown, Some(at)) => (at + 1).min(last),
                (Key::ArrowUp, Some(at)) => at.saturating_sub(1),
                (Key::PageDown, Some(at)) => (at + page).min(last),
                (_, Some(at)) => at.saturating_sub(page),
            };
            self.selected = rows.get(to).map(Row::seq);
            (self.reveal, self.by_keyboard) = (Some(to), true);
        }
    }
}

/// An act without the word that leads over to what it was done to, which has a column of its own.
fn without_object(act: &str) -> &str {
    [" of", " on", " to"].iter().find_map(|word| act.strip_suffix(word)).unwrap_or(act)
}

/// The lines of the table.
fn lines(rows: &[Row], more: bool) -> Vec<Line> {
    let mut lines = Vec::with_capacity(rows.len() + 16);
    let mut day = None;
    for (number, row) in rows.iter().enumerate() {
        if day != Some(row.day()) {
            day = Some(row.day());
            lines.push(Line::Day(row.day()));
        }
        lines.push(Line::Row(number));
    }
    lines.extend(more.then_some(Line::More));
    lines
}

fn failed_ui(ui: &mut Ui, words: &str) {
    let padding = page::padding(ui) as i8;
    egui::Frame::new().inner_margin(egui::Margin::symmetric(padding, 16)).show(ui, |ui| {
        Note::warn(words).title("The records could not be read").show(ui);
    });
}

fn nothing_ui(ui: &mut Ui, context: PageContext<'_>) {
    let words = match context.engine {
        Some(_) => "No record fits. Take a filter away to see more.",
        None => "The records stand in the file, and there is none behind this.",
    };
    let padding = page::padding(ui) as i8;
    let color = ui.tokens().text2;
    egui::Frame::new().inner_margin(egui::Margin::symmetric(padding, 16)).show(ui, |ui| {
        ui.add(Label::new(words, Type::Body).color(color).wrap());
    });
}

/// The table as `egui_table` asks for it. A line is one cell: it paints its own columns.
struct Shown<'a> {
    rows: &'a [Row],
    lines: &'a [Line],
    columns: &'a [(&'static str, f32)],
    padding: f32,
    now: Timestamp,
    selected: Option<u64>,
    ring: bool,
    scanned: Option<usize>,
    pressed: Option<usize>,
    more: bool,
}

impl Shown<'_> {
    /// The cells of a line, with the gap to the next left out.
    fn cells(&self, line: Rect) -> Vec<Rect> {
        let widths: Vec<f32> = self.columns.iter().map(|(_, width)| *width).collect();
        table::cells(line, self.padding, &widths).map(|cell| cell.with_max_x(cell.right() - 12.0)).collect()
    }

    fn record_ui(&mut self, ui: &mut Ui, rect: Rect, number: usize) {
        let Some(row) = self.rows.get(number) else { return };
        // Not a stop for Tab: the table is, and the arrow keys go through its rows.
        let response = ui.interact(rect, egui::Id::unique(("record", row.seq())), Sense::CLICK);
        let selected = self.selected == Some(row.seq());
        let (t, painter) = (ui.tokens(), ui.painter());
        table::paint_row(painter, rect, selected, response.hovered(), t);
        if self.ring && selected {
            paint::focus_ring(painter, rect.shrink2(vec2(3.0, 2.0)), 4, t);
        }
        let elided = self.paint(painter, rect, row, t);
        let whole = format!("{} {}", row.words, row.aside);
        let time = clock(row.at());
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, format!("record {}: {}", row.seq(), row.words)));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_description(format!("{}, {time}, {}", row.aside, row.who));
            node.set_selected(selected);
        });
        if response.clicked() {
            self.pressed = Some(number);
        }
        if elided {
            response.on_hover_text(whole.trim());
        }
    }

    fn paint(&self, painter: &egui::Painter, rect: Rect, row: &Row, t: &Tokens) -> bool {
        let cells = self.cells(rect);
        let Some([time, act, object, who, rest @ ..]) = cells.get(..) else { return false };
        paint::words(painter, time.left_center(), &clock(row.at()), Type::Small, t.text2);
        let act = act.with_min_x(act.left() + 20.0);
        let mark = pos2(act.left() - 11.0, act.center().y);
        match (row.failed, row.key_used) {
            (true, _) => drop(Icon::TriangleAlert.paint(painter, mark, 14.0, t.danger_mark)),
            (_, true) => drop(Icon::KeyRound.paint(painter, mark, 14.0, t.text3)),
            _ => {}
        }
        let color = if row.failed { t.danger } else { t.text };
        let mut elided = table::paint_cell(painter, act, without_object(&row.act), Type::Name, color);
        let more = row.words.len() > row.act.len() + row.object.len() + 1;
        let object_words = if more { row.words[row.act.len()..].trim() } else { &row.object };
        let line = paint::line(painter, object_words, Type::Body, t.text, object.width());
        elided |= line.elided;
        let end = paint::galley(painter, object.left_center(), line).right() + 8.0;
        // The aside gives way first; a stump of it says nothing.
        match object.right() - end > 48.0 {
            true => elided |= table::paint_cell(painter, object.with_min_x(end), &row.aside, Type::Small, t.text2),
            false => elided |= !row.aside.is_empty(),
        }
        elided |= table::paint_cell(painter, *who, &row.who, Type::Small, t.text2);
        if let Some(from) = rest.first() {
            table::paint_cell(painter, *from, row.from, Type::Small, t.text2);
        }
        elided
    }

    fn day_ui(&self, ui: &Ui, rect: Rect, day: i64) {
        let (t, painter) = (ui.tokens(), ui.painter());
        let at = Timestamp::from_seconds(day * 86_400);
        let (words, date) = match self.now.seconds().div_euclid(86_400) - day {
            0 => ("Today".to_owned(), format!("{}, UTC", words::date(at))),
            1 => (format!("Yesterday, {}", words::day_of_year(at)), String::new()),
            _ => (words::date(at), String::new()),
        };
        let y = rect.center().y + 1.0;
        paint::words(painter, pos2(rect.left() + self.padding, y), &words, Type::SmallSemi, t.text);
        paint::words_right(painter, pos2(rect.right() - self.padding, y), &date, Type::CaptionRegular, t.text2);
    }

    fn more_ui(&mut self, ui: &Ui, rect: Rect) {
        self.more = true;
        let words = match self.scanned {
            Some(scanned) if scanned > 0 => format!("Reading, {} looked at", words::counted(scanned, "record")),
            _ => "Reading…".to_owned(),
        };
        let color = ui.tokens().text2;
        paint::words(ui.painter(), pos2(rect.left() + self.padding, rect.center().y), &words, Type::Small, color);
    }
}

impl TableDelegate for Shown<'_> {
    fn header_cell_ui(&mut self, ui: &mut Ui, _: &HeaderCellInfo) {
        let rect = ui.max_rect();
        paint::hairline(ui.painter(), rect.x_range(), rect.bottom() - 1.0, ui.tokens().line);
        for (place, (name, _)) in self.cells(rect).into_iter().zip(self.columns) {
            let place = if *name == "What" { place.with_min_x(place.left() + 20.0) } else { place };
            let (t, y) = (ui.tokens(), place.center().y);
            let end = paint::words(ui.painter(), pos2(place.left(), y), name, Type::Caption, t.text2).right();
            if *name == "Time" {
                Icon::ArrowDown.paint(ui.painter(), pos2(end + 10.0, y - 1.0), 12.0, t.text2);
            }
            let response = ui.interact(place, ui.auto_id_with(("record head", name)), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, *name));
        }
    }

    fn row_ui(&mut self, ui: &mut Ui, position: u64) {
        // The region of sticky columns, of which there are none, asks for every row too.
        if ui.clip_rect().width() <= 0.0 {
            return;
        }
        let rect = ui.max_rect();
        let line = usize::try_from(position).ok().and_then(|position| self.lines.get(position));
        match line.copied() {
            Some(Line::Row(number)) => self.record_ui(ui, rect, number),
            Some(Line::Day(day)) => self.day_ui(ui, rect, day),
            Some(Line::More) => self.more_ui(ui, rect),
            None => {}
        }
    }

    fn cell_ui(&mut self, _: &mut Ui, _: &CellInfo) {}

    fn default_row_height(&self) -> f32 {
        table::ROW_HEIGHT
    }
}

/// `13:01:12`, in UTC.
fn clock(at: Timestamp) -> String {
    let second = at.seconds().rem_euclid(86_400);
    format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}
