//! Buttons that are only an icon; their name shows on hover.

use egui::{Color32, Response, Role, Sense, Ui, Widget, WidgetInfo, vec2};

use super::{Icon, button::tell_reason, paint};
use crate::ui::theme::UiTokens as _;

/// An icon to press, named for the hover text and for assistive technology.
#[must_use = "add it to a `Ui`"]
pub struct IconButton<'a> {
    icon: Icon,
    name: &'a str,
    side: f32,
    icon_size: f32,
    edge: bool,
    blocked: Option<&'a str>,
}

impl<'a> IconButton<'a> {
    /// 28 square with an icon of 16, without an edge.
    pub fn new(icon: Icon, name: &'a str) -> Self {
        Self { icon, name, side: 28.0, icon_size: 16.0, edge: false, blocked: None }
    }

    /// 24 square with an icon of 14: in rows.
    pub fn small(mut self) -> Self {
        (self.side, self.icon_size) = (24.0, 14.0);
        self
    }

    /// 32 square with an edge, beside buttons with words.
    pub fn framed(mut self) -> Self {
        (self.side, self.edge) = (32.0, true);
        self
    }

    /// Square of `side` points.
    pub fn side(mut self, side: f32) -> Self {
        self.side = side;
        self
    }

    /// Why it cannot act yet; `None` when it can.
    pub fn blocked(mut self, reason: Option<&'a str>) -> Self {
        self.blocked = reason;
        self
    }
}

impl Widget for IconButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let blocked = self.blocked.is_some();
        let sense = if blocked { Sense::focusable_noninteractive() } else { Sense::click() };
        let (rect, response) = ui.allocate_exact_size(vec2(self.side, self.side), sense);
        if ui.is_rect_visible(rect) {
            let t = ui.tokens();
            let fill = match (response.is_pointer_button_down_on(), response.hovered(), self.edge) {
                _ if blocked => Color32::TRANSPARENT,
                (true, ..) => t.pressed,
                (false, true, edge) => {
                    if edge && t.dark {
                        t.pressed
                    } else {
                        t.hover
                    }
                }
                (false, false, true) => t.control(),
                (false, false, false) => Color32::TRANSPARENT,
            };
            let color = match (blocked, response.hovered()) {
                (true, _) => t.text3,
                (false, true) => t.text,
                (false, false) => t.text2,
            };
            let painter = ui.painter();
            paint::fill(painter, rect, 6, fill);
            if self.edge {
                paint::edge(painter, rect, 6, t.border);
            }
            self.icon.paint(painter, rect.center(), self.icon_size, color);
            if response.has_focus() {
                paint::focus_ring(painter, rect, 6, t);
            }
        }
        let enabled = ui.is_enabled() && !blocked;
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, self.name));
        if blocked { tell_reason(response, self.blocked) } else { response.on_hover_text(self.name) }
    }
}
