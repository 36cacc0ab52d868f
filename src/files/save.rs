//! Saving what a person exports: the whole new file or the whole old one, whatever happens.

use super::FileError;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

/// Who may read a saved file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privacy {
    /// Its owner alone (0600): it holds a key, though encrypted.
    Private,
    /// Everyone (0644): certificates, CSRs, CRLs, texts.
    Published,
}

/// Saves `bytes` under `path`, in place of what lies there. When it returns, the file is on the disk.
///
/// # Errors
/// When the folder is missing or takes no writes; what lay there before is untouched.
pub fn save(path: &Path, bytes: &[u8], privacy: Privacy) -> Result<(), FileError> {
    replace(path, privacy, |file| file.write_all(bytes))
}

/// Saves under `to` a copy of the file `from`, as `write` writes it, in place of what lies there. When
/// it returns, the copy is on the disk.
///
/// # Errors
/// When `to` is `from` itself by this or another name, when `write` fails, or as for [`save`].
pub fn copy(
    from: &Path,
    to: &Path,
    privacy: Privacy,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> Result<(), FileError> {
    if is_same(from, to) {
        return Err(FileError::Itself { path: to.into() });
    }
    save_with(to, privacy, write)
}

/// Saves a file of any length under `path` as `write` writes it, in place of what lies there. When it returns, the file
/// is on the disk.
///
/// # Errors
/// When `write` fails, or as for [`save`].
pub fn save_with(
    path: &Path,
    privacy: Privacy,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> Result<(), FileError> {
    replace(path, privacy, |file| {
        let mut buffered = io::BufWriter::new(file);
        write(&mut buffered)?;
        buffered.flush()
    })
}

/// Whether two paths lead to one file.
#[cfg(unix)]
fn is_same(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let place = |path: &Path| fs::metadata(path).map(|found| (found.dev(), found.ino()));
    place(one).is_ok_and(|place_of_one| place(other).is_ok_and(|place| place == place_of_one))
}

#[cfg(not(unix))]
fn is_same(one: &Path, other: &Path) -> bool {
    fs::canonicalize(one).is_ok_and(|one| fs::canonicalize(other).is_ok_and(|other| one == other))
}

fn replace(path: &Path, privacy: Privacy, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), FileError> {
    // A link stays a link: what it points to is replaced.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.into());
    if path.is_dir() {
        return Err(FileError::Folder { path: path.into() });
    }
    if path.file_name().is_none() {
        return Err(FileError::NoName { path: path.into() });
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    replace_in(folder, path, privacy, write).map_err(FileError::io("saved", path))
}

fn replace_in(
    folder: &Path,
    path: &Path,
    privacy: Privacy,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    // Created for its owner alone; opened up only once it is complete.
    let mut file = tempfile::Builder::new().prefix(".canopy-").tempfile_in(folder)?;
    write(file.as_file_mut())?;
    permit(file.as_file(), privacy)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

#[cfg(unix)]
fn permit(file: &File, privacy: Privacy) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = match privacy {
        Privacy::Private => 0o600,
        Privacy::Published => 0o644,
    };
    file.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn permit(_: &File, _: Privacy) -> io::Result<()> {
    Ok(())
}

/// The name of a file is kept by its folder, which has a cache of its own.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::ErrorKind;

    #[test]
    fn a_file_is_replaced_whole_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chain.pem");
        save(&path, b"old", Privacy::Published).unwrap();
        save(&path, b"new", Privacy::Published).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_private_file_is_its_owners_alone_even_where_a_public_one_lay() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.pem");
        let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        save(&path, b"certificate", Privacy::Published).unwrap();
        assert_eq!(mode(), 0o644);
        save(&path, b"key", Privacy::Private).unwrap();
        assert_eq!(mode(), 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        fs::write(&target, b"old").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        save(&link, b"new", Privacy::Published).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&target).unwrap(), b"new");
    }

    #[test]
    fn a_copy_is_whole_or_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("a.ron"), folder.path().join("b.ron"));
        fs::write(&from, b"record").unwrap();
        copy(&from, &to, Privacy::Private, |out| out.write_all(b"record")).unwrap();
        assert_eq!(fs::read(&to).unwrap(), b"record");
        let full = |out: &mut dyn io::Write| {
            out.write_all(b"rec")?;
            Err(ErrorKind::StorageFull.into())
        };
        let error = copy(&from, &to, Privacy::Private, full).unwrap_err();
        assert!(error.to_string().ends_with("b.ron could not be saved: the disk is full."), "{error}");
        assert_eq!(fs::read(&to).unwrap(), b"record");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_copy_never_takes_the_place_of_its_source() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        fs::write(&path, b"record").unwrap();
        let mut others = vec![path.clone(), folder.path().join(".").join("a.ron")];
        #[cfg(unix)]
        {
            let (link, second) = (folder.path().join("link"), folder.path().join("second"));
            std::os::unix::fs::symlink(&path, &link).unwrap();
            fs::hard_link(&path, &second).unwrap();
            others.extend([link, second]);
        }
        for other in others {
            let error = copy(&path, &other, Privacy::Private, |_| panic!("nothing is written")).unwrap_err();
            assert!(matches!(error, FileError::Itself { .. }), "{error}");
        }
    }

    #[test]
    fn a_missing_folder_and_a_folder_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let error = save(&folder.path().join("no/a.pem"), b"", Privacy::Published).unwrap_err();
        assert!(error.to_string().ends_with("could not be saved: its folder does not exist."));
        let error = save(folder.path(), b"", Privacy::Published).unwrap_err();
        assert!(matches!(error, FileError::Folder { .. }));
    }
}
