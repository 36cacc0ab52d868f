//! Groups: a heading with a hairline, a small heading of the inspector, and a row that folds.

use egui::{Align, Layout, Rect, Response, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{Icon, paint};
use crate::ui::theme::{Type, UiTokens as _};

/// A heading of 14 over a hairline; `right` is laid out from the right end (link, status).
pub fn section_heading_ui(ui: &mut Ui, words: &str, right: impl FnOnce(&mut Ui)) -> Response {
    heading_ui(ui, words, None, right)
}

/// A heading with quiet words after it: a count, or what the section is about.
pub fn section_heading_with_ui(ui: &mut Ui, words: &str, aside: &str, right: impl FnOnce(&mut Ui)) -> Response {
    heading_ui(ui, words, Some(aside), right)
}

fn heading_ui(ui: &mut Ui, words: &str, aside: Option<&str>, right: impl FnOnce(&mut Ui)) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 29.0), Sense::hover());
    let (t, y) = (ui.tokens(), rect.top() + 14.0);
    let end = paint::words(ui.painter(), pos2(rect.left(), y), words, Type::Heading, t.text).right();
    if let Some(aside) = aside {
        paint::words(ui.painter(), pos2(end + 12.0, y), aside, Type::Small, t.text2);
    }
    paint::hairline(ui.painter(), rect.x_range(), rect.top() + 28.0, t.line);
    let place = Rect::from_min_size(rect.min, vec2(rect.width(), 28.0));
    let layout = Layout::right_to_left(Align::Center);
    right(&mut ui.new_child(UiBuilder::new().max_rect(place).layout(layout)));
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
    response
}

/// A small semibold heading over rows: inspector, dialogs; `right` is laid out from the right end.
pub fn group_heading_ui(ui: &mut Ui, words: &str, right: impl FnOnce(&mut Ui)) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    paint::words(ui.painter(), rect.left_center(), words, Type::SmallSemi, ui.tokens().text);
    let layout = Layout::right_to_left(Align::Center);
    right(&mut ui.new_child(UiBuilder::new().max_rect(rect).layout(layout)));
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
    response
}

/// A hairline across the width that is there.
pub fn hairline_ui(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    paint::hairline(ui.painter(), rect.x_range(), rect.top(), ui.tokens().line);
}

/// A row of 32 that folds what is below it. Folded, its value still tells what will be sent.
#[must_use = "call `show`"]
pub struct FoldRow<'a> {
    name: &'a str,
    value: &'a str,
    trouble: bool,
}

impl<'a> FoldRow<'a> {
    /// `value` is the current value in few words ("CRL every 7 days, OCSP off").
    pub fn new(name: &'a str, value: &'a str) -> Self {
        Self { name, value, trouble: false }
    }

    /// A field inside has a problem: it must not hide behind the fold.
    pub fn trouble(mut self, trouble: bool) -> Self {
        self.trouble = trouble;
        self
    }

    /// Shows the row, and `inside` when it is open.
    pub fn show(self, ui: &mut Ui, open: &mut bool, inside: impl FnOnce(&mut Ui)) -> Response {
        let response = self.row_ui(ui, open);
        if *open {
            ui.scope(|ui| {
                ui.add_space(4.0);
                inside(ui);
                ui.add_space(12.0);
            });
            // The hairline falls on that of the row that follows.
            let spacing = std::mem::take(&mut ui.spacing_mut().item_spacing.y);
            hairline_ui(ui);
            ui.spacing_mut().item_spacing.y = spacing;
            ui.add_space(-1.0);
        }
        response
    }

    fn row_ui(&self, ui: &mut Ui, open: &mut bool) -> Response {
        let size = vec2(ui.available_width(), 32.0);
        // The hairlines of neighbours fall on each other.
        let spacing = std::mem::take(&mut ui.spacing_mut().item_spacing.y);
        let (rect, mut response) = ui.allocate_exact_size(size, Sense::click());
        ui.spacing_mut().item_spacing.y = spacing;
        if response.clicked() {
            *open = !*open;
            response.mark_changed();
        }
        let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
        for edge in [rect.top(), rect.bottom()] {
            paint::hairline(painter, rect.x_range(), edge, t.line);
        }
        if response.hovered() {
            paint::fill(painter, rect.shrink2(vec2(0.0, 1.0)), 0, t.hover);
        }
        let icon = if *open { Icon::ChevronDown } else { Icon::ChevronRight };
        icon.paint(painter, pos2(rect.left() + 7.0, y - 1.0), 12.0, t.text2);
        let end = paint::words(painter, pos2(rect.left() + 20.0, y), self.name, Type::Name, t.text).right();
        let mut right = rect.right();
        if self.trouble {
            super::Status::Attention.paint(painter, pos2(right - 6.0, y), t);
            right -= 18.0;
        }
        let line = paint::line(painter, self.value, Type::Small, t.text2, (right - end - 16.0).max(0.0));
        let elided = line.elided;
        paint::galley(painter, pos2((right - line.size().x).round(), y), line);
        if response.has_focus() {
            paint::focus_ring(painter, rect.shrink2(vec2(0.0, 2.0)), 6, t);
        }
        let (name, value, expanded) = (self.name, self.value, *open);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_expanded(expanded);
            node.set_description(value);
        });
        if elided { response.on_hover_text(value) } else { response }
    }
}
