//! basicConstraints

use super::Extension;
use crate::x509::decode::Reader;
use crate::x509::{Oid, Result, Tag, encode, oid};

/// `BasicConstraints` as defined in [RFC 5280 Section 4.2.1.9].
///
/// [RFC 5280 Section 4.2.1.9]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct BasicConstraints {
    /// `cA`: whether the key may sign certificates
    pub ca: bool,
    /// `pathLenConstraint`: how many intermediate certificates may follow
    pub path_len_constraint: Option<u32>,
}

impl BasicConstraints {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_BASIC_CONSTRAINTS;

    /// As an extension.
    pub fn to_extension(&self, critical: bool) -> Extension {
        let path_len = self.path_len_constraint.map(|length| encode::integer(u64::from(length))).unwrap_or_default();
        let value = encode::sequence(&[&encode::boolean_default_false(Tag::BOOLEAN, self.ca), &path_len]);
        Extension { oid: Self::OID, critical, value }
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not a `BasicConstraints`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        let mut fields = Reader::sequence(der, "BasicConstraints")?;
        let ca = fields.boolean_default_false(Tag::BOOLEAN, "cA")?;
        let path_len = fields.optional(Tag::INTEGER, "pathLenConstraint")?;
        fields.finish("")?;
        Ok(BasicConstraints { ca, path_len_constraint: path_len.map(|length| length.count()).transpose()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let of = |ca, path_len_constraint| BasicConstraints { ca, path_len_constraint };
        assert_eq!(of(false, None).to_extension(false).value, b"\x30\x00");
        assert_eq!(of(true, None).to_extension(true).value, b"\x30\x03\x01\x01\xff");
        assert_eq!(of(true, Some(0)).to_extension(true).value, b"\x30\x06\x01\x01\xff\x02\x01\x00");
        assert_eq!(BasicConstraints::from_value(b"\x30\x03\x01\x01\x00").unwrap(), of(false, None));
        assert_eq!(BasicConstraints::from_value(b"\x30\x07\x01\x01\x01\x02\x02\x00\x80").unwrap(), of(true, Some(128)));
        let message = BasicConstraints::from_value(b"\x30\x06\x01\x01\xff\x02\x01\xff").unwrap_err().to_string();
        assert_eq!(
            message,
            "BasicConstraints, pathLenConstraint: expected an INTEGER from 0, found a negative one, ff"
        );
    }
}
