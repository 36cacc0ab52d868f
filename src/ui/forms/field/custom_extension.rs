//! The draft of an extension by its object identifier, whose value is typed in base64 or hexadecimal.

use crate::engine::api::{Blob, CustomExtension};
use crate::x509::asn1::{Root, Tree};
use crate::x509::extension::ParsedExtension;
use crate::x509::{Extension, Oid, words};

/// How the DER of a value is typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notation {
    /// As the API has it.
    #[default]
    Base64,
    /// Pairs of digits, with or without spaces and colons between them.
    Hex,
}

impl Notation {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Base64, Self::Hex];

    /// As people call it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Base64 => "Base64",
            Self::Hex => "Hex",
        }
    }

    /// What a value looks like: the DER of NULL.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Base64 => "BQA=",
            Self::Hex => "05 00",
        }
    }
}

/// A row of `CustomExtensions`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExtensionRow {
    /// Object identifier of the extension.
    pub object_identifier: String,
    /// How the value is typed.
    pub notation: Notation,
    /// The value as typed.
    pub value: String,
    /// Whether a reader that does not know the extension must refuse the certificate.
    pub critical: bool,
}

impl ExtensionRow {
    /// Whether nothing was typed into it.
    pub fn is_empty(&self) -> bool {
        self.object_identifier.trim().is_empty() && self.value.trim().is_empty()
    }

    /// The DER that was typed; nothing when it is not of its notation.
    pub fn der(&self) -> Option<Vec<u8>> {
        match self.notation {
            Notation::Base64 => Blob::from_base64(&self.base64()).map(|blob| blob.0),
            Notation::Hex => from_hex(&self.value),
        }
    }

    /// What was typed as base64, without the line breaks that it may have been copied with.
    fn base64(&self) -> String {
        self.value.split_whitespace().collect()
    }

    /// The extension as typed. A value that is no hexadecimal is sent as it is: the form tells of it before that.
    pub fn to_api(&self) -> CustomExtension {
        let value = match (self.notation, self.der()) {
            (Notation::Hex, Some(der)) => Blob(der).base64(),
            _ => self.base64(),
        };
        let critical = self.critical.then_some(true);
        CustomExtension { object_identifier: self.object_identifier.trim().to_owned(), value, critical }
    }

    /// What is wrong with the value, where only the form can know: the API never sees hexadecimal digits.
    pub fn value_problem(&self) -> Option<&'static str> {
        let is_wrong = self.notation == Notation::Hex && !self.value.trim().is_empty() && self.der().is_none();
        is_wrong.then_some("Pairs of hexadecimal digits, such as 05 00")
    }

    /// What the value says, in words, as far as its extension is known; else the values in it.
    pub fn decoded(&self) -> Option<Decoded> {
        let value = self.der().filter(|der| !der.is_empty())?;
        let Some(oid) = Oid::new(self.object_identifier.trim()) else { return Some(outline(value)) };
        let extension = Extension { oid, critical: self.critical, value };
        match extension.parse() {
            Ok(ParsedExtension::Unknown(extension)) => Some(outline(extension.value)),
            Ok(_) => {
                let said = words::values(&extension).join(", ");
                Some(Decoded::Known(format!("{}: {said}", words::extension(&oid))))
            }
            Err(_) => Some(Decoded::Wrong(format!("Not a value of {}", words::extension(&oid)))),
        }
    }
}

/// How many of the values in a value are told.
const TOLD: usize = 4;

/// What DER holds that nobody here knows the meaning of: its type and the first values in it.
fn outline(der: Vec<u8>) -> Decoded {
    let tree = Tree::read(der, Root::Unknown);
    let whole = tree.nodes().first().is_some_and(|first| first.range.end == tree.bytes().len());
    if tree.problem().is_some() || !whole {
        return Decoded::Wrong("Not DER, which readers of the certificate expect".into());
    }
    let said = |node: usize| format!("{}  {}", tree.type_name(node), tree.preview(node)).trim_end().to_owned();
    let leaves: Vec<usize> = (1..tree.nodes().len()).filter(|node| !tree.has_children(*node)).collect();
    let mut words: Vec<String> = leaves.iter().take(TOLD).map(|node| said(*node)).collect();
    if leaves.len() > TOLD {
        words.push("…".into());
    }
    Decoded::Known(if words.is_empty() { said(0) } else { format!("{}: {}", tree.type_name(0), words.join(", ")) })
}

/// What a value turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decoded {
    /// What it says.
    Known(String),
    /// Why readers will not understand it.
    Wrong(String),
}

/// The bytes of digits in pairs, between which spaces and colons may stand.
fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != ':')
        .map(|digit| digit.to_digit(16))
        .collect::<Option<_>>()?;
    let byte = |pair: &[u32]| u8::try_from(pair[0] << 4 | pair[1]).ok();
    digits.len().is_multiple_of(2).then(|| digits.chunks_exact(2).filter_map(byte).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(oid: &str, notation: Notation, value: &str) -> ExtensionRow {
        ExtensionRow { object_identifier: oid.into(), notation, value: value.into(), critical: false }
    }

    #[test]
    fn a_value_is_sent_as_base64_however_it_is_typed() {
        for (notation, value) in
            [(Notation::Base64, "MAMB\n Af8="), (Notation::Hex, "30:03:01:01:FF"), (Notation::Hex, "3003 0101ff")]
        {
            assert_eq!(row("2.5.29.19", notation, value).to_api().value, "MAMBAf8=", "{value}");
        }
        assert_eq!(row("1.2.3", Notation::Base64, "BQA=").to_api().critical, None);
    }

    #[test]
    fn digits_that_are_none_are_told() {
        for value in ["3", "30 0", "xy", "30-03"] {
            assert!(row("1.2.3", Notation::Hex, value).value_problem().is_some(), "{value}");
        }
        assert_eq!(row("1.2.3", Notation::Hex, "05 00").value_problem(), None);
        assert_eq!(row("1.2.3", Notation::Hex, "").value_problem(), None);
    }

    #[test]
    fn a_value_tells_what_it_is() {
        let known = |oid, notation, value| row(oid, notation, value).decoded();
        let said = |words: &str| Some(Decoded::Known(words.into()));
        assert_eq!(
            known("2.5.29.19", Notation::Hex, "30030101FF"),
            said("Basic constraints: Authority, any path length")
        );
        let Some(Decoded::Known(text)) = known("1.2.3", Notation::Hex, "0C 02 68 69") else { panic!() };
        assert!(text.starts_with("UTF8String") && text.contains("hi"), "{text}");
        let Some(Decoded::Known(text)) = known("1.3.6.1.5.5.7.1.24", Notation::Hex, "30 06 02 01 05 02 01 11") else {
            panic!()
        };
        assert_eq!(text, "SEQUENCE: INTEGER  5, INTEGER  17");
        assert!(matches!(known("2.5.29.19", Notation::Base64, "BQA="), Some(Decoded::Wrong(_))));
        assert!(matches!(known("1.2.3", Notation::Hex, "0C 05 68"), Some(Decoded::Wrong(_))));
        assert!(matches!(known("1.2.3", Notation::Hex, "05 00 05 00"), Some(Decoded::Wrong(_))));
        assert_eq!(known("1.2.3", Notation::Base64, ""), None);
    }
}
