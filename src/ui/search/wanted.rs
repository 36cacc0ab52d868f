//! What fits a text that a person has typed: one rule for the search, the table of certificates and the revoked ones.

use crate::workspace::CertificateRow;

/// From how many digits on a text is taken for part of a serial number.
const DIGITS: usize = 4;

/// A text that was typed, made ready to be looked for.
pub(in crate::ui) struct Wanted {
    folded: String,
    serial: Option<String>,
}

impl Wanted {
    /// Blanks at its ends and case do not count. Everything fits an empty text.
    pub(in crate::ui) fn new(text: &str) -> Self {
        let text = text.trim();
        let digits = digits(text);
        let is_hex = digits.len() >= DIGITS && digits.bytes().all(|c| c.is_ascii_hexdigit());
        Self { folded: text.to_lowercase(), serial: is_hex.then_some(digits) }
    }

    /// The text in lower case.
    pub(super) fn folded(&self) -> &str {
        &self.folded
    }

    /// Whether a certificate has it in a name, an alternative name, a person's name for it, a note, or its serial number.
    pub(in crate::ui) fn certificate(&self, row: &CertificateRow<'_>) -> bool {
        let within = |text: &str| contains_folded(text, &self.folded);
        let told = row.annotation.map(|told| [&told.name, &told.note]);
        within(row.common_name)
            || within(row.alternative_names)
            || told.is_some_and(|told| told.into_iter().flatten().any(|text| within(text)))
            || self.serial.as_ref().is_some_and(|digits| row.serial.to_string().contains(digits.as_str()))
    }

    /// Whether a word about a certificate, such as that of its template, has it.
    pub(in crate::ui) fn word(&self, word: &str) -> bool {
        contains_folded(word, &self.folded)
    }
}

/// The digits of a serial number as people write them: `5A:5A:…`, `5a5a 5a5a`.
pub(super) fn digits(text: &str) -> String {
    let digits = text.chars().filter(|c| !matches!(c, ':' | ' ' | '…'));
    digits.map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether `text` has `wanted`, which is in lower case, in any case. Host names, which are ASCII as a
/// rule, are compared without a copy.
pub(super) fn contains_folded(text: &str, wanted: &str) -> bool {
    if text.is_ascii() {
        let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
        return wanted.is_empty() || text.windows(wanted.len()).any(|part| part.eq_ignore_ascii_case(wanted));
    }
    text.to_lowercase().contains(wanted)
}

#[cfg(test)]
mod tests {
    use super::{contains_folded, digits};

    #[test]
    fn case_does_not_count_in_any_script() {
        assert!(contains_folded("API.acme.example", "api.a"));
        assert!(contains_folded("Ирина Соколова", "сокол"));
        assert!(contains_folded("anything", ""));
        assert!(!contains_folded("a", "ab"));
    }

    #[test]
    fn a_serial_number_is_known_however_it_is_written() {
        assert_eq!(["5A:5b", "5a5B", "5a 5b…"].map(digits), ["5a5b"; 3]);
    }
}
