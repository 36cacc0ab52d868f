//! The lists of an authority: the complete one, and the shards of a partitioned one.

use super::super::address::crl_key;
use super::super::validity::BACKDATE;
use crate::workspace::{
    Authority, AuthorityId, CertificateAuthorityStatus, CrlJob, CrlPartition, CrlPartitionId, CrlState, CrlType, Event,
    PublishedCrl, Timestamp, Workspace,
};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How long a job that failed rests before it is due again (User Guide, "Planning a CRL"), in seconds.
const RETRY: i64 = 15 * 60;

/// A list that an authority keeps: it is signed again at half of its time, and written to its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrlList<'a> {
    /// The shard; absent for the complete list.
    pub shard: Option<&'a CrlPartition>,
    /// What was last signed, and what is still to be done.
    pub state: &'a CrlState,
    /// Name of the bucket that it goes to.
    pub bucket: &'a str,
    /// Key of the object inside it.
    pub key: Cow<'a, str>,
}

/// The lists that an authority keeps, the complete one first and then the shards, oldest first. None when its CRL is
/// off.
///
/// A list is kept as long as the authority: no certificate outlives that, and what has expired leaves the list, so that
/// it costs a signature and no more. Whether a certificate that points to it is still valid would cost a look at each
/// one. So the complete list goes on, where it lay last, after the CRL was partitioned, and shards go on after it was
/// not any more.
pub fn crl_lists(authority: &Authority) -> Vec<CrlList<'_>> {
    let Some(configuration) = authority.enabled_crl() else { return Vec::new() };
    let complete = &authority.crl;
    // Asked for at least once: certificates point to it, or one without a shard was revoked.
    let goes_on = complete.job.is_some();
    let last = complete.published.last().filter(|_| is_partitioned(authority));
    let (bucket, key) = match last {
        Some(last) => (last.bucket.as_str(), Cow::from(&last.key)),
        None => (configuration.s3_bucket_name.as_deref().unwrap_or_default(), Cow::from(crl_key(authority))),
    };
    let complete = CrlList { shard: None, state: complete, bucket, key };
    let complete = (!is_partitioned(authority) || goes_on).then_some(complete);
    let shards = authority.crl_partitions.iter().map(|shard| CrlList {
        shard: Some(shard),
        state: &shard.crl,
        bucket: &shard.bucket,
        key: Cow::from(&shard.key),
    });
    complete.into_iter().chain(shards).collect()
}

/// The authorities that keep lists which somebody can sign, and from when on the first of those is due.
pub(in crate::engine) fn due_times(
    workspace: &Workspace,
    now: Timestamp,
) -> impl Iterator<Item = (AuthorityId, Timestamp)> {
    use CertificateAuthorityStatus::{Active, Disabled};
    let signs = move |authority: &&Arc<Authority>| [Active, Disabled].contains(&authority.status(now));
    workspace.authorities().filter(signs).filter_map(|authority| {
        let first = crl_lists(authority).iter().filter_map(CrlList::due_at).min()?;
        Some((authority.id(), first))
    })
}

/// The requests for what was revoked while CRLs were off, and so is in no list yet: for an update that turns them on.
pub(in crate::engine) fn missed(workspace: &Workspace, authority: &Authority, update: &Event) -> Vec<Event> {
    let Event::AuthorityUpdated { revocation_configuration: Some(updated), .. } = update else { return Vec::new() };
    if authority.enabled_crl().is_some() || updated.enabled_crl().is_none() {
        return Vec::new();
    }
    let revoked = workspace.certificates().revoked_by(authority.id());
    let lists: BTreeSet<Option<CrlPartitionId>> = revoked.map(|(row, _)| row.partition).collect();
    let request = |partition| Event::CrlRequested { authority: authority.id(), partition };
    lists.into_iter().map(request).collect()
}

/// Whether certificates from now on belong to shards.
pub(in crate::engine) fn is_partitioned(authority: &Authority) -> bool {
    authority.enabled_crl().is_some_and(|crl| crl.crl_type == Some(CrlType::Partitioned))
}

/// Whether its CRL is one list of all that it has revoked, which the quotas limit.
pub(in crate::engine) fn is_complete(authority: &Authority) -> bool {
    authority.enabled_crl().is_some() && !is_partitioned(authority)
}

impl CrlList<'_> {
    /// The name of the shard; absent for the complete list.
    pub fn partition(&self) -> Option<CrlPartitionId> {
        self.shard.map(|shard| shard.id)
    }

    /// The list that lies where certificates point.
    pub fn published(&self) -> Option<&PublishedCrl> {
        self.state.published.iter().find(|published| published.bucket == self.bucket && published.key == self.key)
    }

    /// Whether it is to be signed: asked for, interrupted, failed a quarter of an hour ago, past half of its time, when
    /// the service signs the next one (User Guide, "Planning a CRL"), or not yet in its bucket. The service writes the
    /// first one only after a certificate that refers to it; here clients that look for it earlier find an empty list
    /// and no error.
    pub(super) fn is_due(&self, now: Timestamp) -> bool {
        self.due_at().is_some_and(|at| now >= at)
    }

    /// From when on it is; absent when nothing says so.
    pub(super) fn due_at(&self) -> Option<Timestamp> {
        match &self.state.job {
            Some(CrlJob::Failed { at, .. }) => Some(Timestamp::from_seconds(at.seconds() + RETRY)),
            _ if self.is_unfinished() || self.published().is_none() => Some(Timestamp::MIN),
            _ => self.half(),
        }
    }

    /// The same for who does not wait until a failure has rested.
    pub(super) fn is_wanted(&self, now: Timestamp) -> bool {
        self.is_unfinished() || self.half().is_some_and(|half| now >= half) || self.published().is_none()
    }

    /// Whether a job is to write it.
    pub(super) fn is_unfinished(&self) -> bool {
        let job = self.state.job.as_ref();
        job.is_some_and(|job| !matches!(job, CrlJob::Published { .. }))
    }

    /// Half of its time, counted from when it was signed, which is later than its thisUpdate; in whole seconds.
    fn half(&self) -> Option<Timestamp> {
        let (this, next) = self.state.this_update.zip(self.state.next_update)?;
        let twice = this.seconds() + BACKDATE + next.seconds();
        Some(Timestamp::from_seconds((twice + 1).div_euclid(2)))
    }
}
