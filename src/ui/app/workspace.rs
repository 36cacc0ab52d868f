//! Opening, locking and closing workspaces.

use super::App;
use super::dialog;
use super::following::Follower;
use super::inspecting::{READING, Reading};
use super::pages::Pages;
use super::session::Session;
use crate::engine::{Access, Engine, Error, OpenReport};
use crate::ui::command::Command;
use crate::ui::host::{FileDialog, FileDialogAnswer, FileDialogKind};
use crate::workspace::{SetAside, Verified};
use egui::Context;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};

/// The jobs that are to be done here when they break off.
const LOCKING: &str = "Locking";
const CLOSING: &str = "Closing the workspace";

impl App {
    /// Asks for a workspace file.
    pub(super) fn choose_workspace(&mut self) {
        let wanted = FileDialog {
            kind: FileDialogKind::Open,
            title: "Open workspace".into(),
            extensions: vec!["ron"],
            folder: Some(self.host.workspaces_folder()),
        };
        self.choose(wanted, |app, ctx, answer| {
            if let FileDialogAnswer::Chosen(path) = answer {
                app.leave_then(ctx, move |app, ctx| app.open_workspace(ctx, path));
            }
        });
    }

    /// Opens a workspace file in the background. The one that is open stays as it is, unless it is read-only: what kept
    /// it from being written may be over.
    pub fn open_workspace(&mut self, ctx: &Context, path: PathBuf) {
        let (environment, options) = (self.host.environment(&path), self.host.options());
        let sentence = format!("Opening {}", self.shown_path(&path));
        let open = self.session.as_ref().map(|session| session.engine.clone());
        let left: Vec<Arc<Engine>> = self.left.iter().filter_map(Weak::upgrade).collect();
        let work = move || {
            // It may be one of these that is opened again, and is still being closed.
            left.iter().for_each(|engine| engine.close());
            if let Some(open) = open.filter(|open| path.canonicalize().is_ok_and(|path| path == open.path())) {
                if !matches!(open.access(), Access::ReadOnly(_)) {
                    return (None, path);
                }
                open.close();
            }
            (Some(Engine::open(&path, environment, &options)), path)
        };
        self.jobs.start(ctx, sentence, false, work, |app, ctx, (opened, path)| match opened {
            Some(opened) => app.opened(ctx, &path, opened),
            None if app.session.is_some() => app.is_open_already(ctx),
            // It was closed meanwhile.
            None => app.open_workspace(ctx, path),
        });
    }

    fn is_open_already(&mut self, ctx: &Context) {
        if let Some(session) = &self.session {
            self.status.done(ctx, format!("{} is open already", session.name()));
        }
    }

    fn opened(&mut self, ctx: &Context, path: &Path, opened: Result<(Arc<Engine>, OpenReport), Error>) {
        let (engine, report) = match opened {
            Ok(opened) => opened,
            Err(error) => {
                if self.session.is_none() {
                    self.remembered.reopen = false;
                }
                if !self.host.files().exists(path) {
                    self.remembered.forget(path);
                }
                return self.refused(ctx, "The workspace was not opened", &error);
            }
        };
        // Asked for twice, it is held by this very window.
        let is_held = |session: &Session| {
            session.engine.path() == engine.path() && !matches!(session.engine.access(), Access::ReadOnly(_))
        };
        if self.session.as_ref().is_some_and(is_held) {
            return self.is_open_already(ctx);
        }
        let locked = engine.access() == Access::Locked;
        self.enter(ctx, engine);
        if report.from_index {
            self.verify_unseen(ctx);
        }
        match report.set_aside {
            Some(aside) => self.was_set_aside(ctx, &aside),
            None if locked => self.commands.push(Command::Unlock),
            None => {}
        }
    }

    fn was_set_aside(&mut self, ctx: &Context, aside: &SetAside) {
        let place = self.shown_path(&aside.path);
        let words = format!(
            "The file ended in {} bytes of a record that was never finished, as after a power cut. They were set aside into {place}; nothing that was confirmed is missing.",
            aside.bytes
        );
        self.problem(ctx, "An unfinished record was set aside", words);
    }

    /// Shows a workspace that was opened or created.
    pub(super) fn enter(&mut self, ctx: &Context, engine: Arc<Engine>) {
        self.leave_session(ctx);
        self.remembered.opened(engine.path());
        self.remembered.reopen = true;
        let mut session = Session::new(engine, ctx.input(|input| input.time));
        session.follower = Follower::start(&session.engine);
        let waking = self.waking.clone();
        session.heard = Some(session.engine.subscribe(move || waking.wake()));
        self.status.done(ctx, format!("Opened {}", session.name()));
        self.session = Some(session);
        self.pages = Pages::new(&self.remembered);
    }

    /// Gives the open workspace up, with all that is shown of it; gives its name. The file is closed in the background:
    /// a record may be on its way, and the index takes a moment.
    fn leave_session(&mut self, ctx: &Context) -> Option<String> {
        self.deselect();
        self.forms.close_all();
        self.search = super::search_list::Search::default();
        let session = self.session.take()?;
        let name = session.name();
        self.locking = false;
        self.left.retain(|engine| engine.strong_count() > 0);
        self.left.push(Arc::downgrade(&session.engine));
        let ended = self.serving.end();
        let work = move || {
            ended();
            // All of it: the last state is large, and goes with it.
            let session = session;
            session.engine.close();
        };
        self.jobs.start_quiet(ctx, CLOSING, work, |_, _, ()| {});
        Some(name)
    }

    /// Goes back to the first screen.
    pub(super) fn close_workspace(&mut self, ctx: &Context) {
        self.leave_then(ctx, |app, ctx| {
            if let Some(name) = app.leave_session(ctx) {
                app.status.done(ctx, format!("Closed {name}"));
            }
            app.remembered.reopen = false;
        });
    }

    /// Does what leaves the open workspace, after asking where something would be lost.
    pub(super) fn leave_then(&mut self, ctx: &Context, then: impl FnOnce(&mut Self, &Context) + Send + 'static) {
        match self.question_before_leaving(then) {
            Ok(question) => self.dialog = Some(dialog::Open::Question(question)),
            Err(then) => then(self, ctx),
        }
    }

    /// Forgets the keys until the passphrase is given again.
    pub(super) fn lock(&mut self, ctx: &Context, words: impl Into<String>) {
        let Some(session) = &self.session else { return };
        if std::mem::replace(&mut self.locking, true) {
            return;
        }
        // It waits for a record that is being written.
        let (engine, words) = (session.engine.clone(), words.into());
        let locked = Arc::downgrade(&engine);
        self.jobs.start_quiet(
            ctx,
            LOCKING,
            move || engine.lock(),
            move |app, ctx, ()| {
                let is_open = |session: &Session| locked.ptr_eq(&Arc::downgrade(&session.engine));
                if !app.session.as_ref().is_some_and(is_open) {
                    return;
                }
                app.locking = false;
                app.refresh(ctx);
                app.status.done(ctx, words);
                // A form behind which the window cannot be reached offers the way back itself.
                if app.has_form() {
                    app.commands.push(Command::Unlock);
                }
            },
        );
    }

    /// Takes the newest state for this frame.
    pub(super) fn refresh(&mut self, ctx: &Context) {
        let Some(session) = &mut self.session else { return };
        let active = ctx.input(|input| !input.events.is_empty() || input.pointer.is_moving());
        let time = ctx.input(|input| input.time);
        if active {
            session.last_input = time;
        }
        session.refresh();
        self.follow_revocations(ctx);
        self.keep_up(ctx);
    }

    /// Locks after the idle minutes of the settings, but not in the middle of work.
    pub(super) fn lock_when_idle(&mut self, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let minutes = session.snapshot.settings().auto_lock_minutes;
        if minutes == 0 || session.access != Access::Unlocked {
            return;
        }
        if self.serving.state.is_on() && !session.snapshot.settings().auto_lock_while_serving {
            return;
        }
        let idle = ctx.input(|input| input.time) - session.last_input;
        let left = f64::from(minutes) * 60.0 - idle;
        if left > 0.0 || self.jobs.unfinished().is_some() {
            ctx.request_repaint_after_secs(left.max(1.0) as f32);
            return;
        }
        let unit = if minutes == 1 { "minute" } else { "minutes" };
        self.lock(ctx, format!("Locked after {minutes} idle {unit}"));
    }

    /// Saves a copy of the workspace file.
    pub(super) fn save_copy(&mut self) {
        let Some(session) = &self.session else { return };
        let engine = session.engine.clone();
        let wanted = FileDialog {
            kind: FileDialogKind::Save(crate::files::file_name(&format!("{} copy", session.name()), "ron")),
            title: "Save a copy".into(),
            extensions: vec!["ron"],
            folder: engine.path().parent().map(Path::to_owned),
        };
        self.choose(wanted, move |app, ctx, answer| {
            let FileDialogAnswer::Chosen(to) = answer else { return };
            let files = app.host.files();
            // The engine writes it: the file itself may change while it is read.
            let work = move || files.copy(engine.path(), &to, &mut |out| engine.save_copy(out)).map(|()| to);
            app.jobs.start(ctx, "Saving a copy", true, work, |app, ctx, saved| match saved {
                Ok(path) => app.saved(ctx, &path),
                Err(why) => app.problem(ctx, "No copy was saved", why),
            });
        });
    }

    /// Reads the file from its first record to its last and checks every seal.
    pub(super) fn verify_file(&mut self, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let engine = session.engine.clone();
        self.jobs.start(
            ctx,
            "Verifying the workspace file",
            false,
            move || engine.verify(),
            |app, ctx, found| match found {
                Ok(verified) => {
                    let words = verified_words(&verified);
                    app.toasts.done(ctx, words.clone());
                    app.status.done(ctx, words);
                }
                Err(error) => app.refused(ctx, "The workspace file is not sound", &error),
            },
        );
    }

    /// Verifies in the background what was opened from an index, which only says what the records should say.
    fn verify_unseen(&mut self, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let engine = session.engine.clone();
        let work = move || engine.verify();
        self.jobs.start(ctx, "Verifying the workspace file", false, work, |app, ctx, found| {
            if let Err(error) = found {
                app.refused(ctx, "The workspace file is not sound", &error);
            }
        });
    }

    /// A defect, told instead of hidden.
    pub(super) fn job_broke_off(&mut self, ctx: &Context, sentence: &str) {
        match sentence {
            LOCKING => {
                self.locking = false;
                if let Some(session) = &self.session {
                    session.engine.lock();
                }
            }
            CLOSING => self.left.iter().filter_map(Weak::upgrade).for_each(|engine| engine.close()),
            READING => self.reading = Reading::default(),
            _ => {}
        }
        let words = format!("“{sentence}” broke off. This is a defect of Canopy; what was confirmed before is safe.");
        self.problem(ctx, "Work broke off", words);
    }
}

fn verified_words(verified: &Verified) -> String {
    let records = if verified.records == 1 { "record" } else { "records" };
    match verified.authenticated {
        true => format!("Verified {} {records} and their seals", verified.records),
        // Without the passphrase anybody could have computed the chain anew.
        false => format!("Verified the chain of {} {records}; unlock to verify their seals", verified.records),
    }
}
