//! Groups of rows, and the bytes that they stand for.

use super::tree::TreeView;
use crate::ui::kit::{Density, Label, group_heading_ui, paint};
use crate::ui::theme::{Type, UiTokens as _};
use egui::{Align, Color32, Layout, Rect, Role, Sense, Shape, Ui, UiBuilder, WidgetInfo, vec2};
use std::ops::Range;

/// Width of the rail of titles at full width.
const RAIL: f32 = 92.0;

/// Rows under their title, or right of it where the inspector has the whole page. `aside` is one fact about all of
/// them.
pub(super) fn group_ui(
    ui: &mut Ui,
    title: &str,
    aside: Option<(&str, Color32)>,
    density: Density,
    rows: impl FnOnce(&mut Ui),
) {
    let fact = |ui: &mut Ui| {
        if let Some((words, color)) = aside {
            ui.add(Label::new(words, Type::Small).color(color));
        }
    };
    if density != Density::Full {
        group_heading_ui(ui, title, fact);
        return rows(ui);
    }
    let place = ui.available_rect_before_wrap();
    let rail = Rect::from_min_size(place.min, vec2(RAIL - 8.0, 44.0));
    let mut titles = ui.new_child(UiBuilder::new().id_salt(title).max_rect(rail).layout(Layout::top_down(Align::Min)));
    titles.add(Label::new(title, Type::SmallSemi).wrap().heading());
    fact(&mut titles);
    let beside = place.with_min_x(place.left() + RAIL);
    let layout = Layout::top_down(Align::Min);
    ui.scope_builder(UiBuilder::new().id_salt((title, "rows")).max_rect(beside).layout(layout), |ui| {
        // A title of two lines, or one with a fact below, is as high as its rows at least.
        ui.set_min_height(titles.min_rect().height());
        rows(ui);
    });
}

/// What is shown of some bytes: a click chooses their node in the tree, and while that or one inside is chosen it has
/// the selected fill. Without a range nothing of that.
pub(super) fn linked_ui(
    ui: &mut Ui,
    name: &str,
    range: Option<&Range<usize>>,
    tree: &mut TreeView,
    contents: impl FnOnce(&mut Ui, &mut TreeView),
) {
    let Some(range) = range else { return contents(ui, tree) };
    let chosen = tree.chosen_range().is_some_and(|chosen| range.start <= chosen.start && chosen.end <= range.end);
    let behind = ui.painter().add(Shape::Noop);
    let builder = UiBuilder::new().id_salt(("bytes of", range.start, range.end)).sense(Sense::CLICK);
    let response = ui.scope_builder(builder, |ui| contents(ui, tree)).response;
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, format!("Bytes of {name}")));
    if response.clicked() {
        tree.choose(range);
    }
    let t = ui.tokens();
    if chosen || response.hovered() {
        // The fill runs from edge to edge of the rows.
        let page = ui.clip_rect();
        let row = Rect::from_x_y_ranges(page.x_range(), response.rect.y_range().expand(5.0));
        let fill = if chosen { t.selected } else { t.hover };
        ui.painter().set(behind, Shape::rect_filled(row, 0, fill));
        if chosen {
            paint::fill(ui.painter(), row.with_max_x(row.left() + 2.0), 0, t.accent);
        }
    }
}
