//! The top bar: menus, the search field, the lock, the endpoint, the palette and the theme.

use super::App;
use super::menu_bar;
use crate::engine::Access;
use crate::ui::command::{Command, EndpointAct, WorkspacePage};
use crate::ui::host::{EndpointState, host_and_port};
use crate::ui::kit::{Icon, IconButton, Keycap, Label, SearchField, Status, paint, paint_logo};
use crate::ui::page;
use crate::ui::palette::Situation;
use crate::ui::theme::{Theme, Type, UiTokens as _};
use egui::{Align, Frame, Id, Layout, Rect, Response, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

/// Height of the bar.
const HEIGHT: f32 = 44.0;

/// Where the keyboard goes on Ctrl+F.
pub(super) fn search_id() -> Id {
    Id::unique("canopy search")
}

impl App {
    pub(super) fn top_bar_ui(&mut self, ui: &mut Ui, situation: &Situation) {
        let fill = ui.tokens().chrome;
        let panel = egui::Panel::top("canopy top bar")
            .exact_size(HEIGHT)
            .resizable(false)
            .show_separator_line(false)
            .frame(Frame::new().fill(fill));
        panel.show(ui, |ui| {
            let bar = ui.max_rect();
            paint::hairline(ui.painter(), bar.x_range(), bar.bottom() - 1.0, ui.tokens().line);
            let menus = self.left_end_ui(ui, bar, situation);
            let narrow = super::layout::is_narrow(ui.ctx());
            let width = if narrow { 296.0 } else { 320.0 };
            let left = (bar.center().x - width / 2.0).max(menus + 24.0).round();
            let place = Rect::from_min_size(pos2(left, bar.top() + 8.0), vec2(width, 28.0));
            self.search_ui(ui, place, narrow);
            self.right_end_ui(ui, bar, narrow, situation);
        });
    }

    /// The logo and the menus; returns where they end.
    fn left_end_ui(&mut self, ui: &mut Ui, bar: Rect, situation: &Situation) -> f32 {
        let y = bar.center().y;
        let t = ui.tokens();
        paint_logo(ui.painter(), pos2(bar.left() + 16.0, y - 9.0), 18.0, t.chrome, t);
        paint::words(ui.painter(), pos2(bar.left() + 42.0, y), "Canopy", Type::NameSemi, t.text);
        let place = Rect::from_min_max(pos2(bar.left() + 100.0, bar.top()), bar.max);
        let layout = Layout::left_to_right(Align::Center);
        let mut menus = ui.new_child(UiBuilder::new().id_salt("menus").max_rect(place).layout(layout));
        menus.spacing_mut().item_spacing.x = 0.0;
        let open = self.session.as_ref().map(|session| session.engine.path());
        let recent: Vec<_> = self.recent().into_iter().filter(|known| Some(known.path.as_path()) != open).collect();
        self.commands.extend(menu_bar::menus_ui(&mut menus, situation, &recent));
        menus.min_rect().right()
    }

    fn search_ui(&mut self, ui: &mut Ui, place: Rect, narrow: bool) {
        let hint = if narrow { "Search names, serials" } else { "Search names, serials, ARNs" };
        let mut field = ui.new_child(UiBuilder::new().id_salt("search").max_rect(place));
        let response = SearchField::search(hint, "Ctrl F")
            .width(place.width())
            .id(search_id())
            .show(&mut field, &mut self.search.query);
        self.found_ui(ui, place, &response);
    }

    fn right_end_ui(&mut self, ui: &mut Ui, bar: Rect, narrow: bool, situation: &Situation) {
        let place = bar.with_max_x(bar.right() - 10.0);
        let at_endpoint = self.session.as_ref().is_some_and(|session| session.is_at(WorkspacePage::Endpoint));
        let endpoint = self.session.is_some().then_some(&self.serving.state);
        let commands = &mut self.commands;
        page::end_ui(ui, place, "end", |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            commands.extend(lock_ui(ui, narrow, situation));
            if let Some(state) = endpoint
                && endpoint_ui(ui, narrow, state, at_endpoint).clicked()
            {
                commands.push(Command::Endpoint(EndpointAct::Show));
            }
            ui.add_space(12.0);
            let (line, _) = ui.allocate_exact_size(vec2(1.0, 16.0), Sense::hover());
            paint::vertical_hairline(ui.painter(), line.left().round(), line.y_range(), ui.tokens().line);
            ui.add_space(12.0);
            if palette_ui(ui).clicked() {
                commands.push(Command::Palette);
            }
            ui.add_space(6.0);
            commands.extend(theme_ui(ui).map(Command::Theme));
        });
    }
}

/// The shortcut of the command palette, as a button for whoever has not learned it yet.
fn palette_ui(ui: &mut Ui) -> Response {
    let keys = "Ctrl K";
    let width = paint::width(ui.painter(), keys, Type::CaptionRegular) + 10.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width.round(), 28.0), Sense::click());
    let t = ui.tokens();
    let cap = Rect::from_center_size(rect.center(), vec2(rect.width(), 18.0));
    if response.hovered() {
        paint::fill(ui.painter(), cap, 4, t.hover);
    }
    Keycap(keys).paint(ui.painter(), rect.right_center(), t);
    if response.has_focus() {
        paint::focus_ring(ui.painter(), cap, 4, t);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Command palette"));
    response.on_hover_text("Command palette")
}

/// Between light and dark; what the system has is in the View menu.
fn theme_ui(ui: &mut Ui) -> Option<Theme> {
    let (icon, name, other) = if ui.tokens().dark {
        (Icon::Sun, "Light theme", Theme::Light)
    } else {
        (Icon::Moon, "Dark theme", Theme::Dark)
    };
    ui.add(IconButton::new(icon, name)).clicked().then_some(other)
}

/// Longest address of the endpoint that is shown whole, in points: about `127.127.127.127:65535`.
const ADDRESS: f32 = 152.0;

/// The place of the endpoint's page: how it stands, and where it answers.
fn endpoint_ui(ui: &mut Ui, narrow: bool, state: &EndpointState, selected: bool) -> Response {
    let (status, words) = match state {
        EndpointState::Off => (None, "Endpoint off".to_owned()),
        EndpointState::Starting => (Some(Status::Pending), "Starting".to_owned()),
        EndpointState::Stopping => (Some(Status::Pending), "Stopping".to_owned()),
        EndpointState::Failed(_) => (Some(Status::Attention), "Endpoint off".to_owned()),
        EndpointState::Running(running) => (Some(Status::Active), running.address.clone()),
    };
    let shown = match (narrow, state.running().map(|running| host_and_port(&running.address).1)) {
        (true, Some(port)) => format!(":{}", port.unwrap_or_default()),
        (true, None) => String::new(),
        (false, _) => words.clone(),
    };
    let (t, running) = (ui.tokens(), state.running().is_some());
    let (kind, color) = match (selected, state) {
        (true, _) if running => (Type::SmallSemi, t.accent),
        (true, _) => (Type::SmallSemi, t.text),
        (false, EndpointState::Failed(_)) => (Type::Small, t.warn),
        (false, _) => (Type::Small, t.text2),
    };
    let line = paint::line(ui.painter(), &shown, kind, color, ADDRESS);
    // An icon is wider than a mark.
    let begin = if status.is_some() { 26.0 } else { 30.0 };
    let width = if shown.is_empty() { 34.0 } else { begin + line.size().x + 12.0 };
    let size = vec2(width.round(), 26.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    if selected || response.hovered() {
        paint::fill(ui.painter(), rect, 6, if selected { t.selected } else { t.hover });
    }
    let mark = pos2(rect.left() + 17.0, rect.center().y);
    match status {
        Some(status) => status.paint(ui.painter(), mark, t),
        None => drop(Icon::Server.paint(ui.painter(), mark, 14.0, if selected { t.accent } else { t.text2 })),
    }
    if !shown.is_empty() {
        paint::galley(ui.painter(), pos2(rect.left() + begin, rect.center().y), line);
    }
    if response.has_focus() {
        paint::focus_ring(ui.painter(), rect, 6, t);
    }
    let name = if running { format!("Endpoint {words}") } else { words };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(selected));
    let hover = match state {
        EndpointState::Running(running) => format!("The endpoint answers at {}", running.url()),
        EndpointState::Failed(why) => format!("The endpoint does not run: {why}"),
        _ => name,
    };
    response.on_hover_text(hover)
}

/// The state of the lock; pressing it changes it.
fn lock_ui(ui: &mut Ui, narrow: bool, situation: &Situation) -> Option<Command> {
    let t = ui.tokens();
    let (icon, words, color, command) = match &situation.access {
        None => {
            let (rect, _) = ui.allocate_exact_size(vec2(14.0, 20.0), Sense::hover());
            Icon::Folder.paint(ui.painter(), rect.center(), 14.0, t.text2);
            ui.add_space(4.0);
            ui.add(Label::new("No workspace", Type::Small).color(t.text2));
            return None;
        }
        Some(Access::Unlocked) => (Icon::LockOpen, "Unlocked", t.text2, Some(Command::Lock)),
        Some(Access::Locked) => (Icon::Lock, "Locked", t.warn, Some(Command::Unlock)),
        Some(Access::ReadOnly(_)) => (Icon::Eye, "Read-only", t.warn, None),
    };
    let hover = match (&command, &situation.access) {
        (Some(Command::Lock), _) => "Lock the workspace".to_owned(),
        (_, Some(Access::ReadOnly(reason))) => format!("Open for reading only: {reason}"),
        _ => "Unlock the workspace…".to_owned(),
    };
    let response = quiet_button(ui, icon, words, color, narrow).on_hover_text(hover);
    response.clicked().then_some(command).flatten()
}

/// An icon and words without a frame; the words give way in a narrow window.
fn quiet_button(ui: &mut Ui, icon: Icon, words: &str, color: egui::Color32, narrow: bool) -> Response {
    let words_width = if narrow { 0.0 } else { 4.0 + paint::width(ui.painter(), words, Type::Small) };
    let size = vec2(16.0 + words_width + 12.0, 28.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let t = ui.tokens();
    if response.hovered() {
        paint::fill(ui.painter(), rect, 6, t.hover);
    }
    icon.paint(ui.painter(), pos2(rect.left() + 14.0, rect.center().y), 14.0, color);
    if !narrow {
        paint::words(ui.painter(), pos2(rect.left() + 26.0, rect.center().y), words, Type::Small, color);
    }
    if response.has_focus() {
        paint::focus_ring(ui.painter(), rect, 6, t);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words));
    response
}
