//! What about an authority needs a person, the most urgent first.

use super::kit::Status;
use super::words::{self, SOON};
use crate::engine::{CrlList, crl_lists};
use crate::workspace::{Authority, CertificateAuthorityStatus, CrlJob, Timestamp};

/// Seconds that a CRL may take from being asked for to being published.
const PATIENCE: i64 = 15 * 60;

/// Days before the end of its restoration period from which a deleted authority is told of: the shortest period there is.
const LAST_DAYS: i64 = 7;

/// Something about an authority that needs a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attention {
    /// Its last CRL could not be signed or published.
    CrlFailed {
        /// Why, in a sentence.
        reason: String,
        /// How often in a row.
        attempts: u32,
    },
    /// The published CRL is past its `nextUpdate`: clients may refuse every certificate of it.
    CrlLate {
        /// For how many seconds.
        by: i64,
    },
    /// Its CRL is on, and none was ever signed.
    CrlMissing,
    /// A newer CRL was asked for a while ago, and is not published yet.
    CrlWaits {
        /// For how many seconds.
        since: i64,
    },
    /// It could not be created.
    Failed,
    /// Its certificate is past its validity.
    Expired {
        /// Whole days since.
        days: i64,
    },
    /// Its certificate ends soon.
    ExpiresSoon {
        /// Whole days until then.
        days: i64,
    },
    /// It has a CSR, and waits for its certificate.
    Pending,
    /// It is deleted, and can be restored for a few days only.
    RestorableUntilSoon {
        /// Whole days until then.
        days: i64,
    },
}

impl Attention {
    /// All that needs a person about an authority, the most urgent first.
    pub fn of(authority: &Authority, now: Timestamp) -> Vec<Self> {
        let status = authority.status(now);
        let end = authority.installed.as_ref().map(|installed| words::days_until(installed.not_after, now));
        match status {
            CertificateAuthorityStatus::Creating => Vec::new(),
            CertificateAuthorityStatus::Deleted if authority.is_past_restoration(now) => Vec::new(),
            CertificateAuthorityStatus::Deleted => {
                let left = authority.restorable_until.map(|until| words::days_until(until, now));
                left.filter(|days| *days < LAST_DAYS)
                    .map(|days| Self::RestorableUntilSoon { days })
                    .into_iter()
                    .collect()
            }
            CertificateAuthorityStatus::PendingCertificate => vec![Self::Pending],
            CertificateAuthorityStatus::Failed => vec![Self::Failed],
            CertificateAuthorityStatus::Expired => {
                vec![Self::Expired { days: -end.unwrap_or(0) }]
            }
            CertificateAuthorityStatus::Active | CertificateAuthorityStatus::Disabled => {
                let ends = end.filter(|days| *days <= SOON).map(|days| Self::ExpiresSoon { days });
                crl(authority, now).into_iter().chain(ends).collect()
            }
        }
    }

    /// The mark, and the words beside it in the tree.
    pub fn mark(&self) -> (Status, String) {
        match self {
            Self::CrlFailed { .. } => (Status::Attention, "CRL failed".to_owned()),
            Self::CrlLate { .. } => (Status::Attention, "CRL late".to_owned()),
            Self::CrlMissing => (Status::Attention, "No CRL".to_owned()),
            Self::CrlWaits { .. } => (Status::Attention, "CRL waits".to_owned()),
            Self::Failed => (Status::Revoked, "Failed".to_owned()),
            Self::Expired { .. } => (Status::Expired, "Expired".to_owned()),
            Self::ExpiresSoon { days } => (Status::Attention, words::days(*days)),
            Self::Pending => (Status::Pending, "Pending".to_owned()),
            Self::RestorableUntilSoon { days } => (Status::Deleted, format!("{} left", words::days(*days))),
        }
    }

    /// What is wrong, in a few words.
    pub fn sentence(&self) -> String {
        match self {
            Self::CrlFailed { .. } => "The last CRL was not published".to_owned(),
            Self::CrlLate { by } => format!("CRL overdue by {}", words::span(*by)),
            Self::CrlMissing => "No CRL was signed yet".to_owned(),
            Self::CrlWaits { since } => format!("A newer CRL has waited for {}", words::span(*since)),
            Self::Failed => "It could not be created".to_owned(),
            Self::Expired { days: 0 } => "Expired today".to_owned(),
            Self::Expired { days } => format!("Expired {} ago", words::days(*days)),
            Self::ExpiresSoon { days: 0 } => "Expires today".to_owned(),
            Self::ExpiresSoon { days } => format!("Expires in {}", words::days(*days)),
            Self::Pending => "CSR not yet signed".to_owned(),
            Self::RestorableUntilSoon { days: 0 } => "Can be restored for less than a day".to_owned(),
            Self::RestorableUntilSoon { days: 1 } => "Can be restored for 1 more day".to_owned(),
            Self::RestorableUntilSoon { days } => format!("Can be restored for {days} more days"),
        }
    }

    /// Whether it is about the CRL, and so stands on the Revocation page.
    pub fn is_about_crl(&self) -> bool {
        matches!(self, Self::CrlFailed { .. } | Self::CrlLate { .. } | Self::CrlMissing | Self::CrlWaits { .. })
    }
}

/// What is wrong with its CRL: being overdue is told beside why no newer one was published. Of several lists the worst is
/// told.
fn crl(authority: &Authority, now: Timestamp) -> Vec<Attention> {
    let lists = crl_lists(authority);
    let late = lists.iter().filter_map(|list| late(list, now)).max().map(|by| Attention::CrlLate { by });
    let failed = lists.iter().find_map(failed);
    // What was asked for is being signed as a rule; when it is not, somebody should know.
    let waits = lists.iter().filter_map(|list| waits(list, now)).max().filter(|_| late.is_none());
    let waits = waits.map(|since| Attention::CrlWaits { since });
    let is_missing = |list: &CrlList<'_>| list.state.job.is_none() && list.state.next_update.is_none();
    let missing = lists.iter().any(is_missing).then_some(Attention::CrlMissing);
    late.into_iter().chain(failed.or(waits).or(missing)).collect()
}

/// For how many seconds a list is overdue.
pub(super) fn late(list: &CrlList<'_>, now: Timestamp) -> Option<i64> {
    list.state.next_update.map(|next| now.seconds() - next.seconds()).filter(|by| *by > 0)
}

fn failed(list: &CrlList<'_>) -> Option<Attention> {
    match &list.state.job {
        Some(CrlJob::Failed { reason, attempts, .. }) => {
            Some(Attention::CrlFailed { reason: reason.clone(), attempts: *attempts })
        }
        _ => None,
    }
}

fn waits(list: &CrlList<'_>, now: Timestamp) -> Option<i64> {
    match &list.state.job {
        Some(CrlJob::Requested { at } | CrlJob::Signed { at }) => {
            Some(now.seconds() - at.seconds()).filter(|since| *since >= PATIENCE)
        }
        _ => None,
    }
}
