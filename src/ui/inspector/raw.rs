//! An item as PEM and as text.

use super::Inspector;
use crate::ui::kit::CodeBox;
use egui::Ui;

impl Inspector {
    /// The text, worked out when it is first asked for: that of a long CRL is long.
    pub(super) fn text(&self) -> &str {
        self.view.text.get_or_init(|| self.item().text())
    }

    pub(super) fn pem_ui(&self, ui: &mut Ui) {
        let height = ui.available_height() - 16.0;
        CodeBox::new("PEM", &self.view.pem).height(height).show(ui);
    }

    pub(super) fn text_ui(&self, ui: &mut Ui) {
        let height = ui.available_height() - 16.0;
        CodeBox::new("Text", self.text()).height(height).show(ui);
    }
}
