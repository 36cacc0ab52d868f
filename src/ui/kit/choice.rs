//! Checkbox and radio button: a painted mark, words, and a line of explanation where one is needed.

use egui::{Painter, Rect, Response, Role, Sense, Stroke, Ui, Widget, WidgetInfo, pos2, vec2};

use super::{Icon, paint};
use crate::ui::theme::{Tokens, Type, UiTokens as _};

/// Something that is on or off.
#[must_use = "add it to a `Ui`"]
pub struct Checkbox<'a> {
    words: &'a str,
    aside: Option<&'a str>,
    on: &'a mut bool,
}

impl<'a> Checkbox<'a> {
    /// `words` say what is so when it is on.
    pub fn new(on: &'a mut bool, words: &'a str) -> Self {
        Self { words, aside: None, on }
    }

    /// In text3 after the words: what is so when it is off.
    pub fn aside(mut self, words: &'a str) -> Self {
        self.aside = Some(words);
        self
    }
}

impl Widget for Checkbox<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let aside = self.aside.map_or(0.0, |words| 12.0 + paint::width(ui.painter(), words, Type::Small));
        let width = 24.0 + paint::width(ui.painter(), self.words, Type::Body) + aside;
        let (rect, mut response) = ui.allocate_exact_size(vec2(width, 28.0), Sense::click());
        if response.clicked() {
            *self.on = !*self.on;
            response.mark_changed();
        }
        if ui.is_rect_visible(rect) {
            let (t, painter) = (ui.tokens(), ui.painter());
            let mark = Rect::from_center_size(pos2(rect.left() + 8.0, rect.center().y), vec2(16.0, 16.0));
            paint_check(painter, mark, *self.on, &response, t);
            let left = pos2(rect.left() + 24.0, rect.center().y);
            let end = paint::words(painter, left, self.words, Type::Body, t.text).right();
            if let Some(aside) = self.aside {
                paint::words(painter, pos2(end + 12.0, left.y), aside, Type::Small, t.text3);
            }
        }
        let on = *self.on;
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), on, self.words));
        response
    }
}

fn paint_check(painter: &Painter, rect: Rect, on: bool, response: &Response, t: &Tokens) {
    if on {
        paint::fill(painter, rect, 4, t.accent_fill);
        Icon::Check.paint(painter, rect.center() - vec2(0.0, 1.0), 12.0, t.on_accent);
    } else {
        let fill = if response.hovered() { t.hover } else { t.sunken };
        paint::fill(painter, rect, 4, fill);
        paint::edge_of(painter, rect, 4, Stroke::new(1.5, t.border_strong));
    }
    if response.has_focus() {
        paint::focus_ring(painter, rect.expand(1.5), 5, t);
    }
}

/// One of several; Tab and the arrow keys move between them, Space chooses.
#[must_use = "add it to a `Ui`"]
pub struct Radio<'a> {
    words: &'a str,
    explanation: Option<&'a str>,
    chosen: bool,
    width: Option<f32>,
}

impl<'a> Radio<'a> {
    /// `clicked()` of the response says that the person chose it.
    pub fn new(chosen: bool, words: &'a str) -> Self {
        Self { words, explanation: None, chosen, width: None }
    }

    /// A line below the words, in plain language; the row becomes 48 high and takes all the width.
    pub fn explanation(mut self, words: &'a str) -> Self {
        self.explanation = Some(words);
        self
    }

    /// Width of the row, where it is not what the words need.
    pub fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    fn paint(&self, ui: &Ui, rect: Rect, response: &Response) {
        let (t, painter) = (ui.tokens(), ui.painter());
        let tall = self.explanation.is_some();
        if tall && (self.chosen || response.hovered()) {
            let fill = if t.dark || self.chosen { t.hover } else { t.raised };
            paint::fill(painter, rect, 8, fill);
        }
        let inset = if tall { 10.0 } else { 0.0 };
        let mark = pos2(rect.left() + inset + 8.0, rect.center().y);
        paint_radio(painter, mark, self.chosen, response, t);
        let x = mark.x + if tall { 20.0 } else { 16.0 };
        let Some(explanation) = self.explanation else {
            paint::words(painter, pos2(x, mark.y), self.words, Type::Body, t.text);
            return;
        };
        let max = rect.right() - x - 8.0;
        let words = paint::line(painter, self.words, Type::Name, t.text, max);
        let line = paint::line(painter, explanation, Type::Small, t.text2, max);
        if words.elided || line.elided {
            response.clone().on_hover_text(format!("{}\n{explanation}", self.words));
        }
        paint::galley(painter, pos2(x, mark.y - 9.0), words);
        paint::galley(painter, pos2(x, mark.y + 10.0), line);
    }
}

impl Widget for Radio<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let size = match (self.explanation, self.width) {
            (Some(_), width) => vec2(width.unwrap_or(ui.available_width()), 48.0),
            (None, Some(width)) => vec2(width, 28.0),
            (None, None) => vec2(24.0 + paint::width(ui.painter(), self.words, Type::Body), 28.0),
        };
        let (rect, mut response) = ui.allocate_exact_size(size, Sense::click());
        if response.clicked() && !self.chosen {
            response.mark_changed();
        }
        if ui.is_rect_visible(rect) {
            self.paint(ui, rect, &response);
        }
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), self.chosen, self.words));
        if let Some(explanation) = self.explanation {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(explanation));
        }
        response
    }
}

fn paint_radio(painter: &Painter, center: egui::Pos2, on: bool, response: &Response, t: &Tokens) {
    if on {
        painter.circle_filled(center, 8.0, t.accent_fill);
        painter.circle_filled(center, 3.0, t.on_accent);
    } else {
        painter.circle_stroke(center, 7.3, Stroke::new(1.5, t.border_strong));
    }
    if response.has_focus() {
        painter.circle_stroke(center, 9.5, Stroke::new(1.5, t.accent));
        painter.circle_stroke(center, 11.5, Stroke::new(2.5, t.accent.gamma_multiply(0.22)));
    }
}
