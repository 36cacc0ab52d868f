//! What stands where there is nothing yet.

use egui::{Rect, Response, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{Button, Icon, paint};
use crate::ui::theme::{Type, UiTokens as _};

/// An icon, what is missing, what to do, and one button. Returns the response of the button.
pub fn empty_state_ui(ui: &mut Ui, icon: Icon, missing: &str, advice: &str, button: Button<'_>) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 176.0), Sense::hover());
    let (t, painter, x) = (ui.tokens(), ui.painter(), rect.center().x);
    paint::fill(painter, rect, 8, t.raised);
    icon.paint(painter, pos2(x, rect.top() + 38.0), 24.0, t.text3);
    paint::words_center(painter, pos2(x, rect.top() + 72.0), missing, Type::NameSemi, t.text);
    let advice_line = paint::line(painter, advice, Type::Small, t.text2, rect.width() - 32.0);
    let left = (x - advice_line.size().x / 2.0).round();
    paint::galley(painter, pos2(left, rect.top() + 93.0), advice_line);
    response.widget_info(|| WidgetInfo::labeled(Role::Group, true, format!("{missing}. {advice}")));
    let width = button.width(painter);
    let place = Rect::from_min_size(pos2((x - width / 2.0).round(), rect.top() + 116.0), vec2(width, 32.0));
    ui.new_child(UiBuilder::new().max_rect(place)).add(button)
}
