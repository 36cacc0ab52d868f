//! Buckets that are folders of this computer.

use super::LARGEST;
use crate::engine::environment::{
    BucketError, Buckets, Object, Target, WriteObject, validate_bucket_name, validate_key,
};
use crate::files::{self, FileError, Privacy};
use crate::workspace::{Bucket, BucketKind, S3ObjectAcl};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// Writes objects as files. Others must be able to read what is published, so files are 0644 and folders 0755. An object
/// of which the owner of the bucket alone has control (`BUCKET_OWNER_FULL_CONTROL`) is 0600: whoever else is to read it
/// gets it from the owner, as on S3.
#[derive(Debug, Clone)]
pub struct FolderBuckets {
    base: PathBuf,
}

impl FolderBuckets {
    /// Buckets whose relative paths start at the folder that holds this workspace file.
    pub fn beside(workspace: &Path) -> Self {
        let base = workspace.parent().filter(|folder| !folder.as_os_str().is_empty());
        Self { base: base.unwrap_or(Path::new(".")).to_owned() }
    }

    fn root(&self, bucket: &Bucket) -> Result<PathBuf, BucketError> {
        match &bucket.kind {
            BucketKind::Folder { path } => Ok(self.base.join(path)),
            BucketKind::S3(_) => Err(refused(bucket, "used", "it is no folder")),
        }
    }

    /// The file of a key. No part of it may be a link: it could lead out of the bucket.
    fn file(&self, bucket: &Bucket, key: &str) -> Result<PathBuf, BucketError> {
        validate_bucket_name(&bucket.name)?;
        validate_key(key)?;
        let mut path = self.root(bucket)?;
        for part in key.split('/') {
            let plain = matches!(Path::new(part).components().collect::<Vec<_>>()[..], [Component::Normal(name)] if name == part);
            if !plain {
                return Err(BucketError::Key(key.chars().take(200).collect()));
            }
            path.push(part);
            if path.symlink_metadata().is_ok_and(|found| found.is_symlink()) {
                return Err(refused(bucket, "used", format!("{} is a symbolic link", path.display())));
            }
        }
        Ok(path)
    }
}

fn refused(bucket: &Bucket, doing: &'static str, reason: impl ToString) -> BucketError {
    BucketError::Refused { bucket: bucket.name.clone(), doing, reason: reason.to_string() }
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o755);
    builder.create(folder)
}

/// Whoever reads it sees the old file or the new one.
fn replace(
    path: &Path,
    privacy: Privacy,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> Result<(), String> {
    let folder = path.parent().unwrap_or(Path::new("."));
    make_folder(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    files::save_with(path, privacy, write).map_err(|error| reason(&error))
}

/// Who may read the file of an object.
fn privacy(acl: S3ObjectAcl) -> Privacy {
    match acl {
        S3ObjectAcl::PublicRead => Privacy::Published,
        S3ObjectAcl::BucketOwnerFullControl => Privacy::Private,
    }
}

/// The sentence of a file as a part of another.
fn reason(error: &FileError) -> String {
    error.to_string().trim_end_matches('.').to_owned()
}

impl Buckets for FolderBuckets {
    fn check(&self, Target { bucket, .. }: Target<'_>, _: S3ObjectAcl) -> Result<(), BucketError> {
        validate_bucket_name(&bucket.name)?;
        let root = self.root(bucket)?;
        let probe = || {
            make_folder(&root)?;
            tempfile::Builder::new().prefix(".canopy-").tempfile_in(&root).map(drop)
        };
        probe().map_err(|error| refused(bucket, "written to", format!("{}: {error}", root.display())))
    }

    fn put(&self, target: Target<'_>, key: &str, acl: S3ObjectAcl, bytes: &[u8]) -> Result<String, BucketError> {
        self.put_written(target, key, acl, &mut |out| out.write_all(bytes))
    }

    fn put_written(
        &self,
        Target { bucket, .. }: Target<'_>,
        key: &str,
        acl: S3ObjectAcl,
        write: &mut WriteObject<'_>,
    ) -> Result<String, BucketError> {
        let path = self.file(bucket, key)?;
        replace(&path, privacy(acl), write).map_err(|reason| refused(bucket, "written to", reason))?;
        Ok(path.display().to_string())
    }

    fn get(&self, Target { bucket, .. }: Target<'_>, key: &str) -> Result<Vec<u8>, BucketError> {
        let path = self.file(bucket, key)?;
        files::read_bounded(&path, LARGEST).map_err(|error| refused(bucket, "read", reason(&error)))
    }

    fn open(&self, Target { bucket, .. }: Target<'_>, key: &str) -> Result<Object, BucketError> {
        let path = self.file(bucket, key)?;
        let (file, len) = files::open(&path).map_err(|error| refused(bucket, "read", reason(&error)))?;
        let content = Box::new(io::BufReader::new(file));
        Ok(Object { location: path.display().to_string(), len, content })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC: S3ObjectAcl = S3ObjectAcl::PublicRead;
    const OWNER: S3ObjectAcl = S3ObjectAcl::BucketOwnerFullControl;

    fn bucket(path: &Path) -> Bucket {
        Bucket { name: "crls".into(), kind: BucketKind::Folder { path: path.into() } }
    }

    #[test]
    fn an_object_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let buckets = FolderBuckets::beside(&folder.path().join("w.canopy"));
        let bucket = bucket(Path::new("published"));
        buckets.check((&bucket).into(), PUBLIC).unwrap();
        let place = buckets.put((&bucket).into(), "crl/1.crl", PUBLIC, b"one").unwrap();
        assert_eq!(Path::new(&place), folder.path().join("published/crl/1.crl"));
        buckets.put((&bucket).into(), "crl/1.crl", PUBLIC, b"two").unwrap();
        assert_eq!(buckets.get((&bucket).into(), "crl/1.crl").unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path().join("published/crl")).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = || fs::metadata(&place).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(), 0o644);
            buckets.put((&bucket).into(), "crl/1.crl", OWNER, b"three").unwrap();
            assert_eq!(mode(), 0o600);
            buckets.put((&bucket).into(), "crl/1.crl", PUBLIC, b"four").unwrap();
            assert_eq!(mode(), 0o644);
        }
    }

    #[test]
    fn an_object_that_is_not_written_to_its_end_leaves_the_older_one() {
        let folder = tempfile::tempdir().unwrap();
        let buckets = FolderBuckets::beside(&folder.path().join("w.canopy"));
        let bucket = bucket(Path::new("b"));
        let place =
            buckets.put_written((&bucket).into(), "a/r.csv", OWNER, &mut |out| out.write_all(b"whole")).unwrap();
        let half = |out: &mut dyn io::Write| {
            out.write_all(b"ha")?;
            Err(io::ErrorKind::StorageFull.into())
        };
        let error = buckets.put_written((&bucket).into(), "a/r.csv", OWNER, &mut { half }).unwrap_err().to_string();
        assert!(error.ends_with("r.csv could not be saved: the disk is full."), "{error}");
        let mut object = buckets.open((&bucket).into(), "a/r.csv").unwrap();
        assert_eq!((&object.location, object.len), (&place, 5));
        let mut content = String::new();
        object.content.read_to_string(&mut content).unwrap();
        assert_eq!(content, "whole");
        assert_eq!(fs::read_dir(folder.path().join("b/a")).unwrap().count(), 1);
    }

    #[test]
    fn no_key_leaves_the_bucket() {
        let folder = tempfile::tempdir().unwrap();
        let buckets = FolderBuckets::beside(&folder.path().join("w.canopy"));
        let bucket = bucket(Path::new("b"));
        for key in ["../x", "a/../x", "/etc/x", "", "a//b", "a/.", "a\\b", "a/"] {
            assert!(matches!(buckets.put((&bucket).into(), key, PUBLIC, b""), Err(BucketError::Key(_))), "{key}");
        }
        #[cfg(unix)]
        {
            fs::create_dir_all(folder.path().join("b")).unwrap();
            std::os::unix::fs::symlink("/tmp", folder.path().join("b/crl")).unwrap();
            let error = buckets.put((&bucket).into(), "crl/x.crl", PUBLIC, b"").unwrap_err();
            assert!(error.to_string().contains("symbolic link"), "{error}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_in_the_place_of_an_object_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let buckets = FolderBuckets::beside(&folder.path().join("w.canopy"));
        let bucket = bucket(Path::new("b"));
        buckets.check((&bucket).into(), PUBLIC).unwrap();
        let made = std::process::Command::new("mkfifo").arg(folder.path().join("b/x.crl")).status().unwrap();
        assert!(made.success());
        let error = buckets.get((&bucket).into(), "x.crl").unwrap_err().to_string();
        assert!(error.contains("a device or a pipe"), "{error}");
        buckets.put((&bucket).into(), "x.crl", PUBLIC, b"crl").unwrap();
        assert_eq!(buckets.get((&bucket).into(), "x.crl").unwrap(), b"crl");
    }

    #[test]
    fn a_folder_that_cannot_be_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), b"").unwrap();
        let buckets = FolderBuckets::beside(&folder.path().join("w.canopy"));
        let error = buckets.check((&bucket(Path::new("file"))).into(), PUBLIC).unwrap_err().to_string();
        assert!(error.contains("file") && error.contains("'crls'"), "{error}");
        assert!(buckets.get((&bucket(Path::new("none"))).into(), "a").is_err());
    }
}
