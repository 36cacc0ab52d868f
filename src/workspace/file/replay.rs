//! Reading the records of a file, and telling a write that power loss cut off from damage.

use super::line::{Line, LineError, Links};
use super::lines::{Lines, RawLine};
use crate::workspace::{Error, Storage, Workspace};

/// A state, and where in the file it ends.
#[derive(Clone, Debug)]
pub(super) struct Position {
    pub state: Workspace,
    /// Where the line of its newest record begins.
    pub last_line: u64,
    /// Where the next record goes: behind that line.
    pub end: u64,
}

/// What was read.
#[derive(Debug)]
pub(super) struct Replayed {
    pub position: Position,
    pub tail: Tail,
}

/// What follows the newest record that verifies.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Tail {
    /// The last line, and nothing else.
    Closed,
    /// Something that is no record, and no record of a later write behind it: a write that was
    /// never acknowledged.
    Torn,
    /// Something that is no record, and behind it one that was acknowledged.
    Damaged { line: u64, reason: String },
}

/// Reads records from the end of `position` on, to `limit` or to the end of the file. `check` sees
/// each record that continues the chain, with its line, before it is applied.
pub(super) fn replay(
    storage: &dyn Storage,
    mut position: Position,
    limit: u64,
    mut check: impl FnMut(&Line, &[u8]) -> Result<(), Error>,
) -> Result<Replayed, Error> {
    let mut lines = Lines::new(storage, position.end);
    let tail = loop {
        if position.end >= limit {
            break Tail::Closed;
        }
        let Some(raw) = lines.next().map_err(reading)? else { break Tail::Torn };
        if raw.text == b"])" {
            break after_closing(&mut lines, &position.state)?;
        }
        match continues(&position.state, &raw) {
            Ok(line) => {
                check(&line, raw.text)?;
                let number = line_number(line.record.seq);
                let (last_line, end) = (raw.offset, raw.end);
                match position.state.apply(&line.record) {
                    Ok(state) => position = Position { state, last_line, end },
                    Err(error) => break Tail::Damaged { line: number, reason: error.to_string() },
                }
            }
            Err(Bad::Line(LineError::Unknown(found))) => {
                let line = line_number(position.state.head.seq + 1);
                let links = Links::of(raw.text);
                let next = lines.next().map_err(reading)?.and_then(|next| Links::of(next.text));
                match changed(links, next, &position.state) {
                    true => break Tail::Damaged { line, reason: format!("it says {found:?}, and was changed") },
                    false => return Err(Error::NewerRecord { line, found }),
                }
            }
            Err(Bad::Chain(reason)) => {
                break Tail::Damaged { line: line_number(position.state.head.seq + 1), reason };
            }
            Err(Bad::Line(LineError::Malformed(reason))) => {
                break torn_or_damaged(&mut lines, &position.state, reason)?;
            }
        }
    };
    if position.state.head.seq == 0 && !matches!(tail, Tail::Damaged { .. }) {
        // Without its first record nothing of a workspace is left that could be opened.
        let reason = "the first record is missing".to_owned();
        return Err(Error::Damaged { line: line_number(1), reason });
    }
    Ok(Replayed { position, tail })
}

/// Whether a line that says something unknown was made so by damage: then the chain does not hold
/// where it stands.
fn changed(line: Option<Links>, next: Option<Links>, state: &Workspace) -> bool {
    let Some(line) = line else { return false };
    line.prev != state.head.hash || next.is_some_and(|next| next.prev != line.hash)
}

/// The line that a record stands in, as an editor counts.
fn line_number(seq: u64) -> u64 {
    seq + 1
}

pub(super) fn reading(source: std::io::Error) -> Error {
    Error::Io { doing: "read the workspace file", source }
}

enum Bad {
    /// It is not a record.
    Line(LineError),
    /// It is a record, but not the next one.
    Chain(String),
}

fn continues(state: &Workspace, raw: &RawLine<'_>) -> Result<Line, Bad> {
    if !raw.is_whole {
        return Err(Bad::Line(LineError::Malformed("the line is not complete".into())));
    }
    let line = Line::read(raw.text, raw.offset).map_err(Bad::Line)?;
    if line.prev != state.head.hash {
        return Err(Bad::Chain("it does not continue the line before it, or that was changed".into()));
    }
    Ok(line)
}

/// Behind the last line nothing belongs.
fn after_closing(lines: &mut Lines<'_>, state: &Workspace) -> Result<Tail, Error> {
    let Some(raw) = lines.next().map_err(reading)? else { return Ok(Tail::Closed) };
    let reason = "something stands behind the last line".to_owned();
    if is_acknowledged(&raw, state) {
        return Ok(Tail::Damaged { line: line_number(state.head.seq + 1), reason });
    }
    torn_or_damaged(lines, state, reason)
}

/// Decides what a line that is no record means, by what stands behind it.
fn torn_or_damaged(lines: &mut Lines<'_>, state: &Workspace, reason: String) -> Result<Tail, Error> {
    let line = line_number(state.head.seq + 1);
    while let Some(raw) = lines.next().map_err(reading)? {
        if is_acknowledged(&raw, state) {
            return Ok(Tail::Damaged { line, reason });
        }
    }
    Ok(Tail::Torn)
}

/// Whether a line behind the broken one shows that the broken one had reached the disk: it is a
/// record that was written after it, not with it.
fn is_acknowledged(raw: &RawLine<'_>, state: &Workspace) -> bool {
    match Line::read(raw.text, raw.offset) {
        Ok(line) => line.first > state.head.seq + 1 || line.record.seq <= state.head.seq,
        Err(LineError::Unknown(_)) => raw.is_whole,
        Err(LineError::Malformed(_)) => false,
    }
}
