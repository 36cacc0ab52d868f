//! What a window shows of an item: titled rows that know their bytes.

use std::ops::Range;

use super::display;
use crate::x509::asn1::Element;
use crate::x509::words;

/// The most rows that a section has.
const MAX_ROWS: usize = 2_000;
/// The most octets that a row shows.
const MAX_OCTETS: usize = 4_096;

/// Rows that belong together, such as the subject.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Section {
    /// In sentence case, such as `Subject`.
    pub title: String,
    /// Never empty.
    pub rows: Vec<Row>,
    /// The bytes that the section shows, in the item's DER, for a view that links both.
    pub range: Option<Range<usize>>,
}

/// One fact.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Row {
    /// In sentence case, such as `Common name`.
    pub label: String,
    /// Safe to show: [`display::safe`] has been applied.
    pub value: String,
    /// To be set in a monospaced font: numbers, digests, addresses.
    pub mono: bool,
    /// What to say beside it, such as `critical`.
    pub note: Option<String>,
    /// The bytes that the row shows, in the item's DER.
    pub range: Option<Range<usize>>,
}

impl Row {
    /// A row of words.
    pub fn new(label: impl Into<String>, value: impl AsRef<str>) -> Self {
        let value = value.as_ref();
        let note = display::is_deceptive(value).then(|| "hidden characters".to_owned());
        Row { label: label.into(), value: display::safe(value).into_owned(), mono: false, note, range: None }
    }

    /// A row of a number, a digest or an address.
    pub fn mono(label: impl Into<String>, value: impl AsRef<str>) -> Self {
        Row { mono: true, ..Row::new(label, value) }
    }

    /// Upper-case hexadecimal, of the first octets where there are very many.
    pub fn hex(label: impl Into<String>, octets: &[u8]) -> Self {
        match octets.get(..MAX_OCTETS) {
            Some(first) if octets.len() > MAX_OCTETS => {
                let note = format!("the first {MAX_OCTETS} of {}", words::counted(octets.len() as u64, "byte"));
                Row::mono(label, words::hex(first)).note(note)
            }
            _ => Row::mono(label, words::hex(octets)),
        }
    }

    /// The row shows `element`.
    pub fn at(self, element: &Element<'_>) -> Self {
        Row { range: Some(element.range()), ..self }
    }

    /// Adds `note` to what is said already.
    pub fn note(self, note: impl AsRef<str>) -> Self {
        let note = display::safe(note.as_ref());
        let note = match self.note {
            Some(present) => format!("{present}, {note}"),
            None => note.into_owned(),
        };
        Row { note: Some(note), ..self }
    }

    /// Says that the extension of this row is critical, if it is.
    pub fn critical(self, critical: bool) -> Self {
        if critical { self.note("critical") } else { self }
    }
}

impl Section {
    /// A section of these rows, which lie where `range` says or where all the rows do; `None` without rows.
    pub(super) fn of(title: &str, rows: impl IntoIterator<Item = Row>, range: Option<Range<usize>>) -> Option<Self> {
        let mut all = rows.into_iter();
        let mut rows: Vec<Row> = all.by_ref().take(MAX_ROWS).collect();
        // The others are counted one by one: a hostile file has millions.
        let more = all.count();
        if more > 0 {
            rows.push(Row::new("More", format!("{more} not shown here")));
        }
        let mut ranges = rows.iter().map(|row: &Row| row.range.as_ref());
        let first = ranges.next().flatten();
        let common = first.filter(|first| ranges.all(|range| range == Some(*first))).cloned();
        (!rows.is_empty()).then(|| Section { title: title.to_owned(), range: range.or(common), rows })
    }
}

/// A time as people read it, `23 Nov 2026, 13:03:00 UTC`; what is no time as it is.
pub(super) fn time(element: &Element<'_>) -> String {
    match element.time() {
        Some(epoch) => words::moment(epoch),
        None => format!("{} (not a time)", String::from_utf8_lossy(element.content())),
    }
}
