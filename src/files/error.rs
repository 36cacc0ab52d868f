//! Why a file was not read or saved.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Why a file was not read or saved, as a sentence for the person who asked.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is nothing at the path.
    #[error("There is no file {}.", .path.display())]
    Missing {
        /// What was asked for.
        path: PathBuf,
    },
    /// A folder stands where a file was expected.
    #[error("{} is a folder. Choose a file in it.", .path.display())]
    Folder {
        /// What was asked for.
        path: PathBuf,
    },
    /// A device, a pipe or a socket: reading it may never end.
    #[error("{} is a device or a pipe, not a file.", .path.display())]
    NotAFile {
        /// What was asked for.
        path: PathBuf,
    },
    /// More than is read.
    #[error("{} is {} long; at most {} are read here.", .path.display(), bytes(*.found), bytes(*.limit))]
    TooLarge {
        /// What was asked for.
        path: PathBuf,
        /// Length of the file, in bytes.
        found: u64,
        /// Greatest length that is read, in bytes.
        limit: u64,
    },
    /// A copy was to take the place of what it is a copy of.
    #[error("{} is the file itself. Choose another name for the copy.", .path.display())]
    Itself {
        /// What was asked for.
        path: PathBuf,
    },
    /// The path has no file name at its end.
    #[error("{} names no file to save to.", .path.display())]
    NoName {
        /// What was asked for.
        path: PathBuf,
    },
    /// The operating system refused.
    #[error("{} could not be {doing}: {}.", .path.display(), reason(.source))]
    Io {
        /// What was tried: "read", "saved".
        doing: &'static str,
        /// What was asked for.
        path: PathBuf,
        /// In the words of the operating system.
        source: io::Error,
    },
}

impl FileError {
    /// For `map_err`: an error of the operating system while a path was being `doing`.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.kind() {
            ErrorKind::NotFound if doing == "read" => Self::Missing { path },
            _ => Self::Io { doing, path, source },
        }
    }
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "its folder does not exist".into(),
        ErrorKind::PermissionDenied => "the permissions do not allow it".into(),
        ErrorKind::StorageFull => "the disk is full".into(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".into(),
        _ => error.to_string(),
    }
}

/// A length as a person reads it: exact below a KiB, then in the unit that fits.
fn bytes(count: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    for (size, unit) in UNITS {
        if count >= size {
            let (whole, tenth) = (count / size, count % size * 10 / size);
            return match tenth {
                0 => format!("{whole} {unit}"),
                _ => format!("{whole}.{tenth} {unit}"),
            };
        }
    }
    format!("{count} bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_at_a_glance() {
        assert_eq!(bytes(999), "999 bytes");
        assert_eq!(bytes(1 << 20), "1 MiB");
        assert_eq!(bytes((1 << 20) + (1 << 19)), "1.5 MiB");
    }
}
