//! What the table of certificates shows, read out of a certificate's DER.

use crate::workspace::{Serial, Timestamp};
use crate::x509::Outline;

/// The most bytes of names that are kept in memory of one certificate. A certificate may name
/// thousands of hosts; whoever looks at it reads the certificate itself.
const NAMES_LIMIT: usize = 4096;

/// The fields of a certificate (RFC 5280 section 4.1) that are kept in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Content octets of the serial number INTEGER.
    pub serial_number: Vec<u8>,
    /// Start of the validity.
    pub not_before: Timestamp,
    /// End of the validity, inclusive.
    pub not_after: Timestamp,
    /// The most specific common name of the subject, or nothing.
    pub common_name: String,
    /// The subject alternative names, a line each, without those that say the common name again.
    pub alternative_names: String,
}

/// Why bytes are not a certificate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// They are not the DER of one.
    #[error("expected the DER of an X.509 certificate, found {length} bytes that are not: {reason}")]
    Malformed {
        /// How many bytes there are.
        length: usize,
        /// What the parser ran into.
        reason: String,
    },
    /// Its serial number was not made here: it is negative or longer than 128 bits.
    #[error("expected a serial number of 1 to 128 bits, found {length} bytes")]
    SerialNumber {
        /// How many content octets the serial number has.
        length: usize,
    },
}

impl CertificateFacts {
    /// Reads them out of `der`, which must be one certificate and nothing behind it.
    pub fn read(der: &[u8]) -> Result<Self, CertificateError> {
        let malformed = |reason: String| CertificateError::Malformed { length: der.len(), reason };
        let outline = Outline::read(der).map_err(|error| malformed(error.to_string()))?;
        let common_name = one_line(&outline.common_name().unwrap_or_default());
        Ok(Self {
            serial_number: outline.serial_number.to_vec(),
            not_before: Timestamp::from_seconds(outline.validity.not_before),
            not_after: Timestamp::from_seconds(outline.validity.not_after),
            alternative_names: alternative_names(&outline, &common_name),
            common_name,
        })
    }

    /// The serial number, if it is one that is made here.
    pub fn serial(&self) -> Result<Serial, CertificateError> {
        Serial::from_der_integer(&self.serial_number)
            .ok_or(CertificateError::SerialNumber { length: self.serial_number.len() })
    }
}

fn alternative_names(outline: &Outline<'_>, common_name: &str) -> String {
    let mut text = String::new();
    for name in outline.alternative_names() {
        let name = one_line(&name.value());
        if name.is_empty() || name == common_name {
            continue;
        }
        if text.len() + name.len() >= NAMES_LIMIT {
            break;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&name);
    }
    text
}

/// The text cut to a bearable length, without control characters: names are kept a line each.
fn one_line(text: &str) -> String {
    text.chars().take(512).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn junk_is_refused_with_its_length() {
        for junk in [&b""[..], b"\x30\x82\xff\xff", &[0x30; 5000]] {
            let error = CertificateFacts::read(junk).unwrap_err();
            assert!(matches!(error, CertificateError::Malformed { length, .. } if length == junk.len()));
        }
    }

    #[test]
    fn names_serial_and_validity_are_read() {
        let mut certificate = crate::workspace::testing::certificate([0x80; 16], "www.example.com");
        let facts = CertificateFacts::read(&certificate).unwrap();
        assert_eq!(facts.serial().unwrap(), Serial::new([0x80; 16]));
        assert_eq!(facts.common_name, "www.example.com");
        assert_eq!(facts.alternative_names, "alt.www.example.com\n10.0.0.1\n::1");
        assert_eq!(facts.not_before.to_string(), "2026-01-01T00:00:00.000Z");
        assert_eq!(facts.not_after.to_string(), "2027-01-01T00:00:00.000Z");
        certificate.push(0);
        assert!(CertificateFacts::read(&certificate).is_err());
    }

    #[test]
    fn control_characters_do_not_make_lines() {
        let certificate = crate::workspace::testing::certificate([1; 16], "a\nb");
        assert_eq!(CertificateFacts::read(&certificate).unwrap().common_name, "a b");
    }
}
