//! Deleting authorities, restoring them, and destroying their keys once nobody can restore them any more.

use super::action::{Perform, Request};
use super::api::*;
use super::commit::{Changes, unpoisoned};
use super::error::Error;
use super::{Caller, Engine, constraint, find};
use crate::workspace::{Authority, AuthorityId, Event, Timestamp, Workspace};
use std::sync::{Arc, PoisonError};

/// Days for which an authority can be restored when nobody says how many.
pub const DEFAULT_DAYS: i32 = 30;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// How long after it was first seen that an authority cannot be restored any more its key is kept, in milliseconds: a
/// clock that was wrong for a moment destroys nothing.
const SECOND_LOOK: i64 = DAY;

impl Perform for DeleteCertificateAuthorityRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<Empty, Error> {
        constraint::check(&self)?;
        let (workspace, now) = (engine.writable()?, engine.now());
        let authority = find::authority(&workspace, caller, Self::ACTION, &self.certificate_authority_arn, now)?;
        check_deletable(&authority, now)?;
        let id = authority.id();
        let days = self.permanent_deletion_time_in_days.unwrap_or(DEFAULT_DAYS);
        let removed = engine.commit(caller, move |workspace, now| {
            let authority = Engine::own_authority(workspace, id)?;
            check_deletable(&authority, now)?;
            let restorable_until = now.plus_milliseconds(i64::from(days) * DAY);
            let removed = !is_restorable(&authority, now);
            let event = match removed {
                true => Event::AuthorityRemoved { authority: id },
                false => Event::AuthorityDeleted { authority: id, restorable_until },
            };
            Ok((Changes::of([event]), removed))
        })?;
        if removed {
            engine.erase_superseded()?;
        }
        Ok(Empty {})
    }
}

/// What never became an authority is gone at once; the others can be restored for some days.
fn is_restorable(authority: &Authority, now: Timestamp) -> bool {
    use CertificateAuthorityStatus::{Creating, Failed};
    ![Creating, Failed].contains(&authority.status(now))
}

fn check_deletable(authority: &Authority, now: Timestamp) -> Result<(), Error> {
    use CertificateAuthorityStatus::{Creating, Disabled, Expired, Failed, PendingCertificate};
    let message = "The certificate authority is not in a valid state for deletion.";
    let deletable = [Disabled, PendingCertificate, Expired, Creating, Failed];
    find::require_status(authority, now, &deletable, message)
}

impl Perform for RestoreCertificateAuthorityRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<Empty, Error> {
        constraint::check(&self)?;
        let (workspace, now) = (engine.writable()?, engine.now());
        let authority = find::authority(&workspace, caller, Self::ACTION, &self.certificate_authority_arn, now)?;
        check_deleted(&authority, now)?;
        let id = authority.id();
        engine.commit(caller, move |workspace, now| {
            let authority = Engine::own_authority(workspace, id)?;
            check_deleted(&authority, now)?;
            // An expired one is told by the clock again, and so what is restored is what was stored.
            let status = authority.status_before_deletion.unwrap_or(CertificateAuthorityStatus::Disabled);
            Ok((Changes::of([Event::AuthorityRestored { authority: id, status: restored(status) }]), Empty {}))
        })
    }
}

/// What a deleted authority is once it is restored at this moment: disabled, expired, or waiting for its certificate.
pub fn status_when_restored(authority: &Authority, now: Timestamp) -> CertificateAuthorityStatus {
    let status = restored(authority.status_before_deletion.unwrap_or(CertificateAuthorityStatus::Disabled));
    let expired = authority.installed.as_ref().is_some_and(|installed| installed.has_expired(now));
    match status {
        CertificateAuthorityStatus::Disabled if expired => CertificateAuthorityStatus::Expired,
        status => status,
    }
}

/// Never straight to `ACTIVE` (API reference): an expired authority, which is deleted without being disabled first,
/// would be that again once it has a new certificate.
fn restored(before: CertificateAuthorityStatus) -> CertificateAuthorityStatus {
    match before {
        CertificateAuthorityStatus::Active => CertificateAuthorityStatus::Disabled,
        other => other,
    }
}

fn check_deleted(authority: &Authority, now: Timestamp) -> Result<(), Error> {
    if authority.is_past_restoration(now) {
        return Err(find::gone(&authority.arn.to_string(), &authority.arn.region));
    }
    let message = "The certificate authority is not in a valid state for restoration.";
    find::require_status(authority, now, &[CertificateAuthorityStatus::Deleted], message)
}

/// What is left to do about a deleted authority that cannot be restored any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destruction {
    /// Its key is kept until this moment at least, to look at the clock a second time.
    Kept {
        /// Until when.
        until: Timestamp,
    },
    /// Its key can be destroyed.
    Due,
    /// The clock of this computer is doubtful, and a person has to say that it is right.
    Doubtful,
}

impl Engine {
    /// The deleted authorities that cannot be restored any more, and what becomes of their keys.
    pub fn destructions(&self) -> Vec<(AuthorityId, Destruction)> {
        let (workspace, now) = (self.snapshot(), self.now());
        let doubtful = self.date_doubt().is_some();
        let state = |authority: &Arc<Authority>| match second_look(authority) {
            _ if doubtful => Destruction::Doubtful,
            Some(until) if now < until => Destruction::Kept { until },
            _ => Destruction::Due,
        };
        past_restoration(&workspace, now).map(|authority| (authority.id(), state(authority))).collect()
    }

    /// Ends what has come to its end: notes that an authority cannot be restored any more, and a day later destroys its
    /// key. While the [date is doubtful](Self::date_doubt) nothing happens.
    ///
    /// # Errors
    /// [`Error::Locked`] and the like, and [`Error::Storage`] when a key could not be erased: the next call tries again.
    pub fn end_restoration_periods(&self, caller: &Caller) -> Result<(), Error> {
        if !self.destructions().iter().any(|(_, state)| *state == Destruction::Due) {
            return Ok(());
        }
        self.writable()?;
        let removed = self.commit(caller, |workspace, now| {
            let events: Vec<Event> = past_restoration(workspace, now).filter_map(|found| next(found, now)).collect();
            let removed = events.iter().any(|event| matches!(event, Event::AuthorityRemoved { .. }));
            Ok((Changes::of(events), removed))
        })?;
        if removed {
            self.erase_superseded()?;
        }
        Ok(())
    }

    /// Overwrites the secrets in the file that no event needs any more, and forgets the keys they held.
    pub(super) fn erase_superseded(&self) -> Result<(), Error> {
        let _erasing = self.erasing.write().unwrap_or_else(PoisonError::into_inner);
        let mut log = unpoisoned(&self.log);
        self.forget_superseded(log.workspace());
        let secrets = log.secrets_to_erase()?;
        log.erase(&secrets)?;
        Ok(())
    }
}

fn past_restoration(workspace: &Workspace, now: Timestamp) -> impl Iterator<Item = &Arc<Authority>> {
    workspace.authorities().filter(move |authority| authority.is_past_restoration(now))
}

/// The next step on the way to its end, if it is time for one.
fn next(authority: &Authority, now: Timestamp) -> Option<Event> {
    match second_look(authority) {
        None => Some(Event::RestorationPeriodEnded { authority: authority.id() }),
        Some(at) if now >= at => Some(Event::AuthorityRemoved { authority: authority.id() }),
        Some(_) => None,
    }
}

/// When its key can be destroyed; absent until it was first seen that it cannot be restored any more.
fn second_look(authority: &Authority) -> Option<Timestamp> {
    authority.restoration_ended_at.map(|seen| seen.plus_milliseconds(SECOND_LOOK))
}

/// When the next step is to be taken on the way of a deleted authority to its end; never while the date is doubtful.
pub(super) fn due_time(workspace: &Workspace, doubtful: bool) -> Option<Timestamp> {
    let step = |authority: &Arc<Authority>| {
        // A moment longer than it can be restored.
        let gone = || authority.restorable_until.map_or(Timestamp::MIN, |until| until.plus_milliseconds(1));
        (authority.stored_status == CertificateAuthorityStatus::Deleted)
            .then(|| second_look(authority).unwrap_or_else(gone))
    };
    workspace.authorities().filter(|_| !doubtful).filter_map(step).min()
}
