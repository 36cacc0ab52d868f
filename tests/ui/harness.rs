//! The one way to make a window for a test, and to keep a picture of it.

use std::{io::Write as _, path::PathBuf, sync::LazyLock};

use canopy::ui::theme::{self, Theme};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, HarnessBuilder, wgpu::WgpuTestRenderer};
use image::RgbaImage;

use crate::comparison::same;

/// The size of the window at which the pictures of the design are drawn.
pub const WINDOW: [f32; 2] = [1280.0, 800.0];

/// A harness with Canopy's fonts and style, at zoom 1 and without animations.
/// Unnamed inputs and characters that no font has make it panic.
pub fn builder<S>(size: impl Into<egui::Vec2>, theme: Theme) -> HarnessBuilder<S> {
    let shown = if theme == Theme::Light { egui::Theme::Light } else { egui::Theme::Dark };
    Harness::builder()
        .with_size(size)
        .with_pixels_per_point(1.0)
        .with_theme(shown)
        .with_render_cursor(false)
        .with_max_steps(12)
        .with_context_setup(move |ctx| theme::apply(ctx, theme))
}

/// A harness in the dark theme for a test that looks at behaviour only.
pub fn with_state<'a, S>(state: S, ui: impl FnMut(&mut egui::Ui, &mut S) + 'a) -> Harness<'a, S> {
    builder([800.0, 600.0], Theme::Dark).build_ui_state(ui, state)
}

static HAS_ADAPTER: LazyLock<bool> = LazyLock::new(|| {
    let found = std::panic::catch_unwind(WgpuTestRenderer::new).is_ok();
    if !found {
        let required = std::env::var("CANOPY_REQUIRE_TOOLS").is_ok_and(|value| value == "1");
        assert!(!required, "no graphics adapter was found, and CANOPY_REQUIRE_TOOLS asks for one");
        // Past `println!`, which is shown of tests that fail only.
        writeln!(std::io::stderr().lock(), "skipped: pictures need a graphics adapter").unwrap();
    }
    found
});

/// Whether pictures can be drawn (Debian: `mesa-vulkan-drivers`). Tells once when they cannot, and panics when they
/// must.
pub fn has_adapter() -> bool {
    *HAS_ADAPTER
}

/// Compares the window with `screenshots/<name>.png`, or writes that with `UPDATE_SCREENSHOTS=1`.
/// Without a graphics adapter there is nothing to compare.
#[track_caller]
pub fn snapshot<S>(harness: &mut Harness<'_, S>, name: &str) {
    if !has_adapter() {
        return;
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("screenshots").join(format!("{name}.png"));
    let mut found = harness.render().expect("an adapter is there");
    if std::env::var_os("UPDATE_SCREENSHOTS").is_some_and(|value| value == "1") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        found.save(&path).unwrap();
        return;
    }
    let mut expected = image::open(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; write it with UPDATE_SCREENSHOTS=1", path.display()))
        .into_rgba8();
    for place in places_of_chance(harness) {
        blank(&mut expected, place);
        blank(&mut found, place);
    }
    if let Err(reason) = same(&expected, &found) {
        let beside = std::env::temp_dir().join(format!("canopy-{name}.png"));
        found.save(&beside).unwrap();
        panic!("{name} {reason}; what was drawn is in {}", beside.display());
    }
}

/// Where the identifiers of keys stand that were made for this run only: 40 digits, different each time.
fn places_of_chance<S>(harness: &Harness<'_, S>) -> Vec<egui::Rect> {
    let is_key = |word: &str| word.len() == 40 && word.bytes().all(|digit| digit.is_ascii_hexdigit());
    let labels = harness.query_all_by_role(egui::accesskit::Role::Label);
    let of_chance = labels.filter(|label| {
        let node = label.accesskit_node();
        node.value().or_else(|| node.label()).is_some_and(|words| words.split(' ').any(is_key))
    });
    of_chance.map(|label| label.rect()).collect()
}

fn blank(picture: &mut RgbaImage, place: egui::Rect) {
    let (width, height) = picture.dimensions();
    let pixels = |from: f32, to: f32, size: u32| (from.floor().max(0.0) as u32)..(to.ceil().max(0.0) as u32).min(size);
    for y in pixels(place.top(), place.bottom(), height) {
        for x in pixels(place.left(), place.right(), width) {
            picture.put_pixel(x, y, image::Rgba([0; 4]));
        }
    }
}
