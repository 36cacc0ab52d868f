//! Asks for a path: where the desktop has no file dialogs.

use super::Left;
use crate::ui::app::App;
use crate::ui::host::{FileDialog, FileDialogAnswer, FileDialogKind};
use crate::ui::kit::{Button, Dialog, Field, Note};
use crate::x509::inspect::display;
use egui::Context;
use std::path::PathBuf;

/// What is done with the answer of a file dialog.
pub type PathPurpose = Box<dyn FnOnce(&mut App, &Context, FileDialogAnswer) + Send>;

/// A typed path in the place of a file dialog.
pub struct PathDialog {
    wanted: FileDialog,
    why: String,
    path: String,
    purpose: PathPurpose,
}

impl PathDialog {
    /// In the place of `wanted`; `why` says what the desktop lacks.
    pub fn new(wanted: FileDialog, why: String, purpose: PathPurpose) -> Self {
        let folder = wanted.folder.clone().unwrap_or_default();
        let start = match &wanted.kind {
            FileDialogKind::Save(name) => folder.join(name),
            _ if folder.as_os_str().is_empty() => folder,
            _ => folder.join(""),
        };
        Self { path: start.display().to_string(), wanted, why, purpose }
    }

    pub(super) fn show(&mut self, ctx: &Context) -> Left {
        let (label, act) = match self.wanted.kind {
            FileDialogKind::Open => ("File", "Open file"),
            FileDialogKind::Save(_) => ("File", "Save file"),
            FileDialogKind::Folder => ("Folder", "Use folder"),
        };
        let title = self.wanted.title.trim_end_matches('…').to_owned();
        let blocked = self.path.trim().is_empty().then_some("Type a path first");
        let shown = Dialog::small(&title).show(ctx, |parts| {
            parts.body(|ui| {
                Field::new(label).mono().show(ui, &mut self.path);
                ui.add_space(12.0);
                Note::quiet(&self.why).show(ui);
            });
            parts.acts(|ui| ui.add(Button::primary(act).return_sign().blocked(blocked)).clicked())
        });
        if (shown.inner || shown.confirmed) && blocked.is_none() {
            return Left::Acted;
        }
        if shown.closed || shown.escaped { Left::Closed } else { Left::Stays }
    }

    pub(super) fn act(self, app: &mut App, ctx: &Context) {
        let path = app.typed_path(&self.path);
        let saves = matches!(self.wanted.kind, FileDialogKind::Save(_));
        if !saves || !app.host.files().exists(&path) {
            return (self.purpose)(app, ctx, FileDialogAnswer::Chosen(path));
        }
        // A dialog of the desktop would have asked.
        app.ask_to_replace(path, |app, ctx, path| {
            let answer = path.map_or(FileDialogAnswer::Cancelled, FileDialogAnswer::Chosen);
            (self.purpose)(app, ctx, answer);
        });
    }

    pub(super) fn cancel(self, app: &mut App, ctx: &Context) {
        (self.purpose)(app, ctx, FileDialogAnswer::Cancelled);
    }
}

impl App {
    /// A path as a person types it: `~` is the home folder.
    pub(in crate::ui::app) fn typed_path(&self, typed: &str) -> PathBuf {
        let typed = typed.trim();
        match (typed.strip_prefix('~'), self.host.home()) {
            (Some(""), Some(home)) => home,
            (Some(rest), Some(home)) if rest.starts_with(['/', '\\']) => home.join(&rest[1..]),
            _ => PathBuf::from(typed),
        }
    }

    /// A path as a person reads it: below the home folder with `~`.
    pub(in crate::ui::app) fn shown_path(&self, path: &std::path::Path) -> String {
        let shown = match self.host.home().and_then(|home| path.strip_prefix(home).ok().map(PathBuf::from)) {
            Some(inside) => PathBuf::from("~").join(inside).display().to_string(),
            None => path.display().to_string(),
        };
        display::safe(&shown).into_owned()
    }
}
