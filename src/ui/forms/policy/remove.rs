//! Removing the resource policy of an authority.

use crate::engine::api::DeletePolicyRequest;
use crate::engine::policy::{Grant, check, grants};
use crate::ui::ask::{Answer, Ask, Done};
use crate::ui::forms::parts::{ApiRequest, request_toggle_ui};
use crate::ui::forms::submission::{Submission, beside_ui, blocked, decided_in_danger, foot_ui};
use crate::ui::forms::{Desk, Form};
use crate::ui::kit::{Act, Button, Dialog, Icon, Label, Note, acts_ui};
use crate::ui::search::authority_name;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words::counted;
use crate::workspace::{Authority, AuthorityId};
use egui::{Context, Ui};
use std::sync::Arc;

/// The form that removes a policy.
pub(in crate::ui::forms) struct RemovePolicy {
    desk: Desk,
    authority: Arc<Authority>,
    name: String,
    policy: Arc<str>,
    grants: Vec<Grant>,
    shows_request: bool,
    submission: Submission,
}

impl RemovePolicy {
    /// The form, if there is a policy.
    pub(in crate::ui::forms) fn new(desk: Desk, id: AuthorityId) -> Option<Self> {
        let authority = desk.authority(id)?;
        let policy = authority.policy.clone()?;
        let grants = check(&policy, &authority.arn).map(|document| grants(&document)).unwrap_or_default();
        let (name, submission) = (authority_name(&authority), Submission::default());
        Some(Self { desk, authority, name, policy, grants, shows_request: false, submission })
    }

    fn request(&self) -> DeletePolicyRequest {
        DeletePolicyRequest { resource_arn: self.authority.arn.to_string() }
    }

    fn losers_ui(&self, ui: &mut Ui, asks: &mut Vec<Ask>) {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.add(Label::new("Who loses access", Type::SmallSemi).height(24.0).heading());
        let color = ui.tokens().text2;
        for grant in &self.grants {
            ui.add(Label::new(&grant.who, Type::Name).wrap());
            ui.add(Label::new(&grant.words(), Type::Small).color(color).wrap());
            ui.add_space(6.0);
        }
        ui.add_space(4.0);
        if ui.add(Button::link("Copy policy").icon(Icon::Copy)).clicked() {
            asks.push(Ask::Copy(self.policy.to_string()));
        }
    }

    fn outcome_ui(&self, ui: &mut Ui) {
        ui.add(Label::new("What will happen", Type::SmallSemi).height(24.0).heading());
        ui.add_space(6.0);
        let losers = format!("{} refused from now on", counted(self.grants.len(), "principal"));
        acts_ui(
            ui,
            &[
                Act::new(Icon::Ban, "The policy is removed", &losers),
                Act::new(Icon::FileBadge, "Issued certificates stay valid", "None is revoked"),
            ],
            16.0,
        );
        ui.spacing_mut().item_spacing.y = 8.0;
        Note::warn("Copy the policy first if it may be needed again").show(ui);
        beside_ui(ui, self.submission.problems(), &[]);
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        let (caller, request, name) = (self.desk.owner_of(&self.authority), self.request(), self.name.clone());
        self.submission.start(asks, format!("Removing the policy of {name}"), move |engine| {
            engine.call(&caller, request)?;
            Ok(Done::said(format!("Removed the policy of {name}")))
        });
    }
}

impl Form for RemovePolicy {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let title = format!("Remove the policy of {}", self.name);
        let blocked = blocked(&self.submission, "The policy is being removed", None);
        let mut copies = Vec::new();
        let response = Dialog::danger(&title).show(ctx, |parts| {
            parts.left(|ui| self.losers_ui(ui, &mut copies));
            parts.right("", "", |ui| match self.shows_request {
                true => ApiRequest::of(&self.request(), &self.authority.arn.region).ui(ui),
                false => self.outcome_ui(ui),
            });
            request_toggle_ui(parts, &mut self.shows_request, ["API request", "What will happen"]);
            foot_ui(parts, "Cancel", Button::danger("Remove policy").blocked(blocked))
        });
        asks.append(&mut copies);
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
