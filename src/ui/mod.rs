//! The window: shows snapshots of a workspace and emits commands.
