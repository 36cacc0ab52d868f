//! One writer per file.

use std::fs::{File, TryLockError};
use std::io::{self, Seek as _, Write as _};
use std::path::Path;

use super::holder::Holder;
use super::{beside, own};

/// The right to write a workspace file, until dropped.
///
/// What is locked is a file beside it, because on Windows a locked file cannot be read by others.
/// That file is never removed: whoever had opened it before would hold a lock on nothing. Where
/// locking keeps nobody from reading, the workspace file is locked as well, because it can have
/// several names.
#[derive(Debug)]
pub(super) struct Lock {
    beside: File,
    data: File,
}

/// Why the right was not given.
#[derive(Debug)]
pub(super) enum LockError {
    /// Another process has it.
    Held { pid: Option<u32> },
    /// The lock file cannot be made.
    Io(io::Error),
}

impl Lock {
    /// Takes the right to write the workspace file at `path`, if no one has it. `open` opens that
    /// file for writing.
    pub(super) fn take(path: &Path, open: impl FnOnce() -> io::Result<File>) -> Result<Self, LockError> {
        let path = beside(path, "lock");
        let beside = own::open(&path).map_err(LockError::Io)?;
        if let Err(error) = beside.try_lock() {
            return Err(LockError::of(error, Holder::read(&beside).unwrap_or_default().pid));
        }
        let data = open().map_err(LockError::Io)?;
        if cfg!(unix) {
            data.try_lock().map_err(|error| LockError::of(error, None))?;
        }
        if !Holder::is_in(&beside).map_err(LockError::Io)? {
            let reason = format!("{} was not made by Canopy; move it away", path.display());
            return Err(LockError::Io(io::Error::other(reason)));
        }
        let lock = Self { beside, data };
        lock.announce(None).map_err(LockError::Io)?;
        Ok(lock)
    }

    /// Leaves in the lock file the number of this process, for people, and the URL of its endpoint, for programs.
    pub(super) fn announce(&self, endpoint: Option<&str>) -> io::Result<()> {
        let mut file = &self.beside;
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(Holder::this(endpoint).text().as_bytes())
    }

    /// The file that may be written, by another handle.
    pub(super) fn file(&self) -> io::Result<File> {
        self.data.try_clone()
    }

    /// Whether `path` still names the file that may be written.
    pub(super) fn is_of(&self, path: &Path) -> io::Result<bool> {
        own::lies_at(&self.data, path)
    }
}

impl LockError {
    fn of(error: TryLockError, pid: Option<u32>) -> Self {
        match error {
            TryLockError::WouldBlock => Self::Held { pid },
            TryLockError::Error(error) => Self::Io(error),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The number is only a hint to people.
        let _ = self.beside.set_len(0);
        // Closing alone would leave the lock to a process that is just being started and still has a copy of the handle.
        let _ = self.data.unlock();
        let _ = self.beside.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(path: &Path) -> Result<Lock, LockError> {
        Lock::take(path, || File::options().read(true).write(true).open(path))
    }

    #[test]
    fn a_copy_of_the_handle_keeps_no_lock() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.canopy");
        std::fs::write(&path, b"").unwrap();
        let lock = take(&path).unwrap();
        assert!(matches!(take(&path), Err(LockError::Held { pid: Some(_) })));
        let copies = (lock.beside.try_clone().unwrap(), lock.data.try_clone().unwrap());
        drop(lock);
        assert!(take(&path).is_ok());
        drop(copies);
    }

    #[cfg(unix)]
    #[test]
    fn a_second_name_of_the_file_is_no_way_around() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("test.canopy"), folder.path().join("other.canopy"));
        std::fs::write(&path, b"").unwrap();
        std::fs::hard_link(&path, &other).unwrap();
        let lock = take(&path).unwrap();
        assert!(matches!(take(&other), Err(LockError::Held { pid: None })));
        drop(lock);
        assert!(take(&other).is_ok());
    }

    #[test]
    fn a_file_of_somebody_else_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.canopy");
        std::fs::write(&path, b"").unwrap();
        let lock = folder.path().join("test.canopy.lock");
        std::fs::write(&lock, b"precious").unwrap();
        let LockError::Io(error) = take(&path).unwrap_err() else { panic!("expected a refusal") };
        assert!(error.to_string().contains("not made by Canopy"), "{error}");
        assert_eq!(std::fs::read(&lock).unwrap(), b"precious");
        // What a killed process leaves is ours.
        std::fs::write(&lock, b"4711\nhttp://127.0.0.1:8560\n").unwrap();
        assert!(take(&path).is_ok());
        assert_eq!(std::fs::read(&lock).unwrap(), b"", "let go of");
    }

    #[cfg(unix)]
    #[test]
    fn the_endpoint_is_told_while_it_runs_and_only_by_the_owner() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.canopy");
        std::fs::write(&path, b"").unwrap();
        let lock = take(&path).unwrap();
        assert_eq!(Holder::of(&path), Holder::this(None));
        let url = "http://127.0.0.1:8560";
        lock.announce(Some(url)).unwrap();
        assert_eq!(Holder::of(&path), Holder::this(Some(url)));
        let file = folder.path().join("test.canopy.lock");
        let mode = |mode| std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        mode(0o666);
        assert_eq!(Holder::of(&path), Holder::this(None), "anybody can have written it");
        mode(0o600);
        std::fs::rename(&file, folder.path().join("elsewhere")).unwrap();
        std::os::unix::fs::symlink(folder.path().join("elsewhere"), &file).unwrap();
        assert_eq!(Holder::of(&path), Holder::default(), "a link is not followed");
        std::fs::rename(folder.path().join("elsewhere"), &file).unwrap();
        lock.announce(None).unwrap();
        assert_eq!(Holder::of(&path), Holder::this(None));
        drop(lock);
        assert_eq!(Holder::of(&path), Holder::default());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (path, precious) = (folder.path().join("test.canopy"), folder.path().join("precious"));
        std::fs::write(&path, b"").unwrap();
        std::fs::write(&precious, b"12").unwrap();
        std::os::unix::fs::symlink(&precious, folder.path().join("test.canopy.lock")).unwrap();
        assert!(matches!(take(&path), Err(LockError::Io(_))));
        assert_eq!(std::fs::read(&precious).unwrap(), b"12");
    }
}
