//! Menus: a button that opens one, and its rows.

use egui::{
    Color32, FocusDirection, Id, Key, Modifiers, Popup, PopupCloseBehavior, PopupKind, Response, Role, ScrollArea,
    Sense, SetOpenCommand, Ui, Widget, WidgetInfo, pos2, vec2,
};

use super::{Icon, button::tell_reason, paint};
use crate::ui::theme::{Type, UiTokens as _};

/// Room that is kept between a menu and the edge of the window: its frame and its distance from what opens it.
const AROUND: f32 = 24.0;

/// The rows of a menu. In a low window they are scrolled.
fn rows_ui<R>(ui: &mut Ui, top: f32, rows: impl FnOnce(&mut Ui) -> R) -> R {
    ui.spacing_mut().item_spacing.y = 0.0;
    let room = ui.ctx().content_rect().bottom() - top - AROUND;
    // A popup has less by itself.
    ui.set_max_height(room);
    ScrollArea::vertical().max_height(room).show(ui, rows).inner
}

/// Adds `button` and, when it is pressed, a menu below it. The arrow keys go through the rows.
pub fn menu_button<R>(ui: &mut Ui, button: impl Widget, rows: impl FnOnce(&mut Ui) -> R) -> (Response, Option<R>) {
    menu_ui(ui, button, PopupCloseBehavior::CloseOnClick, rows)
}

/// The same for a menu in which there is more than one thing to do: it stays until a click beside it, Escape, or a row
/// that does not [stay](MenuItem::stays).
pub fn staying_menu_button<R>(
    ui: &mut Ui,
    button: impl Widget,
    rows: impl FnOnce(&mut Ui) -> R,
) -> (Response, Option<R>) {
    menu_ui(ui, button, PopupCloseBehavior::CloseOnClickOutside, rows)
}

fn menu_ui<R>(
    ui: &mut Ui,
    button: impl Widget,
    close: PopupCloseBehavior,
    rows: impl FnOnce(&mut Ui) -> R,
) -> (Response, Option<R>) {
    let response = ui.add(button);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_has_popup(egui::accesskit::HasPopup::Menu);
    });
    let shown =
        Popup::menu(&response).close_behavior(close).gap(4.0).show(|ui| rows_ui(ui, response.rect.bottom(), rows));
    (response, shown.map(|shown| shown.inner))
}

/// The same rows as a context menu of what was clicked, or of what has the keyboard when Shift+F10 or the menu key is
/// pressed.
pub fn context_menu(response: &Response, rows: impl FnOnce(&mut Ui)) {
    let id = response.id.with("menu by keyboard");
    let asked = response.has_focus()
        && response.ctx.input_mut(|input| {
            input.consume_key(Modifiers::SHIFT, Key::F10) || input.consume_key(Modifiers::NONE, Key::Menu)
        });
    if asked {
        response.ctx.data_mut(|data| data.insert_temp(id, true));
    }
    let popup = match asked || Popup::is_id_open(&response.ctx, id) {
        true => {
            let open = asked.then_some(SetOpenCommand::Bool(true));
            Popup::from_response(response).id(id).kind(PopupKind::Menu).open_memory(open)
        }
        false => Popup::context_menu(response),
    };
    popup.show(|ui| {
        focus_first_row(ui, id);
        // Wherever it was asked for, it is moved to where the window has room.
        rows_ui(ui, ui.ctx().content_rect().top(), rows);
    });
}

/// Lets the first row take the keyboard, once after the menu was asked for with it.
fn focus_first_row(ui: &Ui, id: Id) {
    if ui.is_sizing_pass() || ui.data(|data| data.get_temp(id)) != Some(true) {
        return;
    }
    ui.data_mut(|data| data.insert_temp(id, false));
    ui.memory_mut(|memory| {
        if let Some(focused) = memory.focused() {
            memory.surrender_focus(focused);
        }
        memory.move_focus(FocusDirection::Next);
    });
}

/// A row of a menu, 28 high. Pressing it closes the menu.
#[must_use = "add it to a `Ui`"]
pub struct MenuItem<'a> {
    words: &'a str,
    icon: Option<Icon>,
    shortcut: &'a str,
    checked: Option<bool>,
    danger: bool,
    stays: bool,
    blocked: Option<&'a str>,
}

impl<'a> MenuItem<'a> {
    /// A row with words only.
    pub fn new(words: &'a str) -> Self {
        Self { words, icon: None, shortcut: "", checked: None, danger: false, stays: false, blocked: None }
    }

    /// An icon before the words.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The shortcut at the right, as the person reads it ("Ctrl S").
    pub fn shortcut(mut self, shortcut: &'a str) -> Self {
        self.shortcut = shortcut;
        self
    }

    /// A tick before the words: something that is on or off.
    pub fn checked(mut self, on: bool) -> Self {
        self.checked = Some(on);
        self
    }

    /// In the colour of danger: it leads to a danger dialog.
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// Pressing it leaves the menu open: one of several that can be on.
    pub fn stays(mut self) -> Self {
        self.stays = true;
        self
    }

    /// Why it cannot act now; `None` when it can.
    pub fn blocked(mut self, reason: Option<&'a str>) -> Self {
        self.blocked = reason;
        self
    }
}

impl Widget for MenuItem<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let shortcut = if self.shortcut.is_empty() {
            0.0
        } else {
            32.0 + paint::width(ui.painter(), self.shortcut, Type::CaptionRegular)
        };
        let needed = 30.0 + paint::width(ui.painter(), self.words, Type::Body) + shortcut + 12.0;
        let width = if ui.is_sizing_pass() { needed.max(200.0) } else { needed.max(ui.available_width()) };
        let sense = if self.blocked.is_some() { Sense::focusable_noninteractive() } else { Sense::click() };
        let (rect, response) = ui.allocate_exact_size(vec2(width, 28.0), sense);
        if response.clicked() && !self.stays {
            ui.close();
        }
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        if ui.is_rect_visible(rect) {
            let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
            let over = response.hovered() || response.has_focus();
            let fill = if !over {
                Color32::TRANSPARENT
            } else if t.dark {
                t.pressed
            } else {
                t.hover
            };
            paint::fill(painter, rect, 5, fill);
            let color = match (self.blocked, self.danger) {
                (Some(_), _) => t.text3,
                (None, true) => t.danger,
                (None, false) => t.text,
            };
            let icon = match self.checked {
                Some(on) => on.then_some(Icon::Check),
                None => self.icon,
            };
            if let Some(icon) = icon {
                let quiet = if color == t.text { t.text2 } else { color };
                icon.paint(painter, pos2(rect.left() + 16.0, y), 14.0, quiet);
            }
            paint::words(painter, pos2(rect.left() + 30.0, y), self.words, Type::Body, color);
            let right = pos2(rect.right() - 10.0, y);
            paint::words_right(painter, right, self.shortcut, Type::CaptionRegular, t.text3);
            if response.has_focus() {
                paint::edge_of(painter, rect, 5, egui::Stroke::new(1.5, t.accent));
            }
        }
        let enabled = ui.is_enabled() && self.blocked.is_none();
        let role = if self.checked.is_some() { Role::MenuItemCheckBox } else { Role::MenuItem };
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(role, enabled, self.words);
            info.selected = self.checked;
            info
        });
        if !self.shortcut.is_empty() {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_keyboard_shortcut(self.shortcut));
        }
        tell_reason(response, self.blocked)
    }
}

/// A hairline between groups of a menu.
pub fn menu_separator_ui(ui: &mut Ui) {
    // While the menu is measured there is no width yet to take.
    let width = if ui.is_sizing_pass() { 0.0 } else { ui.available_width() };
    let (rect, _) = ui.allocate_exact_size(vec2(width, 9.0), Sense::hover());
    paint::hairline(ui.painter(), rect.x_range(), rect.center().y.floor(), ui.tokens().line);
}
