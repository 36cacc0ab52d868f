//! Text for machines: an API request, a command line, PEM, a policy.

use std::sync::Arc;

use egui::{
    Align, Color32, Frame, Galley, Margin, Rect, Response, ScrollArea, Shape, TextBuffer, TextEdit, Ui, UiBuilder,
    pos2, text::LayoutJob, vec2,
};

use super::{CopyButton, paint};
use crate::ui::theme::{Tokens, Type, UiTokens as _};

/// Height of a line.
const LINE: f32 = 18.0;

/// Selectable text on a sunken ground with Copy at its top right. Lines never wrap and never elide.
#[must_use = "call `show`"]
pub struct CodeBox<'a> {
    name: &'a str,
    text: &'a str,
    height: f32,
    json: bool,
    numbers: bool,
    trouble: Option<usize>,
}

impl<'a> CodeBox<'a> {
    /// `name` says what it is, for assistive technology and the copy button ("API request").
    pub fn new(name: &'a str, text: &'a str) -> Self {
        Self { name, text, height: 320.0, json: false, numbers: false, trouble: None }
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

    /// Line numbers.
    pub fn numbers(mut self) -> Self {
        self.numbers = true;
        self
    }

    /// The line (from 0) that has a problem; its words stand at the field it came from.
    pub fn trouble(mut self, line: Option<usize>) -> Self {
        self.trouble = line;
        self
    }

    /// Shows the box as wide as there is room.
    pub fn show(self, ui: &mut Ui) -> Response {
        let t = ui.tokens();
        let shown = Frame::new().fill(t.sunken).corner_radius(8).show(ui, |ui| {
            let area = ScrollArea::both().id_salt(self.name).max_height(self.height).auto_shrink([false, true]);
            area.show(ui, |ui| self.text_ui(ui, t)).inner
        });
        paint::edge(ui.painter(), shown.response.rect, 8, t.border);
        self.copy_ui(ui, shown.response.rect, t);
        shown.inner
    }

    fn text_ui(&self, ui: &mut Ui, t: &Tokens) -> Response {
        let gutter = if self.numbers { 36 } else { 16 };
        let margin = Margin { left: gutter, right: 16, top: 10, bottom: 10 };
        let ground = ui.painter().add(Shape::Noop);
        let mut layouter = |ui: &Ui, text: &dyn TextBuffer, _: f32| self.layout(ui, text.as_str(), t);
        let mut text = self.text;
        let output = TextEdit::multiline(&mut text)
            .frame(Frame::new().inner_margin(margin))
            .layouter(&mut layouter)
            .desired_rows(1)
            .desired_width(f32::INFINITY)
            .show(ui);
        let response = output.response.response.accessible_name(self.name);
        let top = output.galley_pos.y;
        if let Some(line) = self.trouble {
            let y = top + LINE * line as f32;
            let rect = Rect::from_min_max(pos2(ui.clip_rect().left(), y), pos2(ui.clip_rect().right(), y + LINE));
            ui.painter().set(ground, Shape::rect_filled(rect, 0, t.danger_soft));
        }
        if self.numbers {
            self.paint_numbers(ui, output.galley_pos, t);
        }
        response
    }

    fn paint_numbers(&self, ui: &Ui, text: egui::Pos2, t: &Tokens) {
        for (index, _) in self.text.lines().enumerate() {
            let color = if self.trouble == Some(index) { t.danger } else { t.text3 };
            let right = pos2(text.x - 10.0, text.y + LINE * (index as f32 + 0.5));
            paint::words_right(ui.painter(), right, &(index + 1).to_string(), Type::MonoSmall, color);
        }
    }

    fn layout(&self, ui: &Ui, text: &str, t: &Tokens) -> Arc<Galley> {
        let mut job = LayoutJob::default();
        job.wrap.max_width = f32::INFINITY;
        let mut append = |part: &str, color: Color32| {
            let mut format = Type::Mono.format(color);
            format.line_height = Some(LINE);
            format.valign = Align::Center;
            job.append(part, 0.0, format);
        };
        if self.json {
            for (part, kind) in json_parts(text) {
                append(part, kind.color(t));
            }
        } else {
            append(text, t.text);
        }
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    }

    fn copy_ui(&self, ui: &mut Ui, rect: Rect, t: &Tokens) {
        let place = Rect::from_min_size(pos2(rect.right() - 36.0, rect.top() + 8.0), vec2(28.0, 28.0));
        paint::fill(ui.painter(), place, 6, t.control());
        paint::edge(ui.painter(), place, 6, t.border);
        let mut corner = ui.new_child(UiBuilder::new().max_rect(place.shrink(2.0)));
        corner.add(CopyButton::new(&format!("Copy {}", self.name), self.text));
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Key,
    Value,
    Punctuation,
}

impl Part {
    fn color(self, t: &Tokens) -> Color32 {
        match self {
            Self::Key => t.text2,
            Self::Value => t.text,
            Self::Punctuation => t.text3,
        }
    }
}

/// Splits JSON for colouring; whatever is not JSON comes through whole.
fn json_parts(text: &str) -> Vec<(&str, Part)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (part, after, kind) = if rest.starts_with('"') {
            let (string, after) = rest.split_at(string_end(rest));
            let key = after.trim_start().starts_with(':');
            (string, after, if key { Part::Key } else { Part::Value })
        } else {
            let marks = |c: char| "{}[],:".contains(c) || c.is_whitespace();
            let mark = rest.starts_with(marks);
            let end = rest.find(|c: char| c == '"' || marks(c) != mark).unwrap_or(rest.len());
            let (part, after) = rest.split_at(end);
            (part, after, if mark { Part::Punctuation } else { Part::Value })
        };
        parts.push((part, kind));
        rest = after;
    }
    parts
}

/// Byte length of the string literal that `text` starts with, up to the end where it is not closed.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (index, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => return index + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_split_and_nothing_is_lost() {
        for text in [r#"{ "Key \" ä": "v", "N": 12, "A": [true] }"#, "\"open", "", "aws acm-pca"] {
            let joined: String = json_parts(text).iter().map(|(part, _)| *part).collect();
            assert_eq!(joined, text);
        }
        let parts = json_parts(r#"{"Tag":"x"}"#);
        assert!(parts.contains(&("\"Tag\"", Part::Key)));
        assert!(parts.contains(&("\"x\"", Part::Value)));
        assert!(parts.contains(&(":", Part::Punctuation)));
    }
}
