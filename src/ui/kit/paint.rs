//! The strokes and words that the widgets of the kit paint with.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

use egui::{
    Color32, CornerRadius, Galley, Painter, Pos2, Rangef, Rect, Shape, Stroke, StrokeKind,
    epaint::RectShape,
    pos2,
    text::{LayoutJob, TextWrapping},
    vec2,
};

use crate::ui::theme::{Tokens, Type};

/// The first character that may be missing in a font: ours have all of Latin.
const RARE: char = '\u{250}';

/// `words` with each character that no installed font has written as `\u{10A80}`: a script that the system has no font
/// for is read by its code points, never as blank boxes that all look alike.
pub fn covered<'a>(painter: &Painter, words: &'a str, kind: Type) -> Cow<'a, str> {
    if words.chars().all(|character| character < RARE) {
        return Cow::Borrowed(words);
    }
    let font = kind.font();
    let is_missing = |character: char| {
        character >= RARE && !character.is_whitespace() && !painter.fonts_mut(|fonts| fonts.has_glyph(&font, character))
    };
    if !words.contains(is_missing) {
        return Cow::Borrowed(words);
    }
    let mut out = String::with_capacity(words.len() + 16);
    for character in words.chars() {
        match is_missing(character) {
            // Writing to a String does not fail.
            true => drop(write!(out, "\\u{{{:04X}}}", u32::from(character))),
            false => out.push(character),
        }
    }
    Cow::Owned(out)
}

/// Lays out one line, elided at its end where it is wider than `max_width`.
pub fn line(painter: &Painter, words: &str, kind: Type, color: Color32, max_width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(covered(painter, words, kind).into_owned(), kind.format(color));
    job.wrap = TextWrapping { max_width, max_rows: 1, break_anywhere: true, overflow_character: Some('…') };
    painter.layout_job(job)
}

/// Lays out words that wrap at `width`, with lines at 1.4 times the size.
pub fn paragraph(painter: &Painter, words: &str, kind: Type, color: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(covered(painter, words, kind).into_owned(), kind.paragraph(color));
    job.wrap.max_width = width;
    painter.layout_job(job)
}

/// Width of one line.
pub fn width(painter: &Painter, words: &str, kind: Type) -> f32 {
    line(painter, words, kind, Color32::PLACEHOLDER, f32::INFINITY).size().x
}

/// Paints a laid-out line whose left edge and middle are at `left`; returns where it stands.
pub fn galley(painter: &Painter, left: Pos2, galley: Arc<Galley>) -> Rect {
    let min = pos2(left.x, (left.y - galley.size().y / 2.0).round());
    let rect = Rect::from_min_size(min, galley.size());
    painter.galley(min, galley, Color32::PLACEHOLDER);
    rect
}

/// Words whose left edge and middle are at `left`.
pub fn words(painter: &Painter, left: Pos2, words: &str, kind: Type, color: Color32) -> Rect {
    galley(painter, left, line(painter, words, kind, color, f32::INFINITY))
}

/// Words that end at `right`.
pub fn words_right(painter: &Painter, right: Pos2, words: &str, kind: Type, color: Color32) -> Rect {
    let line = line(painter, words, kind, color, f32::INFINITY);
    galley(painter, pos2((right.x - line.size().x).round(), right.y), line)
}

/// Words in the middle of `center`.
pub fn words_center(painter: &Painter, center: Pos2, words: &str, kind: Type, color: Color32) -> Rect {
    let line = line(painter, words, kind, color, f32::INFINITY);
    galley(painter, pos2((center.x - line.size().x / 2.0).round(), center.y), line)
}

/// A fill with one radius.
pub fn fill(painter: &Painter, rect: Rect, radius: u8, color: Color32) {
    painter.rect_filled(rect, CornerRadius::same(radius), color);
}

/// An edge of one point inside `rect`.
pub fn edge(painter: &Painter, rect: Rect, radius: u8, color: Color32) {
    edge_of(painter, rect, radius, Stroke::new(1.0, color));
}

/// An edge inside `rect`.
pub fn edge_of(painter: &Painter, rect: Rect, radius: u8, stroke: Stroke) {
    painter.rect_stroke(rect, CornerRadius::same(radius), stroke, StrokeKind::Inside);
}

/// A horizontal hairline, crisp at every scale.
pub fn hairline(painter: &Painter, x: Rangef, y: f32, color: Color32) {
    fill(painter, Rect::from_x_y_ranges(x, y..=y + 1.0), 0, color);
}

/// A vertical hairline.
pub fn vertical_hairline(painter: &Painter, x: f32, y: Rangef, color: Color32) {
    fill(painter, Rect::from_x_y_ranges(x..=x + 1.0, y), 0, color);
}

/// Where the keyboard is: an edge of 1.5 and a halo of 2.5 around it.
pub fn focus_ring(painter: &Painter, rect: Rect, radius: u8, tokens: &Tokens) {
    edge_of(painter, rect, radius, Stroke::new(1.5, tokens.accent));
    let halo = Stroke::new(2.5, tokens.accent.gamma_multiply(0.22));
    edge_of(painter, rect.expand(2.5), radius.saturating_add(2), halo);
}

/// A dashed edge with round corners: a place to drop a file on.
pub fn dashed_edge(painter: &Painter, rect: Rect, radius: f32, color: Color32) {
    let stroke = Stroke::new(1.0, color);
    let (along, across) = (vec2(radius, 0.0), vec2(0.0, radius));
    for [from, to] in [
        [rect.left_top() + along, rect.right_top() - along],
        [rect.right_top() + across, rect.right_bottom() - across],
        [rect.right_bottom() - along, rect.left_bottom() + along],
        [rect.left_bottom() - across, rect.left_top() + across],
    ] {
        painter.extend(Shape::dashed_line(&[from, to], stroke, 4.0, 4.0));
    }
    for (start, center) in [
        (180.0_f32, rect.left_top() + along + across),
        (270.0, rect.right_top() - along + across),
        (0.0, rect.right_bottom() - along - across),
        (90.0, rect.left_bottom() + along - across),
    ] {
        let point = |step: i32| {
            let angle = (start + 15.0 * step as f32).to_radians();
            center + radius * vec2(angle.cos(), angle.sin())
        };
        painter.add(Shape::line((0..=6).map(point).collect(), stroke));
    }
}

/// A surface above the page: shadow, fill, edge.
pub fn floating(painter: &Painter, rect: Rect, radius: u8, fill: Color32, tokens: &Tokens) {
    let shadow = egui::Shadow { offset: [0, 12], blur: 48, spread: 0, color: tokens.shadow };
    painter.add(shadow.as_shape(rect, CornerRadius::same(radius)));
    painter.add(RectShape::new(
        rect,
        CornerRadius::same(radius),
        fill,
        Stroke::new(1.0, tokens.border),
        StrokeKind::Inside,
    ));
}
