//! What a general name must be to name somebody, which is more than to be readable.

use super::{GeneralName, IpAddress};
use crate::x509::decode::Reader;
use crate::x509::error::Place;
use crate::x509::{Error, Result, Tag};

impl GeneralName {
    /// Whether the name can stand in an alternative name ([RFC 5280 Section 4.2.1.6]): an address and not a range, a
    /// text that is not empty, and with the parts that its kind has.
    ///
    /// # Errors
    /// [`Error::Invalid`] and its like, with the kind of the name as the field.
    ///
    /// [RFC 5280 Section 4.2.1.6]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.6
    pub fn check_identity(&self) -> Result<()> {
        match self {
            GeneralName::Rfc822Name(text) => not_empty("rfc822Name", "a mail address", text),
            GeneralName::DnsName(text) => not_empty("dNSName", "a host name", text),
            GeneralName::UniformResourceIdentifier(text) => not_empty("uniformResourceIdentifier", "a URI", text),
            GeneralName::IpAddress(address) => address.check_identity(),
            GeneralName::EdiPartyName(content) => GeneralName::edi_parts(content).map(|_| ()),
            GeneralName::X400Address(content) => or_address(content),
            GeneralName::OtherName { .. } | GeneralName::DirectoryName(_) | GeneralName::RegisteredId(_) => Ok(()),
        }
    }
}

impl IpAddress {
    fn check_identity(&self) -> Result<()> {
        match self {
            IpAddress::Address(_) => Ok(()),
            other => {
                let found = format!("{} octets", other.to_octets().len());
                Err(invalid("iPAddress", "an IP address of 4 or 16 octets", found))
            }
        }
    }
}

fn not_empty(field: &'static str, expected: &'static str, text: &str) -> Result<()> {
    match text.is_empty() {
        true => Err(invalid(field, expected, "an empty one".to_owned())),
        false => Ok(()),
    }
}

fn invalid(field: &'static str, expected: &'static str, found: String) -> Error {
    Error::Invalid { place: Place { structure: "GeneralName", field }, expected, found }
}

/// `ORAddress` (RFC 5280 appendix A.1) as far as its three parts.
fn or_address(content: &[u8]) -> Result<()> {
    let mut fields = Reader::new(content, "ORAddress");
    fields.read(Tag::SEQUENCE, "built-in-standard-attributes")?;
    fields.optional(Tag::SEQUENCE, "built-in-domain-defined-attributes")?;
    fields.optional(Tag::SET, "extension-attributes")?;
    fields.finish("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(der: &[u8]) -> String {
        GeneralName::from_der(der).unwrap().check_identity().unwrap_err().to_string()
    }

    #[test]
    fn readable_is_not_enough() {
        assert_eq!(
            message(b"\x87\x03\x01\x02\x03"),
            "GeneralName, iPAddress: expected an IP address of 4 or 16 octets, found 3 octets"
        );
        assert!(message(b"\x87\x08\x0a\0\0\0\xff\0\0\0").ends_with("found 8 octets"));
        assert_eq!(message(b"\x82\x00"), "GeneralName, dNSName: expected a host name, found an empty one");
        assert!(message(b"\x81\x00").contains("rfc822Name"));
        assert!(message(b"\x86\x00").contains("uniformResourceIdentifier"));
        assert!(message(b"\xa5\x02\xff\xff").starts_with("EDIPartyName, partyName: "));
        // An IA5String is none of the five string types of DirectoryString, and an empty one is too short.
        assert!(message(b"\xa5\x05\xa1\x03\x16\x01a").contains("expected a DirectoryString"));
        assert!(message(b"\xa5\x04\xa1\x02\x0c\x00").contains("expected a DirectoryString"));
        assert!(message(b"\xa3\x01\x00").starts_with("ORAddress, built-in-standard-attributes: "));
        assert!(message(b"\xa3\x04\x30\x00\x05\x00").contains("expected the end"));
    }

    #[test]
    fn each_kind_can_name_somebody() {
        let sound: [&[u8]; 8] = [
            b"\x82\x01a",
            b"\x87\x04\x01\x02\x03\x04",
            b"\xa3\x02\x30\x00",
            b"\xa3\x06\x30\x00\x30\x00\x31\x00",
            b"\xa4\x02\x30\x00",
            b"\xa5\x05\xa1\x03\x0c\x01a",
            b"\x88\x01\x2a",
            b"\xa0\x07\x06\x01\x2a\xa0\x02\x05\x00",
        ];
        for der in sound {
            assert_eq!(GeneralName::from_der(der).unwrap().check_identity(), Ok(()), "{der:02x?}");
        }
    }
}
