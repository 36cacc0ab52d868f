//! The menus of the top bar, out of the table of commands.

use crate::ui::command::Command;
use crate::ui::home::Recent;
use crate::ui::kit::{Icon, MenuItem, elide, menu_button, menu_separator_ui, paint};
use crate::ui::palette::{
    Situation, shortcut,
    table::{Entry, Menu},
};
use crate::ui::theme::{Type, UiTokens as _};
use egui::{Context, Key, Modifiers, Popup, Response, Role, Sense, Ui, Widget, WidgetInfo, vec2};

/// How many workspaces the menu lists.
const RECENT: usize = 5;

/// The menus, side by side; returns what was chosen.
pub(super) fn menus_ui(ui: &mut Ui, situation: &Situation, recent: &[Recent]) -> Option<Command> {
    let step = step_between(ui.ctx());
    let mut chosen = None;
    let heads = Menu::ALL.map(|menu| {
        let (head, shown) = menu_button(ui, Head(menu.name()), |ui| rows_ui(ui, menu, situation, recent));
        chosen = chosen.take().or(shown.flatten());
        head
    });
    let id = |index: usize| Popup::default_response_id(&heads[index]);
    if let Some(open) = (0..heads.len()).find(|index| Popup::is_id_open(ui.ctx(), id(*index))) {
        // With one menu open, the pointer opens the others, and so do Left and Right.
        // A pointer that rests does not take back what the keys have opened.
        let moves = ui.input(|input| input.pointer.delta() != egui::Vec2::ZERO);
        let hovered = heads.iter().position(|head| moves && head.hovered()).unwrap_or(open);
        let next = (hovered + heads.len()).wrapping_add_signed(step) % heads.len();
        if next != open {
            Popup::open_id(ui.ctx(), id(next));
        }
    }
    chosen
}

/// Left and Right while a menu of the bar may be open: taken before its rows see them.
fn step_between(ctx: &Context) -> isize {
    if !Popup::is_any_open(ctx) || ctx.text_edit_focused() {
        return 0;
    }
    ctx.input_mut(|input| {
        let right = input.consume_key(Modifiers::NONE, Key::ArrowRight);
        let left = input.consume_key(Modifiers::NONE, Key::ArrowLeft);
        isize::from(right) - isize::from(left)
    })
}

fn rows_ui(ui: &mut Ui, menu: Menu, situation: &Situation, recent: &[Recent]) -> Option<Command> {
    let (mut chosen, mut group) = (None, 0);
    for entry in menu.entries().filter(|entry| entry.apt.is_none_or(|apt| apt(situation))) {
        if entry.group != group {
            if menu == Menu::Workspace && group == 0 {
                chosen = chosen.take().or(recent_ui(ui, recent));
            }
            menu_separator_ui(ui);
            group = entry.group;
        }
        if row_ui(ui, entry, situation).clicked() {
            chosen = (entry.command)(situation).ok();
        }
    }
    chosen
}

/// The workspaces that were open before.
fn recent_ui(ui: &mut Ui, recent: &[Recent]) -> Option<Command> {
    if recent.is_empty() {
        return None;
    }
    menu_separator_ui(ui);
    let mut chosen = None;
    for known in recent.iter().take(RECENT) {
        let words = elide::middle(&known.shown, 20);
        if ui.add(MenuItem::new(&words).icon(Icon::FileKey)).on_hover_text(&known.shown).clicked() {
            chosen = Some(Command::OpenRecent(known.path.clone()));
        }
    }
    chosen
}

fn row_ui(ui: &mut Ui, entry: &Entry, situation: &Situation) -> Response {
    let shortcut = entry.shortcut.as_ref().map(shortcut::words).unwrap_or_default();
    let blocked = (entry.command)(situation).err();
    let mut item = MenuItem::new(entry.name).icon(entry.icon).shortcut(&shortcut).blocked(blocked);
    if let Some(checked) = entry.checked {
        item = item.checked(checked(situation));
    }
    if entry.danger {
        item = item.danger();
    }
    ui.add(item)
}

/// The word of a menu in the bar.
struct Head(&'static str);

impl Widget for Head {
    fn ui(self, ui: &mut Ui) -> Response {
        let width = paint::width(ui.painter(), self.0, Type::Body) + 19.0;
        let (rect, response) = ui.allocate_exact_size(vec2(width.round(), 28.0), Sense::click());
        let t = ui.tokens();
        let open = Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response));
        if open || response.hovered() {
            paint::fill(ui.painter(), rect, 6, if open { t.pressed } else { t.hover });
        }
        paint::words_center(ui.painter(), rect.center(), self.0, Type::Body, t.text2);
        if response.has_focus() {
            paint::focus_ring(ui.painter(), rect, 6, t);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, self.0));
        response
    }
}
