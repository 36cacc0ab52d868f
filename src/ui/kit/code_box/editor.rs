//! Text for machines that a person edits: JSON with what is wrong on its line.

use super::json::json_job;
use super::{LINE, PAD};
use crate::ui::kit::{CopyButton, paint};
use crate::ui::theme::{Tokens, Type, UiTokens as _};
use egui::text::LayoutJob;
use egui::{
    Color32, Frame, Galley, Margin, Painter, Rect, Response, ScrollArea, Shape, Stroke, TextBuffer, TextEdit, Ui,
    UiBuilder, accesskit, pos2, vec2,
};
use std::sync::Arc;

/// Room for the numbers of the lines, left of the text.
const GUTTER: f32 = 36.0;

/// Something wrong in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeMark<'a> {
    /// The line, from 1.
    pub line: usize,
    /// The character of the line at which it begins, from 1.
    pub column: usize,
    /// How many characters are underlined; at least one is.
    pub length: usize,
    /// What is wrong; it stands in a row below the line.
    pub words: &'a str,
}

/// JSON to be edited, with numbered lines and Copy at its top right. Lines never wrap and never elide. Tab goes on to
/// the next field.
#[must_use = "call `show`"]
pub struct CodeEditor<'a> {
    name: &'a str,
    height: f32,
    limit: usize,
    marks: &'a [CodeMark<'a>],
    reveal: Option<usize>,
}

impl<'a> CodeEditor<'a> {
    /// `name` says what it is, for assistive technology and the copy button ("Policy").
    pub fn new(name: &'a str) -> Self {
        Self { name, height: 320.0, limit: usize::MAX, marks: &[], reveal: None }
    }

    /// Height of the box; the text scrolls beyond it.
    pub fn height(mut self, height: f32) -> Self {
        self.height = height;
        self
    }

    /// No more than this many characters can be entered.
    pub fn limit(mut self, characters: usize) -> Self {
        self.limit = characters;
        self
    }

    /// What is wrong, in the order of the lines.
    pub fn marks(mut self, marks: &'a [CodeMark<'a>]) -> Self {
        self.marks = marks;
        self
    }

    /// Scrolls to this line, from 1: pass it once, when it has become of interest.
    pub fn reveal(mut self, line: Option<usize>) -> Self {
        self.reveal = line;
        self
    }

    /// Shows the box as wide as there is room; the response is that of the text.
    pub fn show(self, ui: &mut Ui, text: &mut String) -> Response {
        let t = ui.tokens();
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), self.height), egui::Sense::hover());
        paint::fill(ui.painter(), rect, 8, t.sunken);
        let inner = rect.shrink(1.0);
        let place = inner.with_min_x(inner.left() + GUTTER);
        let mut inside = ui.new_child(UiBuilder::new().id_salt(self.name).max_rect(place));
        inside.shrink_clip_rect(place);
        let (response, galley, top) = self.scroll_ui(&mut inside, text, t);
        let gutter = inner.with_max_x(place.left());
        self.gutter_ui(&ui.painter_at(gutter), gutter, &galley, top, t);
        match (response.has_focus(), self.marks.is_empty()) {
            (true, _) => paint::focus_ring(ui.painter(), rect, 8, t),
            (false, true) => paint::edge(ui.painter(), rect, 8, t.border),
            (false, false) => paint::edge(ui.painter(), rect, 8, t.danger_mark),
        }
        self.copy_ui(ui, rect, text, t);
        self.tell(ui, response)
    }

    fn scroll_ui(&self, ui: &mut Ui, text: &mut String, t: &Tokens) -> (Response, Arc<Galley>, f32) {
        let outside = ui.max_rect();
        // At once: a glide that is under way would go on to where the cursor no longer is.
        let area = ScrollArea::both().id_salt(self.name).auto_shrink(false).animated(false);
        let area = area.max_height(outside.height());
        let shown = area.show(ui, |ui| {
            let ground = ui.painter().add(Shape::Noop);
            let widest = self.marks.iter().map(|mark| paint::width(ui.painter(), mark.words, Type::Small));
            let width = widest.fold(0.0, f32::max) + 2.0 * PAD.x + 64.0;
            let size = vec2(ui.available_width().max(width), outside.height());
            let margin = Margin::symmetric(PAD.x as i8, PAD.y as i8);
            let mut layouter = |ui: &Ui, text: &dyn TextBuffer, _: f32| self.layout(ui, text.as_str(), t);
            let output = TextEdit::multiline(text)
                .frame(Frame::new().inner_margin(margin))
                .font(Type::Mono.font())
                .char_limit(self.limit)
                .layouter(&mut layouter)
                .desired_width(size.x)
                .min_size(size)
                .show(ui);
            ui.painter().set(ground, self.ground(outside, &output.galley, output.galley_pos.y, t));
            self.marks_ui(ui.painter(), outside, &output.galley, output.galley_pos, t);
            if let Some(range) = output.cursor_range.filter(|_| output.response.response.changed()) {
                // egui does not where the new text is so narrow that it lies outside of what was scrolled to.
                let cursor = output.galley.pos_from_cursor(range.primary).translate(output.galley_pos.to_vec2());
                ui.scroll_to_rect(cursor.expand2(PAD), None);
            }
            if let Some((line, row)) = self.reveal.and_then(|line| Some((line, output.galley.rows.get(line - 1)?))) {
                let column = self.on_line(line - 1).map_or(0, |mark| mark.column - 1);
                let min = output.galley_pos + row.pos.to_vec2() + vec2(x_offset(row, column), 0.0);
                let room = Rect::from_min_size(min, vec2(1.0, 2.0 * LINE)).expand2(vec2(80.0, 3.0 * LINE));
                ui.scroll_to_rect(room, None);
            }
            (output.response.response, output.galley, output.galley_pos.y)
        });
        shown.inner
    }

    /// The text in three shades, with a row left free below each line that is marked.
    fn layout(&self, ui: &Ui, text: &str, t: &Tokens) -> Arc<Galley> {
        let job: LayoutJob = json_job(text, t);
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        if self.marks.is_empty() {
            return galley;
        }
        let mut galley = Arc::unwrap_or_clone(galley);
        let mut moved = 0.0;
        for (index, row) in galley.rows.iter_mut().enumerate() {
            row.pos.y += moved;
            moved += if self.on_line(index).is_some() { LINE } else { 0.0 };
        }
        galley.rect.max.y += moved;
        galley.mesh_bounds.max.y += moved;
        Arc::new(galley)
    }

    /// The first mark on a row; lines never wrap, so rows are lines.
    fn on_line(&self, row: usize) -> Option<&CodeMark<'a>> {
        let at = self.marks.partition_point(|mark| mark.line < row + 1);
        self.marks.get(at).filter(|mark| mark.line == row + 1)
    }

    /// What lies below the text: marked lines and their rows.
    fn ground(&self, outside: Rect, galley: &Galley, top: f32, t: &Tokens) -> Shape {
        let rows = galley.rows.iter().enumerate().filter(|(index, _)| self.on_line(*index).is_some());
        let shapes = rows.map(|(_, row)| {
            let y = top + row.pos.y;
            Shape::rect_filled(Rect::from_x_y_ranges(outside.x_range(), y..=y + 2.0 * LINE), 0, t.danger_soft)
        });
        Shape::Vec(shapes.collect())
    }

    /// The wavy lines, and the words below the first of a line.
    fn marks_ui(&self, painter: &Painter, outside: Rect, galley: &Galley, at: egui::Pos2, t: &Tokens) {
        for (index, mark) in self.marks.iter().enumerate() {
            let Some(row) = galley.rows.get(mark.line - 1) else { continue };
            let left = row.pos.x + x_offset(row, mark.column - 1);
            let right = row.pos.x + x_offset(row, mark.column - 1 + mark.length);
            let y = at.y + row.pos.y + LINE;
            wave(painter, at.x + left, at.x + right.max(left + 8.0), y - 2.0, t.danger_mark);
            if index > 0 && self.marks[index - 1].line == mark.line {
                continue;
            }
            let indent = row.glyphs.iter().take_while(|glyph| glyph.chr.is_whitespace()).count();
            // However far the line has scrolled, its words stay in sight.
            let left = (at.x + row.pos.x + x_offset(row, indent)).max(outside.left() + PAD.x);
            let start = pos2(left, y + LINE / 2.0);
            crate::ui::kit::Icon::CornerDownRight.paint(painter, start + vec2(7.0, -1.0), 12.0, t.danger);
            paint::words(painter, start + vec2(18.0, 0.0), mark.words, Type::Small, t.danger);
        }
    }

    /// The numbers of the lines.
    fn gutter_ui(&self, painter: &Painter, gutter: Rect, galley: &Galley, top: f32, t: &Tokens) {
        for (index, row) in galley.rows.iter().enumerate() {
            let y = top + row.pos.y;
            if y > gutter.bottom() || y + 2.0 * LINE < gutter.top() {
                continue;
            }
            let marked = self.on_line(index).is_some();
            if marked {
                let line = Rect::from_x_y_ranges(gutter.x_range(), y..=y + 2.0 * LINE);
                paint::fill(painter, line, 0, t.danger_soft);
                paint::fill(painter, line.with_max_x(line.left() + 2.0), 0, t.danger_mark);
            }
            let color = if marked { t.danger } else { t.text3 };
            let right = pos2(gutter.right() - 8.0, y + LINE / 2.0);
            paint::words_right(painter, right, &(index + 1).to_string(), Type::MonoSmall, color);
        }
    }

    fn copy_ui(&self, ui: &mut Ui, rect: Rect, text: &str, t: &Tokens) {
        let place = Rect::from_min_size(pos2(rect.right() - 36.0, rect.top() + 8.0), vec2(28.0, 28.0));
        paint::fill(ui.painter(), place, 6, t.control());
        paint::edge(ui.painter(), place, 6, t.border);
        let mut corner = ui.new_child(UiBuilder::new().id_salt((self.name, "copy")).max_rect(place.shrink(2.0)));
        corner.add(CopyButton::new(&format!("Copy {}", self.name), text));
    }

    /// Says the name, and what is wrong where, to assistive technology.
    fn tell(&self, ui: &Ui, response: Response) -> Response {
        let response = response.accessible_name(self.name);
        if !self.marks.is_empty() {
            let said = self.marks.iter().map(|mark| format!("Line {}: {}", mark.line, mark.words));
            let said = said.collect::<Vec<_>>().join("\n");
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_invalid(accesskit::Invalid::True);
                node.set_description(said);
            });
        }
        response
    }
}

/// Where a character of a row stands; behind the last one at the row's end.
fn x_offset(row: &egui::epaint::text::Row, character: usize) -> f32 {
    row.glyphs.get(character).map_or(row.size.x, |glyph| glyph.pos.x)
}

fn wave(painter: &Painter, left: f32, right: f32, y: f32, color: Color32) {
    let steps = ((right - left) / 2.0).round().max(2.0) as usize;
    let point = |step: usize| pos2(left + 2.0 * step as f32, y + if step.is_multiple_of(2) { 1.0 } else { -1.0 });
    painter.add(Shape::line((0..=steps).map(point).collect(), Stroke::new(1.0, color)));
}
