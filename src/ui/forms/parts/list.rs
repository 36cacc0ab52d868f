//! Rows that can be put into another order and taken away: every list of the API is edited through this.

use crate::ui::kit::{Icon, IconButton};
use egui::{Key, Layout, Modifiers, Rect, Ui, UiBuilder, vec2};

/// Side of a button at the end of a row.
const TOOL: f32 = 24.0;

/// A list in a form, as far as its rows are called something.
#[derive(Clone, Copy)]
pub(super) struct List<'a> {
    item: &'a str,
    of: &'a str,
    fixed: usize,
    ordered: bool,
}

/// What was asked of a list in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// A row changes places with the one above it.
    Up(usize),
    /// A row changes places with the one below it.
    Down(usize),
    /// A row is taken away.
    Remove(usize),
}

impl Change {
    /// Does it to the rows.
    pub(super) fn apply<T>(self, rows: &mut Vec<T>) {
        match self {
            Self::Up(index) if index > 0 && index < rows.len() => rows.swap(index, index - 1),
            Self::Down(index) if index + 1 < rows.len() => rows.swap(index, index + 1),
            Self::Remove(index) if index < rows.len() => drop(rows.remove(index)),
            _ => {}
        }
    }
}

impl<'a> List<'a> {
    /// A list of items such as "name": the buttons are called "Remove name 1".
    pub(super) fn of_items(item: &'a str) -> Self {
        Self { item, of: "", fixed: 0, ordered: true }
    }

    /// What the list belongs to, where a form has several of the kind: "policy 1".
    pub(super) fn of(mut self, of: &'a str) -> Self {
        self.of = of;
        self
    }

    /// So many rows at the start stay where they are.
    pub(super) fn fixed(mut self, rows: usize) -> Self {
        self.fixed = rows;
        self
    }

    /// Whether the order of the rows means something.
    pub(super) fn ordered(mut self, ordered: bool) -> Self {
        self.ordered = ordered;
        self
    }

    /// What a row is called: "name 2", "address 1 of policy 2".
    pub(super) fn called(&self, index: usize) -> String {
        let (item, number) = (self.item, index + 1);
        if self.of.is_empty() { format!("{item} {number}") } else { format!("{item} {number} of {}", self.of) }
    }

    /// Shows `count` rows, each drawn by `row` in the room that the buttons at its end leave.
    ///
    /// Alt with the up or down arrow moves the row that has the keyboard, which goes with it.
    pub(super) fn ui(self, ui: &mut Ui, count: usize, mut row: impl FnMut(&mut Ui, usize)) -> Option<Change> {
        let mut change = None;
        let id = ui.scope_id().with(("list", self.item, self.of));
        let mut keys: Vec<u64> = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        let next = keys.iter().max().map_or(0, |last| last + 1);
        keys.extend((next..).take(count.saturating_sub(keys.len())));
        keys.truncate(count);
        let movable = self.ordered && count > self.fixed + 1;
        for (index, key) in keys.iter().enumerate() {
            // A row keeps its identity where it goes, and with it the keyboard.
            let builder = UiBuilder::new().scope_id(id.with(key));
            let shown = ui.scope_builder(builder, |ui| self.row_ui(ui, index, count, movable, &mut row));
            change = change.or(shown.inner);
            if change.is_none() && movable && index >= self.fixed {
                change = self.moved_by_key(ui, shown.response.rect, index, count);
            }
        }
        if let Some(change) = change {
            change.apply(&mut keys);
        }
        ui.data_mut(|data| data.insert_temp(id, keys));
        change
    }

    fn row_ui(
        self,
        ui: &mut Ui,
        index: usize,
        count: usize,
        movable: bool,
        row: &mut impl FnMut(&mut Ui, usize),
    ) -> Option<Change> {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let tools = if movable { 3.0 * TOOL } else { TOOL };
            let room = ui.available_width() - tools - 4.0;
            let content = Layout::top_down(egui::Align::Min);
            ui.allocate_ui_with_layout(vec2(room, 0.0), content, |ui| {
                ui.set_width(room);
                row(ui, index);
            });
            ui.add_space(4.0);
            // In the middle of the first line of the row.
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.spacing_mut().interact_size.y = TOOL;
                ui.add_space(4.0);
                ui.horizontal(|ui| self.tools_ui(ui, index, count, movable)).inner
            })
            .inner
        })
        .inner
    }

    fn tools_ui(self, ui: &mut Ui, index: usize, count: usize, movable: bool) -> Option<Change> {
        let mut change = None;
        let called = self.called(index);
        if index < self.fixed {
            return None;
        }
        if movable {
            let first = (index == self.fixed).then_some("It is the first");
            let last = (index + 1 == count).then_some("It is the last");
            let (up, down) = (format!("Move {called} up"), format!("Move {called} down"));
            if tool_ui(ui, IconButton::new(Icon::ArrowUp, &up).blocked(first), "Alt ↑") {
                change = Some(Change::Up(index));
            }
            if tool_ui(ui, IconButton::new(Icon::ArrowDown, &down).blocked(last), "Alt ↓") {
                change = Some(Change::Down(index));
            }
        }
        if ui.add(IconButton::new(Icon::X, &format!("Remove {called}")).small()).clicked() {
            change = Some(Change::Remove(index));
        }
        change
    }

    fn moved_by_key(self, ui: &Ui, row: Rect, index: usize, count: usize) -> Option<Change> {
        let focused = ui.memory(|memory| memory.focused())?;
        let response = ui.ctx().read_response(focused)?;
        if response.layer_id != ui.layer_id() || !row.contains(response.rect.center()) {
            return None;
        }
        let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::ALT, key));
        if index > self.fixed && pressed(Key::ArrowUp) {
            return Some(Change::Up(index));
        }
        (index + 1 < count && pressed(Key::ArrowDown)).then_some(Change::Down(index))
    }
}

/// A button that moves a row, and the keys that do the same.
fn tool_ui(ui: &mut Ui, button: IconButton<'_>, keys: &str) -> bool {
    let response = ui.add(button.small());
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_keyboard_shortcut(keys));
    response.on_hover_text(keys).clicked()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_change_places_and_stay_within_the_list() {
        let mut rows = vec!['a', 'b', 'c'];
        Change::Up(0).apply(&mut rows);
        Change::Down(2).apply(&mut rows);
        Change::Remove(3).apply(&mut rows);
        assert_eq!(rows, ['a', 'b', 'c']);
        Change::Down(0).apply(&mut rows);
        Change::Up(2).apply(&mut rows);
        assert_eq!(rows, ['b', 'c', 'a']);
        Change::Remove(1).apply(&mut rows);
        assert_eq!(rows, ['b', 'a']);
    }

    #[test]
    fn a_row_is_called_by_its_number_and_by_what_it_belongs_to() {
        assert_eq!(List::of_items("name").called(1), "name 2");
        assert_eq!(List::of_items("address").of("policy 2").called(0), "address 1 of policy 2");
    }
}
