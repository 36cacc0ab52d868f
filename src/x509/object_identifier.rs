//! OBJECT IDENTIFIER.

use std::fmt;

use super::encode;

/// The most content octets that are read.
const MAX_LENGTH: usize = 39;

/// An OBJECT IDENTIFIER (X.660, X.690 section 8.19) with arcs below 2¹²⁸, so that those made of a UUID (2.25) are among
/// them. It is its content octets, which were checked; two are the same when the octets are.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Oid {
    length: u8,
    /// Zero behind `length`, so that the derived comparisons hold.
    octets: [u8; MAX_LENGTH],
}

impl Oid {
    const EMPTY: Oid = Oid { length: 0, octets: [0; MAX_LENGTH] };

    /// From its dotted form, such as `2.5.4.3`.
    ///
    /// # Panics
    /// Where [`new`](Self::new) gives none. For constants: then the compiler says so.
    pub const fn new_unwrap(dotted: &str) -> Oid {
        match Oid::new(dotted) {
            Some(oid) => oid,
            None => panic!("not an object identifier in dotted form"),
        }
    }

    /// From its dotted form; `None` for less than two arcs, a first arc above 2, a second above 39 below a first of 0 or 1,
    /// an arc with a leading zero or from 2¹²⁸, and for what takes more than 39 octets.
    pub const fn new(dotted: &str) -> Option<Oid> {
        let text = dotted.as_bytes();
        let Some((root, at)) = arc(text, 0) else { return None };
        let Some((second, mut at)) = arc(text, at) else { return None };
        if root > 2 || (root < 2 && second > 39) {
            return None;
        }
        let Some(first) = second.checked_add(40 * root) else { return None };
        let Some(mut oid) = Oid::EMPTY.with_arc(first) else { return None };
        while at <= text.len() {
            let Some((number, next)) = arc(text, at) else { return None };
            let Some(longer) = oid.with_arc(number) else { return None };
            (oid, at) = (longer, next);
        }
        Some(oid)
    }

    /// With one more arc, in base 128 from the most significant digit.
    const fn with_arc(mut self, arc: u128) -> Option<Oid> {
        let mut digits = 1;
        while digits < 19 && arc >> (7 * digits) != 0 {
            digits += 1;
        }
        while digits > 0 {
            digits -= 1;
            if self.length as usize == MAX_LENGTH {
                return None;
            }
            let digit = (arc >> (7 * digits)) as u8 & 0x7f;
            self.octets[self.length as usize] = if digits > 0 { digit | 0x80 } else { digit };
            self.length += 1;
        }
        Some(self)
    }

    /// From its content octets.
    ///
    /// # Errors
    /// What was expected of them, for a message.
    pub fn from_bytes(content: &[u8]) -> Result<Oid, &'static str> {
        if content.len() > MAX_LENGTH {
            return Err("an OBJECT IDENTIFIER of at most 39 octets");
        }
        if content.last().is_none_or(|last| last & 0x80 != 0) {
            return Err("an OBJECT IDENTIFIER that ends with an arc");
        }
        for arc in content.split_inclusive(|octet| octet & 0x80 == 0) {
            match arc {
                [0x80, ..] => return Err("an OBJECT IDENTIFIER with arcs in their shortest form"),
                // 19 digits of 7 bits are 133 bits.
                [first, ..] if arc.len() > 19 || (arc.len() == 19 && *first > 0x83) => {
                    return Err("an OBJECT IDENTIFIER with arcs below 2^128");
                }
                _ => {}
            }
        }
        let mut oid = Oid { length: content.len() as u8, ..Oid::EMPTY };
        oid.octets[..content.len()].copy_from_slice(content);
        Ok(oid)
    }

    /// The content octets.
    pub fn as_bytes(&self) -> &[u8] {
        &self.octets[..usize::from(self.length)]
    }

    /// The arcs from the root.
    pub fn arcs(&self) -> impl Iterator<Item = u128> + '_ {
        let number = |arc: &[u8]| arc.iter().fold(0, |number, octet| number << 7 | u128::from(octet & 0x7f));
        let mut numbers = self.as_bytes().split_inclusive(|octet| octet & 0x80 == 0).map(number);
        let first = numbers.next().unwrap_or_default();
        let root = (first / 40).min(2);
        [root, first - 40 * root].into_iter().chain(numbers)
    }

    /// The DER.
    pub fn to_der(&self) -> Vec<u8> {
        encode::oid(self)
    }
}

/// The number that starts at `at` of `text`, and where the next starts: behind the dot, or behind the end and one more.
const fn arc(text: &[u8], at: usize) -> Option<(u128, usize)> {
    let (mut number, mut end): (u128, usize) = (0, at);
    while end < text.len() && text[end] != b'.' {
        let digit = text[end].wrapping_sub(b'0');
        let Some(shifted) = number.checked_mul(10) else { return None };
        let Some(sum) = shifted.checked_add(digit as u128) else { return None };
        if digit > 9 || (end > at && number == 0) {
            return None;
        }
        (number, end) = (sum, end + 1);
    }
    if end == at || at > text.len() { None } else { Some((number, end + 1)) }
}

/// `2.5.4.3`
impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.arcs().enumerate().try_for_each(|(index, arc)| {
            let dot = if index > 0 { "." } else { "" };
            write!(f, "{dot}{arc}")
        })
    }
}

impl fmt::Debug for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Oid({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dotted_and_octets_are_one() {
        let cases: [(&str, &[u8]); 7] = [
            ("0.0", &[0]),
            ("1.2.840.113549", &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d]),
            ("2.5.29.17", &[0x55, 0x1d, 0x11]),
            ("2.40", &[0x78]),
            ("2.999.1", &[0x88, 0x37, 0x01]),
            ("1.2.4294967296", &[0x2a, 0x90, 0x80, 0x80, 0x80, 0x00]),
            (
                "2.25.340282366920938463463374607431768211455",
                &[
                    0x69, 0x83, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                    0xff, 0xff, 0xff, 0x7f,
                ],
            ),
        ];
        for (dotted, octets) in cases {
            let oid = Oid::new(dotted).unwrap();
            assert_eq!((oid.as_bytes(), oid.to_string().as_str()), (octets, dotted));
            assert_eq!(Oid::from_bytes(octets), Ok(oid));
        }
        assert_eq!(Oid::new_unwrap("2.5.4.3").to_der(), b"\x06\x03\x55\x04\x03");
    }

    #[test]
    fn what_is_none_is_refused() {
        let long = format!("1.2{}", ".3".repeat(39));
        let too_big = "2.25.340282366920938463463374607431768211456";
        for dotted in
            ["", "1", "1.", ".1", "1.2.", "1..2", "3.1", "0.40", "1.40", "1.02", "1.+2", "1.2a", &long, too_big]
        {
            assert_eq!(Oid::new(dotted), None, "{dotted}");
        }
        let message = |octets: &[u8]| Oid::from_bytes(octets).unwrap_err();
        assert_eq!(message(&[]), "an OBJECT IDENTIFIER that ends with an arc");
        assert_eq!(message(&[0x2a, 0x86]), "an OBJECT IDENTIFIER that ends with an arc");
        assert_eq!(message(&[0x2a, 0x80, 0x01]), "an OBJECT IDENTIFIER with arcs in their shortest form");
        assert_eq!(message(&[1; 40]), "an OBJECT IDENTIFIER of at most 39 octets");
        assert!(Oid::from_bytes(&[1; 39]).is_ok());
        let above = [&[0x69, 0x84][..], &[0x80; 17], &[0]].concat();
        assert_eq!(message(&above), "an OBJECT IDENTIFIER with arcs below 2^128");
        // 20 digits, of which the first is none.
        assert!(Oid::from_bytes(&[&[0x81][..], &[0x80; 18], &[0]].concat()).is_err());
    }
}
