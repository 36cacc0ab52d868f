//! Upkeep: all that is to be done by itself, when it comes due, and by whom it is done. The window and `serve` do the
//! same things from the same list.

mod rest;
mod upkeeper;

pub(super) use rest::Resting;
pub use upkeeper::Upkeeper;

use super::audit_report::AuditReportOutcome;
use super::crl::{self, CrlOutcome};
use super::error::Error;
use super::managed::{self, ManagedRenewal};
use super::{Caller, Engine, audit_report, deletion};
use crate::workspace::{Actor, AuditReportId, AuthorityId, ManagedCertificateId, Timestamp};

/// Something that is to be done by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Due {
    /// Lists of an authority are to be signed and published: asked for, as after a revocation, past half of their time,
    /// or failed a quarter of an hour ago.
    Crls(AuthorityId),
    /// A managed certificate is to be renewed.
    Renewal(ManagedCertificateId),
    /// The time in which a deleted authority could be restored is over, or its key is to be erased.
    RestorationPeriods,
    /// How often keys have signed OCSP responses for an hour is to be recorded.
    OcspUse,
    /// An audit report is to be written.
    AuditReport(AuthorityId, AuditReportId),
}

/// What has become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DueOutcome {
    /// Of the lists of an authority.
    Crls(CrlOutcome),
    /// Of a renewal.
    Renewal(ManagedRenewal),
    /// What had come to its end is on record, or erased.
    RestorationPeriods,
    /// How often keys have signed is on record.
    OcspUse,
    /// Of an audit report.
    AuditReport(AuditReportOutcome),
}

impl Engine {
    /// What is to be done now, the most urgent first. Nothing while the workspace is locked or read-only: it waits.
    /// What could not even be recorded a moment ago, as on a full disk, rests for a quarter of an hour.
    pub fn due(&self) -> Vec<Due> {
        let now = self.now();
        self.due_times().into_iter().filter(|(_, at)| *at <= now).map(|(due, _)| due).collect()
    }

    /// When to look again whether something is [due](Self::due), if nothing else happens until then; absent when
    /// nothing ever comes due by itself. Not later than now when something is due already.
    ///
    /// A commit can bring it nearer: [`subscribe`](Self::subscribe) tells of each. So can a clock that is set; look
    /// now and then all the same.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.due_times().into_iter().map(|(_, at)| at).min()
    }

    /// Does something that is due, and records it as the work of nobody. Doing what is not due any more does nothing.
    ///
    /// # Errors
    /// When nothing could be recorded: the workspace is locked, or the disk refuses. A CRL that was not published, a
    /// renewal that was refused and a report that was not written are no errors but outcomes, and on record.
    pub fn perform_due(&self, due: &Due) -> Result<DueOutcome, Error> {
        let outcome = match *due {
            Due::Crls(id) => {
                self.upkeep_of(id).and_then(|caller| self.sign_due_crls(&caller, id)).map(DueOutcome::Crls)
            }
            Due::Renewal(id) => self.renew_managed_due(id).map(DueOutcome::Renewal),
            Due::RestorationPeriods => {
                self.end_restoration_periods(&self.upkeep()).map(|()| DueOutcome::RestorationPeriods)
            }
            Due::OcspUse => self.record_ocsp_use().map(|()| DueOutcome::OcspUse),
            Due::AuditReport(id, report) => {
                let caller = self.upkeep_of(id);
                caller.and_then(|caller| self.write_audit_report(&caller, id, report)).map(DueOutcome::AuditReport)
            }
        };
        if let Err(error) = &outcome
            && *error != Error::Locked
        {
            self.resting.rest(*due, self.now());
        }
        outcome
    }

    /// All that is to be done, and from when on, in one walk over authorities and managed certificates.
    fn due_times(&self) -> Vec<(Due, Timestamp)> {
        let Ok(workspace) = self.writable() else { return Vec::new() };
        let (now, doubtful) = (self.now(), self.date_doubt().is_some());
        let crls = crl::due_times(&workspace, now).map(|(id, at)| (Due::Crls(id), at));
        let renewals = managed::due_times(&workspace, now, doubtful).map(|(id, at)| (Due::Renewal(id), at));
        let periods = deletion::due_time(&workspace, doubtful).map(|at| (Due::RestorationPeriods, at));
        let uses = self.ocsp_use_due_at().map(|at| (Due::OcspUse, at));
        let reports = audit_report::unwritten(&workspace)
            .map(|(id, report)| (Due::AuditReport(id, report.id), report.requested_at));
        let all = crls.chain(renewals).chain(periods).chain(uses).chain(reports);
        all.map(|(due, at)| (due, self.resting.until(&due, now).map_or(at, |rested| at.max(rested)))).collect()
    }

    fn upkeep(&self) -> Caller {
        Caller { actor: Actor::Upkeep, ..Caller::window(self.snapshot().settings(), "") }
    }

    fn upkeep_of(&self, id: AuthorityId) -> Result<Caller, Error> {
        Ok(self.upkeep().owner_of(&*Self::own_authority(&self.snapshot(), id)?))
    }
}
