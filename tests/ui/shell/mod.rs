//! The shell of the window: bars, menus, palette, inspector, opening and closing.

mod bars;
mod endpoint;
mod forms;
mod inspector;
mod leaving;
mod lifecycle;
mod live;
mod managed;
mod palette;
mod pictures;
mod screenshots;
mod trouble;
mod upkeep;
pub mod workspace;
