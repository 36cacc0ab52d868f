//! A combo whose values have plain words and a name in the API.

use egui::{Color32, Popup, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{Icon, elide, paint};
use crate::ui::theme::{Tokens, Type, UiTokens as _};

/// One value of a [`ValueCombo`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice<'a, T> {
    /// What the caller gets.
    pub value: T,
    /// Plain words, never elided: "ECDSA with SHA-384".
    pub words: &'a str,
    /// The name in the API, or nothing: "SHA384WITHECDSA".
    pub api: &'a str,
}

impl<'a, T> Choice<'a, T> {
    /// A value that the API names.
    pub const fn new(value: T, words: &'a str, api: &'a str) -> Self {
        Self { value, words, api }
    }

    /// A value without a name in the API.
    pub const fn plain(value: T, words: &'a str) -> Self {
        Self { value, words, api: "" }
    }
}

/// Plain words left, the API's name small at the right.
#[must_use = "call `show`"]
pub struct ValueCombo<'a, T> {
    name: &'a str,
    choices: &'a [Choice<'a, T>],
    width: f32,
    height: f32,
}

impl<'a, T: Clone + PartialEq> ValueCombo<'a, T> {
    /// `name` is what is chosen, for assistive technology and tests ("Key algorithm").
    pub fn new(name: &'a str, choices: &'a [Choice<'a, T>]) -> Self {
        Self { name, choices, width: f32::INFINITY, height: 32.0 }
    }

    /// Width of the control; 132 for kinds before a field.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// 28 high.
    pub fn compact(mut self) -> Self {
        self.height = 28.0;
        self
    }

    /// Shows the control; the response has `changed()` when another value was chosen.
    pub fn show(self, ui: &mut Ui, value: &mut T) -> Response {
        let size = vec2(self.width.min(ui.available_width()), self.height);
        let (rect, mut response) = ui.allocate_exact_size(size, Sense::click());
        let chosen = self.choices.iter().find(|choice| choice.value == *value);
        let words = chosen.map_or("", |choice| choice.words);
        if ui.is_rect_visible(rect) {
            paint_control(ui, rect, &response, words, chosen.map_or("", |choice| choice.api));
        }
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::ComboBox, ui.is_enabled(), self.name);
            info.current_text_value = Some(words.to_owned());
            info
        });
        let open = Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_expanded(open));
        let picked = Popup::menu(&response).gap(4.0).width(rect.width()).show(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.set_min_width(rect.width() - 14.0);
            let rows = egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                let mut picked = None;
                for choice in self.choices {
                    if row_ui(ui, choice, choice.value == *value).clicked() {
                        picked = Some(choice.value.clone());
                        ui.close();
                    }
                }
                picked
            });
            rows.inner
        });
        if let Some(picked) = picked.and_then(|shown| shown.inner).filter(|picked| picked != value) {
            *value = picked;
            response.mark_changed();
        }
        response
    }
}

fn paint_control(ui: &Ui, rect: Rect, response: &Response, words: &str, api: &str) {
    let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
    let hover = if t.dark { t.pressed } else { t.hover };
    paint::fill(painter, rect, 6, if response.hovered() { hover } else { t.control() });
    paint::edge(painter, rect, 6, t.border);
    Icon::ChevronDown.paint(painter, pos2(rect.right() - 14.0, y - 1.0), 12.0, t.text2);
    paint_value(
        ui,
        rect.left() + 12.0,
        // Words alone may come close to the chevron: kinds before a field are narrow.
        rect.right() - if api.is_empty() { 24.0 } else { 32.0 },
        y,
        words,
        api,
        t,
    );
    if response.has_focus() {
        paint::focus_ring(painter, rect, 6, t);
    }
}

fn paint_value(ui: &Ui, left: f32, right: f32, y: f32, words: &str, api: &str, t: &Tokens) {
    let painter = ui.painter();
    let line = paint::line(painter, words, Type::Body, t.text, right - left);
    let end = paint::galley(painter, pos2(left, y), line).right();
    let room = right - end - 16.0;
    if !api.is_empty() && room > 40.0 {
        let api = elide::middle_to_width(painter, api, Type::MonoSmall, room);
        paint::words_right(painter, pos2(right, y), &api, Type::MonoSmall, t.text2);
    }
}

fn row_ui<T>(ui: &mut Ui, choice: &Choice<'_, T>, chosen: bool) -> Response {
    let words = paint::width(ui.painter(), choice.words, Type::Body);
    let api = if choice.api.is_empty() { 0.0 } else { paint::width(ui.painter(), choice.api, Type::MonoSmall) + 24.0 };
    let needed = 30.0 + words + api + 10.0;
    let width = if ui.is_sizing_pass() { needed } else { needed.max(ui.available_width()) };
    let (rect, response) = ui.allocate_exact_size(vec2(width, 28.0), Sense::click());
    let t = ui.tokens();
    let over = response.hovered() || response.has_focus();
    let fill = match (over, t.dark) {
        (false, _) => Color32::TRANSPARENT,
        (true, true) => t.pressed,
        (true, false) => t.hover,
    };
    paint::fill(ui.painter(), rect, 5, fill);
    if chosen {
        Icon::Check.paint(ui.painter(), pos2(rect.left() + 16.0, rect.center().y), 14.0, t.accent);
    }
    paint_value(ui, rect.left() + 30.0, rect.right() - 10.0, rect.center().y, choice.words, choice.api, t);
    if response.has_focus() {
        paint::edge_of(ui.painter(), rect, 5, egui::Stroke::new(1.5, t.accent));
    }
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, chosen, choice.words));
    response
}
