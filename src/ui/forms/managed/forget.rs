//! Forgetting a managed certificate: its keys are erased, and it is renewed no more.

use crate::ui::ask::{Answer, Ask, Done};
use crate::ui::forms::submission::{Submission, blocked, decided_in_danger, foot_ui, shown};
use crate::ui::forms::{Desk, Form};
use crate::ui::kit::{Act, Button, Dialog, Icon, Label, Note, acts_ui, problem_ui};
use crate::ui::managed::name_of;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use crate::workspace::{ManagedCertificateId, Timestamp};
use egui::{Context, Ui};

/// The form that forgets one.
pub(in crate::ui::forms) struct Forget {
    desk: Desk,
    id: ManagedCertificateId,
    name: String,
    keys: usize,
    not_after: Option<Timestamp>,
    submission: Submission,
}

impl Forget {
    pub(in crate::ui::forms) fn new(desk: Desk, id: ManagedCertificateId) -> Option<Self> {
        let workspace = desk.workspace();
        let kept = workspace.managed_certificate(id)?;
        Some(Self {
            id,
            name: name_of(&workspace, kept),
            keys: kept.versions().count(),
            not_after: workspace.certificates().get(kept.authority, kept.current.serial).map(|row| row.not_after),
            submission: Submission::default(),
            desk,
        })
    }

    fn left_ui(&self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = 8.0;
        // Level with the heading at the right.
        ui.add_space(3.0);
        let words = "The certificate manager keeps this certificate and its keys no longer.";
        ui.add(Label::new(words, Type::Body).wrap());
        let color = ui.tokens().text2;
        let words = "Export it first if its key is still needed somewhere.";
        ui.add(Label::new(words, Type::Small).color(color).wrap());
        if let Some(problem) = self.submission.problems().iter().next() {
            problem_ui(ui, shown(problem));
        }
    }

    fn outcome_ui(&self, ui: &mut Ui) {
        ui.add(Label::new("What will happen", Type::SmallSemi).height(24.0).heading());
        ui.add_space(6.0);
        let keys = format!("{} erased", if self.keys == 1 { "Its private key is" } else { "Its 2 private keys are" });
        let acts = [
            Act::new(Icon::KeyRound, &keys, "Nobody can get them back out of this file"),
            Act::new(Icon::RefreshCw, "It is not renewed any more", "Whatever its permission says"),
        ];
        acts_ui(ui, &acts, 16.0);
        let until = self.not_after.map(words::date).unwrap_or_default();
        let words = format!(
            "The certificate itself stays valid until {until}: revoke it if that is to end. Copies of the workspace \
             file still hold the keys."
        );
        Note::warn(&words).show(ui);
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        let workspace = self.desk.workspace();
        let authority =
            workspace.managed_certificate(self.id).and_then(|kept| workspace.authority_ever(kept.authority));
        let caller = match authority {
            Some(authority) => self.desk.owner_of(authority),
            None => self.desk.caller(),
        };
        let (id, name, done) = (self.id, self.name.clone(), format!("Erased the keys of {}", self.name));
        self.submission.start(asks, format!("Erasing the keys of {}", self.name), move |engine| {
            let forgotten = engine.forget_managed(&caller, id)?;
            let mut done = Done::said(done);
            if let Some(why) = forgotten.not_erased {
                done.sentence = format!("{name} is forgotten");
                done.add_trouble(format!("Its keys are not erased yet: {why} The next unlock tries again"));
            }
            Ok(done)
        });
    }
}

impl Form for Forget {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let running = self.submission.is_running();
        let blocked = blocked(&self.submission, "The keys are being erased", None);
        let title = format!("Forget {}", self.name);
        let response = Dialog::danger(&title).subtitle("This cannot be undone").show(ctx, |parts| {
            parts.left(|ui| ui.add_enabled_ui(!running, |ui| self.left_ui(ui)));
            parts.right("", "", |ui| self.outcome_ui(ui));
            foot_ui(parts, "Cancel", Button::danger("Forget and erase keys").blocked(blocked))
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
