//! What of a file is believed: its index, its records, and a copy that is not the one seen before.

use std::sync::Arc;

use super::{Log, SetAside, damage};
use crate::workspace::file::chain::Chain;
use crate::workspace::file::mac::MacKey;
use crate::workspace::file::verify::Verification;
use crate::workspace::{Error, ReadOnly};

impl Log {
    /// The index that the state came from, if any, and the newest record must be of a holder of `key`.
    pub(super) fn authenticate(&mut self, key: &MacKey) -> Result<(), Error> {
        if self.seal.as_ref().is_some_and(|seal| !seal.verifies(key)) {
            self.read_anew()?;
        }
        self.seal = None;
        let (line, text) = Chain::newest_line(self.chain.file.as_ref(), &self.chain.position)?;
        match key.verifies(&text[..line.authenticated], &line.mac) {
            true => Ok(()),
            false => Err(Error::Forged { seq: line.record.seq }),
        }
    }

    /// Believes the records instead of an index that no holder of this key has written: one of an
    /// earlier passphrase, or of somebody else.
    fn read_anew(&mut self) -> Result<(), Error> {
        self.forget_index();
        let replayed = Chain::replay(&self.chain.file, Chain::start(&self.chain.file)?)?;
        let disagrees = || ReadOnly::Unsound { reason: Error::IndexDisagrees.to_string() };
        let agrees = replayed.position.state.same_record_as(self.workspace());
        let found = damage(&replayed).or_else(|| (!agrees).then(disagrees));
        let Some(reason) = found else { return Ok(()) };
        self.chain.set_read_only(reason.clone());
        Err(Error::ReadOnly { reason: Arc::new(reason) })
    }

    /// Goes on from this copy of the workspace, although this computer has seen a later one or
    /// another: what it has seen is forgotten, and the copy is written from now on. Gives what was
    /// set aside at its end.
    pub fn go_on(&mut self, key: MacKey) -> Result<Option<SetAside>, Error> {
        match self.workspace().read_only() {
            Some(reason) if !reason.is_another_copy() => return Err(Error::ReadOnly { reason: reason.clone() }),
            _ => {}
        }
        self.authenticate(&key)?;
        self.chain.position.state.read_only = None;
        let aside = self.settle();
        self.chain.check_not_read_only()?;
        self.chain.key = Some(key);
        self.remember();
        Ok(aside)
    }

    /// A verification of every record there is now, to be run on any thread.
    pub fn verification(&self) -> Verification {
        Verification { file: self.chain.file.clone(), expected: self.chain.position.clone() }
    }

    /// Takes note that the file did not verify: nothing is written any more, and no index.
    pub fn distrust(&mut self, reason: &Error) {
        if self.lock.is_some() {
            self.forget_index();
        }
        if self.workspace().read_only().is_none() {
            self.chain.set_read_only(ReadOnly::Unsound { reason: reason.to_string() });
        }
    }
}
