//! Workspace files of earlier states of the format. Each is opened as it was written, for ever.
//!
//! A file is written once, by the ignored test beside the one that reads it, and never again. When the format gains
//! something, add another file.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

mod access_2026;
#[path = "../engine/desk.rs"]
#[allow(dead_code, reason = "the tests of the engine use all of it")]
mod desk;
mod endpoint_2026;
mod kept;
mod november_2026;
