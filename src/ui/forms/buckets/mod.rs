//! The buckets of the workspace: named folders, and buckets of object stores, that CRLs and audit reports are written
//! to.

mod draft;
mod list;

use super::parts::hint_ui;
use super::problem::Problems;
use super::submission::{Submission, beside_ui, blocked, decided, foot_ui, shown};
use super::{Desk, Form};
use crate::ui::ask::{Answer, Ask, Done};
use crate::ui::kit::{Button, Checkbox, Dialog, Field, Secret, SecretField, Segmented};
use crate::workspace::{Bucket, BucketKind};
use draft::Draft;
use egui::{Context, TextBuffer as _, Ui};
use secrecy::{ExposeSecret as _, SecretString};
use std::path::PathBuf;

/// The members that have a field.
const MEMBERS: &[&str] = &["bucket", "folder", "endpoint", "region", "accessKey", "secret"];

/// The form for the buckets.
#[derive(Debug)]
pub(super) struct Buckets {
    desk: Desk,
    /// What `~` stands for.
    home: Option<PathBuf>,
    draft: Draft,
    secret: Secret,
    sent: Option<Draft>,
    /// The secret that is being tried: it comes back into its field when the store refuses.
    tried: Option<SecretString>,
    submission: Submission,
}

impl Buckets {
    pub(super) fn new(desk: Desk, home: Option<PathBuf>) -> Self {
        Self {
            desk,
            home,
            draft: Draft::default(),
            secret: Secret::default(),
            sent: None,
            tried: None,
            submission: Submission::default(),
        }
    }

    /// What is wrong with what is typed; an empty form is not blamed.
    fn problems(&self) -> Problems {
        let check = || self.draft.problems(self.home.as_deref());
        self.submission.problems_of(self.sent.as_ref(), &self.draft, check)
    }

    /// The bucket whose place is given anew, if there is one of that name.
    fn known(&self) -> Option<Bucket> {
        self.desk.workspace().bucket(self.draft.name.trim()).cloned()
    }

    /// Whether the store keeps the secret that it has: it is the same bucket and the same access key.
    fn keeps_secret(&self) -> bool {
        let known = self.known().map(|bucket| bucket.kind);
        matches!(known, Some(BucketKind::S3(store)) if store.access_key == self.draft.access_key.trim())
    }

    fn fields_ui(&mut self, ui: &mut Ui, problems: &Problems, asks: &mut Vec<Ask>) {
        ui.spacing_mut().item_spacing.y = 4.0;
        let name = Field::new("Name").hint("acme-public").problem(problems.at("bucket").map(shown));
        name.show(ui, &mut self.draft.name);
        ui.add_space(8.0);
        let mut chosen = usize::from(self.draft.is_store);
        Segmented::new("Place", &["Folder", "S3-compatible store"]).show(ui, &mut chosen);
        self.draft.is_store = chosen == 1;
        ui.add_space(8.0);
        match self.draft.is_store {
            false => self.folder_ui(ui, problems, asks),
            true => self.store_ui(ui, problems),
        }
        beside_ui(ui, problems, MEMBERS);
        ui.add_space(16.0);
        self.list_ui(ui, asks);
    }

    fn folder_ui(&mut self, ui: &mut Ui, problems: &Problems, asks: &mut Vec<Ask>) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let choose = Button::secondary("Choose…");
            let width = ui.available_width() - choose.width(ui.painter()) - 8.0;
            let hint = "Empty: beside the workspace file";
            let folder = Field::new("Folder").mono().hint(hint).width(width).problem(problems.at("folder").map(shown));
            folder.show(ui, &mut self.draft.folder);
            ui.vertical(|ui| {
                ui.add_space(20.0 + ui.spacing().item_spacing.y);
                if ui.add(choose).clicked() {
                    asks.push(Ask::Folder { title: "Folder of the bucket" });
                }
            });
        });
    }

    fn store_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        let at = |member: &str| problems.at(member).map(shown);
        let endpoint = Field::new("Endpoint").mono().hint("Empty: AWS in the region").problem(at("endpoint"));
        endpoint.show(ui, &mut self.draft.endpoint);
        ui.add_space(8.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let region = Field::new("Region").mono().width(152.0).problem(at("region"));
            region.show(ui, &mut self.draft.region);
            let access_key = Field::new("Access key ID").mono().problem(at("accessKey"));
            access_key.show(ui, &mut self.draft.access_key);
        });
        ui.add_space(8.0);
        if SecretField::new("Secret access key").problem(at("secret")).show(ui, &mut self.secret).changed() {
            // What was found before was found with another secret.
            self.sent = None;
        }
        if self.keeps_secret() && self.secret.is_empty() {
            hint_ui(ui, "Empty, the one that is sealed in the workspace stays.");
        }
        ui.add_space(4.0);
        let path_style = Checkbox::new(&mut self.draft.path_style, "Path style").aside("host/bucket, not bucket.host");
        ui.add(path_style);
    }

    fn add(&mut self, asks: &mut Vec<Ask>) {
        self.sent = Some(self.draft.clone());
        let secret = (!self.secret.is_empty()).then(|| SecretString::from(self.secret.take().as_str()));
        self.tried = secret.clone();
        let bucket = match self.draft.bucket(self.home.as_deref(), secret) {
            Ok(bucket) => bucket,
            Err(problems) => {
                self.submission.refuse(problems.iter().cloned().collect());
                return self.give_secret_back();
            }
        };
        let (caller, known) = (self.desk.caller(), self.known().is_some());
        let (doing, done) = if known { ("Changing", "Changed") } else { ("Adding", "Added") };
        self.submission.start(asks, format!("{doing} {}", bucket.name), move |engine| {
            let sentence = format!("{done} the bucket {}", bucket.name);
            engine.add_bucket(&caller, bucket)?;
            Ok(Done::said(sentence))
        });
    }

    fn give_secret_back(&mut self) {
        if let Some(tried) = self.tried.take() {
            self.secret.insert_text(tried.expose_secret(), egui::text::CharIndex(0));
        }
    }
}

impl Form for Buckets {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let running = self.submission.is_running();
        let missing = self.draft.name.trim().is_empty().then_some("Type a name first");
        let blocked = blocked(&self.submission, "The bucket is being tried", missing);
        let problems = self.problems();
        let act = if self.known().is_some() { "Change bucket" } else { "Add bucket" };
        let subtitle = "Places that CRLs and audit reports are written to";
        let response = Dialog::small("Buckets").subtitle(subtitle).show(ctx, |parts| {
            parts.body(|ui| ui.add_enabled_ui(!running, |ui| self.fields_ui(ui, &problems, asks)));
            foot_ui(parts, "Close", Button::primary(act).return_sign().blocked(blocked))
        });
        if decided(&response, blocked, asks) {
            self.add(asks);
        }
    }

    fn answer(&mut self, answer: Answer, _: &mut Vec<Ask>) {
        match answer {
            Answer::Folder(folder) => self.draft.folder = folder,
            answer => {
                let ended = matches!(answer, Answer::Finished(_));
                // The form stays: who adds one bucket may add another.
                if self.submission.finished(answer).is_some() {
                    self.draft = Draft::default();
                    self.tried = None;
                } else if ended {
                    self.give_secret_back();
                }
            }
        }
    }

    fn is_touched(&self) -> bool {
        self.draft != Draft::default() || !self.secret.is_empty()
    }
}
