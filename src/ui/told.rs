//! What records of the workspace say, in words.

use super::ask::Select;
use super::search::authority_name;
use super::words;
use crate::engine::CERTIFICATE_MANAGER;
use crate::workspace::{
    Activity, Actor, AuthorityId, CertificateAuthorityStatus, Change, ManagedCertificateId, Serial, Workspace,
};
use crate::x509::inspect::display;

/// What a record or a change says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// What was done: `Issued api.acme.example`.
    pub words: String,
    /// The same without what it was done to: `Issued`.
    pub act: String,
    /// What it was done to: `api.acme.example`; empty when that is the workspace.
    pub object: String,
    /// What matters about it: `from Prod Issuing CA`.
    pub aside: String,
    /// Where it is shown.
    pub select: Option<Select>,
}

impl Told {
    /// All of it: `Issued api.acme.example from Prod Issuing CA`, `Revoked laptop-0412, key compromise`.
    pub fn sentence(&self) -> String {
        let goes_on = ["from ", "to ", "by "].iter().any(|word| self.aside.starts_with(word));
        match (self.aside.is_empty(), goes_on) {
            (true, _) => self.words.clone(),
            (false, true) => format!("{} {}", self.words, self.aside),
            (false, false) => format!("{}, {}", self.words, self.aside),
        }
    }
}

/// What was done and what to, what matters about it, and where it is shown.
type Parts = ((String, String), String, Option<Select>);

/// Who caused a record, and from where: `ada`, `Window`. Safe to show.
pub fn actor(actor: &Actor) -> (String, &'static str) {
    let safe = |name: &str| display::safe(name).into_owned();
    match actor {
        Actor::Window { user } => (safe(user), "Window"),
        Actor::CommandLine { user } => (safe(user), "Command line"),
        Actor::Api { access_key } => (safe(access_key), "API"),
        Actor::Service { principal, user: Some(user) } => {
            (format!("{} for {}", safe(principal), safe(user)), "Service")
        }
        Actor::Service { principal, user: None } => (safe(principal), "Service"),
        Actor::Upkeep => ("Canopy".to_owned(), "Upkeep"),
    }
}

/// The same in a sentence: `ada at the window`.
pub fn actor_words(who: &Actor) -> String {
    let (name, _) = actor(who);
    match who {
        Actor::Window { .. } => format!("{name} at the window"),
        Actor::CommandLine { .. } => format!("{name} at the command line"),
        Actor::Api { .. } => format!("Access key {name}"),
        Actor::Service { .. } => name,
        Actor::Upkeep => "Canopy, work that was due".to_owned(),
    }
}

/// Tells changes by the names that a workspace has for what they are about.
pub struct Teller<'a>(pub &'a Workspace);

impl Teller<'_> {
    /// A record is told by its weightiest change; one that only asks for a CRL is told by that CRL.
    pub fn record(&self, activity: &Activity) -> Option<Told> {
        let change = activity.changes.iter().max_by_key(|change| weight(change))?;
        let told = self.change(change)?;
        let also = activity.changes.iter().filter(|other| weight(other) == weight(change)).count() - 1;
        let words = if also > 0 { format!("{} and {} more", told.words, words::count(also)) } else { told.words };
        Some(Told { words, ..told })
    }

    /// A change on its own; nothing for one that is told by another.
    pub fn change(&self, change: &Change) -> Option<Told> {
        if matches!(change, Change::CrlRequested { .. }) {
            return None;
        }
        Some(self.any_change(change))
    }

    /// The same in a list that leaves nothing out.
    pub fn any_record(&self, activity: &Activity) -> Told {
        let nothing = || Told { words: "Noted a request".into(), act: "Noted a request".into(), ..Told::default() };
        let weightiest = || activity.changes.first().map(|change| self.any_change(change));
        self.record(activity).or_else(weightiest).unwrap_or_else(nothing)
    }

    /// A change on its own, also one that is told by another.
    pub fn any_change(&self, change: &Change) -> Told {
        let ((act, object), aside, select) = self.told(change);
        let words = if object.is_empty() { act.clone() } else { format!("{act} {object}") };
        Told { words, act, object, aside, select }
    }

    fn told(&self, change: &Change) -> Parts {
        let about = |id: &AuthorityId, act: &str| {
            let authority = self.0.authority(*id);
            let words = (act.to_owned(), self.name(*id));
            (words, String::new(), authority.map(|authority| Select::Authority(authority.arn.clone())))
        };
        let plain = |act: &str, object: &str| ((act.to_owned(), object.to_owned()), String::new(), None);
        match change {
            Change::WorkspaceCreated => plain("Created this workspace", ""),
            Change::IdentityReplaced => plain("Changed the passphrase", ""),
            Change::DateConfirmed => plain("Confirmed", "the date"),
            Change::SettingsChanged => plain("Changed the settings", ""),
            Change::BucketAdded { name } => plain("Added bucket", name),
            Change::BucketRemoved { name } => plain("Removed bucket", name),
            Change::AccessKeyAdded { id } => plain("Added access key", id),
            Change::AccessKeyRemoved { id } => plain("Removed access key", id),
            Change::OcspResponsesSigned { authority, count } => {
                let (words, _, select) = about(authority, "Signed OCSP responses of");
                let count = usize::try_from(*count).unwrap_or(usize::MAX);
                (words, words::counted(count, "response"), select)
            }
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
                (words, format!("to bucket {bucket}"), select)
            }
            Change::CrlFailed { authority, reason } => {
                let (words, _, select) = about(authority, "Could not publish the CRL of");
                (words, reason.clone(), select)
            }
            Change::CrlPartitionOpened { authority, .. } => about(authority, "Opened another shard of the CRL of"),
            Change::AuthorityDeleted { authority, restorable_until } => {
                let (words, _, select) = about(authority, "Deleted");
                (words, format!("can be restored until {}", words::date(*restorable_until)), select)
            }
            Change::AuthorityRestored { authority } => about(authority, "Restored"),
            Change::RestorationPeriodEnded { authority } => about(authority, "Found the time over to restore"),
            Change::AuthorityRemoved { authority } => about(authority, "Erased the key of"),
            Change::AuthorityTagged { authority, tags } => {
                let (words, _, select) = about(authority, "Changed the tags of");
                (words, words::counted(*tags, "tag"), select)
            }
            Change::PolicyChanged { authority, attached: true } => about(authority, "Attached a policy to"),
            Change::PolicyChanged { authority, attached: false } => about(authority, "Removed the policy of"),
            Change::PermissionGranted { authority, principal, .. } => {
                let (words, _, select) = about(authority, "Granted a permission on");
                (words, format!("to {principal}"), select)
            }
            Change::PermissionWithdrawn { authority, principal, .. } => {
                let (words, _, select) = about(authority, "Withdrew a permission on");
                (words, format!("from {principal}"), select)
            }
            Change::AuditReportRequested { authority, .. } => about(authority, "Asked for an audit report of"),
            Change::AuditReportWritten { authority, certificates, .. } => {
                let (words, _, select) = about(authority, "Wrote an audit report of");
                let certificates = usize::try_from(*certificates).unwrap_or(usize::MAX);
                (words, words::counted(certificates, "certificate"), select)
            }
            Change::AuditReportFailed { authority, reason, .. } => {
                let (words, _, select) = about(authority, "Could not write an audit report of");
                (words, reason.clone(), select)
            }
            Change::ManagedCertificateIssued { authority, serial, .. } => self.certificate(
                "Issued",
                *authority,
                *serial,
                format!("to {CERTIFICATE_MANAGER}, which keeps its key"),
            ),
            Change::ManagedRenewalFailed { managed, reason, .. } => self.managed("Could not renew", *managed, reason),
            Change::ManagedCertificateForgotten { managed, .. } => {
                self.managed("Erased the keys of", *managed, "no longer managed")
            }
            Change::ManagedKeyExported { managed, serial, form, .. } => {
                let aside = format!("by {CERTIFICATE_MANAGER}, as {}", form.words());
                match self.0.managed_certificate(*managed) {
                    Some(kept) => {
                        let (words, aside, _) =
                            self.certificate("Handed out the key of", kept.authority, *serial, aside);
                        (words, aside, Some(Select::Managed(*managed)))
                    }
                    None => plain("Handed out the key of", "a certificate"),
                }
            }
            Change::CrlRequested { authority } => about(authority, "Asked for a CRL of"),
        }
    }

    fn from(&self, authority: AuthorityId) -> String {
        format!("from {}", self.name(authority))
    }

    /// An authority by its name, also one that is gone.
    fn name(&self, id: AuthorityId) -> String {
        let known = self.0.authority_ever(id);
        known.map_or_else(|| "an authority".to_owned(), |authority| authority_name(authority))
    }

    fn managed(&self, act: &str, id: ManagedCertificateId, aside: &str) -> Parts {
        let Some(kept) = self.0.managed_certificate(id) else {
            return ((act.to_owned(), "a certificate".to_owned()), aside.to_owned(), None);
        };
        let (words, aside, _) = self.certificate(act, kept.authority, kept.current.serial, aside.to_owned());
        (words, aside, Some(Select::Managed(id)))
    }

    fn certificate(&self, act: &str, authority: AuthorityId, serial: Serial, aside: String) -> Parts {
        let certificates = self.0.certificates();
        let row = certificates.get(authority, serial);
        let name = row.map_or_else(|| serial.to_string(), |row| words::certificate_name(&row));
        let arn = self.0.authority(authority).map(|authority| authority.arn.certificate(serial));
        ((act.to_owned(), name), aside, arn.map(Select::Certificate))
    }
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
        Change::AuthorityDeleted { .. } | Change::AuthorityRemoved { .. } => 6,
        // It says of the certificate that was issued in the same record to whom.
        Change::ManagedCertificateIssued { .. } => 6,
        Change::CertificateIssued { .. } => 5,
        Change::CrlFailed { .. } => 4,
        Change::CrlRequested { .. } => 0,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_go_on_is_set_off_by_a_comma() {
        let told = |aside: &str| Told { words: "Issued a".into(), aside: aside.into(), ..Told::default() }.sentence();
        assert_eq!(told("from b"), "Issued a from b");
        assert_eq!(told("key compromise"), "Issued a, key compromise");
        assert_eq!(told(""), "Issued a");
    }

    #[test]
    fn everybody_who_causes_records_has_words() {
        let user = || "ada".to_owned();
        let service = |user| Actor::Service { principal: "acm.amazonaws.com".into(), user };
        let actors = [
            (Actor::Window { user: user() }, "ada at the window", "Window"),
            (Actor::CommandLine { user: user() }, "ada at the command line", "Command line"),
            (Actor::Api { access_key: "AKIA1".into() }, "Access key AKIA1", "API"),
            (service(Some(user())), "acm.amazonaws.com for ada", "Service"),
            (service(None), "acm.amazonaws.com", "Service"),
            (Actor::Upkeep, "Canopy, work that was due", "Upkeep"),
        ];
        for (who, words, from) in actors {
            assert_eq!((actor_words(&who).as_str(), actor(&who).1), (words, from));
        }
        assert_eq!(actor(&Actor::Window { user: "a\u{202e}b".into() }).0, "a\\u{202E}b");
    }
}
