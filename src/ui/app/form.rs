//! The form that stands open: what it asks for, and what it is told.

use super::App;
use super::dialog::{self, Question};
use crate::engine::Error;
use crate::ui::ask::{Answer, Ask, Done, Slot, Work};
use crate::ui::command::Command;
use crate::ui::forms::{Form, Loss};
use crate::ui::host::{FileDialog, FileDialogAnswer, FileDialogKind};
use egui::Context;
use std::path::PathBuf;

/// A form, and its number: an answer that comes after it was closed is not another form's.
struct Hosted {
    number: u64,
    form: Box<dyn Form>,
}

/// The forms that stand open. There is one, and one more while the passphrase is asked for over a form that needs it.
#[derive(Default)]
pub(super) struct OpenForms {
    opened: u64,
    form: Option<Hosted>,
    unlock: Option<Hosted>,
}

impl OpenForms {
    fn host(&mut self, form: Box<dyn Form>) -> Hosted {
        self.opened += 1;
        Hosted { number: self.opened, form }
    }

    fn find(&mut self, number: u64) -> Option<&mut Hosted> {
        self.form.iter_mut().chain(&mut self.unlock).find(|hosted| hosted.number == number)
    }

    fn close(&mut self, number: u64) {
        for place in [&mut self.form, &mut self.unlock] {
            place.take_if(|hosted| hosted.number == number);
        }
    }

    /// The number of the uppermost form.
    fn top(&self) -> Option<u64> {
        self.unlock.as_ref().or(self.form.as_ref()).map(|hosted| hosted.number)
    }

    /// Whether one stands open.
    pub fn any(&self) -> bool {
        self.top().is_some()
    }

    /// Whether a form waits below the question for the passphrase.
    pub fn waits_below(&self) -> bool {
        self.form.is_some() && self.unlock.is_some()
    }

    /// Closes all of them.
    pub fn close_all(&mut self) {
        (self.form, self.unlock) = (None, None);
    }

    /// What closing them would lose.
    pub fn loss(&self) -> Option<Loss> {
        let touched = self.form.iter().chain(&self.unlock).find(|hosted| hosted.form.is_touched());
        touched.map(|hosted| hosted.form.loss())
    }
}

impl App {
    /// Whether a form stands open.
    pub fn has_form(&self) -> bool {
        self.forms.any()
    }

    /// Shows a form in the place of the one that stands open.
    pub(super) fn show_form(&mut self, form: Box<dyn Form>) {
        let hosted = self.forms.host(form);
        self.forms.close_all();
        self.forms.form = Some(hosted);
    }

    /// Asks for the passphrase over the form that stands open, which loses nothing.
    pub(super) fn show_unlock(&mut self, form: Box<dyn Form>) {
        let hosted = self.forms.host(form);
        self.forms.unlock = Some(hosted);
    }

    pub(super) fn form_ui(&mut self, ctx: &Context) {
        let numbers = [&self.forms.form, &self.forms.unlock].map(|place| place.as_ref().map(|hosted| hosted.number));
        for number in numbers.into_iter().flatten() {
            let Some(hosted) = self.forms.find(number) else { continue };
            let mut asks = Vec::new();
            hosted.form.ui(ctx, &mut asks);
            self.do_asks(ctx, number, asks);
        }
    }

    /// Tells the form something, unless it was closed meanwhile.
    pub(super) fn answer(&mut self, ctx: &Context, number: u64, answer: Answer) {
        let Some(hosted) = self.forms.find(number) else { return };
        let mut asks = Vec::new();
        hosted.form.answer(answer, &mut asks);
        self.do_asks(ctx, number, asks);
    }

    /// Whether the form of this number still stands open.
    pub(super) fn is_open(&mut self, number: u64) -> bool {
        self.forms.find(number).is_some()
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
            Ask::Close => self.forms.close(number),
            Ask::Leave => self.leave_form(number),
            Ask::CreateWorkspace { path, passphrase, settings } => {
                self.create_workspace(ctx, number, &path, &passphrase, settings);
            }
            Ask::Run(work) => self.run(ctx, Some(number), work),
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
            Ask::SaveAuditReport(id, report) => self.save_audit_report(id, report),
            Ask::Copy(text) => self.copy(ctx, text),
            Ask::CopySecret(text) => self.copy_secret(ctx, &text),
            Ask::Endpoint(options) => self.set_endpoint(ctx, options),
        }
    }

    fn leave_form(&mut self, number: u64) {
        let touched = self.forms.find(number).filter(|hosted| hosted.form.is_touched());
        match touched.map(|hosted| hosted.form.loss()) {
            None => self.forms.close(number),
            Some(loss) => {
                let question = Question::discard(loss, move |app, _| app.forms.close(number));
                self.dialog = Some(dialog::Open::Question(question));
            }
        }
    }

    /// Does work in the background, for the form of a number or for none, and tells what came of it.
    pub(super) fn run(&mut self, ctx: &Context, form: Option<u64>, Work { sentence, run }: Work) {
        let Some(session) = &self.session else { return };
        let engine = session.engine.clone();
        let work = move || run(&engine);
        self.jobs.start(ctx, sentence, true, work, move |app, ctx, ended| app.worked(ctx, form, ended));
    }

    fn worked(&mut self, ctx: &Context, form: Option<u64>, mut ended: Result<Done, Error>) {
        // A form that was closed meanwhile shows nothing and saves nothing any more.
        let form = form.filter(|number| self.is_open(*number));
        match (&ended, form) {
            (Ok(done), _) => self.tell(ctx, done),
            (Err(error), None) => self.refused(ctx, "That did not go", error),
            // The form keeps what was typed, and can be sent again once the passphrase is given.
            (Err(Error::Locked), Some(_)) => self.commands.push(Command::Unlock),
            (Err(_), Some(_)) => {}
        }
        match (form, &mut ended) {
            (Some(number), _) => self.answer(ctx, number, Answer::Finished(ended)),
            (None, Ok(done)) => {
                if let Some(file) = done.save.take() {
                    self.save_and_tell(ctx, file);
                }
            }
            (None, Err(_)) => {}
        }
    }

    fn open_for_form(&mut self, number: u64, slot: Slot, title: &str) {
        let wanted =
            FileDialog { kind: FileDialogKind::Open, title: title.into(), extensions: Vec::new(), folder: None };
        self.choose(wanted, move |app, ctx, answer| match answer {
            FileDialogAnswer::Chosen(path) => app.read_for_form(ctx, number, slot, path),
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
                FileDialogAnswer::Chosen(path) => Answer::Folder(app.shown_path(&path)),
                _ => Answer::Cancelled,
            };
            app.answer(ctx, number, answer);
        });
    }

    /// Gives the open form a file that was dropped on the window.
    pub(super) fn give_dropped(&mut self, ctx: &Context, path: PathBuf, content: Result<Vec<u8>, String>) {
        let Some(number) = self.forms.top() else { return };
        let path = self.shown_path(&path);
        self.answer(ctx, number, Answer::Opened { slot: Slot::Dropped, path, content });
    }
}
