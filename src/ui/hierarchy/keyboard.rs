//! The tree by keyboard: one step up or down, to the parent or the first child, to both ends.

use egui::{EventFilter, Key, Modifiers, Response, Ui};

/// A row as it was shown.
pub(super) struct Shown {
    pub response: Response,
    pub depth: u8,
    pub open: Option<bool>,
}

/// Moves the keyboard among the rows, in their order from top to bottom. Opening and folding is the
/// row's own, and so is Enter.
pub(super) fn move_focus(ui: &Ui, rows: &[Shown]) {
    let Some(at) = rows.iter().position(|row| row.response.has_focus()) else { return };
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(rows[at].response.id, arrows));
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let row = &rows[at];
    let target = if pressed(Key::ArrowDown) {
        at + 1
    } else if pressed(Key::ArrowUp) {
        at.saturating_sub(1)
    } else if pressed(Key::Home) {
        0
    } else if pressed(Key::End) {
        rows.len() - 1
    } else if row.open != Some(true) && pressed(Key::ArrowLeft) {
        rows[..at].iter().rposition(|above| above.depth < row.depth).unwrap_or(at)
    } else if row.open != Some(false) && pressed(Key::ArrowRight) {
        if row.open == Some(true) { at + 1 } else { at }
    } else {
        at
    };
    if let Some(target) = rows.get(target).filter(|_| target != at) {
        target.response.request_focus();
        target.response.scroll_to_me(None);
    }
}
