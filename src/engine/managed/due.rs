//! Renewals that are due, which happen by themselves while the workspace is unlocked.

use super::known;
use crate::engine::commit::Changes;
use crate::engine::error::Error;
use crate::engine::{CERTIFICATE_MANAGER, Caller, Engine};
use crate::workspace::{
    Actor, CertificateAuthorityStatus, Event, ManagedCertificate, ManagedCertificateId, Timestamp, Workspace,
};

const DAY: i64 = 24 * 60 * 60;

/// How long a renewal that failed rests before it is due again, in seconds. The guide has no number: this one is ours.
const RETRY: i64 = DAY;

/// The same on the last day before its end.
const LAST_RETRY: i64 = 60 * 60;

/// What has become of a renewal that was due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManagedRenewal {
    /// It was renewed.
    Renewed(super::Renewed),
    /// It was refused, which is on record. It is due again later.
    Failed {
        /// Why, in a sentence.
        reason: String,
    },
}

/// When a managed certificate is to be renewed; absent when it never is by itself, or was revoked.
pub fn renews_at(workspace: &Workspace, kept: &ManagedCertificate) -> Option<Timestamp> {
    let row = workspace.certificates().get(kept.authority, kept.current.serial)?;
    let days = i64::from(kept.renewal.renew_days_before);
    (days > 0 && row.revocation.is_none()).then(|| Timestamp::from_seconds(row.not_after.seconds() - days * DAY))
}

/// Whether it is time to renew it, whatever keeps that from happening.
pub fn is_renewal_due(workspace: &Workspace, kept: &ManagedCertificate, now: Timestamp) -> bool {
    renews_at(workspace, kept).is_some_and(|at| now >= at)
}

/// Whether its next renewal erases the key of the certificate before the last.
pub fn erases_a_key(kept: &ManagedCertificate) -> bool {
    kept.previous.is_some()
}

/// The managed certificates that are renewed by themselves, as things stand, and from when on: those past their end are
/// not, nor those of an authority that does not issue now, nor, while the date is `doubtful`, those whose renewal erases
/// a key.
pub(in crate::engine) fn due_times(
    workspace: &Workspace,
    now: Timestamp,
    doubtful: bool,
) -> impl Iterator<Item = (ManagedCertificateId, Timestamp)> {
    workspace.managed_certificates().filter_map(move |kept| {
        let end = workspace.certificates().get(kept.authority, kept.current.serial)?.not_after.seconds();
        let issues = workspace.authority(kept.authority)?.status(now) == CertificateAuthorityStatus::Active;
        let waits = doubtful && erases_a_key(kept);
        let at = renews_at(workspace, kept)?.max(rested_at(kept, end));
        (issues && !waits && now.seconds() <= end).then_some((kept.id, at))
    })
}

/// When a renewal that failed has rested, for a certificate that ends at `end`, in seconds.
fn rested_at(kept: &ManagedCertificate, end: i64) -> Timestamp {
    let Some(failure) = &kept.failure else { return Timestamp::MIN };
    let failed = failure.at.seconds();
    Timestamp::from_seconds((failed + RETRY).min((failed + LAST_RETRY).max(end - DAY)))
}

impl Engine {
    /// The managed certificates that are to be renewed now: as close to their end as was asked for and not past it, not
    /// revoked, of an active authority, and not refused within the last day, on the last day within the last hour. None
    /// while the workspace cannot sign; while the [date is doubtful](Self::date_doubt) none that erases a key.
    pub fn managed_due(&self) -> Vec<ManagedCertificateId> {
        let Ok(workspace) = self.writable() else { return Vec::new() };
        let (now, doubtful) = (self.now(), self.date_doubt().is_some());
        due_times(&workspace, now, doubtful).filter(|(_, at)| now >= *at).map(|(id, _)| id).collect()
    }

    /// Renews a managed certificate that is due. The certificate manager acts by itself; that it was refused is recorded,
    /// so that a person learns of it.
    ///
    /// # Errors
    /// When nothing could be recorded: the workspace is locked, or the disk refuses. It is due again then.
    pub fn renew_managed_due(&self, id: ManagedCertificateId) -> Result<ManagedRenewal, Error> {
        let workspace = self.writable()?;
        let kept = known(&workspace, id)?;
        let authority = Self::own_authority(&workspace, kept.authority)?;
        let caller = Caller {
            account: authority.arn.account.clone(),
            region: authority.arn.region.clone(),
            partition: authority.arn.partition.clone(),
            service: Some(CERTIFICATE_MANAGER.into()),
            actor: Actor::Service { principal: CERTIFICATE_MANAGER.into(), user: None },
        };
        let refused = match self.renew_managed(&caller, id) {
            Ok(renewed) => return Ok(ManagedRenewal::Renewed(renewed)),
            Err(error) if is_refusal(&error) => error,
            Err(error) => return Err(error),
        };
        let reason = refused.message();
        let said = reason.clone();
        self.commit(&caller, move |workspace, _| {
            let kept = known(workspace, id)?;
            let (authority, serial) = (kept.authority, kept.current.serial);
            let failed = Event::ManagedRenewalFailed { managed: id, authority, serial, reason: said };
            Ok((Changes::of([failed]), ()))
        })?;
        Ok(ManagedRenewal::Failed { reason })
    }
}

/// Whether an error says something of the certificate, and not of the workspace or of what happened at the same time.
fn is_refusal(error: &Error) -> bool {
    !matches!(
        error,
        Error::Locked
            | Error::ReadOnly(_)
            | Error::Storage(_)
            | Error::Unreadable(_)
            | Error::OutcomeUnknown(_)
            | Error::ConcurrentModification(_)
    )
}
