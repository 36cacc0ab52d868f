//! Reading an object of any length, piece by piece.

use super::network::Network;
use crate::workspace::Bucket;
use object_store::aws::AmazonS3;
use object_store::{GetOptions, ObjectMeta, ObjectStore as _};
use std::io::{self, Read};
use std::sync::Arc;

/// Length of a piece, in bytes.
const PIECE: u64 = 8 << 20;

/// An object that is read as it was when it was opened: once it is another one, its store refuses the next piece.
pub(super) struct Pieces {
    network: Arc<Network>,
    store: Arc<AmazonS3>,
    bucket: Bucket,
    found: ObjectMeta,
    read: u64,
    piece: io::Cursor<Vec<u8>>,
}

impl Pieces {
    pub(super) fn new(network: &Arc<Network>, store: Arc<AmazonS3>, bucket: &Bucket, found: ObjectMeta) -> Self {
        let (network, bucket) = (network.clone(), bucket.clone());
        Self { network, store, bucket, found, read: 0, piece: io::Cursor::default() }
    }

    fn next(&mut self) -> io::Result<()> {
        let range = self.read..self.found.size.min(self.read + PIECE);
        let (store, path, if_match) = (self.store.clone(), self.found.location.clone(), self.found.e_tag.clone());
        let options = GetOptions { range: Some(range.into()), if_match, ..GetOptions::default() };
        let piece = self.network.run(&self.bucket, "read", async move {
            let bytes = store.get_opts(&path, options).await?.bytes().await?;
            Ok(bytes.to_vec())
        });
        let piece = piece.map_err(io::Error::other)?;
        if piece.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.read += piece.len() as u64;
        self.piece = io::Cursor::new(piece);
        Ok(())
    }
}

impl Read for Pieces {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.piece.read(bytes)?;
        if read > 0 || bytes.is_empty() || self.read == self.found.size {
            return Ok(read);
        }
        self.next()?;
        self.piece.read(bytes)
    }
}
