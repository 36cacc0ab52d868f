//! An audit report as JSON: an array of objects, one in a line.

use super::entry::Entry;
use crate::engine::Error;

/// Writes the array. What a certificate lacks is absent from its object.
///
/// # Errors
/// The first of the entries.
pub(super) fn write(out: &mut Vec<u8>, entries: impl Iterator<Item = Result<Entry, Error>>) -> Result<(), Error> {
    let mut before = "[\n";
    for entry in entries {
        let entry = entry?;
        out.extend_from_slice(before.as_bytes());
        serde_json::to_writer(&mut *out, &entry).map_err(|error| Error::Internal(error.to_string()))?;
        before = ",\n";
    }
    out.extend_from_slice(if before == ",\n" { b"\n]\n" } else { b"[]\n" });
    Ok(())
}
