//! The first line of a workspace file, and how files of other kinds are told from it.

use serde::Deserialize;

use crate::workspace::{Error, Sha256Digest, Timestamp, Workspace, WorkspaceId};

/// The format that is written, and the newest that can be read.
const FORMAT: u32 = 1;

/// The last line of a workspace file.
pub(super) const CLOSING: &[u8] = b"])\n";

/// No first line is longer.
pub(super) const HEADER_LIMIT: usize = 4096;

/// The first line of a workspace file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    format: u32,
    id: WorkspaceId,
    created: Timestamp,
    #[serde(rename = "records")]
    _records: Vec<()>,
}

impl Header {
    /// The header of a new workspace.
    pub fn new(id: WorkspaceId, created: Timestamp) -> Self {
        Self { format: FORMAT, id, created, _records: Vec::new() }
    }

    /// The line without its line feed.
    pub(super) fn line(&self) -> String {
        let Self { format, id, created, .. } = self;
        format!("(format: {format}, id: \"{id}\", created: \"{created}\", records: [")
    }

    /// Reads the first line from `start`, the first [`HEADER_LIMIT`] bytes of a file of `length`
    /// bytes. Gives the state before the first record, and the length of the line with its line
    /// feed.
    pub(super) fn read(start: &[u8], length: u64) -> Result<(Workspace, u64), Error> {
        let other = || Error::NotAWorkspace { found: kind(start, length) };
        let line = start.iter().position(|byte| *byte == b'\n').map(|end| &start[..end]).ok_or_else(other)?;
        if !line.starts_with(b"(format:") {
            return Err(other());
        }
        let text = std::str::from_utf8(line).map_err(|_| other())?;
        Self::check_format(text)?;
        let header: Self = ron::from_str(&format!("{text}])"))
            .map_err(|error| Error::Damaged { line: 1, reason: error.code.to_string() })?;
        let state = Workspace::new(header.id, header.created, Sha256Digest::of(line));
        Ok((state, line.len() as u64 + 1))
    }

    /// The format comes first and is looked at alone: a newer one may have members unknown here.
    fn check_format(line: &str) -> Result<(), Error> {
        let digits = line.trim_start_matches("(format:").trim_start();
        let digits = digits.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        match digits.parse() {
            Ok(FORMAT) => Ok(()),
            Ok(found) if found > FORMAT => Err(Error::NewerFormat { found, supported: FORMAT }),
            _ => Err(Error::Damaged { line: 1, reason: "expected a format number".into() }),
        }
    }
}

/// What a file looks like that is not a workspace, in the words of a person.
fn kind(start: &[u8], length: u64) -> String {
    let known: &[(&[u8], &str)] = &[
        (b"-----BEGIN CERTIFICATE REQUEST", "a certificate request in PEM"),
        (b"-----BEGIN CERTIFICATE", "a certificate in PEM"),
        (b"-----BEGIN AGE ENCRYPTED FILE", "a file encrypted with age"),
        (b"-----BEGIN", "a PEM file"),
        (b"age-encryption.org/", "a file encrypted with age"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"%PDF", "a PDF document"),
        (b"SQLite format 3", "an SQLite database"),
        (b"\x89PNG", "a picture"),
        (b"\x7fELF", "a program"),
        (b"{", "a JSON file"),
        (b"[", "a JSON file"),
        (b"<", "an XML or HTML file"),
        (b"\x30\x82", "a file in DER, such as a certificate or a key"),
        (b"\x30\x83", "a file in DER, such as a certificate or a key"),
        (b"(", "a RON file of another kind"),
    ];
    let trimmed = start.trim_ascii_start();
    let found = known.iter().find(|(magic, _)| trimmed.starts_with(magic)).map(|(_, name)| *name);
    match found {
        _ if length == 0 => "an empty file".into(),
        Some(name) => format!("{name} ({length} bytes)"),
        None if start.iter().all(|byte| *byte == 0) => format!("{length} bytes that begin with zeros"),
        None if std::str::from_utf8(start).is_ok() => format!("text of another kind ({length} bytes)"),
        None => format!("{length} bytes of another kind"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<(Workspace, u64), Error> {
        Header::read(bytes, bytes.len() as u64)
    }

    #[test]
    fn comes_back() {
        let header = Header::new(WorkspaceId::from_random([9; 16]), Timestamp::from_seconds(1_772_366_400));
        let line = header.line();
        assert_eq!(
            line,
            "(format: 1, id: \"09090909-0909-4909-8909-090909090909\", created: \"2026-03-01T12:00:00.000Z\", records: ["
        );
        let (state, length) = read(format!("{line}\n])\n").as_bytes()).unwrap();
        assert_eq!((state.id(), state.created()), (header.id, header.created));
        assert_eq!(length as usize, line.len() + 1);
    }

    #[test]
    fn other_kinds_are_named() {
        for (bytes, found) in [
            (&b""[..], "an empty file"),
            (b"-----BEGIN CERTIFICATE-----\n", "a certificate in PEM"),
            (b"PK\x03\x04...", "a ZIP archive"),
            (b"age-encryption.org/v1\n", "age"),
            (b"{\"a\": 1}\n", "JSON"),
            (b"(a: 1)\n", "a RON file"),
            (b"hello\n", "text of another kind"),
            (b"\xff\xfe\xfd", "3 bytes of another kind"),
            (&[0; 4096], "zeros"),
        ] {
            let error = read(bytes).unwrap_err();
            assert!(matches!(&error, Error::NotAWorkspace { found: text } if text.contains(found)), "{error}");
        }
    }

    #[test]
    fn a_newer_format_is_told_from_damage() {
        let error = read(b"(format: 2, identity: \"x\", things: {\n").unwrap_err();
        assert!(matches!(error, Error::NewerFormat { found: 2, supported: 1 }), "{error}");
        for line in [&b"(format: x)\n"[..], b"(format: 1)\n", b"(format: 0, id: \"\")\n", b"(format:\n"] {
            assert!(matches!(read(line), Err(Error::Damaged { line: 1, .. })));
        }
    }
}
