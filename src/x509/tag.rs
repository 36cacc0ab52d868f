//! Identifier octets of ASN.1 values.

use std::fmt;

/// The identifier octet of a DER value: class, constructed bit and a tag number below 31 (X.690 section 8.1.2).
///
/// RFC 5280 has no tag number above 30. `der::Tag` is not used because it has no UniversalString,
/// which is one of the five kinds of DirectoryString.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Tag(pub u8);

impl Tag {
    /// BOOLEAN
    pub const BOOLEAN: Tag = Tag(0x01);
    /// INTEGER
    pub const INTEGER: Tag = Tag(0x02);
    /// BIT STRING
    pub const BIT_STRING: Tag = Tag(0x03);
    /// OCTET STRING
    pub const OCTET_STRING: Tag = Tag(0x04);
    /// NULL
    pub const NULL: Tag = Tag(0x05);
    /// OBJECT IDENTIFIER
    pub const OBJECT_IDENTIFIER: Tag = Tag(0x06);
    /// ENUMERATED
    pub const ENUMERATED: Tag = Tag(0x0a);
    /// UTF8String
    pub const UTF8_STRING: Tag = Tag(0x0c);
    /// NumericString
    pub const NUMERIC_STRING: Tag = Tag(0x12);
    /// PrintableString
    pub const PRINTABLE_STRING: Tag = Tag(0x13);
    /// TeletexString, also called T61String
    pub const TELETEX_STRING: Tag = Tag(0x14);
    /// IA5String
    pub const IA5_STRING: Tag = Tag(0x16);
    /// UTCTime
    pub const UTC_TIME: Tag = Tag(0x17);
    /// GeneralizedTime
    pub const GENERALIZED_TIME: Tag = Tag(0x18);
    /// VisibleString
    pub const VISIBLE_STRING: Tag = Tag(0x1a);
    /// UniversalString
    pub const UNIVERSAL_STRING: Tag = Tag(0x1c);
    /// BMPString
    pub const BMP_STRING: Tag = Tag(0x1e);
    /// SEQUENCE and SEQUENCE OF
    pub const SEQUENCE: Tag = Tag(0x30);
    /// SET and SET OF
    pub const SET: Tag = Tag(0x31);

    /// The context-specific tag `[number]` of a primitive value; `number` is below 31.
    pub const fn context(number: u8) -> Tag {
        Tag(0x80 | (number & 0x1f))
    }

    /// The context-specific tag `[number]` of a constructed value; `number` is below 31.
    pub const fn context_constructed(number: u8) -> Tag {
        Tag(0xa0 | (number & 0x1f))
    }

    /// The tag number.
    pub const fn number(self) -> u8 {
        self.0 & 0x1f
    }

    /// Whether the content is itself a series of values.
    pub const fn is_constructed(self) -> bool {
        self.0 & 0x20 != 0
    }

    /// Whether the tag is a context-specific one.
    pub const fn is_context_specific(self) -> bool {
        self.0 & 0xc0 == 0x80
    }

    fn universal_name(self) -> Option<&'static str> {
        Some(match self {
            Tag::BOOLEAN => "BOOLEAN",
            Tag::INTEGER => "INTEGER",
            Tag::BIT_STRING => "BIT STRING",
            Tag::OCTET_STRING => "OCTET STRING",
            Tag::NULL => "NULL",
            Tag::OBJECT_IDENTIFIER => "OBJECT IDENTIFIER",
            Tag::ENUMERATED => "ENUMERATED",
            Tag::UTF8_STRING => "UTF8String",
            Tag::NUMERIC_STRING => "NumericString",
            Tag::PRINTABLE_STRING => "PrintableString",
            Tag::TELETEX_STRING => "TeletexString",
            Tag::IA5_STRING => "IA5String",
            Tag::UTC_TIME => "UTCTime",
            Tag::GENERALIZED_TIME => "GeneralizedTime",
            Tag::VISIBLE_STRING => "VisibleString",
            Tag::UNIVERSAL_STRING => "UniversalString",
            Tag::BMP_STRING => "BMPString",
            Tag::SEQUENCE => "SEQUENCE",
            Tag::SET => "SET",
            _ => return None,
        })
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.universal_name() {
            Some(name) => f.write_str(name),
            None if self.is_context_specific() => {
                let form = if self.is_constructed() { "constructed" } else { "primitive" };
                write!(f, "a {form} [{}]", self.number())
            }
            None => write!(f, "a value with identifier octet 0x{:02x}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_specific_tags_tell_their_form() {
        assert_eq!(Tag::context(0).to_string(), "a primitive [0]");
        assert_eq!(Tag::context_constructed(0).to_string(), "a constructed [0]");
        assert_eq!(Tag(0x23).to_string(), "a value with identifier octet 0x23");
        assert_eq!(Tag::SEQUENCE.to_string(), "SEQUENCE");
    }
}
