//! Granting the certificate manager what it lacks, on its own.

use super::permission::{grant, listed, means};
use crate::engine::api::ActionType;
use crate::engine::{CERTIFICATE_MANAGER, lacking_permissions};
use crate::ui::ask::{Answer, Ask};
use crate::ui::forms::submission::{Submission, beside_ui, blocked, decided, foot_ui};
use crate::ui::forms::{Desk, Form};
use crate::ui::kit::{Button, Dialog, Label};
use crate::ui::search::authority_name;
use crate::ui::theme::Type;
use crate::workspace::{Authority, AuthorityId};
use egui::Context;
use std::sync::Arc;

/// The form that grants the permission.
pub(in crate::ui::forms) struct Grant {
    desk: Desk,
    authority: Arc<Authority>,
    lacking: Vec<ActionType>,
    submission: Submission,
}

impl Grant {
    /// The form, if something is lacking for certificates that are renewed.
    pub(in crate::ui::forms) fn new(desk: Desk, id: AuthorityId) -> Option<Self> {
        let authority = desk.authority(id)?;
        let lacking = lacking_permissions(&authority, true);
        (!lacking.is_empty()).then(|| Self { desk, authority, lacking, submission: Submission::default() })
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        let caller = self.desk.owner_of(&self.authority);
        let (arn, lacking) = (self.authority.arn.clone(), self.lacking.clone());
        self.submission.start(asks, "Granting a permission", move |engine| grant(engine, &caller, &arn, &lacking));
    }
}

impl Form for Grant {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let blocked = blocked(&self.submission, "The permission is being granted", None);
        let subtitle = format!("{CERTIFICATE_MANAGER} on {}", authority_name(&self.authority));
        let words = format!("Grant {}", listed(&self.lacking));
        let response = Dialog::small("Grant permission").subtitle(&subtitle).show(ctx, |parts| {
            parts.body(|ui| {
                ui.add(Label::new(&means(&self.authority), Type::Body).wrap());
                beside_ui(ui, self.submission.problems(), &[]);
            });
            foot_ui(parts, "Cancel", Button::primary(&words).return_sign().blocked(blocked))
        });
        if decided(&response, blocked, asks) {
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
