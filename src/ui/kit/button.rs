//! Buttons with words: one primary per view, the rest quieter.

use egui::{Color32, NumExt as _, Painter, Rect, Response, Role, Sense, Ui, Widget, WidgetInfo, pos2, vec2};

use super::{Icon, paint};
use crate::ui::theme::{Tokens, Type, UiTokens as _};

/// How much a button asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Primary,
    Secondary,
    Ghost,
    Danger,
    DangerText,
    Link,
    Quiet,
}

/// A button that says what it will do: "Revoke certificate", never "OK"; `…` when more is asked.
///
/// One that cannot act yet takes the focus and tells the reason on hover and on focus.
#[must_use = "add it to a `Ui`"]
pub struct Button<'a> {
    words: &'a str,
    kind: Kind,
    icon: Option<Icon>,
    chevron: bool,
    return_sign: bool,
    height: f32,
    widest: f32,
    blocked: Option<&'a str>,
}

impl<'a> Button<'a> {
    fn new(kind: Kind, words: &'a str) -> Self {
        let (chevron, return_sign, height, widest) = (false, false, 32.0, f32::INFINITY);
        Self { words, kind, icon: None, chevron, return_sign, height, widest, blocked: None }
    }

    /// The one act of a view, right-most.
    pub fn primary(words: &'a str) -> Self {
        Self::new(Kind::Primary, words)
    }

    /// Any other act.
    pub fn secondary(words: &'a str) -> Self {
        Self::new(Kind::Secondary, words)
    }

    /// A side way: the API request, the command line.
    pub fn ghost(words: &'a str) -> Self {
        Self::new(Kind::Ghost, words)
    }

    /// The act that a danger dialog is about; nowhere else.
    pub fn danger(words: &'a str) -> Self {
        Self::new(Kind::Danger, words)
    }

    /// The way to a danger dialog, on a page.
    pub fn danger_text(words: &'a str) -> Self {
        Self::new(Kind::DangerText, words)
    }

    /// Accent words without a box, on a heading or at the end of a row: "Edit…", "Add name".
    pub fn link(words: &'a str) -> Self {
        Self { height: 20.0, ..Self::new(Kind::Link, words) }
    }

    /// Grey words with a chevron, beside a heading or tabs: a choice that is made now and then, in a menu.
    pub fn quiet(words: &'a str) -> Self {
        Self { height: 24.0, chevron: true, ..Self::new(Kind::Quiet, words) }
    }

    /// An icon before the words.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// A chevron after the words: the button opens a menu.
    pub fn chevron(mut self) -> Self {
        self.chevron = true;
        self
    }

    /// The return sign after the words: Enter does it. Only in dialogs.
    pub fn return_sign(mut self) -> Self {
        self.return_sign = true;
        self
    }

    /// 28 high, for the inspector and lists.
    pub fn compact(mut self) -> Self {
        self.height = 28.0;
        self
    }

    /// Words that name something may be long: wider than this they are elided, and show whole on hover.
    pub fn widest(mut self, words: f32) -> Self {
        self.widest = words;
        self
    }

    /// Why it cannot act yet, in one sentence for the person; `None` when it can.
    pub fn blocked(mut self, reason: Option<&'a str>) -> Self {
        self.blocked = reason;
        self
    }

    fn padding(&self) -> f32 {
        if matches!(self.kind, Kind::Link | Kind::Quiet) { 0.0 } else { 12.0 }
    }

    fn words_type(&self) -> Type {
        match self.kind {
            Kind::Link => Type::SmallMedium,
            Kind::Quiet => Type::Small,
            _ => Type::Name,
        }
    }

    /// Width that the button will take.
    pub fn width(&self, painter: &Painter) -> f32 {
        let icon = if self.icon.is_some() { 20.0 } else { 0.0 };
        let sign = if self.chevron { 18.0 } else { 0.0 } + if self.return_sign { 22.0 } else { 0.0 };
        let words = paint::width(painter, self.words, self.words_type()).min(self.widest);
        (words + 2.0 * self.padding() + icon + sign).round()
    }

    fn paint(&self, painter: &Painter, response: &Response, tokens: &Tokens) {
        let rect = response.rect;
        let look = Look::of(self.kind, self.blocked.is_some(), response, tokens);
        paint::fill(painter, rect, 6, look.fill);
        if let Some(edge) = look.edge {
            paint::edge(painter, rect, 6, edge);
        }
        self.paint_words(painter, rect, look.words);
        if response.has_focus() {
            let ring = if matches!(self.kind, Kind::Link | Kind::Quiet) { rect.expand2(vec2(4.0, 0.0)) } else { rect };
            paint::focus_ring(painter, ring, 6, tokens);
        }
    }

    fn paint_words(&self, painter: &Painter, rect: Rect, color: Color32) {
        let spare = (rect.width() - self.width(painter)).at_least(0.0) / 2.0;
        let mut x = rect.left() + self.padding() + spare;
        let y = rect.center().y;
        if let Some(icon) = self.icon {
            icon.paint(painter, pos2(x + 7.0, y), 14.0, color);
            x += 20.0;
        }
        let line = paint::line(painter, self.words, self.words_type(), color, self.widest);
        let end = paint::galley(painter, pos2(x.round(), y), line).right();
        if self.chevron {
            Icon::ChevronDown.paint(painter, pos2(end + 12.0, y), 14.0, color);
        }
        if self.return_sign {
            Icon::CornerDownLeft.paint(painter, pos2(end + 15.0, y), 14.0, color.gamma_multiply(0.75));
        }
    }
}

/// The colours of a button in one state.
struct Look {
    fill: Color32,
    edge: Option<Color32>,
    words: Color32,
}

impl Look {
    fn of(kind: Kind, blocked: bool, response: &Response, t: &Tokens) -> Self {
        let (hovered, down) = (response.hovered() && !blocked, response.is_pointer_button_down_on() && !blocked);
        let quiet = match (down, hovered) {
            (true, _) => t.pressed,
            (false, true) => t.hover,
            (false, false) => Color32::TRANSPARENT,
        };
        // Filled buttons have no role for hover: they move a little towards the words they carry.
        let towards = |fill: Color32, words: Color32| {
            fill.lerp_to_gamma(
                words,
                if down {
                    0.16
                } else if hovered {
                    0.08
                } else {
                    0.0
                },
            )
        };
        let filled = |fill, words| Self { fill: towards(fill, words), edge: None, words };
        match kind {
            Kind::Primary | Kind::Danger if blocked => Self { fill: t.pressed, edge: None, words: t.text3 },
            Kind::Secondary if blocked => Self { fill: t.pressed, edge: Some(t.border), words: t.text3 },
            Kind::Link if blocked => Self { fill: Color32::TRANSPARENT, edge: None, words: t.text3 },
            _ if blocked => Self { fill: Color32::TRANSPARENT, edge: None, words: t.text3 },
            Kind::Primary => filled(t.accent_fill, t.on_accent),
            Kind::Danger => filled(t.danger_fill, t.on_danger),
            Kind::Secondary => {
                let hover = if t.dark { t.pressed } else { t.hover };
                let fill = if down {
                    t.pressed
                } else if hovered {
                    hover
                } else {
                    t.control()
                };
                Self { fill, edge: Some(t.border), words: t.text }
            }
            Kind::Ghost => Self { fill: quiet, edge: None, words: if hovered { t.text } else { t.text2 } },
            Kind::Quiet => {
                Self { fill: Color32::TRANSPARENT, edge: None, words: if hovered { t.text } else { t.text2 } }
            }
            Kind::DangerText => Self { fill: quiet, edge: None, words: t.danger },
            Kind::Link => {
                let words = if hovered { t.accent.lerp_to_gamma(t.text, 0.35) } else { t.accent };
                Self { fill: Color32::TRANSPARENT, edge: None, words }
            }
        }
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let size = vec2(self.width(ui.painter()), self.height);
        let sense = if self.blocked.is_some() { Sense::focusable_noninteractive() } else { Sense::click() };
        let (rect, response) = ui.allocate_exact_size(size, sense);
        if ui.is_rect_visible(rect) {
            self.paint(ui.painter(), &response, ui.tokens());
        }
        let enabled = ui.is_enabled() && self.blocked.is_none();
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, self.words));
        let elided = || paint::width(ui.painter(), self.words, self.words_type()) > self.widest;
        match self.blocked.is_none() && response.hovered() && elided() {
            true => response.on_hover_text(self.words),
            false => tell_reason(response, self.blocked),
        }
    }
}

/// Tells why a control is blocked on hover, on focus and to assistive technology.
pub(super) fn tell_reason(response: Response, blocked: Option<&str>) -> Response {
    let Some(reason) = blocked else {
        return response;
    };
    if response.has_focus() {
        response.show_tooltip_text(reason);
        return response;
    }
    response.on_hover_text(reason)
}
