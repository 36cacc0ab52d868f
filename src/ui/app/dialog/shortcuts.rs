//! All shortcuts, out of the table of commands.

use super::Left;
use crate::ui::kit::{Button, Dialog, Keycap, Label, group_heading_ui};
use crate::ui::palette::{shortcut, table::Menu};
use crate::ui::theme::Type;
use egui::{Align, Context, Layout, Ui, vec2};

pub(super) fn show(ctx: &Context) -> Left {
    let shown = Dialog::small("Shortcuts").show(ctx, |parts| {
        parts.body(|ui| Menu::ALL.into_iter().for_each(|menu| menu_ui(ui, menu)));
        parts.acts(|ui| ui.add(Button::primary("Close shortcuts")).clicked())
    });
    let left = shown.inner || shown.closed || shown.escaped || shown.confirmed;
    if left { Left::Closed } else { Left::Stays }
}

fn menu_ui(ui: &mut Ui, menu: Menu) {
    let with_shortcut = || menu.entries().filter_map(|entry| Some((entry.name, entry.shortcut.as_ref()?)));
    if with_shortcut().next().is_none() {
        return;
    }
    group_heading_ui(ui, menu.name(), |_| {});
    for (name, keys) in with_shortcut() {
        row_ui(ui, name.trim_end_matches('…'), &shortcut::keys(keys));
    }
    ui.add_space(12.0);
}

fn row_ui(ui: &mut Ui, name: &str, keys: &[&str]) {
    let size = vec2(ui.available_width(), 26.0);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.add(Label::new(name, Type::Body).height(26.0));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for key in keys.iter().rev() {
                ui.add(Keycap(key));
            }
        });
    });
}
