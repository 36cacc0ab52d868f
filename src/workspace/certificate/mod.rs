//! The certificates that were issued, in columns: a million of them fit in memory, and a clone of
//! the whole costs nothing. The certificates themselves stay in the file.

mod columns;
mod facts;
mod lookup;
mod row;
mod segment;

use std::sync::Arc;

use rpds::{RedBlackTreeMapSync, VectorSync};

pub(super) use columns::Columns;
pub use facts::{CertificateError, CertificateFacts};
use lookup::Lookup;
pub use row::{Annotation, CertificateRow, CertificateStatus, Revocation};
use segment::{Entry, EntryRef, ROWS, Segment};

use super::{AuthorityId, CrlPartitionId, Serial, Span, Timestamp};

/// The certificates of a workspace, numbered from 0 in the order they were issued.
#[derive(Clone, Debug, Default)]
pub struct Certificates {
    authorities: Arc<Vec<AuthorityId>>,
    templates: Arc<Vec<Arc<str>>>,
    partitions: Arc<Vec<CrlPartitionId>>,
    requesters: Arc<Vec<Arc<str>>>,
    segments: VectorSync<Arc<Segment>>,
    lookup: Lookup,
    newest: VectorSync<Arc<Entry>>,
    newest_by_serial: RedBlackTreeMapSync<(u16, Serial), usize>,
    revocations: RedBlackTreeMapSync<u32, Revocation>,
    annotations: RedBlackTreeMapSync<u32, Arc<Annotation>>,
    counts: VectorSync<Counts>,
}

/// How many certificates an authority has issued, and revoked of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Issued by it, in all.
    pub issued: usize,
    /// Revoked of those.
    pub revoked: usize,
}

/// Equal if they say the same; how rows are looked up does not count.
impl PartialEq for Certificates {
    fn eq(&self, other: &Self) -> bool {
        self.authorities == other.authorities
            && self.templates == other.templates
            && self.partitions == other.partitions
            && self.requesters == other.requesters
            && self.segments == other.segments
            && self.newest == other.newest
            && self.revocations == other.revocations
            && self.annotations == other.annotations
            && self.counts == other.counts
    }
}

/// A certificate to be added.
pub(super) struct Issued<'a> {
    pub authority: AuthorityId,
    pub serial: Serial,
    pub facts: &'a CertificateFacts,
    pub template: &'a str,
    pub partition: Option<CrlPartitionId>,
    pub requested_by: Option<&'a str>,
    pub issued_at: Timestamp,
    pub body: Span,
}

/// More authorities, templates, shards or services than a column can number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMany;

impl Certificates {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.segments.len() * ROWS + self.newest.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The certificate with this number, if there is one.
    pub fn row(&self, number: usize) -> Option<CertificateRow<'_>> {
        let entry = self.entry(number)?;
        let overlay = u32::try_from(number).ok()?;
        let (common_name, alternative_names) = entry.text.split_at_checked(usize::from(entry.common_name_len))?;
        Some(CertificateRow {
            number,
            authority: *self.authorities.get(usize::from(entry.authority))?,
            serial: entry.serial,
            not_before: entry.not_before,
            not_after: entry.not_after,
            issued_at: entry.issued_at,
            template: self.templates.get(usize::from(entry.template))?,
            partition: above(entry.partition).and_then(|index| self.partitions.get(index)).copied(),
            requested_by: above(entry.requester).and_then(|index| self.requesters.get(index)).map(Arc::as_ref),
            common_name,
            alternative_names: alternative_names.trim_start_matches('\n'),
            revocation: self.revocations.get(&overlay).copied(),
            annotation: self.annotations.get(&overlay).map(Arc::as_ref),
            body: entry.body,
        })
    }

    /// The certificate that an authority issued with this serial number, if there is one.
    pub fn get(&self, authority: AuthorityId, serial: Serial) -> Option<CertificateRow<'_>> {
        self.row(self.find(authority, serial)?)
    }

    fn entry(&self, number: usize) -> Option<EntryRef<'_>> {
        match self.segments.get(number / ROWS) {
            Some(segment) => Some(segment.row(number % ROWS)),
            None => {
                self.newest.get(number.checked_sub(self.segments.len() * ROWS)?).map(|entry| entry.as_ref().as_ref())
            }
        }
    }

    /// Every certificate, in the order of issuance. Starts anywhere at no cost: `rows(5000..)`.
    pub fn rows(&self, numbers: std::ops::Range<usize>) -> impl DoubleEndedIterator<Item = CertificateRow<'_>> {
        (numbers.start..numbers.end.min(self.len())).filter_map(|number| self.row(number))
    }

    /// The revoked certificates of an authority, in the order of issuance.
    pub fn revoked_by(&self, authority: AuthorityId) -> impl Iterator<Item = (CertificateRow<'_>, Revocation)> {
        self.revocations
            .iter()
            .filter_map(|(number, revocation)| Some((self.row(*number as usize)?, *revocation)))
            .filter(move |(row, _)| row.authority == authority)
    }

    /// The number of the certificate that an authority issued with this serial number.
    pub fn find(&self, authority: AuthorityId, serial: Serial) -> Option<usize> {
        let authority = self.authority_index(authority)?;
        if let Some(number) = self.newest_by_serial.get(&(authority, serial)) {
            return Some(*number);
        }
        let mut candidates = self.lookup.candidates(serial);
        candidates.find(|number| {
            self.entry(*number).is_some_and(|entry| (entry.authority, entry.serial) == (authority, serial))
        })
    }

    /// How many an authority has issued, and revoked of those.
    pub fn counts(&self, authority: AuthorityId) -> Counts {
        let index = self.authority_index(authority).map(usize::from);
        index.and_then(|index| self.counts.get(index)).copied().unwrap_or_default()
    }

    fn authority_index(&self, authority: AuthorityId) -> Option<u16> {
        self.authorities.iter().position(|known| *known == authority).and_then(|index| u16::try_from(index).ok())
    }

    pub(super) fn issue(&mut self, issued: &Issued<'_>) -> Result<(), TooMany> {
        let authority = self.intern_authority(issued.authority)?;
        let template = intern(&mut self.templates, issued.template)?;
        let partition = issued.partition.map_or(Ok(0), |partition| self.intern_partition(partition))?;
        let requester =
            issued.requested_by.map_or(Ok(0), |service| one_more(intern(&mut self.requesters, service)?))?;
        let number = self.len();
        u32::try_from(number).map_err(|_| TooMany)?;
        let CertificateFacts { not_before, not_after, common_name, alternative_names, .. } = issued.facts;
        let entry = Entry {
            serial: issued.serial,
            not_before: *not_before,
            not_after: *not_after,
            issued_at: issued.issued_at,
            authority,
            template,
            partition,
            requester,
            body: issued.body,
            common_name_len: u16::try_from(common_name.len()).map_err(|_| TooMany)?,
            text: format!("{common_name}\n{alternative_names}").into(),
        };
        self.newest.push_back_mut(Arc::new(entry));
        self.newest_by_serial.insert_mut((authority, issued.serial), number);
        self.count(authority, |counts| counts.issued += 1);
        self.seal();
        Ok(())
    }

    /// Turns the newest rows into a segment once they fill one.
    fn seal(&mut self) {
        if self.newest.len() == ROWS {
            let segment = Segment::new(self.newest.iter().map(|entry| entry.as_ref().as_ref()));
            self.add_to_lookup(&segment);
            self.segments.push_back_mut(Arc::new(segment));
            self.newest = VectorSync::default();
            self.newest_by_serial = RedBlackTreeMapSync::default();
        }
    }

    fn add_to_lookup(&mut self, segment: &Segment) {
        // `issue` lets no number go past 32 bits, and `Columns` no index file.
        let first = u32::try_from(self.segments.len() * ROWS).unwrap_or(u32::MAX);
        self.lookup.add(first, segment.serials().iter().copied());
    }

    /// Marks a certificate as revoked; false if it was already.
    pub(super) fn revoke(&mut self, number: usize, revocation: Revocation) -> bool {
        let (Ok(overlay), Some(entry)) = (u32::try_from(number), self.entry(number)) else {
            return false;
        };
        let authority = entry.authority;
        if self.revocations.contains_key(&overlay) {
            return false;
        }
        self.revocations.insert_mut(overlay, revocation);
        self.count(authority, |counts| counts.revoked += 1);
        true
    }

    pub(super) fn annotate(&mut self, number: usize, annotation: Annotation) {
        if let Ok(overlay) = u32::try_from(number) {
            if annotation == Annotation::default() {
                self.annotations.remove_mut(&overlay);
            } else {
                self.annotations.insert_mut(overlay, Arc::new(annotation));
            }
        }
    }

    fn count(&mut self, authority: u16, change: impl FnOnce(&mut Counts)) {
        let index = usize::from(authority);
        while self.counts.len() <= index {
            self.counts.push_back_mut(Counts::default());
        }
        let mut counts = self.counts.get(index).copied().unwrap_or_default();
        change(&mut counts);
        self.counts.set_mut(index, counts);
    }

    fn intern_authority(&mut self, authority: AuthorityId) -> Result<u16, TooMany> {
        if let Some(index) = self.authority_index(authority) {
            return Ok(index);
        }
        let index = u16::try_from(self.authorities.len()).map_err(|_| TooMany)?;
        Arc::make_mut(&mut self.authorities).push(authority);
        Ok(index)
    }

    /// One more than its index. The newest shard is asked for most.
    fn intern_partition(&mut self, partition: CrlPartitionId) -> Result<u16, TooMany> {
        let known = self.partitions.iter().rposition(|known| *known == partition);
        let index = known.unwrap_or_else(|| {
            Arc::make_mut(&mut self.partitions).push(partition);
            self.partitions.len() - 1
        });
        one_more(u16::try_from(index).map_err(|_| TooMany)?)
    }
}

fn intern(table: &mut Arc<Vec<Arc<str>>>, text: &str) -> Result<u16, TooMany> {
    if let Some(index) = table.iter().position(|known| **known == *text) {
        return u16::try_from(index).map_err(|_| TooMany);
    }
    let index = u16::try_from(table.len()).map_err(|_| TooMany)?;
    Arc::make_mut(table).push(text.into());
    Ok(index)
}

/// An index as a column holds it that has 0 for none.
fn one_more(index: u16) -> Result<u16, TooMany> {
    index.checked_add(1).ok_or(TooMany)
}

/// The index that such a column holds.
fn above(column: u16) -> Option<usize> {
    column.checked_sub(1).map(usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::RevocationReason;

    fn facts(number: usize) -> CertificateFacts {
        CertificateFacts {
            serial_number: Vec::new(),
            not_before: Timestamp::from_seconds(1_000),
            not_after: Timestamp::from_seconds(2_000),
            common_name: format!("host{number}.example.com"),
            alternative_names: if number.is_multiple_of(2) { String::new() } else { "alt\n10.0.0.1".into() },
        }
    }

    fn serial(number: usize) -> Serial {
        // Spread, so that the order of serials is not the order of issuance.
        let spread = (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Serial::new([spread.to_be_bytes(), (number as u64).to_be_bytes()].concat().try_into().unwrap())
    }

    fn authority(number: usize) -> AuthorityId {
        AuthorityId::from_random([(number % 3) as u8; 16])
    }

    fn many(count: usize) -> Certificates {
        let mut certificates = Certificates::default();
        for number in 0..count {
            let issued = Issued {
                authority: authority(number),
                serial: serial(number),
                facts: &facts(number),
                template: "EndEntityCertificate/V1",
                partition: (number % 5 == 0).then(|| CrlPartitionId::from_random([(number % 2) as u8; 16])),
                requested_by: (number % 7 == 0).then_some("acm.amazonaws.com"),
                issued_at: Timestamp::from_seconds(number as i64),
                body: Span { offset: number as u64 * 100, len: 99 },
            };
            certificates.issue(&issued).unwrap();
        }
        certificates
    }

    #[test]
    fn rows_are_found_on_both_sides_of_a_segment() {
        let certificates = many(ROWS * 2 + 7);
        assert_eq!(certificates.len(), ROWS * 2 + 7);
        for number in [0, 1, ROWS - 1, ROWS, ROWS * 2 - 1, ROWS * 2, ROWS * 2 + 6] {
            let row = certificates.row(number).unwrap();
            assert_eq!(row.common_name, format!("host{number}.example.com"));
            assert_eq!(row.alternative_names, facts(number).alternative_names);
            assert_eq!((row.serial, row.authority), (serial(number), authority(number)));
            assert_eq!(row.body.offset, number as u64 * 100);
            let partition = (number % 5 == 0).then(|| CrlPartitionId::from_random([(number % 2) as u8; 16]));
            assert_eq!(row.partition, partition);
            assert_eq!(row.requested_by, (number % 7 == 0).then_some("acm.amazonaws.com"));
            assert_eq!(certificates.find(authority(number), serial(number)), Some(number));
            assert_eq!(certificates.find(authority(number + 1), serial(number)), None);
        }
        assert!(certificates.row(ROWS * 2 + 7).is_none());
        assert_eq!(certificates.rows(ROWS - 2..ROWS + 2).count(), 4);
    }

    #[test]
    fn revocations_lie_over_the_columns_and_an_earlier_clone_does_not_see_them() {
        let before = many(ROWS + 5);
        let mut after = before.clone();
        let revocation = Revocation { at: Timestamp::from_seconds(1_500), reason: RevocationReason::KeyCompromise };
        assert!(after.revoke(3, revocation));
        assert!(!after.revoke(3, revocation), "once is for good");
        assert!(after.revoke(ROWS + 1, revocation));
        assert!(!after.revoke(ROWS + 5, revocation), "there is no such certificate");
        let now = Timestamp::from_seconds(1_500);
        assert_eq!(after.row(3).unwrap().status(now), CertificateStatus::Revoked(revocation));
        assert_eq!(before.row(3).unwrap().status(now), CertificateStatus::Valid);
        assert_eq!(after.counts(authority(3)).revoked, 1);
        assert_eq!(after.revoked_by(authority(3)).count(), 1);
    }

    #[test]
    fn the_last_second_of_the_validity_counts() {
        let certificates = many(1);
        let row = certificates.row(0).unwrap();
        assert_eq!(row.status(Timestamp::from_milliseconds(2_000_999)), CertificateStatus::Valid);
        assert_eq!(row.status(Timestamp::from_seconds(2_001)), CertificateStatus::Expired);
        assert_eq!(row.status(Timestamp::from_milliseconds(999_999)), CertificateStatus::NotYetValid);
    }

    #[test]
    fn columns_come_back_and_broken_ones_do_not() {
        let mut certificates = many(ROWS + 9);
        certificates.revoke(2, Revocation { at: Timestamp::EPOCH, reason: RevocationReason::Superseded });
        certificates.annotate(5, Annotation { name: Some("printer".into()), note: None });
        let bytes = postcard::to_stdvec(&Columns::from(&certificates)).unwrap();
        let back = postcard::from_bytes::<Columns>(&bytes).unwrap().certificates().unwrap();
        assert_eq!(back, certificates);
        for at in (0..bytes.len()).step_by(bytes.len() / 50) {
            let mut hostile = bytes.clone();
            hostile[at] ^= 0x55;
            if let Ok(columns) = postcard::from_bytes::<Columns>(&hostile)
                && let Some(certificates) = columns.certificates()
            {
                assert_eq!(certificates.rows(0..usize::MAX).count(), certificates.len());
            }
        }
    }

    #[test]
    fn a_certificate_takes_less_than_400_bytes() {
        let certificates = many(ROWS);
        let segment = certificates.segments.get(0).unwrap();
        let bytes = (segment.memory() + certificates.lookup.memory()) / ROWS;
        assert!(bytes < 200, "{bytes}");
    }
}
