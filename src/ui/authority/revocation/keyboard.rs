//! The revoked certificates by keyboard.

use super::list::{Revoked, RevokedList};
use crate::ui::ask::Select;
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::table;
use crate::ui::words;
use crate::workspace::CertificateArn;
use egui::{Event, EventFilter, Key, Modifiers, Rect, Ui, pos2, vec2};

/// How many rows Page Up and Page Down go.
const PAGE: usize = 10;

impl RevokedList {
    /// The arrows go through the rows and show them in the inspector; Ctrl+C copies the row.
    pub(super) fn take_keys(
        &mut self,
        ui: &Ui,
        context: PageContext<'_>,
        rows: &[Revoked],
        id: egui::Id,
        place: Rect,
        commands: &mut Commands,
    ) {
        let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
        let at = self.cursor.and_then(|cursor| rows.iter().position(|row| row.number == cursor));
        let last = rows.len().saturating_sub(1);
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let to = match at {
            _ if pressed(Key::Home) => Some(0),
            _ if pressed(Key::End) => Some(last),
            Some(at) if pressed(Key::ArrowDown) => Some((at + 1).min(last)),
            Some(at) if pressed(Key::ArrowUp) => Some(at.saturating_sub(1)),
            Some(at) if pressed(Key::PageDown) => Some((at + PAGE).min(last)),
            Some(at) if pressed(Key::PageUp) => Some(at.saturating_sub(PAGE)),
            Some(at) if pressed(Key::Enter) => Some(at),
            None if pressed(Key::ArrowDown) || pressed(Key::ArrowUp) || pressed(Key::Enter) => Some(0),
            _ => None,
        };
        if let Some((index, row)) = to.and_then(|index| Some((index, rows.get(index)?))) {
            self.cursor = Some(row.number);
            let top = place.top() + table::ROW_HEIGHT * index as f32;
            ui.scroll_to_rect(Rect::from_min_size(pos2(place.left(), top), vec2(1.0, table::ROW_HEIGHT)), None);
            commands.extend(arn(context, row).map(|arn| Command::Select(Select::Certificate(arn))));
        }
        let copies = ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Copy)));
        if let Some(row) = at.and_then(|at| rows.get(at)).filter(|_| copies) {
            ui.copy_text(copied(context, row));
        }
    }
}

/// The ARN of a revoked certificate.
pub(super) fn arn(context: PageContext<'_>, revoked: &Revoked) -> Option<CertificateArn> {
    let row = context.workspace.certificates().row(revoked.number)?;
    Some(context.workspace.authority(row.authority)?.arn.certificate(row.serial))
}

/// A row to paste: name, reason, when, serial.
fn copied(context: PageContext<'_>, revoked: &Revoked) -> String {
    let Some(row) = context.workspace.certificates().row(revoked.number) else { return String::new() };
    let (name, serial) = (words::certificate_name(&row), row.serial.to_string());
    [name, words::reason(revoked.reason).to_owned(), revoked.at.to_string(), serial].join("\t")
}
