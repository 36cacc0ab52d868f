//! Keys that are to be erased, while the clock of this computer is doubtful.

use crate::engine::{ClockDoubt, Destruction, erases_a_key, is_renewal_due};
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::{Button, Icon, Note};
use crate::ui::managed::name_of;
use crate::ui::search::authority_name;
use crate::ui::words::{self, counted};
use egui::Ui;

/// How many names are told.
const NAMED: usize = 3;

/// Asks whether the date is right, where the end of an authority or a renewal waits for that: nothing can bring a key back
/// that was erased by a wrong clock.
pub(super) fn doubtful_ui(ui: &mut Ui, context: PageContext<'_>, commands: &mut Commands) {
    let Some(doubt) = context.date_doubt else { return };
    let (deletions, renewals) = (deletions(context), renewals(context));
    let mut waiting = Vec::new();
    let mut about = String::new();
    if !deletions.is_empty() {
        waiting.push(counted(deletions.len(), "deletion"));
        about += &format!("The key of {} is to be erased, which nobody can undo. ", some(&deletions));
    }
    if !renewals.is_empty() {
        waiting.push(counted(renewals.len(), "renewal"));
        about += &format!("The renewal of {} erases the key of an earlier certificate. ", some(&renewals));
    }
    if waiting.is_empty() {
        return;
    }
    let about = about.trim_end();
    let waits = if deletions.len() + renewals.len() == 1 { "waits" } else { "wait" };
    let title = format!("The clock is doubtful, and {} {waits}: is the date right?", waiting.join(" and "));
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

/// The names of the authorities whose keys are to be erased.
fn deletions(context: PageContext<'_>) -> Vec<String> {
    let waiting = context.destructions.iter().filter(|(_, destruction)| *destruction == Destruction::Doubtful);
    let found = waiting.filter_map(|(id, _)| context.workspace.authority(*id));
    sorted(found.map(|authority| authority_name(authority)).collect())
}

/// The names of the managed certificates whose renewal erases a key.
fn renewals(context: PageContext<'_>) -> Vec<String> {
    let (workspace, now) = (context.workspace, context.now);
    let waiting =
        workspace.managed_certificates().filter(|kept| erases_a_key(kept) && is_renewal_due(workspace, kept, now));
    sorted(waiting.map(|kept| name_of(workspace, kept)).collect())
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

/// The first few names.
fn some(names: &[String]) -> String {
    let mut told: Vec<String> = names.iter().take(NAMED).cloned().collect();
    if names.len() > NAMED {
        told.push(format!("{} more", words::count(names.len() - NAMED)));
    }
    told.join(", ")
}
