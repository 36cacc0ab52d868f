//! Where CRLs and audit reports go: what is behind the buckets of a workspace.

mod folder;
mod s3;

pub use folder::FolderBuckets;
pub use s3::{Patience, S3Buckets};

use crate::engine::environment::{BucketError, Buckets, Object, Target, WriteObject};
use crate::workspace::{BucketKind, S3ObjectAcl};
use std::path::Path;

/// The largest object that is read back as a whole, in bytes.
const LARGEST: u64 = 64 << 20;

/// The buckets of a workspace: folders of this computer, and buckets of object stores.
#[derive(Debug)]
pub struct WorkspaceBuckets {
    folders: FolderBuckets,
    stores: S3Buckets,
}

impl WorkspaceBuckets {
    /// Buckets whose relative folders start at the folder that holds this workspace file.
    pub fn beside(workspace: &Path) -> Self {
        Self { folders: FolderBuckets::beside(workspace), stores: S3Buckets::default() }
    }

    /// The same with another patience for object stores.
    pub fn with_patience(self, patience: Patience) -> Self {
        Self { stores: S3Buckets::new(patience), ..self }
    }

    fn of(&self, target: &Target<'_>) -> &dyn Buckets {
        match target.bucket.kind {
            BucketKind::Folder { .. } => &self.folders,
            BucketKind::S3(_) => &self.stores,
        }
    }
}

impl Buckets for WorkspaceBuckets {
    fn check(&self, target: Target<'_>, acl: S3ObjectAcl) -> Result<(), BucketError> {
        self.of(&target).check(target, acl)
    }

    fn put(&self, target: Target<'_>, key: &str, acl: S3ObjectAcl, bytes: &[u8]) -> Result<String, BucketError> {
        self.of(&target).put(target, key, acl, bytes)
    }

    fn put_written(
        &self,
        target: Target<'_>,
        key: &str,
        acl: S3ObjectAcl,
        write: &mut WriteObject<'_>,
    ) -> Result<String, BucketError> {
        self.of(&target).put_written(target, key, acl, write)
    }

    fn get(&self, target: Target<'_>, key: &str) -> Result<Vec<u8>, BucketError> {
        self.of(&target).get(target, key)
    }

    fn open(&self, target: Target<'_>, key: &str) -> Result<Object, BucketError> {
        self.of(&target).open(target, key)
    }
}
