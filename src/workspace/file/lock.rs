//! One writer per file.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use super::beside;

/// The right to write a workspace file, until dropped.
///
/// What is locked is a file beside it, because on Windows a locked file cannot be read by others.
/// That file is never removed: whoever had opened it before would hold a lock on nothing.
#[derive(Debug)]
pub(super) struct Lock(File);

/// Why the right was not given.
#[derive(Debug)]
pub(super) enum LockError {
    /// Another process has it.
    Held { pid: Option<u32> },
    /// The lock file cannot be made.
    Io(io::Error),
}

impl Lock {
    /// Takes the right to write the workspace file at `path`, if no one has it.
    pub(super) fn take(path: &Path) -> Result<Self, LockError> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(beside(path, "lock")).map_err(LockError::Io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LockError::Held { pid: holder(&mut file) }),
            Err(TryLockError::Error(error)) => return Err(LockError::Io(error)),
        }
        file.set_len(0).map_err(LockError::Io)?;
        writeln!(file, "{}", std::process::id()).map_err(LockError::Io)?;
        Ok(Self(file))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The number is only a hint to people.
        let _ = self.0.set_len(0);
        // Closing alone would leave the lock to a process that is just being started and still has a copy of the handle.
        let _ = self.0.unlock();
    }
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_of_the_handle_keeps_no_lock() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.canopy");
        let lock = Lock::take(&path).unwrap();
        assert!(matches!(Lock::take(&path), Err(LockError::Held { pid: Some(_) })));
        let copy = lock.0.try_clone().unwrap();
        drop(lock);
        assert!(Lock::take(&path).is_ok());
        drop(copy);
    }
}
