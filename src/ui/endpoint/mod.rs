//! The Endpoint page: where it answers, who may call, what programs are told, and who calls.

mod addresses;
pub mod calls;
mod keys;
mod settings;
pub mod snippets;

use super::command::{Command, Commands, EndpointAct};
use super::context::PageContext;
use super::host::{EndpointOptions, EndpointState, LiveCalls, Protection, RunningEndpoint};
use super::kit::{Button, Icon, Note, Status, paint};
use super::page;
use super::theme::UiTokens as _;
use super::words;
use crate::engine::Access;
use crate::workspace::Timestamp;
use calls::CallList;
use egui::{Ui, vec2};
use settings::SettingsToCopy;
use std::sync::Arc;

/// What the page shows besides the workspace and how the endpoint stands.
#[derive(Clone, Copy, Debug)]
pub struct Served<'a> {
    /// How the endpoint is started.
    pub options: &'a EndpointOptions,
    /// Who has called.
    pub calls: &'a Arc<LiveCalls>,
}

impl Served<'_> {
    /// Where programs find the API, or will.
    fn url(&self, state: &EndpointState) -> String {
        state.running().map_or_else(
            || {
                let tls = matches!(self.options.protection, Protection::Tls(_));
                format!("{}://{}", if tls { "https" } else { "http" }, self.options.listen)
            },
            RunningEndpoint::url,
        )
    }

    /// Where CRLs and OCSP are found.
    fn relying_url(&self, state: &EndpointState) -> String {
        match (state.running(), &self.options.publish) {
            (Some(running), _) => running.relying_url(),
            (None, Some(publish)) => format!("http://{publish}"),
            (None, None) => self.url(state),
        }
    }
}

/// The page, with what it remembers.
#[derive(Default)]
pub struct EndpointPage {
    settings: SettingsToCopy,
    calls: CallList,
}

impl EndpointPage {
    /// Shows the page.
    pub fn ui(&mut self, ui: &mut Ui, context: PageContext<'_>, served: Served<'_>, commands: &mut Commands) {
        ui.spacing_mut().item_spacing.y = 0.0;
        self.calls.take(served.calls);
        header_ui(ui, context, served, self.calls.callers(), commands);
        let whole = ui.available_rect_before_wrap();
        page::body_ui(ui, "endpoint", |ui| {
            notes_ui(ui, context, commands);
            let (mut left, mut right) = (Commands::new(), Commands::new());
            page::settings_ui(
                ui,
                |ui| {
                    addresses::addresses_ui(ui, context, served, &mut left);
                    ui.add_space(10.0);
                    keys::keys_ui(ui, context, &self.calls, &mut left);
                },
                |ui| self.settings.ui(ui, context, served, &mut right),
            );
            commands.extend(left.into_iter().chain(right));
            ui.add_space(26.0);
            self.calls.ui(ui, context, whole, commands);
        });
    }
}

fn header_ui(ui: &mut Ui, context: PageContext<'_>, served: Served<'_>, callers: usize, commands: &mut Commands) {
    let badge = match context.endpoint {
        EndpointState::Running(_) => (Status::Active, "Running"),
        EndpointState::Starting => (Status::Pending, "Starting"),
        EndpointState::Stopping => (Status::Pending, "Stopping"),
        EndpointState::Off => (Status::Disabled, "Off"),
        EndpointState::Failed(_) => (Status::Attention, "Not running"),
    };
    page::header_ui(ui, "Endpoint", Some(badge), &facts(context, served, callers), |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let read_only = match context.access {
            Access::ReadOnly(_) => Some("The workspace is open for reading only"),
            Access::Locked | Access::Unlocked => None,
        };
        match context.endpoint {
            EndpointState::Off | EndpointState::Failed(_) => {
                if ui.add(Button::secondary("Start").icon(Icon::Play).blocked(read_only)).clicked() {
                    commands.push(Command::Endpoint(EndpointAct::Start));
                }
            }
            state => {
                let ends = (*state == EndpointState::Stopping).then_some("What is under way is being finished");
                if ui.add(Button::secondary("Stop").icon(Icon::Square).blocked(ends)).clicked() {
                    commands.push(Command::Endpoint(EndpointAct::Stop));
                }
            }
        }
        if ui.add(Button::primary("New access key…").icon(Icon::Plus).blocked(context.blocked())).clicked() {
            commands.push(Command::Endpoint(EndpointAct::NewKey));
        }
    });
    // No tabs stand below: the line has some room.
    ui.add_space(7.0);
    let place = ui.cursor().min;
    let line = ui.tokens().line;
    paint::hairline(ui.painter(), ui.max_rect().x_range(), place.y, line);
    ui.allocate_space(vec2(1.0, 1.0));
}

fn facts(context: PageContext<'_>, served: Served<'_>, callers: usize) -> Vec<String> {
    let Some(running) = context.endpoint.running() else {
        return vec!["Started, it answers the API, OCSP and requests for CRLs".to_owned()];
    };
    let counts = served.calls.counts;
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    vec![
        format!("Since {}", since(running.since, context.now)),
        words::counted(callers, "caller"),
        format!("{} today", words::counted(count(counts.today), "call")),
        format!("{} refused", words::count(count(counts.refused))),
    ]
}

/// `12:47`, in UTC, with its day where that is not today.
fn since(at: Timestamp, now: Timestamp) -> String {
    let whole = words::minute(at);
    let clock = whole.rsplit(' ').next().unwrap_or_default();
    match words::date(at) == words::date(now) {
        true => clock.to_owned(),
        false => format!("{}, {clock}", words::day_of_year(at)),
    }
}

/// What a person should know first: why it does not run, or what it refuses.
fn notes_ui(ui: &mut Ui, context: PageContext<'_>, commands: &mut Commands) {
    if let EndpointState::Failed(why) = context.endpoint {
        Note::warn(why).title("The endpoint does not run").show_with(ui, |ui| {
            ui.add_space(8.0);
            if ui.add(Button::secondary("Edit addresses…").compact()).clicked() {
                commands.push(Command::Endpoint(EndpointAct::Configure));
            }
        });
        ui.add_space(20.0);
    }
    if context.endpoint.is_on() && *context.access == Access::Locked {
        let words = "Without its keys no signature can be checked or made: callers are told ServiceUnavailable until the \
                     workspace is unlocked. CRLs and OCSP answers that were signed before are still handed out.";
        let title = "Locked: every call of the API is refused";
        Note::warn(words).title(title).show_with(ui, |ui| {
            ui.add_space(8.0);
            if ui.add(Button::secondary("Unlock…").compact()).clicked() {
                commands.push(Command::Unlock);
            }
        });
        ui.add_space(20.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_runs_since_a_time_of_today_or_of_a_day() {
        let at = |minutes: i64| Timestamp::from_seconds(minutes * 60);
        assert_eq!(since(at(12 * 60 + 47), at(13 * 60)), "12:47");
        assert_eq!(since(at(12 * 60 + 47), at(26 * 60)), "1 Jan, 12:47");
    }
}
