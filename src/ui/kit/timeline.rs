//! The timeline of Home: bars start at today, words stand at their ends.

use egui::{Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{Icon, bars, paint};
use crate::ui::theme::{Type, UiTokens as _};

/// Where today stands, and how far the timeline looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timeline {
    /// Width of the names, before today.
    pub names: f32,
    /// Room for links at the right end.
    pub links: f32,
    /// Days that the timeline shows.
    pub days: f32,
}

impl Timeline {
    fn x(self, rect: Rect, day: f32) -> f32 {
        let width = rect.width() - self.names - self.links;
        (rect.left() + self.names + width * (day / self.days).clamp(0.0, 1.0)).round()
    }

    /// The axis of 24 above `rows` rows: "Today", then `months` as (day, words). The first 30 days are tinted.
    pub fn axis_ui(self, ui: &mut Ui, months: &[(f32, &str)], rows: usize) {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
        let (t, painter) = (ui.tokens(), ui.painter());
        let (y, line) = (rect.top() + 14.0, rect.bottom() - 3.0);
        let below = egui::Rangef::new(line, rect.bottom() + 28.0 * rows as f32);
        let today = self.x(rect, 0.0);
        let soon = Rect::from_x_y_ranges(today..=self.x(rect, 30.0), below);
        paint::fill(painter, soon, 0, t.warn_soft.gamma_multiply(0.55));
        let from = paint::words(painter, pos2(today, y), "Today", Type::Caption, t.text).right() + 8.0;
        for &(day, words) in months {
            let x = self.x(rect, day);
            paint::vertical_hairline(painter, x, below, t.line);
            if x >= from {
                paint::words(painter, pos2(x, y), words, Type::CaptionRegular, t.text2);
            }
        }
        paint::hairline(painter, rect.x_range(), line, t.line);
        let mark = Rect::from_x_y_ranges(today..=today + 2.0, below);
        paint::fill(painter, mark, 0, t.text);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, "Today"));
    }
}

/// One row of 28: icon, name, bar, words at its end.
#[must_use = "call `show`"]
pub struct TimelineRow<'a> {
    /// What expires.
    pub icon: Icon,
    /// Its name.
    pub name: &'a str,
    /// Days from today.
    pub days: i64,
    /// "12 days".
    pub words: &'a str,
}

impl TimelineRow<'_> {
    /// Shows the row on `timeline`; `clicked()` opens what it names.
    pub fn show(self, ui: &mut Ui, timeline: Timeline) -> Response {
        let (rect, row) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::click());
        let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
        self.icon.paint(painter, pos2(rect.left() + 8.0, y), 14.0, t.text2);
        let name_width = timeline.names - 36.0;
        let color = if row.hovered() { t.accent } else { t.text };
        let name = paint::line(painter, self.name, Type::Name, color, name_width);
        let elided = name.elided;
        let name = paint::galley(painter, pos2(rect.left() + 24.0, y), name);
        let today = timeline.x(rect, 0.0) + 1.0;
        let end = timeline.x(rect, self.days as f32).max(today + 4.0);
        let bar = Rect::from_x_y_ranges(today..=end, y - 4.0..=y + 4.0);
        let round = egui::CornerRadius { nw: 0, sw: 0, ne: 4, se: 4 };
        painter.rect_filled(bar, round, bars::days_color(self.days, t.border_strong, t));
        let color = bars::days_words_color(self.days, t);
        paint::words(painter, pos2(end + 8.0, y), self.words, Type::Small, color);
        if row.has_focus() {
            paint::focus_ring(painter, name.expand2(vec2(6.0, 4.0)), 6, t);
        }
        row.widget_info(|| {
            WidgetInfo::labeled(Role::ListItem, ui.is_enabled(), format!("{}, {}", self.name, self.words))
        });
        if elided { row.on_hover_text(self.name) } else { row }
    }
}
