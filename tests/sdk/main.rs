//! `canopy serve` as the AWS SDK for Rust meets it: unmodified, over HTTP, signed with an access key of the workspace.
//! What boto3, the aws-cli, OpenSSL and GnuTLS say of the same is asked by `run.sh` beside this file.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

mod actions;
mod ask;
mod errors;
#[path = "../model/errors.rs"]
mod modelled;
mod owner;
mod refusals;
mod served;
