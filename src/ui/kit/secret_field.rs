//! The one field for every secret.

use std::ops::Range;

use egui::{
    Align2, Color32, Event, Frame, Margin, Modifiers, Response, TextBuffer, TextEdit, Ui, pos2,
    text::{CharIndex, LayoutJob},
    vec2,
};
use zeroize::Zeroizing;

use super::{Icon, IconButton, Label, Problem, field, paint};
use crate::ui::theme::{Type, UiTokens as _};

/// What stands for each character in what egui sees.
const DOT: char = '•';
/// Distance of the dots.
const PITCH: f32 = 10.0;

/// A secret while it is typed. egui edits a row of dots; the characters are only here, so its undo
/// history, its layout cache and its accessibility tree never hold them. Erased when taken or dropped.
#[derive(Default)]
pub struct Secret {
    characters: Zeroizing<Vec<char>>,
    dots: String,
    shown: bool,
    caps_lock: bool,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// Number of characters.
    pub fn len(&self) -> usize {
        self.characters.len()
    }

    /// Nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.characters.is_empty()
    }

    /// Both hold the same characters: "type it twice".
    pub fn same_as(&self, other: &Self) -> bool {
        *self.characters == *other.characters
    }

    /// The other is how this one begins: "type it twice" while the second is being typed.
    pub fn begins_with(&self, other: &Self) -> bool {
        self.characters.starts_with(&other.characters)
    }

    /// Hands the secret over and forgets it: call it on submit.
    pub fn take(&mut self) -> Zeroizing<String> {
        let secret = self.copy();
        self.clear();
        secret
    }

    /// The secret, which stays in its field: for a form whose work may be refused.
    pub fn copy(&self) -> Zeroizing<String> {
        let bytes = self.characters.iter().map(|c| c.len_utf8()).sum();
        // Enough room at once: a string that grows leaves its old bytes behind.
        let mut secret = Zeroizing::new(String::with_capacity(bytes));
        secret.extend(self.characters.iter());
        secret
    }

    /// Forgets the secret.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    fn make_room(&mut self, more: usize) {
        let needed = self.characters.len() + more;
        if needed > self.characters.capacity() {
            let mut larger = Zeroizing::new(Vec::with_capacity(needed.next_power_of_two().max(128)));
            larger.extend_from_slice(&self.characters);
            self.characters = larger;
        }
    }

    fn mirror(&mut self) {
        self.dots = DOT.to_string().repeat(self.characters.len());
    }
}

impl TextBuffer for Secret {
    fn is_mutable(&self) -> bool {
        true
    }

    fn as_str(&self) -> &str {
        &self.dots
    }

    fn insert_text(&mut self, text: &str, at: CharIndex) -> usize {
        let count = text.chars().count();
        self.make_room(count);
        let at = at.0.min(self.characters.len());
        self.characters.splice(at..at, text.chars());
        self.mirror();
        count
    }

    fn delete_char_range(&mut self, range: Range<CharIndex>) {
        let end = range.end.0.min(self.characters.len());
        self.characters.drain(range.start.0.min(end)..end);
        self.mirror();
    }

    /// Undo would bring back dots, not the secret: there is no undo.
    fn replace_with(&mut self, _dots: &str) {}

    fn type_id(&self) -> std::any::TypeId {
        std::any::TypeId::of::<Self>()
    }
}

/// A field for a [`Secret`]: dots, an eye to show them, and a word when Caps Lock is on.
#[must_use = "call `show`"]
pub struct SecretField<'a> {
    label: &'a str,
    problem: Option<Problem<'a>>,
    width: f32,
    height: f32,
    focus: bool,
}

impl<'a> SecretField<'a> {
    /// A field with its label above it.
    pub fn new(label: &'a str) -> Self {
        Self { label, problem: None, width: f32::INFINITY, height: 32.0, focus: false }
    }

    /// What is wrong with the secret.
    pub fn problem(mut self, problem: Option<Problem<'a>>) -> Self {
        self.problem = problem;
        self
    }

    /// Width of the field.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// 36 high: where it is all that a dialog asks.
    pub fn tall(mut self) -> Self {
        self.height = 36.0;
        self
    }

    /// Takes the keyboard in this frame: pass true once, when the form opens.
    pub fn focus(mut self, now: bool) -> Self {
        self.focus = now;
        self
    }

    /// Shows the field. After Enter the response has `lost_focus()`; the caller then takes the secret.
    pub fn show(self, ui: &mut Ui, secret: &mut Secret) -> Response {
        ui.vertical(|ui| {
            let width = self.width.min(ui.available_width());
            let label = ui.add(Label::new(self.label, Type::SmallSemi).height(20.0));
            let response = self.text_ui(ui, width, secret).labelled_by(label.id);
            if self.focus {
                response.request_focus();
            }
            field::paint_edge(ui, &response, self.problem.is_some());
            self.eye_ui(ui, &response, secret);
            watch_caps_lock(ui, &response, secret);
            if secret.caps_lock && response.has_focus() {
                caps_lock_ui(ui, label.rect.center().y, response.rect.right());
            }
            if let Some(problem) = self.problem {
                field::problem_ui(ui, problem);
            }
            response
        })
        .inner
    }

    fn text_ui(&self, ui: &mut Ui, width: f32, secret: &mut Secret) -> Response {
        let t = ui.tokens();
        let mut layouter = |ui: &Ui, dots: &dyn TextBuffer, _: f32| {
            let mut format = Type::Mono.format(Color32::TRANSPARENT);
            let advance = ui.fonts_mut(|fonts| fonts.glyph_width(&format.font_id, DOT));
            format.extra_letter_spacing = PITCH - advance;
            let mut job = LayoutJob::single_section(dots.as_str().to_owned(), format);
            job.wrap.max_width = f32::INFINITY;
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        let margin = Margin { left: 10, right: 40, top: 0, bottom: 0 };
        let mut output = TextEdit::singleline(secret)
            .password(true)
            .frame(Frame::new().inner_margin(margin).corner_radius(6).fill(t.sunken))
            .layouter(&mut layouter)
            .desired_width(width)
            .min_size(vec2(width, self.height))
            .align(Align2::LEFT_CENTER)
            .show(ui);
        output.state.clear_undoer();
        output.state.store(ui.ctx(), output.response.response.id);
        let painter = ui.painter_at(output.text_clip_rect.expand(1.0));
        let top_left = output.galley_pos;
        for (index, character) in secret.characters.iter().enumerate() {
            let center = pos2(top_left.x + PITCH * (index as f32 + 0.5) - 1.0, output.text_clip_rect.center().y);
            if secret.shown {
                let mut one = [0; 4];
                paint::words_center(&painter, center, character.encode_utf8(&mut one), Type::Mono, t.text);
            } else {
                painter.circle_filled(center, 3.0, t.text);
            }
        }
        let response = output.response.response;
        // No value is told; the text runs below the node hold dots, which move the reader's cursor.
        ui.ctx().accesskit_node_builder(response.id, |node| node.clear_value());
        response
    }

    fn eye_ui(&self, ui: &mut Ui, field: &Response, secret: &mut Secret) {
        let (icon, name) =
            if secret.shown { (Icon::EyeOff, "Hide characters") } else { (Icon::Eye, "Show characters") };
        let center = field.rect.right_center() - vec2(20.0, 0.0);
        let rect = egui::Rect::from_center_size(center, vec2(24.0, 24.0));
        if ui.place(rect, IconButton::new(icon, name).side(24.0)).clicked() {
            secret.shown = !secret.shown;
        }
    }
}

/// egui is not told whether Caps Lock is on, but a capital without Shift gives it away.
fn watch_caps_lock(ui: &Ui, response: &Response, secret: &mut Secret) {
    if !response.has_focus() {
        return;
    }
    let guess = ui.input(|input| {
        input.events.iter().rev().find_map(|event| match event {
            Event::Text(text) => caps_lock_from(text, input.modifiers),
            _ => None,
        })
    });
    secret.caps_lock = guess.unwrap_or(secret.caps_lock);
}

fn caps_lock_from(text: &str, modifiers: Modifiers) -> Option<bool> {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(c), None) if c.is_uppercase() => Some(!modifiers.shift),
        (Some(c), None) if c.is_lowercase() => Some(modifiers.shift),
        _ => None,
    }
}

fn caps_lock_ui(ui: &mut Ui, y: f32, right: f32) {
    let (painter, color) = (ui.painter(), ui.tokens().warn);
    let words = paint::words_right(painter, pos2(right, y), "Caps Lock is on", Type::SmallMedium, color);
    Icon::ArrowBigUpDash.paint(painter, pos2(words.left() - 12.0, y), 14.0, color);
    let response = ui.interact(words, ui.auto_id_with("caps lock"), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, "Caps Lock is on"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Secret {
        let mut secret = Secret::default();
        secret.insert_text(text, CharIndex(0));
        secret
    }

    #[test]
    fn egui_sees_dots_only() {
        let mut secret = typed("päss");
        assert_eq!(secret.as_str(), "••••");
        secret.insert_text("wörd", CharIndex(4));
        secret.delete_char_range(CharIndex(0)..CharIndex(1));
        assert_eq!(secret.take().as_str(), "ässwörd");
    }

    #[test]
    fn it_is_gone_after_it_was_taken() {
        let mut secret = typed("once");
        assert!(secret.same_as(&typed("once")));
        assert_eq!(secret.take().as_str(), "once");
        assert!(secret.is_empty() && secret.as_str().is_empty());
        secret.replace_with("••••");
        assert!(secret.is_empty());
    }

    #[test]
    fn debug_says_nothing() {
        assert_eq!(format!("{:?}", typed("hush")), "Secret(…)");
    }

    #[test]
    fn a_capital_without_shift_means_caps_lock() {
        assert_eq!(caps_lock_from("A", Modifiers::NONE), Some(true));
        assert_eq!(caps_lock_from("A", Modifiers::SHIFT), Some(false));
        assert_eq!(caps_lock_from("a", Modifiers::NONE), Some(false));
        assert_eq!(caps_lock_from("a", Modifiers::SHIFT), Some(true));
        assert_eq!(caps_lock_from("1", Modifiers::NONE), None);
        assert_eq!(caps_lock_from("Ab", Modifiers::NONE), None);
    }
}
