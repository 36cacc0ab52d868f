//! A run of certificates in columns.

use serde::{Deserialize, Serialize};

use crate::workspace::{Serial, Span, Timestamp};

/// How many certificates a segment holds.
pub(super) const ROWS: usize = 4096;

/// One certificate on its own: how the newest rows are kept until they fill a segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub serial: Serial,
    pub not_before: Timestamp,
    pub not_after: Timestamp,
    pub issued_at: Timestamp,
    /// Index into the table of authorities.
    pub authority: u16,
    /// Index into the table of templates.
    pub template: u16,
    /// One more than the index into the table of CRL shards; 0 for none.
    pub partition: u16,
    /// One more than the index into the table of services that ask for certificates; 0 for none.
    pub requester: u16,
    /// Where the certificate lies in the file.
    pub body: Span,
    /// The common name, a line feed, and the alternative names, a line each.
    pub text: Box<str>,
    /// How many bytes of `text` are the common name.
    pub common_name_len: u16,
}

/// How many entries the tables have that columns point into.
pub(super) struct TableSizes {
    pub authorities: usize,
    pub templates: usize,
    pub partitions: usize,
    pub requesters: usize,
}

impl Entry {
    /// Whether it points to what exists.
    pub(super) fn is_sound(&self, tables: &TableSizes) -> bool {
        usize::from(self.authority) < tables.authorities
            && usize::from(self.template) < tables.templates
            && usize::from(self.partition) <= tables.partitions
            && usize::from(self.requester) <= tables.requesters
            && self.text.is_char_boundary(usize::from(self.common_name_len))
    }
}

/// A borrowed [`Entry`], from a segment or from the newest rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct EntryRef<'a> {
    pub serial: Serial,
    pub not_before: Timestamp,
    pub not_after: Timestamp,
    pub issued_at: Timestamp,
    pub authority: u16,
    pub template: u16,
    pub partition: u16,
    pub requester: u16,
    pub body: Span,
    pub text: &'a str,
    pub common_name_len: u16,
}

impl Entry {
    pub(super) fn as_ref(&self) -> EntryRef<'_> {
        EntryRef {
            serial: self.serial,
            not_before: self.not_before,
            not_after: self.not_after,
            issued_at: self.issued_at,
            authority: self.authority,
            template: self.template,
            partition: self.partition,
            requester: self.requester,
            body: self.body,
            text: &self.text,
            common_name_len: self.common_name_len,
        }
    }
}

/// [`ROWS`] certificates in columns: about 64 bytes each, and their names in one text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Segment {
    serials: Vec<Serial>,
    not_before: Vec<Timestamp>,
    not_after: Vec<Timestamp>,
    issued_at: Vec<Timestamp>,
    authorities: Vec<u16>,
    templates: Vec<u16>,
    partitions: Vec<u16>,
    requesters: Vec<u16>,
    bodies: Vec<Span>,
    common_name_lens: Vec<u16>,
    /// Where each row's text ends in `texts`; it begins where the row before it ends.
    text_ends: Vec<u32>,
    texts: String,
}

impl Segment {
    pub(super) fn new<'a>(entries: impl Iterator<Item = EntryRef<'a>>) -> Self {
        let mut segment = Self::default();
        for entry in entries {
            segment.serials.push(entry.serial);
            segment.not_before.push(entry.not_before);
            segment.not_after.push(entry.not_after);
            segment.issued_at.push(entry.issued_at);
            segment.authorities.push(entry.authority);
            segment.templates.push(entry.template);
            segment.partitions.push(entry.partition);
            segment.requesters.push(entry.requester);
            segment.bodies.push(entry.body);
            segment.common_name_lens.push(entry.common_name_len);
            segment.texts.push_str(entry.text);
            // 4,096 rows of less than 5 KiB each stay far below 4 GiB.
            segment.text_ends.push(u32::try_from(segment.texts.len()).unwrap_or(u32::MAX));
        }
        segment.texts.shrink_to_fit();
        segment
    }

    pub(super) fn row(&self, row: usize) -> EntryRef<'_> {
        let start = row.checked_sub(1).map_or(0, |before| self.text_ends[before]);
        EntryRef {
            serial: self.serials[row],
            not_before: self.not_before[row],
            not_after: self.not_after[row],
            issued_at: self.issued_at[row],
            authority: self.authorities[row],
            template: self.templates[row],
            partition: self.partitions[row],
            requester: self.requesters[row],
            body: self.bodies[row],
            text: &self.texts[start as usize..self.text_ends[row] as usize],
            common_name_len: self.common_name_lens[row],
        }
    }

    pub(super) fn serials(&self) -> &[Serial] {
        &self.serials
    }

    pub(super) fn authorities(&self) -> &[u16] {
        &self.authorities
    }

    /// Whether every column is full and points to what exists: an index file is not believed.
    pub(super) fn is_sound(&self, tables: &TableSizes) -> bool {
        let full = [
            self.serials.len(),
            self.not_before.len(),
            self.not_after.len(),
            self.issued_at.len(),
            self.authorities.len(),
            self.templates.len(),
            self.partitions.len(),
            self.requesters.len(),
            self.bodies.len(),
            self.common_name_lens.len(),
            self.text_ends.len(),
        ]
        .iter()
        .all(|len| *len == ROWS);
        full && self.authorities.iter().all(|index| usize::from(*index) < tables.authorities)
            && self.templates.iter().all(|index| usize::from(*index) < tables.templates)
            && self.partitions.iter().all(|index| usize::from(*index) <= tables.partitions)
            && self.requesters.iter().all(|index| usize::from(*index) <= tables.requesters)
            && self.texts_are_sound()
    }

    fn texts_are_sound(&self) -> bool {
        let mut start = 0;
        self.text_ends.iter().zip(&self.common_name_lens).all(|(end, common_name)| {
            let text = self.texts.get(start..*end as usize);
            start = *end as usize;
            text.is_some_and(|text| text.is_char_boundary(usize::from(*common_name)))
        }) && start == self.texts.len()
    }

    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        use std::mem::size_of;
        self.serials.capacity() * size_of::<Serial>()
            + (self.not_before.capacity() + self.not_after.capacity() + self.issued_at.capacity()) * 8
            + [&self.authorities, &self.templates, &self.partitions, &self.requesters, &self.common_name_lens]
                .map(|column| column.capacity() * 2)
                .iter()
                .sum::<usize>()
            + self.bodies.capacity() * size_of::<Span>()
            + self.text_ends.capacity() * 4
            + self.texts.capacity()
    }
}
