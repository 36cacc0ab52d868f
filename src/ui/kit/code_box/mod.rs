//! Text for machines: an API request, a command line, PEM, a policy.

use egui::{
    Align, Color32, EventFilter, Frame, Id, Key, Layout, Modifiers, Rect, Response, Role, ScrollArea, Sense,
    TextFormat, Ui, UiBuilder, WidgetInfo, pos2, text::LayoutJob, vec2,
};

mod editor;
mod json;

pub use editor::{CodeEditor, CodeMark};

use super::{Button, CopyButton, Icon, paint};
use crate::ui::theme::{Tokens, Type, UiTokens as _};
use crate::x509::words::small;
use json::json_job;

/// Height of a line.
const LINE: f32 = 18.0;
/// How what a person has to put into settings begins.
const TO_BE_FILLED_IN: &str = "(";
/// From the edge of the box to the text.
const PAD: egui::Vec2 = vec2(16.0, 10.0);

/// A text that knows its lines, so that a box shows the few that are seen of however many there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeText {
    text: String,
    /// Where each line starts.
    starts: Vec<usize>,
    /// Characters of the longest line.
    longest: usize,
}

impl CodeText {
    /// Looks for the lines of a text: a job's work where the text is long.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let ends = text.trim_end_matches('\n').match_indices('\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(ends).collect();
        let longest = text.lines().map(|line| line.chars().count()).max().unwrap_or_default();
        Self { text, starts, longest }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    fn len(&self) -> usize {
        self.starts.len()
    }

    fn line(&self, index: usize) -> &str {
        let start = self.starts.get(index).copied().unwrap_or(self.text.len());
        let end = self.starts.get(index + 1).copied().unwrap_or(self.text.len());
        self.text[start..end].trim_end_matches(['\n', '\r'])
    }
}

/// Selectable text on a sunken ground with Copy at its top right. Lines never wrap and never elide. With the keyboard
/// on it the arrow keys, Page Up and Page Down, Home and End scroll it.
#[must_use = "call `show`"]
pub struct CodeBox<'a> {
    name: &'a str,
    text: &'a CodeText,
    height: f32,
    json: bool,
    settings: bool,
}

impl<'a> CodeBox<'a> {
    /// `name` says what it is, for assistive technology and the copy button ("API request").
    pub fn new(name: &'a str, text: &'a CodeText) -> Self {
        Self { name, text, height: 320.0, json: false, settings: false }
    }

    /// Greatest height; the text scrolls beyond it.
    pub fn height(mut self, height: f32) -> Self {
        self.height = height;
        self
    }

    /// JSON: keys in text2, punctuation in text3, values in text; no other colour.
    pub fn json(mut self) -> Self {
        self.json = true;
        self
    }

    /// Settings on a raised ground: comments and what a person has to put in are in text2, Copy has its word.
    pub fn settings(mut self) -> Self {
        self.settings = true;
        self
    }

    /// Shows the box as wide as there is room.
    pub fn show(self, ui: &mut Ui) -> Response {
        let t = ui.tokens();
        let id = ui.auto_id_with(("code box", self.name));
        let ground = if self.settings { t.raised } else { t.sunken };
        let shown = Frame::new().fill(ground).corner_radius(8).show(ui, |ui| {
            let area = ScrollArea::both().id_salt(self.name).max_height(self.height).auto_shrink([false, true]);
            // One below the other on a page that scrolls itself, the box is as high as it may be.
            let area = if self.settings { area.min_scrolled_height(self.height).auto_shrink(false) } else { area };
            area.show_viewport(ui, |ui, viewport| self.lines_ui(ui, viewport, id, t));
        });
        let rect = shown.response.rect;
        let response = ui.interact(rect, id, Sense::focusable_noninteractive());
        response.widget_info(|| WidgetInfo::labeled(Role::Group, true, self.name));
        match response.has_focus() {
            true => paint::focus_ring(ui.painter(), rect, 8, t),
            false => paint::edge(ui.painter(), rect, 8, t.border),
        }
        self.copy_ui(ui, rect, t);
        response
    }

    /// The lines that are seen.
    fn lines_ui(&self, ui: &mut Ui, viewport: Rect, id: Id, t: &Tokens) {
        let advance = ui.fonts_mut(|fonts| fonts.glyph_width(&Type::Mono.font(), '0'));
        let width = self.text.longest as f32 * advance + 2.0 * PAD.x;
        let height = self.text.len() as f32 * LINE + 2.0 * PAD.y;
        let (rect, _) = ui.allocate_exact_size(vec2(width.max(ui.available_width()), height), Sense::hover());
        let first = ((viewport.top() - PAD.y) / LINE).floor().max(0.0) as usize;
        let end = ((viewport.bottom() - PAD.y) / LINE).ceil().max(0.0) as usize;
        for index in first..end.min(self.text.len()) {
            let min = rect.min + vec2(PAD.x, PAD.y + index as f32 * LINE);
            let place = Rect::from_min_max(min, pos2(rect.right(), min.y + LINE));
            let layout = Layout::left_to_right(Align::Center);
            let mut line = ui.new_child(UiBuilder::new().id_salt(index).max_rect(place).layout(layout));
            let job = self.job(ui, self.text.line(index), t);
            line.add(egui::Label::new(job).selectable(true).extend());
        }
        if ui.memory(|memory| memory.has_focus(id)) {
            let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
            scroll_by_keys(ui, viewport.height(), height);
        }
    }

    fn job(&self, ui: &Ui, line: &str, t: &Tokens) -> LayoutJob {
        let line = paint::covered(ui.painter(), line, Type::Mono);
        match self.json {
            true => json_job(&line, t),
            false => {
                let mut job = LayoutJob::default();
                let quiet = self.settings && (line.trim_start().starts_with('#') || line.contains(TO_BE_FILLED_IN));
                job.append(&line, 0.0, format(if quiet { t.text2 } else { t.text }));
                job.wrap.max_width = f32::INFINITY;
                job
            }
        }
    }

    fn copy_ui(&self, ui: &mut Ui, rect: Rect, t: &Tokens) {
        if self.settings {
            let button = Button::secondary("Copy").icon(Icon::Copy).compact();
            let size = vec2(button.width(ui.painter()), 28.0);
            let place = Rect::from_min_size(pos2(rect.right() - 8.0 - size.x, rect.top() + 8.0), size);
            let name = format!("Copy {}", small(self.name));
            if ui.place(place, button).accessible_name(name).clicked() {
                ui.copy_text(self.text.as_str().to_owned());
            }
            return;
        }
        let place = Rect::from_min_size(pos2(rect.right() - 36.0, rect.top() + 8.0), vec2(28.0, 28.0));
        paint::fill(ui.painter(), place, 6, t.control());
        paint::edge(ui.painter(), place, 6, t.border);
        let mut corner = ui.new_child(UiBuilder::new().id_salt(self.name).max_rect(place.shrink(2.0)));
        corner.add(CopyButton::new(&format!("Copy {}", self.name), self.text.as_str()));
    }
}

/// Of the text of a line.
fn format(color: Color32) -> TextFormat {
    TextFormat { line_height: Some(LINE), valign: Align::Center, ..Type::Mono.format(color) }
}

fn scroll_by_keys(ui: &Ui, page: f32, all: f32) {
    let steps = [
        (Key::ArrowUp, vec2(0.0, LINE)),
        (Key::ArrowDown, vec2(0.0, -LINE)),
        (Key::ArrowLeft, vec2(4.0 * LINE, 0.0)),
        (Key::ArrowRight, vec2(-4.0 * LINE, 0.0)),
        (Key::PageUp, vec2(0.0, page - LINE)),
        (Key::PageDown, vec2(0.0, LINE - page)),
        (Key::Home, vec2(0.0, all)),
        (Key::End, vec2(0.0, -all)),
    ];
    for (key, by) in steps {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            ui.scroll_with_delta(by);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_knows_its_lines() {
        for (text, expected) in
            [("", vec![""]), ("a", vec!["a"]), ("a\n\nbcd\n", vec!["a", "", "bcd"]), ("a\r\nb", vec!["a", "b"])]
        {
            let code = CodeText::new(text);
            let lines: Vec<&str> = (0..code.len()).map(|index| code.line(index)).collect();
            assert_eq!(lines, expected, "{text:?}");
        }
        assert_eq!(CodeText::new("a\nbcd\n").longest, 3);
        assert_eq!(CodeText::new("a").line(7), "");
    }
}
