//! The endpoint over real connections: every action, every refusal, and whatever else can arrive.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

mod actions;
mod authentication;
mod calls;
mod form;
mod limits;
mod malformed;
mod served;
mod stopping;
