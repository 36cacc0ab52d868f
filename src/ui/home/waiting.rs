//! What waits for a person: over all authorities, and for the passphrase while locked.

use crate::engine::Destruction;
use crate::ui::attention::Attention;
use crate::ui::lists;
use crate::ui::managed::due_within;
use crate::ui::search::authority_name;
use crate::ui::words;
use crate::workspace::{AuditReportProgress, Authority, AuthorityId, CertificateAuthorityStatus, Timestamp, Workspace};
use std::sync::Arc;

/// Seconds before its end from which a CRL is due, or before its time a renewal.
const DUE: i64 = 24 * 3600;

/// Everything that needs a person, the most urgent first.
pub fn waiting(workspace: &Workspace, now: Timestamp) -> Vec<(Arc<Authority>, Attention)> {
    let all = workspace.authorities().flat_map(|authority| {
        Attention::of(authority, now).into_iter().map(move |attention| (authority.clone(), attention))
    });
    let mut all: Vec<_> = all.collect();
    all.sort_by_cached_key(|(authority, attention)| (urgency(attention), authority_name(authority).to_lowercase()));
    all
}

fn urgency(attention: &Attention) -> (u8, i64) {
    match attention {
        Attention::CrlLate { by } => (0, -by),
        Attention::CrlFailed { .. } => (1, 0),
        Attention::CrlWaits { since } => (2, -since),
        Attention::ExpiresSoon { days } => (3, *days),
        Attention::RestorableUntilSoon { days } => (3, *days),
        Attention::CrlMissing => (4, 0),
        Attention::Pending => (5, 0),
        Attention::Expired { days } => (6, *days),
        Attention::Failed => (7, 0),
    }
}

/// What cannot happen before the passphrase is given, as sentences. The CRLs come first: they end. `destructions` is what
/// becomes of the keys of deleted authorities.
pub fn needs_unlocking(
    workspace: &Workspace,
    destructions: &[(AuthorityId, Destruction)],
    now: Timestamp,
) -> Vec<String> {
    let signs = |authority: &&Arc<Authority>| {
        let status = authority.status(now);
        authority.enabled_crl().is_some()
            && matches!(status, CertificateAuthorityStatus::Active | CertificateAuthorityStatus::Disabled)
    };
    let (mut late, mut due, mut first) = (0, 0, i64::MAX);
    let mut waits = 0;
    for authority in workspace.authorities().filter(signs) {
        let left = lists::next_update(authority).map(|next| next.seconds() - now.seconds());
        match left {
            Some(left) if left < 0 => late += 1,
            Some(left) if left <= DUE => {
                due += 1;
                first = first.min(left);
            }
            _ if Attention::of(authority, now).iter().any(Attention::is_about_crl) => waits += 1,
            _ => {}
        }
    }
    let renewals = due_within(workspace, now, DUE);
    let pending = CertificateAuthorityStatus::PendingCertificate;
    let pending = workspace.authorities().filter(|authority| authority.status(now) == pending).count();
    let unwritten = |authority: &Authority| {
        authority.audit_reports.iter().filter(|report| report.progress == AuditReportProgress::Requested).count()
    };
    let reports = workspace.authorities().map(|authority| unwritten(authority)).sum();
    let kept = |destruction: &Destruction| matches!(destruction, Destruction::Kept { .. });
    let erasures = destructions.iter().filter(|(_, destruction)| !kept(destruction)).count();
    [
        (late, format!("{} overdue", words::counted(late, "CRL"))),
        (due, format!("{} due in {}", words::counted(due, "CRL"), words::span(first))),
        (waits, format!("{} not published", words::counted(waits, "CRL"))),
        (renewals, format!("{} due", words::counted(renewals, "renewal"))),
        (reports, format!("{} to be written", words::counted(reports, "audit report"))),
        (erasures, format!("{} to be erased", words::counted(erasures, "key"))),
        (pending, format!("{} without a certificate", words::counted(pending, "authority"))),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(_, sentence)| sentence)
    .collect()
}
