//! Getting into a bucket of the workspace, with the secret that it takes.

use crate::engine::Engine;
use crate::engine::environment::{BucketError, Buckets, Object, Target, WriteObject};
use crate::engine::error::Error;
use crate::workspace::{Bucket, S3ObjectAcl};
use secrecy::SecretString;
use std::sync::Arc;

/// A bucket whose secret is open.
pub struct Reached<'a> {
    buckets: &'a dyn Buckets,
    bucket: &'a Bucket,
    secret: Option<Arc<SecretString>>,
}

impl Engine {
    /// Opens what it takes to get into a bucket of the newest state.
    ///
    /// # Errors
    /// [`Error::Locked`] when it takes a secret, and those of a secret that cannot be opened.
    pub(in crate::engine) fn reach<'a>(&'a self, bucket: &'a Bucket) -> Result<Reached<'a>, Error> {
        let secret = bucket.secret().map(|secret| self.open_secret(secret)).transpose()?;
        Ok(Reached { buckets: self.environment.buckets.as_ref(), bucket, secret })
    }
}

impl Reached<'_> {
    fn target(&self) -> Target<'_> {
        Target { bucket: self.bucket, secret: self.secret.as_deref() }
    }

    pub fn check(&self, acl: S3ObjectAcl) -> Result<(), BucketError> {
        self.buckets.check(self.target(), acl)
    }

    pub fn put(&self, key: &str, acl: S3ObjectAcl, bytes: &[u8]) -> Result<String, BucketError> {
        self.buckets.put(self.target(), key, acl, bytes)
    }

    pub fn put_written(&self, key: &str, acl: S3ObjectAcl, write: &mut WriteObject<'_>) -> Result<String, BucketError> {
        self.buckets.put_written(self.target(), key, acl, write)
    }

    pub fn get(&self, key: &str) -> Result<Vec<u8>, BucketError> {
        self.buckets.get(self.target(), key)
    }

    pub fn open(&self, key: &str) -> Result<Object, BucketError> {
        self.buckets.open(self.target(), key)
    }
}
