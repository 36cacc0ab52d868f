//! The lists as their buckets have them.

use super::super::Engine;
use super::super::error::{Error, Refusal};
use super::list::is_partitioned;
use crate::workspace::{Authority, AuthorityId, CrlPartitionId, PublishedCrl, Workspace};
use crate::x509::CertificateList;

impl Engine {
    /// The CRL of an authority as its bucket has it: the complete list, or the newest shard that lies there where the
    /// CRL is partitioned. Absent before the first.
    ///
    /// # Errors
    /// [`Error::RequestFailed`] when the bucket cannot be read or holds something else.
    pub fn published_crl(&self, id: AuthorityId) -> Result<Option<CertificateList>, Error> {
        let authority = Self::own_authority(&self.snapshot(), id)?;
        self.published_list(id, newest(&authority))
    }

    /// One list of an authority as its bucket has it: of a shard, or the complete one. Absent before the first.
    ///
    /// # Errors
    /// Those of [`published_crl`](Self::published_crl).
    pub fn published_list(
        &self,
        id: AuthorityId,
        shard: Option<CrlPartitionId>,
    ) -> Result<Option<CertificateList>, Error> {
        let workspace = self.snapshot();
        let authority = Self::own_authority(&workspace, id)?;
        let state = match shard {
            None => Some(&authority.crl),
            Some(shard) => authority.crl_partition(shard).map(|shard| &shard.crl),
        };
        let Some(published) = state.and_then(|state| state.published.last()) else { return Ok(None) };
        self.read_list(&workspace, published)
    }

    /// Every list of an authority as its bucket has it, by its shard: the complete one first, then the shards, oldest
    /// first.
    ///
    /// # Errors
    /// Those of [`published_crl`](Self::published_crl).
    pub fn published_crls(&self, id: AuthorityId) -> Result<Vec<(Option<CrlPartitionId>, CertificateList)>, Error> {
        let authority = Self::own_authority(&self.snapshot(), id)?;
        let shards = authority.crl_partitions.iter().map(|shard| Some(shard.id));
        let read = |shard| Ok(self.published_list(id, shard)?.map(|list| (shard, list)));
        std::iter::once(None).chain(shards).filter_map(|shard| read(shard).transpose()).collect()
    }

    fn read_list(&self, workspace: &Workspace, published: &PublishedCrl) -> Result<Option<CertificateList>, Error> {
        let Some(bucket) = workspace.bucket(&published.bucket) else { return Ok(None) };
        let failed = |reason: String| Error::RequestFailed(Refusal::new(reason));
        let bytes = self.reach(bucket)?.get(&published.key).map_err(|error| failed(error.to_string()))?;
        CertificateList::from_der(&bytes).map(Some).map_err(|error| failed(error.to_string()))
    }
}

/// The list that a person means who asks for the CRL.
fn newest(authority: &Authority) -> Option<CrlPartitionId> {
    let shards = authority.crl_partitions.iter().rev().filter(|_| is_partitioned(authority));
    shards.filter(|shard| !shard.crl.published.is_empty()).map(|shard| shard.id).next()
}
