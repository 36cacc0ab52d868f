//! What will be signed, kept up with the draft off the drawing thread.

use crate::engine::{Error, Preview, PreviewField, PreviewRow, Source};
use crate::ui::background::{Arrival, Later};
use crate::ui::forms::problem::Problems;
use crate::ui::kit::{Label, Note, SourceTag, group_heading_ui, lost_value_ui, paint};
use crate::ui::theme::{Type, UiTokens as _};
use crate::x509::inspect::display;
use egui::{Context, Rect, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

/// Room for the name of a row, for its source, and for a further line of its value.
const KEY: f32 = 124.0;
const TAG: f32 = 96.0;
const LINE: f32 = 18.0;

/// How long a draft rests before it is looked at, in seconds.
const REST: f64 = 0.15;

/// Computes the preview of a draft in the background, whenever the draft has changed and rested.
pub(in crate::ui::forms) struct Previewer<D> {
    draft: Option<D>,
    changed_at: f64,
    is_due: bool,
    computing: Option<Later<Result<Preview, Error>>>,
    shown: Option<Result<Preview, Error>>,
}

impl<D> Default for Previewer<D> {
    fn default() -> Self {
        Self { draft: None, changed_at: 0.0, is_due: false, computing: None, shown: None }
    }
}

impl<D: Clone + PartialEq + Send + 'static> Previewer<D> {
    /// Takes the draft as it is in this frame. The first is looked at without rest.
    pub(in crate::ui::forms) fn update(
        &mut self,
        ctx: &Context,
        draft: &D,
        compute: impl FnOnce(D) -> Result<Preview, Error> + Send + 'static,
    ) {
        self.collect();
        let now = ctx.input(|input| input.time);
        if self.draft.as_ref() != Some(draft) {
            self.changed_at = if self.draft.is_some() { now } else { now - REST };
            self.is_due = true;
            self.draft = Some(draft.clone());
        }
        if !self.is_due || self.computing.is_some() {
            return;
        }
        let rested = now - self.changed_at;
        if rested < REST {
            return ctx.request_repaint_after_secs((REST - rested) as f32);
        }
        let draft = draft.clone();
        self.computing = Later::start(ctx, "canopy preview", move || compute(draft));
        // When the system has no thread to give, it is tried again in a moment.
        self.is_due = self.computing.is_none();
        if self.is_due {
            ctx.request_repaint_after_secs(REST as f32);
        }
    }

    /// There is no draft that could be looked at: what was being computed is of an older one, and nobody waits for it.
    pub(in crate::ui::forms) fn rest(&mut self) {
        self.draft = None;
        self.is_due = false;
        self.computing = None;
    }

    fn collect(&mut self) {
        let Some(computing) = &self.computing else { return };
        self.shown = match computing.take() {
            Arrival::Ready(preview) => Some(preview),
            Arrival::Waiting => return,
            // An older one would pass for that of this draft.
            Arrival::Lost => None,
        };
        self.computing = None;
    }

    /// The newest preview, of a draft that may have changed since.
    pub(in crate::ui::forms) fn preview(&self) -> Option<&Preview> {
        self.shown.as_ref().and_then(|shown| shown.as_ref().ok())
    }

    /// Whether the newest draft has yet to be looked at.
    pub(in crate::ui::forms) fn is_working(&self) -> bool {
        self.is_due || self.computing.is_some()
    }

    /// Whether the newest draft that was looked at cannot be signed as it is.
    pub(in crate::ui::forms) fn is_refused(&self) -> bool {
        matches!(self.shown, Some(Err(_)))
    }

    /// What is wrong with the draft, once it has been looked at.
    pub(in crate::ui::forms) fn problems(&self) -> Problems {
        match &self.shown {
            Some(Err(error)) => Problems::from(error),
            _ => Problems::default(),
        }
    }
}

/// Marks a value as one that nobody chose, where `is_default` holds.
pub(in crate::ui::forms) fn mark_default(preview: &mut Preview, field: PreviewField, is_default: bool) {
    let rows = preview.rows.iter_mut().filter(|row| is_default && row.field == field && row.source == Source::You);
    rows.for_each(|row| row.source = Source::Default);
}

/// What stands in the place of a preview that there is none of.
pub(in crate::ui::forms) fn no_preview_ui(ui: &mut Ui, refused: bool, otherwise: &str) {
    let words = if refused { "What is marked at the left is to be set right first." } else { otherwise };
    let color = ui.tokens().text2;
    ui.add(Label::new(words, Type::Small).color(color).wrap());
    ui.add_space(12.0);
}

/// Shows a preview: rows with their sources, extensions, what is lost, and warnings.
pub(in crate::ui::forms) fn preview_ui(ui: &mut Ui, preview: &Preview) {
    ui.spacing_mut().item_spacing.y = 0.0;
    for row in preview.rows.iter().filter(|row| !row.extension) {
        row_ui(ui, row);
    }
    if preview.rows.iter().any(|row| row.extension) {
        ui.add_space(4.0);
        group_heading_ui(ui, "Extensions", |_| {});
    }
    let mut last = "";
    for row in preview.rows.iter().filter(|row| row.extension) {
        let again = row.label == last;
        row_with_ui(ui, row, if again { "" } else { &row.label });
        last = &row.label;
    }
    ui.add_space(12.0);
    lost_ui(ui, preview);
    for warning in &preview.warnings {
        Note::warn(warning).show(ui);
        ui.add_space(8.0);
    }
}

fn lost_ui(ui: &mut Ui, preview: &Preview) {
    let count = preview.unused.len();
    if count == 0 {
        return;
    }
    let of_api = preview.unused.iter().any(|unused| unused.source == Source::Api);
    let of = if of_api { "" } else { " of the CSR" };
    let title = match count {
        1 => format!("1 value{of} will not be used"),
        _ => format!("{count} values{of} will not be used"),
    };
    Note::warn("").title(&title).show_with(ui, |ui| {
        for unused in &preview.unused {
            ui.add_space(6.0);
            let name = match unused.source {
                Source::Api => format!("{} (API)", unused.label),
                _ if of_api => format!("{} (CSR)", unused.label),
                _ => unused.label.clone(),
            };
            lost_value_ui(ui, &name, &display::safe(&unused.value), &unused.rule);
        }
    });
    ui.add_space(8.0);
}

fn row_ui(ui: &mut Ui, row: &PreviewRow) {
    row_with_ui(ui, row, &row.label);
}

fn row_with_ui(ui: &mut Ui, row: &PreviewRow, label: &str) {
    let t = ui.tokens();
    let value = display::safe(&row.value);
    let hints = [(row.critical, "critical"), (display::is_deceptive(&row.value), "hidden characters")];
    let hints = hints.into_iter().filter_map(|(is_so, words)| is_so.then_some(words)).collect::<Vec<_>>().join(", ");
    let hint_width =
        if hints.is_empty() { 0.0 } else { 8.0 + paint::width(ui.painter(), &hints, Type::CaptionRegular) };
    let kind = if row.mono { Type::Mono } else { Type::Body };
    let room = ui.available_width() - KEY - TAG - hint_width;
    // Nothing of what will be signed is left out: a long value goes on below.
    let lines = paint::paragraph(ui.painter(), &value, kind, t.text, room.max(80.0));
    let more = (lines.rows.len().saturating_sub(1)) as f32 * LINE;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0 + more), Sense::hover());
    let y = rect.top() + 12.0;
    let tag = Rect::from_min_size(pos2(rect.right() - TAG, rect.top()), vec2(TAG, 24.0));
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    ui.new_child(UiBuilder::new().max_rect(tag).layout(layout)).add(SourceTag(row.source));
    paint::words(ui.painter(), pos2(rect.left(), y), label, Type::Small, t.text2);
    let first = lines.rows.first().map_or(0.0, |row| row.rect().width());
    let half = lines.rows.first().map_or(9.0, |row| row.rect().height() / 2.0);
    let end = rect.left() + KEY + first;
    ui.painter().galley(pos2(rect.left() + KEY, (y - half).round()), lines, t.text);
    paint::words(ui.painter(), pos2(end + 8.0, y), &hints, Type::CaptionRegular, t.text2);
    let name = format!("{}: {value}", row.label);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &name));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Refusal;
    use std::sync::mpsc::sync_channel;

    #[test]
    fn a_draft_that_cannot_be_looked_at_is_not_waited_for() {
        let mut previewer = Previewer::default();
        let (go, wait) = sync_channel::<()>(0);
        previewer.update(&Context::default(), &1, move |_| {
            let _ = wait.recv();
            Err(Error::InvalidArgs(Refusal::new("too late")))
        });
        assert!(previewer.is_working());
        previewer.rest();
        assert!(!previewer.is_working());
        drop(go);
        assert!(!previewer.is_refused());
    }
}
