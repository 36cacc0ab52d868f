//! Buckets of object stores that speak S3: of AWS, or of what somebody runs at an address of their own.

mod network;
mod read;
mod reason;
mod write;

pub use network::Patience;

use super::LARGEST;
use crate::engine::environment::{
    BucketError, Buckets, Object, Target, WriteObject, validate_bucket_name, validate_key,
};
use crate::workspace::S3ObjectAcl;
use network::{Network, Place};
use object_store::{GetOptions, ObjectStore as _, PutOptions};
use read::Pieces;
use reason::{refused, trouble, unavailable};
use std::sync::Arc;
use write::Upload;

/// Writes objects with PUT requests that are signed with Signature Version 4, their bytes included. Who may read an
/// object is said in `x-amz-acl`; a bucket of AWS takes `public-read` only where its ACLs are turned on.
///
/// Calls wait for the network, at most as long as its [`Patience`]. They may come from any thread, also from one that
/// an async runtime has lent for blocking.
#[derive(Debug, Default)]
pub struct S3Buckets {
    network: Arc<Network>,
}

impl S3Buckets {
    /// Buckets that wait this long for their stores.
    pub fn new(patience: Patience) -> Self {
        Self { network: Arc::new(Network::new(patience)) }
    }

    fn place<'a>(&'a self, target: Target<'a>, key: &'a str) -> Result<Place<'a>, BucketError> {
        validate_bucket_name(&target.bucket.name)?;
        validate_key(key)?;
        Place::new(&self.network, target, key)
    }
}

/// What is written to see whether a bucket takes writes (User Guide, "Planning a CRL").
fn probe(acl: S3ObjectAcl) -> &'static str {
    match acl {
        S3ObjectAcl::PublicRead => "acm-pca-permission-test-key",
        S3ObjectAcl::BucketOwnerFullControl => "acm-pca-permission-test-key-private",
    }
}

/// What stands in it.
const PROBE: &[u8] = b"Canopy may write into this bucket.\n";

impl Buckets for S3Buckets {
    fn check(&self, target: Target<'_>, acl: S3ObjectAcl) -> Result<(), BucketError> {
        let place = self.place(target, probe(acl))?;
        let (store, path, patience) = (place.store(Some(acl))?, place.path.clone(), self.network.patience.check);
        let put = place.run("written to", async move {
            let put = store.put_opts(&path, PROBE.into(), PutOptions::default());
            tokio::time::timeout(patience, put).await.map_or(Ok(false), |put| put.map(|_| true))
        })?;
        let reason = || format!("{} did not answer within {patience:?}", place.address());
        match put {
            true => Ok(()),
            false => Err(unavailable(target.bucket, "written to", reason())),
        }
    }

    fn put(&self, target: Target<'_>, key: &str, acl: S3ObjectAcl, bytes: &[u8]) -> Result<String, BucketError> {
        self.put_written(target, key, acl, &mut |out| out.write_all(bytes))
    }

    fn put_written(
        &self,
        target: Target<'_>,
        key: &str,
        acl: S3ObjectAcl,
        write: &mut WriteObject<'_>,
    ) -> Result<String, BucketError> {
        let place = self.place(target, key)?;
        Upload::new(&place, acl)?.run(write)?;
        Ok(place.location())
    }

    fn get(&self, target: Target<'_>, key: &str) -> Result<Vec<u8>, BucketError> {
        let place = self.place(target, key)?;
        let (store, path) = (place.store(None)?, place.path.clone());
        let read = place.run("read", async move {
            let found = store.get_opts(&path, GetOptions::default()).await?;
            match found.meta.size > LARGEST {
                true => Ok(Err(found.meta.size)),
                false => found.bytes().await.map(|bytes| Ok(bytes.to_vec())),
            }
        })?;
        let too_large = |size| format!("'{key}' has {size} bytes, and at most {LARGEST} are read");
        read.map_err(|size| refused(target.bucket, "read", too_large(size)))
    }

    fn open(&self, target: Target<'_>, key: &str) -> Result<Object, BucketError> {
        let place = self.place(target, key)?;
        let (store, path) = (place.store(None)?, place.path.clone());
        let asked = store.clone();
        let found = place.run("read", async move {
            let head = GetOptions { head: true, ..GetOptions::default() };
            Ok(asked.get_opts(&path, head).await?.meta)
        })?;
        let (location, len) = (place.location(), found.size);
        Ok(Object { location, len, content: Box::new(Pieces::new(&self.network, store, target.bucket, found)) })
    }
}
