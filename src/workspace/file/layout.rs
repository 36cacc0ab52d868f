//! Where things lie in the line of a record. Read before the line is parsed, so that nothing too
//! deep is, and so that certificates and secrets can later be read from their place.

use std::ops::Range;

/// Nothing in a record is nested deeper.
pub(super) const DEPTH_LIMIT: usize = 64;

/// The places in a line, in bytes from its start.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    /// What the authentication code covers: from the start to the comma before `mac`.
    pub authenticated: usize,
    /// What the next record's `prev` covers: from the start to the end of the code.
    pub chained: usize,
    /// The base64 text of the certificate of each `CertificateIssued`, in order.
    pub bodies: Vec<Range<usize>>,
}

impl Layout {
    /// Finds them in `line`, which must have the form that is written here: one record without
    /// comments, raw strings or control characters.
    pub(super) fn of(line: &[u8]) -> Result<Self, &'static str> {
        let mut scan = Scan { line, at: 0, depth: 0, name: 0..0, in_issued: false };
        let mut layout = Self::default();
        while let Some(byte) = scan.next() {
            match byte {
                b'(' | b'[' | b'{' => scan.open()?,
                b')' | b']' | b'}' => scan.depth = scan.depth.checked_sub(1).ok_or("a bracket too many is closed")?,
                b'"' => {
                    let text = scan.string()?;
                    scan.assign(text, &mut layout);
                }
                byte if byte == b'_' || byte.is_ascii_alphanumeric() => scan.word(),
                b',' | b':' | b'-' | b'.' | b'+' | b' ' => {}
                _ => return Err("a character stands where none belongs"),
            }
        }
        if scan.depth != 0 || !line.ends_with(b"),") {
            return Err("the line is not complete");
        }
        if layout.chained == 0 {
            return Err("the authentication code is missing");
        }
        let rest = &line[layout.chained..];
        if rest != b")," && !(rest.starts_with(b",secrets:[") && rest.ends_with(b"]),")) {
            return Err("something stands behind the authentication code");
        }
        Ok(layout)
    }
}

struct Scan<'a> {
    line: &'a [u8],
    at: usize,
    depth: usize,
    /// The last word outside of strings.
    name: Range<usize>,
    /// Whether the last variant was `CertificateIssued`, and its certificate is still to come.
    in_issued: bool,
}

impl Scan<'_> {
    fn next(&mut self) -> Option<u8> {
        let byte = self.line.get(self.at).copied()?;
        self.at += 1;
        Some(byte)
    }

    fn open(&mut self) -> Result<(), &'static str> {
        self.depth += 1;
        if &self.line[self.name.clone()] == b"CertificateIssued" {
            self.in_issued = true;
        }
        if self.depth > DEPTH_LIMIT { Err("it is nested deeper than 64 levels") } else { Ok(()) }
    }

    fn word(&mut self) {
        let start = self.at - 1;
        while self.line.get(self.at).is_some_and(|byte| *byte == b'_' || byte.is_ascii_alphanumeric()) {
            self.at += 1;
        }
        self.name = start..self.at;
    }

    /// Passes over a string whose opening quote was read; gives the place of its text.
    fn string(&mut self) -> Result<Range<usize>, &'static str> {
        let start = self.at;
        while let Some(byte) = self.next() {
            match byte {
                b'"' => return Ok(start..self.at - 1),
                b'\\' => self.at += 1,
                0..0x20 => return Err("a control character stands in a text"),
                _ => {}
            }
        }
        Err("a text is not complete")
    }

    /// Takes note of a string that is the value of a member, if it is one that is looked for.
    fn assign(&mut self, text: Range<usize>, layout: &mut Layout) {
        let is_value_of = |name: &[u8]| {
            self.line[self.name.clone()] == *name
                && self.line[self.name.end..text.start].starts_with(b":\"")
                && text.start - self.name.end == 2
        };
        if self.in_issued && is_value_of(b"certificate") {
            layout.bodies.push(text);
            self.in_issued = false;
        } else if self.depth == 1 && layout.chained == 0 && is_value_of(b"mac") {
            layout.authenticated = self.name.start.saturating_sub(1);
            layout.chained = text.end + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_are_found_whatever_stands_in_texts() {
        let line = br#"(seq:1,events:[CertificateAnnotated(note:Some("CertificateIssued(certificate:\"no\"")),CertificateIssued(authority:"certificate",certificate:"YES=",template:"certificate:"),AuthorityCertificateInstalled(certificate:"no")],prev:"ab",mac:"cd",secrets:[("ef","YQ==")]),"#;
        let layout = Layout::of(line).unwrap();
        let bodies: Vec<&[u8]> = layout.bodies.iter().map(|body| &line[body.clone()]).collect();
        assert_eq!(bodies, [b"YES="]);
        assert!(line[..layout.authenticated].ends_with(b"prev:\"ab\""));
        assert!(line[..layout.chained].ends_with(b"mac:\"cd\""));
    }

    #[test]
    fn other_forms_are_refused() {
        let depth = format!("({}{}),", "[".repeat(64), "]".repeat(64));
        for line in [
            "",
            ")",
            "(a:1),",
            "(mac:\"a\"",
            "(mac:\"a\",b:1),",
            "(a:r\"x\"#,mac:\"a\"),",
            "(mac:\"a),",
            "(a:\"\n\",mac:\"\"),",
            &depth,
        ] {
            assert!(Layout::of(line.as_bytes()).is_err(), "{line}");
        }
        assert_eq!(Layout::of(depth.as_bytes()), Err("it is nested deeper than 64 levels"));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            let _ = Layout::of(&bytes);
        }
    }
}
