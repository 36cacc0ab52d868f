//! Asking for a report of all that an authority has issued and revoked.

use super::parts::{self, ApiRequest, combo_row_ui, hint_ui, request_toggle_ui};
use super::problem::Problems;
use super::submission::{Submission, beside_ui, blocked, decided, foot_ui, shown};
use super::{Desk, Form};
use crate::engine::api::{AuditReportResponseFormat, CreateCertificateAuthorityAuditReportRequest};
use crate::engine::{Error, constraint, next_audit_report};
use crate::ui::ask::{Answer, Ask, Done};
use crate::ui::kit::{Button, Choice, Dialog, Label, problem_ui};
use crate::ui::search::authority_name;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use crate::workspace::{Authority, AuthorityId, CertificateAuthorityStatus};
use egui::{Context, Ui};
use std::sync::Arc;

/// The member that names the bucket.
const BUCKET: &str = "s3BucketName";

/// What a person has chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Draft {
    bucket: String,
    format: AuditReportResponseFormat,
}

/// The form that asks for an audit report.
#[derive(Debug)]
pub(super) struct WriteReport {
    desk: Desk,
    authority: Arc<Authority>,
    name: String,
    draft: Draft,
    begun: Draft,
    sent: Option<Draft>,
    shows_request: bool,
    submission: Submission,
}

impl WriteReport {
    /// The form, if reports of the authority can be written: it is active or disabled. The bucket and the form of its
    /// last report are proposed again.
    pub(super) fn new(desk: Desk, id: AuthorityId) -> Option<Self> {
        use CertificateAuthorityStatus::{Active, Disabled};
        let authority = desk.authority(id)?;
        if ![Active, Disabled].contains(&authority.status(desk.now())) {
            return None;
        }
        let workspace = desk.workspace();
        let last = authority.audit_reports.last().filter(|last| workspace.bucket(&last.bucket).is_some());
        let first = || workspace.buckets().next().map(|bucket| bucket.name.clone()).unwrap_or_default();
        let draft = Draft {
            bucket: last.map_or_else(first, |last| last.bucket.clone()),
            format: last.map_or(AuditReportResponseFormat::Json, |last| last.format),
        };
        Some(Self {
            name: authority_name(&authority),
            desk,
            authority,
            begun: draft.clone(),
            draft,
            sent: None,
            shows_request: false,
            submission: Submission::default(),
        })
    }

    fn request(&self) -> CreateCertificateAuthorityAuditReportRequest {
        CreateCertificateAuthorityAuditReportRequest {
            certificate_authority_arn: self.authority.arn.to_string(),
            s3_bucket_name: self.draft.bucket.clone(),
            audit_report_response_format: self.draft.format,
        }
    }

    fn problems(&self) -> Problems {
        let check = || constraint::check(&self.request()).err().map(|error| Problems::from(&error)).unwrap_or_default();
        self.submission.problems_of(self.sent.as_ref(), &self.draft, check)
    }

    /// Why none can be asked for now, though the form stands open.
    fn waiting(&self) -> Option<String> {
        let authority = self.desk.authority(self.authority.id())?;
        let next = next_audit_report(&authority, self.desk.now())?;
        Some(format!("One report in 30 minutes; the next is possible from {} UTC", words::minute(next)))
    }

    fn fields_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        ui.spacing_mut().item_spacing.y = 6.0;
        let color = ui.tokens().text2;
        let words = "Lists every certificate that the authority has issued, the expired and revoked ones too.";
        ui.add(Label::new(words, Type::Small).color(color).wrap());
        ui.add_space(6.0);
        let docs = parts::docs::<CreateCertificateAuthorityAuditReportRequest>;
        let workspace = self.desk.workspace();
        let buckets: Vec<_> =
            workspace.buckets().map(|bucket| Choice::plain(bucket.name.clone(), &bucket.name)).collect();
        combo_row_ui(ui, "Bucket", &buckets, &mut self.draft.bucket).on_hover_text(docs("S3BucketName"));
        if let Some(problem) = problems.at(BUCKET) {
            problem_ui(ui, shown(problem));
        }
        let formats = [
            Choice::new(AuditReportResponseFormat::Json, "For programs", "JSON"),
            Choice::new(AuditReportResponseFormat::Csv, "For spreadsheets", "CSV"),
        ];
        combo_row_ui(ui, "Format", &formats, &mut self.draft.format).on_hover_text(docs("AuditReportResponseFormat"));
        hint_ui(ui, "The names in it stand as the certificates have them.");
        beside_ui(ui, problems, &[BUCKET]);
    }

    fn submit(&mut self, asks: &mut Vec<Ask>) {
        self.sent = Some(self.draft.clone());
        let (request, name) = (self.request(), self.name.clone());
        let (caller, id) = (self.desk.owner_of(&self.authority), self.authority.id());
        self.submission.start(asks, format!("Writing the audit report of {name}"), move |engine| {
            let answer = engine.call(&caller, request)?;
            let report = answer.audit_report_id.and_then(|id| id.parse().ok());
            let report = report.ok_or_else(|| Error::Internal("an audit report has no name".into()))?;
            // What was asked for stays asked for: what cannot be recorded now is written at the next unlocking.
            Ok(match engine.write_audit_report(&caller, id, report) {
                Ok(outcome) => Done::of_report(&name, outcome),
                Err(error) => {
                    let mut done = Done::said(format!("The audit report of {name} waits to be written"));
                    done.add_trouble(error.message());
                    done
                }
            })
        });
    }
}

impl Form for WriteReport {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let running = self.submission.is_running();
        let waiting = self.waiting().filter(|_| !running);
        let none = self.draft.bucket.is_empty().then_some("The workspace has no bucket: add one first");
        let blocked = blocked(&self.submission, "The report is being written", none.or(waiting.as_deref()));
        let problems = self.problems();
        let title = format!("Audit report of {}", self.name);
        let response = Dialog::small(&title).show(ctx, |parts| {
            parts.body(|ui| match self.shows_request {
                true => ApiRequest::of(&self.request(), &self.authority.arn.region).ui(ui),
                false => {
                    ui.add_enabled_ui(!running, |ui| self.fields_ui(ui, &problems));
                }
            });
            request_toggle_ui(parts, &mut self.shows_request, ["API request", "Fields"]);
            foot_ui(parts, "Cancel", Button::primary("Write audit report").return_sign().blocked(blocked))
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
