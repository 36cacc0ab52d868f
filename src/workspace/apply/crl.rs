//! How events about CRLs and their shards change the state.

use std::sync::Arc;

use super::ApplyError;
use crate::workspace::{Authority, AuthorityId, CrlPartition, CrlPartitionId, Event, Timestamp, Workspace};

impl Workspace {
    pub(super) fn open_crl_partition(&mut self, id: AuthorityId, opened: CrlPartition) -> Result<(), ApplyError> {
        if self.known_authority(id)?.crl_partition(opened.id).is_some() {
            return Err(ApplyError::CrlPartition { authority: id, partition: opened.id });
        }
        self.change_authority(id, |authority| authority.crl_partitions.push(Arc::new(opened)))
    }

    pub(super) fn apply_crl(
        &mut self,
        id: AuthorityId,
        partition: Option<CrlPartitionId>,
        event: &Event,
        at: Timestamp,
    ) -> Result<(), ApplyError> {
        let mut authority = self.known_authority(id)?.as_ref().clone();
        match partition {
            None => authority.crl.apply(event, at)?,
            Some(partition) => shard(&mut authority, partition)?.crl.apply(event, at)?,
        }
        if matches!(event, Event::CrlSigned { .. }) {
            authority.count_key_use(at);
        }
        self.authorities.insert_mut(id, Arc::new(authority));
        Ok(())
    }
}

/// A shard of the CRL of an authority, to be changed.
pub(super) fn shard(authority: &mut Authority, id: CrlPartitionId) -> Result<&mut CrlPartition, ApplyError> {
    let unknown = ApplyError::CrlPartition { authority: authority.id(), partition: id };
    let found = authority.crl_partitions.iter_mut().rev().find(|partition| partition.id == id);
    found.map(Arc::make_mut).ok_or(unknown)
}
