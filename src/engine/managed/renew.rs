//! Renewing: another key and another certificate for the same subject and names.

use super::issue::New;
use super::{check_permitted, known, manager, needed};
use crate::engine::error::Error;
use crate::engine::issuance::Requested;
use crate::engine::{Caller, Engine, key, stored};
use crate::keystore::{Signer as _, SoftwareKey};
use crate::workspace::{AuthorityId, CertificateArn, ManagedCertificateId, Serial, Workspace};
use crate::x509::{Certificate, oid};

/// What a renewal has brought, and what it has left to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewed {
    /// The new certificate.
    pub certificate: CertificateArn,
    /// Why the key of the certificate before the last is still in the file, if so. The next unlock tries to erase it
    /// again.
    pub not_erased: Option<String>,
}

impl Engine {
    /// Renews a managed certificate now: a new key, subject and names of the certificate before, and the same validity.
    /// The key of the one before is kept until the next renewal; the one before that is erased.
    ///
    /// # Errors
    /// `ResourceNotFoundException` when there is none; `AccessDeniedException` when the permission lacks one of the three
    /// actions that a renewal needs; `ConcurrentModificationException` when it was renewed or forgotten meanwhile; those
    /// of `IssueCertificate`. Nothing has changed then.
    pub fn renew_managed(&self, caller: &Caller, id: ManagedCertificateId) -> Result<Renewed, Error> {
        let workspace = self.writable()?;
        let kept = known(&workspace, id)?;
        let authority = Self::own_authority(&workspace, kept.authority)?;
        let manager = manager(caller, &authority)?;
        check_permitted(&authority, &manager, needed(true))?;
        let last = version(&workspace, kept.authority, kept.current.serial)?;
        let key = SoftwareKey::generate(key::key_kind(kept.renewal.key_algorithm)?)?;
        let requested = Requested {
            subject: last.subject().clone(),
            public_key: key.public_key().clone(),
            extensions: last.extension(&oid::ID_CE_SUBJECT_ALT_NAME).cloned().into_iter().collect(),
        };
        let replaces = Some(kept.current.serial);
        let new = New { id, authority: kept.authority, key, requested, renewal: kept.renewal.clone(), replaces };
        let serial = self.issue_to_manager(&manager, &new)?;
        let erased = if kept.previous.is_some() { self.erase_superseded() } else { Ok(()) };
        Ok(Renewed {
            certificate: authority.arn.certificate(serial),
            not_erased: erased.err().map(|error| error.message()),
        })
    }
}

/// A certificate of a managed one, as it was issued.
pub(super) fn version(workspace: &Workspace, authority: AuthorityId, serial: Serial) -> Result<Certificate, Error> {
    let row = workspace.certificates().get(authority, serial);
    let row = row.ok_or_else(|| Error::Internal(format!("the managed certificate {serial} is not on record")))?;
    stored::certificate(&workspace.certificate_body(&row)?)
}
