//! What has become of a CRL job.

use super::list::CrlList;
use crate::workspace::{CrlJob, Timestamp};

/// What has become of a CRL job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CrlOutcome {
    /// The authority publishes no CRL.
    Off,
    /// Its CRL is partitioned, and no certificate has opened the first shard yet.
    NoneYet,
    /// Every list is signed and in its bucket.
    Published {
        /// How many lists.
        lists: usize,
        /// Name of the bucket of the newest.
        bucket: String,
        /// Where the newest lies, as a person would look for it.
        location: String,
        /// The number of the newest.
        number: u64,
        /// How many certificates they list together.
        entries: u64,
        /// When clients will want the next one of the first of them.
        next_update: Timestamp,
    },
    /// One list at least is not published. The revocation holds; the job can be tried again.
    Failed {
        /// Why, in a sentence.
        reason: String,
    },
}

/// A list that was published.
pub(super) struct Published {
    pub(super) bucket: String,
    pub(super) location: String,
    pub(super) number: u64,
    pub(super) entries: u64,
    pub(super) next_update: Timestamp,
}

impl CrlOutcome {
    /// The outcome of a job over several lists.
    pub(super) fn of(lists: Vec<Result<Published, String>>) -> Self {
        let all = lists.len();
        let (published, failed): (Vec<_>, Vec<_>) = lists.into_iter().partition(Result::is_ok);
        if let Some(first) = failed.iter().find_map(|failed| failed.as_ref().err()) {
            let reason = match all {
                1 => first.clone(),
                _ => format!("{} of {all} lists could not be published. {first}", failed.len()),
            };
            return Self::Failed { reason };
        }
        let published: Vec<Published> = published.into_iter().flatten().collect();
        let entries = published.iter().map(|list| list.entries).sum();
        let next_update = published.iter().map(|list| list.next_update).min();
        match (published.into_iter().last(), next_update) {
            (Some(Published { bucket, location, number, .. }), Some(next_update)) => {
                Self::Published { lists: all, bucket, location, number, entries, next_update }
            }
            _ => Self::NoneYet,
        }
    }

    /// The outcome of a job that had nothing to do, since another one did it: how the lists stand.
    pub(super) fn standing(lists: &[CrlList<'_>]) -> Self {
        let published = |list: &CrlList<'_>| {
            if let Some(CrlJob::Failed { reason, .. }) = &list.state.job {
                return Some(Err(reason.clone()));
            }
            let (published, next_update) = (list.published()?, list.state.next_update?);
            let (bucket, location) = (published.bucket.clone(), published.key.clone());
            let (number, entries) = (published.number, list.state.entries);
            Some(Ok(Published { bucket, location, number, entries, next_update }))
        };
        Self::of(lists.iter().filter_map(published).collect())
    }
}
