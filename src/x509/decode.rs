//! Reading DER, value by value, with errors that name the field.
//!
//! Nothing here recurses, so nesting in the input costs nothing: a value is opened only where its
//! structure says so. A length is believed only as far as there is data.

use super::error::Place;
use super::words::lower_hex;
use super::{Error, Oid, Result, Tag};

/// One DER value, and where it was found.
#[derive(Clone, Copy, Debug)]
pub struct Value<'a> {
    pub tag: Tag,
    /// The content octets.
    pub content: &'a [u8],
    /// Identifier, length and content octets.
    pub der: &'a [u8],
    place: Place,
}

/// The values of one structure, in their order.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    structure: &'static str,
}

impl<'a> Reader<'a> {
    pub fn new(content: &'a [u8], structure: &'static str) -> Self {
        Reader { rest: content, structure }
    }

    /// The content of `der`, which is one SEQUENCE and nothing else.
    pub fn sequence(der: &'a [u8], structure: &'static str) -> Result<Self> {
        Value::only(der, Tag::SEQUENCE, structure).map(|value| value.values(structure))
    }

    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// What has not been read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub fn peek(&self) -> Option<Tag> {
        self.rest.first().map(|octet| Tag(*octet))
    }

    /// The next value, of any type.
    pub fn any(&mut self, field: &'static str) -> Result<Value<'a>> {
        let place = Place { structure: self.structure, field };
        let (header, length) = read_header(self.rest, place)?;
        let available = self.rest.len() - header;
        if length > available as u64 {
            return Err(Error::Truncated { place, expected: length, found: available as u64 });
        }
        let (der, rest) = self.rest.split_at(header + length as usize);
        self.rest = rest;
        Ok(Value { tag: Tag(der[0]), content: &der[header..], der, place })
    }

    /// The next value, which is of type `expected`.
    pub fn read(&mut self, expected: Tag, field: &'static str) -> Result<Value<'a>> {
        match self.peek() {
            Some(tag) if tag == expected => self.any(field),
            found => {
                let place = Place { structure: self.structure, field };
                Err(Error::UnexpectedTag { place, expected, found })
            }
        }
    }

    /// The next value if it is of type `expected`.
    pub fn optional(&mut self, expected: Tag, field: &'static str) -> Result<Option<Value<'a>>> {
        match self.peek() {
            Some(tag) if tag == expected => self.any(field).map(Some),
            _ => Ok(None),
        }
    }

    pub fn oid(&mut self, field: &'static str) -> Result<Oid> {
        self.read(Tag::OBJECT_IDENTIFIER, field)?.oid()
    }

    /// A BOOLEAN that is `DEFAULT FALSE`.
    pub fn boolean_default_false(&mut self, tag: Tag, field: &'static str) -> Result<bool> {
        self.optional(tag, field)?.map_or(Ok(false), |value| value.boolean())
    }

    /// Nothing follows.
    pub fn finish(self, field: &'static str) -> Result<()> {
        match self.rest.len() {
            0 => Ok(()),
            octets => Err(Error::TrailingData { place: Place { structure: self.structure, field }, octets }),
        }
    }
}

impl<'a> Value<'a> {
    /// `der` as one value of type `expected` and nothing else.
    pub fn only(der: &'a [u8], expected: Tag, structure: &'static str) -> Result<Self> {
        let mut reader = Reader::new(der, structure);
        let value = reader.read(expected, "")?;
        reader.finish("")?;
        Ok(value)
    }

    /// `der` as one value of any type and nothing else.
    pub fn only_any(der: &'a [u8], structure: &'static str) -> Result<Self> {
        let mut reader = Reader::new(der, structure);
        let value = reader.any("")?;
        reader.finish("")?;
        Ok(value)
    }

    /// The values inside, named as fields of `structure`.
    pub fn values(&self, structure: &'static str) -> Reader<'a> {
        Reader::new(self.content, structure)
    }

    /// The one value inside: what EXPLICIT tagging wraps.
    pub fn inner(&self, expected: Tag) -> Result<Value<'a>> {
        let mut reader = self.values(self.place.structure);
        let value = reader.read(expected, self.place.field)?;
        reader.finish(self.place.field)?;
        Ok(value)
    }

    /// Each value inside, read by `item`: SEQUENCE OF and SET OF.
    pub fn each<T>(&self, mut item: impl FnMut(Value<'a>) -> Result<T>) -> Result<Vec<T>> {
        let mut reader = self.values(self.place.structure);
        let mut items = Vec::new();
        while !reader.is_empty() {
            items.push(item(reader.any(self.place.field)?)?);
        }
        Ok(items)
    }

    /// Like [`Value::each`], with at least one (`SIZE (1..MAX)`).
    pub fn each_at_least_one<T>(&self, item: impl FnMut(Value<'a>) -> Result<T>) -> Result<Vec<T>> {
        match self.content.is_empty() {
            true => Err(self.invalid("at least one item", "none")),
            false => self.each(item),
        }
    }

    /// This value is of type `expected`.
    pub fn expect(self, expected: Tag) -> Result<Value<'a>> {
        match self.tag == expected {
            true => Ok(self),
            false => Err(Error::UnexpectedTag { place: self.place, expected, found: Some(self.tag) }),
        }
    }

    pub fn invalid(&self, expected: &'static str, found: impl Into<String>) -> Error {
        Error::Invalid { place: self.place, expected, found: found.into() }
    }

    /// OBJECT IDENTIFIER, also under an implicit tag.
    pub fn oid(&self) -> Result<Oid> {
        Oid::from_bytes(self.content).map_err(|expected| self.invalid(expected, hex(self.content)))
    }

    /// BOOLEAN. Any octet but 0 is true, as in BER: the world has certificates with 0x01.
    pub fn boolean(&self) -> Result<bool> {
        match self.content {
            [octet] => Ok(*octet != 0),
            other => Err(self.invalid("a BOOLEAN of one octet", format!("{} octets", other.len()))),
        }
    }

    /// The octets of an INTEGER from 0, without leading zeros.
    pub fn unsigned_octets(&self) -> Result<&'a [u8]> {
        match self.content {
            [] => Err(self.invalid("an INTEGER of at least one octet", "none")),
            [0x80..=0xff, ..] => {
                Err(self.invalid("an INTEGER from 0", format!("a negative one, {}", hex(self.content))))
            }
            content => {
                let zeros = content.iter().take_while(|octet| **octet == 0).count();
                Ok(&content[zeros.min(content.len() - 1)..])
            }
        }
    }

    /// A serial number: unsigned octets without leading zeros. A negative one, which RFC 5280 section 4.1.2.2 forbids
    /// and the world has, keeps its two's complement octets behind a zero, so that it is no other number.
    pub fn serial_number(&self) -> Result<Vec<u8>> {
        match self.content {
            [0x80..=0xff, ..] => Ok([&[0], self.content].concat()),
            _ => self.unsigned_octets().map(<[u8]>::to_vec),
        }
    }

    /// INTEGER from 0 to 2⁶⁴ − 1.
    pub fn unsigned(&self) -> Result<u64> {
        let octets = self.unsigned_octets()?;
        if octets.len() > 8 {
            return Err(self.invalid("an INTEGER from 0 to 2^64 - 1", hex(self.content)));
        }
        Ok(octets.iter().fold(0, |number, octet| number << 8 | u64::from(*octet)))
    }

    /// A count such as a path length: INTEGER from 0 to 2³² − 1.
    pub fn count(&self) -> Result<u32> {
        let number = self.unsigned()?;
        u32::try_from(number).map_err(|_| self.invalid("an INTEGER from 0 to 2^32 - 1", number.to_string()))
    }

    /// The octets of a BIT STRING that has no unused bits.
    pub fn whole_octets(&self) -> Result<&'a [u8]> {
        match self.content {
            [0, octets @ ..] => Ok(octets),
            [unused, ..] => Err(self.invalid("a BIT STRING of whole octets", format!("{unused} unused bits"))),
            [] => Err(self.invalid("a BIT STRING", "no content")),
        }
    }

    /// Up to 16 named bits; bit 0 of the ASN.1 module is bit 0 of the result. Bits beyond are ignored, and so are the
    /// unused bits at the end, which BER allows to be set (X.690 section 8.6.2.2): they are no bits of the value.
    pub fn named_bits(&self) -> Result<u16> {
        match self.content {
            [unused @ 0..=7, octets @ ..] if !octets.is_empty() || *unused == 0 => {
                let octet = |index: usize| match octets.get(index).copied().unwrap_or(0) {
                    last if index + 1 == octets.len() => last >> unused << unused,
                    octet => octet,
                };
                Ok(u16::from_be_bytes([octet(0), octet(1)]).reverse_bits())
            }
            other => Err(self.invalid("a BIT STRING", hex(other))),
        }
    }

    /// An IA5String, also under an implicit tag.
    pub fn ia5(&self) -> Result<String> {
        match self.content.is_ascii() {
            true => Ok(self.content.iter().map(|octet| char::from(*octet)).collect()),
            false => Err(self.invalid("an IA5String", hex(self.content))),
        }
    }
}

/// Length of the header and of the content.
fn read_header(rest: &[u8], place: Place) -> Result<(usize, u64)> {
    let invalid = |expected, found: String| Err(Error::Invalid { place, expected, found });
    let &[identifier, first, ref more @ ..] = rest else {
        return Err(Error::Truncated { place, expected: 2, found: rest.len() as u64 });
    };
    if identifier & 0x1f == 0x1f {
        return invalid("a tag number below 31", format!("identifier octet 0x{identifier:02x}"));
    }
    let count = match first {
        0..0x80 => return Ok((2, u64::from(first))),
        0x80 => return invalid("a definite length", "an indefinite one (BER)".to_owned()),
        0x81..=0x88 => usize::from(first & 0x7f),
        _ => return invalid("a length of at most 8 octets", format!("length octet 0x{first:02x}")),
    };
    let Some(octets) = more.get(..count) else {
        return Err(Error::Truncated { place, expected: count as u64, found: more.len() as u64 });
    };
    let length = octets.iter().fold(0, |length, octet| length << 8 | u64::from(*octet));
    if length < 0x80 || octets[0] == 0 {
        return invalid("the shortest form of the length (DER)", format!("{length} in {count} octets"));
    }
    Ok((2 + count, length))
}

/// The first octets in hexadecimal, for messages.
pub fn hex(octets: &[u8]) -> String {
    if octets.is_empty() {
        return "nothing".to_owned();
    }
    let shown: Vec<String> = octets.iter().take(16).map(|octet| lower_hex(&[*octet])).collect();
    let more = if octets.len() > 16 { " …" } else { "" };
    format!("{}{more}", shown.join(" "))
}
