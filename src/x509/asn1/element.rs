//! One BER value with its offsets.

use std::borrow::Cow;
use std::ops::Range;

use super::header::{Class, Error, Header, Identifier};
use super::{MAX_DEPTH, string, time};
use crate::x509::Oid;

/// The end of a value of indefinite length must be searched for, again at each level inside. So it counts as this many
/// levels of [`MAX_DEPTH`].
const INDEFINITE_WEIGHT: usize = 4;

/// A BER value in a file.
#[derive(Clone, Copy)]
pub struct Element<'a> {
    source: &'a [u8],
    /// Class, form and number.
    pub identifier: Identifier,
    start: usize,
    content: usize,
    content_end: usize,
    end: usize,
    depth: usize,
}

impl std::fmt::Debug for Element<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} at {:?}", self.identifier, self.range())
    }
}

/// The values inside a value, in their order. Ends after the first that cannot be read.
pub struct Children<'a> {
    source: &'a [u8],
    at: usize,
    end: usize,
    depth: usize,
}

impl<'a> Element<'a> {
    /// The value that starts `source`.
    ///
    /// # Errors
    /// When it is not BER, or not whole.
    pub fn read(source: &'a [u8]) -> Result<Self, Error> {
        Self::read_at(source, 0, source.len(), 0)
    }

    /// The value that is all of `source`.
    pub fn only(source: &'a [u8]) -> Option<Self> {
        Self::read(source).ok().filter(|element| element.end == source.len())
    }

    pub(super) fn read_at(source: &'a [u8], start: usize, limit: usize, depth: usize) -> Result<Self, Error> {
        if depth >= MAX_DEPTH {
            return Err(Error::Depth { offset: start });
        }
        let mut header = Header::new(source, start, limit);
        let identifier = header.identifier()?;
        let length = header.length(identifier.constructed)?;
        let content = header.at();
        let found = limit - content;
        let (content_end, end) = match length {
            None => end_of_contents(source, content, limit, depth)?,
            Some(length) if length > found as u64 => {
                return Err(Error::Truncated { offset: start, expected: length, found });
            }
            Some(length) => (content + length as usize, content + length as usize),
        };
        Ok(Element { source, identifier, start, content, content_end, end, depth })
    }

    /// The value in whole, header and end-of-contents octets included.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The content octets.
    pub fn content_range(&self) -> Range<usize> {
        self.content..self.content_end
    }

    /// The value in whole.
    pub fn der(&self) -> &'a [u8] {
        &self.source[self.start..self.end]
    }

    /// The content octets.
    pub fn content(&self) -> &'a [u8] {
        &self.source[self.content..self.content_end]
    }

    /// The content as values, also when the identifier says primitive: an OCTET STRING or an IMPLICIT string may hold some.
    pub fn inside(&self) -> Children<'a> {
        self.inside_from(self.content)
    }

    fn inside_from(&self, at: usize) -> Children<'a> {
        let weight = if self.end > self.content_end { INDEFINITE_WEIGHT } else { 1 };
        Children { source: self.source, at, end: self.content_end, depth: self.depth + weight }
    }

    /// The values inside up to the first that cannot be read; none for a primitive value.
    pub fn children(&self) -> impl Iterator<Item = Element<'a>> + use<'a> {
        let constructed = self.identifier.constructed;
        self.inside().map_while(Result::ok).take_while(move |_| constructed)
    }

    /// The `index`th value inside.
    pub fn child(&self, index: usize) -> Option<Element<'a>> {
        self.children().nth(index)
    }

    /// The one value that the content of this OCTET STRING or `[n]` is.
    pub fn wrapped(&self) -> Option<Element<'a>> {
        self.wrapped_from(self.content)
    }

    /// The one value that the bits of this BIT STRING are.
    pub fn wrapped_bits(&self) -> Option<Element<'a>> {
        self.content().first().filter(|unused| **unused == 0)?;
        self.wrapped_from(self.content + 1)
    }

    fn wrapped_from(&self, at: usize) -> Option<Element<'a>> {
        let mut inside = self.inside_from(at);
        let element = inside.next()?.ok()?;
        inside.next().is_none().then_some(element)
    }

    /// Of the UNIVERSAL type `number`.
    pub fn is(&self, number: u32) -> bool {
        self.identifier.class == Class::Universal && self.identifier.number == number
    }

    /// Tagged `[number]`.
    pub fn is_context(&self, number: u32) -> bool {
        self.identifier.class == Class::Context && self.identifier.number == number
    }

    /// SEQUENCE or SEQUENCE OF.
    pub fn is_sequence(&self) -> bool {
        self.is(16)
    }

    /// A BOOLEAN, also under an implicit tag.
    pub fn boolean(&self) -> Option<bool> {
        match self.content() {
            [octet] => Some(*octet != 0),
            _ => None,
        }
    }

    /// A non-negative INTEGER below 2⁶⁴, also under an implicit tag.
    pub fn unsigned(&self) -> Option<u64> {
        let content = self.content();
        let zeros = content.iter().take_while(|octet| **octet == 0).count();
        let negative = content.first().is_none_or(|octet| octet & 0x80 != 0);
        (!negative && content.len() - zeros <= 8)
            .then(|| content.iter().fold(0, |number, octet| number << 8 | u64::from(*octet)))
    }

    /// An OBJECT IDENTIFIER, also under an implicit tag.
    pub fn oid(&self) -> Option<Oid> {
        Oid::from_bytes(self.content()).ok()
    }

    /// An OBJECT IDENTIFIER of any length in dotted form.
    pub fn dotted(&self) -> String {
        string::dotted(self.content())
    }

    /// The text of a string type of ASN.1.
    pub fn text(&self) -> Option<String> {
        match self.identifier.class {
            Class::Universal => string::text(self.identifier.number, self.content()),
            _ => None,
        }
    }

    /// The octets of an OCTET STRING; those of a constructed one joined.
    pub fn octets(&self) -> Cow<'a, [u8]> {
        match self.identifier.constructed {
            false => Cow::Borrowed(self.content()),
            true => Cow::Owned(self.children().flat_map(|part| part.octets().into_owned()).collect()),
        }
    }

    /// The octets of a BIT STRING, whatever its unused bits.
    pub fn bits(&self) -> &'a [u8] {
        self.content().get(1..).unwrap_or_default()
    }

    /// A UTCTime or GeneralizedTime in seconds since 1970. Reads a missing second and zone offsets too.
    pub fn time(&self) -> Option<i64> {
        let year_digits = match self {
            _ if self.is(23) => 2,
            _ if self.is(24) => 4,
            _ => return None,
        };
        time::read(std::str::from_utf8(self.content()).ok()?, year_digits)
    }
}

impl Children<'_> {
    /// Where the next value starts.
    pub fn offset(&self) -> usize {
        self.at
    }
}

impl<'a> Iterator for Children<'a> {
    type Item = Result<Element<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.end {
            return None;
        }
        let element = Element::read_at(self.source, self.at, self.end, self.depth);
        self.at = element.as_ref().map_or(self.end, |element| element.end);
        Some(element)
    }
}

/// Where the content of the indefinite form ends, and where the value does.
fn end_of_contents(source: &[u8], start: usize, limit: usize, depth: usize) -> Result<(usize, usize), Error> {
    let mut at = start;
    while !source[at..limit].is_empty() && !source[at..limit].starts_with(&[0, 0]) {
        at = Element::read_at(source, at, limit, depth + INDEFINITE_WEIGHT)?.end;
    }
    match source[at..limit].is_empty() {
        true => Err(Error::Truncated { offset: start, expected: (limit - start) as u64 + 2, found: limit - start }),
        false => Ok((at, at + 2)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indefinite_and_definite_forms_hold_the_same() {
        let definite = [0x30, 0x04, 0x04, 0x02, 0xab, 0xcd];
        let indefinite = [0x30, 0x80, 0x24, 0x80, 0x04, 0x01, 0xab, 0x04, 0x01, 0xcd, 0, 0, 0, 0];
        for bytes in [&definite[..], &indefinite] {
            let element = Element::only(bytes).unwrap();
            assert_eq!(element.child(0).unwrap().octets().as_ref(), [0xab, 0xcd]);
        }
    }

    #[test]
    fn lengths_that_lie_are_refused() {
        let cases: [(&[u8], Error); 6] = [
            (&[], Error::Truncated { offset: 0, expected: 1, found: 0 }),
            (&[0x30], Error::Truncated { offset: 0, expected: 2, found: 1 }),
            (&[0x30, 0x03, 0x01], Error::Truncated { offset: 0, expected: 3, found: 1 }),
            (
                &[0x30, 0x88, 255, 255, 255, 255, 255, 255, 255, 255],
                Error::Truncated { offset: 0, expected: u64::MAX, found: 0 },
            ),
            (&[0x04, 0x80, 0, 0], Error::Length { offset: 0, found: 0x80 }),
            (&[0x3f, 0xff, 0xff, 0xff, 0xff, 0x01, 0x00], Error::TagNumber { offset: 0 }),
        ];
        for (bytes, error) in cases {
            assert_eq!(Element::read(bytes).unwrap_err(), error, "{bytes:02x?}");
        }
    }

    #[test]
    fn nesting_bombs_end_at_the_limit() {
        let bomb = [0x30, 0x80].repeat(100_000);
        assert_eq!(Element::read(&bomb).unwrap_err(), Error::Depth { offset: 2 * MAX_DEPTH / INDEFINITE_WEIGHT });
    }
}
