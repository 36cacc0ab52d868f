//! The access keys: who may call.

use super::calls::{CallList, key_name};
use crate::ui::command::{Command, Commands, EndpointAct};
use crate::ui::context::PageContext;
use crate::ui::kit::{
    Icon, IconButton, Label, MenuItem, context_menu, elide, menu_button, menu_separator_ui, paint,
    section_heading_with_ui, table,
};
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use crate::workspace::AccessKey;
use crate::x509::inspect::display;
use egui::{Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

const COLUMNS: [&str; 4] = ["Key ID", "Name", "Account", "Last used"];

pub(super) fn keys_ui(ui: &mut Ui, context: PageContext<'_>, calls: &CallList, commands: &mut Commands) {
    let count = context.workspace.access_keys().count();
    section_heading_with_ui(ui, "Access keys", &words::count(count), |_| {});
    if count == 0 {
        ui.add_space(12.0);
        let color = ui.tokens().text2;
        let words = "Nobody may call the API yet: there is no key to begin with. Make one for each program, so that each \
                     is told apart below and taken away alone.";
        ui.add(Label::new(words, Type::Body).color(color).wrap());
        return;
    }
    head_ui(ui);
    for key in context.workspace.access_keys() {
        row_ui(ui, context, key, calls, commands);
    }
}

fn head_ui(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
    let t = ui.tokens();
    for (name, cell) in COLUMNS.into_iter().zip(cells(rect)) {
        let response = ui.interact(cell, ui.auto_id_with(("key head", name)), Sense::hover());
        paint::words(ui.painter(), cell.left_center(), name, Type::Caption, t.text2);
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, name));
    }
    paint::hairline(ui.painter(), rect.x_range(), rect.bottom() - 1.0, t.line);
}

fn row_ui(ui: &mut Ui, context: PageContext<'_>, key: &AccessKey, calls: &CallList, commands: &mut Commands) {
    let size = vec2(ui.available_width(), table::ROW_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let t = ui.tokens();
    let (id, name) = (display::safe(&key.id), display::safe(key.name.as_deref().unwrap_or("—")));
    let last = last_used(context, key, calls);
    let painter = ui.painter();
    let mut elided = Vec::new();
    // Where there is no room for it, both its ends are what people know it by.
    let short = elide::middle_to_width(painter, &id, Type::Mono, cells(rect)[0].width());
    if short != *id {
        elided.push((0, cells(rect)[0], &*id));
    }
    for (column, cell) in cells(rect).into_iter().enumerate() {
        let (words, kind, color) = match column {
            0 => (&*short, Type::Mono, t.text),
            1 => (&*name, Type::Name, t.text),
            2 => (&*key.account, Type::Small, t.text2),
            _ => (&*last, Type::Small, t.text2),
        };
        if table::paint_cell(painter, cell, words, kind, color) {
            elided.push((column, cell, words));
        }
    }
    paint::hairline(painter, rect.x_range(), rect.bottom() - 1.0, t.line);
    for (column, cell, words) in elided {
        ui.interact(cell, response.id.with(column), Sense::hover()).on_hover_text(words);
    }
    let called = format!("access key {}", key_name(key));
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &called));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_description(format!("{id}, account {}, last used {last}", key.account));
    });
    let place = Rect::from_center_size(pos2(rect.right() - 12.0, rect.center().y - 0.5), vec2(24.0, 24.0));
    let mut end = ui.new_child(UiBuilder::new().id_salt(&key.id).max_rect(place));
    let acts = format!("Acts of {}", key_name(key));
    menu_button(&mut end, IconButton::new(Icon::Ellipsis, &acts).small(), |ui| menu_ui(ui, context, key, commands));
    context_menu(&response, |ui| menu_ui(ui, context, key, commands));
}

fn menu_ui(ui: &mut Ui, context: PageContext<'_>, key: &AccessKey, commands: &mut Commands) {
    if ui.add(MenuItem::new("Copy key ID").icon(Icon::Copy)).clicked() {
        ui.copy_text(key.id.clone());
    }
    menu_separator_ui(ui);
    if ui.add(MenuItem::new("Remove…").icon(Icon::Trash2).danger().blocked(context.blocked())).clicked() {
        commands.push(Command::Endpoint(EndpointAct::RemoveKey(key.id.clone())));
    }
}

/// `now`, `1 min ago`, `1 min, refused`; of calls of this run.
fn last_used(context: PageContext<'_>, key: &AccessKey, calls: &CallList) -> String {
    let Some(last) = calls.last_used(&key.id) else { return "—".to_owned() };
    match (words::ago(last.at, context.now), last.refused) {
        (ago, true) => format!("{ago}, refused"),
        (ago, false) if ago == "now" => ago,
        (ago, false) => format!("{ago} ago"),
    }
}

/// The cells of a row; at its end is room for the menu.
fn cells(row: Rect) -> [Rect; 4] {
    let width = row.width();
    let begin = match width {
        480.0.. => [0.0, width * 0.349, width * 0.524, width * 0.762, width - 24.0],
        _ => [0.0, 80.0, (width - 232.0).max(120.0), width - 128.0, width - 24.0],
    };
    std::array::from_fn(|index| {
        let x = egui::Rangef::new(row.left() + begin[index].round(), row.left() + begin[index + 1].round() - 8.0);
        Rect::from_x_y_ranges(x, row.y_range())
    })
}
