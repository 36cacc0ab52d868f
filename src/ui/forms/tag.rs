//! Giving tags to an authority: new ones, and other values for those that it has.

use super::field::TagsDraft;
use super::parts::{ApiRequest, request_toggle_ui, tags_ui};
use super::problem::{FieldProblem, Problems};
use super::submission::{Submission, beside_ui, blocked, decided, foot_ui};
use super::{Desk, Form};
use crate::engine::api::{Tag, TagCertificateAuthorityRequest};
use crate::engine::{TAG_QUOTA, check_tags, constraint};
use crate::ui::ask::{Answer, Ask, Done};
use crate::ui::availability;
use crate::ui::kit::{Button, Dialog, Label};
use crate::ui::search::authority_name;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words::counted;
use crate::workspace::{Authority, AuthorityId};
use egui::{Context, Ui};
use std::sync::Arc;

/// The form that tags.
#[derive(Debug)]
pub(super) struct TagForm {
    desk: Desk,
    authority: Arc<Authority>,
    name: String,
    draft: TagsDraft,
    begun: TagsDraft,
    sent: Option<TagsDraft>,
    shows_request: bool,
    submission: Submission,
}

impl TagForm {
    /// The form, if the authority can have tags now. With a `key`, it begins with the tag of that key.
    pub(super) fn new(desk: Desk, id: AuthorityId, key: Option<&str>) -> Option<Self> {
        let authority = desk.authority(id)?;
        if availability::tags(authority.status(desk.now())).is_some() {
            return None;
        }
        let known = authority.tags.iter().find(|tag| Some(tag.key.as_str()) == key);
        let row = known.map(|tag| (tag.key.clone(), tag.value.clone().unwrap_or_default())).unwrap_or_default();
        let draft = TagsDraft { rows: vec![row] };
        Some(Self {
            name: authority_name(&authority),
            begun: draft.clone(),
            desk,
            authority,
            draft,
            sent: None,
            shows_request: false,
            submission: Submission::default(),
        })
    }

    fn request(&self) -> TagCertificateAuthorityRequest {
        TagCertificateAuthorityRequest {
            certificate_authority_arn: self.authority.arn.to_string(),
            tags: self.draft.to_api().unwrap_or_default(),
        }
    }

    /// The tags that it has by now.
    fn known(&self) -> Vec<Tag> {
        self.desk.authority(self.authority.id()).map(|authority| authority.tags.clone()).unwrap_or_default()
    }

    /// How many tags it would have.
    fn total(&self) -> usize {
        let known = self.known();
        let is_new = |tag: &&Tag| !known.iter().any(|known| known.key == tag.key);
        known.len() + self.request().tags.iter().filter(is_new).count()
    }

    fn check(&self) -> Problems {
        let request = self.request();
        if request.tags.is_empty() {
            return Problems::default();
        }
        if let Err(error) = constraint::check(&request).and_then(|()| check_tags(&request.tags)) {
            return Problems::from(&error);
        }
        match self.total() {
            total if total > TAG_QUOTA => {
                let words = format!("At most {TAG_QUOTA} tags; with these there would be {total}");
                vec![FieldProblem { member: String::new(), words, code: Some("TooManyTagsException") }].into()
            }
            _ => Problems::default(),
        }
    }

    fn problems(&self) -> Problems {
        self.submission.problems_of(self.sent.as_ref(), &self.draft, || self.check())
    }

    fn fields_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        ui.spacing_mut().item_spacing.y = 6.0;
        tags_ui(ui, &mut self.draft, problems);
        let rows = 1..=self.draft.rows.len();
        let members: Vec<String> = rows.map(|row| format!("tags.{row}.member")).collect();
        beside_ui(ui, problems, &members.iter().map(String::as_str).collect::<Vec<_>>());
        ui.add_space(8.0);
        let known = self.known();
        let color = ui.tokens().text2;
        let replaced: Vec<String> = self.request().tags.into_iter().filter_map(|tag| replaced(&known, &tag)).collect();
        for words in replaced {
            ui.add(Label::new(&words, Type::Small).color(color).wrap());
        }
        let words = format!(
            "{} of {TAG_QUOTA} when done. Keys have up to 128 characters, values up to 256; keys that begin with aws: or rds: are reserved.",
            self.total()
        );
        ui.add(Label::new(&words, Type::Small).color(color).wrap());
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        self.sent = Some(self.draft.clone());
        let problems = self.check();
        if !problems.is_empty() {
            return self.submission.refuse(problems.iter().cloned().collect());
        }
        let (caller, request, name) = (self.desk.owner_of(&self.authority), self.request(), self.name.clone());
        self.submission.start(asks, format!("Tagging {name}"), move |engine| {
            let given = counted(request.tags.len(), "tag");
            engine.call(&caller, request)?;
            Ok(Done::said(format!("Gave {name} {given}")))
        });
    }
}

/// What becomes of the tag of the same key, if there is one of another value.
fn replaced(known: &[Tag], tag: &Tag) -> Option<String> {
    let before = known.iter().find(|known| known.key == tag.key && known.value != tag.value)?;
    let said = |value: &Option<String>| match value.as_deref() {
        None | Some("") => "no value".to_owned(),
        Some(value) => format!("“{value}”"),
    };
    Some(format!("{} has {} now and gets {}.", tag.key, said(&before.value), said(&tag.value)))
}

impl Form for TagForm {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let running = self.submission.is_running();
        let tags = self.request().tags.len();
        let missing = match tags {
            0 => Some("Type a key first"),
            _ if !self.is_touched() => Some("Nothing has changed yet"),
            _ => None,
        };
        let blocked = blocked(&self.submission, "The authority is being tagged", missing);
        let problems = self.problems();
        let title = format!("Tag {}", self.name);
        let button = if tags < 2 { "Save tag".to_owned() } else { format!("Save {}", counted(tags, "tag")) };
        let subtitle = "Labels to find and to count by. A key that it has gets the new value";
        let response = Dialog::small(&title).subtitle(subtitle).show(ctx, |parts| {
            parts.body(|ui| match self.shows_request {
                true => ApiRequest::of(&self.request(), &self.authority.arn.region).ui(ui),
                false => {
                    ui.add_enabled_ui(!running, |ui| self.fields_ui(ui, &problems));
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
        self.draft != self.begun
    }
}
