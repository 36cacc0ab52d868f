//! The window: its state, and how a frame goes.
//!
//! [`App::logic`] takes in what has happened since the last frame: ended jobs, answered dialogs,
//! dropped files, the clock. [`App::ui`] draws the newest snapshot of the workspace; whatever is
//! pressed becomes a [`Command`](super::command::Command), and the commands are carried out when the frame is drawn. Nothing
//! else changes what is shown or what is stored.

mod apply;
mod authority_acts;
mod closing;
mod creating;
mod dialog;
mod endpoint;
mod exchange;
mod following;
mod form;
mod inspecting;
mod keyboard;
mod known;
mod layout;
mod managed;
mod menu_bar;
mod opening;
mod pages;
mod remembered;
mod sampling;
mod search_list;
mod session;
mod situation;
mod status_line;
mod toast;
mod top_bar;
mod upkeep;
mod waking;
mod workspace;

pub use remembered::Remembered;

use super::command::Commands;
use super::home::FirstRun;
use super::host::Host;
use super::inspector::Inspector;
use super::jobs::{Collected, Jobs};
use super::kit::Toasts;
use super::palette::Palette;
use super::theme;
use crate::engine::Engine;
use egui::Context;
use exchange::Dialogs;
use pages::Pages;
use session::Session;
use status_line::Status;
use std::sync::Weak;

/// The window of Canopy.
pub struct App {
    host: Box<dyn Host>,
    remembered: Remembered,
    written: Remembered,
    session: Option<Session>,
    /// The workspaces that were left and are still held, as by a job that runs.
    left: Vec<Weak<Engine>>,
    inspector: Option<Inspector>,
    reading: inspecting::Reading,
    locking: bool,
    forms: form::OpenForms,
    dialog: Option<dialog::Open>,
    palette: Option<Palette>,
    search: search_list::Search,
    pages: Pages,
    waking: waking::Waking,
    serving: endpoint::Serving,
    first_run: FirstRun,
    toasts: Toasts<toast::Act>,
    status: Status,
    jobs: Jobs<Self>,
    dialogs: Dialogs,
    commands: Commands,
    may_close: bool,
    title: String,
}

impl App {
    /// A window as the last one was left; opens the workspace that the program was started with, or
    /// the one that was open last.
    pub fn new(host: Box<dyn Host>, ctx: &Context) -> Self {
        let remembered = host.remembered().bounded();
        let waking = waking::Waking::new(ctx);
        let mut app = Self {
            pages: Pages::new(&remembered),
            serving: endpoint::Serving::new(host.endpoint(), &waking),
            waking,
            written: remembered.clone(),
            remembered,
            host,
            session: None,
            left: Vec::new(),
            inspector: None,
            reading: inspecting::Reading::default(),
            locking: false,
            forms: form::OpenForms::default(),
            dialog: None,
            palette: None,
            search: search_list::Search::default(),
            first_run: FirstRun::default(),
            toasts: Toasts::default(),
            status: Status::default(),
            jobs: Jobs::default(),
            dialogs: Dialogs::default(),
            commands: Commands::new(),
            may_close: false,
            title: String::new(),
        };
        theme::apply(ctx, app.remembered.theme);
        theme::set_stronger_lines(ctx, app.remembered.stronger_lines);
        ctx.set_zoom_factor(app.remembered.zoom);
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let last = app.remembered.reopen.then(|| app.remembered.recent.first().cloned()).flatten();
        if let Some(path) = app.host.workspace_to_open().or(last) {
            app.open_workspace(ctx, path);
        }
        app
    }

    /// Whether something is on its way that is there in a moment, such as what the inspector will show.
    pub fn is_quietly_busy(&self) -> bool {
        self.jobs.is_quietly_busy()
    }

    /// Takes in what has happened since the last frame.
    pub fn logic(&mut self, ctx: &Context) {
        self.waking.look();
        for collected in self.jobs.collect() {
            match collected {
                Collected::Ended(then) => then(self, ctx),
                Collected::BrokeOff(sentence) => self.job_broke_off(ctx, &sentence),
            }
        }
        self.collect_dialogs(ctx);
        self.take_drops(ctx);
        self.look_at_endpoint(ctx);
        self.refresh(ctx);
        self.lock_when_idle(ctx);
        self.guard_closing(ctx);
    }

    /// Draws the window, and carries out what was asked for while it was drawn.
    pub fn ui(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        let situation = self.situation();
        self.take_shortcuts(&ctx, &situation);
        self.layout_ui(ui, &situation);
        self.form_ui(&ctx);
        self.dialog_ui(&ctx);
        self.palette_ui(&ctx, &situation);
        self.apply_all(&ctx);
        self.write_down();
        self.name_window(&ctx);
    }

    /// The name of the open workspace stands in the title bar.
    fn name_window(&mut self, ctx: &Context) {
        let title = match &self.session {
            Some(session) => format!("{} – Canopy", session.name()),
            None => "Canopy".to_owned(),
        };
        if self.title != title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn palette_ui(&mut self, ctx: &Context, situation: &super::palette::Situation) {
        use super::palette::Shown;
        let Some(mut palette) = self.palette.take() else { return };
        let workspace = self.session.as_ref().map(|session| (&session.snapshot, session.now));
        match palette.show(ctx, situation, workspace) {
            Shown::Open => self.palette = Some(palette),
            Shown::Closed(command) => self.commands.extend(command),
        }
    }

    fn apply_all(&mut self, ctx: &Context) {
        for command in std::mem::take(&mut self.commands) {
            self.apply(ctx, command);
            // What was carried out shows in the next frame.
            ctx.request_repaint();
        }
    }

    /// Writes down what the next window starts from, when it has changed and nobody is dragging.
    fn write_down(&mut self) {
        if self.remembered != self.written {
            self.host.remember(&self.remembered);
            self.written = self.remembered.clone();
        }
    }
}
