//! A row of a key and its value, with copy on hover.

use std::sync::Arc;

use egui::{Galley, Rect, Response, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{CopyButton, paint};
use crate::ui::theme::{Type, UiTokens as _};
use crate::x509::words::small;

/// Height of one line of a value.
const LINE: f32 = 18.0;

/// Where a row stands; decides its height and the size of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Density {
    /// 26 high, key in body: pages.
    Page,
    /// 24 high, key in small: inspector and preview.
    Inspector,
    /// 22 high, key in small: the full inspector.
    Full,
}

impl Density {
    fn height(self) -> f32 {
        match self {
            Self::Page => 26.0,
            Self::Inspector => 24.0,
            Self::Full => 22.0,
        }
    }

    fn key(self) -> Type {
        if self == Self::Page { Type::Body } else { Type::Small }
    }
}

/// A key in text2, its value, a hint, and what the caller adds at the right end.
#[must_use = "call `show`"]
pub struct KeyValue<'a> {
    key: &'a str,
    value: &'a str,
    kind: Type,
    density: Density,
    key_width: f32,
    hint: Option<&'a str>,
    copy: Option<&'a str>,
    copy_always: bool,
    wrap: bool,
    only_in_sight: bool,
    called: &'a str,
}

impl<'a> KeyValue<'a> {
    /// A row of a page.
    pub fn new(key: &'a str, value: &'a str) -> Self {
        Self {
            key,
            value,
            kind: Type::Body,
            density: Density::Page,
            key_width: 144.0,
            hint: None,
            copy: Some(value),
            copy_always: false,
            wrap: false,
            only_in_sight: false,
            called: key,
        }
    }

    /// Where the row stands; also sets the width of the key to that place's own.
    pub fn density(mut self, density: Density) -> Self {
        self.density = density;
        self.key_width = match density {
            Density::Page => 144.0,
            Density::Inspector => 92.0,
            Density::Full => 100.0,
        };
        self
    }

    /// Width of the column of keys.
    pub fn key_width(mut self, width: f32) -> Self {
        self.key_width = width;
        self
    }

    /// The value is a serial, an ARN, a URL: monospaced, and its copy button stays in sight on pages.
    pub fn mono(mut self) -> Self {
        self.kind = Type::Mono;
        self.copy_always = true;
        self
    }

    /// Caption words after the value: "critical".
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Copies another text than the one shown.
    pub fn copies(mut self, text: &'a str) -> Self {
        self.copy = Some(text);
        self
    }

    /// A value that is too long for its line goes on below.
    pub fn wrap(mut self) -> Self {
        self.wrap = true;
        self
    }

    /// Out of sight the row only takes its room: for lists of thousands.
    pub fn only_in_sight(mut self) -> Self {
        self.only_in_sight = true;
        self
    }

    /// What its copy button calls the value, where the row shows no key of its own.
    pub fn called(mut self, name: &'a str) -> Self {
        self.called = name;
        self
    }

    /// Nothing to copy: "None yet".
    pub fn no_copy(mut self) -> Self {
        self.copy = None;
        self
    }

    /// Shows the row.
    pub fn show(self, ui: &mut Ui) -> Response {
        self.show_with(ui, |_| {})
    }

    /// Shows the row; `right` is laid out from its right end (source tag, link).
    pub fn show_with(self, ui: &mut Ui, right: impl FnOnce(&mut Ui)) -> Response {
        let lines = self.lines(ui);
        let more = lines.as_ref().map_or(0.0, |lines| (lines.size().y - LINE).max(0.0));
        let size = vec2(ui.available_width(), (self.density.height() + more).round());
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        if self.only_in_sight && !ui.is_rect_visible(rect) {
            return response;
        }
        let whole = rect;
        let rect = rect.with_max_y(rect.top() + self.density.height());
        let layout = egui::Layout::right_to_left(egui::Align::Center);
        let mut end = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout));
        right(&mut end);
        let mut value_right = end.min_rect().left().min(rect.right()) - 4.0;
        let hovered = ui.rect_contains_pointer(whole);
        let always = self.copy_always && self.density == Density::Page;
        // A button that is not seen takes no room from the value.
        if let Some(text) = self.copy
            && quiet_copy_ui(&mut end, self.called, text, hovered || always)
        {
            value_right = end.min_rect().left() - 4.0;
        }
        self.words_ui(ui, rect, value_right, lines);
        response
    }

    /// The value as it wraps, beside the room of the copy button; nothing where it does not.
    fn lines(&self, ui: &Ui) -> Option<Arc<Galley>> {
        if !self.wrap {
            return None;
        }
        let hint = self.hint.map_or(0.0, |hint| 8.0 + paint::width(ui.painter(), hint, Type::CaptionRegular));
        let room = ui.available_width() - self.key_width - hint;
        let fits = paint::width(ui.painter(), self.value, self.kind) <= room - 4.0;
        let room = (room - 28.0).max(40.0);
        (!fits).then(|| paint::paragraph(ui.painter(), self.value, self.kind, ui.tokens().text, room))
    }

    fn words_ui(&self, ui: &mut Ui, rect: Rect, right: f32, lines: Option<Arc<Galley>>) {
        let t = ui.tokens();
        let y = rect.center().y;
        let key = paint::line(ui.painter(), self.key, self.density.key(), t.text2, self.key_width - 8.0);
        let key = paint::galley(ui.painter(), pos2(rect.left(), y), key);
        let left = rect.left() + self.key_width;
        let hint = self.hint.map_or(0.0, |hint| 8.0 + paint::width(ui.painter(), hint, Type::CaptionRegular));
        let line = || paint::line(ui.painter(), self.value, self.kind, t.text, (right - left - hint).max(8.0));
        let line = lines.unwrap_or_else(line);
        let (elided, first) = (line.elided, line.rows.first().map_or(0.0, |row| row.rect().width()));
        let top = (y - line.rows.first().map_or(8.0, |row| row.rect().height() / 2.0)).round();
        let value = Rect::from_min_size(pos2(left, top), line.size());
        ui.painter().galley(value.min, line, t.text);
        if let Some(hint) = self.hint {
            let left = pos2(left + first + 8.0, y);
            paint::words(ui.painter(), left, hint, Type::CaptionRegular, t.text2);
        }
        for (rect, words, salt) in [(key, self.key, "key"), (value, self.value, "value")] {
            let label = ui.interact(rect, ui.auto_id_with((salt, self.key)), Sense::hover());
            label.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
            if elided && salt == "value" {
                label.on_hover_text(words);
            }
        }
    }
}

/// Copies `text`, called `name`: there for the keyboard always, seen when it is wanted; returns whether it is.
pub fn quiet_copy_ui(ui: &mut Ui, name: &str, text: &str, seen: bool) -> bool {
    let name = format!("Copy {}", small(name));
    let id = ui.next_auto_id();
    let focused = ui.memory(|memory| memory.has_focus(id));
    ui.scope(|ui| {
        if !seen && !focused {
            ui.set_opacity(0.0);
        }
        ui.add(CopyButton::new(&name, text));
    });
    seen || focused
}
