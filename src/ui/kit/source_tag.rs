//! Where a value of a certificate comes from.

use egui::{Color32, Response, Role, Sense, Ui, Widget, WidgetInfo, pos2, vec2};

use super::{Icon, paint};
use crate::ui::theme::{Tokens, Type, UiTokens as _};

/// Who decided a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// What this form sends.
    You,
    /// The certificate signing request.
    Csr,
    /// The template, by its rule.
    Template,
    /// The configuration or the certificate of the issuing CA.
    Ca,
    /// The engine: serials, identifiers.
    Canopy,
    /// Nobody chose it, so the default holds.
    Default,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 6] = [Self::You, Self::Csr, Self::Template, Self::Ca, Self::Canopy, Self::Default];

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::You => "You",
            Self::Csr => "CSR",
            Self::Template => "Template",
            Self::Ca => "CA",
            Self::Canopy => "Canopy",
            Self::Default => "Default",
        }
    }

    fn look(self, t: &Tokens) -> (Icon, Color32, Color32) {
        match self {
            Self::You => (Icon::Pencil, t.accent, t.accent_soft),
            Self::Csr => (Icon::FileKey, t.violet, t.violet_soft),
            Self::Template => (Icon::Layers, t.info, t.info_soft),
            Self::Ca => (Icon::Stamp, t.text2, t.pressed),
            Self::Canopy => (Icon::Cpu, t.text2, t.pressed),
            Self::Default => (Icon::Settings, t.text2, t.pressed),
        }
    }
}

/// Icon, word and tint of a [`Source`], 18 high.
#[must_use = "add it to a `Ui`"]
pub struct SourceTag(pub Source);

impl Widget for SourceTag {
    fn ui(self, ui: &mut Ui) -> Response {
        let Self(source) = self;
        let width = (paint::width(ui.painter(), source.word(), Type::Caption) + 26.0).round();
        let (rect, response) = ui.allocate_exact_size(vec2(width, 18.0), Sense::hover());
        if ui.is_rect_visible(rect) {
            let (icon, color, fill) = source.look(ui.tokens());
            let (painter, y) = (ui.painter(), rect.center().y);
            paint::fill(painter, rect, 4, fill);
            icon.paint(painter, pos2(rect.left() + 11.0, y), 11.0, color);
            paint::words(painter, pos2(rect.left() + 20.0, y), source.word(), Type::Caption, color);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, source.word()));
        response
    }
}

/// Fixed words in a table cell, on a quiet fill: the actions of a permission.
#[must_use = "add it to a `Ui`"]
pub struct ActionTag<'a>(pub &'a str);

impl Widget for ActionTag<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let width = (paint::width(ui.painter(), self.0, Type::Caption) + 12.0).round();
        let (rect, response) = ui.allocate_exact_size(vec2(width, 18.0), Sense::hover());
        if ui.is_rect_visible(rect) {
            let (t, painter) = (ui.tokens(), ui.painter());
            paint::fill(painter, rect, 4, if t.dark { t.pressed } else { t.hover });
            let left = pos2(rect.left() + 6.0, rect.center().y);
            paint::words(painter, left, self.0, Type::Caption, t.text2);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.0));
        response
    }
}
