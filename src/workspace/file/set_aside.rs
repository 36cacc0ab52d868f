//! Keeping what a lost write left at the end of the file, before it is cut off.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

use super::beside;
use super::log::SetAside;
use crate::workspace::{Error, Storage};

/// Copies what stands behind `end` to `<path>.torn` (`.torn2` and so on if that exists), synced.
/// Nothing to keep: nothing is made.
pub(super) fn set_aside(path: &Path, file: &dyn Storage, end: u64) -> Result<Option<SetAside>, Error> {
    copy(path, file, end)
        .map_err(|source| Error::Io { doing: "set aside the end of the workspace file that was lost", source })
}

fn copy(path: &Path, file: &dyn Storage, end: u64) -> io::Result<Option<SetAside>> {
    if file.len()? <= end {
        return Ok(None);
    }
    let (mut copy, path) = new_file(path)?;
    let mut chunk = vec![0; 1 << 20];
    let mut bytes = 0;
    loop {
        let read = file.read_at(&mut chunk, end + bytes)?;
        if read == 0 {
            break;
        }
        copy.write_all(&chunk[..read])?;
        bytes += read as u64;
    }
    copy.sync_all()?;
    Ok(Some(SetAside { path, bytes }))
}

fn new_file(path: &Path) -> io::Result<(File, std::path::PathBuf)> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let names = (1_u32..).map(|number| if number == 1 { "torn".to_owned() } else { format!("torn{number}") });
    for name in names {
        let candidate = beside(path, &name);
        match options.open(&candidate) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            result => return result.map(|file| (file, candidate)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
