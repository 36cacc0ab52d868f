//! The places of a dialog.

use egui::{
    Align, CornerRadius, FocusDirection, Frame, Id, Layout, Margin, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2,
};

use super::{FOOTER, Kind};
use crate::ui::{
    kit::{Icon, IconButton, Label, paint},
    theme::{Type, UiTokens as _},
};

/// Room at both sides of a column for focus rings and fills that reach out of it.
const REACH: f32 = 12.0;

pub(super) fn height_id(dialog: Id) -> Id {
    dialog.with("height")
}

pub(super) fn first_focus_id(dialog: Id) -> Id {
    dialog.with("first focus")
}

/// From the top of the dialog to its contents.
pub(super) fn header(subtitle: bool) -> f32 {
    if subtitle { 84.0 } else { 64.0 }
}

/// The places of a dialog. Call them in the order of the eye, which is the order of Tab:
/// [`left`](Self::left), [`right`](Self::right) (or [`body`](Self::body)), [`aside`](Self::aside),
/// [`acts`](Self::acts).
pub struct DialogParts<'a> {
    ui: &'a mut Ui,
    id: Id,
    kind: Kind,
    rect: Rect,
    subtitle: bool,
    tallest: f32,
}

impl<'a> DialogParts<'a> {
    pub(super) fn new(ui: &'a mut Ui, id: Id, kind: Kind, rect: Rect, subtitle: bool) -> Self {
        Self { ui, id, kind, rect, subtitle, tallest: 0.0 }
    }

    /// The fields, or the choice.
    pub fn left<R>(&mut self, contents: impl FnOnce(&mut Ui) -> R) -> R {
        let right = self.divide() - if self.kind == Kind::Danger { 12.0 } else { 24.0 };
        self.take_first_focus();
        let top = header(self.subtitle);
        self.column_ui("left", self.rect.left() + 24.0, right, top, contents)
    }

    /// The preview under its own heading, with a quiet word at the right; or what will happen.
    /// A danger has no heading here.
    pub fn right<R>(&mut self, heading: &str, aside: &str, contents: impl FnOnce(&mut Ui) -> R) -> R {
        let (left, right) =
            (self.divide() + if self.kind == Kind::Danger { 20.0 } else { 24.0 }, self.rect.right() - 24.0);
        if self.kind == Kind::Form {
            let (t, y) = (self.ui.tokens(), self.rect.top() + 35.0);
            let painter = self.ui.painter();
            paint::words(painter, pos2(left, y), heading, Type::Heading, t.text);
            paint::words_right(painter, pos2(right - 28.0, y), aside, Type::Small, t.text2);
        }
        let top = if self.kind == Kind::Form { 60.0 } else { header(self.subtitle) };
        self.column_ui("right", left, right, top, contents)
    }

    /// The one column of a small dialog.
    pub fn body<R>(&mut self, contents: impl FnOnce(&mut Ui) -> R) -> R {
        self.take_first_focus();
        let top = header(self.subtitle);
        self.column_ui("body", self.rect.left() + 24.0, self.rect.right() - 24.0, top, contents)
    }

    /// The left end of the footer: side ways as ghost buttons.
    pub fn aside<R>(&mut self, contents: impl FnOnce(&mut Ui) -> R) -> R {
        let footer = self.footer().with_min_x(self.rect.left() + 12.0);
        let layout = Layout::left_to_right(Align::Center);
        contents(&mut self.ui.new_child(UiBuilder::new().id_salt("aside").max_rect(footer).layout(layout)))
    }

    /// The right end of the footer, in the order of the eye: the primary act last.
    pub fn acts<R>(&mut self, contents: impl FnOnce(&mut Ui) -> R) -> R {
        // Laid out from the right, Tab would go backwards: so the width is that of the last pass.
        let width_id = self.id.with("acts");
        let known = self.ui.data(|data| data.get_temp::<f32>(width_id)).unwrap_or(0.0);
        let footer = self.footer();
        let place = footer.with_max_x(self.rect.right() - 24.0).with_min_x(self.rect.right() - 24.0 - known);
        let layout = Layout::left_to_right(Align::Center);
        let mut ui = self.ui.new_child(UiBuilder::new().id_salt("acts").max_rect(place).layout(layout));
        let inner = contents(&mut ui);
        let width = ui.min_rect().width();
        if (width - known).abs() > 0.5 {
            self.ui.data_mut(|data| data.insert_temp(width_id, width));
            self.ui.request_discard("the acts of a dialog have another width");
        }
        inner
    }

    pub(super) fn ground_ui(&mut self, title: &str, subtitle: &str) {
        let (t, rect) = (self.ui.tokens(), self.rect);
        let painter = self.ui.painter();
        paint::floating(painter, rect, 12, t.modal(), t);
        let footer = self.footer();
        match self.kind {
            Kind::Form => {
                let side =
                    Rect::from_min_max(pos2(self.divide(), rect.top() + 1.0), pos2(rect.right() - 1.0, footer.top()));
                let fill = if t.dark { t.page } else { t.raised };
                painter.rect_filled(side, CornerRadius { ne: 11, ..CornerRadius::ZERO }, fill);
                paint::vertical_hairline(painter, self.divide(), side.y_range(), t.line);
            }
            Kind::Danger => {
                let y = egui::Rangef::new(rect.top() + header(self.subtitle) + 4.0, footer.top() - 36.0);
                paint::vertical_hairline(painter, self.divide(), y, t.line);
            }
            Kind::Small => {}
        }
        let inside = rect.shrink(1.0).x_range();
        paint::hairline(painter, inside, footer.top(), t.line);
        let line = |y: f32, height: f32| {
            let right = if self.kind == Kind::Form { self.divide() - 24.0 } else { rect.right() - 56.0 };
            Rect::from_min_max(
                pos2(rect.left() + 24.0, rect.top() + y - height / 2.0),
                pos2(right, rect.top() + y + height / 2.0),
            )
        };
        let (title_line, subtitle_line) = (line(34.0, 26.0), line(60.0, 18.0));
        let mut ui = self.ui.new_child(UiBuilder::new().max_rect(title_line));
        ui.add(Label::new(title, Type::Title).height(26.0).heading());
        if self.subtitle {
            let mut ui = self.ui.new_child(UiBuilder::new().max_rect(subtitle_line));
            ui.add(Label::new(subtitle, Type::Small).color(t.text2).height(18.0));
        }
    }

    /// Draws the ×, last in the order of Tab, and remembers the height. Returns whether × was pressed.
    pub(super) fn end_ui(&mut self) -> bool {
        let known = self.ui.data(|data| data.get_temp::<f32>(height_id(self.id)));
        if self.kind != Kind::Form && known.is_none_or(|known| (known - self.tallest).abs() > 0.5) {
            let tallest = self.tallest;
            self.ui.data_mut(|data| data.insert_temp(height_id(self.id), tallest));
            self.ui.request_discard("a dialog has another height");
        }
        let center = pos2(self.rect.right() - 31.0, self.rect.top() + 34.0);
        let place = Rect::from_center_size(center, vec2(28.0, 28.0));
        self.ui.place(place, IconButton::new(Icon::X, "Close")).clicked()
    }

    fn footer(&self) -> Rect {
        self.rect.with_min_y(self.rect.bottom() - FOOTER)
    }

    /// Where the two sides meet.
    fn divide(&self) -> f32 {
        let (at, of) = if self.kind == Kind::Danger { (372.0, 720.0) } else { (592.0, 1152.0) };
        (self.rect.left() + self.rect.width() * at / of).round()
    }

    fn column_ui<R>(&mut self, salt: &str, left: f32, right: f32, top: f32, contents: impl FnOnce(&mut Ui) -> R) -> R {
        let footer = self.footer();
        let place = Rect::from_min_max(pos2(left - REACH, self.rect.top() + top), pos2(right + REACH, footer.top()));
        let mut ui = self.ui.new_child(UiBuilder::new().id_salt(salt).max_rect(place));
        let scroll = ScrollArea::vertical().id_salt(salt).auto_shrink([false, false]);
        let scroll = scroll.max_height(place.height()).min_scrolled_height(place.height());
        let margin = Margin { left: REACH as i8, right: REACH as i8, top: 0, bottom: 20 };
        let shown = scroll.show(&mut ui, |ui| {
            Frame::new()
                .inner_margin(margin)
                .show(ui, |ui| {
                    let inner = contents(ui);
                    (inner, ui.min_rect().height() + 20.0)
                })
                .inner
        });
        let (inner, height) = shown.inner;
        self.tallest = self.tallest.max(height + top - header(self.subtitle));
        inner
    }

    /// Lets the next widget that can have the keyboard take it, once after the dialog was opened.
    fn take_first_focus(&mut self) {
        let id = first_focus_id(self.id);
        let waits = self.ui.data(|data| data.get_temp(id)).unwrap_or(false);
        if !waits || self.ui.is_sizing_pass() || !self.ui.is_enabled() {
            return;
        }
        self.ui.data_mut(|data| data.insert_temp(id, false));
        self.ui.memory_mut(|memory| {
            if let Some(focused) = memory.focused() {
                memory.surrender_focus(focused);
            }
            memory.move_focus(FocusDirection::Next);
        });
    }
}
