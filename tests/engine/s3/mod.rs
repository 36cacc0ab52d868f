//! Buckets of object stores: tried, written, read, out of reach, and their secrets.

mod adding;
mod objects;
mod retrying;
pub mod store;

use crate::desk::{Desk, root_with_crl};
use canopy::engine::{Error, NewBucket, NewS3Store};
use canopy::workspace::Bucket;
use secrecy::SecretString;
use store::{ACCESS_KEY, Mood, REGION, SECRET, Store};

/// The bucket of a store.
fn at(store: &Store) -> NewS3Store {
    NewS3Store {
        endpoint: Some(store.endpoint.clone()),
        region: REGION.into(),
        path_style: true,
        access_key: ACCESS_KEY.into(),
        secret: Some(SecretString::from(SECRET)),
    }
}

fn add(desk: &Desk, store: NewS3Store) -> Result<(), Error> {
    desk.engine.add_bucket(&desk.caller, NewBucket::s3("crls", store))
}

fn bucket(desk: &Desk) -> Bucket {
    desk.engine.snapshot().bucket("crls").unwrap().clone()
}

/// A workspace with the bucket of a store.
fn desk() -> (Desk, Store) {
    let (desk, store) = (Desk::new(), Store::start());
    add(&desk, at(&store)).unwrap();
    store.seen();
    (desk, store)
}

/// A root that publishes its CRL there.
fn root(desk: &Desk) -> String {
    let mut request = root_with_crl();
    request["RevocationConfiguration"]["CrlConfiguration"]["S3BucketName"] = "crls".into();
    desk.root_from(request)
}
