//! A link that leaves the window.

use egui::{CursorIcon, OpenUrl, Response, Role, Sense, Ui, Widget, WidgetInfo, pos2, vec2};

use super::{Icon, paint};
use crate::ui::theme::{Type, UiTokens as _};

/// Words in accent that open an address in the browser. For acts inside the window see
/// [`super::Button::link`].
#[must_use = "add it to a `Ui`"]
pub struct Link<'a> {
    words: &'a str,
    url: &'a str,
}

impl<'a> Link<'a> {
    /// The address shows on hover.
    pub fn new(words: &'a str, url: &'a str) -> Self {
        Self { words, url }
    }
}

impl Widget for Link<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let width = paint::width(ui.painter(), self.words, Type::SmallMedium) + 18.0;
        let (rect, response) = ui.allocate_exact_size(vec2(width, 20.0), Sense::click());
        if response.clicked() {
            ui.open_url(OpenUrl::new_tab(self.url));
        }
        let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
        let words = paint::words(painter, rect.left_center(), self.words, Type::SmallMedium, t.accent);
        Icon::ExternalLink.paint(painter, pos2(rect.right() - 6.0, y), 12.0, t.accent);
        if response.hovered() {
            paint::hairline(painter, words.x_range(), words.bottom() - 1.0, t.accent);
        }
        if response.has_focus() {
            paint::focus_ring(painter, rect.expand2(vec2(4.0, 0.0)), 6, t);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Link, ui.is_enabled(), self.words));
        response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(self.url)
    }
}
