//! Withdrawing a permission.

use super::action_words;
use crate::engine::api::DeletePermissionRequest;
use crate::ui::ask::{Answer, Ask, Done};
use crate::ui::forms::parts::{ApiRequest, request_toggle_ui};
use crate::ui::forms::submission::{Submission, beside_ui, blocked, decided_in_danger, foot_ui};
use crate::ui::forms::{Desk, Form};
use crate::ui::kit::{Act, Button, Dialog, Icon, Label, Radio, acts_ui};
use crate::ui::search::authority_name;
use crate::ui::theme::Type;
use crate::workspace::{Authority, AuthorityId, GrantedPermission};
use crate::x509::inspect::display;
use egui::{Context, Ui};
use std::sync::Arc;

/// The form that withdraws.
pub(in crate::ui::forms) struct Withdraw {
    desk: Desk,
    authority: Arc<Authority>,
    name: String,
    chosen: usize,
    shows_request: bool,
    submission: Submission,
}

impl Withdraw {
    /// The form, if there is anything to withdraw; `of` is the service and account of the one that is chosen first.
    pub(in crate::ui::forms) fn new(desk: Desk, id: AuthorityId, of: Option<(String, String)>) -> Option<Self> {
        let authority = desk.authority(id)?;
        let permissions = &authority.permissions;
        permissions.first()?;
        let is_of = |granted: &GrantedPermission| {
            of.as_ref().is_some_and(|(principal, account)| granted.is_of(principal, account))
        };
        let chosen = permissions.iter().position(is_of).unwrap_or(0);
        let (name, submission) = (authority_name(&authority), Submission::default());
        Some(Self { desk, name, chosen, authority, shows_request: false, submission })
    }

    fn permission(&self) -> Option<&GrantedPermission> {
        self.authority.permissions.get(self.chosen)
    }

    fn request(&self) -> Option<DeletePermissionRequest> {
        let GrantedPermission { principal, source_account, .. } = self.permission()?.clone();
        let certificate_authority_arn = self.authority.arn.to_string();
        Some(DeletePermissionRequest { certificate_authority_arn, principal, source_account: Some(source_account) })
    }

    fn choice_ui(&mut self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add(Label::new("Which", Type::SmallSemi).height(24.0).heading());
        ui.add_space(6.0);
        for (index, granted) in self.authority.permissions.iter().enumerate() {
            let words = format!("{} for {}", display::safe(&granted.principal), granted.source_account);
            let actions: Vec<&str> = granted.actions.iter().map(|action| action_words(*action)).collect();
            let explanation = actions.join(", ");
            if ui.add(Radio::new(self.chosen == index, &words).explanation(&explanation)).clicked() {
                self.chosen = index;
            }
        }
    }

    fn outcome_ui(&self, ui: &mut Ui) {
        ui.add(Label::new("What will happen", Type::SmallSemi).height(24.0).heading());
        ui.add_space(6.0);
        let service = self.permission().map(|granted| display::safe(&granted.principal).into_owned());
        let refused = format!("{} is refused from now on", service.unwrap_or_default());
        acts_ui(
            ui,
            &[
                Act::new(Icon::Ban, "The permission ends", &refused),
                Act::new(Icon::RefreshCw, "Nothing is renewed any more", "Certificates end when they expire"),
                Act::new(Icon::FileBadge, "Issued certificates stay valid", "None is revoked"),
            ],
            16.0,
        );
        beside_ui(ui, self.submission.problems(), &[]);
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        let Some(request) = self.request() else { return };
        let (caller, name) = (self.desk.owner_of(&self.authority), self.name.clone());
        self.submission.start(asks, format!("Withdrawing a permission for {name}"), move |engine| {
            let done = format!("{} may not use {name} any more", display::safe(&request.principal));
            engine.call(&caller, request)?;
            Ok(Done::said(done))
        });
    }
}

impl Form for Withdraw {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let running = self.submission.is_running();
        let title = format!("Withdraw permission for {}", self.name);
        let blocked = blocked(&self.submission, "The permission is being withdrawn", None);
        let response = Dialog::danger(&title).show(ctx, |parts| {
            parts.left(|ui| ui.add_enabled_ui(!running, |ui| self.choice_ui(ui)));
            parts.right("", "", |ui| match (self.shows_request, self.request()) {
                (true, Some(request)) => ApiRequest::of(&request, &self.authority.arn.region).ui(ui),
                _ => self.outcome_ui(ui),
            });
            request_toggle_ui(parts, &mut self.shows_request, ["API request", "What will happen"]);
            foot_ui(parts, "Cancel", Button::danger("Withdraw permission").blocked(blocked))
        });
        if decided_in_danger(ctx, &response, blocked, asks) {
            self.submit(asks);
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        self.submission.close_when_done(answer, asks);
    }

    fn is_touched(&self) -> bool {
        // What is chosen is chosen anew in a moment: closing asks no question.
        false
    }
}
