//! Audit reports: which certificates an authority has issued and revoked, as a file in a bucket. The request is
//! recorded and answered at once; the report is written by a job that takes a restart as it comes.

mod csv;
mod entry;
mod json;
mod stored;

pub use stored::StoredReport;

use super::action::{Perform, Request};
use super::api::{
    AuditReportResponseFormat, AuditReportStatus, CreateCertificateAuthorityAuditReportRequest,
    CreateCertificateAuthorityAuditReportResponse, DescribeCertificateAuthorityAuditReportRequest,
    DescribeCertificateAuthorityAuditReportResponse,
};
use super::commit::Changes;
use super::environment::BucketError;
use super::error::{Error, Refusal};
use super::new_authority::{bucket_of, bucket_refused};
use super::{Caller, Due, Engine, constraint, find};
use crate::workspace::{
    AuditReport, AuditReportId, AuditReportProgress, Authority, AuthorityId, CertificateAuthorityStatus, Digesting,
    Event, S3ObjectAcl, Sha256Digest, Timestamp, Workspace,
};
use entry::Entry;
use std::io;

/// How long after a report an authority may have the next: 30 minutes (reference of
/// `CreateCertificateAuthorityAuditReport`), in seconds.
pub const REPORT_INTERVAL: i64 = 30 * 60;

/// How long a report waits for a bucket that is out of reach before it has failed, counted from when it was asked for:
/// ours, in seconds. No other can be asked for meanwhile.
const PATIENCE: i64 = 24 * 60 * 60;

/// The member that names the bucket.
const BUCKET: &str = "s3BucketName";

/// Who may read a report, which names every subject.
const ACL: S3ObjectAcl = S3ObjectAcl::BucketOwnerFullControl;

/// What has become of the job of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditReportOutcome {
    /// It lies in its bucket.
    Written {
        /// Name of the bucket.
        bucket: String,
        /// Where it lies, as a person would look for it.
        location: String,
        /// How many certificates it lists.
        certificates: u64,
    },
    /// Its bucket could not be reached: it is due again later.
    Postponed {
        /// Why, in a sentence.
        reason: String,
        /// When it is due again.
        due: Timestamp,
    },
    /// It could not be written, and will not be: another can be asked for.
    Failed {
        /// Why, in a sentence.
        reason: String,
    },
    /// It was written, or has failed, before.
    Settled,
}

/// When the next report of an authority can be asked for; absent when it can be now. One that waits to be written stands
/// in the way however old it is; one that failed never does, since nothing came of it.
pub fn next_audit_report(authority: &Authority, now: Timestamp) -> Option<Timestamp> {
    let stands = |report: &&AuditReport| !matches!(report.progress, AuditReportProgress::Failed { .. });
    let last = authority.audit_reports.iter().rev().find(stands)?;
    let next = last.requested_at.plus_milliseconds(REPORT_INTERVAL * 1000);
    (now < next || last.progress == AuditReportProgress::Requested).then_some(next)
}

impl Perform for CreateCertificateAuthorityAuditReportRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<CreateCertificateAuthorityAuditReportResponse, Error> {
        constraint::check(&self)?;
        let workspace = engine.writable()?;
        let authority =
            find::authority(&workspace, caller, Self::ACTION, &self.certificate_authority_arn, engine.now())?;
        let id = authority.id();
        check_request(&authority, engine.now())?;
        let bucket = bucket_of(&workspace, BUCKET, &self.s3_bucket_name)?;
        let refused = |error: BucketError| bucket_refused(BUCKET, &bucket.name, &error.to_string());
        engine.reach(bucket)?.check(ACL).map_err(refused)?;
        let report = AuditReportId::from_random(engine.environment.draw());
        let format = self.audit_report_response_format;
        engine.commit(caller, move |workspace, now| {
            check_request(&*Engine::own_authority(workspace, id)?, now)?;
            let bucket = bucket_of(workspace, BUCKET, &self.s3_bucket_name)?.name.clone();
            let key = key(id, report, format);
            let answer = CreateCertificateAuthorityAuditReportResponse {
                audit_report_id: Some(report.to_string()),
                s3_key: Some(key.clone()),
            };
            let requested = Event::AuditReportRequested { authority: id, report, format, bucket, key };
            Ok((Changes::of([requested]), answer))
        })
    }
}

/// The authority may have a report now.
fn check_request(authority: &Authority, now: Timestamp) -> Result<(), Error> {
    use CertificateAuthorityStatus::{Active, Disabled};
    let message = "The certificate authority is not in a valid state for an audit report.";
    find::require_status(authority, now, &[Active, Disabled], message)?;
    let Some(next) = next_audit_report(authority, now) else { return Ok(()) };
    let (message, hint) = match authority.audit_reports.last().map(|report| &report.progress) {
        Some(AuditReportProgress::Requested) => (
            "An audit report of the certificate authority is being written.".to_owned(),
            format!("Try again once it is written, and not before {next}"),
        ),
        _ => (
            format!("An authority has one audit report in 30 minutes; the next is possible from {next}."),
            format!("Read the last report, or try again at {next}"),
        ),
    };
    Err(Error::RequestInProgress(Refusal::new(message).hint(hint)))
}

/// The object key of a report.
fn key(authority: AuthorityId, report: AuditReportId, format: AuditReportResponseFormat) -> String {
    let extension = match format {
        AuditReportResponseFormat::Json => "json",
        AuditReportResponseFormat::Csv => "csv",
    };
    format!("audit-report/{authority}/{report}.{extension}")
}

impl Perform for DescribeCertificateAuthorityAuditReportRequest {
    fn perform(
        self,
        engine: &Engine,
        caller: &Caller,
    ) -> Result<DescribeCertificateAuthorityAuditReportResponse, Error> {
        constraint::check(&self)?;
        let workspace = engine.snapshot();
        let authority =
            find::authority(&workspace, caller, Self::ACTION, &self.certificate_authority_arn, engine.now())?;
        let id = self.audit_report_id.parse::<AuditReportId>().ok();
        let report = id.and_then(|id| find_report(&authority, id)).ok_or_else(|| {
            let message = format!("{} has no audit report {}.", authority.arn, self.audit_report_id);
            Error::ResourceNotFound(Refusal::new(message).at("auditReportId"))
        })?;
        let status = match report.progress {
            AuditReportProgress::Requested => AuditReportStatus::Creating,
            AuditReportProgress::Written { .. } => AuditReportStatus::Success,
            AuditReportProgress::Failed { .. } => AuditReportStatus::Failed,
        };
        Ok(DescribeCertificateAuthorityAuditReportResponse {
            audit_report_status: Some(status),
            s3_bucket_name: Some(report.bucket.clone()),
            s3_key: Some(report.key.clone()),
            created_at: Some(report.requested_at.into()),
        })
    }
}

/// The reports that were asked for and are not written, and whose they are.
pub(super) fn unwritten(workspace: &Workspace) -> impl Iterator<Item = (AuthorityId, &AuditReport)> {
    let waits = |report: &&AuditReport| report.progress == AuditReportProgress::Requested;
    workspace
        .authorities()
        .flat_map(move |authority| authority.audit_reports.iter().filter(waits).map(|report| (authority.id(), report)))
}

fn find_report(authority: &Authority, id: AuditReportId) -> Option<&AuditReport> {
    authority.audit_reports.iter().rev().find(|report| report.id == id)
}

impl Engine {
    /// The reports that were asked for and are not written: just now, before the workspace was closed, or because their
    /// buckets could not be reached a quarter of an hour ago.
    pub fn audit_reports_due(&self) -> Vec<(AuthorityId, AuditReportId)> {
        let (workspace, now) = (self.snapshot(), self.now());
        let rests = |id, report| self.resting.until(&Due::AuditReport(id, report), now).is_some();
        let all = unwritten(&workspace).map(|(authority, report)| (authority, report.id));
        all.filter(|(id, report)| !rests(*id, *report)).collect()
    }

    /// Writes a report that was asked for into its bucket, and records what became of it. It lists what the authority
    /// has issued by then. One report of an authority is written at a time.
    ///
    /// # Errors
    /// `ResourceNotFoundException`, or when nothing could be recorded: the workspace is locked, or the disk refuses. The
    /// report is then due again. One that could not be written is no error but [`AuditReportOutcome::Failed`], and
    /// [`AuditReportOutcome::Postponed`] where its bucket was out of reach.
    pub fn write_audit_report(
        &self,
        caller: &Caller,
        authority: AuthorityId,
        id: AuditReportId,
    ) -> Result<AuditReportOutcome, Error> {
        let turn = self.report_turns.of(authority);
        let _running = turn.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let workspace = self.writable()?;
        let owner = Self::own_authority(&workspace, authority)?;
        let report = find_report(&owner, id)
            .ok_or_else(|| find::not_found(format!("{} has no audit report {id}.", owner.arn)))?;
        if report.progress != AuditReportProgress::Requested {
            return Ok(AuditReportOutcome::Settled);
        }
        let now = self.now();
        let (event, outcome) = match self.put_report(&workspace, &owner, report) {
            Ok(written) => written,
            Err(Unwritten::Undecided(error)) => return Err(error),
            Err(Unwritten::OutOfReach(reason)) if now < report.requested_at.plus_milliseconds(PATIENCE * 1000) => {
                let due = self.resting.rest(Due::AuditReport(authority, id), now);
                return Ok(AuditReportOutcome::Postponed { reason, due });
            }
            Err(Unwritten::OutOfReach(reason) | Unwritten::Refused(reason)) => {
                let failed = Event::AuditReportFailed { authority, report: id, reason: reason.clone() };
                (failed, AuditReportOutcome::Failed { reason })
            }
        };
        self.commit(caller, move |_, _| Ok((Changes::of([event]), ())))?;
        Ok(outcome)
    }

    fn put_report(
        &self,
        workspace: &Workspace,
        authority: &Authority,
        report: &AuditReport,
    ) -> Result<(Event, AuditReportOutcome), Unwritten> {
        let name = &report.bucket;
        let gone = || Unwritten::Refused(format!("The workspace has no bucket '{name}' any more."));
        let bucket = self.reach(workspace.bucket(name).ok_or_else(gone)?).map_err(Unwritten::Undecided)?;
        let (mut written, mut unread) = (None, None);
        let mut write = |out: &mut dyn io::Write| {
            let told = write_to(out, workspace, authority, report.format);
            let own = |error: &io::Error| error.get_ref().and_then(|own| own.downcast_ref()).map(Error::message);
            unread = told.as_ref().err().and_then(own);
            written = Some(told?);
            Ok(())
        };
        let put = bucket.put_written(&report.key, ACL, &mut write);
        // A certificate that the workspace does not give back is no fault of the bucket.
        let location = put.map_err(|error| match (unread, error) {
            (Some(unread), _) => Unwritten::Refused(unread),
            (None, error @ BucketError::Unavailable { .. }) => Unwritten::OutOfReach(error.to_string()),
            (None, error) => Unwritten::Refused(error.to_string()),
        })?;
        let unasked = || Unwritten::Refused("The bucket has not asked for the report.".into());
        let (certificates, sha256) = written.ok_or_else(unasked)?;
        let event = Event::AuditReportWritten { authority: authority.id(), report: report.id, certificates, sha256 };
        Ok((event, AuditReportOutcome::Written { bucket: name.clone(), location, certificates }))
    }
}

/// Why a report was not written.
enum Unwritten {
    /// Its bucket does not take it, or it cannot be made.
    Refused(String),
    /// Its bucket was out of reach.
    OutOfReach(String),
    /// Nothing can be said about it: the workspace is locked.
    Undecided(Error),
}

/// Writes a report; answers how many certificates it lists, and its digest. Each certificate is read, told, and let go
/// of.
fn write_to(
    out: &mut dyn io::Write,
    workspace: &Workspace,
    authority: &Authority,
    format: AuditReportResponseFormat,
) -> io::Result<(u64, Sha256Digest)> {
    let mut out = Digesting::new(out);
    let certificates = workspace.certificates();
    let rows = certificates.rows(0..certificates.len()).filter(|row| row.authority == authority.id());
    let (mut count, mut failed) = (0, None);
    let entries = rows.map(|row| Entry::of(workspace, authority, &row)).map_while(|entry| {
        count += 1;
        entry.map_err(|error| failed = Some(error)).ok()
    });
    match format {
        AuditReportResponseFormat::Json => json::write(&mut out, entries)?,
        AuditReportResponseFormat::Csv => csv::write(&mut out, entries)?,
    }
    match failed {
        Some(error) => Err(io::Error::other(error)),
        None => Ok((count, out.digest())),
    }
}
