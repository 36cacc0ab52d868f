//! Tests of the window, in one binary: each binary links egui again.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where something is not as it must be, and tells what it skips"
)]

mod clicks;
mod forms;
mod harness;
mod host;
mod kit;
mod pages;
mod shell;
mod window;
