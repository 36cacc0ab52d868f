//! The line at the foot of the window: what runs, what was done last, where the workspace is.

use super::App;
use crate::ui::kit::{Icon, paint};
use crate::ui::theme::{Type, UiTokens as _};
use egui::{Context, Frame, Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// Height of the line.
const HEIGHT: f32 = 24.0;

/// The last result.
#[derive(Default)]
pub(super) struct Status {
    words: String,
    good: Option<bool>,
    at: f64,
}

impl Status {
    /// Something was done.
    pub fn done(&mut self, ctx: &Context, words: impl Into<String>) {
        self.set(ctx, words.into(), Some(true));
    }

    /// Something did not go.
    pub fn failed(&mut self, ctx: &Context, words: impl Into<String>) {
        self.set(ctx, words.into(), Some(false));
    }

    /// Neither: a remark.
    pub fn say(&mut self, ctx: &Context, words: impl Into<String>) {
        self.set(ctx, words.into(), None);
    }

    fn set(&mut self, ctx: &Context, words: String, good: Option<bool>) {
        *self = Self { words, good, at: ctx.input(|input| input.time) };
    }

    /// How long ago it was, once that is worth saying.
    fn age(&self, now: f64) -> Option<String> {
        match ((now - self.at) / 60.0) as u64 {
            0 => None,
            minutes @ 1..60 => Some(format!("{minutes} min ago")),
            _ => Some("over an hour ago".to_owned()),
        }
    }
}

impl App {
    pub(super) fn status_line_ui(&self, ui: &mut Ui) {
        let fill = ui.tokens().chrome;
        let panel = egui::Panel::bottom("canopy status line")
            .exact_size(HEIGHT)
            .resizable(false)
            .show_separator_line(false)
            .frame(Frame::new().fill(fill));
        panel.show(ui, |ui| {
            let rect = ui.max_rect();
            paint::hairline(ui.painter(), rect.x_range(), rect.top(), ui.tokens().line);
            let place = self.place();
            let edge = words_at_right_ui(ui, &place);
            self.left_ui(ui, edge - 24.0);
        });
    }

    fn place(&self) -> String {
        match &self.session {
            Some(session) => self.shown_path(session.engine.path()),
            None => concat!("Canopy ", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }

    fn left_ui(&self, ui: &mut Ui, edge: f32) {
        let (t, rect) = (ui.tokens(), ui.max_rect());
        let y = rect.center().y;
        let mut running = self.jobs.sentences();
        let more = self.jobs.sentences().count().saturating_sub(1);
        let (icon, color, words) = match running.next() {
            Some(sentence) if more > 0 => (Some(Icon::Clock), t.violet, format!("{sentence} · {more} more")),
            Some(sentence) => (Some(Icon::Clock), t.violet, sentence.to_owned()),
            None => self.last_result(ui, t),
        };
        let mut x = rect.left() + 16.0;
        if let Some(icon) = icon {
            icon.paint(ui.painter(), pos2(x + 6.0, y), 12.0, color);
            x += 18.0;
        }
        let line = paint::line(ui.painter(), &words, Type::CaptionRegular, t.text2, edge - x);
        let elided = line.elided;
        let place = paint::galley(ui.painter(), pos2(x, y), line);
        let response = ui.interact(place, egui::Id::unique("canopy status"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &words));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Polite));
        if elided {
            response.on_hover_text(words);
        }
    }

    fn last_result(&self, ui: &Ui, t: &crate::ui::theme::Tokens) -> (Option<Icon>, egui::Color32, String) {
        if self.status.words.is_empty() {
            return (None, t.text2, "Ready".to_owned());
        }
        let (icon, color) = match self.status.good {
            Some(true) => (Some(Icon::Check), t.accent),
            Some(false) => (Some(Icon::TriangleAlert), t.warn),
            None => (None, t.text2),
        };
        let now = ui.input(|input| input.time);
        let words = match self.status.age(now) {
            Some(age) => format!("{}   ·   {age}", self.status.words),
            None => self.status.words.clone(),
        };
        (icon, color, words)
    }
}

/// Returns where the words begin.
fn words_at_right_ui(ui: &mut Ui, words: &str) -> f32 {
    let (t, rect) = (ui.tokens(), ui.max_rect());
    let line = paint::line(ui.painter(), words, Type::CaptionRegular, t.text2, rect.width() * 0.45);
    let left = pos2((rect.right() - 16.0 - line.size().x).round(), rect.center().y);
    let place = paint::galley(ui.painter(), left, line).expand2(vec2(0.0, 4.0));
    let response = ui.interact(place, egui::Id::unique("canopy place"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    response.on_hover_text(words);
    left.x
}
