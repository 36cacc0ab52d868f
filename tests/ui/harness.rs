//! The one way to make a window for a test, and to keep a picture of it.

use std::{path::PathBuf, sync::LazyLock};

use canopy::ui::theme::{self, Theme};
use egui_kittest::{Harness, HarnessBuilder, wgpu::WgpuTestRenderer};
use image::RgbaImage;

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

static HAS_ADAPTER: LazyLock<bool> = LazyLock::new(|| std::panic::catch_unwind(WgpuTestRenderer::new).is_ok());

/// Compares the window with `screenshots/<name>.png`, or writes that with `UPDATE_SCREENSHOTS=1`.
/// Without a graphics adapter (Debian: `mesa-vulkan-drivers`) it prints that it is skipped.
#[track_caller]
pub fn snapshot<S>(harness: &mut Harness<'_, S>, name: &str) {
    if !*HAS_ADAPTER {
        println!("skipped: picture {name} needs a graphics adapter");
        return;
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("screenshots").join(format!("{name}.png"));
    let found = harness.render().expect("an adapter is there");
    if std::env::var_os("UPDATE_SCREENSHOTS").is_some_and(|value| value == "1") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        found.save(&path).unwrap();
        return;
    }
    let expected = image::open(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; write it with UPDATE_SCREENSHOTS=1", path.display()))
        .into_rgba8();
    if let Err(reason) = same(&expected, &found) {
        let beside = std::env::temp_dir().join(format!("canopy-{name}.png"));
        found.save(&beside).unwrap();
        panic!("{name} {reason}; what was drawn is in {}", beside.display());
    }
}

/// Rasterisers differ a little at the edges of glyphs: of all pixels one in 200 may differ visibly.
fn same(expected: &RgbaImage, found: &RgbaImage) -> Result<(), String> {
    if expected.dimensions() != found.dimensions() {
        return Err(format!("is {:?}, the picture {:?}", found.dimensions(), expected.dimensions()));
    }
    let visibly = |(a, b): &(&image::Rgba<u8>, &image::Rgba<u8>)| a.0.iter().zip(b.0).any(|(&a, b)| a.abs_diff(b) > 24);
    let differing = expected.pixels().zip(found.pixels()).filter(visibly).count();
    let allowed = (expected.width() * expected.height()) as usize / 200;
    if differing > allowed {
        return Err(format!("differs in {differing} pixels, {allowed} are allowed"));
    }
    Ok(())
}
