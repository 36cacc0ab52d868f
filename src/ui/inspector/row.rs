//! A row with a part at each end.

use egui::{Align, Layout, Rect, Sense, Ui, UiBuilder, vec2};

/// A row of this height: `left` from its left end, `right` at its right end, each laid out from left to right, so that
/// Tab follows the eye. The room of the right part is what it took in the last pass.
pub(super) fn ends_ui(ui: &mut Ui, height: f32, salt: &str, parts: &mut dyn FnMut(&mut Ui, End)) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let id = ui.scope_id().with(("right end", salt));
    let known: f32 = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let divide = (rect.right() - known).max(rect.left());
    parts(&mut child(ui, rect.with_max_x(divide), (salt, "left")), End::Left);
    let mut right = child(ui, rect.with_min_x(divide), (salt, "right"));
    parts(&mut right, End::Right);
    let width = right.min_rect().width().min(rect.width());
    if (width - known).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(id, width));
        ui.request_discard("the right end of a row has another width");
    }
}

/// Which part of a row is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// From the left.
    Left,
    /// At the right end.
    Right,
}

fn child(ui: &mut Ui, rect: Rect, salt: (&str, &str)) -> Ui {
    let builder = UiBuilder::new().id_salt(salt).max_rect(rect).layout(Layout::left_to_right(Align::Center));
    ui.new_child(builder)
}
