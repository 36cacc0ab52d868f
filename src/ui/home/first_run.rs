//! The first screen: no workspace is open.

use crate::ui::command::{Command, Commands};
use crate::ui::kit::{Button, Icon, Keycap, Label, hairline_ui, paint, paint_logo};
use crate::ui::sample;
use crate::ui::theme::{Type, UiTokens as _};
use egui::{Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use std::path::PathBuf;

/// Width of the column of choices.
const WIDTH: f32 = 448.0;
/// How many workspaces are listed: the rest is one dialog away.
const LISTED: usize = 5;

/// A workspace that was open before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    /// Where its file lies.
    pub path: PathBuf,
    /// The same as a person writes it: `~/pki/acme.ron`.
    pub shown: String,
}

/// New workspace, open, try the sample, and the workspaces that were open before.
#[derive(Default)]
pub struct FirstRun {
    height: f32,
}

impl FirstRun {
    /// Shows the screen.
    pub fn ui(&mut self, ui: &mut Ui, recent: &[Recent], commands: &mut Commands) {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let room = ui.available_rect_before_wrap();
            let width = WIDTH.min(room.width() - 64.0);
            // In the middle, a little high; its height is known from the frame before.
            let above = ((ui.clip_rect().height() - self.height) * 0.45).max(32.0).round();
            let left = (room.center().x - width / 2.0).round();
            let place = Rect::from_min_size(pos2(left, room.top() + above), vec2(width, f32::INFINITY));
            let shown = ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
                ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
                column_ui(ui, recent, commands);
            });
            let height = shown.response.rect.height();
            if height != self.height {
                self.height = height;
                ui.request_discard("the first screen is centred by its height");
            }
            ui.add_space(32.0);
        });
    }
}

fn column_ui(ui: &mut Ui, recent: &[Recent], commands: &mut Commands) {
    let t = ui.tokens();
    let (logo, _) = ui.allocate_exact_size(vec2(40.0, 48.0), Sense::hover());
    paint_logo(ui.painter(), logo.min - vec2(3.0, 0.0), 45.0, t.page, t);
    ui.add_space(16.0);
    let title = "Run your own certificate authorities";
    ui.add(Label::new(title, Type::Display).height(40.0).heading());
    let promise = "Canopy keeps them in one file on this computer, their keys sealed with your passphrase. Nothing leaves it unless you publish it.";
    ui.add(Label::new(promise, Type::Body).color(t.text2).wrap());
    ui.add_space(32.0);
    let known = !recent.is_empty();
    let sample = format!("{}; passphrase “{}”", sample::contents(), sample::PASSPHRASE);
    let choices = [
        (Icon::Plus, "New workspace…", "Start empty, choose a passphrase, create your first root", "Ctrl N"),
        (Icon::FolderOpen, "Open workspace…", "Continue with a workspace file you already have", "Ctrl O"),
        (Icon::FlaskConical, "Try the sample", sample.as_str(), ""),
    ];
    let acts = [|| Command::NewWorkspace, || Command::OpenWorkspace, || Command::TrySample];
    for (index, ((icon, name, detail, shortcut), act)) in choices.into_iter().zip(acts).enumerate() {
        // Whoever has workspaces does not need another one first of all.
        let lead = index == 0 && !known;
        if choice_ui(ui, icon, name, detail, shortcut, lead).clicked() {
            commands.push(act());
        }
        ui.add_space(4.0);
    }
    if known {
        recent_ui(ui, recent, commands);
    }
    ui.add_space(20.0);
    hairline_ui(ui);
    ui.add_space(14.0);
    ui.horizontal(|ui| {
        ui.add(Label::new("Only want to look at a certificate?", Type::Body).color(t.text2));
        if ui.add(Button::link("Inspect a file…")).clicked() {
            commands.push(Command::InspectFile);
        }
    });
    let drop = "Or drop a certificate, a CSR or a CRL anywhere in this window";
    ui.add(Label::new(drop, Type::Small).color(t.text3).height(20.0));
}

/// A choice of 64: the icon in a box, what it does, and its shortcut.
fn choice_ui(ui: &mut Ui, icon: Icon, name: &str, detail: &str, shortcut: &str, lead: bool) -> Response {
    let (inner, response) = ui.allocate_exact_size(vec2(ui.available_width(), 64.0), Sense::click());
    let rect = inner.expand2(vec2(16.0, 0.0));
    let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
    if lead {
        paint::fill(painter, rect, 8, t.selected);
        paint::edge(painter, rect, 8, t.accent);
    } else if response.hovered() {
        paint::fill(painter, rect, 8, t.hover);
    }
    let tile = Rect::from_center_size(pos2(inner.left() + 20.0, y), vec2(40.0, 40.0));
    let (fill, color) = if lead { (t.accent_fill, t.on_accent) } else { (t.hover, t.text2) };
    let fill = if response.hovered() && !lead { t.pressed } else { fill };
    paint::fill(painter, tile, 6, fill);
    icon.paint(painter, tile.center(), 16.0, color);
    let left = tile.right() + 16.0;
    paint::words(painter, pos2(left, y - 9.0), name, Type::NameSemi, t.text);
    let room = inner.right() - left - if shortcut.is_empty() { 0.0 } else { 56.0 };
    let line = paint::line(painter, detail, Type::Small, t.text2, room);
    paint::galley(painter, pos2(left, y + 10.0), line);
    if !shortcut.is_empty() {
        Keycap(shortcut).paint(painter, pos2(inner.right(), y), t);
    }
    if response.has_focus() {
        paint::focus_ring(painter, rect, 8, t);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(detail));
    response
}

fn recent_ui(ui: &mut Ui, recent: &[Recent], commands: &mut Commands) {
    ui.add_space(20.0);
    hairline_ui(ui);
    ui.add_space(8.0);
    let t = ui.tokens();
    ui.add(Label::new("Recent workspaces", Type::SmallSemi).color(t.text2).height(28.0).heading());
    for known in recent.iter().take(LISTED) {
        if recent_row_ui(ui, known).clicked() {
            commands.push(Command::OpenRecent(known.path.clone()));
        }
    }
}

/// The name of the file, and where it lies.
fn recent_row_ui(ui: &mut Ui, known: &Recent) -> Response {
    let (inner, response) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), Sense::click());
    let rect = inner.expand2(vec2(8.0, 0.0));
    let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
    if response.hovered() {
        paint::fill(painter, rect, 6, t.hover);
    }
    Icon::FileKey.paint(painter, pos2(inner.left() + 8.0, y), 14.0, t.text2);
    let name = known.path.file_stem().map_or_else(|| known.shown.clone(), |name| name.to_string_lossy().into_owned());
    let left = pos2(inner.left() + 24.0, y);
    let name_line = paint::line(painter, &name, Type::Name, t.text, inner.width() * 0.45);
    let end = paint::galley(painter, left, name_line).right();
    let room = inner.right() - end - 16.0;
    let place = crate::ui::kit::elide::middle_to_width(painter, &known.shown, Type::MonoSmall, room);
    paint::words_right(painter, pos2(inner.right(), y), &place, Type::MonoSmall, t.text3);
    if response.has_focus() {
        paint::focus_ring(painter, rect, 6, t);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), format!("Open {name}")));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(known.shown.clone()));
    response.on_hover_text(&known.shown)
}
