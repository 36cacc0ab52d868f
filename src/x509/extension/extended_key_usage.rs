//! extKeyUsage

use super::Extension;
use crate::x509::decode::Value;
use crate::x509::{Oid, Result, Tag, encode, oid};

/// `ExtKeyUsageSyntax` as defined in [RFC 5280 Section 4.2.1.12]: identifiers such as
/// [`oid::ID_KP_SERVER_AUTH`].
///
/// [RFC 5280 Section 4.2.1.12]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.12
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ExtendedKeyUsage(pub Vec<Oid>);

impl ExtendedKeyUsage {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_EXT_KEY_USAGE;

    /// As an extension.
    pub fn to_extension(&self, critical: bool) -> Extension {
        Extension { oid: Self::OID, critical, value: encode::sequence_of(self.0.iter().map(encode::oid)) }
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not an `ExtKeyUsageSyntax`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        let usages = Value::only(der, Tag::SEQUENCE, "ExtKeyUsageSyntax")?;
        usages.each_at_least_one(|usage| usage.expect(Tag::OBJECT_IDENTIFIER)?.oid()).map(ExtendedKeyUsage)
    }
}
