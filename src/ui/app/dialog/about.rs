//! What this program is.

use super::Left;
use crate::ui::kit::{Button, Dialog, KeyValue, Label, paint_logo};
use crate::ui::theme::{Type, UiTokens as _};
use egui::{Context, Sense, vec2};

pub(super) fn show(ctx: &Context) -> Left {
    let shown = Dialog::small("About Canopy").show(ctx, |parts| {
        parts.body(|ui| {
            let t = ui.tokens();
            ui.horizontal(|ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(48.0, 48.0), Sense::hover());
                paint_logo(ui.painter(), rect.min, 48.0, t.modal(), t);
                ui.add_space(8.0);
                ui.vertical(|ui| {
                    ui.add(Label::new("Private certificate authorities", Type::Heading).height(24.0));
                    let words = "In one file on your own disk, keys sealed with your passphrase";
                    ui.add(Label::new(words, Type::Body).color(t.text2).height(20.0));
                });
            });
            ui.add_space(16.0);
            KeyValue::new("Version", env!("CARGO_PKG_VERSION")).show(ui);
            KeyValue::new("License", "Apache-2.0 or MIT").no_copy().show(ui);
            KeyValue::new("Interface", "AWS Private CA API, 2017-08-22").no_copy().show(ui);
            KeyValue::new("Fonts", "Inter, JetBrains Mono (OFL 1.1), Lucide (ISC)").no_copy().show(ui);
        });
        parts.acts(|ui| ui.add(Button::primary("Close")).clicked())
    });
    let left = shown.inner || shown.closed || shown.escaped || shown.confirmed;
    if left { Left::Closed } else { Left::Stays }
}
