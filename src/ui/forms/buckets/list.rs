//! The buckets that there are.

use super::Buckets;
use super::draft::Draft;
use crate::ui::ask::{Ask, Done};
use crate::ui::kit::{Icon, IconButton, Label, group_heading_ui, hairline_ui};
use crate::ui::theme::{Type, UiTokens as _};
use crate::workspace::{Bucket, BucketKind};
use egui::{Align, Layout, Ui, vec2};

/// Width of the name.
const NAME: f32 = 150.0;

/// Width of the two buttons at the end of a row, with the gaps before them.
const BUTTONS: f32 = 2.0 * 28.0 + 3.0 * GAP;

/// Distance of what stands in a row.
const GAP: f32 = 4.0;

/// Height of a row.
const HEIGHT: f32 = 40.0;

/// What is behind the name of a bucket, for a person.
fn place(bucket: &Bucket) -> String {
    match &bucket.kind {
        BucketKind::Folder { path } if path.is_absolute() => path.display().to_string(),
        BucketKind::Folder { path } => format!("{} beside the workspace file", path.display()),
        BucketKind::S3(store) => store.address(&bucket.name),
    }
}

impl Buckets {
    pub(super) fn list_ui(&mut self, ui: &mut Ui, asks: &mut Vec<Ask>) {
        group_heading_ui(ui, "Buckets", |_| {});
        hairline_ui(ui);
        let workspace = self.desk.workspace();
        let (mut removed, mut changed) = (None, None);
        ui.spacing_mut().item_spacing.y = 0.0;
        for bucket in workspace.buckets() {
            ui.horizontal(|ui| {
                ui.set_min_height(HEIGHT);
                ui.spacing_mut().item_spacing.x = GAP;
                let color = ui.tokens().text2;
                let width = (ui.available_width() - NAME - BUTTONS).max(0.0);
                cell_ui(ui, NAME, Label::new(&bucket.name, Type::Name).height(HEIGHT));
                cell_ui(ui, width, Label::new(&place(bucket), Type::Small).color(color).height(HEIGHT));
                if ui.add(IconButton::new(Icon::Pencil, &format!("Change {}", bucket.name))).clicked() {
                    changed = Some(Draft::of(bucket));
                }
                if ui.add(IconButton::new(Icon::X, &format!("Remove {}", bucket.name))).clicked() {
                    removed = Some(bucket.name.clone());
                }
            });
            hairline_ui(ui);
        }
        if let Some(draft) = changed {
            self.draft = draft;
            self.secret.clear();
        }
        if let Some(name) = removed {
            self.remove(asks, name);
        }
    }

    fn remove(&mut self, asks: &mut Vec<Ask>, name: String) {
        self.sent = Some(self.draft.clone());
        let caller = self.desk.caller();
        self.submission.start(asks, format!("Removing {name}"), move |engine| {
            engine.remove_bucket(&caller, &name)?;
            Ok(Done::said(format!("Removed the bucket {name}; what lies in it is still there")))
        });
    }
}

fn cell_ui(ui: &mut Ui, width: f32, label: Label<'_>) {
    ui.allocate_ui_with_layout(vec2(width, HEIGHT), Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(width);
        ui.add(label);
    });
}
