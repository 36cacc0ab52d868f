//! The menu of help: about this program.

use super::{Entry, Menu, entry};
use crate::ui::command::Command;
use crate::ui::kit::Icon;
use crate::ui::palette::shortcut::key;
use egui::Key;

/// In the order of the menu.
pub(super) const ENTRIES: &[Entry] = &[
    entry((Menu::Help, 0), "Shortcuts", Icon::CircleQuestionMark, key(Key::F1), |_| Ok(Command::Shortcuts))
        .also("keyboard keys help"),
    entry((Menu::Help, 0), "About Canopy", Icon::Info, None, |_| Ok(Command::About)).also("version license"),
];
