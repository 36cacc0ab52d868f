//! The bundled fonts as egui families: a weight is a family.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

/// Family of Inter Medium.
pub const MEDIUM: &str = "medium";
/// Family of Inter SemiBold.
pub const SEMI_BOLD: &str = "semi";
/// Family of the Lucide icons.
pub const ICONS: &str = "icons";

const FILES: [(&str, &[u8]); 5] = [
    ("inter", include_bytes!("../../../assets/fonts/Inter-Regular.otf")),
    ("inter-medium", include_bytes!("../../../assets/fonts/Inter-Medium.otf")),
    ("inter-semi", include_bytes!("../../../assets/fonts/Inter-SemiBold.otf")),
    ("jetbrains-mono", include_bytes!("../../../assets/fonts/JetBrainsMono-Regular.ttf")),
    ("lucide", include_bytes!("../../../assets/fonts/lucide.ttf")),
];

/// Ours first, then egui's own fonts; the system's fonts come behind both.
pub(super) fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    for (name, bytes) in FILES {
        let data = Arc::new(FontData::from_static(bytes));
        fonts.font_data.insert(name.to_owned(), data);
    }
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let families = [
        (FontFamily::Proportional, "inter"),
        (FontFamily::Monospace, "jetbrains-mono"),
        (FontFamily::Name(MEDIUM.into()), "inter-medium"),
        (FontFamily::Name(SEMI_BOLD.into()), "inter-semi"),
    ];
    for (family, first) in families {
        // Inter stands behind the monospaced font for the few symbols that font lacks.
        let names = [first.to_owned(), "inter".to_owned()].into_iter();
        let mut names: Vec<_> = names.chain(fallback.iter().cloned()).collect();
        names.dedup();
        fonts.families.insert(family, names);
    }
    fonts.families.insert(FontFamily::Name(ICONS.into()), vec!["lucide".to_owned()]);
    fonts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::Icon;

    #[test]
    fn the_icon_font_has_every_icon() {
        let ctx = egui::Context::default();
        ctx.set_fonts(definitions());
        let family = FontFamily::Name(ICONS.into());
        let output = ctx.run_ui(egui::RawInput::default(), |ui| {
            for icon in Icon::ALL {
                let font = egui::FontId::new(16.0, family.clone());
                assert!(ui.fonts_mut(|fonts| fonts.has_glyph(&font, icon.glyph())), "{icon:?}");
            }
        });
        output.drop_without_applying_deltas();
    }
}
