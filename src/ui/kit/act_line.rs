//! "What will happen": acts on a line, in order.

use egui::{Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{Icon, paint};
use crate::ui::theme::{Type, UiTokens as _};

/// One act: what happens, and where or with what.
#[derive(Clone, Debug, PartialEq)]
pub struct Act<'a> {
    /// Its icon on the line.
    pub icon: Icon,
    /// "CRL 419 is signed".
    pub words: &'a str,
    /// The line below, in small.
    pub detail: &'a str,
    /// The detail is a path, an address or a name of the API: monospaced.
    pub mono: bool,
}

impl<'a> Act<'a> {
    /// An act with one line of detail.
    pub fn new(icon: Icon, words: &'a str, detail: &'a str) -> Self {
        Self { icon, words, detail, mono: false }
    }

    /// The detail is monospaced.
    pub fn mono(mut self) -> Self {
        self.mono = true;
        self
    }
}

/// Shows the acts with a line from each to the next; `gap` is 8 in a form and 16 in a danger dialog.
pub fn acts_ui(ui: &mut Ui, acts: &[Act<'_>], gap: f32) {
    let spacing = std::mem::take(&mut ui.spacing_mut().item_spacing.y);
    for (index, act) in acts.iter().enumerate() {
        act_ui(ui, act, gap, index + 1 == acts.len());
    }
    ui.spacing_mut().item_spacing.y = spacing;
}

fn act_ui(ui: &mut Ui, act: &Act<'_>, gap: f32, last: bool) -> Response {
    let height = 36.0 + gap;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let (t, painter) = (ui.tokens(), ui.painter());
    let icon = pos2(rect.left() + 10.0, rect.top() + 10.0);
    act.icon.paint(painter, icon, 16.0, t.text2);
    if !last {
        let line = egui::Rangef::new(icon.y + 13.0, rect.bottom() - 2.0);
        paint::vertical_hairline(painter, icon.x, line, t.border);
    }
    let left = rect.left() + 32.0;
    let words = paint::line(painter, act.words, Type::Name, t.text, rect.right() - left);
    let kind = if act.mono { Type::MonoSmall } else { Type::Small };
    let detail = paint::line(painter, act.detail, kind, t.text2, rect.right() - left);
    let elided = words.elided || detail.elided;
    paint::galley(painter, pos2(left, icon.y), words);
    paint::galley(painter, pos2(left, icon.y + 18.0), detail);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, format!("{}, {}", act.words, act.detail)));
    if elided { response.on_hover_text(format!("{}\n{}", act.words, act.detail)) } else { response }
}
