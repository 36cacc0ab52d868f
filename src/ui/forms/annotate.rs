//! A name and a note of one's own, for an authority or a certificate.

use super::problem::Problems;
use super::submission::{Submission, beside_ui, blocked, decided, foot_ui, shown};
use super::{Desk, Form};
use crate::engine::{Caller, check_annotation};
use crate::ui::ask::{Answer, Ask, Done};
use crate::ui::kit::{Button, Dialog, Field};
use crate::ui::search::authority_name;
use crate::ui::words;
use crate::workspace::{AuthorityId, CertificateArn};
use egui::Context;

/// What is annotated.
#[derive(Clone, Debug)]
enum What {
    Authority(AuthorityId),
    Certificate(CertificateArn),
}

/// A name and a note as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Draft {
    name: String,
    note: String,
}

impl Draft {
    fn of(name: Option<&str>, note: Option<&str>) -> Self {
        Self { name: name.unwrap_or_default().into(), note: note.unwrap_or_default().into() }
    }
}

/// The form for a name and a note.
#[derive(Debug)]
pub(super) struct Annotate {
    caller: Caller,
    what: What,
    title: String,
    draft: Draft,
    begun: Draft,
    sent: Option<Draft>,
    submission: Submission,
}

impl Annotate {
    pub(super) fn authority(desk: Desk, id: AuthorityId) -> Option<Self> {
        let authority = desk.authority(id)?;
        let draft = Draft::of(authority.name.as_deref(), authority.note.as_deref());
        Some(Self::new(desk.owner_of(&authority), What::Authority(id), authority_name(&authority), draft))
    }

    pub(super) fn certificate(desk: Desk, arn: CertificateArn) -> Option<Self> {
        let workspace = desk.workspace();
        let table = workspace.certificates();
        let row = table.get(arn.authority.id, arn.serial)?;
        let annotation = row.annotation.cloned().unwrap_or_default();
        let draft = Draft::of(annotation.name.as_deref(), annotation.note.as_deref());
        let name = words::certificate_name(&row);
        let authority = desk.authority(arn.authority.id)?;
        let caller = desk.owner_of(&authority);
        Some(Self::new(caller, What::Certificate(arn), name, draft))
    }

    fn new(caller: Caller, what: What, name: String, draft: Draft) -> Self {
        let title = format!("Name and note of {name}");
        Self { caller, what, title, begun: draft.clone(), draft, sent: None, submission: Submission::default() }
    }

    fn problems(&self) -> Problems {
        let check = || check_annotation(&self.draft.name, &self.draft.note).err();
        let check = || check().map(|error| Problems::from(&error)).unwrap_or_default();
        self.submission.problems_of(self.sent.as_ref(), &self.draft, check)
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        self.sent = Some(self.draft.clone());
        let (caller, what, Draft { name, note }) = (self.caller.clone(), self.what.clone(), self.draft.clone());
        self.submission.start(asks, "Saving the note", move |engine| {
            match what {
                What::Authority(id) => engine.annotate_authority(&caller, id, &name, &note)?,
                What::Certificate(arn) => engine.annotate_certificate(&caller, &arn, &name, &note)?,
            }
            Ok(Done { sentence: "Saved the name and the note".into(), ..Done::default() })
        });
    }
}

impl Form for Annotate {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let blocked = blocked(&self.submission, "The note is being saved", None);
        let problems = self.problems();
        let subtitle = "Only in this workspace: the certificate does not change";
        let response = Dialog::small(&self.title).subtitle(subtitle).show(ctx, |parts| {
            parts.body(|ui| {
                ui.spacing_mut().item_spacing.y = 4.0;
                let name = Field::new("Name").hint("What you call it").problem(problems.at("name").map(shown));
                name.show(ui, &mut self.draft.name);
                ui.add_space(8.0);
                let note = Field::new("Note").hint("Where it is used, who to ask").lines(4);
                note.problem(problems.at("note").map(shown)).show(ui, &mut self.draft.note);
                beside_ui(ui, &problems, &["name", "note"]);
            });
            foot_ui(parts, "Cancel", Button::primary("Save name and note").return_sign().blocked(blocked))
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
