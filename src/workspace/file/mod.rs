//! The workspace file: one valid RON document that is only appended to.
//!
//! ```text
//! (format: 1, id: "<uuid>", created: "<RFC 3339>", records: [
//! (seq:1,at:"…",actor:…,events:[…],prev:"<hex>",mac:"<hex>",secrets:[("<sha256>","<base64>")]),
//! …
//! ])
//! ```
//!
//! - `prev` is the SHA-256 of the line before, up to and including its `mac` (of all of the first
//!   line for record 1): a change is seen.
//! - `mac` is the HMAC-SHA256 of the line up to the comma before it: a forger is caught.
//! - `secrets` stand behind the `mac` and enter the chain by the digests that the events name. One
//!   that is overwritten with `A`, the zero of base64, breaks nothing.
//! - `first`, behind `seq`, stands in all but the first record of a write of several.
//!
//! A new record overwrites the last line with itself and a new last line, in one write.

mod chain;
mod header;
mod history;
mod holder;
mod index;
mod layout;
mod line;
mod lines;
mod lock;
mod log;
mod mac;
mod own;
mod replay;
mod secrets;
mod seen;
mod set_aside;
#[cfg(test)]
mod tests;
mod verify;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

pub use chain::Transaction;
pub use header::Header;
pub use history::{Glance, History, HistoryPlace, Past, PastRecord};
pub use holder::{Holder, is_endpoint};
pub use log::{Copying, Log, OpenOptions, Opened, Report, SetAside};
pub use mac::MacKey;
pub use verify::{Verification, Verified};

/// The path of a file that belongs to the workspace file at `path`: `<path>.<kind>`.
fn beside(path: &Path, kind: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(".");
    name.push(kind);
    name.into()
}
