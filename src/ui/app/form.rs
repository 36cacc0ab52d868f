//! The form that stands open: what it asks for, and what it is told.

use super::App;
use super::dialog::{self, Question};
use crate::ui::ask::{Answer, Ask, Slot, Work};
use crate::ui::forms::Form;
use crate::ui::host::{FileDialog, FileDialogAnswer, FileDialogKind};
use egui::Context;
use std::path::PathBuf;

/// A form, and its number: an answer that comes after it was closed is not another form's.
pub(super) struct Hosted {
    number: u64,
    form: Box<dyn Form>,
}

impl Hosted {
    /// Whether closing it would lose something that was typed.
    pub fn is_touched(&self) -> bool {
        self.form.is_touched()
    }
}

impl App {
    /// Whether a form stands open.
    pub fn has_form(&self) -> bool {
        self.form.is_some()
    }

    /// Shows a form in the place of the one that stands open.
    pub(super) fn show_form(&mut self, form: Box<dyn Form>) {
        self.forms_opened += 1;
        self.form = Some(Hosted { number: self.forms_opened, form });
    }

    pub(super) fn form_ui(&mut self, ctx: &Context) {
        let Some(hosted) = &mut self.form else { return };
        let mut asks = Vec::new();
        hosted.form.ui(ctx, &mut asks);
        let number = hosted.number;
        self.do_asks(ctx, number, asks);
    }

    /// Tells the form something, unless it was closed meanwhile.
    pub(super) fn answer(&mut self, ctx: &Context, number: u64, answer: Answer) {
        let Some(hosted) = self.form.as_mut().filter(|hosted| hosted.number == number) else { return };
        let mut asks = Vec::new();
        hosted.form.answer(answer, &mut asks);
        self.do_asks(ctx, number, asks);
    }

    /// Whether the form of this number still stands open.
    pub(super) fn is_open(&self, number: u64) -> bool {
        self.form.as_ref().is_some_and(|hosted| hosted.number == number)
    }

    fn do_asks(&mut self, ctx: &Context, number: u64, asks: Vec<Ask>) {
        for ask in asks {
            self.do_form_ask(ctx, number, ask);
            // What came of it shows in the next frame.
            ctx.request_repaint();
        }
    }

    fn do_form_ask(&mut self, ctx: &Context, number: u64, ask: Ask) {
        match ask {
            Ask::Close => self.form = None,
            Ask::Leave => self.leave_form(),
            Ask::CreateWorkspace { path, passphrase, settings } => {
                self.create_workspace(ctx, number, &path, &passphrase, settings);
            }
            Ask::Run(work) => self.run_for_form(ctx, number, work),
            Ask::Open { slot, title } => self.open_for_form(number, slot, title),
            Ask::Read { slot, path } => {
                let path = self.typed_path(&path);
                self.read_for_form(ctx, number, slot, path);
            }
            Ask::Folder { title } => self.folder_for_form(number, title),
            Ask::Save(file) => self.save_file(ctx, file, move |app, ctx, saved| {
                let answer = match saved {
                    Some(Ok(path)) => {
                        app.saved(ctx, &path);
                        Answer::Saved(Ok(app.shown_path(&path)))
                    }
                    Some(Err(why)) => Answer::Saved(Err(why)),
                    None => Answer::Cancelled,
                };
                app.answer(ctx, number, answer);
            }),
            Ask::Copy(text) => self.copy(ctx, text),
        }
    }

    fn leave_form(&mut self) {
        if !self.form.as_ref().is_some_and(Hosted::is_touched) {
            self.form = None;
            return;
        }
        let words = "The form is closed and what you have typed into it is gone.".to_owned();
        let buttons = ["Keep typing", "Discard form"];
        let question = Question::new("Discard what you have typed?", words, buttons, |app, _| app.form = None);
        self.dialog = Some(dialog::Open::Question(question));
    }

    fn run_for_form(&mut self, ctx: &Context, number: u64, work: Work) {
        let Some(session) = &self.session else { return };
        let engine = session.engine.clone();
        let Work { sentence, run } = work;
        self.jobs.start(
            ctx,
            sentence,
            true,
            move || run(&engine),
            move |app, ctx, ended| {
                match &ended {
                    Ok(done) => app.tell(ctx, done),
                    // The form that would show it is gone.
                    Err(error) if !app.is_open(number) => app.refused(ctx, "That did not go", error),
                    Err(_) => {}
                }
                app.answer(ctx, number, Answer::Finished(ended));
            },
        );
    }

    fn open_for_form(&mut self, number: u64, slot: Slot, title: &str) {
        let wanted =
            FileDialog { kind: FileDialogKind::Open, title: title.into(), extensions: Vec::new(), folder: None };
        self.choose(wanted, move |app, ctx, answer| match answer {
            FileDialogAnswer::Chosen(paths) if !paths.is_empty() => {
                paths.into_iter().take(1).for_each(|path| app.read_for_form(ctx, number, slot, path));
            }
            _ => app.answer(ctx, number, Answer::Cancelled),
        });
    }

    fn read_for_form(&mut self, ctx: &Context, number: u64, slot: Slot, path: PathBuf) {
        self.read_file(ctx, path, move |app, ctx, path, content| {
            let path = app.shown_path(&path);
            app.answer(ctx, number, Answer::Opened { slot, path, content });
        });
    }

    fn folder_for_form(&mut self, number: u64, title: &str) {
        let folder = Some(self.host.workspaces_folder());
        let wanted = FileDialog { kind: FileDialogKind::Folder, title: title.into(), extensions: Vec::new(), folder };
        self.choose(wanted, move |app, ctx, answer| {
            let answer = match answer {
                FileDialogAnswer::Chosen(paths) if !paths.is_empty() => Answer::Folder(app.shown_path(&paths[0])),
                _ => Answer::Cancelled,
            };
            app.answer(ctx, number, answer);
        });
    }

    /// Gives the open form a file that was dropped on the window.
    pub(super) fn give_dropped(&mut self, ctx: &Context, path: PathBuf, content: Result<Vec<u8>, String>) {
        let Some(number) = self.form.as_ref().map(|hosted| hosted.number) else { return };
        let path = self.shown_path(&path);
        self.answer(ctx, number, Answer::Opened { slot: Slot::Dropped, path, content });
    }
}
