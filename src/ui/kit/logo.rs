//! Canopy's mark: a crown of three discs over a trunk.

use egui::{Color32, Painter, Pos2, Rect, Stroke, vec2};

use super::paint;
use crate::ui::theme::Tokens;

/// Paints the mark with its top left at `min`; `ground` is what lies behind it and shows through the branches.
pub fn paint_logo(painter: &Painter, min: Pos2, side: f32, ground: Color32, t: &Tokens) {
    // Drawn on a grid of 16.
    let unit = side / 16.0;
    let at = |x: f32, y: f32| min + vec2(x, y) * unit;
    let block = |x: f32, y: f32, w: f32, h: f32| Rect::from_min_size(at(x, y), vec2(w, h) * unit);
    for (x, y, radius) in [(4.6, 8.2, 3.6), (11.4, 8.2, 3.6), (8.0, 5.0, 4.4)] {
        painter.circle_filled(at(x, y), radius * unit, t.ok);
    }
    paint::fill(painter, block(4.0, 8.0, 8.0, 3.8), 0, t.ok);
    paint::fill(painter, block(7.2, 7.4, 1.6, 8.0), 1, ground);
    paint::fill(painter, block(7.2, 11.6, 1.6, 4.0), 1, t.ok);
    let branch = Stroke::new(1.3 * unit, ground);
    painter.line_segment([at(8.0, 10.4), at(5.2, 7.8)], branch);
    painter.line_segment([at(8.0, 9.0), at(10.6, 6.6)], branch);
}
