//! The attributes of `ASN1Subject`, in plain words and by object identifier.

use crate::engine::api::Asn1Subject;

/// An attribute of a distinguished name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The names are the members of ASN1Subject.
pub enum AttributeKind {
    CommonName,
    Organization,
    OrganizationalUnit,
    Country,
    State,
    Locality,
    SerialNumber,
    Title,
    Surname,
    GivenName,
    Initials,
    Pseudonym,
    GenerationQualifier,
    DistinguishedNameQualifier,
    /// Any attribute, by its object identifier.
    Custom,
}

use AttributeKind::*;

impl AttributeKind {
    /// All of them, the frequent ones first.
    pub const ALL: &'static [Self] = &[
        CommonName,
        Organization,
        OrganizationalUnit,
        Country,
        State,
        Locality,
        SerialNumber,
        Title,
        Surname,
        GivenName,
        Initials,
        Pseudonym,
        GenerationQualifier,
        DistinguishedNameQualifier,
        Custom,
    ];

    /// As people call it.
    pub fn words(self) -> &'static str {
        match self {
            CommonName => "Common name",
            Organization => "Organization",
            OrganizationalUnit => "Unit (OU)",
            Country => "Country",
            State => "State",
            Locality => "Locality",
            SerialNumber => "Serial number",
            Title => "Title",
            Surname => "Surname",
            GivenName => "Given name",
            Initials => "Initials",
            Pseudonym => "Pseudonym",
            GenerationQualifier => "Generation",
            DistinguishedNameQualifier => "DN qualifier",
            Custom => "Custom",
        }
    }

    /// Its member in `ASN1Subject`, as JSON has it; the path of a problem begins in lower case.
    pub fn member(self) -> &'static str {
        match self {
            CommonName => "CommonName",
            Organization => "Organization",
            OrganizationalUnit => "OrganizationalUnit",
            Country => "Country",
            State => "State",
            Locality => "Locality",
            SerialNumber => "SerialNumber",
            Title => "Title",
            Surname => "Surname",
            GivenName => "GivenName",
            Initials => "Initials",
            Pseudonym => "Pseudonym",
            GenerationQualifier => "GenerationQualifier",
            DistinguishedNameQualifier => "DistinguishedNameQualifier",
            Custom => "CustomAttributes",
        }
    }

    /// Its object identifier (RFC 5280 appendix A); empty for [`Custom`].
    pub fn object_identifier(self) -> &'static str {
        match self {
            CommonName => "2.5.4.3",
            Organization => "2.5.4.10",
            OrganizationalUnit => "2.5.4.11",
            Country => "2.5.4.6",
            State => "2.5.4.8",
            Locality => "2.5.4.7",
            SerialNumber => "2.5.4.5",
            Title => "2.5.4.12",
            Surname => "2.5.4.4",
            GivenName => "2.5.4.42",
            Initials => "2.5.4.43",
            Pseudonym => "2.5.4.65",
            GenerationQualifier => "2.5.4.44",
            DistinguishedNameQualifier => "2.5.4.46",
            Custom => "",
        }
    }

    /// What the field shows while it is empty.
    pub fn hint(self) -> &'static str {
        match self {
            Country => "Two letters, such as DE",
            Custom => "Value",
            _ => "",
        }
    }

    /// The place of the attribute in a subject; none for [`Custom`].
    pub(super) fn of(self, subject: &mut Asn1Subject) -> Option<&mut Option<String>> {
        Some(match self {
            CommonName => &mut subject.common_name,
            Organization => &mut subject.organization,
            OrganizationalUnit => &mut subject.organizational_unit,
            Country => &mut subject.country,
            State => &mut subject.state,
            Locality => &mut subject.locality,
            SerialNumber => &mut subject.serial_number,
            Title => &mut subject.title,
            Surname => &mut subject.surname,
            GivenName => &mut subject.given_name,
            Initials => &mut subject.initials,
            Pseudonym => &mut subject.pseudonym,
            GenerationQualifier => &mut subject.generation_qualifier,
            DistinguishedNameQualifier => &mut subject.distinguished_name_qualifier,
            Custom => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use documented::DocumentedFields as _;

    #[test]
    fn the_members_are_those_of_the_request_type() {
        for kind in AttributeKind::ALL {
            assert!(Asn1Subject::get_field_docs(kind.member()).is_ok(), "{kind:?}");
        }
        assert_eq!(AttributeKind::ALL.len(), Asn1Subject::FIELD_NAMES.len());
    }
}
