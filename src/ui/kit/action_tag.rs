//! A fixed word in the cell of a table: what a permission or a policy allows.

use egui::{Response, Role, Sense, Ui, Widget, WidgetInfo, vec2};

use super::paint;
use crate::ui::theme::{Type, UiTokens as _};

/// A word on a soft fill, 18 high.
#[must_use = "add it to a `Ui`"]
pub struct ActionTag<'a>(pub &'a str);

impl Widget for ActionTag<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let width = paint::width(ui.painter(), self.0, Type::Caption) + 12.0;
        let (rect, response) = ui.allocate_exact_size(vec2(width.round(), 18.0), Sense::hover());
        let t = ui.tokens();
        paint::fill(ui.painter(), rect, 4, if t.dark { t.pressed } else { t.hover });
        paint::words_center(ui.painter(), rect.center(), self.0, Type::Caption, t.text);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.0));
        response
    }
}
