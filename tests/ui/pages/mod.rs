//! The tree and the pages, in a window that holds nothing else.

#![allow(clippy::unwrap_used, reason = "what the tests are built with may panic as well")]

mod access;
mod attention;
mod audit;
mod big;
mod certificates;
mod desk;
mod first_run;
mod hierarchy;
mod home;
mod in_window;
mod lifecycle;
mod overview;
mod pictures;
mod revocation;
mod search;
mod shards;
mod trouble;
