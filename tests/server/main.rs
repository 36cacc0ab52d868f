//! The endpoint over real connections: every action, every refusal, and whatever else can arrive.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

mod actions;
mod authentication;
mod calls;
#[path = "../engine/desk.rs"]
#[allow(dead_code, reason = "the tests of the engine use all of it")]
mod desk;
mod form;
mod limits;
mod malformed;
mod published;
mod relying;
mod served;
mod stopping;
mod stuck;
mod tls;
