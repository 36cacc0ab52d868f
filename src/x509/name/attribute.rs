//! Attributes of names, in the string types that names are written in.

use crate::x509::decode::Value;
use crate::x509::{Error, Oid, Result, Tag, encode};

/// `AttributeTypeAndValue` as defined in [RFC 5280 Section 4.1.2.4].
///
/// [RFC 5280 Section 4.1.2.4]: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.4
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct AttributeTypeAndValue {
    /// `AttributeType`, such as [`oid::ID_AT_COMMON_NAME`](crate::x509::oid::ID_AT_COMMON_NAME)
    pub oid: Oid,
    /// `AttributeValue`, mostly a `DirectoryString`
    pub value: AttributeValue,
}

impl AttributeTypeAndValue {
    pub(super) fn from_value(value: &Value<'_>) -> Result<Self> {
        let mut fields = value.expect(Tag::SEQUENCE)?.values("AttributeTypeAndValue");
        let oid = fields.oid("type")?;
        let value = AttributeValue { der: fields.any("value")?.der.to_vec() };
        fields.finish("")?;
        Ok(AttributeTypeAndValue { oid, value })
    }

    pub(super) fn to_der(&self) -> Vec<u8> {
        encode::sequence(&[&encode::oid(&self.oid), self.value.der()])
    }
}

/// The value of an attribute: any DER value, in practice a string.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct AttributeValue {
    der: Vec<u8>,
}

impl AttributeValue {
    /// UTF8String, which [RFC 5280 Section 4.1.2.4] asks for.
    ///
    /// [RFC 5280 Section 4.1.2.4]: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.4
    pub fn utf8(text: &str) -> Self {
        AttributeValue { der: encode::value(Tag::UTF8_STRING, &[text.as_bytes()]) }
    }

    /// PrintableString, for countryName, serialNumber and dnQualifier.
    ///
    /// # Errors
    /// [`Error::Character`] for what is not a letter, a digit, a space or one of `'()+,-./:=?`.
    pub fn printable(text: &str) -> Result<Self> {
        Self::checked(Tag::PRINTABLE_STRING, text, is_printable)
    }

    /// IA5String, for domainComponent and emailAddress.
    ///
    /// # Errors
    /// [`Error::Character`] for what is not ASCII.
    pub fn ia5(text: &str) -> Result<Self> {
        Self::checked(Tag::IA5_STRING, text, |character| character.is_ascii())
    }

    /// A value from its DER.
    ///
    /// # Errors
    /// What is not exactly one DER value.
    pub fn from_der(der: &[u8]) -> Result<Self> {
        Ok(AttributeValue { der: Value::only_any(der, "AttributeValue")?.der.to_vec() })
    }

    fn checked(tag: Tag, text: &str, allowed: fn(char) -> bool) -> Result<Self> {
        match text.chars().find(|character| !allowed(*character)) {
            Some(character) => Err(Error::Character { expected: tag, character, text: text.to_owned() }),
            None => Ok(AttributeValue { der: encode::value(tag, &[text.as_bytes()]) }),
        }
    }

    /// The type of the value, such as [`Tag::UTF8_STRING`].
    pub fn tag(&self) -> Tag {
        Tag(self.der[0])
    }

    /// The DER, as it was read or built.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The text of a string type; `None` for another type or for octets that are not of that type.
    ///
    /// TeletexString is read as ISO 8859-1, which its writers meant.
    pub fn text(&self) -> Option<String> {
        let content = Value::only_any(&self.der, "AttributeValue").ok()?.content;
        let latin_1 = || content.iter().map(|octet| char::from(*octet)).collect();
        match self.tag() {
            Tag::UTF8_STRING => String::from_utf8(content.to_vec()).ok(),
            Tag::PRINTABLE_STRING | Tag::IA5_STRING | Tag::NUMERIC_STRING | Tag::VISIBLE_STRING => {
                content.is_ascii().then(latin_1)
            }
            Tag::TELETEX_STRING => Some(latin_1()),
            Tag::BMP_STRING => {
                let (units, []) = content.as_chunks::<2>() else { return None };
                char::decode_utf16(units.iter().map(|unit| u16::from_be_bytes(*unit))).collect::<Result<_, _>>().ok()
            }
            Tag::UNIVERSAL_STRING => {
                let (units, []) = content.as_chunks::<4>() else { return None };
                units.iter().map(|unit| char::from_u32(u32::from_be_bytes(*unit))).collect()
            }
            _ => None,
        }
    }
}

/// Whether PrintableString has `character` (X.680 section 41.4).
pub(super) fn is_printable(character: char) -> bool {
    character.is_ascii_alphanumeric() || " '()+,-./:=?".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_string_type_is_read() {
        let text = |der: &[u8]| AttributeValue::from_der(der).unwrap().text();
        assert_eq!(text(b"\x0c\x05Gr\xc3\xbcn").as_deref(), Some("Grün"));
        assert_eq!(text(b"\x14\x04Gr\xfcn").as_deref(), Some("Grün"));
        assert_eq!(text(b"\x1e\x08\0G\0r\0\xfc\0n").as_deref(), Some("Grün"));
        assert_eq!(text(b"\x1c\x08\0\0\0G\0\x01\xf6\0").as_deref(), Some("G😀"));
        assert_eq!(text(b"\x13\x02US").as_deref(), Some("US"));
        assert_eq!(text(b"\x16\x03com").as_deref(), Some("com"));
        assert_eq!(text(b"\x12\x0212").as_deref(), Some("12"));
    }

    #[test]
    fn broken_strings_have_no_text() {
        let broken: [&[u8]; 6] = [
            b"\x0c\x01\xff",
            b"\x13\x01\xff",
            b"\x1e\x01a",
            b"\x1e\x02\xd8\x00",
            b"\x1c\x04\0\x11\0\0",
            b"\x02\x01\x05",
        ];
        for der in broken {
            assert_eq!(AttributeValue::from_der(der).unwrap().text(), None, "{der:?}");
        }
    }

    #[test]
    fn characters_are_checked() {
        assert_eq!(AttributeValue::printable("US").unwrap().der(), b"\x13\x02US");
        assert_eq!(
            AttributeValue::printable("a@b").unwrap_err().to_string(),
            "expected characters of PrintableString, found '@' in \"a@b\""
        );
        assert!(AttributeValue::ia5("a@b").is_ok());
        assert!(AttributeValue::ia5("ü").is_err());
    }
}
