//! The endpoint of the open workspace: started, stopped and followed.

use super::App;
use super::dialog::Question;
use super::waking::Waking;
use crate::ui::command::{Command, EndpointAct, WorkspacePage};
use crate::ui::host::{Endpoint, EndpointOptions, EndpointState, LiveCalls};
use egui::Context;
use std::sync::Arc;

/// The endpoint as this frame shows it.
pub(super) struct Serving {
    endpoint: Arc<dyn Endpoint>,
    /// How it stands.
    pub state: EndpointState,
    /// Who has called.
    pub calls: Arc<LiveCalls>,
}

impl Serving {
    /// From now on the window is drawn again when something changes.
    pub fn new(endpoint: Arc<dyn Endpoint>, waking: &Waking) -> Self {
        let waking = waking.clone();
        endpoint.on_change(Arc::new(move || waking.wake()));
        Self { state: endpoint.state(), calls: Arc::default(), endpoint }
    }

    /// Takes the newest state; gives the one before where that was another.
    fn look(&mut self) -> Option<EndpointState> {
        if self.calls.generation != self.endpoint.generation() {
            self.calls = Arc::new(self.endpoint.calls());
        }
        let state = self.endpoint.state();
        (state != self.state).then(|| std::mem::replace(&mut self.state, state))
    }

    /// Has it end.
    pub fn stop(&self) {
        self.endpoint.stop();
    }

    /// Has it end. What comes back is to be waited for elsewhere than on the drawing thread.
    pub fn end(&self) -> impl FnOnce() + Send + use<> {
        let endpoint = self.endpoint.clone();
        endpoint.stop();
        move || endpoint.wait()
    }

    /// What a person should know who leaves; nothing where it does not run.
    pub fn loss(&self) -> Option<&'static str> {
        let words = "The endpoint stops: programs that call it, and clients that fetch CRLs or ask for the status of \
                     certificates, get no answer any more.";
        self.state.is_on().then_some(words)
    }
}

impl App {
    pub(super) fn endpoint(&mut self, ctx: &Context, act: EndpointAct) {
        match act {
            EndpointAct::Show => self.show_workspace(WorkspacePage::Endpoint),
            EndpointAct::Start => self.start_endpoint(ctx),
            EndpointAct::Stop => self.stop_endpoint(ctx),
            form @ (EndpointAct::Configure | EndpointAct::NewKey | EndpointAct::RemoveKey(_)) => {
                self.open_form(ctx, Command::Endpoint(form));
            }
        }
    }

    /// How the endpoint of the open workspace is started.
    pub(super) fn endpoint_options(&self) -> EndpointOptions {
        let session = self.session.as_ref();
        session.map(|session| self.remembered.endpoint(session.snapshot.id())).unwrap_or_default()
    }

    /// Starts it and shows its page, where its addresses are.
    fn start_endpoint(&mut self, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let (engine, options) = (session.engine.clone(), self.endpoint_options());
        if !session.is_at(WorkspacePage::Endpoint) {
            self.show_workspace(WorkspacePage::Endpoint);
        }
        self.serving.endpoint.start(engine, options);
        self.look_at_endpoint(ctx);
    }

    fn stop_endpoint(&mut self, ctx: &Context) {
        self.serving.endpoint.stop();
        self.look_at_endpoint(ctx);
    }

    /// From now on it is started like this; one that runs is started again.
    pub(super) fn set_endpoint(&mut self, ctx: &Context, options: EndpointOptions) {
        let Some(session) = &self.session else { return };
        self.remembered.set_endpoint(session.snapshot.id(), options);
        match self.serving.state.is_on() {
            true => {
                self.serving.endpoint.stop();
                self.start_endpoint(ctx);
            }
            false => self.status.done(ctx, "Saved where the endpoint listens"),
        }
    }

    /// Takes the newest of the endpoint for this frame, and tells when it has come or gone.
    pub(super) fn look_at_endpoint(&mut self, ctx: &Context) {
        let Some(before) = self.serving.look() else { return };
        match &self.serving.state {
            EndpointState::Running(running) => {
                self.status.done(ctx, format!("The endpoint answers at {}", running.url()));
            }
            EndpointState::Failed(why) => {
                let title = match before.running() {
                    Some(_) => "The endpoint broke off",
                    None => "The endpoint was not started",
                };
                self.status.failed(ctx, format!("{title}: {}", why.trim_end_matches('.')));
            }
            EndpointState::Off => self.status.done(ctx, "The endpoint is stopped"),
            EndpointState::Starting => self.status.say(ctx, "Starting the endpoint"),
            EndpointState::Stopping => self.status.say(ctx, "Stopping the endpoint"),
        }
        // The idle minutes are counted from here on.
        if let Some(session) = self.session.as_mut().filter(|_| !self.serving.state.is_on()) {
            session.last_input = ctx.input(|input| input.time);
        }
        ctx.request_repaint();
    }

    /// Asks before what runs is left with the workspace or the window; where nothing does, `leave` comes back.
    pub(super) fn question_about_endpoint<Leave>(&self, leave: Leave) -> Result<Question, Leave>
    where
        Leave: FnOnce(&mut Self, &Context) + Send + 'static,
    {
        match self.serving.loss() {
            Some(loss) => {
                let buttons = ["Keep running", "Stop and leave"];
                Ok(Question::new("Stop the endpoint?", loss.to_owned(), buttons, leave))
            }
            None => Err(leave),
        }
    }
}
