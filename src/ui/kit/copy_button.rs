//! Copying a value: the icon becomes a tick for a moment.

use egui::{Response, Ui, Widget};

use super::{Icon, IconButton};

/// Seconds for which the tick stays.
const ACKNOWLEDGED: f64 = 1.5;

/// Puts `text` on the clipboard. `name` says what is copied: "Copy ARN".
#[must_use = "add it to a `Ui`"]
pub struct CopyButton<'a> {
    name: &'a str,
    text: &'a str,
}

impl<'a> CopyButton<'a> {
    /// A small icon button.
    pub fn new(name: &'a str, text: &'a str) -> Self {
        Self { name, text }
    }
}

impl Widget for CopyButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let id = ui.next_auto_id().with("copied at");
        let now = ui.input(|input| input.time);
        let copied_at: Option<f64> = ui.data(|data| data.get_temp(id));
        let copied = copied_at.is_some_and(|at| now - at < ACKNOWLEDGED);
        let icon = if copied { Icon::Check } else { Icon::Copy };
        let response = ui.add(IconButton::new(icon, self.name).small());
        if response.clicked() {
            ui.copy_text(self.text.to_owned());
            ui.data_mut(|data| data.insert_temp(id, now));
            // The tick leaves by itself; nothing else repaints an idle window.
            ui.request_repaint_after_secs(ACKNOWLEDGED as f32 + 0.05);
        }
        response
    }
}
