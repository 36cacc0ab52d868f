//! Tests of the window, in one binary: each binary links egui again.

mod harness;
mod kit;
