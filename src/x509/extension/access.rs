//! authorityInfoAccess and subjectInfoAccess

use super::Extension;
use crate::x509::decode::Value;
use crate::x509::{GeneralName, Oid, Result, Tag, encode, oid};

/// `AccessDescription` as defined in [RFC 5280 Section 4.2.2.1].
///
/// [RFC 5280 Section 4.2.2.1]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.2.1
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AccessDescription {
    /// `accessMethod`, such as [`oid::ID_AD_OCSP`]
    pub access_method: Oid,
    /// `accessLocation`
    pub access_location: GeneralName,
}

/// `AuthorityInfoAccessSyntax` as defined in [RFC 5280 Section 4.2.2.1].
///
/// [RFC 5280 Section 4.2.2.1]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.2.1
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct AuthorityInfoAccess(pub Vec<AccessDescription>);

/// `SubjectInfoAccessSyntax` as defined in [RFC 5280 Section 4.2.2.2].
///
/// [RFC 5280 Section 4.2.2.2]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2.2.2
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SubjectInfoAccess(pub Vec<AccessDescription>);

impl AuthorityInfoAccess {
    /// `extnID`
    pub const OID: Oid = oid::ID_PE_AUTHORITY_INFO_ACCESS;

    /// Where an OCSP responder answers.
    pub fn of_ocsp(uri: &str) -> Self {
        let access_location = GeneralName::UniformResourceIdentifier(uri.to_owned());
        AuthorityInfoAccess(vec![AccessDescription { access_method: oid::ID_AD_OCSP, access_location }])
    }

    /// As an extension.
    ///
    /// # Errors
    /// Those of [`GeneralName::to_der`].
    pub fn to_extension(&self, critical: bool) -> Result<Extension> {
        Ok(Extension { oid: Self::OID, critical, value: to_der(&self.0)? })
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not an `AuthorityInfoAccessSyntax`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        from_der(der, "AuthorityInfoAccessSyntax").map(AuthorityInfoAccess)
    }
}

impl SubjectInfoAccess {
    /// `extnID`
    pub const OID: Oid = oid::ID_PE_SUBJECT_INFO_ACCESS;

    /// As an extension.
    ///
    /// # Errors
    /// Those of [`GeneralName::to_der`].
    pub fn to_extension(&self, critical: bool) -> Result<Extension> {
        Ok(Extension { oid: Self::OID, critical, value: to_der(&self.0)? })
    }

    /// From the value of the extension.
    ///
    /// # Errors
    /// What is not a `SubjectInfoAccessSyntax`.
    pub fn from_value(der: &[u8]) -> Result<Self> {
        from_der(der, "SubjectInfoAccessSyntax").map(SubjectInfoAccess)
    }
}

fn to_der(descriptions: &[AccessDescription]) -> Result<Vec<u8>> {
    let description = |description: &AccessDescription| {
        let location = description.access_location.to_der()?;
        Ok(encode::sequence(&[&encode::oid(&description.access_method), &location]))
    };
    let descriptions: Vec<Vec<u8>> = descriptions.iter().map(description).collect::<Result<_>>()?;
    Ok(encode::sequence_of(descriptions))
}

fn from_der(der: &[u8], structure: &'static str) -> Result<Vec<AccessDescription>> {
    Value::only(der, Tag::SEQUENCE, structure)?.each_at_least_one(|value| {
        let mut fields = value.expect(Tag::SEQUENCE)?.values("AccessDescription");
        let access_method = fields.oid("accessMethod")?;
        let access_location = GeneralName::from_value(&fields.any("accessLocation")?)?;
        fields.finish("")?;
        Ok(AccessDescription { access_method, access_location })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back() {
        let access = SubjectInfoAccess(vec![AccessDescription {
            access_method: oid::ID_AD_CA_REPOSITORY,
            access_location: GeneralName::UniformResourceIdentifier("http://x/".into()),
        }]);
        let extension = access.to_extension(false).unwrap();
        assert_eq!(SubjectInfoAccess::from_value(&extension.value).unwrap(), access);
        assert!(AuthorityInfoAccess::from_value(b"\x30\x00").is_err());
    }
}
