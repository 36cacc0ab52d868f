//! Extensions: one small type per extension of RFC 5280, each to [`Extension`] and from its value.

mod access;
mod alternative_name;
mod basic_constraints;
mod certificate_policies;
mod crl;
mod distribution_point;
mod extended_key_usage;
mod key_identifier;
mod key_usage;
mod name_constraints;
mod parsed;
mod policy;
mod subject_directory_attributes;

pub use access::{AccessDescription, AuthorityInfoAccess, SubjectInfoAccess};
pub use alternative_name::{IssuerAltName, SubjectAltName};
pub use basic_constraints::BasicConstraints;
pub use certificate_policies::{CertificatePolicies, NoticeReference, PolicyInformation, PolicyQualifier};
pub use crl::{CertificateIssuer, CrlNumber, CrlReason, DeltaCrlIndicator, InvalidityDate};
pub use distribution_point::{
    CrlDistributionPoints, DistributionPoint, DistributionPointName, FreshestCrl, IssuingDistributionPoint, ReasonFlags,
};
pub use extended_key_usage::ExtendedKeyUsage;
pub use key_identifier::{AuthorityKeyIdentifier, SubjectKeyIdentifier};
pub use key_usage::KeyUsage;
pub use name_constraints::{GeneralSubtree, NameConstraints};
pub use parsed::ParsedExtension;
pub use policy::{InhibitAnyPolicy, PolicyConstraints, PolicyMapping, PolicyMappings};
pub use subject_directory_attributes::SubjectDirectoryAttributes;

use super::decode::Value;
use super::{Error, Oid, Result, Tag, encode};

/// The most extensions that one structure may have.
pub const MAX_EXTENSIONS: usize = 256;

/// `Extension` as defined in [RFC 5280 Section 4.2].
///
/// [RFC 5280 Section 4.2]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Extension {
    /// `extnID`
    pub oid: Oid,
    /// `critical`: who does not know the extension must reject the certificate
    pub critical: bool,
    /// The content of `extnValue`: the DER of the extension's own type
    pub value: Vec<u8>,
}

impl Extension {
    /// The extension as the type that its identifier says; an unknown one is kept raw.
    ///
    /// # Errors
    /// A known extension whose value is not of its type.
    pub fn parse(&self) -> Result<ParsedExtension> {
        ParsedExtension::of(self)
    }

    /// The DER of `Extension`.
    pub fn to_der(&self) -> Vec<u8> {
        encode::sequence(&[
            &encode::oid(&self.oid),
            &encode::boolean_default_false(Tag::BOOLEAN, self.critical),
            &encode::octet_string(&self.value),
        ])
    }

    fn from_value(value: &Value<'_>) -> Result<Extension> {
        let mut fields = value.expect(Tag::SEQUENCE)?.values("Extension");
        let oid = fields.oid("extnID")?;
        let critical = fields.boolean_default_false(Tag::BOOLEAN, "critical")?;
        let value = fields.read(Tag::OCTET_STRING, "extnValue")?.content.to_vec();
        fields.finish("")?;
        Ok(Extension { oid, critical, value })
    }
}

/// The DER of `Extensions`.
pub(super) fn list_to_der(extensions: &[Extension]) -> Vec<u8> {
    encode::sequence_of(extensions.iter().map(Extension::to_der))
}

/// `Extensions`, each of which may appear once ([RFC 5280 Section 4.2]).
///
/// [RFC 5280 Section 4.2]: https://www.rfc-editor.org/rfc/rfc5280#section-4.2
pub(super) fn list_from_value(value: &Value<'_>) -> Result<Vec<Extension>> {
    let mut known: Vec<Oid> = Vec::new();
    value.expect(Tag::SEQUENCE)?.each(|item| {
        let extension = Extension::from_value(&item)?;
        if known.contains(&extension.oid) {
            return Err(Error::DuplicateExtension(extension.oid));
        }
        if known.len() == MAX_EXTENSIONS {
            return Err(Error::TooMany { structure: "extensions", limit: MAX_EXTENSIONS });
        }
        known.push(extension.oid);
        Ok(extension)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::x509::oid;

    /// So many different extensions.
    fn list(count: u32) -> Result<Vec<Extension>> {
        let extension = |number: u32| {
            let oid = Oid::new(&format!("1.2.{number}")).unwrap();
            Extension { oid, critical: number.is_multiple_of(2), value: vec![5, 0] }
        };
        let der = list_to_der(&(0..count).map(extension).collect::<Vec<_>>());
        list_from_value(&Value::only(&der, Tag::SEQUENCE, "Extensions")?)
    }

    #[test]
    fn up_to_256_come_back() {
        let all = list(256).unwrap();
        assert_eq!((all.len(), all[2].critical, all[3].critical), (MAX_EXTENSIONS, true, false));
        assert_eq!(list(257), Err(Error::TooMany { structure: "extensions", limit: MAX_EXTENSIONS }));
    }

    #[test]
    fn each_is_there_once() {
        let one = Extension { oid: oid::ID_CE_KEY_USAGE, critical: true, value: vec![3, 1, 0] };
        let der = list_to_der(&[one.clone(), one]);
        let found = list_from_value(&Value::only(&der, Tag::SEQUENCE, "Extensions").unwrap());
        assert_eq!(found, Err(Error::DuplicateExtension(oid::ID_CE_KEY_USAGE)));
    }
}
