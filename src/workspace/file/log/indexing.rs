//! When the index is written and when it goes.

use super::Log;
use crate::workspace::file::{beside, index};

/// Below this many records reading them all is as quick as reading an index, which would only be
/// one more file in a person's folder.
const WORTH_AN_INDEX: u64 = 256;

impl Log {
    /// Writes the index beside the work when many records have come since the last one.
    pub(super) fn start_due_index(&mut self) {
        if self.index_is_due(self.indexed + index::INTERVAL) {
            self.start_index();
        }
    }

    /// The same before the key goes, without which there is none to write.
    pub(super) fn start_last_index(&mut self) {
        if self.index_is_due(WORTH_AN_INDEX) {
            self.start_index();
        }
    }

    /// Whether an index is to be written, given that there are `from` records.
    fn index_is_due(&self, from: u64) -> bool {
        let seq = self.workspace().head().seq;
        let ours = || self.lock.as_ref().is_some_and(|lock| lock.is_of(&self.path).unwrap_or(false));
        self.workspace().read_only().is_none() && seq >= from && seq != self.indexed && ours()
    }

    /// Writes the index beside the work, unless one is being written.
    fn start_index(&mut self) {
        let Some(key) = self.chain.key.clone() else { return };
        if self.index_writer.as_ref().is_some_and(|writer| !writer.is_finished()) {
            return;
        }
        let (path, position) = (beside(&self.path, "index"), self.chain.position.clone());
        let write = move || drop(index::write(&path, &position, &key));
        // Without the index the next opening is slower; that is all.
        self.index_writer = std::thread::Builder::new().name("index".into()).spawn(write).ok();
        if self.index_writer.is_some() {
            self.indexed = self.workspace().head().seq;
        }
    }

    fn finish_index(&mut self) {
        if let Some(writer) = self.index_writer.take() {
            let _ = writer.join();
        }
    }

    pub(super) fn forget_index(&mut self) {
        self.finish_index();
        self.indexed = 0;
        self.seal = None;
        // One that cannot be removed is found out again by its seal or by the next verification.
        let _ = std::fs::remove_file(beside(&self.path, "index"));
    }

    /// Writes the index that is due before the key and the lock go.
    pub(super) fn write_last_index(&mut self) {
        self.finish_index();
        if let Some(key) = &self.chain.key
            && self.index_is_due(WORTH_AN_INDEX)
        {
            let _ = index::write(&beside(&self.path, "index"), &self.chain.position, key);
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        self.write_last_index();
    }
}
