//! `GeneralName` and what it may hold.

use super::Asn1Subject;
use documented::{Documented, DocumentedFields};
use serde::{Deserialize, Serialize};

/// One name of a subject, as the API writes it: exactly one member is set
/// (GeneralName of the reference; RFC 5280 section 4.2.1.6).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase", default)]
#[documented_fields(rename_all = "PascalCase")]
pub struct GeneralName {
    /// A name of a kind that is told by an object identifier, such as a user principal name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_name: Option<OtherName>,
    /// E-mail address, up to 256 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rfc822_name: Option<String>,
    /// Host name, up to 253 characters; a wildcard stands for one leading label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dns_name: Option<String>,
    /// A distinguished name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub directory_name: Option<Asn1Subject>,
    /// A name of electronic data interchange.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edi_party_name: Option<EdiPartyName>,
    /// An address such as `https://…` or `spiffe://…`, up to 253 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uniform_resource_identifier: Option<String>,
    /// An IPv4 or IPv6 address in its usual text form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
    /// A registered object identifier in dotted form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered_id: Option<String>,
}

/// A name of a kind told by an object identifier (OtherName of the reference).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct OtherName {
    /// Object identifier that tells the kind of the name.
    pub type_id: String,
    /// The name as text, up to 256 characters; encoded as a UTF8String.
    pub value: String,
}

/// A name of electronic data interchange (EdiPartyName of the reference).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct EdiPartyName {
    /// Name of the party, up to 256 characters.
    pub party_name: String,
    /// Who assigned the name, up to 256 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_assigner: Option<String>,
}
