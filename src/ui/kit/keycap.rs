//! A key of the keyboard, painted.

use egui::{Painter, Pos2, Rect, Response, Role, Sense, Ui, Widget, WidgetInfo, pos2, vec2};

use super::paint;
use crate::ui::theme::{Tokens, Type, UiTokens as _};

/// One key or one combination in an edge of 18: "Ctrl K".
#[must_use = "add it to a `Ui`"]
pub struct Keycap<'a>(pub &'a str);

impl Keycap<'_> {
    /// Paints it with its right edge and middle at `right`; returns where it stands.
    pub fn paint(&self, painter: &Painter, right: Pos2, t: &Tokens) -> Rect {
        let words = paint::width(painter, self.0, Type::CaptionRegular);
        let width = (words.max(8.0) + 10.0).round();
        let min = pos2((right.x - width).round(), right.y - 9.0);
        let rect = Rect::from_min_size(min, vec2(width, 18.0));
        paint::edge(painter, rect, 4, t.border);
        paint::words_center(painter, rect.center(), self.0, Type::CaptionRegular, t.text3);
        rect
    }
}

impl Widget for Keycap<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let words = paint::width(ui.painter(), self.0, Type::CaptionRegular);
        let size = vec2((words.max(8.0) + 10.0).round(), 18.0);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        self.paint(ui.painter(), rect.right_center(), ui.tokens());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.0));
        response
    }
}
