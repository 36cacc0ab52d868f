//! Removing an access key.

use crate::ui::ask::{Answer, Ask, Done};
use crate::ui::endpoint::calls::row::key_name;
use crate::ui::forms::submission::{Submission, beside_ui, blocked, decided_in_danger, foot_ui};
use crate::ui::forms::{Desk, Form};
use crate::ui::kit::{Act, Button, Density, Dialog, Icon, KeyValue, Label, Note, acts_ui};
use crate::ui::theme::Type;
use crate::ui::words;
use crate::workspace::AccessKey;
use egui::{Context, Ui};
use std::sync::Arc;

/// The form that removes one.
#[derive(Debug)]
pub(in crate::ui::forms) struct RemoveKey {
    desk: Desk,
    key: Arc<AccessKey>,
    submission: Submission,
}

impl RemoveKey {
    /// The form, if there is such a key.
    pub(in crate::ui::forms) fn new(desk: Desk, id: &str) -> Option<Self> {
        let key = desk.workspace().access_key(id)?.clone();
        Some(Self { desk, key, submission: Submission::default() })
    }

    fn key_ui(&self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = 0.0;
        let row = |ui: &mut Ui, key: &str, value: &str| {
            KeyValue::new(key, value).density(Density::Inspector).key_width(72.0).no_copy().show(ui);
        };
        row(ui, "Key ID", &crate::x509::inspect::display::safe(&self.key.id));
        row(ui, "Account", &self.key.account);
        row(ui, "Made", &format!("{} UTC", words::minute(self.key.created_at)));
        beside_ui(ui, self.submission.problems(), &[]);
    }

    fn outcome_ui(ui: &mut Ui) {
        ui.add(Label::new("What will happen", Type::SmallSemi).height(24.0).heading());
        ui.add_space(6.0);
        let acts = [
            Act::new(Icon::Ban, "Its calls are refused", "With UnrecognizedClientException, from now on"),
            Act::new(Icon::KeyRound, "Its secret is erased", "Copies of the workspace file still hold it"),
            Act::new(Icon::FileBadge, "What it has issued stays valid", "None is revoked"),
        ];
        acts_ui(ui, &acts, 16.0);
        Note::warn("Every program that signs with this key stops working until it is given another.").show(ui);
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        let (caller, id, name) = (self.desk.caller(), self.key.id.clone(), key_name(&self.key).into_owned());
        self.submission.start(asks, format!("Removing the access key {name}"), move |engine| {
            engine.remove_access_key(&caller, &id)?;
            Ok(Done::said(format!("Removed the access key {name}")))
        });
    }
}

impl Form for RemoveKey {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let running = self.submission.is_running();
        let title = format!("Remove access key {}", key_name(&self.key));
        let blocked = blocked(&self.submission, "The access key is being removed", None);
        let response = Dialog::danger(&title).subtitle("This cannot be undone").show(ctx, |parts| {
            parts.left(|ui| ui.add_enabled_ui(!running, |ui| self.key_ui(ui)));
            parts.right("", "", Self::outcome_ui);
            foot_ui(parts, "Cancel", Button::danger("Remove access key").blocked(blocked))
        });
        if decided_in_danger(ctx, &response, blocked, asks) {
            self.submit(asks);
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        self.submission.close_when_done(answer, asks);
    }

    fn is_touched(&self) -> bool {
        false
    }
}
