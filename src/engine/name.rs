//! Names between the API's words and RFC 5280's: `ASN1Subject` and `GeneralName` to and from DER.

use super::api::{Asn1Subject, CustomAttribute, EdiPartyName, GeneralName, OtherName};
use super::error::{Error, Refusal, sentence};
use crate::x509::{self, AttributeTypeAndValue, AttributeValue, Name, Oid, oid};

/// Attribute types of `ASN1Subject` in the order in which the service encodes them, and whether
/// X.520 wants a PrintableString. All others are UTF8String.
const STANDARD: &[(Oid, Encoding)] = &[
    (oid::ID_AT_COUNTRY_NAME, Encoding::Printable),
    (oid::ID_AT_ORGANIZATION_NAME, Encoding::Utf8),
    (oid::ID_AT_ORGANIZATIONAL_UNIT_NAME, Encoding::Utf8),
    (oid::ID_AT_DN_QUALIFIER, Encoding::Printable),
    (oid::ID_AT_STATE_OR_PROVINCE_NAME, Encoding::Utf8),
    (oid::ID_AT_COMMON_NAME, Encoding::Utf8),
    (oid::ID_AT_SERIAL_NUMBER, Encoding::Printable),
    (oid::ID_AT_LOCALITY_NAME, Encoding::Utf8),
    (oid::ID_AT_TITLE, Encoding::Utf8),
    (oid::ID_AT_SURNAME, Encoding::Utf8),
    (oid::ID_AT_GIVEN_NAME, Encoding::Utf8),
    (oid::ID_AT_INITIALS, Encoding::Utf8),
    (oid::ID_AT_PSEUDONYM, Encoding::Utf8),
    (oid::ID_AT_GENERATION_QUALIFIER, Encoding::Utf8),
];

#[derive(Clone, Copy)]
enum Encoding {
    Printable,
    Utf8,
    Ia5,
}

impl Encoding {
    fn value(self, text: &str) -> Result<AttributeValue, x509::Error> {
        match self {
            Self::Printable => AttributeValue::printable(text),
            Self::Utf8 => Ok(AttributeValue::utf8(text)),
            Self::Ia5 => AttributeValue::ia5(text),
        }
    }

    /// What RFC 5280 appendix A wants for an attribute given by its object identifier.
    fn of_custom(attribute: Oid) -> Self {
        match attribute {
            oid::ID_EMAIL_ADDRESS | oid::ID_DOMAIN_COMPONENT => Self::Ia5,
            other => {
                STANDARD.iter().find(|(standard, _)| *standard == other).map_or(Self::Utf8, |(_, encoding)| *encoding)
            }
        }
    }
}

/// The standard members of a subject in the order of [`STANDARD`].
fn standard_members(subject: &Asn1Subject) -> [&Option<String>; 14] {
    [
        &subject.country,
        &subject.organization,
        &subject.organizational_unit,
        &subject.distinguished_name_qualifier,
        &subject.state,
        &subject.common_name,
        &subject.serial_number,
        &subject.locality,
        &subject.title,
        &subject.surname,
        &subject.given_name,
        &subject.initials,
        &subject.pseudonym,
        &subject.generation_qualifier,
    ]
}

fn standard_members_mut(subject: &mut Asn1Subject) -> [&mut Option<String>; 14] {
    [
        &mut subject.country,
        &mut subject.organization,
        &mut subject.organizational_unit,
        &mut subject.distinguished_name_qualifier,
        &mut subject.state,
        &mut subject.common_name,
        &mut subject.serial_number,
        &mut subject.locality,
        &mut subject.title,
        &mut subject.surname,
        &mut subject.given_name,
        &mut subject.initials,
        &mut subject.pseudonym,
        &mut subject.generation_qualifier,
    ]
}

/// The distinguished name of a subject, each attribute in an RDN of its own. Members that are
/// empty texts are left out: RFC 5280 allows no empty attribute.
///
/// # Errors
/// [`Error::InvalidArgs`] when custom attributes stand beside standard ones, or a text does not
/// fit the string type that the attribute needs.
pub fn to_name(subject: &Asn1Subject, member: &str) -> Result<Name, Error> {
    let standard: Vec<(Oid, Encoding, &str)> = STANDARD
        .iter()
        .zip(standard_members(subject))
        .filter_map(|((oid, encoding), value)| Some((*oid, *encoding, value.as_deref()?)))
        .filter(|(_, _, value)| !value.is_empty())
        .collect();
    let custom = custom_attributes(subject.custom_attributes.as_deref(), member)?;
    if !standard.is_empty() && !custom.is_empty() {
        let refusal = Refusal::new("Custom attributes stand alone: with them no standard attribute may be given.")
            .at(format!("{member}.customAttributes"))
            .hint("Give the standard attributes as custom ones too: the common name is 2.5.4.3");
        return Err(Error::InvalidArgs(refusal));
    }
    let rdns: Result<Vec<_>, x509::Error> = standard
        .into_iter()
        .chain(custom)
        .map(|(oid, encoding, text)| Ok(vec![AttributeTypeAndValue { oid, value: encoding.value(text)? }]))
        .collect();
    rdns.and_then(Name::from_rdns)
        .map_err(|error| Error::InvalidArgs(Refusal::new(sentence(&error.to_string())).at(member)))
}

fn custom_attributes<'a>(
    attributes: Option<&'a [CustomAttribute]>,
    member: &str,
) -> Result<Vec<(Oid, Encoding, &'a str)>, Error> {
    let mut custom = Vec::new();
    for (index, attribute) in attributes.unwrap_or_default().iter().enumerate() {
        let at = format!("{member}.customAttributes.{}.member.objectIdentifier", index + 1);
        let oid = object_identifier(&attribute.object_identifier, &at)?;
        custom.push((oid, Encoding::of_custom(oid), attribute.value.as_str()));
    }
    Ok(custom)
}

/// Reads an object identifier in dotted form.
///
/// # Errors
/// [`Error::InvalidArgs`] naming `member`.
pub fn object_identifier(text: &str, member: &str) -> Result<Oid, Error> {
    Oid::new(text).ok_or_else(|| {
        let message = format!("Expected an object identifier such as 2.5.4.3, found '{text}'.");
        Error::InvalidArgs(Refusal::new(message).at(member))
    })
}

/// The subject of a name, in standard members where each attribute has one and occurs once, else
/// all of it in custom attributes.
pub fn to_subject(name: &Name) -> Asn1Subject {
    let mut subject = Asn1Subject::default();
    for attribute in name.attributes() {
        let slot = STANDARD.iter().position(|(oid, _)| *oid == attribute.oid);
        let member = slot.map(|slot| standard_members_mut(&mut subject).into_iter().nth(slot));
        match (member.flatten(), attribute.value.text()) {
            (Some(member @ None), Some(text)) => *member = Some(text),
            _ => return custom_subject(name),
        }
    }
    subject
}

fn custom_subject(name: &Name) -> Asn1Subject {
    let attributes = name.attributes().map(|attribute| CustomAttribute {
        object_identifier: attribute.oid.to_string(),
        value: attribute.value.text().unwrap_or_default(),
    });
    Asn1Subject { custom_attributes: Some(attributes.collect()), ..Asn1Subject::default() }
}

/// A general name as RFC 5280 has it.
///
/// # Errors
/// [`Error::InvalidArgs`] unless exactly one member is set, and holds what its kind wants.
pub fn to_general_name(name: &GeneralName, member: &str) -> Result<x509::GeneralName, Error> {
    let mut found = Vec::new();
    let refuse = |message: String| Error::InvalidArgs(Refusal::new(message).at(member));
    if let Some(other) = &name.other_name {
        let type_id = object_identifier(&other.type_id, &format!("{member}.otherName.typeId"))?;
        found.push(x509::GeneralName::other_name_utf8(type_id, &other.value));
    }
    if let Some(mail) = &name.rfc822_name {
        found.push(x509::GeneralName::Rfc822Name(mail.clone()));
    }
    if let Some(dns) = &name.dns_name {
        found.push(x509::GeneralName::DnsName(dns.clone()));
    }
    if let Some(subject) = &name.directory_name {
        let directory = to_name(subject, &format!("{member}.directoryName"))?;
        found.push(x509::GeneralName::DirectoryName(directory));
    }
    if let Some(party) = &name.edi_party_name {
        let assigner = party.name_assigner.as_deref();
        found.push(x509::GeneralName::edi_party_name(assigner, &party.party_name));
    }
    if let Some(uri) = &name.uniform_resource_identifier {
        found.push(x509::GeneralName::UniformResourceIdentifier(uri.clone()));
    }
    if let Some(address) = &name.ip_address {
        let address: std::net::IpAddr =
            address.parse().map_err(|_| refuse(format!("Expected an IPv4 or IPv6 address, found '{address}'.")))?;
        found.push(x509::GeneralName::IpAddress(address.into()));
    }
    if let Some(id) = &name.registered_id {
        let id = object_identifier(id, &format!("{member}.registeredId"))?;
        found.push(x509::GeneralName::RegisteredId(id));
    }
    let (Some(name), true) = (found.pop(), found.is_empty()) else {
        return Err(refuse("Expected exactly one kind of name.".into()));
    };
    // Not every string type has every character; it shows when the name is written.
    name.to_der().map_err(|error| refuse(sentence(&error.to_string())))?;
    Ok(name)
}

/// A general name in the API's words. Kinds the API has no member for become an `OtherName` of
/// their text.
pub fn from_general_name(name: &x509::GeneralName) -> GeneralName {
    let mut found = GeneralName::default();
    match name {
        x509::GeneralName::Rfc822Name(mail) => found.rfc822_name = Some(mail.clone()),
        x509::GeneralName::DnsName(dns) => found.dns_name = Some(dns.clone()),
        x509::GeneralName::DirectoryName(name) => found.directory_name = Some(to_subject(name)),
        x509::GeneralName::EdiPartyName(content) => {
            let (name_assigner, party_name) =
                x509::GeneralName::edi_parts(content).unwrap_or_else(|_| (None, name.value()));
            found.edi_party_name = Some(EdiPartyName { party_name, name_assigner });
        }
        x509::GeneralName::UniformResourceIdentifier(uri) => {
            found.uniform_resource_identifier = Some(uri.clone());
        }
        x509::GeneralName::IpAddress(_) => found.ip_address = Some(name.value()),
        x509::GeneralName::RegisteredId(id) => found.registered_id = Some(id.to_string()),
        x509::GeneralName::OtherName { type_id, .. } => {
            found.other_name = Some(OtherName { type_id: type_id.to_string(), value: name.value() });
        }
        x509::GeneralName::X400Address(_) => {
            found.other_name = Some(OtherName { value: name.value(), ..OtherName::default() });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(text: &str) -> Option<String> {
        Some(text.into())
    }

    #[test]
    fn attributes_are_encoded_in_the_order_of_the_service() {
        let subject = Asn1Subject {
            common_name: some("www.example.com"),
            country: some("US"),
            locality: some("Seattle"),
            organization: some("Example Corp"),
            organizational_unit: some("Sales"),
            state: some("WA"),
            ..Asn1Subject::default()
        };
        let name = to_name(&subject, "subject").unwrap();
        let order: Vec<String> = name.attributes().filter_map(|a| a.value.text()).collect();
        assert_eq!(order, ["US", "Example Corp", "Sales", "WA", "www.example.com", "Seattle"]);
        assert_eq!(to_subject(&name), subject);
    }

    #[test]
    fn custom_attributes_stand_alone() {
        let custom = vec![CustomAttribute { object_identifier: "2.5.4.3".into(), value: "x".into() }];
        let alone = Asn1Subject { custom_attributes: Some(custom), ..Asn1Subject::default() };
        assert_eq!(to_name(&alone, "subject").unwrap().common_name().as_deref(), Some("x"));
        let mixed = Asn1Subject { country: some("US"), ..alone };
        let error = to_name(&mixed, "subject").unwrap_err();
        assert_eq!(error.code(), "InvalidArgsException");
        assert_eq!(error.members(), ["subject.customAttributes"]);
    }

    #[test]
    fn a_general_name_is_exactly_one() {
        let none = GeneralName::default();
        assert!(to_general_name(&none, "n").is_err());
        let two = GeneralName { dns_name: some("a"), rfc822_name: some("b@c"), ..none.clone() };
        assert!(to_general_name(&two, "n").is_err());
        let bad = GeneralName { ip_address: some("10.20.0.412"), ..none };
        assert!(to_general_name(&bad, "n").unwrap_err().message().contains("10.20.0.412"));
    }

    #[test]
    fn a_character_that_a_name_cannot_have_is_told_at_its_member() {
        for name in [
            GeneralName { dns_name: some("münchen.example"), ..GeneralName::default() },
            GeneralName { rfc822_name: some("jürgen@example.com"), ..GeneralName::default() },
            GeneralName { uniform_resource_identifier: some("http://ü.example"), ..GeneralName::default() },
        ] {
            let error = to_general_name(&name, "names.1.member").unwrap_err();
            assert_eq!((error.code(), &error.members()[..]), ("InvalidArgsException", &["names.1.member"][..]));
            assert!(error.message().contains('ü'), "{error}");
        }
    }
}
