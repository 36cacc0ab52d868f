//! Lower-case hexadecimal, the written form of digests and serial numbers.

/// Two lower-case digits per byte.
pub(crate) use crate::x509::words::lower_hex as encode;

/// The bytes of `text`, or nothing if it holds anything but an even number of hexadecimal digits.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes().chunks_exact(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}

/// The `N` bytes of `text`, or nothing if it is not exactly that.
pub(crate) fn decode_array<const N: usize>(text: &str) -> Option<[u8; N]> {
    decode(text)?.try_into().ok()
}

fn digit(character: u8) -> Option<u8> {
    char::from(character).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
