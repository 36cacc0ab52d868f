//! Identifier and length octets, and why they may be none.

use super::MAX_DEPTH;

/// Why bytes are not a BER value. Offsets count from the start of the file.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Error {
    /// The value says it is longer than what holds it.
    #[error("at byte {offset}: expected {expected} bytes, found {found}")]
    Truncated {
        /// Where the value starts.
        offset: usize,
        /// Octets that the value needs.
        expected: u64,
        /// Octets that are there.
        found: usize,
    },
    /// A length of more than eight octets, the reserved length octet 0xff, or an indefinite length on a primitive value.
    #[error("at byte {offset}: expected a BER length, found octet 0x{found:02x}")]
    Length {
        /// Where the value starts.
        offset: usize,
        /// The first length octet.
        found: u8,
    },
    /// A tag number above 2²⁸ − 1.
    #[error("at byte {offset}: expected a tag number below 2^28, found a larger one")]
    TagNumber {
        /// Where the value starts.
        offset: usize,
    },
    /// Deeper than [`MAX_DEPTH`].
    #[error("at byte {offset}: expected at most {MAX_DEPTH} nested values, found more")]
    Depth {
        /// Where the value starts.
        offset: usize,
    },
}

/// The class of a tag, X.690 section 8.1.2.2.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Class {
    /// Types of ASN.1 itself, such as INTEGER.
    Universal,
    /// APPLICATION
    Application,
    /// `[n]`: its meaning depends on the structure around it.
    Context,
    /// PRIVATE
    Private,
}

/// The identifier octets of a value, X.690 section 8.1.2.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Identifier {
    /// Who defines the number.
    pub class: Class,
    /// The content is values again.
    pub constructed: bool,
    /// The tag number.
    pub number: u32,
}

/// Reads identifier and length octets.
pub(super) struct Header<'a> {
    source: &'a [u8],
    start: usize,
    at: usize,
    limit: usize,
}

impl<'a> Header<'a> {
    /// The header that starts at `start`, in `source` up to `limit`.
    pub(super) fn new(source: &'a [u8], start: usize, limit: usize) -> Self {
        Header { source, start, at: start, limit }
    }

    /// Where reading has come to.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn octet(&mut self) -> Result<u8, Error> {
        if self.at >= self.limit {
            let found = self.limit - self.start;
            return Err(Error::Truncated { offset: self.start, expected: found as u64 + 1, found });
        }
        self.at += 1;
        Ok(self.source[self.at - 1])
    }

    pub(super) fn identifier(&mut self) -> Result<Identifier, Error> {
        let first = self.octet()?;
        let class = match first >> 6 {
            0 => Class::Universal,
            1 => Class::Application,
            2 => Class::Context,
            _ => Class::Private,
        };
        let number = match u32::from(first & 0x1f) {
            0x1f => self.high_tag_number()?,
            number => number,
        };
        Ok(Identifier { class, constructed: first & 0x20 != 0, number })
    }

    fn high_tag_number(&mut self) -> Result<u32, Error> {
        let mut number = 0;
        for _ in 0..4 {
            let octet = self.octet()?;
            number = number << 7 | u32::from(octet & 0x7f);
            if octet & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Error::TagNumber { offset: self.start })
    }

    /// `None` is the indefinite form.
    pub(super) fn length(&mut self, constructed: bool) -> Result<Option<u64>, Error> {
        let first = self.octet()?;
        match first {
            0..0x80 => Ok(Some(u64::from(first))),
            0x80 if constructed => Ok(None),
            0x81..=0x88 => {
                let mut length = 0;
                for _ in 0..first & 0x7f {
                    length = length << 8 | u64::from(self.octet()?);
                }
                Ok(Some(length))
            }
            found => Err(Error::Length { offset: self.start, found }),
        }
    }
}
