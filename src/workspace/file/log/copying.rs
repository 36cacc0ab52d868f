//! Reading the file as it is: copying it whole, and following what another process writes.

use std::io;
use std::sync::Arc;

use super::Log;
use crate::workspace::file::chain::Chain;
use crate::workspace::file::header::CLOSING;
use crate::workspace::file::replay::{Tail, reading};
use crate::workspace::file::secrets::lost;
use crate::workspace::{Error, ReadOnly, Storage, Workspace};

/// A copy that is to be made of the file as it was at one moment. It can be written on any thread, while records are
/// appended; as long as it is written, nothing in use may be [erased](Log::erase).
pub struct Copying {
    file: Arc<dyn Storage>,
    end: u64,
    workspace: Workspace,
}

impl Copying {
    /// Writes what the file holds to `out`: the bytes up to the record that was the newest, and the last line. Of a
    /// damaged file, all of it as it is. Errors of `out` come back as they are.
    pub fn write_to(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let file = self.file.as_ref();
        let damaged = matches!(self.workspace.read_only().map(Arc::as_ref), Some(ReadOnly::Damaged { .. }));
        let (end, last_line) = match damaged {
            true => (file.len()?, &b""[..]),
            false => (self.end, CLOSING),
        };
        let mut chunk = vec![0; 1 << 20];
        let mut at = 0;
        while at < end {
            let wanted = chunk.len().min(usize::try_from(end - at).unwrap_or(usize::MAX));
            let read = file.read_at(&mut chunk[..wanted], at)?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            out.write_all(&chunk[..read])?;
            at += read as u64;
        }
        // Another process may have given it a new identity meanwhile, and erased what this state needs.
        match lost(&self.workspace) {
            Some(reason) if !damaged => Err(io::Error::other(reason.to_string())),
            _ => out.write_all(last_line),
        }
    }
}

impl Log {
    /// A copy of the file as it is now.
    pub fn copying(&self) -> Copying {
        let (file, end) = (self.chain.file.clone(), self.chain.position.end);
        Copying { file, end, workspace: self.workspace().clone() }
    }

    /// Reads what another process has appended since; true if there was something. For a workspace
    /// that is read-only because that process has it open. While nothing was appended this looks at
    /// the length of the file alone.
    pub fn follow(&mut self) -> Result<bool, Error> {
        let length = self.chain.file.len().map_err(reading)?;
        if std::mem::replace(&mut self.followed, length) == length {
            return Ok(false);
        }
        let before = self.workspace().head();
        let start = match Chain::newest_line(self.chain.file.as_ref(), &self.chain.position) {
            Ok(_) => self.chain.position.clone(),
            // The record was taken back, because its sync failed, and something else is there now.
            Err(_) => {
                let mut start = Chain::start(&self.chain.file)?;
                start.state.read_only = self.workspace().read_only.clone();
                start.state.advertise(self.workspace().advertised.clone());
                start
            }
        };
        let replayed = Chain::replay(&self.chain.file, start)?;
        if replayed.tail == Tail::Torn {
            // It is being written just now.
            self.followed = 0;
        }
        self.chain.position = replayed.position;
        Ok(self.workspace().head() != before)
    }
}
