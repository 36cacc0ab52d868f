//! The frame of a dialog: forms with a preview, dangers, and small questions.

mod parts;

use egui::{Align2, Context, Frame, Id, Key, Modal, Modifiers, Rect, Sense, pos2, vec2};

pub use parts::DialogParts;

use crate::ui::theme::UiTokens as _;

/// Height of the footer.
const FOOTER: f32 = 60.0;
/// What the window keeps free above and below a dialog, together.
const MARGIN: f32 = 64.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Form,
    Danger,
    Small,
}

/// A dialog of one of three sizes, never taller than the window less 64: its sides scroll, its header
/// and its footer stay. A click on the scrim does nothing. The first field gets the keyboard once.
#[must_use = "call `show`"]
pub struct Dialog<'a> {
    kind: Kind,
    title: &'a str,
    subtitle: &'a str,
}

/// How a person left a dialog, if they did. What it means is the caller's: a form with a half typed
/// draft asks first.
pub struct DialogResponse<R> {
    /// What the contents returned.
    pub inner: R,
    /// The × was pressed.
    pub closed: bool,
    /// Escape was pressed while no menu of the dialog was open.
    pub escaped: bool,
    /// Enter was pressed in a field of one line or nowhere, or Ctrl+Enter anywhere: the primary act.
    pub confirmed: bool,
}

impl<'a> Dialog<'a> {
    /// 1152 × 736: fields left, what will be signed right.
    pub fn form(title: &'a str) -> Self {
        Self { kind: Kind::Form, title, subtitle: "" }
    }

    /// 720 wide: the choice left, "What will happen" right.
    pub fn danger(title: &'a str) -> Self {
        Self { kind: Kind::Danger, title, subtitle: "" }
    }

    /// 520 wide: one question.
    pub fn small(title: &'a str) -> Self {
        Self { kind: Kind::Small, title, subtitle: "" }
    }

    /// A small line below the title; forms have no room for one.
    pub fn subtitle(mut self, words: &'a str) -> Self {
        self.subtitle = words;
        self
    }

    /// Shows the dialog over everything else.
    pub fn show<R>(self, ctx: &Context, contents: impl FnOnce(&mut DialogParts<'_>) -> R) -> DialogResponse<R> {
        let id = Id::unique(("canopy dialog", self.title));
        note_opening(ctx, id);
        let field_before = ctx.text_edit_focused();
        let screen = ctx.content_rect();
        let rect = self.rect(ctx, id, screen);
        let area = Modal::default_area(id).anchor(Align2::LEFT_TOP, rect.min - screen.min);
        let modal = Modal::new(id).area(area).frame(Frame::NONE).backdrop_color(ctx.tokens().scrim);
        let shown = modal.show(ctx, |ui| {
            ui.allocate_rect(rect, Sense::hover());
            let mut parts = DialogParts::new(ui, id, self.kind, rect, !self.subtitle.is_empty());
            parts.ground_ui(self.title, self.subtitle);
            let inner = contents(&mut parts);
            (inner, parts.end_ui())
        });
        let top = shown.is_top_modal && !shown.any_popup_open;
        let escaped = top && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        let (inner, closed) = shown.inner;
        DialogResponse { inner, closed, escaped, confirmed: top && confirms(ctx, field_before) }
    }

    /// Where the dialog stands; all but forms are as high as what they held in the last pass.
    fn rect(&self, ctx: &Context, id: Id, screen: Rect) -> Rect {
        let (width, height) = match self.kind {
            Kind::Form => (1152.0, 736.0),
            Kind::Danger => (720.0, self.fitting_height(ctx, id)),
            Kind::Small => (520.0, self.fitting_height(ctx, id)),
        };
        let size = vec2(f32::min(width, screen.width() - 32.0), height.min(screen.height() - MARGIN));
        let min = screen.center() - size / 2.0;
        Rect::from_min_size(pos2(min.x.round(), min.y.round()), size)
    }

    fn fitting_height(&self, ctx: &Context, id: Id) -> f32 {
        let measured = ctx.data(|data| data.get_temp::<f32>(parts::height_id(id))).unwrap_or(200.0);
        parts::header(!self.subtitle.is_empty()) + measured + FOOTER
    }
}

/// Remembers that the first field waits for the keyboard when the dialog was not there in the last frame.
fn note_opening(ctx: &Context, id: Id) {
    let frame = ctx.cumulative_frame_nr();
    let (last_seen, waits) = (id.with("last seen"), parts::first_focus_id(id));
    ctx.data_mut(|data| {
        let last = data.get_temp::<u64>(last_seen);
        if last.is_none_or(|last| last + 1 < frame) {
            data.insert_temp(waits, true);
        }
        data.insert_temp(last_seen, frame);
    });
}

/// A field of one line gives the keyboard up on Enter; one of several lines keeps it, and a button
/// that has it was pressed itself.
fn confirms(ctx: &Context, field_before: bool) -> bool {
    let (enter, command) = ctx.input(|input| (input.key_pressed(Key::Enter), input.modifiers.command));
    let nowhere = ctx.memory(|memory| memory.focused()).is_none();
    let left_field = field_before && !ctx.text_edit_focused();
    enter && (command || left_field || (nowhere && !field_before))
}
