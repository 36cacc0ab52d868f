//! Tabs of a page: one line, a count where it says something, a triangle where there is trouble.

use egui::{Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{Status, paint};
use crate::ui::theme::{Tokens, Type, UiTokens as _};

/// One tab.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tab<'a> {
    /// "Certificates".
    pub name: &'a str,
    /// "1,284", or nothing.
    pub count: &'a str,
    /// Something on it needs a person.
    pub trouble: bool,
}

impl<'a> Tab<'a> {
    /// A tab with its name only.
    pub const fn new(name: &'a str) -> Self {
        Self { name, count: "", trouble: false }
    }

    /// With a count.
    pub const fn count(mut self, count: &'a str) -> Self {
        self.count = count;
        self
    }

    /// With the triangle.
    pub const fn trouble(mut self, trouble: bool) -> Self {
        self.trouble = trouble;
        self
    }
}

/// Shows a row of tabs, 36 high; the hairline below is the page's. `changed()` tells a new choice.
pub fn tabs_ui(ui: &mut Ui, name: &str, tabs: &[Tab<'_>], chosen: &mut usize) -> Response {
    let (rect, mut response) = ui.allocate_exact_size(vec2(ui.available_width(), 36.0), Sense::hover());
    let t = ui.tokens();
    let mut x = rect.left();
    for (index, tab) in tabs.iter().enumerate() {
        let size = vec2(tab_width(ui, tab), rect.height());
        let place = Rect::from_min_size(pos2(x, rect.top()), size);
        if tab_ui(ui, place, tab, *chosen == index, t).clicked() && *chosen != index {
            *chosen = index;
            response.mark_changed();
        }
        x += size.x + 20.0;
    }
    response.widget_info(|| WidgetInfo::labeled(Role::TabList, true, name));
    response
}

/// The chosen tab is bolder; every tab has room for that, so that choosing moves nothing.
fn tab_width(ui: &Ui, tab: &Tab<'_>) -> f32 {
    let count = if tab.count.is_empty() { 0.0 } else { paint::width(ui.painter(), tab.count, Type::Small) + 7.0 };
    let trouble = if tab.trouble { 17.0 } else { 0.0 };
    (paint::width(ui.painter(), tab.name, Type::NameSemi) + count + trouble).round()
}

fn tab_ui(ui: &mut Ui, rect: Rect, tab: &Tab<'_>, on: bool, t: &Tokens) -> Response {
    let response = ui.interact(rect, ui.auto_id_with(tab.name), Sense::click());
    let (painter, y) = (ui.painter(), rect.center().y);
    let (kind, color) = match (on, response.hovered()) {
        (true, _) => (Type::NameSemi, t.text),
        (false, true) => (Type::Name, t.text),
        (false, false) => (Type::Name, t.text2),
    };
    let end = paint::words(painter, pos2(rect.left(), y), tab.name, kind, color).right();
    paint::words(painter, pos2(end + 7.0, y), tab.count, Type::Small, t.text3);
    if tab.trouble {
        Status::Attention.paint(painter, pos2(rect.right() - 5.0, y), t);
    }
    if on {
        let line = Rect::from_x_y_ranges(rect.x_range(), rect.bottom() - 2.0..=rect.bottom());
        paint::fill(painter, line, 0, t.accent);
    }
    if response.has_focus() {
        paint::focus_ring(painter, rect.expand2(vec2(6.0, -5.0)), 6, t);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Tab, ui.is_enabled(), tab.name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(on);
        if tab.trouble {
            node.set_description("Needs attention");
        }
    });
    response
}
