//! A row of the hierarchy.

use egui::{Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{Icon, Status, paint};
use crate::ui::theme::{Tokens, Type, UiTokens as _};

/// Narrower than this, a level is indented less: the name is what tells the rows apart.
const NARROW: f32 = 220.0;

/// What stands at the right end of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mark<'a> {
    Nothing,
    Words(&'a str),
    Status(Status, &'a str),
}

/// Chevron, icon, name, then mark and word at the right edge. A healthy row has no mark.
#[must_use = "call `show`"]
pub struct TreeRow<'a> {
    name: &'a str,
    icon: Icon,
    depth: u8,
    open: Option<bool>,
    selected: bool,
    muted: bool,
    mark: Mark<'a>,
    guide: bool,
}

/// What happened to a [`TreeRow`].
pub struct TreeRowResponse {
    /// The row: `clicked()` selects it.
    pub row: Response,
    /// Its chevron was pressed, or Left or Right on the row with the keyboard.
    pub toggled: bool,
}

impl<'a> TreeRow<'a> {
    /// A row at the top level.
    pub fn new(icon: Icon, name: &'a str) -> Self {
        let (depth, open, selected, muted, guide) = (0, None, false, false, false);
        Self { name, icon, depth, open, selected, muted, mark: Mark::Nothing, guide }
    }

    /// How deep it lies; a guide line joins it to the level above.
    pub fn depth(mut self, depth: u8) -> Self {
        (self.depth, self.guide) = (depth, depth > 0);
        self
    }

    /// It has children, shown or not.
    pub fn open(mut self, open: bool) -> Self {
        self.open = Some(open);
        self
    }

    /// Its page is shown.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// Disabled or deleted: name in text3.
    pub fn muted(mut self, muted: bool) -> Self {
        self.muted = muted;
        self
    }

    /// A count or a word at the right end.
    pub fn words(mut self, words: &'a str) -> Self {
        self.mark = Mark::Words(words);
        self
    }

    /// A status at the right end; its words give way before the name does.
    pub fn status(mut self, status: Status, words: &'a str) -> Self {
        self.mark = Mark::Status(status, words);
        self
    }

    /// Shows the row as wide as there is room, 28 high.
    pub fn show(self, ui: &mut Ui) -> TreeRowResponse {
        let size = vec2(ui.available_width(), 28.0);
        let (rect, row) = ui.allocate_exact_size(size, Sense::click());
        let inset = rect.shrink2(vec2(8.0, 0.0));
        let step = if rect.width() < NARROW { 12.0 } else { 16.0 };
        let chevron = pos2(rect.left() + 20.0 + step * f32::from(self.depth), rect.center().y);
        let pressed = self.open.is_some() && {
            let place = Rect::from_center_size(chevron, vec2(20.0, 28.0));
            // Not a stop for Tab: the row itself opens and closes with Left and Right.
            let response = ui.interact(place, row.id.with("chevron"), Sense::CLICK);
            response.clicked()
        };
        let elided = ui.is_rect_visible(rect) && self.paint(ui, inset, chevron, step, &row);
        self.tell(ui, &row, elided);
        TreeRowResponse { toggled: pressed || self.key_toggles(ui, &row), row }
    }

    /// Returns whether the name is elided.
    fn paint(&self, ui: &Ui, rect: Rect, chevron: egui::Pos2, step: f32, row: &Response) -> bool {
        let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
        if self.selected {
            paint::fill(painter, rect, 6, t.selected);
        } else if row.hovered() {
            paint::fill(painter, rect, 6, t.hover);
        }
        if self.guide {
            let x = chevron.x - step;
            paint::vertical_hairline(painter, x, row.rect.y_range(), t.line);
        }
        if let Some(open) = self.open {
            let icon = if open { Icon::ChevronDown } else { Icon::ChevronRight };
            icon.paint(painter, chevron - vec2(0.0, 1.0), 12.0, t.text2);
        }
        let quiet = if self.muted { t.text3 } else { t.text2 };
        let icon = if self.selected { t.accent } else { quiet };
        self.icon.paint(painter, chevron + vec2(18.0, 0.0), 16.0, icon);
        let left = chevron.x + 32.0;
        let kind = if self.selected { Type::Name } else { Type::Body };
        let color = if self.muted { t.text3 } else { t.text };
        let natural = paint::width(painter, self.name, kind);
        let right = self.paint_mark(ui, rect, left + natural, t);
        let line = paint::line(painter, self.name, kind, color, right - left);
        let elided = line.elided;
        paint::galley(painter, pos2(left, y), line);
        if row.has_focus() {
            paint::focus_ring(painter, rect, 6, t);
        }
        elided
    }

    /// Paints the mark; returns where the name must end.
    fn paint_mark(&self, ui: &Ui, rect: Rect, name_end: f32, t: &Tokens) -> f32 {
        let (painter, y, right) = (ui.painter(), rect.center().y, rect.right() - 9.0);
        let room = |words: &str| right - paint::width(painter, words, Type::Caption) - name_end;
        match self.mark {
            Mark::Nothing => rect.right() - 4.0,
            Mark::Words(words) => {
                paint::words_right(painter, pos2(right, y), words, Type::Caption, t.text2).left() - 8.0
            }
            Mark::Status(status, words) if room(words) > 24.0 => {
                let color = status.words_color(t);
                let words = paint::words_right(painter, pos2(right, y), words, Type::Caption, color);
                let bin = status == Status::Deleted;
                if !bin {
                    status.paint(painter, pos2(words.left() - 10.0, y), t);
                }
                words.left() - if bin { 8.0 } else { 20.0 }
            }
            Mark::Status(status, _) => {
                status.paint(painter, pos2(right - 5.0, y), t);
                right - 16.0
            }
        }
    }

    fn tell(&self, ui: &Ui, row: &Response, elided: bool) {
        row.widget_info(|| WidgetInfo::labeled(Role::TreeItem, ui.is_enabled(), self.name));
        let words = match self.mark {
            Mark::Nothing => "",
            Mark::Words(words) | Mark::Status(_, words) => words,
        };
        ui.ctx().accesskit_node_builder(row.id, |node| {
            node.set_selected(self.selected);
            node.set_level(usize::from(self.depth) + 1);
            if let Some(open) = self.open {
                node.set_expanded(open);
            }
            if !words.is_empty() {
                node.set_description(words);
            }
        });
        match (words.is_empty(), elided) {
            (false, _) => drop(row.clone().on_hover_text(format!("{}: {words}", self.name))),
            (true, true) => drop(row.clone().on_hover_text(self.name)),
            (true, false) => {}
        }
    }

    fn key_toggles(&self, ui: &Ui, row: &Response) -> bool {
        let Some(open) = self.open.filter(|_| row.has_focus()) else {
            return false;
        };
        let key = if open { egui::Key::ArrowLeft } else { egui::Key::ArrowRight };
        ui.input(|input| input.key_pressed(key))
    }
}

/// A caption over a group of the tree ("Authorities"); `right` is laid out from the right end.
pub fn tree_caption_ui(ui: &mut Ui, words: &str, right: impl FnOnce(&mut Ui)) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), Sense::hover());
    let left = pos2(rect.left() + 16.0, rect.center().y);
    paint::words(ui.painter(), left, words, Type::Caption, ui.tokens().text2);
    let place = rect.shrink2(vec2(12.0, 0.0));
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    right(&mut ui.new_child(egui::UiBuilder::new().max_rect(place).layout(layout)));
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
}
