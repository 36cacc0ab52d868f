//! The live calls: who asks what, and what becomes of it, newest first.

pub mod filter;
mod keyboard;
mod list;
pub mod row;

pub(super) use filter::LastUse;
pub(super) use row::key_name;

use super::snippets::{Client, Tool};
use crate::ui::command::{Command, Commands, EndpointAct};
use crate::ui::context::PageContext;
use crate::ui::host::LiveCalls;
use crate::ui::kit::{Button, Chip, Icon, Label, MenuItem, empty_state_ui, hairline_ui, menu_button};
use crate::ui::page;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use egui::{Align, Layout, Rect, Ui, vec2};
use filter::{Filter, Quick, Seen};
use std::sync::Arc;

/// The list with its filter, live or held.
#[derive(Default)]
pub struct CallList {
    filter: Filter,
    /// The newest there are.
    live: Arc<LiveCalls>,
    /// What is shown while the list is held.
    held: Option<Arc<LiveCalls>>,
    /// Of what is shown.
    seen: Seen,
    /// Of what is live: the keys go on being used while the list is held.
    keys: Seen,
    /// The call where the keyboard is.
    selected: Option<u64>,
    /// The first row of the last frame, and by which filter it was the first.
    top: (Filter, u64),
}

impl CallList {
    /// Takes the newest calls for this frame.
    pub fn take(&mut self, calls: &Arc<LiveCalls>) {
        self.live = calls.clone();
        self.keys.look(calls, &Filter { quick: Quick::Refused, ..Filter::default() });
        let shown = self.held.as_ref().unwrap_or(calls);
        self.seen.look(shown, &self.filter);
    }

    /// How many access keys were used.
    pub fn callers(&self) -> usize {
        self.keys.callers
    }

    /// When an access key was used last.
    pub(super) fn last_used(&self, key: &str) -> Option<LastUse> {
        self.keys.last_used(key)
    }

    /// How many rows have come above those of the last frame.
    fn risen(&mut self) -> usize {
        let first = self.seen.rows.first().map_or(0, |call| call.id);
        let (filter, newest) = std::mem::replace(&mut self.top, (self.filter.clone(), first));
        if filter != self.filter || newest == 0 {
            return 0;
        }
        self.seen.rows.iter().take_while(|call| call.id > newest).count()
    }

    fn shown(&self) -> &Arc<LiveCalls> {
        self.held.as_ref().unwrap_or(&self.live)
    }

    /// Shows the list at the end of the page. `whole` is the page below its header: rows reach both its edges, and only
    /// those in sight are drawn.
    pub fn ui(&mut self, ui: &mut Ui, context: PageContext<'_>, whole: Rect, commands: &mut Commands) {
        self.heading_ui(ui, context);
        if self.shown().calls.is_empty() {
            hairline_ui(ui);
            ui.add_space(16.0);
            return empty_ui(ui, context, commands);
        }
        self.table_ui(ui, context, whole, commands);
    }

    fn heading_ui(&mut self, ui: &mut Ui, context: PageContext<'_>) {
        let width = ui.available_width();
        let row = Rect::from_min_size(ui.cursor().min, vec2(width, 40.0));
        let any = !self.shown().calls.is_empty();
        ui.allocate_ui_with_layout(row.size(), Layout::left_to_right(Align::Center), |ui| {
            ui.set_height(40.0);
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.add(Label::new("Live calls", Type::Heading).height(40.0).heading());
            if any {
                ui.add_space(16.0);
                self.chips_ui(ui, context);
            }
        });
        if !any {
            return;
        }
        page::end_ui(ui, row, "live calls", |ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            let Some(held) = &self.held else {
                if ui.add(Button::secondary("Pause").icon(Icon::Pause).compact()).clicked() {
                    self.held = Some(self.live.clone());
                }
                return;
            };
            let newest = held.calls.first().map_or(0, |call| call.id);
            let more = self.live.calls.iter().take_while(|call| call.id > newest).count();
            if more > 0 {
                let color = ui.tokens().text2;
                let words = format!("{} more", words::count(more));
                ui.add(Label::new(&words, Type::Small).color(color).height(28.0));
            }
            if ui.add(Button::secondary("Resume").icon(Icon::Play).compact()).clicked() {
                self.held = None;
            }
        });
    }

    fn chips_ui(&mut self, ui: &mut Ui, context: PageContext<'_>) {
        let counts = self.shown().counts;
        let count = |number: u64| words::count(usize::try_from(number).unwrap_or(usize::MAX));
        let chips = [
            (Quick::All, "All", counts.today),
            (Quick::Refused, "Refused", counts.refused),
            (Quick::Slow, "Slow", counts.slow),
        ];
        for (quick, name, number) in chips {
            let on = match quick {
                // All leaves nothing out.
                Quick::All => self.filter.is_open(),
                quick => self.filter.quick == quick,
            };
            let response = ui.add(Chip::new(name, on).count(&count(number)));
            if quick == Quick::Slow {
                response.clone().on_hover_text("Longer than a second");
            }
            if response.clicked() {
                match (quick, on) {
                    (Quick::All, _) => self.filter = Filter::default(),
                    (_, true) => self.filter.quick = Quick::All,
                    (quick, false) => self.filter.quick = quick,
                }
            }
        }
        self.caller_ui(ui, context);
        self.asked_ui(ui);
    }

    fn caller_ui(&mut self, ui: &mut Ui, context: PageContext<'_>) {
        let chosen = self.filter.caller.clone();
        let shown = self.shown().clone();
        let words = chosen.as_ref().map(|chosen| row::caller(context.workspace, chosen).into_owned());
        let chip = Chip::new(words.as_deref().unwrap_or("Caller"), chosen.is_some()).chevron();
        menu_button(ui, chip, |ui| {
            if ui.add(MenuItem::new("Everybody").checked(chosen.is_none())).clicked() {
                self.filter.caller = None;
            }
            for caller in filter::callers(&shown) {
                let on = chosen.as_ref() == Some(caller);
                let name = match caller {
                    crate::ui::host::LiveCaller::UnknownKey(id) => format!("Unknown key {id}").into(),
                    known => row::caller(context.workspace, known),
                };
                if ui.add(MenuItem::new(&name).checked(on)).clicked() {
                    self.filter.caller = Some(caller.clone());
                }
            }
        });
    }

    fn asked_ui(&mut self, ui: &mut Ui) {
        let chosen = self.filter.asked.clone();
        let shown = self.shown().clone();
        let words = chosen.as_ref().map(|chosen| row::asked(chosen).into_owned());
        let chip = Chip::new(words.as_deref().unwrap_or("Action"), chosen.is_some()).chevron();
        menu_button(ui, chip, |ui| {
            if ui.add(MenuItem::new("Every action").checked(chosen.is_none())).clicked() {
                self.filter.asked = None;
            }
            for asked in filter::asked(&shown) {
                let on = chosen.as_ref() == Some(asked);
                if ui.add(MenuItem::new(&row::asked(asked)).checked(on)).clicked() {
                    self.filter.asked = Some(asked.clone());
                }
            }
        });
    }
}

/// What stands where nobody has called.
fn empty_ui(ui: &mut Ui, context: PageContext<'_>, commands: &mut Commands) {
    if !context.endpoint.is_on() {
        let advice = "Started, it is called by AWS SDKs and tools as they are, and by whoever validates certificates";
        let button = Button::secondary("Start endpoint").icon(Icon::Play);
        if empty_state_ui(ui, Icon::Server, "Nothing is listening", advice, button).clicked() {
            commands.push(Command::Endpoint(EndpointAct::Start));
        }
        return;
    }
    let nobody = Client { url: String::new(), region: String::new(), key: String::new(), authority: String::new() };
    let command = Tool::AwsCli.then(&nobody);
    let (advice, button) = match context.workspace.access_keys().next() {
        Some(_) => (format!("Try it: {command}"), Button::secondary("Copy this command").icon(Icon::Copy)),
        None => {
            let advice = "A program needs an access key first; OCSP and requests for CRLs need none".to_owned();
            let button = Button::secondary("Make an access key…").icon(Icon::KeyRound).blocked(context.blocked());
            (advice, button)
        }
    };
    if empty_state_ui(ui, Icon::Server, "No calls yet", &advice, button).clicked() {
        match context.workspace.access_keys().next() {
            Some(_) => ui.copy_text(command),
            None => commands.push(Command::Endpoint(EndpointAct::NewKey)),
        }
    }
}
