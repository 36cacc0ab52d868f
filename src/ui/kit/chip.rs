//! Filter chips: quick counts first, then menus.

use egui::{Response, Role, Sense, Ui, Widget, WidgetInfo, pos2, vec2};

use super::{Icon, paint};
use crate::ui::theme::{Type, UiTokens as _};

/// A filter to press, 24 high.
#[must_use = "add it to a `Ui`"]
pub struct Chip<'a> {
    words: &'a str,
    count: Option<&'a str>,
    on: bool,
    chevron: bool,
}

impl<'a> Chip<'a> {
    /// A filter that is on or off.
    pub fn new(words: &'a str, on: bool) -> Self {
        Self { words, count: None, on, chevron: false }
    }

    /// How many it would show, as the person reads it ("1,284").
    pub fn count(mut self, count: &'a str) -> Self {
        self.count = Some(count);
        self
    }

    /// It opens a menu.
    pub fn chevron(mut self) -> Self {
        self.chevron = true;
        self
    }
}

impl Widget for Chip<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let count = self.count.map_or(0.0, |count| paint::width(ui.painter(), count, Type::Small) + 6.0);
        let end = if self.chevron { 16.0 } else { 0.0 };
        let words = paint::width(ui.painter(), self.words, Type::SmallMedium);
        let size = vec2((words + count + 20.0 + end).round(), 24.0);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        if ui.is_rect_visible(rect) {
            let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
            if self.on {
                paint::fill(painter, rect, 12, t.selected);
            } else {
                if response.hovered() {
                    paint::fill(painter, rect, 12, t.hover);
                }
                paint::edge(painter, rect, 12, t.border);
            }
            let color = if self.on { t.accent } else { t.text2 };
            let quiet = if self.on { t.accent } else { t.text3 };
            let x = rect.left() + 10.0;
            let x = paint::words(painter, pos2(x, y), self.words, Type::SmallMedium, color).right();
            if let Some(count) = self.count {
                paint::words(painter, pos2(x + 6.0, y), count, Type::Small, quiet);
            }
            let tail = pos2(rect.right() - 14.0, y);
            if self.chevron {
                Icon::ChevronDown.paint(painter, tail, 12.0, t.text3);
            }
            if response.has_focus() {
                paint::focus_ring(painter, rect, 12, t);
            }
        }
        response.widget_info(|| {
            let name = match self.count {
                Some(count) => format!("{} {count}", self.words),
                None => self.words.to_owned(),
            };
            let mut info = WidgetInfo::labeled(Role::Button, ui.is_enabled(), name);
            info.selected = (!self.chevron).then_some(self.on);
            info
        });
        response
    }
}
