//! Where CRLs and audit reports go: the targets behind the buckets of a workspace.

mod folder;

pub use folder::FolderBuckets;
