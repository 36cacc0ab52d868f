//! The type of the window: sizes and weights by what the words are for.

use std::sync::Arc;

use egui::{Align, Color32, FontFamily, FontId, RichText, TextFormat};

use super::{MEDIUM, SEMI_BOLD};

/// What words are for; decides their font, size and letter spacing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Semibold 26: the first run only.
    Display,
    /// Semibold 20: a page, a dialog.
    Title,
    /// Semibold 14: a group on a page, the name in the inspector.
    Heading,
    /// Medium 13: first column, buttons, tabs.
    Name,
    /// Semibold 13: the program's name, a line that leads a block.
    NameSemi,
    /// Regular 13: values and fields.
    Body,
    /// Regular 12: labels, other columns, status words.
    Small,
    /// Medium 12: chips, badges, links.
    SmallMedium,
    /// Semibold 12: groups of the inspector.
    SmallSemi,
    /// Medium 11: column heads, tree marks. Nothing is smaller.
    Caption,
    /// Regular 11: hints at the end of a value, keycaps.
    CaptionRegular,
    /// Monospaced 12: serials, fingerprints, ARNs, URLs.
    Mono,
    /// Monospaced 11: hex, short serials, API names.
    MonoSmall,
}

impl Type {
    /// Family and size.
    pub fn font(self) -> FontId {
        let named = |name: &str| FontFamily::Name(Arc::from(name));
        match self {
            Self::Display => FontId::new(26.0, named(SEMI_BOLD)),
            Self::Title => FontId::new(20.0, named(SEMI_BOLD)),
            Self::Heading => FontId::new(14.0, named(SEMI_BOLD)),
            Self::Name => FontId::new(13.0, named(MEDIUM)),
            Self::NameSemi => FontId::new(13.0, named(SEMI_BOLD)),
            Self::Body => FontId::new(13.0, FontFamily::Proportional),
            Self::Small => FontId::new(12.0, FontFamily::Proportional),
            Self::SmallMedium => FontId::new(12.0, named(MEDIUM)),
            Self::SmallSemi => FontId::new(12.0, named(SEMI_BOLD)),
            Self::Caption => FontId::new(11.0, named(MEDIUM)),
            Self::CaptionRegular => FontId::new(11.0, FontFamily::Proportional),
            Self::Mono => FontId::new(12.0, FontFamily::Monospace),
            Self::MonoSmall => FontId::new(11.0, FontFamily::Monospace),
        }
    }

    /// Points between letters beyond the font's own: large type stands closer.
    pub fn letter_spacing(self) -> f32 {
        match self {
            Self::Display => -0.4,
            Self::Title => -0.25,
            _ => 0.0,
        }
    }

    /// For a section of a layout job.
    pub fn format(self, color: Color32) -> TextFormat {
        TextFormat { font_id: self.font(), color, extra_letter_spacing: self.letter_spacing(), ..TextFormat::default() }
    }

    /// For a section of a paragraph, whose lines stand at 1.4 times the size.
    pub fn paragraph(self, color: Color32) -> TextFormat {
        TextFormat { line_height: Some((self.font().size * 1.4).round()), valign: Align::Center, ..self.format(color) }
    }

    /// For egui's own widgets.
    pub fn rich(self, text: impl Into<String>) -> RichText {
        RichText::new(text).font(self.font()).extra_letter_spacing(self.letter_spacing())
    }
}
