//! The search field of the top bar, and the smaller one that filters a list.

use egui::{Id, Response, Ui, vec2};

use super::{Field, Icon, Keycap, LabelPlace};
use crate::ui::theme::UiTokens as _;

/// A field with an icon, and the shortcut that leads to it while it is empty and not in use.
#[must_use = "call `show`"]
pub struct SearchField<'a> {
    name: &'a str,
    icon: Icon,
    shortcut: &'a str,
    width: f32,
    id: Option<Id>,
}

impl<'a> SearchField<'a> {
    /// The search of the top bar; `name` is also its hint ("Search names, serials, ARNs").
    pub fn search(name: &'a str, shortcut: &'a str) -> Self {
        Self { name, icon: Icon::Search, shortcut, width: 320.0, id: None }
    }

    /// The filter of a list.
    pub fn filter(name: &'a str) -> Self {
        Self { name, icon: Icon::ListFilter, shortcut: "", width: 140.0, id: None }
    }

    /// Width of the field.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// A fixed id, so that the shortcut can move the keyboard here.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// Shows the field.
    pub fn show(self, ui: &mut Ui, text: &mut String) -> Response {
        let empty = text.is_empty();
        let field =
            Field::new(self.name).place(LabelPlace::Hidden).hint(self.name).icon(self.icon).width(self.width).compact();
        let field = if let Some(id) = self.id { field.id(id) } else { field };
        let response = field.show(ui, text);
        if empty && !response.has_focus() && !self.shortcut.is_empty() {
            let right = response.rect.right_center() - vec2(8.0, 0.0);
            Keycap(self.shortcut).paint(ui.painter(), right, ui.tokens());
        }
        response
    }
}
