//! What the table of certificates shows, read out of a certificate's DER.

use std::net::{Ipv4Addr, Ipv6Addr};

use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer as _, X509Certificate};

use crate::workspace::{Serial, Timestamp};

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
        let (rest, certificate) = X509Certificate::from_der(der).map_err(|error| malformed(error.to_string()))?;
        if !rest.is_empty() {
            return Err(malformed(format!("{} bytes follow it", rest.len())));
        }
        let common_name = certificate.subject().iter_common_name().last();
        let common_name = one_line(common_name.and_then(|name| name.as_str().ok()).unwrap_or_default());
        let validity = certificate.validity();
        Ok(Self {
            serial_number: certificate.tbs_certificate.raw_serial().to_vec(),
            not_before: Timestamp::from_seconds(validity.not_before.timestamp()),
            not_after: Timestamp::from_seconds(validity.not_after.timestamp()),
            alternative_names: alternative_names(&certificate, &common_name),
            common_name,
        })
    }

    /// The serial number, if it is one that is made here.
    pub fn serial(&self) -> Result<Serial, CertificateError> {
        Serial::from_der_integer(&self.serial_number)
            .ok_or(CertificateError::SerialNumber { length: self.serial_number.len() })
    }
}

fn alternative_names(certificate: &X509Certificate<'_>, common_name: &str) -> String {
    let extension = certificate.subject_alternative_name().ok().flatten();
    let mut text = String::new();
    for name in extension.iter().flat_map(|extension| &extension.value.general_names) {
        let name = one_line(&general_name(name));
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

fn general_name(name: &GeneralName<'_>) -> String {
    match name {
        GeneralName::DNSName(text) | GeneralName::RFC822Name(text) | GeneralName::URI(text) => (*text).to_owned(),
        GeneralName::IPAddress(bytes) => ip_address(bytes),
        GeneralName::DirectoryName(name) => name.to_string(),
        GeneralName::RegisteredID(oid) => oid.to_id_string(),
        _ => String::new(),
    }
}

fn ip_address(bytes: &[u8]) -> String {
    let v4 = <[u8; 4]>::try_from(bytes).map(|octets| Ipv4Addr::from(octets).to_string());
    v4.or_else(|_| <[u8; 16]>::try_from(bytes).map(|octets| Ipv6Addr::from(octets).to_string())).unwrap_or_default()
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
