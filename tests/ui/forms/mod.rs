//! The forms, filled in and sent against an engine with a file in a temporary folder.

#[cfg(unix)]
mod actions;
mod audit_report;
mod authority;
mod bad_input;
mod bench;
mod dialogs;
mod install;
mod issue;
mod lifecycle;
pub mod managed;
#[cfg(unix)]
mod passthrough;
mod permission;
mod pictures;
mod policy;
mod read;
mod report;
#[cfg(unix)]
mod request;
mod revoke;
mod shards;
mod tags;
mod workspace;

#[path = "../../engine/desk.rs"]
#[allow(dead_code)] // Other tests use the rest of it.
mod desk;
#[path = "../../engine/s3/store.rs"]
#[allow(dead_code)] // The tests of the engine use the rest of it.
mod store;
