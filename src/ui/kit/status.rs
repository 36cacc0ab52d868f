//! Status as text, shape and colour. The shapes are painted, so that they stay crisp and differ
//! without colour.

use egui::{Color32, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, Widget, WidgetInfo, pos2, vec2};

use super::{Icon, paint};
use crate::ui::theme::{Tokens, Type, UiTokens as _};

/// How something stands; the words beside it say it exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// A disc.
    Active,
    /// A triangle: expires soon, or is overdue.
    Attention,
    /// A ring with a bar.
    Expired,
    /// A cross.
    Revoked,
    /// A half disc.
    Pending,
    /// Pause bars.
    Disabled,
    /// A bin.
    Deleted,
}

impl Status {
    /// Every status, in the order of the component sheet.
    pub const ALL: [Self; 7] =
        [Self::Active, Self::Attention, Self::Revoked, Self::Expired, Self::Pending, Self::Disabled, Self::Deleted];

    /// Colour of words in lists: only what needs a person has one.
    pub fn words_color(self, t: &Tokens) -> Color32 {
        match self {
            Self::Attention => t.warn,
            Self::Revoked => t.danger,
            Self::Pending => t.violet,
            Self::Active | Self::Expired | Self::Disabled | Self::Deleted => t.text2,
        }
    }

    fn mark_color(self, t: &Tokens) -> Color32 {
        match self {
            Self::Active => t.ok,
            Self::Attention => t.warn_mark,
            Self::Revoked => t.danger_mark,
            Self::Pending => t.violet,
            Self::Expired | Self::Disabled | Self::Deleted => t.text3,
        }
    }

    fn badge_colors(self, t: &Tokens) -> (Color32, Color32) {
        match self {
            Self::Active => (t.accent_soft, t.accent),
            Self::Attention => (t.warn_soft, t.warn),
            Self::Revoked => (t.danger_soft, t.danger),
            Self::Pending => (t.violet_soft, t.violet),
            Self::Expired | Self::Disabled | Self::Deleted => (t.hover, t.text2),
        }
    }

    /// Paints the mark in a box of 10 points around `center`.
    pub fn paint(self, painter: &Painter, center: Pos2, t: &Tokens) {
        let color = self.mark_color(t);
        let thin = Stroke::new(1.5, color);
        let at = |x: f32, y: f32| center + vec2(x, y);
        match self {
            Self::Active => {
                painter.circle_filled(center, 4.0, color);
            }
            Self::Attention => {
                let corners = vec![at(0.0, -4.6), at(5.0, 4.0), at(-5.0, 4.0)];
                painter.add(Shape::convex_polygon(corners, color, Stroke::NONE));
            }
            Self::Expired => {
                painter.circle_stroke(center, 3.6, thin);
                painter.line_segment([at(-1.6, 0.0), at(1.6, 0.0)], thin);
            }
            Self::Revoked => {
                let thick = Stroke::new(2.0, color);
                painter.line_segment([at(-3.4, -3.4), at(3.4, 3.4)], thick);
                painter.line_segment([at(3.4, -3.4), at(-3.4, 3.4)], thick);
            }
            Self::Pending => {
                painter.circle_stroke(center, 3.6, thin);
                let arc = |step: u8| {
                    let angle = std::f32::consts::PI * (f32::from(step) / 12.0 + 0.5);
                    at(3.6 * angle.cos(), 3.6 * angle.sin())
                };
                let half = (0..=12).map(arc).collect();
                painter.add(Shape::convex_polygon(half, color, Stroke::NONE));
            }
            Self::Disabled => {
                for x in [-3.5, 1.0] {
                    paint::fill(painter, Rect::from_min_size(at(x, -4.0), vec2(2.5, 8.0)), 1, color);
                }
            }
            Self::Deleted => {
                Icon::Trash2.paint(painter, center, 12.0, color);
            }
        }
    }

    /// Mark and words in a table cell or a row: no fill, elided at `max_width`.
    pub fn paint_line(self, painter: &Painter, left: Pos2, words: &str, max_width: f32, t: &Tokens) -> Rect {
        self.paint(painter, left + vec2(5.0, 0.0), t);
        let line = paint::line(painter, words, Type::Small, self.words_color(t), max_width - 16.0);
        paint::galley(painter, left + vec2(16.0, 0.0), line)
    }
}

/// Mark and words, without a fill: lists and rows.
#[must_use = "add it to a `Ui`"]
pub struct StatusLine<'a>(pub Status, pub &'a str);

impl Widget for StatusLine<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let Self(status, words) = self;
        let width = 16.0 + paint::width(ui.painter(), words, Type::Small);
        let (rect, response) = ui.allocate_exact_size(vec2(width, 20.0), Sense::hover());
        if ui.is_rect_visible(rect) {
            status.paint_line(ui.painter(), rect.left_center(), words, f32::INFINITY, ui.tokens());
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
        response
    }
}

/// Mark and words on a soft fill: one in the header of a page or of the inspector.
#[must_use = "add it to a `Ui`"]
pub struct Badge<'a>(pub Status, pub &'a str);

impl Widget for Badge<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let Self(status, words) = self;
        let width = (paint::width(ui.painter(), words, Type::SmallMedium) + 30.0).round();
        let (rect, response) = ui.allocate_exact_size(vec2(width, 20.0), Sense::hover());
        if ui.is_rect_visible(rect) {
            let (t, painter) = (ui.tokens(), ui.painter());
            let (fill, color) = status.badge_colors(t);
            paint::fill(painter, rect, 10, fill);
            status.paint(painter, rect.left_center() + vec2(12.0, 0.0), t);
            let left = pos2(rect.left() + 21.0, rect.center().y);
            paint::words(painter, left, words, Type::SmallMedium, color);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Status, true, words));
        response
    }
}
