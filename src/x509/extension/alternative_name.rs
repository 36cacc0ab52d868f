//! subjectAltName and issuerAltName

use super::Extension;
use crate::x509::decode::Value;
use crate::x509::{GeneralName, Oid, Result, Tag, encode, oid};

/// `SubjectAltName` as defined in [RFC 5280 Section 4.2.1.6].
///
/// [RFC 5280 Section 4.2.1.6]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.6
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SubjectAltName(pub Vec<GeneralName>);

/// `IssuerAltName` as defined in [RFC 5280 Section 4.2.1.7].
///
/// [RFC 5280 Section 4.2.1.7]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.7
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct IssuerAltName(pub Vec<GeneralName>);

impl SubjectAltName {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_SUBJECT_ALT_NAME;

    /// As an extension.
    ///
    /// # Errors
    /// Those of [`GeneralName::to_der`].
    pub fn to_extension(&self, critical: bool) -> Result<Extension> {
        Ok(Extension { oid: Self::OID, critical, value: names_to_der(Tag::SEQUENCE, &self.0)? })
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not a `SubjectAltName`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        names_from_value(&Value::only(der, Tag::SEQUENCE, "SubjectAltName")?).map(SubjectAltName)
    }

    /// Whether each of the names can name somebody: [`GeneralName::check_identity`].
    ///
    /// # Errors
    /// What is wrong with the first that cannot.
    pub fn check_identities(&self) -> Result<()> {
        self.0.iter().try_for_each(GeneralName::check_identity)
    }
}

impl IssuerAltName {
    /// `extnID`
    pub const OID: Oid = oid::ID_CE_ISSUER_ALT_NAME;

    /// As an extension.
    ///
    /// # Errors
    /// Those of [`GeneralName::to_der`].
    pub fn to_extension(&self, critical: bool) -> Result<Extension> {
        Ok(Extension { oid: Self::OID, critical, value: names_to_der(Tag::SEQUENCE, &self.0)? })
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not an `IssuerAltName`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        names_from_value(&Value::only(der, Tag::SEQUENCE, "IssuerAltName")?).map(IssuerAltName)
    }
}

/// `GeneralNames` under `tag`
pub(super) fn names_to_der(tag: Tag, names: &[GeneralName]) -> Result<Vec<u8>> {
    let names: Vec<Vec<u8>> = names.iter().map(GeneralName::to_der).collect::<Result<_>>()?;
    Ok(encode::value(tag, &[&names.concat()]))
}

/// `GeneralNames`: at least one
pub(super) fn names_from_value(value: &Value<'_>) -> Result<Vec<GeneralName>> {
    value.each_at_least_one(|name| GeneralName::from_value(&name))
}
