//! Words that only tell.

use egui::{Color32, Response, Role, Sense, Ui, Widget, WidgetInfo, vec2};

use super::paint;
use crate::ui::theme::{Type, UiTokens as _};

/// A line or a paragraph in one [`Type`], in `text` unless told otherwise.
#[must_use = "add it to a `Ui`"]
pub struct Label<'a> {
    words: &'a str,
    kind: Type,
    color: Option<Color32>,
    wrap: bool,
    height: f32,
    heading: bool,
}

impl<'a> Label<'a> {
    /// One line; where it does not fit it is elided, and shows whole on hover.
    pub fn new(words: &'a str, kind: Type) -> Self {
        Self { words, kind, color: None, wrap: false, height: 0.0, heading: false }
    }

    /// In a colour of the tokens.
    pub fn color(mut self, color: Color32) -> Self {
        self.color = Some(color);
        self
    }

    /// Wraps at the width that is there, with lines at 1.4 times the size.
    pub fn wrap(mut self) -> Self {
        self.wrap = true;
        self
    }

    /// In a row of this height, in its middle.
    pub fn height(mut self, height: f32) -> Self {
        self.height = height;
        self
    }

    /// Tells assistive technology that it heads what follows.
    pub fn heading(mut self) -> Self {
        self.heading = true;
        self
    }
}

impl Widget for Label<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let color = self.color.unwrap_or(ui.tokens().text);
        let width = ui.available_width();
        let galley = if self.wrap {
            paint::paragraph(ui.painter(), self.words, self.kind, color, width)
        } else {
            paint::line(ui.painter(), self.words, self.kind, color, width)
        };
        let size = vec2(galley.size().x, galley.size().y.max(self.height));
        let elided = galley.elided;
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        if ui.is_rect_visible(rect) {
            paint::galley(ui.painter(), rect.left_center(), galley);
        }
        let role = if self.heading { Role::Heading } else { Role::Label };
        response.widget_info(|| WidgetInfo::labeled(role, ui.is_enabled(), self.words));
        if elided { response.on_hover_text(self.words) } else { response }
    }
}
