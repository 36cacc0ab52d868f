//! What an item does against RFC 5280, and what is weak in it.

mod certificate;
mod crl;
mod extension;
mod name;
mod request;
mod shared;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::{Item, display};
use crate::x509::asn1::Element;

/// How much a [`Finding`] matters.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// A rule says MUST, and it is not so: strict software refuses it.
    Error,
    /// Works, but is weak, deceptive, out of date or against a SHOULD.
    Warning,
    /// Worth knowing.
    Note,
}

/// One rule that is not kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// Where the rule is written, such as `RFC 5280 section 4.2.1.9`.
    pub rule: String,
    /// What was expected and what was found, in a sentence.
    pub words: String,
    /// The bytes that it is about, in the item's DER.
    pub range: Option<Range<usize>>,
}

/// Holds `item` against RFC 5280, the most severe first; `now` in seconds since 1970.
///
/// What needs other certificates, such as who signed it, is the matter of [`path`](crate::x509::path).
pub fn findings(item: &Item, now: i64) -> Vec<Finding> {
    let mut found = Findings::default();
    match item {
        Item::Certificate(document) => certificate::check(document, now, &mut found),
        Item::Request(document) => request::check(document, &mut found),
        Item::Crl(document) => crl::check(document, now, &mut found),
        Item::PublicKey(document) => {
            if let Ok(element) = Element::read(document.der()) {
                shared::public_key(&element, &mut found);
            }
        }
        // RFC 5280 has no word on them.
        Item::OcspRequest(_) | Item::OcspResponse(_) => {}
        Item::PrivateKey(_) | Item::Pkcs12(_) | Item::Unknown(_) => {}
    }
    found.0.sort_by_key(|finding| finding.severity);
    found.0
}

/// Findings as they are made. A rule that begins with a digit is a section of RFC 5280.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn error(&mut self, rule: &str, at: &Element<'_>, words: impl Into<String>) {
        self.push(Severity::Error, rule, at, words.into());
    }

    fn warning(&mut self, rule: &str, at: &Element<'_>, words: impl Into<String>) {
        self.push(Severity::Warning, rule, at, words.into());
    }

    fn note(&mut self, rule: &str, at: &Element<'_>, words: impl Into<String>) {
        self.push(Severity::Note, rule, at, words.into());
    }

    fn push(&mut self, severity: Severity, rule: &str, at: &Element<'_>, words: String) {
        // A hostile file has the same flaw a million times; nobody reads that.
        const MAX_FINDINGS: usize = 200;
        if self.0.len() < MAX_FINDINGS {
            let rule = match rule.starts_with(|first: char| first.is_ascii_digit()) {
                true => format!("RFC 5280 section {rule}"),
                false => rule.to_owned(),
            };
            let words = display::safe(&words).into_owned();
            self.0.push(Finding { severity, rule, words, range: Some(at.range()) });
        }
    }
}
