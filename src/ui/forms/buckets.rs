//! The buckets of the workspace: named folders that CRLs are written to.

use super::problem::{FieldProblem, Problems};
use super::submission::{Submission, beside_ui, blocked, decided, foot_ui, shown};
use super::{Desk, Form};
use crate::engine::NewBucket;
use crate::engine::environment::validate_bucket_name;
use crate::ui::ask::{Answer, Ask, Done};
use crate::ui::kit::{Button, Dialog, Field, Icon, IconButton, Label, group_heading_ui, hairline_ui};
use crate::ui::theme::{Type, UiTokens as _};
use crate::workspace::BucketKind;
use egui::{Context, Ui, vec2};
use std::path::{Path, PathBuf};

/// A bucket as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Draft {
    name: String,
    folder: String,
}

impl Draft {
    /// The bucket; `home` is what `~` stands for, as a stored path must not depend on who opens it.
    fn bucket(&self, home: Option<&Path>) -> Result<NewBucket, FieldProblem> {
        let (name, folder) = (self.name.trim(), self.folder.trim());
        if name.is_empty() {
            return Err(FieldProblem::new("bucket", "Give the bucket a name"));
        }
        let path = match (folder.strip_prefix('~'), home) {
            (Some(inside), Some(home)) => home.join(inside.trim_start_matches(['/', '\\'])),
            (Some(_), None) => {
                return Err(FieldProblem::new("folder", "A path from the root or beside the workspace file"));
            }
            (None, _) if folder.is_empty() => name.into(),
            (None, _) => folder.into(),
        };
        Ok(NewBucket::folder(name, path))
    }
}

/// The form for the buckets.
#[derive(Debug)]
pub(super) struct Buckets {
    desk: Desk,
    /// What `~` stands for.
    home: Option<PathBuf>,
    draft: Draft,
    sent: Option<Draft>,
    submission: Submission,
}

impl Buckets {
    pub(super) fn new(desk: Desk, home: Option<PathBuf>) -> Self {
        Self { desk, home, draft: Draft::default(), sent: None, submission: Submission::default() }
    }

    fn checked(&self) -> Result<NewBucket, FieldProblem> {
        let bucket = self.draft.bucket(self.home.as_deref())?;
        match validate_bucket_name(&bucket.name) {
            Ok(()) => Ok(bucket),
            Err(error) => Err(FieldProblem::new("bucket", error.to_string())),
        }
    }

    /// What is wrong with what is typed; an empty form is not blamed.
    fn problems(&self) -> Problems {
        let check = || match self.draft.name.trim() {
            "" => Problems::default(),
            _ => self.checked().err().into_iter().collect::<Vec<_>>().into(),
        };
        self.submission.problems_of(self.sent.as_ref(), &self.draft, check)
    }

    fn list_ui(&mut self, ui: &mut Ui, asks: &mut Vec<Ask>) {
        let workspace = self.desk.workspace();
        let mut removed = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        for bucket in workspace.buckets() {
            let place = match &bucket.kind {
                BucketKind::Folder { path } if path.is_absolute() => path.display().to_string(),
                BucketKind::Folder { path } => format!("{} beside the workspace file", path.display()),
                BucketKind::S3(store) => store.endpoint.clone().unwrap_or_else(|| format!("S3 in {}", store.region)),
            };
            ui.horizontal(|ui| {
                ui.set_min_height(40.0);
                let color = ui.tokens().text2;
                let width = (ui.available_width() - 44.0).max(0.0);
                ui.allocate_ui_with_layout(vec2(150.0, 40.0), egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.set_min_width(150.0);
                    ui.add(Label::new(&bucket.name, Type::Name).height(40.0));
                });
                ui.allocate_ui_with_layout(
                    vec2(width - 150.0, 40.0),
                    egui::Layout::left_to_right(egui::Align::Center),
                    |ui| {
                        ui.set_min_width(width - 150.0);
                        ui.add(Label::new(&place, Type::Small).color(color).height(40.0));
                    },
                );
                if ui.add(IconButton::new(Icon::X, &format!("Remove {}", bucket.name))).clicked() {
                    removed = Some(bucket.name.clone());
                }
            });
            hairline_ui(ui);
        }
        if let Some(name) = removed {
            self.remove(asks, name);
        }
    }

    fn fields_ui(&mut self, ui: &mut Ui, problems: &Problems, asks: &mut Vec<Ask>) {
        ui.spacing_mut().item_spacing.y = 4.0;
        let name = Field::new("Name").hint("acme-public").problem(problems.at("bucket").map(shown));
        name.show(ui, &mut self.draft.name);
        ui.add_space(8.0);
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
        beside_ui(ui, problems, &["bucket", "folder"]);
        ui.add_space(16.0);
        group_heading_ui(ui, "Buckets", |_| {});
        hairline_ui(ui);
        self.list_ui(ui, asks);
    }

    fn remove(&mut self, asks: &mut Vec<Ask>, name: String) {
        self.sent = Some(self.draft.clone());
        let caller = self.desk.caller();
        self.submission.start(asks, format!("Removing {name}"), move |engine| {
            engine.remove_bucket(&caller, &name)?;
            Ok(Done { sentence: format!("Removed the bucket {name}; its files are still there"), ..Done::default() })
        });
    }

    fn add(&mut self, asks: &mut Vec<Ask>) {
        self.sent = Some(self.draft.clone());
        let bucket = match self.checked() {
            Ok(bucket) => bucket,
            Err(problem) => return self.submission.refuse(vec![problem]),
        };
        let caller = self.desk.caller();
        self.submission.start(asks, format!("Adding {}", bucket.name), move |engine| {
            let sentence = format!("Added the bucket {}", bucket.name);
            engine.add_bucket(&caller, bucket)?;
            Ok(Done { sentence, ..Done::default() })
        });
    }
}

impl Form for Buckets {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let running = self.submission.is_running();
        let missing = (!self.is_touched()).then_some("Type a name first");
        let blocked = blocked(&self.submission, "The bucket is being tried", missing);
        let problems = self.problems();
        let response = Dialog::small("Buckets").subtitle("Named folders that CRLs are written to").show(ctx, |parts| {
            parts.body(|ui| ui.add_enabled_ui(!running, |ui| self.fields_ui(ui, &problems, asks)));
            foot_ui(parts, "Close", Button::primary("Add bucket").return_sign().blocked(blocked))
        });
        if decided(&response, blocked, asks) {
            self.add(asks);
        }
    }

    fn answer(&mut self, answer: Answer, _: &mut Vec<Ask>) {
        match answer {
            Answer::Folder(folder) => self.draft.folder = folder,
            answer => {
                // The form stays: who adds one bucket may add another.
                if self.submission.finished(answer).is_some() {
                    self.draft = Draft::default();
                }
            }
        }
    }

    fn is_touched(&self) -> bool {
        self.draft != Draft::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::BucketPlace;

    #[test]
    fn a_bucket_without_a_folder_lies_beside_the_file() {
        let draft = Draft { name: " acme-public ".into(), folder: String::new() };
        let path = |draft: &Draft, home: Option<&Path>| {
            let BucketPlace::Folder(path) = draft.bucket(home).unwrap().place else { panic!("a folder") };
            path
        };
        assert_eq!(path(&draft, None), Path::new("acme-public"));
        assert_eq!(Draft::default().bucket(None).unwrap_err().member, "bucket");
        let home = Draft { name: "acme".into(), folder: "~/crl".into() };
        assert_eq!(path(&home, Some(Path::new("/home/anna"))), Path::new("/home/anna/crl"));
        assert_eq!(home.bucket(None).unwrap_err().member, "folder");
    }
}
