//! Making an access key.

use super::made::Made;
use crate::engine::NewAccessKey;
use crate::ui::ask::{Answer, Ask, Done};
use crate::ui::forms::parts::{field_row, hint_ui, words_ui};
use crate::ui::forms::problem::{FieldProblem, Problems};
use crate::ui::forms::submission::{Opening, Submission, beside_ui, blocked, decided, foot_ui, shown};
use crate::ui::forms::{Desk, Form};
use crate::ui::kit::{Button, Dialog, Field, FoldRow, Secret, SecretField};
use egui::{Context, Ui};
use secrecy::SecretString;

/// Greatest length of an ID and of a secret, as the engine has it.
const LONGEST: usize = 128;

const MEMBERS: &[&str] = &["name", "account", "id", "secret"];

/// The key as typed, but for its secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Draft {
    name: String,
    account: String,
    id: String,
}

impl Draft {
    fn problems(&self) -> Problems {
        let mut problems = Vec::new();
        let account = self.account.trim();
        if account.len() != 12 || !account.bytes().all(|digit| digit.is_ascii_digit()) {
            problems.push(FieldProblem::new("account", "Twelve digits, such as 000000000000"));
        }
        let id = self.id.trim();
        if id.len() > LONGEST || !id.bytes().all(|octet| (b' '..=b'~').contains(&octet)) {
            problems.push(FieldProblem::new("id", "Up to 128 printable ASCII characters"));
        }
        problems.into()
    }
}

/// The form that makes one, and then shows it.
#[derive(Debug)]
pub(in crate::ui::forms) struct NewKey {
    desk: Desk,
    draft: Draft,
    begun: Draft,
    secret: Secret,
    sent: Option<Draft>,
    own: bool,
    opening: Opening,
    submission: Submission,
    made: Option<Made>,
}

impl NewKey {
    pub(in crate::ui::forms) fn new(desk: Desk) -> Self {
        let account = desk.workspace().settings().account.clone();
        let draft = Draft { account, ..Draft::default() };
        Self {
            desk,
            begun: draft.clone(),
            draft,
            secret: Secret::default(),
            sent: None,
            own: false,
            opening: Opening::default(),
            submission: Submission::default(),
            made: None,
        }
    }

    fn problems(&self) -> Problems {
        self.submission.problems_of(self.sent.as_ref(), &self.draft, || self.draft.problems())
    }

    fn fields_ui(&mut self, ui: &mut Ui, problems: &Problems, focus: bool) {
        let at = |member: &str| problems.at(member).map(shown);
        ui.spacing_mut().item_spacing.y = 6.0;
        let name = field_row("Name").hint("CI").limit(100).problem(at("name")).focus(focus);
        name.show(ui, &mut self.draft.name);
        hint_ui(ui, "One key for each program: it tells them apart in the list of calls.");
        ui.add_space(6.0);
        field_row("Account").mono().limit(12).problem(at("account")).show(ui, &mut self.draft.account);
        hint_ui(ui, "Its calls act as this account, and see the authorities of another through policies only.");
        ui.add_space(8.0);
        let trouble = ["id", "secret"].iter().any(|member| problems.at(member).is_some());
        let value = match (self.draft.id.trim().is_empty(), self.secret.is_empty()) {
            (true, true) => "Made here",
            (false, false) => "Your own",
            (false, true) => "Your own ID",
            (true, false) => "Your own secret",
        };
        let (draft, secret, own) = (&mut self.draft, &mut self.secret, &mut self.own);
        *own |= trouble && self.sent.as_ref() == Some(draft);
        FoldRow::new("Key ID and secret", value).trouble(trouble).show(ui, own, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            words_ui(ui, "Only for programs that have a key already. Empty, it is made here from 240 random bits.");
            Field::new("Key ID").mono().limit(LONGEST).problem(at("id")).show(ui, &mut draft.id);
            SecretField::new("Secret access key").problem(at("secret")).show(ui, secret);
        });
        beside_ui(ui, problems, MEMBERS);
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        self.sent = Some(self.draft.clone());
        let problems = self.draft.problems();
        if !problems.is_empty() {
            return self.submission.refuse(problems.iter().cloned().collect());
        }
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        // It stays in its field until the key is made: what is refused can be sent again.
        let secret = (!self.secret.is_empty()).then(|| SecretString::from(self.secret.copy().as_str()));
        let new = NewAccessKey {
            id: some(&self.draft.id),
            secret,
            name: self.draft.name.trim().to_owned(),
            account: self.draft.account.trim().to_owned(),
        };
        let caller = self.desk.caller();
        self.submission.start(asks, "Making an access key", move |engine| {
            let name = new.name.clone();
            let made = engine.add_access_key(&caller, new)?;
            let called = if name.is_empty() { &made.id } else { &name };
            let mut done = Done::said(format!("Made the access key {called}"));
            done.access_key = Some(made);
            Ok(done)
        });
    }
}

impl Form for NewKey {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        if let Some(made) = &mut self.made {
            return made.ui(ctx, asks);
        }
        let running = self.submission.is_running();
        let blocked = blocked(&self.submission, "The access key is being made", None);
        let problems = self.problems();
        let focus = self.opening.takes_focus(ctx);
        let response = Dialog::small("New access key").show(ctx, |parts| {
            parts.body(|ui| ui.add_enabled_ui(!running, |ui| self.fields_ui(ui, &problems, focus)));
            foot_ui(parts, "Cancel", Button::primary("Make access key").return_sign().blocked(blocked))
        });
        if decided(&response, blocked, asks) {
            self.submit(asks);
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        let Some(done) = self.submission.finished(answer) else { return };
        self.secret.clear();
        match done.access_key {
            Some(key) => {
                let (name, account) = (self.draft.name.clone(), self.draft.account.trim().to_owned());
                self.made = Some(Made::new(key, name, account));
            }
            None => asks.push(Ask::Close),
        }
    }

    fn is_touched(&self) -> bool {
        // Once it is made, closing it asks nothing: what is lost can be made anew.
        self.made.is_none() && (self.draft != self.begun || !self.secret.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_of_ones_own_is_printable_and_an_account_has_twelve_digits() {
        let draft = |account: &str, id: &str| Draft { name: String::new(), account: account.into(), id: id.into() };
        assert!(draft("000000000000", "").problems().is_empty());
        assert!(draft(" 111122223333 ", "AKIA ~!").problems().is_empty());
        assert!(draft("11112222333", "").problems().at("account").is_some());
        assert!(draft("11112222333x", "").problems().at("account").is_some());
        for id in ["a\tb", "ä", &"x".repeat(129)] {
            assert!(draft("000000000000", id).problems().at("id").is_some(), "{id}");
        }
    }
}
