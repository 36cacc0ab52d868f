//! Workspace files on a real disk: opened, locked, cut short, and opened again.

mod copies;
mod holding;
mod index;
mod opening;
mod secrets;

use std::path::PathBuf;

use super::*;
use crate::workspace::{Log, OpenOptions, ReadOnly};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("w.canopy")
    }

    fn options(&self) -> OpenOptions {
        OpenOptions { state_folder: Some(self.0.path().join("state")) }
    }

    /// A workspace with one authority and `notes` more records.
    fn log(&self, notes: usize) -> Log {
        let mut log = Log::create(&self.path(), &header(), creation(), key(1), &self.options()).unwrap();
        record(&mut log, vec![authority(1)]).unwrap();
        for number in 0..notes {
            record(&mut log, vec![note(&format!("note {number}"))]).unwrap();
        }
        log
    }

    fn open(&self) -> crate::workspace::Opened {
        Log::open(&self.path(), &self.options()).unwrap()
    }
}

/// Appends records, all in one write.
fn record(log: &mut Log, drafts: Vec<Draft>) -> Result<(), Error> {
    log.write(|transaction| drafts.into_iter().try_for_each(|draft| transaction.push(draft).map(drop)))
}

fn why(log: &Log) -> ReadOnly {
    log.workspace().read_only().unwrap().as_ref().clone()
}
