//! Percent-encoding (RFC 3986 section 2.1).

/// What a text means whose characters may be written as `%41`; nothing when it is cut off or has other digits.
pub fn decoded(text: &str) -> Option<Vec<u8>> {
    let mut rest = text.as_bytes();
    let mut found = Vec::with_capacity(rest.len());
    loop {
        match *rest {
            [] => return Some(found),
            [b'%', high, low, ref more @ ..] => {
                let digit = |octet| char::from(octet).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                found.push(digit(high)? << 4 | digit(low)?);
                rest = more;
            }
            [b'%', ..] => return None,
            [octet, ref more @ ..] => {
                found.push(octet);
                rest = more;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_decoded() {
        assert_eq!(decoded("a%2Bb%2f+%3D").unwrap(), b"a+b/+=");
        assert_eq!(decoded("").unwrap(), b"");
        assert_eq!(decoded("%00%ff").unwrap(), [0, 255]);
        for wrong in ["%", "a%2", "%zz", "%+1", "%%41"] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
    }
}
