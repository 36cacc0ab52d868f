//! The rows of an item, under their headings.

use super::findings::findings_ui;
use super::group::{group_ui, linked_ui};
use super::path::path_ui;
use super::tree::TreeView;
use super::{Inspector, Known};
use crate::ui::kit::{Button, Density, KeyValue, Label, ValidityBar, bars, hairline_ui, paint};
use crate::ui::theme::{Type, UiTokens as _};
use crate::x509::inspect::{Item, Row, Section};
use crate::x509::words;
use egui::Ui;
use std::collections::BTreeSet;

/// Width of the column of keys.
const KEYS: f32 = 100.0;

/// A longer section shows only its first rows, until all are asked for.
const FEW: usize = 50;

/// The sections of an item, without what the bar of its validity says already.
pub(super) fn told_once(item: &Item, now: i64) -> Vec<Section> {
    let mut sections = item.sections(now);
    let bar = item.validity().is_some_and(|validity| validity.not_before <= validity.not_after);
    if bar && matches!(item, Item::Certificate(_)) {
        for section in &mut sections {
            let said = match section.title.as_str() {
                "Summary" => "Valid",
                "Validity" => "Now",
                _ => continue,
            };
            section.rows.retain(|row| row.label != said);
        }
    }
    sections
}

impl Inspector {
    /// All rows in one column.
    pub(super) fn details_ui(&mut self, ui: &mut Ui, known: &Known, density: Density) {
        ui.spacing_mut().item_spacing.y = 0.0;
        self.validity_ui(ui, known);
        status_ui(ui, known, density);
        let view = &mut self.view;
        for section in &view.sections {
            hairline(ui);
            section_ui(ui, section, density, &mut self.whole, &mut view.tree);
        }
        note_ui(ui, known, density);
        path_ui(ui, &self.paths[self.shown], density);
        findings_ui(ui, &self.view.findings, density);
        ui.add_space(16.0);
    }

    /// The part of all sections that stands in one of three columns: each about as long as the others.
    pub(super) fn column_ui(&mut self, ui: &mut Ui, known: &Known, column: usize) {
        ui.spacing_mut().item_spacing.y = 0.0;
        if column == 0 {
            self.validity_ui(ui, known);
            status_ui(ui, known, Density::Inspector);
        }
        let length = |section: &Section| section.rows.len().min(FEW) + 2;
        let rows: usize = self.view.sections.iter().map(length).sum();
        let mut above = 0;
        let view = &mut self.view;
        for section in &view.sections {
            if above * 3 / rows.max(1) == column {
                if ui.min_rect().height() > 1.0 {
                    hairline(ui);
                }
                section_ui(ui, section, Density::Inspector, &mut self.whole, &mut view.tree);
            }
            above += length(section);
        }
        if column == 2 {
            note_ui(ui, known, Density::Inspector);
            path_ui(ui, &self.paths[self.shown], Density::Inspector);
            findings_ui(ui, &self.view.findings, Density::Inspector);
        }
    }

    /// The bar of its validity, with today marked.
    pub(super) fn validity_ui(&self, ui: &mut Ui, known: &Known) {
        let Some(validity) = self.item().validity() else { return };
        let (from, until) = (validity.not_before, validity.not_after);
        let passed = (self.now - from) as f32 / (until - from).max(1) as f32;
        let days = (until - self.now).div_euclid(86_400);
        let middle = match days {
            _ if self.now < from => "Not yet valid".to_owned(),
            days if self.now > until => format!("Expired {} ago", crate::ui::words::days(-days)),
            days => format!("{} left", crate::ui::words::days(days)),
        };
        let t = ui.tokens();
        ui.add_space(8.0);
        let (from, until) = (words::date(from), words::date(until));
        // What is left of a revoked one is of no use, so it is no healthy green.
        let color = if known.revocation.is_some() { t.border_strong } else { bars::days_color(days, t.ok, t) };
        ui.add(ValidityBar::new(passed, &from, &middle, &until).color(color));
    }
}

/// When and why it was revoked, and who asked for it where that was a service.
fn status_ui(ui: &mut Ui, known: &Known, density: Density) {
    if let Some(revocation) = known.revocation {
        hairline(ui);
        let reason = crate::ui::words::reason(revocation.reason);
        let at = words::moment(revocation.at.seconds());
        group_ui(ui, "Status", None, density, |ui| {
            for (key, value) in [("Status", "Revoked"), ("Reason", reason), ("Revoked on", &at)] {
                KeyValue::new(key, value).density(density).key_width(KEYS).show(ui);
            }
        });
    }
    if let Some(service) = &known.requested_by {
        hairline(ui);
        group_ui(ui, "Issued to", None, density, |ui| {
            KeyValue::new("Requested by", service).density(density).key_width(KEYS).show(ui);
        });
    }
}

/// A hairline between sections.
pub(super) fn hairline(ui: &mut Ui) {
    ui.add_space(6.0);
    hairline_ui(ui);
    ui.add_space(6.0);
}

fn note_ui(ui: &mut Ui, known: &Known, density: Density) {
    if let Some(note) = &known.note {
        hairline(ui);
        group_ui(ui, "Note", None, density, |ui| drop(ui.add(Label::new(note, Type::Body).wrap())));
    }
}

fn section_ui(ui: &mut Ui, section: &Section, density: Density, whole: &mut BTreeSet<String>, tree: &mut TreeView) {
    let color = ui.tokens().text3;
    let count = section.rows.len().to_string();
    let aside = (section.rows.len() > 3 && density != Density::Full).then_some((count.as_str(), color));
    // Beside the bytes a section and its bytes are one selection.
    let range = section.range.as_ref().filter(|_| density == Density::Full);
    linked_ui(ui, &section.title, range, tree, |ui, tree| {
        group_ui(ui, &section.title, aside, density, |ui| rows_ui(ui, section, density, whole, tree));
    });
}

fn rows_ui(ui: &mut Ui, section: &Section, density: Density, whole: &mut BTreeSet<String>, tree: &mut TreeView) {
    let all = section.rows.len();
    let shown = if whole.contains(&section.title) { all } else { all.min(FEW) };
    let long = shown > FEW;
    let linked = density == Density::Full && section.range.is_none();
    let mut above = "";
    for row in &section.rows[..shown] {
        // A label that repeats is told once, as in a list of names.
        let label = if row.label == above { "" } else { &row.label };
        let range = row.range.as_ref().filter(|_| linked);
        linked_ui(ui, &row.label, range, tree, |ui, _| row_ui(ui, row, label, density, long));
        above = &row.label;
    }
    if shown < section.rows.len() {
        let words = format!("Show all {}", crate::ui::words::count(section.rows.len()));
        if ui.add(Button::link(&words)).clicked() {
            whole.insert(section.title.clone());
        }
    }
}

/// One row; a list that is too long for it takes a line for each entry, anything else wraps. Of a `long` section only
/// the rows in sight are drawn.
fn row_ui(ui: &mut Ui, row: &Row, label: &str, density: Density, long: bool) {
    let room = ui.available_width() - KEYS - 4.0;
    let too_long = || paint::width(ui.painter(), &row.value, Type::Body) > room;
    let is_list = !row.mono && row.value.contains(", ") && too_long();
    let lines: Vec<&str> = if is_list { row.value.split(", ").collect() } else { vec![&row.value] };
    for (index, line) in lines.iter().enumerate() {
        let key = if index == 0 { label } else { "" };
        let mut shown = KeyValue::new(key, line).density(density).key_width(KEYS).wrap().called(&row.label);
        if row.mono {
            shown = shown.mono();
        }
        if long {
            shown = shown.only_in_sight();
        }
        shown = match (&row.note, index) {
            (Some(note), 0) => shown.hint(note),
            _ => shown,
        };
        shown = if index == 0 { shown.copies(&row.value) } else { shown };
        shown.show(ui);
    }
}
