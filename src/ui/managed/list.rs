//! The list: its head, its rows, and the keyboard.

use super::{Column, ManagedPage, Row};
use crate::ui::ask::Select;
use crate::ui::command::{Command, Commands, ManagedAct};
use crate::ui::context::PageContext;
use crate::ui::kit::{MenuItem, context_menu, menu_separator_ui, paint, table};
use crate::ui::page;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use egui::{Align, Event, EventFilter, Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

/// Space that a cell leaves at its right.
const GAP: f32 = 8.0;

/// How high the head and so many rows are.
pub(super) fn height(rows: usize) -> f32 {
    table::ROW_HEIGHT * (rows as f32 + 1.0)
}

impl ManagedPage {
    pub(super) fn list_ui(&mut self, ui: &mut Ui, context: PageContext<'_>, rows: &[Row], commands: &mut Commands) {
        let padding = page::padding(ui);
        let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), table::ROW_HEIGHT), Sense::hover());
        let line = ui.tokens().line;
        paint::hairline(ui.painter(), head.x_range(), head.bottom() - 1.0, line);
        let widths = widths(head.width() - 2.0 * padding);
        self.head_ui(ui, head, padding, &widths);
        ScrollArea::vertical().id_salt("managed rows").auto_shrink(false).show(ui, |ui| {
            let high = table::ROW_HEIGHT * rows.len() as f32;
            let (all, _) = ui.allocate_exact_size(vec2(ui.available_width(), high), Sense::hover());
            let id = ui.scope_id().with("managed certificates");
            let focus = ui.interact(all, id, Sense::focusable_noninteractive());
            focus.widget_info(|| WidgetInfo::labeled(Role::Table, true, "Managed certificates"));
            if focus.has_focus() {
                self.take_keys(ui, context, rows, id, all);
            }
            let clip = ui.clip_rect();
            let first = ((clip.top() - all.top()) / table::ROW_HEIGHT).floor().max(0.0) as usize;
            let last = ((clip.bottom() - all.top()) / table::ROW_HEIGHT).ceil().max(0.0) as usize;
            for (index, row) in rows.iter().enumerate().take(last).skip(first) {
                let top = all.top() + table::ROW_HEIGHT * index as f32;
                let rect = Rect::from_min_size(pos2(all.left(), top), vec2(all.width(), table::ROW_HEIGHT));
                let selected = self.selected == Some(row.id);
                if row_ui(ui, context, rect, padding, &widths, row, (selected, focus.has_focus()), commands) {
                    self.selected = Some(row.id);
                    ui.memory_mut(|memory| memory.request_focus(id));
                }
            }
        });
    }

    fn head_ui(&mut self, ui: &mut Ui, rect: Rect, padding: f32, widths: &[f32; 5]) {
        for (cell, column) in table::cells(rect, padding, widths).zip(Column::EVERY) {
            let sort = (self.sorting.0 == column).then_some(match self.sorting.1 {
                true => table::Sort::Descending,
                false => table::Sort::Ascending,
            });
            if table::header_cell_ui(ui, cell, column.word(), sort, Align::Min).clicked() {
                self.sorting = (column, self.sorting.0 == column && !self.sorting.1);
            }
        }
    }

    /// The arrows go through the rows; Ctrl+C copies the one that is selected.
    fn take_keys(&mut self, ui: &Ui, context: PageContext<'_>, rows: &[Row], id: Id, place: Rect) {
        let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
        let at = rows.iter().position(|row| self.selected == Some(row.id)).unwrap_or(0);
        let last = rows.len().saturating_sub(1);
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let to = match () {
            () if pressed(Key::Home) => Some(0),
            () if pressed(Key::End) => Some(last),
            () if pressed(Key::ArrowDown) => Some((at + 1).min(last)),
            () if pressed(Key::ArrowUp) => Some(at.saturating_sub(1)),
            () => None,
        };
        if let Some((index, row)) = to.and_then(|index| Some((index, rows.get(index)?))) {
            self.selected = Some(row.id);
            let top = place.top() + table::ROW_HEIGHT * index as f32;
            ui.scroll_to_rect(Rect::from_min_size(pos2(place.left(), top), vec2(1.0, table::ROW_HEIGHT)), None);
        }
        let copies = ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Copy)));
        if let Some(row) = rows.get(at).filter(|_| copies) {
            let text =
                [&row.name, &row.authority, &row.not_after.to_string(), &row.renews(context.now), &row.standing.1];
            ui.copy_text(text.map(String::as_str).join("\t"));
        }
    }
}

/// Name and authority share what the others leave.
fn widths(width: f32) -> [f32; 5] {
    let (ends, renews, state) = (96.0, 96.0, 108.0);
    let rest = (width - ends - renews - state).max(200.0);
    let authority = (rest * 0.4).round().min(220.0);
    [rest - authority, authority, ends, renews, state]
}

/// Returns whether it was pressed.
#[expect(clippy::too_many_arguments, reason = "where it stands, what it shows, and where its acts go")]
fn row_ui(
    ui: &mut Ui,
    context: PageContext<'_>,
    rect: Rect,
    padding: f32,
    widths: &[f32; 5],
    row: &Row,
    (selected, focused): (bool, bool),
    commands: &mut Commands,
) -> bool {
    // Not a stop for Tab: the list is, and the arrow keys go through its rows.
    let id = Id::unique(("managed certificate", row.id));
    let response = ui.interact(rect, id, Sense::CLICK);
    let t = ui.tokens();
    table::paint_row(ui.painter(), rect, selected, response.hovered(), t);
    let (status, standing) = &row.standing;
    let renews = row.renews(context.now);
    for (cell, column) in table::cells(rect, padding, widths).zip(Column::EVERY) {
        let cell = Rect::from_min_max(cell.min, pos2(cell.right() - GAP, cell.bottom()));
        let painter = ui.painter();
        let paint =
            |words: &str| table::paint_cell(painter, cell, words, Type::Small, t.text2).then(|| words.to_owned());
        let whole = match column {
            Column::Name => table::paint_name(painter, cell, &row.name, false, t).then(|| row.name.clone()),
            Column::Authority => paint(&row.authority),
            Column::Ends => {
                paint(&words::date(row.not_after));
                Some(format!("{} UTC", words::minute(row.not_after)))
            }
            Column::Renews => {
                let elided = paint(&renews);
                row.renews_at.map(|at| format!("From {} UTC on", words::minute(at))).or(elided)
            }
            Column::State => {
                let shown = status.paint_line(painter, cell.left_center(), standing, cell.width(), t);
                (shown.right() + 2.0 > cell.right()).then(|| standing.clone())
            }
        };
        if let Some(whole) = whole {
            ui.interact(cell, id.with(column.word()), Sense::hover()).on_hover_text(whole);
        }
    }
    if selected && focused {
        paint::focus_ring(ui.painter(), rect.shrink2(vec2(3.0, 2.0)), 4, t);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, format!("managed certificate {}", row.name)));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(selected);
        node.set_description(format!("{standing}, ends {}, renews {renews}", words::date(row.not_after)));
    });
    context_menu(&response, |ui| menu_ui(ui, context, row, commands));
    response.clicked() || response.secondary_clicked()
}

fn menu_ui(ui: &mut Ui, context: PageContext<'_>, row: &Row, commands: &mut Commands) {
    let blocked = context.blocked();
    let kept = context.workspace.managed_certificate(row.id);
    let authority = kept.and_then(|kept| context.workspace.authority(kept.authority));
    if let Some((kept, authority)) = kept.zip(authority)
        && ui.add(MenuItem::new("Show certificate")).clicked()
    {
        commands.push(Command::Select(Select::Certificate(authority.arn.certificate(kept.current.serial))));
    }
    for (words, act) in [("Export…", ManagedAct::Export(row.id)), ("Renew now", ManagedAct::Renew(row.id))] {
        if ui.add(MenuItem::new(words).blocked(blocked)).clicked() {
            commands.push(Command::Managed(act));
        }
    }
    menu_separator_ui(ui);
    if ui.add(MenuItem::new("Forget…").danger().blocked(blocked)).clicked() {
        commands.push(Command::Managed(ManagedAct::Forget(row.id)));
    }
}
