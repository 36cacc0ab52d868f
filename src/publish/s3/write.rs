//! Writing an object of any length: at once where it is small, else in parts that become one object at the end.

use super::network::Place;
use super::refused;
use crate::engine::environment::{BucketError, WriteObject};
use crate::workspace::S3ObjectAcl;
use object_store::aws::AmazonS3;
use object_store::multipart::{MultipartStore as _, PartId};
use object_store::{MultipartId, ObjectStore as _, PutOptions};
use std::io;
use std::sync::Arc;

/// Length of a part, in bytes: S3 takes 5 MiB at least, and 10,000 parts.
const PART: usize = 8 << 20;

/// What is done to a bucket here, in the words of an error.
const DOING: &str = "written to";

/// An object that is being written. Nobody sees it before it is whole.
pub(super) struct Upload<'a> {
    place: &'a Place<'a>,
    /// Says who may read the object, which is told when it begins.
    beginning: Arc<AmazonS3>,
    /// The same store for the parts, which take no such header.
    going_on: Arc<AmazonS3>,
    part: Vec<u8>,
    begun: Option<MultipartId>,
    parts: Vec<PartId>,
    /// Why the store takes no more.
    trouble: Option<BucketError>,
}

impl<'a> Upload<'a> {
    pub(super) fn new(place: &'a Place<'a>, acl: S3ObjectAcl) -> Result<Self, BucketError> {
        Ok(Self {
            place,
            beginning: place.store(Some(acl))?,
            going_on: place.store(None)?,
            part: Vec::new(),
            begun: None,
            parts: Vec::new(),
            trouble: None,
        })
    }

    /// Writes what `write` makes. When that fails, the parts that are there already are given up.
    pub(super) fn run(mut self, write: &mut WriteObject<'_>) -> Result<(), BucketError> {
        let written = write(&mut self);
        let ended = match (self.trouble.take(), written) {
            (Some(trouble), _) => Err(trouble),
            (None, Err(error)) => Err(refused(self.place.target.bucket, DOING, error)),
            (None, Ok(())) => self.finish(),
        };
        if ended.is_err()
            && let Some(id) = self.begun.take()
        {
            let (store, path) = (self.going_on.clone(), self.place.path.clone());
            // The store clears up by itself, or the owner of the bucket does: nobody sees parts.
            let _ = self.place.run(DOING, async move { store.abort_multipart(&path, &id).await });
        }
        ended
    }

    fn finish(&mut self) -> Result<(), BucketError> {
        let path = self.place.path.clone();
        let Some(id) = self.begun.clone() else {
            let (store, payload) = (self.beginning.clone(), std::mem::take(&mut self.part).into());
            let put = async move { store.put_opts(&path, payload, PutOptions::default()).await };
            return self.place.run(DOING, put).map(drop);
        };
        if !self.part.is_empty() {
            self.send_part()?;
        }
        let (store, parts) = (self.going_on.clone(), std::mem::take(&mut self.parts));
        self.place.run(DOING, async move { store.complete_multipart(&path, &id, parts).await }).map(drop)
    }

    fn send_part(&mut self) -> Result<(), BucketError> {
        let id = match &self.begun {
            Some(id) => id.clone(),
            None => {
                let (store, path) = (self.beginning.clone(), self.place.path.clone());
                let id = self.place.run(DOING, async move { store.create_multipart(&path).await })?;
                self.begun.insert(id).clone()
            }
        };
        let (store, path, number) = (self.going_on.clone(), self.place.path.clone(), self.parts.len());
        let payload = std::mem::take(&mut self.part).into();
        let part = self.place.run(DOING, async move { store.put_part(&path, &id, number, payload).await })?;
        self.parts.push(part);
        Ok(())
    }
}

impl io::Write for Upload<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.trouble.is_some() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let taken = bytes.len().min(PART - self.part.len());
        self.part.extend_from_slice(&bytes[..taken]);
        if self.part.len() == PART
            && let Err(trouble) = self.send_part()
        {
            self.trouble = Some(trouble);
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
