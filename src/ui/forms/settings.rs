//! The settings of the workspace.

use super::parts::{LABEL, field_row, hint_ui};
use super::problem::{FieldProblem, Problems};
use super::submission::{Submission, beside_ui, blocked, decided, foot_ui, shown};
use super::{Desk, Form};
use crate::engine::check_settings;
use crate::ui::ask::{Answer, Ask, Done};
use crate::ui::kit::{Button, Checkbox, Dialog, FoldRow};
use crate::workspace::Settings;
use egui::{Context, Ui};

/// The settings as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Draft {
    name: String,
    address: String,
    minutes: String,
    account: String,
    region: String,
    partition: String,
    auto_lock_while_serving: bool,
}

impl Draft {
    fn of(settings: &Settings) -> Self {
        Self {
            name: settings.name.clone().unwrap_or_default(),
            address: settings.publication_address.clone().unwrap_or_default(),
            minutes: settings.auto_lock_minutes.to_string(),
            account: settings.account.clone(),
            region: settings.region.clone(),
            partition: settings.partition.clone(),
            auto_lock_while_serving: settings.auto_lock_while_serving,
        }
    }

    fn settings(&self) -> Result<Settings, FieldProblem> {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let minutes = self.minutes.trim();
        let auto_lock_minutes = minutes
            .parse()
            .ok()
            .filter(|minutes| *minutes <= LONGEST)
            .ok_or_else(|| FieldProblem::new("autoLockMinutes", "Minutes, up to 1440; 0 never locks"))?;
        Ok(Settings {
            name: some(&self.name),
            account: self.account.trim().into(),
            region: self.region.trim().into(),
            partition: self.partition.trim().into(),
            publication_address: some(&self.address),
            auto_lock_minutes,
            auto_lock_while_serving: self.auto_lock_while_serving,
        })
    }
}

/// A workspace that is idle for a day is not meant to stay open.
const LONGEST: u32 = 1440;

const MEMBERS: &[&str] = &["name", "publicationAddress", "autoLockMinutes", "account", "region", "partition"];

/// The form for the settings.
#[derive(Debug)]
pub(super) struct SettingsForm {
    desk: Desk,
    draft: Draft,
    begun: Draft,
    sent: Option<Draft>,
    more: bool,
    submission: Submission,
}

impl SettingsForm {
    pub(super) fn new(desk: Desk) -> Self {
        let draft = Draft::of(desk.workspace().settings());
        Self { desk, begun: draft.clone(), draft, sent: None, more: false, submission: Submission::default() }
    }

    fn checked(&self) -> Result<Settings, Problems> {
        let settings = self.draft.settings().map_err(|problem| Problems::from(vec![problem]))?;
        check_settings(&settings).map(|()| settings).map_err(|error| Problems::from(&error))
    }

    fn problems(&self) -> Problems {
        let check = || self.checked().err().unwrap_or_default();
        self.submission.problems_of(self.sent.as_ref(), &self.draft, check)
    }

    fn fields_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        let at = |member: &str| problems.at(member).map(shown);
        ui.spacing_mut().item_spacing.y = 6.0;
        field_row("Name").limit(100).show(ui, &mut self.draft.name);
        ui.add_space(6.0);
        let address = field_row("Publication address").hint("pki.example.com").problem(at("publicationAddress"));
        address.show(ui, &mut self.draft.address);
        hint_ui(
            ui,
            "Host (and port) at which the world reaches the CRLs of this workspace. New certificates name it; empty, they name none.",
        );
        ui.add_space(6.0);
        let minutes = field_row("Lock after minutes").width(80.0).problem(at("autoLockMinutes"));
        minutes.show(ui, &mut self.draft.minutes);
        hint_ui(ui, "Idle minutes after which the keys are forgotten; 0 never locks.");
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(LABEL);
            let serving = Checkbox::new(&mut self.draft.auto_lock_while_serving, "Also while the endpoint runs");
            ui.add(serving).on_hover_text("It then refuses every call of the API until it is unlocked");
        });
        ui.add_space(8.0);
        let trouble = ["account", "region", "partition"].iter().any(|member| problems.at(member).is_some());
        let value = format!("{}, {}", self.draft.account.trim(), self.draft.region.trim());
        let (draft, more) = (&mut self.draft, &mut self.more);
        *more |= trouble && self.sent.as_ref() == Some(draft);
        FoldRow::new("Account and region", &value).trouble(trouble).show(ui, more, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            field_row("Account").mono().limit(12).problem(at("account")).show(ui, &mut draft.account);
            field_row("Region").mono().problem(at("region")).show(ui, &mut draft.region);
            field_row("Partition").mono().problem(at("partition")).show(ui, &mut draft.partition);
            hint_ui(ui, "They stand in the ARNs of what is created from now on.");
        });
        beside_ui(ui, problems, MEMBERS);
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        self.sent = Some(self.draft.clone());
        let settings = match self.checked() {
            Ok(settings) => settings,
            Err(problems) => return self.submission.refuse(problems.iter().cloned().collect()),
        };
        let caller = self.desk.caller();
        self.submission.start(asks, "Saving the settings", move |engine| {
            engine.change_settings(&caller, settings)?;
            Ok(Done { sentence: "Saved the settings".into(), ..Done::default() })
        });
    }
}

impl Form for SettingsForm {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let running = self.submission.is_running();
        let missing = (!self.is_touched()).then_some("Nothing has changed yet");
        let blocked = blocked(&self.submission, "The settings are being saved", missing);
        let problems = self.problems();
        let response = Dialog::small("Workspace settings").show(ctx, |parts| {
            parts.body(|ui| ui.add_enabled_ui(!running, |ui| self.fields_ui(ui, &problems)));
            foot_ui(parts, "Cancel", Button::primary("Save settings").return_sign().blocked(blocked))
        });
        if decided(&response, blocked, asks) {
            self.submit(asks);
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        self.submission.close_when_done(answer, asks);
    }

    fn is_touched(&self) -> bool {
        self.draft != self.begun
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_as_they_were() {
        let settings = Settings {
            name: Some("Acme".into()),
            publication_address: Some("pki.example".into()),
            ..Settings::default()
        };
        assert_eq!(Draft::of(&settings).settings().unwrap(), settings);
        let blank = Draft { name: " ".into(), address: String::new(), ..Draft::of(&settings) };
        assert_eq!(blank.settings().unwrap().name, None);
    }

    #[test]
    fn minutes_are_a_number() {
        for minutes in ["", "soon", "-1", "1441"] {
            let draft = Draft { minutes: minutes.into(), ..Draft::of(&Settings::default()) };
            assert_eq!(draft.settings().unwrap_err().member, "autoLockMinutes", "{minutes}");
        }
    }
}
