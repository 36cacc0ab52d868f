//! The Tags page: the labels of an authority.

use crate::engine::TAG_QUOTA;
use crate::ui::availability::{self, Blocked};
use crate::ui::command::{Command, Commands};
use crate::ui::context::PageContext;
use crate::ui::kit::table::{self, ROW_HEIGHT};
use crate::ui::kit::{Button, Icon, IconButton, Label, empty_state_ui, hairline_ui, paint};
use crate::ui::page;
use crate::ui::theme::{Type, UiTokens as _};
use crate::workspace::{Authority, Tag};
use crate::x509::inspect::display;
use egui::{Align, Layout, Role, Sense, Ui, WidgetInfo, vec2};

/// Room for the two buttons of a row.
const ACTS: f32 = 72.0;
/// The widest that the table becomes: a value far from its key is hard to read.
const WIDEST: f32 = 880.0;

/// Shows the page below the tabs.
pub(super) fn tags_ui(ui: &mut Ui, context: PageContext<'_>, authority: &Authority, commands: &mut Commands) {
    let blocked = availability::tags(authority.status(context.now)).or(context.blocked());
    page::body_ui(ui, "tags", |ui| {
        if authority.tags.is_empty() {
            let advice = "Labels to find authorities by, and for programs to count them by";
            let button = Button::primary("Add tags…").icon(Icon::Plus).blocked(blocked);
            if empty_state_ui(ui, Icon::Tag, "No tags yet", advice, button).clicked() {
                commands.push(Command::TagAuthority(authority.id(), None));
            }
            return;
        }
        ui.set_max_width(WIDEST.min(ui.available_width()));
        head_ui(ui, authority, blocked, commands);
        ui.add_space(10.0);
        columns_ui(ui);
        let mut tags: Vec<&Tag> = authority.tags.iter().collect();
        tags.sort_by(|one, other| one.key.cmp(&other.key));
        for tag in tags {
            row_ui(ui, authority, tag, blocked, commands);
        }
        ui.add_space(12.0);
        let color = ui.tokens().text2;
        let words = "Keys that begin with aws: or rds: are reserved. The API tells tags to whoever may list them.";
        ui.add(Label::new(words, Type::Small).color(color).wrap());
    });
}

/// How many there are, and what can be done with them.
fn head_ui(ui: &mut Ui, authority: &Authority, blocked: Blocked, commands: &mut Commands) {
    let id = authority.id();
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 32.0), Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        let color = ui.tokens().text2;
        ui.add(Label::new("Tags", Type::Heading).height(32.0).heading());
        let count = format!("{} of {TAG_QUOTA}", authority.tags.len());
        ui.add(Label::new(&count, Type::Small).color(color).height(32.0));
        let row = ui.max_rect();
        page::end_ui(ui, row, "tags", |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            if ui.add(Button::secondary("Remove tags…").blocked(blocked)).clicked() {
                commands.push(Command::UntagAuthority(id, None));
            }
            let full = (authority.tags.len() >= TAG_QUOTA).then_some("It has as many tags as it can have");
            let add = Button::secondary("Add tags…").icon(Icon::Plus).blocked(blocked.or(full));
            if ui.add(add).clicked() {
                commands.push(Command::TagAuthority(id, None));
            }
        });
    });
}

/// The widths of key and value in a row of this width.
fn widths(width: f32) -> [f32; 2] {
    let key = (width * 0.36).round();
    [key, width - key - ACTS]
}

fn columns_ui(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::hover());
    let color = ui.tokens().text2;
    for (cell, name) in table::cells(rect, 0.0, &widths(rect.width())).zip(["Key", "Value"]) {
        paint::words(ui.painter(), cell.left_center(), name, Type::Caption, color);
    }
    hairline_ui(ui);
}

fn row_ui(ui: &mut Ui, authority: &Authority, tag: &Tag, blocked: Blocked, commands: &mut Commands) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    let t = ui.tokens();
    let key = display::safe(&tag.key).into_owned();
    let (value, color) = match tag.value.as_deref() {
        None => ("No value".into(), t.text3),
        Some("") => ("Empty".into(), t.text3),
        Some(value) => (display::safe(value), t.text),
    };
    let texts = [(key.as_str(), Type::Name, t.text), (value.as_ref(), Type::Body, color)];
    let mut elided = false;
    for (cell, (words, kind, color)) in table::cells(rect, 0.0, &widths(rect.width())).zip(texts) {
        elided |= table::paint_cell(ui.painter(), cell.with_max_x(cell.right() - 12.0), words, kind, color);
    }
    let mut end = ui.new_child(egui::UiBuilder::new().id_salt(&tag.key).max_rect(rect));
    page::end_ui(&mut end, rect, "acts", |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let name = format!("Change tag {key}");
        if ui.add(IconButton::new(Icon::Pencil, &name).small().blocked(blocked)).clicked() {
            commands.push(Command::TagAuthority(authority.id(), Some(tag.key.clone())));
        }
        let name = format!("Remove tag {key}");
        if ui.add(IconButton::new(Icon::X, &name).small().blocked(blocked)).clicked() {
            commands.push(Command::UntagAuthority(authority.id(), Some(tag.key.clone())));
        }
    });
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, format!("tag {key}, {value}")));
    if elided {
        response.on_hover_text(format!("{key}\n{value}"));
    }
    hairline_ui(ui);
}
