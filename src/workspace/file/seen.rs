//! The newest record of a workspace that was seen on this computer, kept apart from the file: so
//! that an older copy, or one whose end was cut off, is noticed.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use super::own;
use crate::workspace::{Head, Sha256Digest, Storage as _, WorkspaceId};

/// The memory of one workspace.
#[derive(Debug)]
pub(super) struct Seen(File);

impl Seen {
    /// Opens the memory of a workspace in `folder`, and gives what it holds: the number and hash of
    /// a record. What cannot be read counts as nothing.
    pub(super) fn open(folder: &Path, id: WorkspaceId) -> io::Result<(Self, Option<(u64, Sha256Digest)>)> {
        std::fs::create_dir_all(folder)?;
        let mut file = own::open(&folder.join(format!("{id}.seen")))?;
        let mut text = String::new();
        // Anything but our one short line is no memory, be it binary or huge.
        let read = (&mut file).take(128).read_to_string(&mut text);
        let seen = read.ok().and_then(|_| {
            let (seq, hash) = text.trim().split_once(' ')?;
            Some((seq.parse().ok()?, hash.parse().ok()?))
        });
        Ok((Self(file), seen))
    }

    /// Remembers a record. Not synced: losing it costs a warning, not a record.
    pub(super) fn remember(&self, head: Head) -> io::Result<()> {
        self.0.write_at(format!("{:020} {}\n", head.seq, head.hash).as_bytes(), 0)
    }
}
