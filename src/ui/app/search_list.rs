//! What the search field of the top bar has found, below it.

use super::App;
use crate::ui::command::Command;
use crate::ui::kit::paint;
use crate::ui::search::{Finder, Hit};
use crate::ui::theme::{Type, UiTokens as _};
use egui::{
    Color32, Frame, Key, Modifiers, Popup, PopupCloseBehavior, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2,
};

/// How many are shown.
const SHOWN: usize = 8;

/// What was typed into the search field, and what was found for it.
#[derive(Default)]
pub(super) struct Search {
    pub query: String,
    found_for: String,
    finder: Finder,
    chosen: usize,
}

impl App {
    /// The list below the field. The arrows choose, Enter goes there, Escape empties the field.
    pub(super) fn found_ui(&mut self, ui: &mut Ui, place: Rect, field: &Response) {
        if self.search.query != self.search.found_for {
            self.search.found_for.clone_from(&self.search.query);
            self.search.chosen = 0;
        }
        if let Some(session) = &self.session {
            let Search { query, finder, .. } = &mut self.search;
            finder.find(ui.ctx(), &session.snapshot, session.now, query, SHOWN);
        }
        let left_by_enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let open = !self.search.query.trim().is_empty() && (field.has_focus() || left_by_enter);
        let pressed = Popup::from_response(field)
            .id(field.id.with("found"))
            .open(open || self.list_is_pressed(ui, field))
            .close_behavior(PopupCloseBehavior::IgnoreClicks)
            .gap(4.0)
            .width(place.width())
            .frame(Frame::menu(ui.style()))
            .show(|ui| self.hits_ui(ui))
            .and_then(|shown| shown.inner);
        if field.has_focus() {
            self.move_choice(ui);
        }
        if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
            self.search.query.clear();
        }
        // Enter means what was typed, so not what was found for less of it.
        let entered = (left_by_enter && !self.search.finder.is_looking()).then_some(self.search.chosen);
        if let Some(hit) = pressed.or(entered).and_then(|index| self.search.finder.hits().get(index)) {
            self.commands.push(Command::Select(hit.select.clone()));
            self.search.query.clear();
        }
    }

    /// A press on the list takes the keyboard from the field before the click is complete.
    fn list_is_pressed(&self, ui: &Ui, field: &Response) -> bool {
        let list = field.id.with("found");
        !self.search.query.is_empty()
            && ui.input(|input| input.pointer.any_down() || input.pointer.any_released())
            && ui
                .ctx()
                .memory(|memory| memory.area_rect(list))
                .is_some_and(|rect| ui.input(|input| input.pointer.interact_pos().is_some_and(|at| rect.contains(at))))
    }

    fn move_choice(&mut self, ui: &Ui) {
        let last = self.search.finder.hits().len().saturating_sub(1);
        let (down, up) = ui.input_mut(|input| {
            let down = input.consume_key(Modifiers::NONE, Key::ArrowDown);
            (down, input.consume_key(Modifiers::NONE, Key::ArrowUp))
        });
        let chosen = self.search.chosen;
        self.search.chosen = match (down, up) {
            (true, _) => (chosen + 1).min(last),
            (_, true) => chosen.saturating_sub(1),
            _ => chosen,
        };
    }

    fn hits_ui(&self, ui: &mut Ui) -> Option<usize> {
        ui.spacing_mut().item_spacing.y = 0.0;
        if self.search.finder.hits().is_empty() {
            let t = ui.tokens();
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 36.0), Sense::hover());
            let words = match self.session {
                Some(_) if self.search.finder.is_looking() => "Looking through the certificates…",
                Some(_) => "No authority and no certificate has that name or serial",
                None => "Open a workspace to search in it",
            };
            let left = rect.left_center() + vec2(8.0, 0.0);
            let line = paint::line(ui.painter(), words, Type::Small, t.text2, rect.width() - 16.0);
            paint::galley(ui.painter(), left, line);
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
        }
        let mut pressed = None;
        for (index, hit) in self.search.finder.hits().iter().enumerate() {
            if hit_ui(ui, hit, index == self.search.chosen).clicked() {
                pressed = Some(index);
            }
        }
        pressed
    }
}

fn hit_ui(ui: &mut Ui, hit: &Hit, chosen: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), Sense::CLICK);
    let t = ui.tokens();
    let fill = match (chosen, response.hovered()) {
        (true, _) => t.selected,
        (false, true) => t.hover,
        (false, false) => Color32::TRANSPARENT,
    };
    let painter = ui.painter();
    paint::fill(painter, rect, 5, fill);
    let middle = rect.left_center();
    hit.icon.paint(painter, middle + vec2(16.0, 0.0), 14.0, if chosen { t.accent } else { t.text2 });
    let detail = paint::words_right(painter, rect.right_center() - vec2(8.0, 0.0), &hit.detail, Type::Small, t.text2);
    let room = detail.left() - rect.left() - 42.0;
    let line = paint::line(painter, &hit.name, Type::Name, t.text, room);
    let elided = line.elided;
    paint::galley(painter, middle + vec2(30.0, 0.0), line);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, chosen, &hit.name));
    if elided { response.on_hover_text(&hit.name) } else { response }
}
