//! String types and object identifiers as text.

/// The text of the UNIVERSAL string type `number`; octets that the type does not have become U+FFFD.
pub fn text(number: u32, content: &[u8]) -> Option<String> {
    Some(match number {
        12 => String::from_utf8_lossy(content).into_owned(),
        18 | 19 | 22 | 25 | 26 | 27 => utf8_or_latin1(content),
        // T.61 is what nobody writes: the world has Latin-1, and lately UTF-8, under its tag.
        20 => utf8_or_latin1(content),
        28 => content.chunks(4).map(universal).collect(),
        30 => utf16(content),
        _ => return None,
    })
}

fn utf8_or_latin1(content: &[u8]) -> String {
    match std::str::from_utf8(content) {
        Ok(text) => text.to_owned(),
        Err(_) => content.iter().map(|octet| char::from(*octet)).collect(),
    }
}

fn utf16(content: &[u8]) -> String {
    let units = content.chunks(2).map(|unit| match unit {
        [high, low] => u16::from_be_bytes([*high, *low]),
        _ => 0xfffd,
    });
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn universal(octets: &[u8]) -> char {
    let number = <[u8; 4]>::try_from(octets).map(u32::from_be_bytes);
    number.ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// An OBJECT IDENTIFIER in dotted form. Arcs above 2¹²⁸ end it with `…`.
pub fn dotted(content: &[u8]) -> String {
    let mut out = String::new();
    let mut arc: u128 = 0;
    for octet in content {
        if arc > u128::MAX >> 7 {
            return out + ".…";
        }
        arc = arc << 7 | u128::from(octet & 0x7f);
        if octet & 0x80 != 0 {
            continue;
        }
        match out.is_empty() {
            true => {
                let first = (arc / 40).min(2);
                out = format!("{first}.{}", arc - 40 * first);
            }
            false => out.push_str(&format!(".{arc}")),
        }
        arc = 0;
    }
    match content.last() {
        Some(last) if last & 0x80 == 0 => out,
        _ => out + "…",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_string_type_is_read() {
        assert_eq!(text(12, "Größe".as_bytes()).unwrap(), "Größe");
        assert_eq!(text(20, b"Gr\xf6\xdfe").unwrap(), "Größe");
        assert_eq!(text(30, b"\0A\0\xe4").unwrap(), "Aä");
        assert_eq!(text(30, b"\0A\0").unwrap(), "A\u{fffd}");
        assert_eq!(text(28, b"\0\x01\xf3\x33").unwrap(), "🌳");
        assert_eq!(text(28, b"\xff\xff\xff\xff").unwrap(), "\u{fffd}");
        assert_eq!(text(2, b"x"), None);
    }

    #[test]
    fn identifiers_of_any_length() {
        assert_eq!(dotted(&[0x55, 0x1d, 0x11]), "2.5.29.17");
        assert_eq!(dotted(&[0x88, 0x37, 0x03]), "2.999.3");
        assert_eq!(dotted(&[]), "…");
        assert_eq!(dotted(&[0x55, 0x80]), "2.5…");
        assert!(dotted(&[0xff; 100]).ends_with('…'));
    }
}
