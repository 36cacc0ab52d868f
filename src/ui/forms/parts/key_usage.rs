//! The nine switches of key usage.

use crate::engine::api::KeyUsage;
use crate::ui::forms::field::USAGE_BITS;
use crate::ui::kit::Checkbox;
use egui::{Grid, Ui, vec2};

/// Shows the bits of RFC 5280 section 4.2.1.3, three to a line.
pub(in crate::ui::forms) fn key_usage_ui(ui: &mut Ui, usage: &mut KeyUsage) {
    Grid::new("usage bits").spacing(vec2(16.0, 4.0)).show(ui, |ui| {
        for (index, (words, bit)) in USAGE_BITS.iter().enumerate() {
            ui.add(Checkbox::new(bit(usage), words));
            if index % 3 == 2 {
                ui.end_row();
            }
        }
    });
}
