//! The table: its head, and of its rows those in sight.

use super::CallList;
use super::row::{self, Mark};
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::host::LiveCall;
use crate::ui::kit::{Icon, Label, MenuItem, Status, context_menu, menu_separator_ui, paint, table};
use crate::ui::page;
use crate::ui::theme::{Tokens, Type, UiTokens as _};
use egui::style::ScrollAnimation;
use egui::{Id, Painter, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

const COLUMNS: [&str; 6] = ["Time", "Caller", "Action", "Object", "Result", "ms"];

/// Space that a cell leaves at its right.
const GAP: f32 = 8.0;

/// Object takes what the others leave, and caller and result give way first.
fn widths(width: f32) -> [f32; 6] {
    let (time, caller, asked, result, ms) = match width {
        940.0.. => (104.0, 128.0, 240.0, 232.0, 56.0),
        780.0..940.0 => (100.0, 104.0, 196.0, 200.0, 48.0),
        _ => (96.0, 88.0, 176.0, 176.0, 44.0),
    };
    [time, caller, asked, (width - time - caller - asked - result - ms).max(96.0), result, ms]
}

impl CallList {
    pub(super) fn table_ui(&mut self, ui: &mut Ui, context: PageContext<'_>, whole: Rect, commands: &mut Commands) {
        let padding = page::padding(ui);
        let edge = |rect: Rect| Rect::from_x_y_ranges(whole.x_range(), rect.y_range());
        let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), table::ROW_HEIGHT), Sense::hover());
        let widths = widths(head.width());
        head_ui(ui, edge(head), padding, &widths);
        if self.seen.rows.is_empty() {
            ui.add_space(12.0);
            let color = ui.tokens().text2;
            let words = "No call fits. Take a filter away to see more.";
            ui.add(Label::new(words, Type::Body).color(color));
            return;
        }
        let height = table::ROW_HEIGHT * self.seen.rows.len() as f32;
        let (rows, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let id = ui.scope_id().with("live calls");
        let focus = ui.interact(edge(rows), id, Sense::focusable_noninteractive());
        focus.widget_info(|| WidgetInfo::labeled(Role::Table, true, "Live calls"));
        if focus.has_focus() {
            self.take_keys(ui, context, id, rows, commands);
        }
        let (risen, clip) = (self.risen(), ui.clip_rect());
        if risen > 0 && rows.top() + table::ROW_HEIGHT < clip.top() {
            // What a person reads stays where it is, in this very frame.
            let by = vec2(0.0, -table::ROW_HEIGHT * risen as f32);
            ui.scroll_with_delta_animation(by, ScrollAnimation::none());
            ui.request_discard("calls have come above those that are read");
        }
        let first = ((clip.top() - rows.top()) / table::ROW_HEIGHT).floor().max(0.0) as usize;
        let last = ((clip.bottom() - rows.top()) / table::ROW_HEIGHT).ceil().max(0.0) as usize;
        let mut pressed = None;
        for (index, call) in self.seen.rows.iter().enumerate().take(last).skip(first) {
            let top = rows.top() + table::ROW_HEIGHT * index as f32;
            let rect = edge(Rect::from_min_size(pos2(rows.left(), top), vec2(1.0, table::ROW_HEIGHT)));
            let selected = self.selected == Some(call.id);
            let shown = Shown { call, widths: &widths, padding, selected, ring: selected && focus.has_focus() };
            if shown.ui(ui, context, rect, commands) {
                pressed = Some(call.id);
            }
        }
        if pressed.is_some() {
            self.selected = pressed;
            ui.memory_mut(|memory| memory.request_focus(id));
        }
    }
}

fn head_ui(ui: &mut Ui, head: Rect, padding: f32, widths: &[f32; 6]) {
    let t = ui.tokens();
    for y in [head.top(), head.bottom() - 1.0] {
        paint::hairline(ui.painter(), head.x_range(), y, t.line);
    }
    for (cell, name) in table::cells(head, padding, widths).zip(COLUMNS) {
        let y = cell.center().y;
        match name {
            "ms" => drop(paint::words_right(ui.painter(), pos2(cell.right(), y), name, Type::Caption, t.text2)),
            "Time" => {
                let end = paint::words(ui.painter(), pos2(cell.left(), y), name, Type::Caption, t.text).right();
                Icon::ArrowDown.paint(ui.painter(), pos2(end + 10.0, y - 1.0), 12.0, t.text);
            }
            name => drop(paint::words(ui.painter(), pos2(cell.left(), y), name, Type::Caption, t.text2)),
        }
        let response = ui.interact(cell, ui.auto_id_with(("call head", name)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, name));
    }
}

/// A row as it is drawn.
struct Shown<'a> {
    call: &'a LiveCall,
    widths: &'a [f32; 6],
    padding: f32,
    selected: bool,
    ring: bool,
}

impl Shown<'_> {
    /// Returns whether it was pressed.
    fn ui(&self, ui: &mut Ui, context: PageContext<'_>, rect: Rect, commands: &mut Commands) -> bool {
        let (call, t) = (self.call, ui.tokens());
        // Not a stop for Tab: the list is, and the arrow keys go through its rows.
        let id = Id::unique(("live call", call.id));
        let response = ui.interact(rect, id, Sense::CLICK);
        table::paint_row(ui.painter(), rect, self.selected, response.hovered(), t);
        let caller = row::caller(context.workspace, &call.caller);
        let (asked, object) = (row::asked(&call.asked), row::object_words(context.workspace, call));
        let (mark, result) = row::result(call);
        let milliseconds = row::milliseconds(call.duration);
        for (column, cell) in table::cells(rect, self.padding, self.widths).enumerate() {
            let painter = ui.painter();
            let narrow = cell.with_max_x(cell.right() - GAP);
            let whole = match column {
                0 => {
                    paint::words(painter, cell.left_center(), &row::time(call.at), Type::MonoSmall, t.text2);
                    None
                }
                1 => table::paint_cell(painter, narrow, &caller, Type::Small, t.text2).then(|| caller.to_string()),
                2 => table::paint_name(painter, narrow, &asked, false, t).then(|| asked.to_string()),
                3 => table::paint_cell(painter, narrow, &object, Type::Small, t.text2).then(|| object.clone()),
                4 => paint_result(painter, narrow, mark, &result, t).then(|| result.to_string()),
                _ => {
                    let slow = call.is_slow();
                    let (kind, color) = if slow { (Type::SmallMedium, t.warn) } else { (Type::Small, t.text2) };
                    paint::words_right(painter, cell.right_center(), &milliseconds, kind, color);
                    None
                }
            };
            if let Some(whole) = whole {
                ui.interact(cell, id.with(column), Sense::hover()).on_hover_text(whole);
            }
        }
        if self.ring {
            paint::focus_ring(ui.painter(), rect.shrink2(vec2(3.0, 2.0)), 4, t);
        }
        let took = match call.duration {
            Some(_) => format!("{milliseconds} ms"),
            None => "not ended".to_owned(),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, format!("call {}: {asked} by {caller}", call.id)));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_selected(self.selected);
            node.set_description(format!("{object}, {result}, {took}, at {}", row::time(call.at)));
        });
        context_menu(&response, |ui| menu_ui(ui, context, call, commands));
        response.clicked() || response.secondary_clicked()
    }
}

/// The mark hangs before the words. Returns whether they were elided.
fn paint_result(painter: &Painter, cell: Rect, mark: Mark, words: &str, t: &Tokens) -> bool {
    let center = pos2(cell.left() + 5.0, cell.center().y);
    let color = match mark {
        Mark::Quiet => t.text2,
        Mark::Running => {
            Status::Pending.paint(painter, center, t);
            t.violet
        }
        Mark::Refused => {
            Icon::Ban.paint(painter, center + vec2(1.0, 0.0), 14.0, t.danger_mark);
            t.danger
        }
        Mark::Broken => {
            Status::Expired.paint(painter, center, t);
            t.text2
        }
    };
    table::paint_cell(painter, cell.with_min_x(cell.left() + 16.0), words, Type::Small, color)
}

fn menu_ui(ui: &mut Ui, context: PageContext<'_>, call: &LiveCall, commands: &mut Commands) {
    let select = row::select(context.workspace, call);
    let nothing = select.is_none().then_some("It is about nothing that is here");
    if ui.add(MenuItem::new("Show what it is about").blocked(nothing)).clicked() {
        commands.extend(select.map(Command::Select));
    }
    menu_separator_ui(ui);
    if ui.add(MenuItem::new("Copy row")).clicked() {
        ui.copy_text(copied(context, call));
    }
    if !call.object.is_empty() && ui.add(MenuItem::new("Copy object")).clicked() {
        ui.copy_text(call.object.clone());
    }
}

/// A row to paste: time, caller, action, object, result, milliseconds.
pub(super) fn copied(context: PageContext<'_>, call: &LiveCall) -> String {
    let caller = row::caller(context.workspace, &call.caller);
    let object = if call.object.is_empty() { "—" } else { &call.object };
    let (at, asked, result) = (call.at.to_string(), row::asked(&call.asked), row::result(call).1);
    [&at, &*caller, &*asked, object, &*result, &row::milliseconds(call.duration)].join("\t")
}
