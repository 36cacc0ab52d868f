//! The contrast that the themes promise, recomputed from the token files (WCAG 2.2, 1.4.3 and 1.4.11).

use egui::Color32;

use super::Tokens;

/// Relative luminance, as WCAG defines it.
fn luminance(color: Color32) -> f64 {
    let channel = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
}

fn contrast(a: Color32, b: Color32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn surfaces(t: &Tokens) -> [Color32; 7] {
    [t.chrome, t.page, t.raised, t.sunken, t.hover, t.pressed, t.selected]
}

fn lowest(color: Color32, on: &[Color32]) -> f64 {
    on.iter().map(|&surface| contrast(color, surface)).fold(f64::INFINITY, f64::min)
}

/// Computed and promised must agree to the one decimal that is written down.
#[track_caller]
fn promised(what: &str, found: f64, dark: bool, promise: [f64; 2]) {
    let expected = promise[usize::from(!dark)];
    assert!((found - expected).abs() < 0.051, "{what}, dark {dark}: {found:.2}, promised {expected}");
}

#[test]
fn words_are_readable_on_every_surface() {
    for t in [Tokens::dark(), Tokens::light()] {
        let words = [
            ("text", t.text, [11.1, 13.5]),
            ("text2", t.text2, [6.2, 6.1]),
            ("text3", t.text3, [4.7, 4.6]),
            ("accent", t.accent, [7.1, 5.1]),
            ("warn", t.warn, [7.4, 5.0]),
            ("danger", t.danger, [5.8, 5.1]),
            ("info", t.info, [6.4, 5.4]),
            ("violet", t.violet, [6.6, 5.8]),
        ];
        for (name, color, promise) in words {
            let found = lowest(color, &surfaces(t));
            promised(name, found, t.dark, promise);
            assert!(found >= 4.5, "{name} falls below AA: {found:.2}");
        }
        promised("text on page", contrast(t.text, t.page), t.dark, [14.7, 17.5]);
        promised("text2 on page", contrast(t.text2, t.page), t.dark, [8.2, 7.9]);
        promised("text3 on page", contrast(t.text3, t.page), t.dark, [6.2, 5.9]);
    }
}

#[test]
fn words_are_readable_on_fills_of_their_own() {
    for t in [Tokens::dark(), Tokens::light()] {
        let pairs = [
            ("on_accent", t.on_accent, t.accent_fill, [8.0, 5.4]),
            ("on_danger", t.on_danger, t.danger_fill, [4.8, 5.8]),
            ("accent badge", t.accent, t.accent_soft, [7.2, 5.6]),
            ("warn badge", t.warn, t.warn_soft, [8.3, 5.7]),
            ("danger badge", t.danger, t.danger_soft, [6.6, 5.4]),
            ("info badge", t.info, t.info_soft, [7.2, 5.9]),
            ("violet badge", t.violet, t.violet_soft, [7.4, 6.2]),
        ];
        for (name, words, fill, promise) in pairs {
            let found = contrast(words, fill);
            promised(name, found, t.dark, promise);
            assert!(found >= 4.5, "{name} falls below AA: {found:.2}");
        }
    }
}

#[test]
fn marks_and_focus_are_seen() {
    for t in [Tokens::dark(), Tokens::light()] {
        let on = [t.page, t.chrome, t.hover, t.selected];
        let marks = [
            ("ok", t.ok, [5.7, 3.3]),
            ("warn_mark", t.warn_mark, [7.5, 3.1]),
            ("danger_mark", t.danger_mark, [4.6, 4.1]),
            ("border_strong", t.border_strong, [3.1, 3.2]),
            ("violet", t.violet, [6.7, 6.3]),
        ];
        for (name, color, promise) in marks {
            let found = lowest(color, &on);
            promised(name, found, t.dark, promise);
            assert!(found >= 3.0, "{name} falls below 3:1: {found:.2}");
        }
        promised("focus ring", contrast(t.accent, t.page), t.dark, [9.4, 6.6]);
        promised("control edge", contrast(t.border, t.page), t.dark, [1.5, 1.5]);
    }
}

#[test]
fn stronger_lines_bring_control_edges_to_three_to_one() {
    let ctx = egui::Context::default();
    super::set_stronger_lines(&ctx, true);
    for dark in [true, false] {
        let tokens = Tokens::of(&ctx, dark);
        assert!(contrast(tokens.border, tokens.page) >= 3.0);
    }
    super::set_stronger_lines(&ctx, false);
    assert_eq!(Tokens::of(&ctx, true), Tokens::dark());
}
