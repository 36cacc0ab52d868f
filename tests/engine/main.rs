//! The engine at its own door: `Engine::call` and the operations, on a workspace in a temporary folder.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where something is not as it must be, and tells what it skips"
)]

mod access;
mod access_key;
mod actions;
mod algorithms;
mod audit_report;
mod authority;
mod bad_input;
mod certificate;
#[cfg(unix)]
mod closed_folder;
mod crash;
mod crl_partitions;
mod deletion;
mod desk;
#[cfg(unix)]
mod disk_full;
mod errors;
mod history;
mod holder;
mod hostile;
mod import;
mod issuance;
mod issue_errors;
mod lifecycle;
mod limits;
mod managed;
#[path = "../model/templates.rs"]
mod model;
#[path = "../model/errors.rs"]
mod modelled;
mod ocsp;
mod operation;
mod passthrough;
mod passthrough_errors;
mod race;
mod random;
mod revocation;
mod s3;
mod state;
mod tag;
mod templates;
mod upkeep;
