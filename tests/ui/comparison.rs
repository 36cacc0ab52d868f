//! Whether two pictures show the same.
//!
//! Rasterisers differ a little at the edges of glyphs and of round corners, everywhere and by few pixels; what has
//! gone or come stands in one place. So pictures are compared tile by tile.

use image::{Rgba, RgbaImage};

/// The side of a tile, in pixels.
const TILE: u32 = 32;

/// So far a channel may be off before a pixel counts as different.
const COLOUR: u8 = 24;

/// So many pixels of a tile may be different: fewer than a word of small text has.
const PIXELS: usize = 40;

/// Compares what was drawn with what was expected.
///
/// # Errors
/// The first tile that differs, in words, or the sizes.
pub fn same(expected: &RgbaImage, found: &RgbaImage) -> Result<(), String> {
    if expected.dimensions() != found.dimensions() {
        return Err(format!("is {:?}, the picture {:?}", found.dimensions(), expected.dimensions()));
    }
    let tiles = expected.width().div_ceil(TILE) as usize;
    let mut differing = vec![0; tiles * expected.height().div_ceil(TILE) as usize];
    for ((x, y, one), other) in expected.enumerate_pixels().zip(found.pixels()) {
        if visibly(one, other) {
            differing[(y / TILE) as usize * tiles + (x / TILE) as usize] += 1;
        }
    }
    let worst = differing.iter().enumerate().max_by_key(|(_, count)| **count);
    match worst {
        Some((tile, &count)) if count > PIXELS => {
            let (x, y) = ((tile % tiles) * TILE as usize, (tile / tiles) * TILE as usize);
            let tiles = differing.iter().filter(|count| **count > PIXELS).count();
            Err(format!("differs in {tiles} places, the most at {x}, {y}: {count} pixels, {PIXELS} are allowed"))
        }
        _ => Ok(()),
    }
}

fn visibly(one: &Rgba<u8>, other: &Rgba<u8>) -> bool {
    one.0.iter().zip(other.0).any(|(&one, other)| one.abs_diff(other) > COLOUR)
}

mod tests {
    use super::*;
    use crate::harness;
    use canopy::ui::theme::Theme;

    /// Three lines of text and a button, or what is left of them.
    fn drawn(theme: Theme, line: bool, button: bool) -> Option<RgbaImage> {
        let page = move |ui: &mut egui::Ui, (): &mut ()| {
            ui.label("Servers Issuing CA");
            ui.add_visible(line, egui::Label::new("Expires in 12 days"));
            ui.label("2 certificates");
            ui.add_visible(button, egui::Button::new("Issue"));
        };
        harness::has_adapter()
            .then(|| harness::builder([300.0, 200.0], theme).build_ui_state(page, ()).render().unwrap())
    }

    #[test]
    fn a_picture_is_the_same_as_itself_drawn_again() {
        for theme in [Theme::Dark, Theme::Light] {
            let (Some(one), Some(other)) = (drawn(theme, true, true), drawn(theme, true, true)) else { return };
            assert_eq!(same(&one, &other), Ok(()));
        }
    }

    #[test]
    fn a_removed_button_and_a_lost_line_are_seen() {
        for theme in [Theme::Dark, Theme::Light] {
            let Some(whole) = drawn(theme, true, true) else { return };
            for (line, button) in [(false, true), (true, false)] {
                let less = drawn(theme, line, button).unwrap();
                let reason = same(&whole, &less).expect_err("something is missing");
                assert!(reason.starts_with("differs in "), "{reason}");
            }
        }
    }

    fn plain() -> RgbaImage {
        RgbaImage::from_pixel(108, 74, Rgba([40, 40, 40, 255]))
    }

    #[test]
    fn edges_may_differ_everywhere() {
        let mut found = plain();
        for (x, y, pixel) in found.enumerate_pixels_mut() {
            // One pixel in 32, in every tile, and all of them a little.
            *pixel = if (x + 7 * y) % 32 == 0 { Rgba([200, 200, 200, 255]) } else { Rgba([60, 60, 60, 255]) };
        }
        assert_eq!(same(&plain(), &found), Ok(()));
    }

    #[test]
    fn the_last_tiles_are_looked_at_too() {
        let mut found = plain();
        for (x, y) in (96..108).flat_map(|x| (64..74).map(move |y| (x, y))) {
            found.put_pixel(x, y, Rgba([200, 200, 200, 255]));
        }
        let reason = same(&plain(), &found).unwrap_err();
        assert_eq!(reason, "differs in 1 places, the most at 96, 64: 120 pixels, 40 are allowed");
    }

    #[test]
    fn another_size_is_another_picture() {
        let larger = RgbaImage::from_pixel(109, 74, Rgba([40, 40, 40, 255]));
        assert_eq!(same(&plain(), &larger), Err("is (109, 74), the picture (108, 74)".into()));
    }
}
