//! Taking tags off an authority: by their keys, or only where the value is still the one that is seen.

use super::parts::{ApiRequest, request_toggle_ui};
use super::submission::{Submission, beside_ui, blocked, decided, foot_ui};
use super::{Desk, Form};
use crate::engine::api::{Tag, UntagCertificateAuthorityRequest};
use crate::ui::ask::{Answer, Ask, Done};
use crate::ui::availability;
use crate::ui::kit::{Button, Checkbox, Choice, Dialog, Label, ValueCombo};
use crate::ui::search::authority_name;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words::counted;
use crate::workspace::{Authority, AuthorityId};
use crate::x509::inspect::display;
use egui::{Align, Context, Layout, Ui, vec2};
use std::sync::Arc;

/// Room for the key of a row.
const KEY: f32 = 200.0;

/// A tag that may be removed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    tag: Tag,
    chosen: bool,
    /// It is removed only while it has the value that is seen.
    by_value: bool,
}

/// The form that removes tags.
#[derive(Debug)]
pub(super) struct UntagForm {
    desk: Desk,
    authority: Arc<Authority>,
    name: String,
    rows: Vec<Row>,
    shows_request: bool,
    submission: Submission,
}

impl UntagForm {
    /// The form, if the authority has tags that can be removed now. With a `key`, that one is chosen.
    pub(super) fn new(desk: Desk, id: AuthorityId, key: Option<&str>) -> Option<Self> {
        let authority = desk.authority(id)?;
        if authority.tags.is_empty() || availability::tags(authority.status(desk.now())).is_some() {
            return None;
        }
        let row = |tag: &Tag| Row { tag: tag.clone(), chosen: Some(tag.key.as_str()) == key, by_value: false };
        let mut rows: Vec<Row> = authority.tags.iter().map(row).collect();
        rows.sort_by(|one, other| one.tag.key.cmp(&other.tag.key));
        Some(Self {
            name: authority_name(&authority),
            desk,
            authority,
            rows,
            shows_request: false,
            submission: Submission::default(),
        })
    }

    fn request(&self) -> UntagCertificateAuthorityRequest {
        let tag = |row: &Row| Tag { key: row.tag.key.clone(), value: row.tag.value.clone().filter(|_| row.by_value) };
        UntagCertificateAuthorityRequest {
            certificate_authority_arn: self.authority.arn.to_string(),
            tags: self.rows.iter().filter(|row| row.chosen).map(tag).collect(),
        }
    }

    fn fields_ui(&mut self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = 2.0;
        for row in &mut self.rows {
            row_ui(ui, row);
        }
        ui.add_space(10.0);
        let color = ui.tokens().text2;
        let words = "By its key, a tag is removed whatever its value has become meanwhile. Only while it has that value, it stays \
                     when somebody has changed it.";
        ui.add(Label::new(words, Type::Small).color(color).wrap());
        beside_ui(ui, self.submission.problems(), &[]);
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        let (caller, request, name) = (self.desk.owner_of(&self.authority), self.request(), self.name.clone());
        let id = self.authority.id();
        self.submission.start(asks, format!("Removing tags of {name}"), move |engine| {
            let count = |tags: Option<usize>| tags.unwrap_or_default();
            let tags = || count(engine.snapshot().authority(id).map(|authority| authority.tags.len()));
            let (before, asked) = (tags(), request.tags.len());
            engine.call(&caller, request)?;
            let removed = before.saturating_sub(tags());
            let mut done = Done::said(format!("Removed {} of {name}", counted(removed, "tag")));
            if removed < asked {
                done.add_trouble("The others have another value by now, or were gone already");
            }
            Ok(done)
        });
    }
}

fn row_ui(ui: &mut Ui, row: &mut Row) {
    let key = display::safe(&row.tag.key).into_owned();
    ui.horizontal(|ui| {
        ui.set_min_height(34.0);
        ui.allocate_ui_with_layout(vec2(KEY, 34.0), Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(KEY);
            ui.set_max_width(KEY);
            ui.add(Checkbox::new(&mut row.chosen, &key));
        });
        let Some(value) = row.tag.value.as_deref() else {
            let color = ui.tokens().text2;
            ui.add(Label::new("No value", Type::Small).color(color));
            return;
        };
        let only = match value {
            "" => "Only while it is empty".to_owned(),
            value => format!("Only while it is “{}”", display::safe(value)),
        };
        let choices = [Choice::plain(false, "By its key"), Choice::plain(true, only.as_str())];
        ValueCombo::new(&format!("When {key} is removed"), &choices).show(ui, &mut row.by_value);
    });
}

impl Form for UntagForm {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let running = self.submission.is_running();
        let chosen = self.rows.iter().filter(|row| row.chosen).count();
        let missing = (chosen == 0).then_some("Choose a tag first");
        let blocked = blocked(&self.submission, "The tags are being removed", missing);
        let title = format!("Remove tags of {}", self.name);
        let button = if chosen < 2 { "Remove tag".to_owned() } else { format!("Remove {}", counted(chosen, "tag")) };
        let response = Dialog::small(&title).show(ctx, |parts| {
            parts.body(|ui| match self.shows_request {
                true if chosen == 0 => ApiRequest::default().note("Choose a tag first.").ui(ui),
                true => ApiRequest::of(&self.request(), &self.authority.arn.region).ui(ui),
                false => {
                    ui.add_enabled_ui(!running, |ui| self.fields_ui(ui));
                }
            });
            request_toggle_ui(parts, &mut self.shows_request, ["API request", "Fields"]);
            foot_ui(parts, "Cancel", Button::primary(&button).return_sign().blocked(blocked))
        });
        if decided(&response, blocked, asks) {
            self.submit(asks);
        }
    }

    fn answer(&mut self, answer: Answer, asks: &mut Vec<Ask>) {
        self.submission.close_when_done(answer, asks);
    }

    fn is_touched(&self) -> bool {
        // What is chosen is chosen anew in a moment.
        false
    }
}
