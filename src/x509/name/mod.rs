//! Distinguished names.

mod attribute;
mod display;
mod matching;

pub use attribute::{AttributeTypeAndValue, AttributeValue};

use std::hash::{Hash, Hasher};

use super::decode::Value;
use super::{Error, Oid, Result, Tag, encode, oid};

/// The most attributes that one name may have.
pub const MAX_ATTRIBUTES: usize = 256;

/// `Name` as defined in [RFC 5280 Section 4.1.2.4].
///
/// ```text
/// Name ::= CHOICE { rdnSequence  RDNSequence }
/// RDNSequence ::= SEQUENCE OF RelativeDistinguishedName
/// RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue
/// ```
///
/// Keeps the DER it was read from: the order, repeated attributes, several attributes in one RDN and the string
/// types. Two names are equal when their DER is; [`Name::matches`] compares as path validation does.
///
/// [RFC 5280 Section 4.1.2.4]: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.4
#[derive(Clone, Debug)]
pub struct Name {
    der: Vec<u8>,
    rdns: Vec<Vec<AttributeTypeAndValue>>,
}

impl Name {
    /// A name of these relative distinguished names, the least specific (such as the country) first.
    ///
    /// # Errors
    /// [`Error::EmptyRelativeDistinguishedName`]
    pub fn from_rdns(rdns: Vec<Vec<AttributeTypeAndValue>>) -> Result<Name> {
        if rdns.iter().any(Vec::is_empty) {
            return Err(Error::EmptyRelativeDistinguishedName);
        }
        let rdn =
            |rdn: &Vec<AttributeTypeAndValue>| encode::set_of(rdn.iter().map(AttributeTypeAndValue::to_der).collect());
        let der = encode::sequence_of(rdns.iter().map(rdn));
        Ok(Name { der, rdns })
    }

    /// A name from its DER.
    ///
    /// # Errors
    /// What is not a `Name`.
    pub fn from_der(der: &[u8]) -> Result<Name> {
        Name::from_value(&Value::only(der, Tag::SEQUENCE, "Name")?)
    }

    pub(super) fn from_value(value: &Value<'_>) -> Result<Name> {
        let mut count = 0;
        let mut attribute = |attribute: Value<'_>| {
            count += 1;
            match count > MAX_ATTRIBUTES {
                true => Err(Error::TooMany { structure: "attributes of a name", limit: MAX_ATTRIBUTES }),
                false => AttributeTypeAndValue::from_value(&attribute),
            }
        };
        let rdn = |rdn: Value<'_>| rdn.expect(Tag::SET)?.each_at_least_one(&mut attribute);
        Ok(Name { der: value.der.to_vec(), rdns: value.each(rdn)? })
    }

    /// The DER, as it was read or built.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The relative distinguished names in the order of the encoding.
    pub fn rdns(&self) -> &[Vec<AttributeTypeAndValue>] {
        &self.rdns
    }

    /// All attributes in the order of the encoding.
    pub fn attributes(&self) -> impl DoubleEndedIterator<Item = &AttributeTypeAndValue> {
        self.rdns.iter().flatten()
    }

    /// The text of the last attribute of type `oid`: the most specific one.
    pub fn find(&self, oid: &Oid) -> Option<String> {
        self.attributes().rev().find(|attribute| attribute.oid == *oid)?.value.text()
    }

    /// The text of the most specific commonName.
    pub fn common_name(&self) -> Option<String> {
        self.find(&oid::ID_AT_COMMON_NAME)
    }

    /// Whether there is no attribute at all.
    pub fn is_empty(&self) -> bool {
        self.rdns.is_empty()
    }
}

/// The empty name.
impl Default for Name {
    fn default() -> Self {
        Name { der: encode::sequence(&[]), rdns: Vec::new() }
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Name {}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.der.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf8(oid: Oid, text: &str) -> AttributeTypeAndValue {
        AttributeTypeAndValue { oid, value: AttributeValue::utf8(text) }
    }

    #[test]
    fn order_repetition_and_multi_valued_rdns_are_kept() {
        let rdns = vec![
            vec![utf8(oid::ID_AT_ORGANIZATIONAL_UNIT_NAME, "A")],
            vec![utf8(oid::ID_AT_ORGANIZATIONAL_UNIT_NAME, "B")],
            vec![utf8(oid::ID_AT_SERIAL_NUMBER, "7"), utf8(oid::ID_AT_COMMON_NAME, "x")],
        ];
        let name = Name::from_rdns(rdns.clone()).unwrap();
        let again = Name::from_der(name.der()).unwrap();
        assert_eq!(again, name);
        assert_eq!(again.rdns()[..2], rdns[..2]);
        assert_eq!(again.rdns()[2].len(), 2);
        assert_eq!(again.find(&oid::ID_AT_ORGANIZATIONAL_UNIT_NAME).unwrap(), "B");
        assert_eq!(again.common_name().unwrap(), "x");
        assert_eq!(again.to_string(), "CN=x+serialNumber=7,OU=B,OU=A");
    }

    #[test]
    fn a_set_in_the_wrong_order_stays_as_it_came() {
        let (first, second) = (utf8(oid::ID_AT_SERIAL_NUMBER, "7"), utf8(oid::ID_AT_COMMON_NAME, "x"));
        let der = encode::sequence(&[&encode::value(Tag::SET, &[&first.to_der(), &second.to_der()])]);
        let name = Name::from_der(&der).unwrap();
        assert_eq!(name.der(), der);
        assert_ne!(Name::from_rdns(name.rdns().to_vec()).unwrap(), name);
    }

    #[test]
    fn what_is_no_name_is_refused() {
        assert_eq!(Name::from_rdns(vec![vec![]]), Err(Error::EmptyRelativeDistinguishedName));
        let message = |der: &[u8]| Name::from_der(der).unwrap_err().to_string();
        assert_eq!(message(b"\x30\x02\x31\x00"), "Name: expected at least one item, found none");
        assert_eq!(message(b"\x31\x00"), "Name: expected SEQUENCE, found SET");
        assert_eq!(message(b"\x30\x00\x00"), "Name: expected the end of the data, found 1 more octets");
        let name = |count: usize| {
            encode::sequence(&[&encode::value(Tag::SET, &[&b"\x30\x05\x06\x01\x2a\x05\x00".repeat(count)])])
        };
        assert_eq!(Name::from_der(&name(MAX_ATTRIBUTES)).unwrap().attributes().count(), MAX_ATTRIBUTES);
        assert_eq!(message(&name(MAX_ATTRIBUTES + 1)), "attributes of a name: expected at most 256, found more");
        assert!(Name::default().is_empty());
        assert_eq!(Name::from_der(b"\x30\x00").unwrap(), Name::default());
    }
}
