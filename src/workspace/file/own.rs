//! Files that belong to a workspace: readable and writable by their owner alone, and never reached
//! through a link, which could lead to a file of somebody else.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

/// How the name of a file begins that is not complete yet: what a killed process leaves is known by it.
const UNFINISHED: &str = ".canopy-";

/// Options for a file that only its owner may use (0600).
pub(super) fn private() -> OpenOptions {
    let mut options = File::options();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Opens the file at `path` to read and write, and makes it if there is none. What is there is
/// kept. A link, a pipe or a folder is refused.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let refuse = || io::Error::other(format!("{} is no plain file", path.display()));
    if path.symlink_metadata().is_ok_and(|found| !found.is_file()) {
        return Err(refuse());
    }
    let file = private().read(true).create(true).truncate(false).open(path)?;
    // A link may have taken its place in between.
    if lies_at(&file, path)? { Ok(file) } else { Err(refuse()) }
}

/// A file in `folder` that is to take its name when it is complete.
pub(super) fn unfinished(folder: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)
}

/// Whether `file` is the very file that `path` names, not through a link.
#[cfg(unix)]
pub(super) fn lies_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let (open, named) = (file.metadata()?, path.symlink_metadata()?);
    Ok(named.is_file() && (open.dev(), open.ino()) == (named.dev(), named.ino()))
}

/// Windows tells files apart by their names alone, and lets no other take that of an open one.
#[cfg(not(unix))]
pub(super) fn lies_at(_file: &File, path: &Path) -> io::Result<bool> {
    Ok(path.symlink_metadata()?.is_file())
}

/// Whether nobody but the owner of the file at `path` can have written `file`.
#[cfg(unix)]
pub(super) fn is_private_to_owner_of(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let private =
        |file: std::fs::Metadata, owned: std::fs::Metadata| file.uid() == owned.uid() && file.mode() & 0o022 == 0;
    file.metadata().and_then(|found| Ok(private(found, path.metadata()?))).unwrap_or(false)
}

/// Windows keeps who may write what in lists that folders hand down: a file beside another is as safe as that.
#[cfg(not(unix))]
pub(super) fn is_private_to_owner_of(_file: &File, _path: &Path) -> bool {
    true
}

/// The name of a file is kept by its folder, which has a cache of its own.
#[cfg(unix)]
pub(super) fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(super) fn sync_folder_of(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, b"text").unwrap();
        drop(open(&path).unwrap());
        assert_eq!(std::fs::read(&path).unwrap(), b"text");
        assert!(open(folder.path()).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(open(&link).unwrap_err().to_string().contains("no plain file"));
        assert!(!target.exists());
        std::fs::write(&target, b"").unwrap();
        assert!(open(&link).is_err());
        assert!(!lies_at(&File::open(&target).unwrap(), &link).unwrap());
    }
}
