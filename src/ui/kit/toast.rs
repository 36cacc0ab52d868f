//! Toasts: what was done, and the next act. Never a question, never an error that needs an answer.

use egui::{Area, Context, Id, Order, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{Icon, paint};
use crate::ui::theme::{Tokens, Type, UiTokens as _};

/// Seconds for which a toast stays; longer while the pointer or the keyboard is on it.
const STAYS: f64 = 6.0;
const SIZE: egui::Vec2 = egui::vec2(368.0, 48.0);

struct Toast<A> {
    number: u64,
    words: String,
    act: Option<(String, A)>,
    leaves: f64,
}

/// The toasts of a window. `A` is what the next act of one stands for.
pub struct Toasts<A> {
    shown: Vec<Toast<A>>,
    made: u64,
}

impl<A> Default for Toasts<A> {
    fn default() -> Self {
        Self { shown: Vec::new(), made: 0 }
    }
}

enum Pressed {
    Act,
    Close,
}

impl<A> Toasts<A> {
    /// Says what was done: "Issued api.acme.example".
    pub fn done(&mut self, ctx: &Context, words: impl Into<String>) {
        self.push(ctx, words.into(), None);
    }

    /// Says what was done and offers the next act: "Download chain".
    pub fn done_then(&mut self, ctx: &Context, words: impl Into<String>, act: impl Into<String>, value: A) {
        self.push(ctx, words.into(), Some((act.into(), value)));
    }

    fn push(&mut self, ctx: &Context, words: String, act: Option<(String, A)>) {
        let leaves = ctx.input(|input| input.time) + STAYS;
        self.made += 1;
        self.shown.push(Toast { number: self.made, words, act, leaves });
        // More than three hide the page; the oldest was read or never will be.
        if self.shown.len() > 3 {
            self.shown.remove(0);
        }
        ctx.request_repaint();
    }

    /// Shows them at the bottom right of `page`, the newest lowest; returns the act that was pressed.
    pub fn show(&mut self, ctx: &Context, page: Rect) -> Option<A> {
        let now = ctx.input(|input| input.time);
        self.shown.retain(|toast| toast.leaves > now);
        let mut pressed = None;
        for (place, index) in (0..self.shown.len()).rev().enumerate() {
            let lift = (SIZE.y + 8.0) * place as f32;
            let min = page.right_bottom() - SIZE - vec2(16.0, 16.0 + lift);
            let toast = &mut self.shown[index];
            let (press, rests) = toast_ui(ctx, min, toast);
            if rests {
                toast.leaves = now + STAYS;
            }
            if let Some(press) = press {
                pressed = Some((index, press));
            }
        }
        if let Some(next) = self.shown.iter().map(|toast| toast.leaves - now).reduce(f64::min) {
            ctx.request_repaint_after_secs(next as f32);
        }
        let (index, press) = pressed?;
        let toast = self.shown.remove(index);
        match press {
            Pressed::Act => toast.act.map(|(_, value)| value),
            Pressed::Close => None,
        }
    }
}

fn toast_ui<A>(ctx: &Context, min: egui::Pos2, toast: &Toast<A>) -> (Option<Pressed>, bool) {
    let id = Id::unique(("canopy toast", toast.number));
    let area = Area::new(id).order(Order::Foreground).fixed_pos(min).movable(false);
    let shown = area.show(ctx, |ui| {
        let (rect, response) = ui.allocate_exact_size(SIZE, Sense::hover());
        // Dark in both themes, so that it is never taken for a part of the page.
        let t = Tokens::dark();
        let fill = if ui.tokens().dark { t.pressed } else { t.raised };
        paint::floating(ui.painter(), rect, 8, fill, ui.tokens());
        Icon::CircleCheck.paint(ui.painter(), pos2(rect.left() + 22.0, rect.center().y), 16.0, t.accent);
        let pressed = acts_ui(ui, rect, toast, t);
        let words = &toast.words;
        response.widget_info(|| WidgetInfo::labeled(Role::Status, true, words));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_live(egui::accesskit::Live::Polite);
        });
        pressed
    });
    let focused = ctx.memory(|memory| memory.focused());
    let focus_inside = focused.is_some_and(|focus| [id.with("act"), id.with("close")].contains(&focus));
    (shown.inner, shown.response.contains_pointer() || focus_inside)
}

fn acts_ui<A>(ui: &mut Ui, rect: Rect, toast: &Toast<A>, t: &Tokens) -> Option<Pressed> {
    let y = rect.center().y;
    let id = Id::unique(("canopy toast", toast.number));
    let mut pressed = None;
    let mut right = rect.right() - 40.0;
    if let Some((words, _)) = &toast.act {
        let width = paint::width(ui.painter(), words, Type::Name);
        let place = Rect::from_min_max(pos2(right - width, y - 14.0), pos2(right, y + 14.0));
        let response = ui.interact(place, id.with("act"), Sense::click());
        paint::words(ui.painter(), pos2(place.left().round(), y), words, Type::Name, t.accent);
        if response.has_focus() {
            paint::focus_ring(ui.painter(), place.expand2(vec2(6.0, 0.0)), 6, t);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words));
        pressed = response.clicked().then_some(Pressed::Act);
        right = place.left() - 12.0;
    }
    let close = Rect::from_center_size(pos2(rect.right() - 20.0, y), vec2(24.0, 24.0));
    let response = ui.interact(close, id.with("close"), Sense::click());
    let color = if response.hovered() { t.text } else { t.text2 };
    Icon::X.paint(ui.painter(), close.center(), 14.0, color);
    if response.has_focus() {
        paint::focus_ring(ui.painter(), close, 6, t);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Dismiss"));
    if response.clicked() {
        pressed = Some(Pressed::Close);
    }
    let left = rect.left() + 40.0;
    let line = paint::line(ui.painter(), &toast.words, Type::Name, t.text, right - left);
    let words = Rect::from_min_max(pos2(left, rect.top()), pos2(right, rect.bottom()));
    paint::galley(&ui.new_child(UiBuilder::new().max_rect(words)).painter().clone(), pos2(left, y), line);
    pressed
}
