//! The validity of an authority below that of those above it, with today marked.

use super::facts::Step;
use crate::ui::kit::paint;
use crate::ui::theme::{Tokens, Type, UiTokens as _};
use crate::ui::words;
use crate::workspace::Timestamp;
use egui::{Color32, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

const BAR: f32 = 16.0;
const STEP: f32 = 24.0;

/// The bars, outermost first; the last is the authority's own.
pub(super) fn validity_ui(ui: &mut Ui, path: &[Step], now: Timestamp) {
    let spans: Vec<(&str, Timestamp, Timestamp)> =
        path.iter().filter_map(|step| step.span.map(|(from, to)| (step.name.as_str(), from, to))).collect();
    let Some(&(own, from, until)) = spans.last() else { return };
    let height = STEP * spans.len() as f32 + 24.0;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let first = spans.iter().map(|span| span.1).min().unwrap_or(from).min(now);
    let last = spans.iter().map(|span| span.2).max().unwrap_or(until).max(now);
    let x = |at: Timestamp| rect.left() + rect.width() * part(at, first, last);
    let t = ui.tokens();
    let today = x(now).round();
    for (index, (name, from, until)) in spans.iter().enumerate() {
        let top = rect.top() + STEP * index as f32 + 4.0;
        let bar =
            Rect::from_x_y_ranges(x(*from).round()..=x(*until).round().max(x(*from).round() + 3.0), top..=top + BAR);
        let (fill, color) = match index + 1 == spans.len() {
            true => own_colors(words::days_until(*until, now), t),
            false => (t.pressed, t.text2),
        };
        paint::fill(ui.painter(), bar, 4, fill);
        name_ui(ui, bar, rect, today, name, color, t);
    }
    let mark = Rect::from_x_y_ranges(today - 1.0..=today + 1.0, rect.top()..=rect.bottom() - 22.0);
    paint::fill(ui.painter(), mark.expand2(vec2(1.5, 0.0)), 0, t.page);
    paint::fill(ui.painter(), mark, 0, t.text);
    axis_ui(ui, rect, today, &[(x(from), from), (x(until), until), (x(first), first), (x(last), last)], t);
    response.widget_info(|| {
        let words = format!("{own} is valid from {} to {}", words::date(from), words::date(until));
        WidgetInfo::labeled(Role::Label, true, words)
    });
    let lines =
        spans.iter().map(|(name, from, until)| format!("{name}: {} to {}", words::date(*from), words::date(*until)));
    response.on_hover_text(lines.collect::<Vec<_>>().join("\n"));
}

fn part(at: Timestamp, first: Timestamp, last: Timestamp) -> f32 {
    let whole = (last.seconds() - first.seconds()).max(1) as f64;
    ((at.seconds() - first.seconds()) as f64 / whole) as f32
}

fn own_colors(days: i64, t: &Tokens) -> (Color32, Color32) {
    match days {
        31.. => (t.accent_fill, t.on_accent),
        8..=30 => (t.warn_soft, t.warn),
        _ => (t.danger_soft, t.danger),
    }
}

/// The name in its bar, or beside it where the bar is too short.
fn name_ui(ui: &Ui, bar: Rect, rect: Rect, today: f32, name: &str, color: Color32, t: &Tokens) {
    let painter = ui.painter();
    let width = paint::width(painter, name, Type::Caption);
    let y = bar.center().y;
    let mut left = bar.left() + 8.0;
    // The mark of today does not cut through a name.
    if (left - 4.0..left + width + 4.0).contains(&today) {
        left = today + 8.0;
    }
    if left + width + 8.0 <= bar.right() {
        paint::words(painter, pos2(left, y), name, Type::Caption, color);
    } else if width + 8.0 <= rect.right() - bar.right() {
        paint::words(painter, pos2(bar.right() + 8.0, y), name, Type::Caption, t.text2);
    } else if width + 8.0 <= bar.left() - rect.left() {
        paint::words_right(painter, pos2(bar.left() - 8.0, y), name, Type::Caption, t.text2);
    } else {
        let line = paint::line(painter, name, Type::Caption, color, (bar.width() - 16.0).max(0.0));
        paint::galley(painter, pos2(bar.left() + 8.0, y), line);
    }
}

/// "Today", and the years of ends and beginnings where there is room beside it.
fn axis_ui(ui: &Ui, rect: Rect, today: f32, years: &[(f32, Timestamp)], t: &Tokens) {
    let y = rect.bottom() - 9.0;
    let mut taken: Vec<egui::Rangef> = Vec::new();
    let mut place = |words: &str, x: f32, kind: Type, color: Color32| {
        let half = paint::width(ui.painter(), words, kind) / 2.0;
        let x = x.clamp(rect.left() + half, (rect.right() - half).max(rect.left() + half));
        let range = egui::Rangef::new(x - half - 10.0, x + half + 10.0);
        if taken.iter().all(|other| !other.intersects(range)) {
            paint::words_center(ui.painter(), pos2(x, y), words, kind, color);
            taken.push(range);
        }
    };
    place("Today", today, Type::Caption, t.text);
    for (x, at) in years {
        let date = words::date(*at);
        let year = date.rsplit(' ').next().unwrap_or_default();
        place(year, *x, Type::CaptionRegular, t.text2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_and_the_middle() {
        let at = Timestamp::from_seconds;
        assert_eq!(part(at(10), at(10), at(20)), 0.0);
        assert_eq!(part(at(15), at(10), at(20)), 0.5);
        assert_eq!(part(at(20), at(10), at(20)), 1.0);
        assert_eq!(part(at(5), at(5), at(5)), 0.0, "a span of no length divides by nothing");
    }
}
