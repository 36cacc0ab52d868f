//! The table by keyboard.

use super::listing::Listing;
use super::selection::Extend;
use super::{CertificatesPage, export};
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::table;
use egui::{Event, EventFilter, Id, Key, Modifiers, Ui};

impl CertificatesPage {
    /// Takes the keys of this frame, while the table has the keyboard.
    pub(super) fn take_keys(
        &mut self,
        ui: &Ui,
        context: PageContext<'_>,
        listing: &Listing,
        id: Id,
        height: f32,
        commands: &mut Commands,
    ) {
        let arrows = EventFilter { vertical_arrows: true, escape: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
        self.move_cursor(ui, context, listing, height, commands);
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        if pressed(Modifiers::COMMAND, Key::A) {
            self.selection.all(&listing.rows);
        }
        if pressed(Modifiers::NONE, Key::Space)
            && let Some(position) = self.selection.at(&listing.rows)
        {
            self.selection.pick(&listing.rows, position, Extend::Toggle);
        }
        if pressed(Modifiers::NONE, Key::Enter) {
            self.show_cursor(context, commands);
        }
        if self.selection.len() > 0 && pressed(Modifiers::NONE, Key::Escape) {
            self.selection.clear();
            commands.push(Command::Deselect);
        }
        if pressed(Modifiers::NONE, Key::Delete) && self.revoke_blocked(context).is_none() {
            commands.push(Command::Revoke(self.revocable(context)));
        }
        let copy = ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Copy)));
        if copy && self.selection.len() > 0 {
            ui.copy_text(self.copied(context));
        }
    }

    /// The selected rows as text to paste.
    pub(super) fn copied(&self, context: PageContext<'_>) -> String {
        export::tab_separated(self.selected_rows(context), context.now)
    }

    fn move_cursor(
        &mut self,
        ui: &Ui,
        context: PageContext<'_>,
        listing: &Listing,
        height: f32,
        commands: &mut Commands,
    ) {
        let last = listing.rows.len().saturating_sub(1);
        let page = ((height / table::ROW_HEIGHT) as usize).saturating_sub(2).max(1);
        let at = self.selection.at(&listing.rows);
        let target = |key| match (key, at) {
            (Key::Home, _) => 0,
            (Key::End, _) => last,
            (_, None) => 0,
            (Key::ArrowDown, Some(at)) => (at + 1).min(last),
            (Key::ArrowUp, Some(at)) => at.saturating_sub(1),
            (Key::PageDown, Some(at)) => (at + page).min(last),
            (_, Some(at)) => at.saturating_sub(page),
        };
        for key in [Key::ArrowDown, Key::ArrowUp, Key::PageDown, Key::PageUp, Key::Home, Key::End] {
            for (modifiers, extend) in [(Modifiers::SHIFT, Extend::Range), (Modifiers::NONE, Extend::No)] {
                if !ui.input_mut(|input| input.consume_key(modifiers, key)) {
                    continue;
                }
                self.selection.pick(&listing.rows, target(key), extend);
                self.reveal = self.selection.cursor();
                self.by_keyboard = true;
                self.show_cursor(context, commands);
            }
        }
    }
}
