//! Shortcuts, and how they are written.

use egui::{Key, KeyboardShortcut, Modifiers};

/// The command key (Ctrl, on a Mac ⌘) with another.
pub const fn ctrl(key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(Modifiers::COMMAND, key))
}

/// The command key and Shift with another.
pub const fn ctrl_shift(key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key))
}

/// A key by itself.
pub const fn key(key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(Modifiers::NONE, key))
}

/// The keys of a shortcut as they stand on the keyboard: "Ctrl", "Shift", "V".
pub fn keys(shortcut: &KeyboardShortcut) -> Vec<&'static str> {
    let modifiers = shortcut.modifiers;
    let command = if cfg!(target_os = "macos") { "⌘" } else { "Ctrl" };
    let held = [(modifiers.command || modifiers.ctrl, command), (modifiers.alt, "Alt"), (modifiers.shift, "Shift")];
    let held = held.into_iter().filter_map(|(held, name)| held.then_some(name));
    held.chain([name(shortcut.logical_key)]).collect()
}

/// A shortcut in one line: "Ctrl Shift V".
pub fn words(shortcut: &KeyboardShortcut) -> String {
    keys(shortcut).join(" ")
}

fn name(key: Key) -> &'static str {
    match key {
        Key::Plus => "+",
        Key::Minus => "−",
        Key::Num0 => "0",
        Key::Comma => ",",
        Key::Delete => "Del",
        key => key.name(),
    }
}
