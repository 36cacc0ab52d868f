//! Toasts: what was done, what of it did not go, and the next act. Never a question, never an error that needs an
//! answer.

use egui::{Area, Context, Id, Order, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{Icon, paint};
use crate::ui::theme::{Tokens, Type, UiTokens as _};

/// Seconds for which a toast stays; longer while the pointer or the keyboard is on it.
const STAYS: f64 = 6.0;
/// The same for one that tells of trouble: its reason is longer to read.
const TROUBLE_STAYS: f64 = 15.0;
const SIZE: egui::Vec2 = egui::vec2(368.0, 48.0);
/// How many lines of a reason are shown; the whole shows on hover.
const REASON_ROWS: usize = 4;

struct Toast<A> {
    number: u64,
    words: String,
    /// Why something did not go.
    trouble: Option<String>,
    act: Option<(String, A)>,
    leaves: f64,
}

impl<A> Toast<A> {
    fn stays(&self) -> f64 {
        if self.trouble.is_some() { TROUBLE_STAYS } else { STAYS }
    }

    fn label(&self) -> String {
        match &self.trouble {
            Some(reason) => format!("{}: {reason}", self.words),
            None => self.words.clone(),
        }
    }
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
        self.push(ctx, words.into(), None, None);
    }

    /// Says what was done and what of it did not go, with the act that sets it right where there is one.
    pub fn trouble(
        &mut self,
        ctx: &Context,
        words: impl Into<String>,
        reason: impl Into<String>,
        act: Option<(&str, A)>,
    ) {
        let act = act.map(|(words, value)| (words.to_owned(), value));
        self.push(ctx, words.into(), Some(reason.into()), act);
    }

    /// Says what was done and offers the next act: "Download chain".
    pub fn done_then(&mut self, ctx: &Context, words: impl Into<String>, act: impl Into<String>, value: A) {
        self.push(ctx, words.into(), None, Some((act.into(), value)));
    }

    fn push(&mut self, ctx: &Context, words: String, trouble: Option<String>, act: Option<(String, A)>) {
        self.made += 1;
        let mut toast = Toast { number: self.made, words, trouble, act, leaves: 0.0 };
        toast.leaves = ctx.input(|input| input.time) + toast.stays();
        self.shown.push(toast);
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
        let mut bottom = page.bottom() - 16.0;
        for index in (0..self.shown.len()).rev() {
            let toast = &mut self.shown[index];
            let (press, rests, height) = toast_ui(ctx, pos2(page.right() - 16.0, bottom), toast);
            bottom -= height + 8.0;
            if rests {
                toast.leaves = now + toast.stays();
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

/// Shows a toast whose lower right corner is at `corner`; returns what was pressed, whether the pointer or the keyboard
/// is on it, and how high it is.
fn toast_ui<A>(ctx: &Context, corner: egui::Pos2, toast: &Toast<A>) -> (Option<Pressed>, bool, f32) {
    let id = Id::unique(("canopy toast", toast.number));
    // Dark in both themes, so that it is never taken for a part of the page.
    let t = Tokens::dark();
    let reason = toast.trouble.as_deref().map(|reason| reason_lines(ctx, reason, t));
    let below = reason.as_ref().map_or(0.0, |reason| reason.size().y + if toast.act.is_some() { 30.0 } else { 4.0 });
    let height = SIZE.y + below.round();
    let size = vec2(SIZE.x, height);
    let area = Area::new(id).order(Order::Foreground).fixed_pos(corner - size).movable(false);
    let shown = area.show(ctx, |ui| {
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let fill = if ui.tokens().dark { t.pressed } else { t.raised };
        paint::floating(ui.painter(), rect, 8, fill, ui.tokens());
        let head = rect.with_max_y(rect.top() + SIZE.y);
        let (icon, color) = match toast.trouble {
            None => (Icon::CircleCheck, t.accent),
            Some(_) => (Icon::TriangleAlert, t.warn_mark),
        };
        icon.paint(ui.painter(), pos2(head.left() + 22.0, head.center().y), 16.0, color);
        // Beside a reason the act stands below it, so that the words have the whole line.
        let act_y = if reason.is_some() { rect.bottom() - 20.0 } else { head.center().y };
        let pressed = acts_ui(ui, head, act_y, toast, t);
        let label = toast.label();
        response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &label));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_live(egui::accesskit::Live::Polite);
        });
        if let Some(reason) = reason {
            let elided = reason.elided;
            ui.painter().galley(pos2(rect.left() + 40.0, head.bottom() - 10.0), reason, t.text2);
            if elided {
                response.on_hover_text(label);
            }
        }
        pressed
    });
    let focused = ctx.memory(|memory| memory.focused());
    let focus_inside = focused.is_some_and(|focus| [id.with("act"), id.with("close")].contains(&focus));
    (shown.inner, shown.response.contains_pointer() || focus_inside, height)
}

/// The reason below the words, in a few lines.
fn reason_lines(ctx: &Context, reason: &str, t: &Tokens) -> std::sync::Arc<egui::Galley> {
    let mut job = egui::text::LayoutJob::single_section(reason.to_owned(), Type::Small.paragraph(t.text2));
    job.wrap.max_width = SIZE.x - 40.0 - 24.0;
    job.wrap.max_rows = REASON_ROWS;
    ctx.fonts_mut(|fonts| fonts.layout_job(job))
}

fn acts_ui<A>(ui: &mut Ui, rect: Rect, act_y: f32, toast: &Toast<A>, t: &Tokens) -> Option<Pressed> {
    let y = rect.center().y;
    let id = Id::unique(("canopy toast", toast.number));
    let mut pressed = None;
    let mut right = rect.right() - 40.0;
    if let Some((words, _)) = &toast.act {
        let width = paint::width(ui.painter(), words, Type::Name);
        let beside = act_y == y;
        let end = if beside { right } else { rect.left() + 40.0 + width };
        let place = Rect::from_min_max(pos2(end - width, act_y - 14.0), pos2(end, act_y + 14.0));
        let response = ui.interact(place, id.with("act"), Sense::click());
        paint::words(ui.painter(), pos2(place.left().round(), act_y), words, Type::Name, t.accent);
        if response.has_focus() {
            paint::focus_ring(ui.painter(), place.expand2(vec2(6.0, 0.0)), 6, t);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words));
        pressed = response.clicked().then_some(Pressed::Act);
        if beside {
            right = place.left() - 12.0;
        }
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
    if line.elided {
        ui.interact(words, id.with("words"), Sense::hover()).on_hover_text(&toast.words);
    }
    paint::galley(&ui.new_child(UiBuilder::new().max_rect(words)).painter().clone(), pos2(left, y), line);
    pressed
}
