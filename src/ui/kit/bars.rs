//! Bars for time: what is left is coloured, what has passed is track. The number always says it first.

use egui::{Color32, Painter, Rangef, Rect, Response, Role, Sense, Ui, Widget, WidgetInfo, pos2, vec2};

use super::paint;
use crate::ui::theme::{Tokens, Type, UiTokens as _};

/// Colour of what is left: red to 7 days, amber to 30, `healthy` after.
pub fn days_color(days: i64, healthy: Color32, t: &Tokens) -> Color32 {
    match days {
        ..=7 => t.danger_mark,
        8..=30 => t.warn_mark,
        _ => healthy,
    }
}

/// Colour of the number of days beside a bar.
pub fn days_words_color(days: i64, t: &Tokens) -> Color32 {
    match days {
        0..=7 => t.danger,
        8..=30 => t.warn,
        _ => t.text2,
    }
}

/// The bar of a table row, 28 × 4, on a scale of 0–90 days so that rows compare.
pub fn paint_expiry(painter: &Painter, left: egui::Pos2, days: i64, t: &Tokens) {
    let track = Rect::from_min_size(left - vec2(0.0, 2.0), vec2(28.0, 4.0));
    paint::fill(painter, track, 2, t.pressed);
    let part = (days.clamp(0, 90) as f32 / 90.0) * track.width();
    let left = Rect::from_min_size(track.min, vec2(part.max(3.0), 4.0));
    paint::fill(painter, left, 2, days_color(days, t.border_strong, t));
}

/// A span of time with today marked, and words under both ends and the middle.
#[must_use = "add it to a `Ui`"]
pub struct ValidityBar<'a> {
    passed: f32,
    color: Option<Color32>,
    notch: Option<f32>,
    from: &'a str,
    middle: &'a str,
    until: &'a str,
}

impl<'a> ValidityBar<'a> {
    /// `from` and `until` are dates, `middle` says what is left ("90 days left").
    pub fn new(passed: f32, from: &'a str, middle: &'a str, until: &'a str) -> Self {
        Self { passed: passed.clamp(0.0, 1.0), color: None, notch: None, from, middle, until }
    }

    /// Marks a moment between its ends, 0 to 1, that the words in the middle tell of.
    pub fn notch(mut self, at: f32) -> Self {
        self.notch = Some(at.clamp(0.0, 1.0));
        self
    }

    /// Of what is left; `ok` unless told otherwise.
    pub fn color(mut self, color: Color32) -> Self {
        self.color = Some(color);
        self
    }
}

impl Widget for ValidityBar<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), Sense::hover());
        if ui.is_rect_visible(rect) {
            let (t, painter) = (ui.tokens(), ui.painter());
            let bar = Rect::from_x_y_ranges(rect.x_range(), rect.top() + 4.0..=rect.top() + 10.0);
            paint_span(painter, bar, self.passed, self.color.unwrap_or(t.ok), t);
            if let Some(at) = self.notch {
                let x = (bar.left() + bar.width() * at).round();
                paint::fill(painter, Rect::from_center_size(pos2(x, bar.center().y), vec2(2.0, 6.0)), 0, t.page);
            }
            let y = bar.center().y + 17.0;
            let dates = Type::CaptionRegular;
            paint::words(painter, pos2(rect.left(), y), self.from, dates, t.text2);
            paint::words_right(painter, pos2(rect.right(), y), self.until, dates, t.text2);
            paint::words_center(painter, pos2(rect.center().x, y), self.middle, Type::Caption, t.text);
        }
        response.widget_info(|| {
            let words = format!("{}, from {} to {}", self.middle, self.from, self.until);
            WidgetInfo::labeled(Role::Label, true, words)
        });
        response
    }
}

/// Paints a bar of 6, of which the part `passed` is over, and today's tick of 2 × 14.
fn paint_span(painter: &Painter, bar: Rect, passed: f32, color: Color32, t: &Tokens) {
    paint::fill(painter, bar, 3, t.pressed);
    let today = (bar.left() + bar.width() * passed).round();
    if passed < 1.0 {
        let left = Rect::from_x_y_ranges(Rangef::new(today, bar.right()), bar.y_range());
        paint::fill(painter, left, 3, color);
    }
    let tick = Rect::from_center_size(pos2(today, bar.center().y), vec2(2.0, 14.0));
    // A gap on both sides of the tick keeps it apart from the bar.
    paint::fill(painter, tick.expand2(vec2(2.0, -4.0)), 0, t.page);
    paint::fill(painter, tick, 0, t.text);
}
