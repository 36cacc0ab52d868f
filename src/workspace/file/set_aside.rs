//! Keeping what a lost write left at the end of the file, before it is cut off.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::log::SetAside;
use super::{beside, own};
use crate::workspace::Storage;

/// Copies what stands behind `end` to `<path>.torn` (`.torn2` and so on if that exists), synced with
/// its name. Nothing to keep, or no room for it: nothing is made.
pub(super) fn set_aside(path: &Path, file: &dyn Storage, end: u64) -> io::Result<Option<SetAside>> {
    if file.len()? <= end {
        return Ok(None);
    }
    let (mut copy, path) = new_file(path)?;
    match copy_tail(file, end, &mut copy).and_then(|bytes| own::sync_folder_of(&path).map(|()| bytes)) {
        Ok(bytes) => Ok(Some(SetAside { path, bytes })),
        Err(error) => {
            // A part of it helps nobody. If it cannot be removed either, it stays beside the whole.
            let _ = std::fs::remove_file(&path);
            Err(error)
        }
    }
}

fn copy_tail(file: &dyn Storage, end: u64, copy: &mut File) -> io::Result<u64> {
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
    Ok(bytes)
}

fn new_file(path: &Path) -> io::Result<(File, PathBuf)> {
    let names = (1_u32..).map(|number| if number == 1 { "torn".to_owned() } else { format!("torn{number}") });
    for name in names {
        let candidate = beside(path, &name);
        match own::private().create_new(true).open(&candidate) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            result => return result.map(|file| (file, candidate)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
