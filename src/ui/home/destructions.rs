//! Keys that are to be erased, while the clock of this computer is doubtful.

use crate::engine::{ClockDoubt, Destruction};
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::{Button, Icon, Note};
use crate::ui::search::authority_name;
use crate::ui::words::{self, counted};
use egui::Ui;

/// How many names are told.
const NAMED: usize = 3;

/// Asks whether the date is right, where the end of an authority waits for that: nothing can bring a key back that was
/// erased by a wrong clock.
pub(super) fn doubtful_ui(ui: &mut Ui, context: PageContext<'_>, commands: &mut Commands) {
    let waiting = context.destructions.iter().filter(|(_, destruction)| *destruction == Destruction::Doubtful);
    let mut names: Vec<String> = waiting
        .filter_map(|(id, _)| context.workspace.authority(*id))
        .map(|authority| authority_name(authority))
        .collect();
    let (count, Some(doubt)) = (names.len(), context.clock_doubt) else { return };
    if count == 0 {
        return;
    }
    names.sort();
    if count > NAMED {
        names.truncate(NAMED);
        names.push(format!("{} more", words::count(count - NAMED)));
    }
    let waits = if count == 1 { "waits" } else { "wait" };
    let title = format!("The clock is doubtful, and {} {waits}: is the date right?", counted(count, "deletion"));
    let about = format!("The key of {} is to be erased, which nobody can undo.", names.join(", "));
    let (words, today) = match doubt {
        // Records are not dated back, and so nothing ends until the clock is set.
        ClockDoubt::Behind { .. } => (format!("{about} Set the clock of this computer first."), None),
        ClockDoubt::Ahead { now, last } => {
            let words = format!("{about} The newest record in this file is of {}.", words::date(last));
            (words, Some(words::date(now)))
        }
    };
    Note::warn(&words).title(&title).show_with(ui, |ui| {
        let Some(today) = today else { return };
        ui.add_space(8.0);
        let button = format!("It is {today}: go on");
        let button = Button::secondary(&button).icon(Icon::Check).compact().blocked(context.blocked());
        if ui.add(button).clicked() {
            commands.push(Command::ConfirmDate);
        }
    });
    ui.add_space(20.0);
}
