//! Audit reports: lists of all that an authority has issued, written into a bucket.

use serde::{Deserialize, Serialize};

use crate::workspace::api_enum::api_enum;
use crate::workspace::{ApplyError, AuditReportId, Event, Sha256Digest, Timestamp};

api_enum! {
    /// Form of an audit report (AuditReportResponseFormat of the reference).
    AuditReportResponseFormat {
        /// An array of objects, a certificate each.
        Json = "JSON",
        /// Comma-separated values, a certificate in each line below the header.
        Csv = "CSV",
    }
}

/// An audit report, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditReport {
    /// Its name.
    pub id: AuditReportId,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// JSON or CSV.
    pub format: AuditReportResponseFormat,
    /// Name of the bucket it goes to.
    pub bucket: String,
    /// Key of the object inside it.
    pub key: String,
    /// How far it is.
    pub progress: AuditReportProgress,
}

/// How far an audit report is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuditReportProgress {
    /// It is to be written.
    Requested,
    /// It lies in its bucket.
    Written {
        /// Since when.
        at: Timestamp,
        /// How many certificates it lists.
        certificates: u64,
        /// SHA-256 of its bytes.
        sha256: Sha256Digest,
    },
    /// It could not be written, and will not be.
    Failed {
        /// When that was found.
        at: Timestamp,
        /// Why, in a sentence.
        reason: String,
    },
}

/// How an event about a report of an authority changes its reports; others do not.
pub(in crate::workspace) fn apply(
    reports: &mut Vec<AuditReport>,
    event: &Event,
    at: Timestamp,
) -> Result<(), ApplyError> {
    let (id, progress) = match event {
        Event::AuditReportRequested { report, format, bucket, key, .. } => {
            if reports.iter().any(|known| known.id == *report) {
                return Err(ApplyError::AuditReport { report: *report });
            }
            let progress = AuditReportProgress::Requested;
            let (bucket, key) = (bucket.clone(), key.clone());
            reports.push(AuditReport { id: *report, requested_at: at, format: *format, bucket, key, progress });
            return Ok(());
        }
        Event::AuditReportWritten { report, certificates, sha256, .. } => {
            (report, AuditReportProgress::Written { at, certificates: *certificates, sha256: *sha256 })
        }
        Event::AuditReportFailed { report, reason, .. } => {
            (report, AuditReportProgress::Failed { at, reason: reason.clone() })
        }
        _ => return Ok(()),
    };
    let known = reports.iter_mut().rev().find(|known| known.id == *id);
    let waiting = known.filter(|known| known.progress == AuditReportProgress::Requested);
    waiting.ok_or(ApplyError::AuditReport { report: *id })?.progress = progress;
    Ok(())
}
