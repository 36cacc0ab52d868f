//! The records of a file read again, the newest first: for a person who looks at what has happened.
//!
//! Nothing is held but a chunk of the file, and every record must be the one that the record behind it continues.

use std::io;
use std::sync::Arc;

use super::layout::Layout;
use super::line::{LINE_LIMIT, Line, LineError, Links};
use super::log::Log;
use super::replay::{Position, reading};
use crate::workspace::storage::read_exact_at;
use crate::workspace::{Activity, CertificateFacts, Change, Error, Event, Sha256Digest, Span, Storage, Timestamp};

/// How much is read at once.
const CHUNK: u64 = 256 << 10;

/// A place between two records: what stands before it is yet to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistoryPlace {
    /// Where the line of the record before it ends.
    end: u64,
    /// The number of that record; 0 at the beginning of the file.
    seq: u64,
    /// Its hash.
    hash: Sha256Digest,
}

impl HistoryPlace {
    /// The number of the record before it; 0 when there is none.
    pub fn seq(self) -> u64 {
        self.seq
    }
}

/// A record as it is told to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastRecord {
    /// Its number, its time, who caused it and what it changed.
    pub activity: Activity,
    /// SHA-256 over its line up to its MAC.
    pub hash: Sha256Digest,
    /// The hash of the record before it.
    pub prev: Sha256Digest,
    /// Where its line lies.
    line: Span,
}

/// What stands before a place.
#[derive(Debug)]
pub enum Past {
    /// A record.
    Record(Box<PastRecord>),
    /// A record that was passed over at a glance.
    Passed,
}

/// What shows of a record before it is parsed.
#[derive(Clone, Copy, Debug)]
pub struct Glance<'a> {
    /// Its number.
    pub seq: u64,
    /// When it happened.
    pub at: Timestamp,
    /// Its line as it stands in the file.
    pub text: &'a str,
}

/// Reads records backwards from a place. It can run on any thread, while the workspace is used: records are only ever
/// added behind it.
pub struct History {
    file: Arc<dyn Storage>,
    place: HistoryPlace,
    /// What was read of the file before `place`.
    buffer: Vec<u8>,
}

impl Log {
    /// The records before `place`, or all of them.
    pub fn history(&self, place: Option<HistoryPlace>) -> History {
        History::of(self.storage().clone(), self.position(), place)
    }
}

impl History {
    fn of(file: Arc<dyn Storage>, position: &Position, place: Option<HistoryPlace>) -> Self {
        let head = position.state.head();
        let newest = HistoryPlace { end: position.end, seq: head.seq, hash: head.hash };
        Self { file, place: place.unwrap_or(newest), buffer: Vec::new() }
    }

    /// What is yet to be read; nothing at the beginning.
    pub fn place(&self) -> Option<HistoryPlace> {
        (self.place.seq > 0).then_some(self.place)
    }

    /// The next record before the place, which moves in front of it; nothing at the beginning. One that `wanted` lets
    /// pass is not parsed.
    ///
    /// # Errors
    /// When the file cannot be read, or says something else than before.
    pub fn next(&mut self, wanted: impl FnOnce(Glance<'_>) -> bool) -> Result<Option<Past>, Error> {
        let HistoryPlace { end, seq, hash } = self.place;
        if seq == 0 {
            return Ok(None);
        }
        let damaged = |reason: &str| Error::Damaged { line: seq + 1, reason: reason.to_owned() };
        let length = self.find_line().map_err(reading)?.ok_or_else(|| damaged("the line is too long"))?;
        let offset = end - length as u64;
        let line = &self.buffer[self.buffer.len() - length..self.buffer.len() - 1];
        let text = std::str::from_utf8(line).map_err(|_| damaged("it is not UTF-8"))?;
        let glance = Glance { seq, at: time(text).ok_or_else(|| damaged("it has no time"))?, text };
        let (past, found, prev) = if wanted(glance) {
            let line = Line::read(line, offset).map_err(|error| match error {
                LineError::Malformed(reason) => damaged(&reason),
                LineError::Unknown(found) => Error::NewerRecord { line: seq + 1, found },
            })?;
            let (found, prev) = (line.record.hash, line.prev);
            let span = Span { offset, len: u32::try_from(length - 1).unwrap_or(u32::MAX) };
            (Past::Record(Box::new(PastRecord::of(line, span)?)), found, prev)
        } else {
            let links = Links::of(line).ok_or_else(|| damaged("it is not a record"))?;
            (Past::Passed, links.hash, links.prev)
        };
        if found != hash {
            return Err(damaged("it is another record than before"));
        }
        self.buffer.truncate(self.buffer.len() - length);
        self.place = HistoryPlace { end: offset, seq: seq - 1, hash: prev };
        Ok(Some(past))
    }

    /// Has the line that ends at the place in the buffer, and gives its length with its line feed; nothing when it is
    /// longer than a line may be.
    fn find_line(&mut self) -> io::Result<Option<usize>> {
        loop {
            let before = self.buffer.len().saturating_sub(1);
            if let Some(feed) = self.buffer[..before].iter().rposition(|byte| *byte == b'\n') {
                return Ok(Some(self.buffer.len() - feed - 1));
            }
            let start = self.place.end.saturating_sub(self.buffer.len() as u64);
            if start == 0 || self.buffer.len() > LINE_LIMIT + 1 {
                return Ok(None);
            }
            let more = start.min(CHUNK);
            let mut chunk = read_exact_at(self.file.as_ref(), start - more, more as usize)?;
            chunk.append(&mut self.buffer);
            self.buffer = chunk;
        }
    }

    /// The line of a record as it stands in the file, without its secrets.
    ///
    /// # Errors
    /// When the file cannot be read, or says something else than before.
    pub fn text(&self, record: &PastRecord) -> Result<String, Error> {
        let line = read_exact_at(self.file.as_ref(), record.line.offset, record.line.len as usize).map_err(reading)?;
        let damaged = |reason: &str| Error::Damaged { line: record.activity.seq + 1, reason: reason.to_owned() };
        let layout = Layout::of(&line).map_err(damaged)?;
        let chained = &line[..layout.chained];
        if Sha256Digest::of(chained) != record.hash {
            return Err(damaged("it is another record than before"));
        }
        let text = std::str::from_utf8(chained).map_err(|_| damaged("it is not UTF-8"))?;
        Ok(format!("{text})"))
    }
}

impl PastRecord {
    fn of(line: Line, span: Span) -> Result<Self, Error> {
        let record = line.record;
        let issued = |event: &Event| match event {
            Event::CertificateIssued { certificate, .. } => {
                CertificateFacts::read(certificate.as_bytes()).and_then(|facts| facts.serial()).map(Some)
            }
            _ => Ok(None),
        };
        let mut changes = Vec::with_capacity(record.events.len());
        for event in &record.events {
            let damaged = |error: crate::workspace::CertificateError| Error::Damaged {
                line: record.seq + 1,
                reason: error.to_string(),
            };
            changes.extend(Change::of(event, issued(event).map_err(damaged)?));
        }
        let activity = Activity { seq: record.seq, at: record.at, actor: record.actor, changes };
        Ok(Self { activity, hash: record.hash, prev: line.prev, line: span })
    }
}

/// The time of a record. Nothing that a person wrote stands before it.
fn time(line: &str) -> Option<Timestamp> {
    let (_, rest) = line.split_once(",at:\"")?;
    rest.split_once('"')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Actor;
    use crate::workspace::file::chain::Chain;
    use crate::workspace::file::tests::{append, authority, authority_id, chain, issuance, note, revocation, serial};
    use crate::workspace::testing::RecordingStorage;

    fn history(chain: &Chain, place: Option<HistoryPlace>) -> History {
        History::of(chain.file.clone(), &chain.position, place)
    }

    fn all(mut history: History) -> Result<Vec<PastRecord>, Error> {
        let mut found = Vec::new();
        while let Some(past) = history.next(|_| true)? {
            let Past::Record(record) = past else { panic!("nothing was passed over") };
            found.push(*record);
        }
        assert_eq!(history.place(), None);
        Ok(found)
    }

    /// Records shorter and longer than what is read at once.
    fn long_chain() -> (Arc<RecordingStorage>, Chain) {
        let (storage, mut chain) = chain();
        append(&mut chain, vec![issuance(1, 7), revocation(1, 7)]).unwrap();
        for length in [CHUNK - 900, 10, 3 * CHUNK, CHUNK - 1, 0] {
            append(&mut chain, vec![note(&"é".repeat(length as usize / 2))]).unwrap();
        }
        append(&mut chain, vec![authority(2)]).unwrap();
        (storage, chain)
    }

    #[test]
    fn every_record_is_read_back_the_newest_first() {
        let (_, chain) = long_chain();
        let found = all(history(&chain, None)).unwrap();
        let numbers: Vec<u64> = found.iter().map(|record| record.activity.seq).collect();
        assert_eq!(numbers, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
        assert!(found.windows(2).all(|pair| pair[0].prev == pair[1].hash));
        let changes = |seq: usize| found[10 - seq].activity.changes.clone();
        let of = authority_id(1);
        assert_eq!(changes(3), [Change::CertificateIssued { authority: of, serial: serial(7) }]);
        assert!(matches!(changes(4)[..], [Change::CertificateRevoked { .. }, Change::CrlRequested { .. }]));
        assert_eq!(changes(10), [Change::AuthorityCreated { authority: authority_id(2) }]);
        assert_eq!(found[0].activity.actor, Actor::Window { user: "ada \"λ\"\n".into() });
    }

    #[test]
    fn a_place_goes_on_where_it_was_whatever_comes_behind_it() {
        let (_, mut chain) = long_chain();
        let mut first = history(&chain, None);
        assert!(matches!(first.next(|glance| glance.text.contains("nothing")), Ok(Some(Past::Passed))));
        let place = first.place().unwrap();
        assert_eq!(place.seq(), 9);
        append(&mut chain, vec![note("later")]).unwrap();
        let found = all(history(&chain, Some(place))).unwrap();
        assert_eq!(found.first().map(|record| record.activity.seq), Some(9));
        assert_eq!(found.len(), 9);
    }

    #[test]
    fn the_text_of_a_record_has_no_secrets() {
        let (_, chain) = long_chain();
        let history = history(&chain, None);
        let newest = all(self::history(&chain, None)).unwrap().remove(0);
        let text = history.text(&newest).unwrap();
        assert!(text.starts_with("(seq:10,") && text.contains("AuthorityCreated(") && text.ends_with("\")"));
        assert!(!text.contains("secrets"), "{text}");
        ron::from_str::<ron::Value>(&text).unwrap();
    }

    #[test]
    fn a_record_that_was_changed_is_not_told() {
        let (storage, chain) = long_chain();
        let bytes = storage.bytes();
        let place = bytes.windows(11).position(|window| window == b"EndEntityCe").unwrap();
        storage.write_at(b"X", place as u64).unwrap();
        let error = all(history(&chain, None)).unwrap_err();
        assert!(matches!(error, Error::Damaged { line: 4, .. }), "{error}");
        // Passed over, it is found out all the same.
        let mut passing = history(&chain, None);
        let passed = std::iter::from_fn(|| passing.next(|_| false).transpose()).take_while(Result::is_ok).count();
        assert_eq!(passed, 7);
    }
}
