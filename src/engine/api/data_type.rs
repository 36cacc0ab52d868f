//! The only list of the 25 data types of the API. The README's table comes from it.

use super::*;
use documented::{Documented, DocumentedFields};

/// A data type of the AWS Private CA API: a structure that is a member of requests and responses.
#[derive(Debug, Clone, Copy)]
pub struct DataType {
    /// Its name in the reference.
    pub name: &'static str,
    /// What it is.
    pub docs: &'static str,
    /// Its members, by their names in the reference.
    pub members: &'static [&'static str],
}

macro_rules! data_types {
    ($($name:literal $type:ident,)*) => {
        /// All data types, in the order of the reference.
        pub const DATA_TYPES: &[DataType] = &[$(DataType {
            name: $name,
            docs: <$type as Documented>::DOCS,
            members: <$type as DocumentedFields>::FIELD_NAMES,
        },)*];
    };
}

data_types! {
    "ASN1Subject" Asn1Subject,
    "AccessDescription" AccessDescription,
    "AccessMethod" AccessMethod,
    "ApiPassthrough" ApiPassthrough,
    "CertificateAuthority" CertificateAuthority,
    "CertificateAuthorityConfiguration" CertificateAuthorityConfiguration,
    "CrlConfiguration" CrlConfiguration,
    "CrlDistributionPointExtensionConfiguration" CrlDistributionPointExtensionConfiguration,
    "CsrExtensions" CsrExtensions,
    "CustomAttribute" CustomAttribute,
    "CustomExtension" CustomExtension,
    "EdiPartyName" EdiPartyName,
    "ExtendedKeyUsage" ExtendedKeyUsage,
    "Extensions" Extensions,
    "GeneralName" GeneralName,
    "KeyUsage" KeyUsage,
    "OcspConfiguration" OcspConfiguration,
    "OtherName" OtherName,
    "Permission" Permission,
    "PolicyInformation" PolicyInformation,
    "PolicyQualifierInfo" PolicyQualifierInfo,
    "Qualifier" Qualifier,
    "RevocationConfiguration" RevocationConfiguration,
    "Tag" Tag,
    "Validity" Validity,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of the service model, copied from its newest version.
    const MODEL: &str = include_str!("../../../tests/model/data_types.txt");

    #[test]
    fn types_and_members_are_those_of_the_service_model() {
        let sorted = |mut members: Vec<&'static str>| {
            members.sort_unstable();
            members
        };
        assert_eq!(DATA_TYPES.len(), 25);
        assert_eq!(MODEL.lines().count(), 25);
        for (found, line) in DATA_TYPES.iter().zip(MODEL.lines()) {
            let (name, members) = line.split_once(": ").unwrap();
            assert_eq!(found.name, name);
            assert_eq!(sorted(found.members.to_vec()), sorted(members.split(", ").collect()), "{name}");
        }
    }
}
