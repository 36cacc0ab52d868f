//! Buckets that are folders of this computer.

use crate::engine::environment::{BucketError, Buckets, validate_bucket_name, validate_key};
use crate::workspace::{Bucket, BucketKind};
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};

/// The largest object that is read back, in bytes.
const LARGEST: u64 = 64 << 20;

/// Writes objects as files. Others must be able to read what is published, so files are 0644 and folders 0755.
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

    fn root(&self, bucket: &Bucket) -> PathBuf {
        let BucketKind::Folder { path } = &bucket.kind;
        self.base.join(path)
    }

    /// The file of a key. No part of it may be a link: it could lead out of the bucket.
    fn file(&self, bucket: &Bucket, key: &str) -> Result<PathBuf, BucketError> {
        validate_bucket_name(&bucket.name)?;
        validate_key(key)?;
        let mut path = self.root(bucket);
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

/// Writes beside the file, syncs, and puts it in its place: a reader sees the old file or the new one.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidFilename)?;
    make_folder(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".canopy-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    temporary.persist(path).map_err(|error| error.error)?;
    // The name is in the folder, which other systems than Unix sync by themselves.
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    Ok(())
}

impl Buckets for FolderBuckets {
    fn check(&self, bucket: &Bucket) -> Result<(), BucketError> {
        validate_bucket_name(&bucket.name)?;
        let root = self.root(bucket);
        let probe = || {
            make_folder(&root)?;
            tempfile::Builder::new().prefix(".canopy-").tempfile_in(&root).map(drop)
        };
        probe().map_err(|error| refused(bucket, "written to", format!("{}: {error}", root.display())))
    }

    fn put(&self, bucket: &Bucket, key: &str, bytes: &[u8]) -> Result<String, BucketError> {
        let path = self.file(bucket, key)?;
        let failed = |error| refused(bucket, "written to", format!("{}: {error}", path.display()));
        replace(&path, bytes).map_err(failed)?;
        Ok(path.display().to_string())
    }

    fn get(&self, bucket: &Bucket, key: &str) -> Result<Vec<u8>, BucketError> {
        let path = self.file(bucket, key)?;
        let failed = |error: String| refused(bucket, "read", format!("{}: {error}", path.display()));
        let file = fs::File::open(&path).map_err(|error| failed(error.to_string()))?;
        let mut bytes = Vec::new();
        file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| failed(error.to_string()))?;
        match bytes.len() as u64 > LARGEST {
            true => Err(failed(format!("expected at most {LARGEST} bytes, found more"))),
            false => Ok(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(path: &Path) -> Bucket {
        Bucket { name: "crls".into(), kind: BucketKind::Folder { path: path.into() } }
    }

    #[test]
    fn an_object_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let buckets = FolderBuckets::beside(&folder.path().join("w.canopy"));
        let bucket = bucket(Path::new("published"));
        buckets.check(&bucket).unwrap();
        let place = buckets.put(&bucket, "crl/1.crl", b"one").unwrap();
        assert_eq!(Path::new(&place), folder.path().join("published/crl/1.crl"));
        buckets.put(&bucket, "crl/1.crl", b"two").unwrap();
        assert_eq!(buckets.get(&bucket, "crl/1.crl").unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path().join("published/crl")).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o644);
        }
    }

    #[test]
    fn no_key_leaves_the_bucket() {
        let folder = tempfile::tempdir().unwrap();
        let buckets = FolderBuckets::beside(&folder.path().join("w.canopy"));
        let bucket = bucket(Path::new("b"));
        for key in ["../x", "a/../x", "/etc/x", "", "a//b", "a/.", "a\\b", "a/"] {
            assert!(matches!(buckets.put(&bucket, key, b""), Err(BucketError::Key(_))), "{key}");
        }
        #[cfg(unix)]
        {
            fs::create_dir_all(folder.path().join("b")).unwrap();
            std::os::unix::fs::symlink("/tmp", folder.path().join("b/crl")).unwrap();
            let error = buckets.put(&bucket, "crl/x.crl", b"").unwrap_err();
            assert!(error.to_string().contains("symbolic link"), "{error}");
        }
    }

    #[test]
    fn a_folder_that_cannot_be_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), b"").unwrap();
        let buckets = FolderBuckets::beside(&folder.path().join("w.canopy"));
        let error = buckets.check(&bucket(Path::new("file"))).unwrap_err().to_string();
        assert!(error.contains("file") && error.contains("'crls'"), "{error}");
        assert!(buckets.get(&bucket(Path::new("none")), "a").is_err());
    }
}
