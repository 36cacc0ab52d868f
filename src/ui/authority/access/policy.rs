//! The resource policy, in words and as it was attached.

use super::heading_ui;
use crate::engine::policy::{Grant, check, grants};
use crate::ui::authority::menu::access_blocked;
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::{ActionTag, Button, CodeBox, CodeText, Label, Note, hairline_ui};
use crate::ui::page;
use crate::ui::theme::{Type, UiTokens as _};
use crate::workspace::Authority;
use egui::{Ui, vec2};
use std::sync::Arc;

/// Height of the text; beyond it scrolls.
const TEXT: f32 = 380.0;

/// What is shown of a policy, computed once.
struct Shown {
    policy: Arc<str>,
    /// What it grants; what is wrong with it when this version would not accept it.
    grants: Result<Vec<Grant>, String>,
    text: CodeText,
}

impl Shown {
    fn of(authority: &Authority, policy: &Arc<str>) -> Self {
        let grants = check(policy, &authority.arn).map(|document| grants(&document)).map_err(|problems| {
            let first = problems.first();
            first.map(|first| format!("Line {}: {}", first.line, first.message)).unwrap_or_default()
        });
        Self { policy: policy.clone(), grants, text: CodeText::new(policy.to_string()) }
    }
}

/// The section of the page.
#[derive(Default)]
pub(super) struct PolicySection {
    shown: Option<Shown>,
}

impl PolicySection {
    /// Shows the section.
    pub(super) fn ui(&mut self, ui: &mut Ui, context: PageContext<'_>, authority: &Authority, commands: &mut Commands) {
        let (id, blocked) = (authority.id(), access_blocked(context, authority));
        let attached = authority.policy.is_some();
        heading_ui(ui, "Resource policy", "which accounts may use this authority", |ui| {
            if attached && ui.add(Button::danger_text("Remove policy…").blocked(blocked)).clicked() {
                commands.push(Command::DeletePolicy(id));
            }
            let words = if attached { "Edit policy…" } else { "Attach policy…" };
            if ui.add(Button::secondary(words).blocked(blocked)).clicked() {
                commands.push(Command::PutPolicy(id));
            }
        });
        ui.add_space(12.0);
        let Some(policy) = &authority.policy else {
            let color = ui.tokens().text2;
            let words = "No other account may use this authority. A policy shares it with accounts, users and roles.";
            ui.add(Label::new(words, Type::Body).color(color).wrap());
            return;
        };
        let is_new = self.shown.as_ref().is_none_or(|shown| !Arc::ptr_eq(&shown.policy, policy));
        if is_new {
            self.shown = Some(Shown::of(authority, policy));
        }
        let Some(shown) = &self.shown else { return };
        page::halves_ui(
            ui,
            |ui| grants_ui(ui, &shown.grants),
            |ui| {
                // A column is as high as what stands in it, so the text is told how high it may become.
                ui.allocate_ui(vec2(ui.available_width(), TEXT), |ui| {
                    CodeBox::new("Policy", &shown.text).json().height(TEXT).show(ui);
                });
            },
        );
    }
}

fn grants_ui(ui: &mut Ui, grants: &Result<Vec<Grant>, String>) {
    let grants = match grants {
        Ok(grants) => grants,
        Err(problem) => {
            let title = "It is attached, but this version does not accept it: it grants nothing";
            Note::warn(problem).title(title).show(ui);
            return;
        }
    };
    for grant in grants {
        ui.scope(|ui| grant_ui(ui, grant));
        ui.add_space(10.0);
        hairline_ui(ui);
        ui.add_space(10.0);
    }
}

fn grant_ui(ui: &mut Ui, grant: &Grant) {
    let t = ui.tokens();
    (ui.spacing_mut().item_spacing.y, ui.spacing_mut().interact_size.y) = (4.0, 18.0);
    ui.add(Label::new(&grant.who, Type::NameSemi).wrap());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let tags = [("Read", grant.reads), ("Issue", !grant.templates.is_empty()), ("Revoke", grant.revokes)];
        for (words, _) in tags.iter().filter(|(_, may)| *may) {
            ui.add(ActionTag(words));
        }
    });
    for template in &grant.templates {
        let title = template.title();
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.add(Label::new(&title, Type::Small));
            ui.add(Label::new(template.name, Type::MonoSmall).color(t.text2));
        });
    }
    if grant.nobody_yet.is_some() {
        let words = "Grants nobody yet: no caller here belongs to an organization";
        ui.add(Label::new(words, Type::Small).color(t.text2).wrap());
    }
}
