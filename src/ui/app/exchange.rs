//! Files between the window and the desktop: dialogs, saving, the clipboard, and what is dropped.

use super::App;
use super::dialog::{self, PathDialog, PathPurpose, Question};
use crate::files::file_name;
use crate::ui::ask::SaveFile;
use crate::ui::host::{FileDialog, FileDialogAnswer, FileDialogKind};
use egui::Context;
use secrecy::{ExposeSecret as _, SecretString};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError};

/// Greatest file that is opened: the longest CRLs are a few tens of MiB.
pub(super) const LARGEST: u64 = 64 << 20;

/// The dialogs of the desktop that are open, and what their answers are for.
#[derive(Default)]
pub(super) struct Dialogs(Vec<Waiting>);

struct Waiting {
    answer: Receiver<FileDialogAnswer>,
    wanted: FileDialog,
    purpose: PathPurpose,
}

/// What became of a file that was to be saved: where it is, why not, or `None` when the person
/// thought better of it.
pub(super) type Saved = Option<Result<PathBuf, String>>;

impl App {
    /// Shows a dialog of the desktop, or asks for a path where there is none.
    pub(super) fn choose(
        &mut self,
        wanted: FileDialog,
        purpose: impl FnOnce(&mut Self, &Context, FileDialogAnswer) + Send + 'static,
    ) {
        let answer = self.host.show_dialog(wanted.clone());
        self.dialogs.0.push(Waiting { answer, wanted, purpose: Box::new(purpose) });
    }

    pub(super) fn collect_dialogs(&mut self, ctx: &Context) {
        for waiting in std::mem::take(&mut self.dialogs.0) {
            let answer = match waiting.answer.try_recv() {
                Ok(answer) => answer,
                Err(TryRecvError::Disconnected) => FileDialogAnswer::Cancelled,
                Err(TryRecvError::Empty) => {
                    self.dialogs.0.push(waiting);
                    continue;
                }
            };
            let Waiting { wanted, purpose, .. } = waiting;
            match answer {
                FileDialogAnswer::Unavailable(why) => {
                    self.dialog = Some(dialog::Open::Path(PathDialog::new(wanted, why, purpose)));
                }
                answer => purpose(self, ctx, answer),
            }
        }
    }

    /// Reads a file in the background.
    pub(super) fn read_file(
        &mut self,
        ctx: &Context,
        path: PathBuf,
        then: impl FnOnce(&mut Self, &Context, PathBuf, Result<Vec<u8>, String>) + Send + 'static,
    ) {
        let files = self.host.files();
        let sentence = format!("Reading {}", self.shown_path(&path));
        let work = move || (files.read(&path, LARGEST), path);
        self.jobs.start(ctx, sentence, false, work, |app, ctx, (read, path)| then(app, ctx, path, read));
    }

    /// Saves a file where its path says, or where the person says.
    pub(super) fn save_file(
        &mut self,
        ctx: &Context,
        mut file: SaveFile,
        then: impl FnOnce(&mut Self, &Context, Saved) + Send + 'static,
    ) {
        if let Some(typed) = file.path.take() {
            let path = self.typed_path(&typed);
            return self.save_after_asking(ctx, path, file, then);
        }
        let (stem, extension) = file.name.rsplit_once('.').unwrap_or((&file.name, ""));
        let wanted = FileDialog {
            kind: FileDialogKind::Save(file_name(stem, extension)),
            title: format!("Save {}", file.name),
            extensions: Vec::new(),
            folder: None,
        };
        self.choose(wanted, move |app, ctx, answer| match answer {
            // The dialog has asked whether to replace what is there.
            FileDialogAnswer::Chosen(path) => app.save_to(ctx, path, file, then),
            _ => then(app, ctx, None),
        });
    }

    fn save_after_asking(
        &mut self,
        ctx: &Context,
        path: PathBuf,
        file: SaveFile,
        then: impl FnOnce(&mut Self, &Context, Saved) + Send + 'static,
    ) {
        if !self.host.files().exists(&path) {
            return self.save_to(ctx, path, file, then);
        }
        self.ask_to_replace(path, |app, ctx, path| match path {
            Some(path) => app.save_to(ctx, path, file, then),
            None => then(app, ctx, None),
        });
    }

    /// Asks whether to replace a file; the path comes back when it is to be.
    pub(super) fn ask_to_replace(
        &mut self,
        path: PathBuf,
        then: impl FnOnce(&mut Self, &Context, Option<PathBuf>) + Send + 'static,
    ) {
        let words = format!("{} exists already. Its content is lost when it is replaced.", self.shown_path(&path));
        let buttons = ["Keep file", "Replace file"];
        let question = Question::either("Replace the file?", words, buttons, |app, ctx, replace| {
            then(app, ctx, replace.then_some(path));
        });
        self.dialog = Some(dialog::Open::Question(question));
    }

    fn save_to(
        &mut self,
        ctx: &Context,
        path: PathBuf,
        file: SaveFile,
        then: impl FnOnce(&mut Self, &Context, Saved) + Send + 'static,
    ) {
        let files = self.host.files();
        let sentence = format!("Saving {}", self.shown_path(&path));
        let work = move || files.save(&path, &file.bytes, file.private).map(|()| path);
        self.jobs.start(ctx, sentence, true, work, |app, ctx, saved| then(app, ctx, Some(saved)));
    }

    /// Saves a file that no form waits for.
    pub(super) fn save_and_tell(&mut self, ctx: &Context, file: SaveFile) {
        self.save_file(ctx, file, |app, ctx, saved| match saved {
            Some(Ok(path)) => app.saved(ctx, &path),
            Some(Err(why)) => app.problem(ctx, "The file was not saved", why),
            None => {}
        });
    }

    pub(super) fn saved(&mut self, ctx: &Context, path: &Path) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.toasts.done(ctx, format!("Saved {name}"));
        self.status.done(ctx, format!("Saved {}", self.shown_path(path)));
    }

    /// Puts text on the clipboard and says so.
    pub(super) fn copy(&mut self, ctx: &Context, text: String) {
        match self.host.copy(text, false) {
            Ok(()) => self.status.done(ctx, "Copied"),
            Err(why) => self.status.failed(ctx, why),
        }
    }

    /// Puts a secret on the clipboard, which the host takes off again.
    pub(super) fn copy_secret(&mut self, ctx: &Context, secret: &SecretString) {
        match self.host.copy(secret.expose_secret().to_owned(), true) {
            Ok(()) => self.status.done(ctx, "Copied; it leaves the clipboard in 30 seconds"),
            Err(why) => self.status.failed(ctx, why),
        }
    }

    /// What was dropped on the window goes to the open form, or is looked at.
    pub(super) fn take_drops(&mut self, ctx: &Context) {
        let dropped = ctx.input_mut(|input| std::mem::take(&mut input.raw.dropped_files));
        for file in dropped {
            let path = file.path().to_owned();
            self.read_file(ctx, path, Self::dropped);
        }
    }

    fn dropped(&mut self, ctx: &Context, path: PathBuf, read: Result<Vec<u8>, String>) {
        if self.has_form() {
            self.give_dropped(ctx, path, read);
            return;
        }
        self.look_at(ctx, path, read, super::inspecting::Csr::Issue);
    }
}
