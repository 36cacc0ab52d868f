//! Buckets: the named places that CRLs and reports are written to.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// A named target for CRLs and reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bucket {
    /// Its name, by the naming rules of S3.
    pub name: String,
    /// What is behind the name.
    pub kind: BucketKind,
}

/// What is behind the name of a bucket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum BucketKind {
    /// A folder of this computer.
    Folder {
        /// Where it is; a relative path starts at the folder of the workspace file.
        path: PathBuf,
    },
}
