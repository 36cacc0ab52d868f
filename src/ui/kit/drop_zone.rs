//! A place to drop a file on; a button and a typed path stand beside it, since a drop does not work everywhere.

use std::sync::Arc;

use egui::{Galley, Rect, Response, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{Button, Icon, paint};
use crate::ui::theme::{Type, UiTokens as _};

/// Where the words begin, behind the icon.
const LEFT: f32 = 48.0;

/// A dashed place of 52: empty it invites, filled it tells what was dropped. What is wrong with that is said whole,
/// on as many lines as it takes.
#[must_use = "call `show`"]
pub struct DropZone<'a> {
    icon: Icon,
    title: &'a str,
    detail: &'a str,
    act: &'a str,
    good: bool,
    trouble: bool,
}

/// What a [`DropZone`] was asked for.
pub struct DropZoneResponse {
    /// The place; a file hovers over the window while `accepting` holds.
    pub place: Response,
    /// The button in it was pressed: open a file dialog.
    pub browse: bool,
}

impl<'a> DropZone<'a> {
    /// `title` invites ("Drop a CSR here") or is the name of the file; `act` is the button ("Choose file…", "Replace…").
    pub fn new(icon: Icon, title: &'a str, detail: &'a str, act: &'a str) -> Self {
        Self { icon, title, detail, act, good: false, trouble: false }
    }

    /// A tick before the detail: the file was read and is sound.
    pub fn good(mut self, good: bool) -> Self {
        self.good = good;
        self
    }

    /// The detail says what is wrong with the file.
    pub fn trouble(mut self, trouble: bool) -> Self {
        self.trouble = trouble;
        self
    }

    /// Shows the place as wide as there is room.
    pub fn show(self, ui: &mut Ui) -> DropZoneResponse {
        let width = ui.available_width();
        let act = Button::link(self.act).width(ui.painter());
        let trouble = self.trouble.then(|| self.trouble_lines(ui, width - LEFT - act - 12.0 - 16.0));
        let height = trouble.as_ref().map_or(52.0, |lines| (36.0 + lines.size().y).max(52.0).round());
        let (rect, place) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        let t = ui.tokens();
        let accepting = ui.input(|input| !input.raw.hovered_files.is_empty());
        paint::fill(ui.painter(), rect, 8, if accepting { t.selected } else { t.sunken });
        if accepting {
            paint::edge_of(ui.painter(), rect, 8, Stroke::new(1.5, t.accent));
        } else {
            paint::dashed_edge(ui.painter(), rect.shrink(0.5), 8.0, t.border_strong);
        }
        let layout = egui::Layout::right_to_left(egui::Align::Center);
        let inner = rect.shrink2(vec2(16.0, 0.0));
        let mut end = ui.new_child(UiBuilder::new().max_rect(inner).layout(layout));
        let browse = end.add(Button::link(self.act)).clicked();
        self.paint_words(ui, rect, end.min_rect().left() - 12.0, trouble);
        place.widget_info(|| WidgetInfo::labeled(Role::Group, true, self.title));
        ui.ctx().accesskit_node_builder(place.id, |node| node.set_description(self.detail));
        DropZoneResponse { place, browse }
    }

    fn trouble_lines(&self, ui: &Ui, room: f32) -> Arc<Galley> {
        paint::paragraph(ui.painter(), self.detail, Type::Small, ui.tokens().danger, (room - 16.0).max(80.0))
    }

    fn paint_words(&self, ui: &Ui, rect: Rect, right: f32, trouble: Option<Arc<Galley>>) {
        let (t, painter, top) = (ui.tokens(), ui.painter(), rect.top());
        self.icon.paint(painter, pos2(rect.left() + 24.0, top + 24.0), 20.0, t.text2);
        let left = rect.left() + LEFT;
        let title = paint::line(painter, self.title, Type::Name, t.text, right - left);
        paint::galley(painter, pos2(left, top + 17.0), title);
        if let Some(lines) = trouble {
            Icon::CircleAlert.paint(painter, pos2(left + 6.0, top + 35.0), 12.0, t.danger);
            painter.galley(pos2(left + 16.0, top + 27.0), lines, t.danger);
            return;
        }
        let mut x = left;
        if self.good {
            Icon::Check.paint(painter, pos2(x + 5.0, top + 35.0), 12.0, t.accent);
            x += 16.0;
        }
        let detail = paint::line(painter, self.detail, Type::Small, t.text2, right - x);
        paint::galley(painter, pos2(x, top + 36.0), detail);
    }
}
