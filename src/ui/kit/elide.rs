//! Shortening what does not fit: serials in the middle, names at the end (see [`super::Label`]).

use egui::Painter;

use super::paint;
use crate::ui::theme::Type;

/// The first and the last `keep` characters with `…` between; whole where that is not shorter.
pub fn middle(text: &str, keep: usize) -> String {
    let count = text.chars().count();
    if count <= 2 * keep + 1 {
        return text.to_owned();
    }
    let head = text.chars().take(keep);
    let tail = text.chars().skip(count - keep);
    head.chain(['…']).chain(tail).collect()
}

/// As many characters of both ends as fit in `max_width`.
pub fn middle_to_width(painter: &Painter, text: &str, kind: Type, max_width: f32) -> String {
    if paint::width(painter, text, kind) <= max_width {
        return text.to_owned();
    }
    let fits = |keep: usize| paint::width(painter, &middle(text, keep), kind) <= max_width;
    let (mut fitting, mut too_many) = (0, text.chars().count().div_ceil(2));
    while fitting + 1 < too_many {
        let keep = fitting.midpoint(too_many);
        if fits(keep) { fitting = keep } else { too_many = keep }
    }
    middle(text, fitting)
}

#[cfg(test)]
mod tests {
    use super::middle;

    #[test]
    fn both_ends_stay() {
        assert_eq!(middle("4A1F09D27C3B5E8896D1F0A7B2C4E69C", 4), "4A1F…E69C");
        assert_eq!(middle("4A1F09D27", 4), "4A1F09D27");
        assert_eq!(middle("ключ-ключ-ключ", 2), "кл…юч");
        assert_eq!(middle("", 4), "");
    }
}
