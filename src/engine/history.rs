//! What has happened in a workspace, out of the records of its file, the newest first.

use super::commit::unpoisoned;
use super::error::Error;
use super::lifecycle::Engine;
use crate::workspace::{
    Activity, Actor, AuthorityId, Change, Glance, HistoryPlace, Past, PastRecord, Serial, Timestamp, Workspace,
};
use crate::x509::Name;

/// Records that one call reads at most: some tens of milliseconds.
const READ: usize = 2_000;

/// A kind of what happens. A record can be of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HistoryKind {
    /// Certificates are issued, kept, renewed, named.
    Certificates,
    /// Certificates are revoked, and CRLs tell of it.
    Revocation,
    /// Authorities come, change and go.
    Authorities,
    /// Policies, permissions and access keys.
    Access,
    /// Audit reports.
    Reports,
    /// A private key signs, or is handed out.
    KeyUse,
    /// The workspace itself: its settings, its buckets, its passphrase.
    Workspace,
}

impl HistoryKind {
    /// Every kind.
    pub const EVERY: [Self; 7] = [
        Self::Certificates,
        Self::Revocation,
        Self::Authorities,
        Self::Access,
        Self::Reports,
        Self::KeyUse,
        Self::Workspace,
    ];

    /// Whether a change is of this kind.
    pub fn has(self, change: &Change) -> bool {
        let signs = matches!(
            change,
            Change::CertificateIssued { .. }
                | Change::CrlSigned { .. }
                | Change::OcspResponsesSigned { .. }
                | Change::ManagedKeyExported { .. }
        );
        if self == Self::KeyUse {
            return signs;
        }
        let kind = match change {
            Change::CertificateIssued { .. }
            | Change::ManagedCertificateIssued { .. }
            | Change::ManagedRenewalFailed { .. }
            | Change::ManagedCertificateForgotten { .. }
            | Change::ManagedKeyExported { .. }
            | Change::CertificateAnnotated { .. } => Self::Certificates,
            Change::CertificateRevoked { .. }
            | Change::CrlRequested { .. }
            | Change::CrlSigned { .. }
            | Change::CrlPublished { .. }
            | Change::CrlFailed { .. }
            | Change::OcspResponsesSigned { .. }
            | Change::CrlPartitionOpened { .. } => Self::Revocation,
            Change::AuthorityCreated { .. }
            | Change::AuthorityCertificateInstalled { .. }
            | Change::AuthorityUpdated { .. }
            | Change::AuthorityDeleted { .. }
            | Change::AuthorityRestored { .. }
            | Change::RestorationPeriodEnded { .. }
            | Change::AuthorityRemoved { .. }
            | Change::AuthorityTagged { .. }
            | Change::AuthorityAnnotated { .. } => Self::Authorities,
            Change::PolicyChanged { .. }
            | Change::PermissionGranted { .. }
            | Change::PermissionWithdrawn { .. }
            | Change::AccessKeyAdded { .. }
            | Change::AccessKeyRemoved { .. } => Self::Access,
            Change::AuditReportRequested { .. }
            | Change::AuditReportWritten { .. }
            | Change::AuditReportFailed { .. } => Self::Reports,
            Change::WorkspaceCreated
            | Change::IdentityReplaced
            | Change::SettingsChanged
            | Change::DateConfirmed
            | Change::BucketAdded { .. }
            | Change::BucketRemoved { .. } => Self::Workspace,
        };
        self == kind
    }
}

/// Which records are wanted. One without any condition wants all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// About this authority or a certificate of it.
    pub authority: Option<AuthorityId>,
    /// About the certificate with this serial number.
    pub serial: Option<Serial>,
    /// Of one of these kinds; of any when none is named.
    pub kinds: Vec<HistoryKind>,
    /// Caused by somebody whose name has this text; case does not count.
    pub actor: String,
    /// At this moment or later.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    /// About something whose name has this text, or an event whose name has it, such as `CertificateRevoked`; case does
    /// not count.
    pub text: String,
    /// Behind the record with this number; all with 0.
    pub after: u64,
}

/// Some of the records that are wanted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HistoryPage {
    /// The records, newest first; there can be none before the last page.
    pub entries: Vec<PastRecord>,
    /// Where the next page goes on; absent after the last.
    pub next: Option<HistoryPlace>,
    /// How many records were read for it.
    pub scanned: usize,
}

impl Engine {
    /// The records before a place, or the newest when there is none, as far as `filter` wants them: `limit` of them at
    /// most, and what some thousand records hold, so that a caller can stop between pages. A workspace that is locked or
    /// open for reading only is read as well.
    ///
    /// # Errors
    /// [`Error::Unreadable`] when the file cannot be read, or is not what it was.
    pub fn history(
        &self,
        before: Option<HistoryPlace>,
        filter: &HistoryFilter,
        limit: usize,
    ) -> Result<HistoryPage, Error> {
        let (mut history, workspace) = {
            let log = unpoisoned(&self.log);
            (log.history(before), log.workspace().clone())
        };
        let search = Search::new(filter, &workspace);
        let mut page = HistoryPage::default();
        while page.scanned < READ && page.entries.len() < limit {
            let mut is_over = false;
            let glance = |glance: Glance<'_>| {
                is_over = search.is_over(glance);
                !is_over && search.may_want(glance)
            };
            match history.next(glance)? {
                Some(Past::Record(record)) if search.wants(&record.activity) => page.entries.push(*record),
                Some(_) => {}
                None => break,
            }
            page.scanned += 1;
            if is_over {
                return Ok(page);
            }
        }
        page.next = history.place();
        Ok(page)
    }

    /// A record as it stands in the file, in RON, without the secrets that it brought.
    ///
    /// # Errors
    /// [`Error::Unreadable`] when the file cannot be read, or is not what it was.
    pub fn record_text(&self, record: &PastRecord) -> Result<String, Error> {
        let history = unpoisoned(&self.log).history(None);
        Ok(history.text(record)?)
    }
}

/// A filter made ready, and the state by whose names is looked.
struct Search<'a> {
    filter: &'a HistoryFilter,
    workspace: &'a Workspace,
    text: String,
    actor: String,
    /// As it stands in a line.
    authority: Option<String>,
}

impl<'a> Search<'a> {
    fn new(filter: &'a HistoryFilter, workspace: &'a Workspace) -> Self {
        let fold = |text: &str| text.trim().to_lowercase();
        let authority = filter.authority.map(|id| id.to_string());
        Self { filter, workspace, text: fold(&filter.text), actor: fold(&filter.actor), authority }
    }

    /// Whether neither this record nor any before it is wanted.
    fn is_over(&self, glance: Glance<'_>) -> bool {
        glance.seq <= self.filter.after || self.filter.from.is_some_and(|from| glance.at < from)
    }

    /// Whether it can be wanted, as far as shows in its line.
    fn may_want(&self, glance: Glance<'_>) -> bool {
        let in_time = self.filter.until.is_none_or(|until| glance.at < until);
        let of_it = |id: &String| glance.text.contains(id.as_str());
        in_time && self.authority.as_ref().is_none_or(of_it)
    }

    fn wants(&self, activity: &Activity) -> bool {
        self.by_actor(&activity.actor)
            && (self.wants_every_change() || activity.changes.iter().any(|change| self.wants_change(change)))
    }

    fn wants_every_change(&self) -> bool {
        let filter = self.filter;
        filter.authority.is_none() && filter.serial.is_none() && filter.kinds.is_empty() && self.text.is_empty()
    }

    fn wants_change(&self, change: &Change) -> bool {
        let filter = self.filter;
        let (authority, serial) = (change.authority(), change.serial());
        filter.authority.is_none_or(|wanted| authority == Some(wanted))
            && filter.serial.is_none_or(|wanted| serial == Some(wanted))
            && (filter.kinds.is_empty() || filter.kinds.iter().any(|kind| kind.has(change)))
            && (self.text.is_empty() || self.names(change, authority, serial))
    }

    fn by_actor(&self, actor: &Actor) -> bool {
        let has = |name: &str| has(name, &self.actor);
        self.actor.is_empty()
            || match actor {
                Actor::Window { user } | Actor::CommandLine { user } => has(user),
                Actor::Api { access_key } => has(access_key),
                Actor::Service { principal, user } => has(principal) || user.as_deref().is_some_and(has),
                Actor::Upkeep => has("upkeep"),
            }
    }

    /// Whether a name of what a change is about has the text.
    fn names(&self, change: &Change, authority: Option<AuthorityId>, serial: Option<Serial>) -> bool {
        let has = |text: &str| has(text, &self.text);
        let of_certificate = || {
            let (authority, serial) = (authority?, serial?);
            let row = self.workspace.certificates().get(authority, serial)?;
            let own = row.annotation.and_then(|told| told.name.as_deref());
            let digits: String = self.text.chars().filter(|c| !matches!(c, ':' | ' ')).collect();
            Some(
                has(row.common_name)
                    || has(row.alternative_names)
                    || own.is_some_and(has)
                    || (digits.len() >= 4 && serial.to_string().contains(&digits)),
            )
        };
        let of_authority = || {
            let id = authority?;
            let known = self.workspace.authority_ever(id)?;
            let subject = Name::from_der(known.subject.as_bytes()).ok().and_then(|name| name.common_name());
            Some(known.name.as_deref().is_some_and(has) || subject.as_deref().is_some_and(has) || has(&id.to_string()))
        };
        let beside = match change {
            Change::BucketAdded { name } | Change::BucketRemoved { name } => has(name),
            Change::CrlPublished { bucket, key, .. } => has(bucket) || has(key),
            Change::CrlFailed { reason, .. }
            | Change::AuditReportFailed { reason, .. }
            | Change::ManagedRenewalFailed { reason, .. } => has(reason),
            Change::PermissionGranted { principal, .. } | Change::PermissionWithdrawn { principal, .. } => {
                has(principal)
            }
            Change::AuditReportRequested { report, .. } | Change::AuditReportWritten { report, .. } => {
                has(&report.to_string())
            }
            _ => false,
        };
        // Its Debug form begins with the name of the event.
        let event = format!("{change:?}");
        let event = event.split([' ', '{']).next().unwrap_or_default();
        has(event) || beside || of_certificate() == Some(true) || of_authority() == Some(true)
    }
}

/// Whether `text` has `wanted`, which is in lower case, in any case.
fn has(text: &str, wanted: &str) -> bool {
    text.to_lowercase().contains(wanted)
}
