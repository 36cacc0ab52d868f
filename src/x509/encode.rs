//! Writing DER: one small function per ASN.1 type. None of them can fail.

use super::{Oid, Tag};

/// A value of `tag` whose content is `parts`, one after the other.
pub fn value(tag: Tag, parts: &[&[u8]]) -> Vec<u8> {
    let length = parts.iter().map(|part| part.len()).sum();
    let mut out = Vec::with_capacity(length + 6);
    header(&mut out, tag, length);
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

/// Appends identifier and length octets (X.690 section 10.1: the shortest form).
pub fn header(out: &mut Vec<u8>, tag: Tag, length: usize) {
    out.push(tag.0);
    if length < 0x80 {
        out.push(length as u8);
        return;
    }
    let octets = length.to_be_bytes();
    let octets = &octets[length.leading_zeros() as usize / 8..];
    out.push(0x80 | octets.len() as u8);
    out.extend_from_slice(octets);
}

pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    value(Tag::SEQUENCE, parts)
}

/// SEQUENCE OF
pub fn sequence_of(items: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    let items: Vec<u8> = items.into_iter().flatten().collect();
    sequence(&[&items])
}

/// SET OF, in the order that DER asks for (X.690 section 11.6).
pub fn set_of(mut items: Vec<Vec<u8>>) -> Vec<u8> {
    items.sort_unstable();
    value(Tag::SET, &[&items.concat()])
}

/// `[number] EXPLICIT`
pub fn explicit(number: u8, der: &[u8]) -> Vec<u8> {
    value(Tag::context_constructed(number), &[der])
}

pub fn boolean(tag: Tag, value: bool) -> Vec<u8> {
    vec![tag.0, 1, if value { 0xff } else { 0 }]
}

/// A BOOLEAN that is `DEFAULT FALSE`: nothing when false.
pub fn boolean_default_false(tag: Tag, value: bool) -> Vec<u8> {
    if value { boolean(tag, true) } else { Vec::new() }
}

/// INTEGER from an unsigned big-endian number, leading zeros allowed.
pub fn unsigned(tag: Tag, octets: &[u8]) -> Vec<u8> {
    let start = octets.iter().position(|octet| *octet != 0).unwrap_or(octets.len());
    match &octets[start..] {
        [] => value(tag, &[&[0]]),
        digits if digits[0] & 0x80 != 0 => value(tag, &[&[0], digits]),
        digits => value(tag, &[digits]),
    }
}

pub fn integer(number: u64) -> Vec<u8> {
    unsigned(Tag::INTEGER, &number.to_be_bytes())
}

pub fn oid(oid: &Oid) -> Vec<u8> {
    value(Tag::OBJECT_IDENTIFIER, &[oid.as_bytes()])
}

pub fn octet_string(octets: &[u8]) -> Vec<u8> {
    value(Tag::OCTET_STRING, &[octets])
}

/// BIT STRING of whole octets.
pub fn bit_string(octets: &[u8]) -> Vec<u8> {
    value(Tag::BIT_STRING, &[&[0], octets])
}

/// A BIT STRING with named bits: bit 0 of the ASN.1 module is bit 0 of `bits`; trailing zero bits are not
/// written (X.690 section 11.2.2).
pub fn named_bits(tag: Tag, bits: u16) -> Vec<u8> {
    let octets = bits.reverse_bits().to_be_bytes();
    match u16::BITS - bits.leading_zeros() {
        0 => value(tag, &[&[0]]),
        count @ 1..=8 => value(tag, &[&[8 - count as u8, octets[0]]]),
        count => value(tag, &[&[16 - count as u8], &octets]),
    }
}
