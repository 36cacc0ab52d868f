//! What Canopy makes, in the hands of other programs and libraries; and what they make, in Canopy's.
//!
//! A program that is not on this machine is told by one line and the test passes; with
//! `CANOPY_REQUIRE_TOOLS=1` it fails instead.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

#[path = "../engine/desk.rs"]
#[allow(dead_code, reason = "the tests of the engine use all of it")]
mod desk;
mod keystore;

mod ml_dsa;

#[path = "../model/templates.rs"]
mod model;

mod ocsp;
mod openssl;
mod path;
mod pkits;
mod rcgen;
mod reader;
mod shards;
mod tool;
mod webpki;
