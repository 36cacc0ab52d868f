//! The window: shows snapshots of a workspace and emits commands.

pub mod kit;
pub mod theme;
