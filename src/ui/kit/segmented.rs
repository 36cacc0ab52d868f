//! The segmented control: one of a few, all of them seen.

use egui::{NumExt as _, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint;
use crate::ui::theme::{Tokens, Type, UiTokens as _};

/// Segments in one frame. Each takes the focus; the arrow keys move, Space chooses.
#[must_use = "call `show`"]
pub struct Segmented<'a> {
    name: &'a str,
    segments: &'a [&'a str],
    height: f32,
}

impl<'a> Segmented<'a> {
    /// `name` is what is chosen here, for assistive technology ("Validity").
    pub fn new(name: &'a str, segments: &'a [&'a str]) -> Self {
        Self { name, segments, height: 32.0 }
    }

    /// 28 high, beside a group heading.
    pub fn compact(mut self) -> Self {
        self.height = 28.0;
        self
    }

    /// Shows the control; the response has `changed()` when `chosen` is another than before.
    pub fn show(self, ui: &mut Ui, chosen: &mut usize) -> Response {
        let widths: Vec<f32> =
            self.segments.iter().map(|s| (paint::width(ui.painter(), s, Type::Name) + 24.0).round()).collect();
        let size = vec2(widths.iter().sum::<f32>() + 4.0, self.height);
        let (rect, mut response) = ui.allocate_exact_size(size, Sense::hover());
        let t = ui.tokens();
        paint::fill(ui.painter(), rect, 6, if t.dark { t.sunken } else { t.hover });
        if t.dark {
            paint::edge(ui.painter(), rect, 6, t.line);
        }
        let mut x = rect.left() + 2.0;
        for (index, (words, width)) in self.segments.iter().zip(widths).enumerate() {
            let segment = Rect::from_min_size(pos2(x, rect.top() + 2.0), vec2(width, self.height - 4.0));
            if segment_ui(ui, segment, words, *chosen == index, t).clicked() && *chosen != index {
                *chosen = index;
                response.mark_changed();
            }
            x += width;
        }
        response.widget_info(|| WidgetInfo::labeled(Role::RadioGroup, ui.is_enabled(), self.name));
        response
    }
}

fn segment_ui(ui: &mut Ui, rect: Rect, words: &str, on: bool, t: &Tokens) -> Response {
    let response = ui.interact(rect, ui.auto_id_with(words), Sense::click());
    let painter = ui.painter();
    if on {
        paint::fill(painter, rect, 5, if t.dark { t.pressed } else { t.page });
        paint::edge(painter, rect, 5, t.border);
    }
    let color = if on || response.hovered() { t.text } else { t.text2 };
    let x = rect.left() + 12.0.at_most(rect.width());
    paint::words(painter, pos2(x, rect.center().y), words, Type::Name, color);
    if response.has_focus() {
        paint::focus_ring(painter, rect, 5, t);
    }
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), on, words));
    response
}
