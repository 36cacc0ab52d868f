//! Text that was written by others, made safe to show: names can lie.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether `character` cannot be seen, or changes how the text around it is seen.
fn is_hidden(character: char) -> bool {
    let format_or_invisible = matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}');
    character.is_control() || format_or_invisible
}

/// Whether `text` holds control, bidirectional, zero-width or other invisible characters, so that it looks like
/// another text than it is.
pub fn is_deceptive(text: &str) -> bool {
    text.contains(is_hidden)
}

/// `text` with each character that [`is_deceptive`] looks for written as `\u{202E}`.
pub fn safe(text: &str) -> Cow<'_, str> {
    if !is_deceptive(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_hidden(character) {
            // Writing to a String does not fail.
            let _ = write!(out, "\\u{{{:04X}}}", character as u32);
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_written_out() {
        assert_eq!(safe("bank\u{202e}moc.live"), "bank\\u{202E}moc.live");
        assert_eq!(safe("a\0b\nc"), "a\\u{0000}b\\u{000A}c");
        assert_eq!(safe("pay\u{200b}pal"), "pay\\u{200B}pal");
        assert_eq!(safe("\u{e0041}"), "\\u{E0041}");
        assert!(is_deceptive("\u{feff}x"));
    }

    #[test]
    fn scripts_stay_as_they_are() {
        for name in ["Ирина Соколова", "東京ゲートウェイ", "مثال", "🌳 Wald", "Größe", "a b", ""]
        {
            assert!(matches!(safe(name), Cow::Borrowed(same) if same == name));
        }
    }
}
