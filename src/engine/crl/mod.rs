//! The CRL job of an authority (RFC 5280 section 5): sign what is revoked, write it into the bucket, and record both. A
//! failure is recorded too, so that nothing is forgotten.

mod list;
mod outcome;
mod published;
mod served;
mod shard;
mod signing;

pub use list::{CrlList, crl_lists};
pub(super) use list::{due_times, is_complete, is_partitioned, missed};
pub use outcome::CrlOutcome;
pub(super) use served::ServedCrls;
pub use served::{CrlPlace, ServedCrl};
pub(super) use shard::{Assignment, Issued};
pub use shard::{SHARD, open_shard};

use super::commit::Changes;
use super::error::Error;
use super::find;
use super::new_authority::access_of_lists;
use super::{Caller, Engine};
use crate::workspace::{
    Authority, AuthorityId, CertificateAuthorityStatus, CrlConfiguration, CrlJob, CrlPartitionId, Event, S3ObjectAcl,
    Workspace,
};
use outcome::Published;
use served::Written;
use signing::{Signed, Signing, revoked};
use std::sync::Arc;

/// Lists that are signed before they are written: with 20,000 entries each they take some 32 MB.
const TOGETHER: usize = 32;

/// A list that a job has to do with, and what becomes of it.
type Outcome = Result<Published, String>;

impl Engine {
    /// Signs the CRL of an authority and publishes it: every list that is due or has failed, or each one anew when none
    /// is. One job per authority runs at a time; who asks while one runs waits for the next, which then covers all who
    /// waited.
    ///
    /// # Errors
    /// When nothing could be recorded: the workspace is locked, or the disk refuses. A list that could not be signed or
    /// published is no error but [`CrlOutcome::Failed`].
    pub fn sign_crl(&self, caller: &Caller, id: AuthorityId) -> Result<CrlOutcome, Error> {
        self.crl_job(caller, id, true)
    }

    /// The same for those lists alone that are due, such as after a revocation: nothing is signed that is fresh, or has
    /// failed a moment ago.
    ///
    /// # Errors
    /// Those of [`sign_crl`](Self::sign_crl).
    pub fn sign_due_crls(&self, caller: &Caller, id: AuthorityId) -> Result<CrlOutcome, Error> {
        self.crl_job(caller, id, false)
    }

    /// Authorities of whose lists one is to be signed at least.
    pub fn crls_due(&self) -> Vec<AuthorityId> {
        let now = self.now();
        due_times(&self.snapshot(), now).filter(|(_, at)| now >= *at).map(|(id, _)| id).collect()
    }

    fn crl_job(&self, caller: &Caller, id: AuthorityId, at_any_rate: bool) -> Result<CrlOutcome, Error> {
        let turn = self.crl_turns.of(id);
        let _running = turn.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let workspace = self.writable()?;
        let authority = Self::own_authority(&workspace, id)?;
        let Some(configuration) = authority.enabled_crl().cloned() else { return Ok(CrlOutcome::Off) };
        let (lists, now) = (crl_lists(&authority), self.now());
        let chosen = |list: &&CrlList<'_>| if at_any_rate { list.is_wanted(now) } else { list.is_due(now) };
        let mut due: Vec<&CrlList<'_>> = lists.iter().filter(chosen).collect();
        if due.is_empty() && at_any_rate {
            due = lists.iter().collect();
        }
        if due.is_empty() {
            return Ok(CrlOutcome::standing(&lists));
        }
        let signing = match self.crl_signing(&authority, &configuration) {
            Ok(signing) => signing,
            Err(error) => return self.crls_failed(caller, id, &due, error.message()),
        };
        let job = Job { engine: self, caller, workspace: &workspace, authority: &authority };
        let acl = access_of_lists(&configuration);
        let mut revoked = revoked(&workspace, id, &due);
        let mut outcomes = Vec::new();
        for some in due.chunks(TOGETHER) {
            let signed = some.iter().map(|list| {
                let entries = revoked.remove(&list.partition()).unwrap_or_default();
                (list.partition(), signing.sign(list, entries).map_err(|error| error.message()))
            });
            let signed = job.record(signed.collect(), &mut outcomes)?;
            job.publish(signed, acl, &mut outcomes)?;
        }
        Ok(CrlOutcome::of(outcomes))
    }

    fn crl_signing<'a>(
        &self,
        authority: &'a Authority,
        configuration: &CrlConfiguration,
    ) -> Result<Signing<'a>, Error> {
        use CertificateAuthorityStatus::{Active, Disabled};
        let now = self.now();
        let message = "The certificate authority is not in a valid state for signing a CRL.";
        find::require_status(authority, now, &[Active, Disabled], message)?;
        Signing::new(authority, configuration, self.signer(authority)?, now)
    }

    fn crls_failed(
        &self,
        caller: &Caller,
        id: AuthorityId,
        lists: &[&CrlList<'_>],
        reason: String,
    ) -> Result<CrlOutcome, Error> {
        let events: Vec<Event> = lists.iter().map(|list| failed(id, list.partition(), &reason)).collect();
        self.commit(caller, move |_, _| Ok((Changes::of(events), ())))?;
        Ok(CrlOutcome::Failed { reason })
    }
}

fn failed(authority: AuthorityId, partition: Option<CrlPartitionId>, reason: &str) -> Event {
    Event::CrlFailed { authority, reason: reason.to_owned(), partition }
}

/// A job, and the state that it signs.
struct Job<'a> {
    engine: &'a Engine,
    caller: &'a Caller,
    workspace: &'a Workspace,
    authority: &'a Arc<Authority>,
}

impl Job<'_> {
    /// Records what was signed, and gives it back for publishing.
    fn record(
        &self,
        lists: Vec<(Option<CrlPartitionId>, Result<Signed, String>)>,
        outcomes: &mut Vec<Outcome>,
    ) -> Result<Vec<Signed>, Error> {
        let id = self.authority.id();
        let (mut events, mut done) = (Vec::new(), Vec::new());
        for (partition, signed) in lists {
            match signed {
                Ok(signed) => {
                    events.push(signed.event(id));
                    done.push(signed);
                }
                Err(reason) => {
                    events.push(failed(id, partition, &reason));
                    outcomes.push(Err(reason));
                }
            }
        }
        let listed = self.workspace.certificates().counts(id).revoked;
        let (signer, partitions) = (self.authority.clone(), done.iter().map(|signed| signed.partition).collect());
        self.engine.commit(self.caller, move |workspace, _| {
            let authority = Engine::own_authority(workspace, id)?;
            // What was revoked while these were signed is not in them, and still waits for the next.
            let again = match authority.installed == signer.installed {
                true if workspace.certificates().counts(id).revoked == listed => Vec::new(),
                true => asked_for(&authority, partitions),
                false => partitions,
            };
            let mut changes = Changes::of(events);
            changes.events.extend(again.into_iter().map(|partition| Event::CrlRequested { authority: id, partition }));
            Ok((changes, ()))
        })?;
        Ok(done)
    }

    /// Writes what was signed into the buckets, and records where it lies.
    fn publish(&self, lists: Vec<Signed>, acl: S3ObjectAcl, outcomes: &mut Vec<Outcome>) -> Result<(), Error> {
        let id = self.authority.id();
        let (mut events, mut written) = (Vec::new(), Vec::new());
        for signed in lists {
            match self.put(&signed, acl) {
                Ok(location) => {
                    let Signed { partition, bucket, key, number, entries, next_update, list, .. } = signed;
                    written.push(Written { partition, number, list, next_update });
                    events.push(Event::CrlPublished { authority: id, number, bucket: bucket.clone(), key, partition });
                    outcomes.push(Ok(Published { bucket, location, number, entries, next_update }));
                }
                Err(reason) => {
                    events.push(failed(id, signed.partition, &reason));
                    outcomes.push(Err(reason));
                }
            }
        }
        self.engine.commit(self.caller, move |_, _| Ok((Changes::of(events), ())))?;
        self.engine.keep_written(id, written);
        Ok(())
    }

    fn put(&self, signed: &Signed, acl: S3ObjectAcl) -> Result<String, String> {
        // As it is now: who has given it another secret meanwhile has erased the one before.
        let (workspace, name) = (self.engine.snapshot(), &signed.bucket);
        let bucket = workspace.bucket(name);
        let bucket = bucket.ok_or_else(|| format!("The workspace has no bucket '{name}' any more."))?;
        let bucket = self.engine.reach(bucket).map_err(|error| error.message())?;
        bucket.put(&signed.key, acl, signed.list.der()).map_err(|error| error.to_string())
    }
}

/// Those lists that somebody waits for: a revocation asks for the list that will tell it.
fn asked_for(authority: &Authority, partitions: Vec<Option<CrlPartitionId>>) -> Vec<Option<CrlPartitionId>> {
    let lists = crl_lists(authority);
    let asked = |list: &&CrlList<'_>| matches!(list.state.job, Some(CrlJob::Requested { .. }));
    let asked: Vec<_> = lists.iter().filter(asked).map(CrlList::partition).collect();
    partitions.into_iter().filter(|partition| asked.contains(partition)).collect()
}
