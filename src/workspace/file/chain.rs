//! The records of one file: written so that each is there as a whole or not at all.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use super::header::{CLOSING, HEADER_LIMIT, Header};
use super::line::{Line, Place};
use super::mac::MacKey;
use super::replay::{Position, Replayed, reading, replay};
use crate::workspace::storage::read_exact_at;
use crate::workspace::{Draft, Error, Event, ReadOnly, SecretId, Storage, Workspace};

/// The records of one file, and the state they make.
pub(super) struct Chain {
    pub file: Arc<dyn Storage>,
    pub position: Position,
    pub key: Option<MacKey>,
    /// Superfluous secrets that were seen erased.
    pub erased: BTreeSet<SecretId>,
}

impl Chain {
    /// The chain as it was read up to a position.
    pub(super) fn at(file: Arc<dyn Storage>, position: Position, key: Option<MacKey>) -> Self {
        Self { file, position, key, erased: BTreeSet::new() }
    }

    /// Writes a new file: its first line, its first record, its last line; synced.
    pub(super) fn create(file: Arc<dyn Storage>, header: &Header, first: Draft, key: MacKey) -> Result<Self, Error> {
        let mut text = header.line().into_bytes();
        text.push(b'\n');
        let (mut state, end) = Header::read(&text, text.len() as u64)?;
        state.file = Some(file.clone());
        let mut chain = Self::at(file, Position { state, last_line: 0, end }, Some(key));
        chain.file.write_at(&text, 0).map_err(writing)?;
        let mut transaction = chain.begin()?;
        transaction.push(first)?;
        transaction.commit()?;
        Ok(chain)
    }

    /// Where the records of a file begin, and the state before the first.
    pub(super) fn start(file: &Arc<dyn Storage>) -> Result<Position, Error> {
        let length = file.len().map_err(reading)?;
        let start = usize::try_from(length).unwrap_or(usize::MAX).min(HEADER_LIMIT);
        let start = read_exact_at(file.as_ref(), 0, start).map_err(reading)?;
        let (mut state, end) = Header::read(&start, length)?;
        state.file = Some(file.clone());
        Ok(Position { state, last_line: 0, end })
    }

    /// Reads what follows `position`.
    pub(super) fn replay(file: &Arc<dyn Storage>, position: Position) -> Result<Replayed, Error> {
        replay(file.as_ref(), position, u64::MAX, |_, _| Ok(()))
    }

    /// Begins a write of one or more records.
    pub(super) fn begin(&mut self) -> Result<Transaction<'_>, Error> {
        self.check_writable()?;
        let state = self.position.state.clone();
        let first = state.head.seq + 1;
        Ok(Transaction { last_line: self.position.last_line, chain: self, state, first, text: Vec::new() })
    }

    pub(super) fn check_writable(&self) -> Result<(), Error> {
        self.check_not_read_only()?;
        self.key.as_ref().map(drop).ok_or(Error::Locked)
    }

    pub(super) fn check_not_read_only(&self) -> Result<(), Error> {
        match self.position.state.read_only() {
            Some(reason) => Err(Error::ReadOnly { reason: reason.clone() }),
            None => Ok(()),
        }
    }

    /// How long the file is when nothing stands behind its newest record but the last line.
    pub(super) fn length(&self) -> u64 {
        self.position.end + CLOSING.len() as u64
    }

    /// Ends the file behind its newest record.
    pub(super) fn close_file(&self) -> io::Result<()> {
        let end = self.position.end;
        self.file.write_at(CLOSING, end)?;
        self.file.set_len(self.length())?;
        self.file.sync()
    }

    /// The newest record, read again from the file.
    pub(super) fn newest_line(file: &dyn Storage, position: &Position) -> Result<(Line, Vec<u8>), Error> {
        let damaged = |reason: &str| Error::Damaged { line: position.state.head.seq + 1, reason: reason.to_owned() };
        let length = position.end.saturating_sub(position.last_line + 1);
        let length = usize::try_from(length).ok().filter(|length| *length <= super::line::LINE_LIMIT);
        let length = length.ok_or_else(|| damaged("the line is too long"))?;
        let text = read_exact_at(file, position.last_line, length).map_err(reading)?;
        let line = Line::read(&text, position.last_line).map_err(|_| damaged("it is not a record"))?;
        if line.record.hash != position.state.head.hash || line.record.seq != position.state.head.seq {
            return Err(damaged("it is another record than before"));
        }
        Ok((line, text))
    }

    pub(super) fn set_read_only(&mut self, reason: ReadOnly) {
        self.position.state.read_only = Some(Arc::new(reason));
    }
}

pub(super) fn writing(source: io::Error) -> Error {
    Error::Io { doing: "write the workspace file", source }
}

/// Records on their way to the file: each is checked against the state that the ones before it
/// make, and all are written at once and share one sync. Dropped without
/// [`commit`](Self::commit), nothing has happened.
pub struct Transaction<'a> {
    chain: &'a mut Chain,
    state: Workspace,
    first: u64,
    last_line: u64,
    text: Vec<u8>,
}

impl Transaction<'_> {
    /// The state with all records so far.
    pub fn workspace(&self) -> &Workspace {
        &self.state
    }

    /// Adds a record. If it does not fit, the transaction is as before.
    pub fn push(&mut self, draft: Draft) -> Result<&Workspace, Error> {
        if draft.events.iter().any(|event| matches!(event, Event::IdentityReplaced { .. })) {
            return Err(Error::IdentityWithoutKey);
        }
        let key = self.chain.key.clone().ok_or(Error::Locked)?;
        self.push_under(draft, &key)
    }

    pub(super) fn push_under(&mut self, mut draft: Draft, key: &MacKey) -> Result<&Workspace, Error> {
        let head = self.state.head;
        draft.at = draft.at.max(head.at);
        let offset = self.chain.position.end + self.text.len() as u64;
        let place = Place { seq: head.seq + 1, first: self.first, prev: head.hash, offset };
        let (line, record) = Line::write(draft, &place, key)?;
        self.state = self.state.apply(&record)?;
        self.text.extend_from_slice(&line);
        self.last_line = offset;
        Ok(&self.state)
    }

    /// Writes and syncs the records. When this returns, they are on the disk.
    ///
    /// If it fails, none of them is in the file, which is byte for byte as before; if even that
    /// cannot be had, the error is [`Error::OutcomeUnknown`] and nothing is written any more.
    pub fn commit(self) -> Result<Workspace, Error> {
        let Self { chain, state, last_line, mut text, .. } = self;
        if text.is_empty() {
            return Ok(state);
        }
        let end = chain.position.end + text.len() as u64;
        text.extend_from_slice(CLOSING);
        let written = chain.file.write_at(&text, chain.position.end);
        if let Err(source) = written.and_then(|()| chain.file.sync()) {
            // What a failed sync has left in memory and on the disk is not known, and a second sync
            // would report success without having written it. So the records are taken back.
            return Err(match chain.close_file() {
                Ok(()) => writing(source),
                Err(_) => {
                    chain.set_read_only(ReadOnly::OutcomeUnknown);
                    Error::OutcomeUnknown { source }
                }
            });
        }
        chain.position = Position { state: state.clone(), last_line, end };
        Ok(state)
    }
}
