//! The frame of a page: its header of 64, its padding, and its two columns.

use super::kit::{Badge, Label, Status, paint};
use super::theme::{Type, UiTokens as _};
use egui::{Align, Layout, Margin, Rect, Ui, UiBuilder, pos2, vec2};

/// Space at both sides of a page.
pub(super) fn padding(ui: &Ui) -> f32 {
    if ui.ctx().content_rect().width() < 1100.0 { 16.0 } else { 24.0 }
}

/// The right end of a row, in the order of the eye, which is that of Tab. Returns where it begins.
///
/// Laid out from the right, Tab would go backwards: so the width is that of the last pass.
pub(super) fn end_ui(ui: &mut Ui, row: Rect, salt: &str, contents: impl FnOnce(&mut Ui)) -> f32 {
    let id = ui.scope_id().with(("end of a row", salt));
    let known = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(0.0);
    let place = row.with_min_x(row.right() - known);
    let layout = Layout::left_to_right(Align::Center);
    let mut end = ui.new_child(UiBuilder::new().id_salt(salt).max_rect(place).layout(layout));
    contents(&mut end);
    let width = end.min_rect().width();
    if (width - known).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(id, width));
        ui.request_discard("the end of a row has another width");
    }
    row.right() - width
}

/// The header: title, badge and a line of facts; `right` is its right end, primary button last.
pub(super) fn header_ui(
    ui: &mut Ui,
    title: &str,
    badge: Option<(Status, &str)>,
    facts: &[String],
    right: impl FnOnce(&mut Ui),
) {
    let padding = padding(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 64.0), egui::Sense::hover());
    let rect = rect.shrink2(vec2(padding, 0.0));
    let buttons = Rect::from_min_max(pos2(rect.left(), rect.top() + 16.0), pos2(rect.right(), rect.top() + 48.0));
    let end = end_ui(ui, buttons, "header", right);
    let room = (end - 16.0 - rect.left()).max(80.0);
    let badge_width =
        badge.map_or(0.0, |(_, words)| paint::width(ui.painter(), words, Type::SmallMedium) + 30.0 + 12.0);
    let line = Rect::from_min_size(pos2(rect.left(), rect.top() + 8.0), vec2(room, 32.0));
    let mut line = ui.new_child(UiBuilder::new().max_rect(line).layout(Layout::left_to_right(Align::Center)));
    line.spacing_mut().item_spacing.x = 12.0;
    line.scope(|ui| {
        ui.set_max_width(room - badge_width);
        ui.add(Label::new(title, Type::Title).height(32.0).heading());
    });
    if let Some((status, words)) = badge {
        line.add(Badge(status, words));
    }
    let below = Rect::from_min_size(pos2(rect.left(), rect.top() + 39.0), vec2(room, 20.0));
    let color = ui.tokens().text2;
    let facts = facts.join("   ·   ");
    ui.new_child(UiBuilder::new().max_rect(below)).add(Label::new(&facts, Type::Small).color(color).height(20.0));
}

/// Everything below the header, scrolled, with the padding of a page.
pub(super) fn body_ui(ui: &mut Ui, salt: &str, add: impl FnOnce(&mut Ui)) {
    let padding = padding(ui);
    let margin = Margin { left: padding as i8, right: padding as i8, top: 19, bottom: 32 };
    egui::ScrollArea::vertical().id_salt(salt).auto_shrink(false).show(ui, |ui| {
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.take_available_width();
            add(ui);
        });
    });
}

/// Two columns, 64 apart at full width, the right one of 352; closer where there is less room, and
/// one below the other where there is too little.
pub(super) fn columns_ui(ui: &mut Ui, left: impl FnOnce(&mut Ui), right: impl FnOnce(&mut Ui)) {
    let width = ui.available_width();
    match width {
        900.0.. => beside_ui(ui, 64.0, 352.0, left, right),
        620.0..900.0 => beside_ui(ui, 40.0, (width * 0.36).round(), left, right),
        _ => below_ui(ui, left, right),
    }
}

/// Words of 464 and the text that they stand for, 24 apart; narrower where there is less room, and one below the other
/// where there is too little.
pub(super) fn halves_ui(ui: &mut Ui, left: impl FnOnce(&mut Ui), right: impl FnOnce(&mut Ui)) {
    let width = ui.available_width();
    match width {
        900.0.. => beside_ui(ui, 24.0, width - 464.0 - 24.0, left, right),
        620.0..900.0 => beside_ui(ui, 24.0, (width * 0.53).round(), left, right),
        _ => below_ui(ui, left, right),
    }
}

/// What can be set and what is copied of it, 48 apart, the right one of 440; narrower where there is less room, and one
/// below the other where there is too little.
pub(super) fn settings_ui(ui: &mut Ui, left: impl FnOnce(&mut Ui), right: impl FnOnce(&mut Ui)) {
    let width = ui.available_width();
    match width {
        900.0.. => beside_ui(ui, 48.0, (width * 0.4435).round(), left, right),
        680.0..900.0 => beside_ui(ui, 28.0, (width * 0.44).round(), left, right),
        _ => below_ui(ui, left, right),
    }
}

fn below_ui(ui: &mut Ui, left: impl FnOnce(&mut Ui), right: impl FnOnce(&mut Ui)) {
    left(ui);
    ui.add_space(28.0);
    right(ui);
}

/// Two columns `gap` apart, the right one `side` wide.
fn beside_ui(ui: &mut Ui, gap: f32, side: f32, left: impl FnOnce(&mut Ui), right: impl FnOnce(&mut Ui)) {
    let width = ui.available_width();
    let top = ui.cursor().min;
    let mut column = |x: f32, width: f32, salt: &str, add: &mut dyn FnMut(&mut Ui)| {
        let place = Rect::from_min_size(pos2(top.x + x, top.y), vec2(width, 0.0));
        let builder = UiBuilder::new().max_rect(place).id_salt(salt).layout(Layout::top_down(Align::Min));
        let mut child = ui.new_child(builder);
        add(&mut child);
        child.min_rect().bottom()
    };
    let (mut left, mut right) = (Some(left), Some(right));
    let one = column(0.0, width - gap - side, "left", &mut |ui| left.take().into_iter().for_each(|add| add(ui)));
    let other = column(width - side, side, "right", &mut |ui| right.take().into_iter().for_each(|add| add(ui)));
    ui.allocate_space(vec2(width, one.max(other) - top.y));
}
