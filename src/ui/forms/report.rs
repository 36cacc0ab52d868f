//! An audit report as its bucket has it, to be read: the lines in sight only, and on demand those that have a text.

use super::submission::left;
use super::{Desk, Form};
use crate::engine::Engine;
use crate::ui::ask::{Answer, Ask};
use crate::ui::background::{Arrival, Later};
use crate::ui::kit::{Button, CodeBox, CodeText, Dialog, Icon, KeyValue, Label, Note, SearchField};
use crate::ui::search::authority_name;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use crate::workspace::{AuditReport, AuditReportId, AuditReportProgress, AuthorityId};
use egui::{Context, Ui};
use std::io::Read as _;
use std::sync::Arc;

/// The longest report that is shown, in bytes.
const LARGEST: u64 = 64 << 20;

/// Height of the box that a report is shown in.
const HEIGHT: f32 = 560.0;

/// The report, as far as it has come.
enum Content {
    Unread,
    Reading(Later<Result<CodeText, String>>),
    Text(Arc<CodeText>),
    /// Why it is not shown, in sentences.
    Refused(String),
}

/// Those lines of it that have a text, and how many they are.
struct Lines {
    with: String,
    text: CodeText,
    count: usize,
}

/// The window that shows a report.
pub(super) struct ShowReport {
    desk: Desk,
    authority: AuthorityId,
    name: String,
    report: AuditReport,
    /// How many certificates it lists.
    certificates: u64,
    content: Content,
    /// What its lines are to have, as typed.
    filter: String,
    looking: Option<Later<Lines>>,
    lines: Option<Lines>,
}

impl ShowReport {
    /// The window, if the report was written.
    pub(super) fn new(desk: Desk, id: AuthorityId, report: AuditReportId) -> Option<Self> {
        let authority = desk.authority(id)?;
        let report = authority.audit_reports.iter().find(|known| known.id == report)?.clone();
        let AuditReportProgress::Written { certificates, .. } = report.progress else { return None };
        Some(Self {
            desk,
            authority: id,
            name: authority_name(&authority),
            report,
            certificates,
            content: Content::Unread,
            filter: String::new(),
            looking: None,
            lines: None,
        })
    }

    fn wanted(&self) -> String {
        self.filter.trim().to_lowercase()
    }

    fn read(&mut self, ctx: &Context) {
        if let Content::Unread = self.content {
            let (engine, authority, report) = (self.desk.engine.clone(), self.authority, self.report.id);
            let work = move || read(&engine, authority, report);
            // When the system has no thread to give, the next frame tries again.
            if let Some(reading) = Later::start(ctx, "canopy report", work) {
                self.content = Content::Reading(reading);
            }
        }
        let Content::Reading(reading) = &self.content else { return };
        self.content = match reading.take() {
            Arrival::Waiting => return,
            Arrival::Ready(Ok(text)) => Content::Text(Arc::new(text)),
            Arrival::Ready(Err(why)) => Content::Refused(why),
            Arrival::Lost => Content::Refused("The reading of the report broke off.".into()),
        };
    }

    /// Looks for the lines that are wanted, and for nothing else before it has them.
    fn look(&mut self, ctx: &Context) {
        if let Some(looking) = self.looking.take() {
            match looking.take() {
                Arrival::Waiting => self.looking = Some(looking),
                Arrival::Ready(lines) => self.lines = Some(lines),
                Arrival::Lost => {}
            }
        }
        let (wanted, Content::Text(text)) = (self.wanted(), &self.content) else { return };
        if wanted.is_empty() {
            self.lines = None;
        } else if self.looking.is_none() && self.lines.as_ref().is_none_or(|lines| lines.with != wanted) {
            let text = text.clone();
            self.looking = Later::start(ctx, "canopy report lines", move || lines_with(&text, wanted));
        }
    }

    fn facts_ui(&mut self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = 4.0;
        let shown = matches!(self.content, Content::Text(_));
        ui.add_enabled_ui(shown, |ui| {
            let width = ui.available_width();
            SearchField::filter("Lines with").width(width).show(ui, &mut self.filter);
        });
        let color = ui.tokens().text2;
        let wanted = self.wanted();
        let words = match &self.lines {
            _ if wanted.is_empty() => "Every line is a certificate".to_owned(),
            Some(lines) if lines.with == wanted => words::counted(lines.count, "line"),
            _ => "Looking…".to_owned(),
        };
        ui.add(Label::new(&words, Type::Small).color(color).height(24.0));
        ui.add_space(8.0);
        let AuditReport { format, bucket, key, requested_at, .. } = &self.report;
        let certificates = words::count(usize::try_from(self.certificates).unwrap_or(usize::MAX));
        for (name, value) in [
            ("Format", format.as_str()),
            ("Certificates", &certificates),
            ("Asked for", &format!("{} UTC", words::minute(*requested_at))),
            ("Bucket", bucket),
        ] {
            KeyValue::new(name, value).key_width(96.0).no_copy().show(ui);
        }
        KeyValue::new("Key", key).key_width(96.0).mono().wrap().show(ui);
    }

    fn content_ui(&self, ui: &mut Ui) {
        let color = ui.tokens().text2;
        match &self.content {
            Content::Unread | Content::Reading(_) => drop(ui.add(Label::new("Reading…", Type::Small).color(color))),
            Content::Refused(why) => drop(Note::warn(why).title("The report is not shown").show(ui)),
            Content::Text(text) => {
                let text = self.lines.as_ref().map_or(text.as_ref(), |lines| &lines.text);
                CodeBox::new("Report", text).height(HEIGHT).show(ui);
            }
        }
    }
}

impl Form for ShowReport {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        self.read(ctx);
        self.look(ctx);
        let title = format!("Audit report of {}", self.name);
        let response = Dialog::form(&title).show(ctx, |parts| {
            parts.left(|ui| self.facts_ui(ui));
            parts.right("Report", self.report.format.as_str(), |ui| self.content_ui(ui));
            parts.acts(|ui| {
                let away = ui.add(Button::secondary("Close")).clicked();
                (away, ui.add(Button::primary("Save report…").icon(Icon::Download)).clicked())
            })
        });
        let (away, save) = response.inner;
        // Enter in the field looks for lines, and saves nothing.
        left(&response, away, asks);
        if save {
            asks.push(Ask::SaveAuditReport(self.authority, self.report.id));
        }
    }

    fn answer(&mut self, _: Answer, _: &mut Vec<Ask>) {}

    fn is_touched(&self) -> bool {
        // It is only looked at.
        false
    }

    fn is_working(&self) -> bool {
        matches!(self.content, Content::Unread | Content::Reading(_)) || self.looking.is_some()
    }
}

/// Reads a report that is short enough to be shown.
///
/// # Errors
/// Why it is not shown, in sentences.
fn read(engine: &Engine, authority: AuthorityId, report: AuditReportId) -> Result<CodeText, String> {
    let mut stored = engine.audit_report(authority, report).map_err(|error| error.message())?;
    let too_long = |bytes: u64, location: &str| {
        let mebibytes = bytes.div_ceil(1 << 20);
        format!("It has {mebibytes} MiB, and at most {} MiB are shown here. It lies at {location}.", LARGEST >> 20)
    };
    if stored.size() > LARGEST {
        return Err(too_long(stored.size(), stored.location()));
    }
    let mut bytes = Vec::new();
    // It may have grown since.
    let read = stored.by_ref().take(LARGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("Reading it has failed: {error}."))?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_long(bytes.len() as u64, stored.location()));
    }
    let text = String::from_utf8(bytes).map_err(|_| format!("{} is no text.", stored.location()))?;
    Ok(CodeText::new(text))
}

/// The lines that have a text, which is in lower case, in any case.
fn lines_with(text: &CodeText, wanted: String) -> Lines {
    let found: Vec<&str> = text.as_str().lines().filter(|line| line.to_lowercase().contains(&wanted)).collect();
    Lines { text: CodeText::new(found.join("\n")), count: found.len(), with: wanted }
}
