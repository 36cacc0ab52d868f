//! A form on its own: what it asks for is done at once.

use super::desk;
use canopy::engine::{Engine, Error};
use canopy::ui::ask::{Answer, Ask, SaveFile, Slot};
use canopy::ui::forms::{self, Form};
use canopy::ui::theme::{Theme, UiTokens as _};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::harness::{WINDOW, builder};

/// What has become of a form.
pub struct State {
    pub form: Box<dyn Form>,
    pub engine: Arc<Engine>,
    /// The next files that are chosen.
    pub files: VecDeque<(String, Vec<u8>)>,
    pub saved: Vec<SaveFile>,
    pub created: Option<(String, String, canopy::workspace::Settings)>,
    pub sentence: String,
    pub trouble: Option<String>,
    pub error: Option<Error>,
    pub closed: bool,
    /// Closing would have been asked about.
    pub asked_to_leave: bool,
    pub copied: Option<String>,
    pub endpoint: Option<canopy::ui::host::EndpointOptions>,
    pub saved_report: Option<canopy::workspace::AuditReportId>,
    /// Saving fails as on a full disk.
    pub disk_full: bool,
}

/// A form in a window.
pub struct Bench {
    pub harness: Harness<'static, State>,
    pub clicks: usize,
}

/// The desk of forms on an engine.
pub fn forms_desk(desk: &desk::Desk) -> forms::Desk {
    forms::Desk { engine: desk.engine.clone(), user: "anna".into() }
}

impl Bench {
    pub fn new(engine: &Arc<Engine>, form: Box<dyn Form>) -> Self {
        Self::themed(engine, form, Theme::Dark)
    }

    pub fn themed(engine: &Arc<Engine>, form: Box<dyn Form>, theme: Theme) -> Self {
        Self::sized(engine, form, theme, WINDOW)
    }

    pub fn sized(engine: &Arc<Engine>, form: Box<dyn Form>, theme: Theme, size: [f32; 2]) -> Self {
        let state = State {
            form,
            engine: engine.clone(),
            files: VecDeque::new(),
            saved: Vec::new(),
            created: None,
            sentence: String::new(),
            trouble: None,
            error: None,
            closed: false,
            asked_to_leave: false,
            copied: None,
            endpoint: None,
            saved_report: None,
            disk_full: false,
        };
        let harness = builder(size, theme).build_ui_state(frame, state);
        let mut bench = Self { harness, clicks: 0 };
        bench.settle();
        bench
    }

    /// Frames until the form has worked out what it shows. What it asks for is done within the frame that asks.
    pub fn settle(&mut self) {
        self.harness.run_steps(6);
        self.wait("the preview", |bench| bench.harness.state().closed || !bench.harness.state().form.is_working());
        self.harness.run_steps(3);
    }

    #[track_caller]
    pub fn wait(&mut self, what: &str, mut found: impl FnMut(&Self) -> bool) {
        let end = Instant::now() + Duration::from_secs(60);
        while !found(self) {
            assert!(Instant::now() < end, "waited in vain for {what}");
            std::thread::sleep(Duration::from_millis(5));
            self.harness.step();
        }
    }

    #[track_caller]
    pub fn wait_for(&mut self, label: &str) {
        let label = label.to_owned();
        self.wait(&label.clone(), move |bench| bench.harness.query_all_by_label_contains(&label).next().is_some());
    }

    #[track_caller]
    pub fn click(&mut self, role: Role, label: &str) {
        self.clicks += 1;
        self.harness.get_by_role_and_label(role, label).click();
        self.harness.run_steps(4);
    }

    /// Presses what may be scrolled out of sight, as assistive technology does.
    #[track_caller]
    pub fn press(&mut self, role: Role, label: &str) {
        self.harness.get_by_role_and_label(role, label).click_accesskit();
        self.harness.run_steps(4);
    }

    #[track_caller]
    pub fn type_into(&mut self, label: &str, text: &str) {
        self.harness.get_by_role_and_label(Role::TextInput, label).focus();
        self.harness.run_steps(2);
        self.type_text(text);
    }

    #[track_caller]
    pub fn type_secret(&mut self, label: &str, text: &str) {
        self.harness.get_by_role_and_label(Role::PasswordInput, label).focus();
        self.harness.run_steps(2);
        self.type_text(text);
    }

    /// Types into whatever has the keyboard.
    pub fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.harness.run_steps(3);
    }

    pub fn enter(&mut self) {
        self.harness.key_press(Key::Enter);
        self.harness.run_steps(3);
    }

    pub fn command_enter(&mut self) {
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
        self.harness.run_steps(3);
    }

    #[track_caller]
    pub fn choose(&mut self, combo: &str, value: &str) {
        self.press(Role::ComboBox, combo);
        self.press(Role::ListBoxOption, value);
    }

    /// Chooses a value that may be the one that stands there.
    #[track_caller]
    pub fn choose_if_other(&mut self, combo: &str, value: &str) {
        let node = self.harness.get_by_role_and_label(Role::ComboBox, combo).accesskit_node();
        if node.value().as_deref() != Some(value) {
            self.choose(combo, value);
        }
    }

    pub fn has(&self, label: &str) -> bool {
        self.harness.query_all_by_label_contains(label).next().is_some()
    }

    /// Whether a label says this and nothing else.
    pub fn has_exactly(&self, label: &str) -> bool {
        self.harness.query_all_by_label(label).next().is_some()
    }

    /// What assistive technology is told about it beyond its name.
    #[track_caller]
    pub fn description(&self, role: Role, label: &str) -> String {
        description(&self.harness, role, label)
    }

    /// Presses the first of several.
    #[track_caller]
    pub fn click_first(&mut self, role: Role, label: &str) {
        self.harness.get_all_by_role_and_label(role, label).next().unwrap().click();
        self.harness.run_steps(4);
    }

    #[track_caller]
    pub fn focus(&mut self, role: Role, label: &str) {
        self.harness.get_by_role_and_label(role, label).focus();
        self.harness.run_steps(2);
    }

    /// Pastes into whatever has the keyboard.
    pub fn paste(&mut self, text: &str) {
        self.harness.event(egui::Event::Paste(text.to_owned()));
        self.harness.run_steps(3);
    }

    /// Types in place of what stands in a field.
    #[track_caller]
    pub fn replace(&mut self, label: &str, text: &str) {
        self.focus(Role::TextInput, label);
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.harness.run_steps(2);
        self.type_text(text);
    }

    /// What a press of a copy button puts on the clipboard.
    #[track_caller]
    pub fn copied(&mut self, label: &str) -> String {
        copied(&mut self.harness, label)
    }

    /// Whether the field of that name has the keyboard.
    #[track_caller]
    pub fn is_focused(&self, label: &str) -> bool {
        self.harness.get_by_role_and_label(Role::TextInput, label).accesskit_node().is_focused()
    }

    pub fn state(&mut self) -> &mut State {
        self.harness.state_mut()
    }

    /// It was sent, and the window would have closed it.
    #[track_caller]
    pub fn assert_done(&mut self, sentence: &str) {
        self.harness.run_steps(3);
        let state = self.state();
        assert!(state.error.is_none(), "{:?}", state.error);
        assert!(state.closed, "the form is still open");
        assert_eq!(state.sentence, sentence);
        assert_eq!(state.trouble, None);
    }
}

/// What assistive technology is told about something beyond its name.
#[track_caller]
pub fn description<S>(harness: &Harness<'_, S>, role: Role, label: &str) -> String {
    let node = harness.get_by_role_and_label(role, label).accesskit_node();
    node.data().description().unwrap_or_default().to_owned()
}

/// What a press of a copy button puts on the clipboard.
#[track_caller]
pub fn copied<S>(harness: &mut Harness<'_, S>, label: &str) -> String {
    harness.get_by_role_and_label(Role::Button, label).click_accesskit();
    harness.step();
    for _ in 0..3 {
        let commands = &harness.output().platform_output.commands;
        let text = commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        if let Some(text) = text {
            return text;
        }
        harness.step();
    }
    panic!("{label} copies nothing");
}

fn frame(ui: &mut egui::Ui, state: &mut State) {
    let page = ui.tokens().page;
    ui.painter().rect_filled(ui.ctx().content_rect(), 0.0, page);
    if state.closed {
        return;
    }
    let mut asks = Vec::new();
    state.form.ui(&ui.ctx().clone(), &mut asks);
    while let Some(ask) = (!asks.is_empty()).then(|| asks.remove(0)) {
        let Some(answer) = perform(state, ask) else { continue };
        state.form.answer(answer, &mut asks);
    }
}

fn perform(state: &mut State, ask: Ask) -> Option<Answer> {
    match ask {
        Ask::Close => state.closed = true,
        Ask::Leave => {
            state.asked_to_leave = state.form.is_touched();
            state.closed = !state.asked_to_leave;
        }
        Ask::Run(work) => {
            let result = (work.run)(&state.engine);
            match &result {
                Ok(done) => {
                    (state.sentence, state.trouble) = (done.sentence.clone(), done.trouble.clone());
                }
                Err(error) => state.error = Some(error.clone()),
            }
            return Some(Answer::Finished(result));
        }
        Ask::CreateWorkspace { path, passphrase, settings } => {
            state.created = Some((path, passphrase.to_string(), settings));
        }
        Ask::Open { slot, .. } => return Some(opened(state, slot)),
        Ask::Read { slot, .. } => return Some(opened(state, slot)),
        Ask::Folder { .. } => return Some(Answer::Folder("/srv/pki".into())),
        Ask::Save(_) if state.disk_full => return Some(Answer::Saved(Err("The disk is full".into()))),
        Ask::Save(file) => {
            let path = format!("/tmp/{}", file.name);
            state.saved.push(file);
            return Some(Answer::Saved(Ok(path)));
        }
        Ask::SaveAuditReport(_, report) => state.saved_report = Some(report),
        Ask::Copy(text) => state.copied = Some(text),
        Ask::CopySecret(text) => state.copied = Some(secrecy::ExposeSecret::expose_secret(&text).to_owned()),
        Ask::Endpoint(options) => state.endpoint = Some(options),
    }
    None
}

fn opened(state: &mut State, slot: Slot) -> Answer {
    match state.files.pop_front() {
        Some((path, bytes)) => Answer::Opened { slot, path, content: Ok(bytes) },
        None => Answer::Cancelled,
    }
}
