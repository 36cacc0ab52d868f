//! The command palette, and the table of commands that menus and shortcuts are read from too.

mod fuzzy;
mod list;
mod row;
pub mod shortcut;
mod situation;
pub mod table;

pub use fuzzy::{Fit, fit};
pub use situation::{Reason, SelectedAuthority, Situation};

use super::command::Command;
use super::kit::{Keycap, paint};
use super::search::Finder;
use super::theme::{Type, UiTokens as _};
use crate::workspace::{Timestamp, Workspace};
use egui::{
    Align, Align2, Context, CornerRadius, Frame, Id, Key, Layout, Modal, Modifiers, Rect, Role, ScrollArea, Sense,
    TextEdit, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};
use list::{Line, Target};
use std::sync::Arc;

const WIDTH: f32 = 672.0;
const TOP: f32 = 88.0;
const FIELD: f32 = 52.0;
const FOOTER: f32 = 36.0;

/// The palette while it is open: Ctrl+K.
#[derive(Default)]
pub struct Palette {
    query: String,
    finder: Finder,
    chosen: usize,
}

/// How many authorities and certificates are offered.
const FOUND: usize = 8;

/// What a frame of the palette has brought.
pub enum Shown {
    /// It stays open.
    Open,
    /// It was closed, and this was chosen.
    Closed(Option<Command>),
}

impl Palette {
    /// Shows it over the window. Authorities and certificates are looked for in `workspace`, at the time beside it.
    pub fn show(
        &mut self,
        ctx: &Context,
        situation: &Situation,
        workspace: Option<(&Arc<Workspace>, Timestamp)>,
    ) -> Shown {
        let screen = ctx.content_rect();
        let width = WIDTH.min(screen.width() - 32.0);
        let left = (screen.center().x - width / 2.0).round();
        let id = Id::unique("canopy palette");
        let area = Modal::default_area(id).anchor(Align2::LEFT_TOP, vec2(left, TOP));
        let modal =
            Modal::new(id).area(area).frame(Frame::NONE).backdrop_color(ctx.tokens().scrim.gamma_multiply(0.62));
        let keys = Keys::taken(ctx);
        let shown = modal
            .show(ctx, |ui| self.contents_ui(ui, width, screen.height() - TOP - 32.0, situation, workspace, &keys));
        if let Some(command) = shown.inner {
            return Shown::Closed(Some(command));
        }
        if keys.close || shown.backdrop_response.clicked() { Shown::Closed(None) } else { Shown::Open }
    }

    fn contents_ui(
        &mut self,
        ui: &mut Ui,
        width: f32,
        room: f32,
        situation: &Situation,
        workspace: Option<(&Arc<Workspace>, Timestamp)>,
        keys: &Keys,
    ) -> Option<Command> {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        ui.set_width(width);
        let ground = ui.painter().add(egui::Shape::Noop);
        if self.field_ui(ui, situation) {
            self.chosen = 0;
        }
        if let Some((workspace, now)) = workspace {
            self.finder.find(ui.ctx(), workspace, now, &self.query, FOUND);
        }
        let lines = list::lines(&self.query, situation, self.finder.hits());
        self.chosen = choose(keys, self.chosen, lines.len());
        let moved = keys.down || keys.up;
        let looking = self.finder.is_looking();
        let pressed = list_ui(ui, &lines, looking, self.chosen, moved, room - FIELD - FOOTER);
        footer_ui(ui, lines.len());
        let rect = ui.min_rect();
        let t = ui.tokens();
        let shapes = [
            ui.visuals().window_shadow.as_shape(rect, CornerRadius::same(12)).into(),
            egui::Shape::rect_filled(rect, 12, if t.dark { t.raised } else { t.page }),
            egui::Shape::rect_stroke(rect, 12, egui::Stroke::new(1.0, t.border), egui::StrokeKind::Inside),
        ];
        ui.painter().set(ground, egui::Shape::Vec(shapes.into()));
        // While it is still looked for, what there is was found for something else.
        let can_run = |line: &&Line<'_>| !(looking && matches!(line.target, Target::Hit(_)));
        let entered = || keys.enter.then(|| lines.get(self.chosen)).flatten().filter(can_run);
        command(pressed.and_then(|index| lines.get(index)).or_else(entered)?, situation)
    }

    fn field_ui(&mut self, ui: &mut Ui, situation: &Situation) -> bool {
        let t = ui.tokens();
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), FIELD), Sense::hover());
        let y = rect.center().y;
        super::kit::Icon::Search.paint(ui.painter(), pos2(rect.left() + 24.0, y), 16.0, t.text2);
        let mut right = rect.right() - 16.0;
        if let Some(authority) = &situation.authority {
            let words = format!("for {}", authority.name);
            let line = paint::line(ui.painter(), &words, Type::Small, t.text2, 200.0);
            right -= line.size().x;
            paint::galley(ui.painter(), pos2(right.round(), y), line);
            right -= 16.0;
        }
        let place = Rect::from_min_max(pos2(rect.left() + 44.0, y - 14.0), pos2(right, y + 10.0));
        let edit = TextEdit::singleline(&mut self.query)
            .id(Id::unique("canopy palette field"))
            .frame(Frame::NONE)
            .margin(egui::Margin::ZERO)
            .font(Type::Heading.font())
            .hint_text("Type a command, a name or a serial")
            .align(Align2::LEFT_CENTER)
            .desired_width(place.width());
        let mut field = ui.new_child(UiBuilder::new().max_rect(place));
        let response = field.add_sized(place.size(), edit).accessible_name("Command");
        response.request_focus();
        paint::hairline(ui.painter(), rect.x_range(), rect.bottom() - 1.0, t.line);
        response.changed()
    }
}

/// The line that the arrows lead to; past either end they go on at the other.
fn choose(keys: &Keys, chosen: usize, count: usize) -> usize {
    let last = count.saturating_sub(1);
    match (keys.down, keys.up) {
        (true, _) if chosen >= last => 0,
        (true, _) => chosen + 1,
        (_, true) => chosen.checked_sub(1).unwrap_or(last),
        _ => chosen.min(last),
    }
}

/// The lines in their groups; returns the one that was pressed. `moved` brings the chosen one in sight; `looking` says
/// that more may be found.
fn list_ui(ui: &mut Ui, lines: &[Line<'_>], looking: bool, chosen: usize, moved: bool, room: f32) -> Option<usize> {
    let mut pressed = None;
    let scroll = ScrollArea::vertical().max_height(room.min(420.0)).auto_shrink([false, true]);
    scroll.show(ui, |ui| {
        ui.add_space(4.0);
        if lines.is_empty() {
            nothing_ui(ui, looking);
        }
        let mut group = None;
        for (index, line) in lines.iter().enumerate() {
            if group != Some(line.group()) {
                row::caption_ui(ui, line.group(), group.is_some());
                group = Some(line.group());
            }
            let response = row::line_ui(ui, line, index == chosen);
            if moved && index == chosen {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                pressed = Some(index);
            }
        }
        ui.add_space(8.0);
    });
    pressed
}

fn nothing_ui(ui: &mut Ui, looking: bool) {
    let t = ui.tokens();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 44.0), Sense::hover());
    let words = if looking { "Looking through the certificates…" } else { "Nothing has that name" };
    paint::words(ui.painter(), rect.left_center() + vec2(16.0, 0.0), words, Type::Body, t.text2);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
}

fn footer_ui(ui: &mut Ui, count: usize) {
    let t = ui.tokens();
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), FOOTER), Sense::hover());
    paint::hairline(ui.painter(), rect.x_range(), rect.top(), t.line);
    let inside = rect.shrink2(vec2(16.0, 0.0));
    let layout = Layout::left_to_right(Align::Center);
    let mut ui = ui.new_child(UiBuilder::new().max_rect(inside).layout(layout));
    for (key, words) in [("↑ ↓", "choose"), ("Enter", "run"), ("Esc", "close")] {
        ui.add(Keycap(key));
        ui.add_space(6.0);
        ui.add(super::kit::Label::new(words, Type::Small).color(t.text2));
        ui.add_space(16.0);
    }
    let all = table::TABLE.len();
    let words = format!("{count} of {}", all.max(count));
    paint::words_right(ui.painter(), inside.right_center(), &words, Type::Small, t.text2);
}

/// The keys that the palette keeps from its field.
struct Keys {
    up: bool,
    down: bool,
    enter: bool,
    close: bool,
}

impl Keys {
    fn taken(ctx: &Context) -> Self {
        ctx.input_mut(|input| Self {
            up: input.consume_key(Modifiers::NONE, Key::ArrowUp),
            down: input.consume_key(Modifiers::NONE, Key::ArrowDown),
            enter: input.consume_key(Modifiers::NONE, Key::Enter),
            // What opened it closes it, too.
            close: input.consume_key(Modifiers::NONE, Key::Escape) || input.consume_key(Modifiers::COMMAND, Key::K),
        })
    }
}

fn command(line: &Line<'_>, situation: &Situation) -> Option<Command> {
    match &line.target {
        Target::Entry { entry, .. } => (entry.command)(situation).ok(),
        Target::Hit(hit) => Some(Command::Select(hit.select.clone())),
    }
}
