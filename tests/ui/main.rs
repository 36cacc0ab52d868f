//! Tests of the window, in one binary: each binary links egui again.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

mod clicks;
mod comparison;
mod counted;
mod forms;
mod harness;
mod host;
mod kit;
mod pages;
mod shell;
mod window;
