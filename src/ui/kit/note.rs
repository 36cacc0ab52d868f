//! Notes: amber for what will be lost, quiet for facts.

use egui::{Color32, Frame, Margin, Response, Ui, vec2};

use super::{Icon, Label, paint};
use crate::ui::theme::{Type, UiTokens as _};

/// A soft fill with an icon, a title, words, and what the caller adds.
#[must_use = "call `show`"]
pub struct Note<'a> {
    title: Option<&'a str>,
    words: &'a str,
    amber: bool,
}

impl<'a> Note<'a> {
    /// For losses and limits: "Clients that cached CRL 418 trust it for up to 6 more days".
    pub fn warn(words: &'a str) -> Self {
        Self { title: None, words, amber: true }
    }

    /// For facts.
    pub fn quiet(words: &'a str) -> Self {
        Self { title: None, words, amber: false }
    }

    /// A line above the words.
    pub fn title(mut self, title: &'a str) -> Self {
        self.title = Some(title);
        self
    }

    /// Shows the note.
    pub fn show(self, ui: &mut Ui) -> Response {
        self.show_with(ui, |_| {})
    }

    /// Shows the note and, below its words, what `more` adds: rows of lost values, a link.
    pub fn show_with(self, ui: &mut Ui, more: impl FnOnce(&mut Ui)) -> Response {
        let t = ui.tokens();
        let fill = match (self.amber, t.dark) {
            (true, _) => t.warn_soft,
            (false, true) => t.hover,
            (false, false) => t.raised,
        };
        let margin = Margin { left: 36, right: 16, top: 11, bottom: 11 };
        let response = Frame::new().fill(fill).corner_radius(8).inner_margin(margin).show(ui, |ui| {
            ui.take_available_width();
            self.words_ui(ui);
            more(ui);
        });
        if !self.amber && !t.dark {
            // In the light its fill may be that of the ground it stands on.
            paint::edge(ui.painter(), response.response.rect, 8, t.line);
        }
        let (icon, color) = if self.amber { (Icon::TriangleAlert, t.warn) } else { (Icon::Info, t.text2) };
        let center = response.response.rect.left_top() + vec2(20.0, 19.5);
        icon.paint(ui.painter(), center, 14.0, color);
        response.response
    }

    fn words_ui(&self, ui: &mut Ui) {
        let t = ui.tokens();
        if let Some(title) = self.title {
            let (kind, color) = if self.amber { (Type::NameSemi, t.warn) } else { (Type::Name, t.text) };
            ui.add(Label::new(title, kind).color(color).wrap());
        }
        if !self.words.is_empty() {
            let color = if self.title.is_some() { t.text2 } else { t.text };
            ui.add(Label::new(self.words, Type::Small).color(color).wrap());
        }
    }
}

/// A value that will not be used, struck through, with the rule that drops it below.
pub fn lost_value_ui(ui: &mut Ui, name: &str, value: &str, rule: &str) -> Response {
    let t = ui.tokens();
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.horizontal(|ui| {
            ui.add(Label::new(name, Type::Small).color(t.text2));
            let struck = ui.add(Label::new(value, Type::SmallMedium).color(t.text));
            strike(ui, &struck, t.text);
        });
        ui.add(Label::new(rule, Type::Small).color(t.text2).wrap());
    })
    .response
}

fn strike(ui: &Ui, words: &Response, color: Color32) {
    let y = words.rect.center().y.round();
    paint::hairline(ui.painter(), words.rect.x_range(), y, color);
}
