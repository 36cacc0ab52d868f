//! How the window looks: colour roles, type, and the style that egui gets from them.
//!
//! Widgets name roles ([`Tokens`], [`Type`]), never colours or font sizes. The values lie in
//! `assets/themes` and are read once.

mod fonts;
mod style;
mod tokens;
mod type_scale;

#[cfg(test)]
mod contrast;

pub use fonts::{ICONS, MEDIUM, SEMI_BOLD};
pub use style::{Theme, apply, set_stronger_lines, show, stronger_lines};
pub use tokens::{Tokens, UiTokens};
pub use type_scale::Type;
