//! Shortcuts, out of the table of commands, and Escape.

use super::App;
use crate::ui::command::Command;
use crate::ui::palette::{
    Situation,
    table::{Entry, Menu, TABLE},
};
use egui::{Context, Key, Modifiers};

impl App {
    /// Takes the shortcuts of this frame before any field sees them.
    pub(super) fn take_shortcuts(&mut self, ctx: &Context, situation: &Situation) {
        let covered = self.has_form() || self.dialog.is_some() || self.palette.is_some();
        let typing = ctx.text_edit_focused();
        for entry in in_order() {
            let Some(shortcut) = &entry.shortcut else { continue };
            // Behind a dialog nothing acts, but the window can still be made readable.
            if covered && !is_zoom(entry) {
                continue;
            }
            // In a field this deletes a word.
            if typing && shortcut.logical_key == Key::Delete {
                continue;
            }
            if !ctx.input_mut(|input| input.consume_shortcut(shortcut)) {
                continue;
            }
            match (entry.command)(situation) {
                Ok(command) => self.commands.push(command),
                Err(reason) => self.status.say(ctx, format!("{}: {reason}", entry.name.trim_end_matches('…'))),
            }
        }
        let equals = egui::KeyboardShortcut::new(Modifiers::COMMAND, Key::Equals);
        if ctx.input_mut(|input| input.consume_shortcut(&equals)) {
            self.commands.push(Command::Zoom(1));
        }
        if !covered {
            self.take_escape(ctx);
        }
    }

    /// Closes what is top-most and not a dialog, which takes Escape itself.
    fn take_escape(&mut self, ctx: &Context) {
        let elsewhere = egui::Popup::is_any_open(ctx) || ctx.text_edit_focused();
        if elsewhere || self.inspector.is_none() {
            return;
        }
        if ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            self.commands.push(Command::Deselect);
        }
    }
}

/// Those with more keys first: else Ctrl+Shift+O would be taken for Ctrl+O.
fn in_order() -> impl Iterator<Item = &'static Entry> {
    let shifted = |entry: &&Entry| entry.shortcut.is_some_and(|shortcut| shortcut.modifiers.shift);
    TABLE.iter().filter(shifted).chain(TABLE.iter().filter(move |entry| !shifted(entry)))
}

fn is_zoom(entry: &Entry) -> bool {
    entry.menu == Menu::View && matches!((entry.command)(&Situation::default()), Ok(Command::Zoom(_)))
}
