//! `ASN1Subject` and its custom attributes.

use documented::{Documented, DocumentedFields};
use serde::{Deserialize, Serialize};

/// The distinguished name of a certificate or authority, as the API writes it
/// (ASN1Subject of the reference; attribute types of RFC 5280 section 4.1.2.4 and appendix A).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase", default)]
#[documented_fields(rename_all = "PascalCase")]
pub struct Asn1Subject {
    /// Two-letter ISO 3166 code of the country where the subject is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Legal name of the organization, up to 64 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// Division of the organization, up to 64 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organizational_unit: Option<String>,
    /// Text that tells apart names which would otherwise be equal, up to 64 printable characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distinguished_name_qualifier: Option<String>,
    /// State or province, up to 128 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Name people know the subject by, up to 64 characters. For a server put host names into the
    /// subject alternative names: clients look there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub common_name: Option<String>,
    /// Serial number of the subject (a device, a person), up to 64 printable characters. Not the
    /// serial number of the certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    /// City or place, up to 128 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locality: Option<String>,
    /// Title of a person, such as Dr., up to 64 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Family name, up to 40 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surname: Option<String>,
    /// First name, up to 16 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// Initials, up to 5 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initials: Option<String>,
    /// A name used instead of the legal one, up to 128 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pseudonym: Option<String>,
    /// What follows a person's name, such as Jr. or III, up to 3 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generation_qualifier: Option<String>,
    /// Attributes by object identifier, 1 to 150. They stand alone: with them no standard
    /// attribute may be given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_attributes: Option<Vec<CustomAttribute>>,
}

/// One attribute of a name by its object identifier (CustomAttribute of the reference).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct CustomAttribute {
    /// Object identifier of the attribute type in dotted form, such as 2.5.4.3.
    pub object_identifier: String,
    /// Value of the attribute, 1 to 256 characters.
    pub value: String,
}
