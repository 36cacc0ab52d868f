//! Reading what a person opens.

use super::FileError;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

/// Opens a file of any length to be read; answers how many bytes it has now.
///
/// # Errors
/// When it is missing, a folder, a device, or cannot be read.
pub fn open(path: &Path) -> Result<(File, u64), FileError> {
    // Before it is opened: opening a pipe that nobody writes to never returns.
    let kind = fs::metadata(path).map_err(FileError::io("read", path))?;
    if kind.is_dir() {
        return Err(FileError::Folder { path: path.into() });
    }
    if !kind.is_file() {
        return Err(FileError::NotAFile { path: path.into() });
    }
    let file = File::open(path).map_err(FileError::io("read", path))?;
    Ok((file, kind.len()))
}

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// When it is missing, a folder, a device, longer than `limit`, or cannot be read.
pub fn read_bounded(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let too_large = |found| FileError::TooLarge { path: path.into(), found, limit };
    let (file, len) = open(path)?;
    if len > limit {
        return Err(too_large(len));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or_default());
    // It may have grown since.
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(FileError::io("read", path))?;
    if bytes.len() as u64 > limit {
        return Err(too_large(bytes.len() as u64));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_up_to_the_limit_is_read_and_a_longer_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pem");
        fs::write(&path, [7; 100]).unwrap();
        assert_eq!(read_bounded(&path, 100).unwrap(), [7; 100]);
        let error = read_bounded(&path, 99).unwrap_err();
        assert!(matches!(error, FileError::TooLarge { found: 100, limit: 99, .. }));
        let words = error.to_string();
        assert!(words.ends_with("a.pem is 100 bytes long; at most 99 bytes are read here."), "{words}");
    }

    #[test]
    fn what_is_no_file_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let error = read_bounded(folder.path(), 10).unwrap_err();
        assert!(matches!(error, FileError::Folder { .. }));
        let error = read_bounded(&folder.path().join("none"), 10).unwrap_err();
        assert!(matches!(error, FileError::Missing { .. }));
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_not_read() {
        let error = read_bounded(Path::new("/dev/zero"), 10).unwrap_err();
        assert!(matches!(error, FileError::NotAFile { .. }));
    }
}
