//! Where a value of a certificate comes from.

use egui::{Color32, Response, Role, Sense, Ui, Widget, WidgetInfo, pos2, vec2};

use super::{Icon, paint};
use crate::engine::Source;
use crate::ui::theme::{Tokens, Type, UiTokens as _};

fn word(source: Source) -> &'static str {
    match source {
        Source::You => "You",
        Source::Api => "API",
        Source::Csr => "CSR",
        Source::Template => "Template",
        Source::Authority => "CA",
        Source::Canopy => "Canopy",
        Source::Default => "Default",
    }
}

fn look(source: Source, t: &Tokens) -> (Icon, Color32, Color32) {
    match source {
        Source::You => (Icon::Pencil, t.accent, t.accent_soft),
        Source::Api => (Icon::Pencil, t.accent, t.accent_soft),
        Source::Csr => (Icon::FileKey, t.violet, t.violet_soft),
        Source::Template => (Icon::Layers, t.info, t.info_soft),
        Source::Authority => (Icon::Stamp, t.text2, t.pressed),
        Source::Canopy => (Icon::Cpu, t.text2, t.pressed),
        Source::Default => (Icon::Settings, t.text2, t.pressed),
    }
}

/// Icon, word and tint of a [`Source`], 18 high.
#[must_use = "add it to a `Ui`"]
pub struct SourceTag(pub Source);

impl Widget for SourceTag {
    fn ui(self, ui: &mut Ui) -> Response {
        let Self(source) = self;
        let width = (paint::width(ui.painter(), word(source), Type::Caption) + 26.0).round();
        let (rect, response) = ui.allocate_exact_size(vec2(width, 18.0), Sense::hover());
        if ui.is_rect_visible(rect) {
            let (icon, color, fill) = look(source, ui.tokens());
            let (painter, y) = (ui.painter(), rect.center().y);
            paint::fill(painter, rect, 4, fill);
            icon.paint(painter, pos2(rect.left() + 11.0, y), 11.0, color);
            paint::words(painter, pos2(rect.left() + 20.0, y), word(source), Type::Caption, color);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, word(source)));
        response
    }
}
