//! The calls by keyboard.

use super::CallList;
use super::{list, row};
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::table;
use egui::{Event, EventFilter, Id, Key, Modifiers, Rect, Ui, pos2, vec2};

/// How many rows Page Up and Page Down go.
const PAGE: usize = 10;

impl CallList {
    /// The arrows go through the rows, Enter shows what one is about, Ctrl+C copies it.
    pub(super) fn take_keys(
        &mut self,
        ui: &Ui,
        context: PageContext<'_>,
        id: Id,
        place: Rect,
        commands: &mut Commands,
    ) {
        let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
        let rows = &self.seen.rows;
        let at = self.selected.and_then(|selected| rows.iter().position(|call| call.id == selected));
        let last = rows.len().saturating_sub(1);
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let to = match at {
            _ if pressed(Key::Home) => Some(0),
            _ if pressed(Key::End) => Some(last),
            Some(at) if pressed(Key::ArrowDown) => Some((at + 1).min(last)),
            Some(at) if pressed(Key::ArrowUp) => Some(at.saturating_sub(1)),
            Some(at) if pressed(Key::PageDown) => Some((at + PAGE).min(last)),
            Some(at) if pressed(Key::PageUp) => Some(at.saturating_sub(PAGE)),
            None if pressed(Key::ArrowDown) || pressed(Key::ArrowUp) => Some(0),
            _ => None,
        };
        if let Some((index, call)) = to.and_then(|index| Some((index, rows.get(index)?))) {
            self.selected = Some(call.id);
            let top = place.top() + table::ROW_HEIGHT * index as f32;
            ui.scroll_to_rect(Rect::from_min_size(pos2(place.left(), top), vec2(1.0, table::ROW_HEIGHT)), None);
        }
        let Some(call) = at.and_then(|at| rows.get(at)) else { return };
        if pressed(Key::Enter) {
            commands.extend(row::select(context.workspace, call).map(Command::Select));
        }
        if ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Copy))) {
            ui.copy_text(list::copied(context, call));
        }
    }
}
