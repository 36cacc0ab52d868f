//! What happened lately, a line for each record.

use crate::ui::ask::Select;
use crate::ui::search::authority_name;
use crate::ui::words;
use crate::workspace::{
    Activity, Authority, AuthorityId, CertificateAuthorityStatus, Change, Serial, Timestamp, Workspace,
};
use std::sync::Arc;

/// A record in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What was done: `Issued api.acme.example`.
    pub words: String,
    /// What matters about it: `from Prod Issuing CA`.
    pub aside: String,
    /// When.
    pub at: Timestamp,
    /// Where it is shown.
    pub select: Option<Select>,
}

/// The last `limit` records that a person would want to see, newest first.
pub fn lines(workspace: &Workspace, limit: usize) -> Vec<Line> {
    let (teller, activity) = (Teller(workspace), workspace.recent_activity());
    // That a CRL was published says that it was signed.
    let published: Vec<u64> = activity
        .iter()
        .flat_map(|activity| &activity.changes)
        .filter_map(|change| if let Change::CrlPublished { number, .. } = change { Some(*number) } else { None })
        .collect();
    let only_signs = |activity: &Activity| {
        let signs = |change: &Change| matches!(change, Change::CrlSigned { number, .. } if published.contains(number));
        activity.changes.iter().all(signs)
    };
    let told = activity.iter().filter(|activity| !only_signs(activity));
    told.filter_map(|activity| teller.line(activity)).take(limit).collect()
}

struct Teller<'a>(&'a Workspace);

impl Teller<'_> {
    /// A record is told by its weightiest change; one that only asks for a CRL is told by that CRL.
    fn line(&self, activity: &Activity) -> Option<Line> {
        let change = activity.changes.iter().max_by_key(|change| weight(change))?;
        let (words, aside, select) = self.told(change)?;
        let also = activity.changes.iter().filter(|other| weight(other) == weight(change)).count() - 1;
        let words = if also > 0 { format!("{words} and {} more", words::count(also)) } else { words };
        Some(Line { words, aside, at: activity.at, select })
    }

    fn told(&self, change: &Change) -> Option<(String, String, Option<Select>)> {
        let about = |id: &AuthorityId, words: &str| {
            let authority = self.0.authority(*id);
            let words = format!("{words} {}", name(authority));
            (words, String::new(), authority.map(|authority| Select::Authority(authority.arn.clone())))
        };
        let plain = |words: String| (words, String::new(), None);
        Some(match change {
            Change::WorkspaceCreated => plain("Created this workspace".into()),
            Change::IdentityReplaced => plain("Changed the passphrase".into()),
            Change::SettingsChanged => plain("Changed the settings".into()),
            Change::BucketAdded { name } => plain(format!("Added bucket {name}")),
            Change::BucketRemoved { name } => plain(format!("Removed bucket {name}")),
            Change::AuthorityCreated { authority } => about(authority, "Created"),
            Change::AuthorityCertificateInstalled { authority } => about(authority, "Installed the certificate of"),
            Change::AuthorityUpdated { authority, status, .. } => about(authority, updated(*status)),
            Change::AuthorityAnnotated { authority } => about(authority, "Noted something on"),
            Change::CertificateIssued { authority, serial } => {
                self.certificate("Issued", *authority, *serial, self.from(*authority))
            }
            Change::CertificateRevoked { authority, serial, reason } => {
                self.certificate("Revoked", *authority, *serial, words::reason(*reason).to_lowercase())
            }
            Change::CertificateAnnotated { authority, serial } => {
                self.certificate("Noted something on", *authority, *serial, String::new())
            }
            Change::CrlSigned { authority, entries, .. } => {
                let (words, _, select) = about(authority, "Signed the CRL of");
                let entries = usize::try_from(*entries).unwrap_or(usize::MAX);
                (words, words::counted(entries, "entry"), select)
            }
            Change::CrlPublished { authority, bucket, .. } => {
                let (words, _, select) = about(authority, "Published the CRL of");
                (words, format!("to {bucket}"), select)
            }
            Change::CrlFailed { authority, reason } => {
                let (words, _, select) = about(authority, "Could not publish the CRL of");
                (words, reason.clone(), select)
            }
            Change::CrlRequested { .. } => return None,
        })
    }

    fn from(&self, authority: AuthorityId) -> String {
        format!("from {}", name(self.0.authority(authority)))
    }

    fn certificate(
        &self,
        act: &str,
        authority: AuthorityId,
        serial: Serial,
        aside: String,
    ) -> (String, String, Option<Select>) {
        let certificates = self.0.certificates();
        let row = certificates.get(authority, serial);
        let name = row.map_or_else(|| serial.to_string(), |row| words::certificate_name(&row));
        let arn = self.0.authority(authority).map(|authority| authority.arn.certificate(serial));
        (format!("{act} {name}"), aside, arn.map(Select::Certificate))
    }
}

fn name(authority: Option<&Arc<Authority>>) -> String {
    authority.map_or_else(|| "an authority".to_owned(), |authority| authority_name(authority))
}

fn updated(status: Option<CertificateAuthorityStatus>) -> &'static str {
    match status {
        Some(CertificateAuthorityStatus::Active) => "Enabled",
        Some(CertificateAuthorityStatus::Disabled) => "Disabled",
        Some(CertificateAuthorityStatus::Deleted) => "Deleted",
        _ => "Changed the revocation of",
    }
}

/// Of the changes of a record, the weightiest is told.
fn weight(change: &Change) -> u8 {
    match change {
        Change::WorkspaceCreated => 9,
        Change::AuthorityCreated { .. } => 8,
        Change::CertificateRevoked { .. } => 7,
        Change::AuthorityCertificateInstalled { .. } => 6,
        Change::CertificateIssued { .. } => 5,
        Change::CrlFailed { .. } => 4,
        Change::CrlRequested { .. } => 0,
        _ => 3,
    }
}
