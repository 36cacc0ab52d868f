//! A new workspace: what it is called, where its file lies, and the passphrase that opens it.

use super::Form;
use super::problem::{FieldProblem, Problems};
use super::submission::{Submission, beside_ui, blocked, decided, foot_ui, shown};
use crate::engine::{COMFORTABLE_PASSPHRASE, SHORTEST_PASSPHRASE, check_settings};
use crate::files::file_name;
use crate::ui::ask::{Answer, Ask};
use crate::ui::kit::{Button, Checkbox, Dialog, Field, FoldRow, Note, Secret, SecretField};
use crate::workspace::Settings;
use egui::Context;

/// What is asked for, without the passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    /// A person's name for it.
    pub name: String,
    /// The folder of the file, as typed.
    pub folder: String,
    /// The account in ARNs.
    pub account: String,
    /// The region in ARNs.
    pub region: String,
}

impl Draft {
    fn new(folder: &str) -> Self {
        let Settings { account, region, .. } = Settings::default();
        Self { name: String::new(), folder: folder.into(), account, region }
    }

    /// Where the file will lie: the folder and a file name made of the name.
    fn path(&self) -> String {
        let folder = self.folder.trim();
        let separator = if folder.contains('\\') && !folder.contains('/') { '\\' } else { '/' };
        let name = file_name(self.name.trim(), "ron");
        match folder.trim_end_matches(['/', '\\']) {
            "" if folder.is_empty() => name,
            parent => format!("{parent}{separator}{name}"),
        }
    }

    fn settings(&self) -> Settings {
        Settings {
            name: Some(self.name.trim().to_owned()),
            account: self.account.trim().into(),
            region: self.region.trim().into(),
            ..Settings::default()
        }
    }

    fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let unnamed = self.name.trim().is_empty().then(|| FieldProblem::new("name", "Give the workspace a name"));
        let settings = check_settings(&self.settings()).err().map(|error| Problems::from(&error));
        let problems: Vec<_> = unnamed.into_iter().chain(settings.iter().flat_map(Problems::iter).cloned()).collect();
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

/// What is wrong with a passphrase that is typed twice.
pub(super) fn check_passphrase(first: &Secret, second: &Secret) -> Option<FieldProblem> {
    if first.len() < SHORTEST_PASSPHRASE {
        return Some(FieldProblem::new("passphrase", SHORTEST_WORDS));
    }
    let differ = !first.same_as(second);
    differ.then(|| FieldProblem::new("repeat", "The two passphrases differ"))
}

/// What is wrong with a passphrase that is being typed twice: nothing is blamed that may still become right, unless it
/// was `tried` to send it.
pub(super) fn check_typed_passphrase(first: &Secret, second: &Secret, tried: bool) -> Option<FieldProblem> {
    let second_begun = !second.is_empty();
    check_passphrase(first, second)
        .filter(|problem| tried || (second_begun && (problem.member == "passphrase" || !first.begins_with(second))))
}

/// What is wrong with a passphrase of a workspace: a short one is asked about twice, since it protects every key.
pub(super) fn check_workspace_passphrase(first: &Secret, second: &Secret, sure: bool) -> Option<FieldProblem> {
    let short = first.len() < COMFORTABLE_PASSPHRASE && !sure;
    let words = "12 characters or more are safer. Choose a longer one, or confirm this one below";
    check_passphrase(first, second).or_else(|| short.then(|| FieldProblem::new("passphrase", words)))
}

/// Asks whether a short passphrase is meant.
pub(super) fn short_ui(ui: &mut egui::Ui, passphrase: &Secret, sure: &mut bool) {
    if (SHORTEST_PASSPHRASE..COMFORTABLE_PASSPHRASE).contains(&passphrase.len()) {
        let words = format!("Take {} characters all the same", passphrase.len());
        ui.add(Checkbox::new(sure, &words).aside("they are guessed sooner"));
    }
}

const SHORTEST_WORDS: &str = "At least 8 characters; four random words are better";

/// The form for a new workspace.
#[derive(Debug)]
pub(super) struct NewWorkspace {
    draft: Draft,
    begun: Draft,
    passphrase: Secret,
    repeat: Secret,
    /// A short passphrase is meant.
    sure: bool,
    /// It was sent incomplete: from then on each field is looked at as it is typed.
    tried: bool,
    sent: Option<Draft>,
    more: bool,
    submission: Submission,
}

impl NewWorkspace {
    pub(super) fn new(folder: &str) -> Self {
        let draft = Draft::new(folder);
        Self {
            begun: draft.clone(),
            draft,
            passphrase: Secret::default(),
            repeat: Secret::default(),
            sure: false,
            tried: false,
            sent: None,
            more: false,
            submission: Submission::default(),
        }
    }

    /// What must be right before anything is made.
    fn missing(&self) -> Vec<FieldProblem> {
        let mut problems = self.draft.check().err().unwrap_or_default();
        problems.extend(check_workspace_passphrase(&self.passphrase, &self.repeat, self.sure));
        problems
    }

    /// What is wrong with what is typed now. An empty form is not blamed.
    fn problems(&self) -> Problems {
        self.submission.problems_of(self.sent.as_ref(), &self.draft, || {
            if self.tried {
                return self.missing().into();
            }
            let unnamed = |problem: &FieldProblem| problem.member == "name";
            let typed = self.draft.check().err().unwrap_or_default().into_iter().filter(|problem| !unnamed(problem));
            typed.chain(check_typed_passphrase(&self.passphrase, &self.repeat, false)).collect::<Vec<_>>().into()
        })
    }

    fn fields_ui(&mut self, ui: &mut egui::Ui, problems: &Problems, asks: &mut Vec<Ask>) {
        let at = |member: &str| problems.at(member).map(shown);
        ui.spacing_mut().item_spacing.y = 4.0;
        let name = Field::new("Name").hint("Acme production").limit(100).problem(at("name"));
        name.show(ui, &mut self.draft.name);
        ui.add_space(8.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let choose = Button::secondary("Choose…");
            let width = ui.available_width() - choose.width(ui.painter()) - 8.0;
            Field::new("Folder").mono().width(width).problem(at("path")).show(ui, &mut self.draft.folder);
            ui.vertical(|ui| {
                ui.add_space(20.0 + ui.spacing().item_spacing.y);
                if ui.add(choose).clicked() {
                    asks.push(Ask::Folder { title: "Folder for the workspace" });
                }
            });
        });
        let first = SecretField::new("Passphrase").problem(at("passphrase"));
        ui.add_space(8.0);
        first.show(ui, &mut self.passphrase);
        ui.add_space(8.0);
        let again = SecretField::new("Passphrase again").problem(at("repeat"));
        again.show(ui, &mut self.repeat);
        short_ui(ui, &self.passphrase, &mut self.sure);
        ui.add_space(12.0);
        let words = "Keys are sealed to this passphrase. Nobody can reset it: without it the keys are lost.";
        Note::quiet(words).show(ui);
        ui.add_space(12.0);
        let value = format!("{}, {}", self.draft.account.trim(), self.draft.region.trim());
        let trouble = problems.at("account").is_some() || problems.at("region").is_some();
        let (draft, more) = (&mut self.draft, &mut self.more);
        *more |= trouble && self.tried;
        FoldRow::new("Account and region", &value).trouble(trouble).show(ui, more, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            let account = super::parts::field_row("Account").mono().limit(12).problem(at("account"));
            account.show(ui, &mut draft.account).on_hover_text("The account in ARNs: twelve digits");
            let region = super::parts::field_row("Region").mono().problem(at("region"));
            region.show(ui, &mut draft.region).on_hover_text("The region in ARNs, such as us-east-1");
        });
        beside_ui(ui, problems, &["name", "path", "passphrase", "repeat", "account", "region"]);
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        if !self.missing().is_empty() {
            (self.tried, self.sent) = (true, None);
            return;
        }
        self.tried = false;
        self.sent = Some(self.draft.clone());
        self.submission.wait();
        // From here on only the work holds it: after a refusal it is typed again.
        self.repeat.clear();
        let passphrase = self.passphrase.take();
        asks.push(Ask::CreateWorkspace { path: self.draft.path(), passphrase, settings: self.draft.settings() });
    }
}

impl Form for NewWorkspace {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let running = self.submission.is_running();
        let blocked = blocked(&self.submission, "The workspace is being created", None);
        let problems = self.problems();
        let dialog =
            Dialog::small("New workspace").subtitle("One file on this computer, its keys sealed with your passphrase");
        let response = dialog.show(ctx, |parts| {
            parts.body(|ui| ui.add_enabled_ui(!running, |ui| self.fields_ui(ui, &problems, asks)));
            foot_ui(parts, "Cancel", Button::primary("Create workspace").return_sign().blocked(blocked))
        });
        if decided(&response, blocked, asks) {
            self.submit(asks);
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        match answer {
            Answer::Folder(folder) => self.draft.folder = folder,
            answer => self.submission.close_when_done(answer, asks),
        }
    }

    fn is_touched(&self) -> bool {
        self.draft != self.begun || !self.passphrase.is_empty() || !self.repeat.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::TextBuffer as _;

    fn secret(text: &str) -> Secret {
        let mut secret = Secret::default();
        secret.insert_text(text, egui::text::CharIndex(0));
        secret
    }

    #[test]
    fn the_file_is_named_after_the_workspace() {
        let draft = Draft { name: " Acme: prod/eu ".into(), ..Draft::new("~/pki/") };
        let path = draft.path();
        assert!(path.starts_with("~/pki/Acme") && path.ends_with(".ron"), "{path}");
        assert_eq!(path.matches('/').count(), 2, "{path}");
        assert_eq!(draft.settings().name.as_deref(), Some("Acme: prod/eu"));
        assert_eq!(Draft { name: "a".into(), ..Draft::new("C:\\pki") }.path(), "C:\\pki\\a.ron");
        assert_eq!(Draft { name: "a".into(), ..Draft::new("") }.path(), "a.ron");
        assert_eq!(Draft { name: "a".into(), ..Draft::new("/") }.path(), "/a.ron");
    }

    #[test]
    fn a_workspace_needs_a_name_and_a_passphrase_typed_twice() {
        assert_eq!(Draft::new("~").check().unwrap_err()[0].member, "name");
        let good = secret("correct horse");
        assert_eq!(check_passphrase(&secret("short"), &secret("short")).unwrap().member, "passphrase");
        assert_eq!(check_passphrase(&good, &secret("correct house")).unwrap().member, "repeat");
        assert_eq!(check_passphrase(&good, &secret("correct horse")), None);
    }

    #[test]
    fn a_short_passphrase_is_asked_about_twice() {
        let check = |text: &str, sure| check_workspace_passphrase(&secret(text), &secret(text), sure);
        assert_eq!(check("eleven char", false).unwrap().member, "passphrase");
        assert_eq!(check("eleven char", true), None);
        assert_eq!(check("short", true).unwrap().member, "passphrase");
        assert_eq!(check("twelve chars", false), None);
    }
}
