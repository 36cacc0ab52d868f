//! Granting a permission.

use super::missing_to_renew;
use crate::engine::api::{ActionType, CreatePermissionRequest};
use crate::engine::{CERTIFICATE_MANAGER, constraint};
use crate::ui::ask::{Answer, Ask, Done};
use crate::ui::forms::parts::{ApiRequest, docs, field_row, hint_ui, request_toggle_ui};
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::{Submission, beside_ui, blocked, decided, foot_ui, shown};
use crate::ui::forms::{Desk, Form};
use crate::ui::kit::{Button, Checkbox, Dialog, Note, group_heading_ui, problem_ui};
use crate::ui::search::authority_name;
use crate::workspace::{Authority, AuthorityId};
use documented::DocumentedVariants as _;
use egui::{Context, Ui};
use std::sync::Arc;

const MEMBERS: &[&str] = &["principal", "sourceAccount", "actions"];

/// The permission as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Draft {
    principal: String,
    account: String,
    /// For each action whether it is granted.
    actions: [bool; ActionType::ALL.len()],
}

impl Draft {
    fn actions(&self) -> Vec<ActionType> {
        ActionType::ALL.iter().zip(self.actions).filter(|(_, on)| *on).map(|(action, _)| *action).collect()
    }

    fn request(&self, authority: &Authority) -> CreatePermissionRequest {
        CreatePermissionRequest {
            certificate_authority_arn: authority.arn.to_string(),
            principal: self.principal.trim().into(),
            source_account: Some(self.account.trim().to_owned()).filter(|account| !account.is_empty()),
            actions: self.actions(),
        }
    }
}

/// The form that grants.
pub(in crate::ui::forms) struct Grant {
    desk: Desk,
    authority: Arc<Authority>,
    name: String,
    draft: Draft,
    begun: Draft,
    sent: Option<Draft>,
    shows_request: bool,
    submission: Submission,
}

impl Grant {
    /// The form, if there is such an authority: all that renewing needs, for the account that owns it.
    pub(in crate::ui::forms) fn new(desk: Desk, id: AuthorityId) -> Option<Self> {
        let authority = desk.authority(id)?;
        let (principal, actions) = (CERTIFICATE_MANAGER.to_owned(), [true; ActionType::ALL.len()]);
        let draft = Draft { principal, account: String::new(), actions };
        Some(Self {
            name: authority_name(&authority),
            desk,
            authority,
            begun: draft.clone(),
            draft,
            sent: None,
            shows_request: false,
            submission: Submission::default(),
        })
    }

    fn problems(&self) -> Problems {
        let check = || match constraint::check(&self.draft.request(&self.authority)) {
            Ok(()) => Problems::default(),
            Err(error) => Problems::from(&error),
        };
        self.submission.problems_of(self.sent.as_ref(), &self.draft, check)
    }

    fn fields_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        let at = |member: &str| problems.at(member).map(shown);
        ui.spacing_mut().item_spacing.y = 6.0;
        let principal = field_row("Service").mono().limit(128).problem(at("principal"));
        let response = principal.show(ui, &mut self.draft.principal);
        response.on_hover_text(docs::<CreatePermissionRequest>("Principal"));
        hint_ui(ui, "Only the certificate manager can be permitted anything.");
        ui.add_space(6.0);
        let own = &self.authority.arn.account;
        let account = field_row("For account").mono().hint(own).limit(12).problem(at("sourceAccount"));
        let response = account.show(ui, &mut self.draft.account);
        response.on_hover_text(docs::<CreatePermissionRequest>("SourceAccount"));
        hint_ui(ui, "On whose behalf it acts; empty, the account of the authority.");
        ui.add_space(6.0);
        group_heading_ui(ui, "It may", |_| {});
        for (action, on) in ActionType::ALL.iter().zip(&mut self.draft.actions) {
            let words = action.get_variant_docs().trim_end_matches('.');
            ui.add(Checkbox::new(on, words).aside(action.as_str()));
        }
        if let Some(problem) = problems.at("actions") {
            problem_ui(ui, shown(problem));
        }
        let actions = self.draft.actions();
        if let Some(missing) = missing_to_renew(&actions, |action| action.as_str()).filter(|_| !actions.is_empty()) {
            let words = format!("Without {missing} it cannot renew certificates by itself");
            ui.add_space(6.0);
            Note::warn(&words).show(ui);
        }
        beside_ui(ui, problems, MEMBERS);
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        self.sent = Some(self.draft.clone());
        let (caller, request) = (self.desk.owner_of(&self.authority), self.draft.request(&self.authority));
        let name = self.name.clone();
        self.submission.start(asks, format!("Granting a permission for {name}"), move |engine| {
            let done = format!("{} may use {name}", request.principal);
            engine.call(&caller, request)?;
            Ok(Done::said(done))
        });
    }
}

impl Form for Grant {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let running = self.submission.is_running();
        let title = format!("Grant permission for {}", self.name);
        let missing = self.draft.actions().is_empty().then_some("Choose at least one action");
        let blocked = blocked(&self.submission, "The permission is being granted", missing);
        let problems = self.problems();
        let response = Dialog::small(&title).show(ctx, |parts| {
            parts.body(|ui| match self.shows_request {
                true => {
                    let request = self.draft.request(&self.authority);
                    ApiRequest::of(&request, &self.authority.arn.region).ui(ui);
                }
                false => {
                    ui.add_enabled_ui(!running, |ui| self.fields_ui(ui, &problems));
                }
            });
            request_toggle_ui(parts, &mut self.shows_request, ["API request", "Fields"]);
            foot_ui(parts, "Cancel", Button::primary("Grant permission").return_sign().blocked(blocked))
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
