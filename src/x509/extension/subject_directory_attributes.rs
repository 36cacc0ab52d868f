//! subjectDirectoryAttributes

use crate::x509::decode::Value;
use crate::x509::{Attribute, Oid, Result, Tag, oid};

/// `SubjectDirectoryAttributes` as defined in [RFC 5280 Section 4.2.1.8]; read, never written.
///
/// [RFC 5280 Section 4.2.1.8]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.8
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SubjectDirectoryAttributes(pub Vec<Attribute>);

impl SubjectDirectoryAttributes {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_SUBJECT_DIRECTORY_ATTRIBUTES;

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not a `SubjectDirectoryAttributes`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        let value = Value::only(der, Tag::SEQUENCE, "SubjectDirectoryAttributes")?;
        value.each_at_least_one(|attribute| Attribute::from_value(&attribute)).map(SubjectDirectoryAttributes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_with_their_values() {
        let value = b"\x30\x1c\x30\x1a\x06\x08\x2b\x06\x01\x05\x05\x07\x09\x04\x31\x0e\x13\x02DE\x13\x02FR\x13\x04long";
        let SubjectDirectoryAttributes(found) = SubjectDirectoryAttributes::from_value(value).unwrap();
        assert_eq!(found[0].oid, oid::ID_PDA_COUNTRY_OF_CITIZENSHIP);
        assert_eq!(found[0].texts(), ["DE", "FR", "long"]);
        for wrong in [&b"\x30\x00"[..], b"\x30\x02\x30\x00", b"\x31\x00"] {
            assert!(SubjectDirectoryAttributes::from_value(wrong).is_err(), "{wrong:02x?}");
        }
    }
}
