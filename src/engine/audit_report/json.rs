//! An audit report as JSON: an array of objects, one in a line.

use super::entry::Entry;
use std::io::{self, Write};

/// Writes the array. What a certificate lacks is absent from its object.
///
/// # Errors
/// Those of `out`.
pub(super) fn write(out: &mut dyn Write, entries: impl Iterator<Item = Entry>) -> io::Result<()> {
    let mut before = "[\n";
    for entry in entries {
        out.write_all(before.as_bytes())?;
        serde_json::to_writer(&mut *out, &entry)?;
        before = ",\n";
    }
    out.write_all(if before == ",\n" { b"\n]\n" } else { b"[]\n" })
}
