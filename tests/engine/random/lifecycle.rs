//! The life of an authority as section 6 of the contract draws it.

use canopy::engine::Action;
use canopy::workspace::CertificateAuthorityStatus;

use CertificateAuthorityStatus::{Active, Deleted, Disabled, Expired, PendingCertificate};

/// What a status can change by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    Action(Action),
    Time,
    /// Everything else changes no status.
    Nothing,
}

const CREATE: Cause = Cause::Action(Action::CreateCertificateAuthority);
const IMPORT: Cause = Cause::Action(Action::ImportCertificateAuthorityCertificate);
const UPDATE: Cause = Cause::Action(Action::UpdateCertificateAuthority);
const DELETE: Cause = Cause::Action(Action::DeleteCertificateAuthority);
const RESTORE: Cause = Cause::Action(Action::RestoreCertificateAuthority);

/// Before, by what, after; nothing where the API knows of no authority.
type Transition = (Option<CertificateAuthorityStatus>, Cause, Option<CertificateAuthorityStatus>);

/// No authority is ever CREATING or FAILED here: it is created whole or not at all.
const TRANSITIONS: [Transition; 15] = [
    (None, CREATE, Some(PendingCertificate)),
    (Some(PendingCertificate), IMPORT, Some(Active)),
    (Some(Active), UPDATE, Some(Disabled)),
    (Some(Disabled), UPDATE, Some(Active)),
    (Some(Active), Cause::Time, Some(Expired)),
    (Some(Disabled), Cause::Time, Some(Expired)),
    (Some(Expired), IMPORT, Some(Active)),
    (Some(Expired), IMPORT, Some(Disabled)),
    (Some(Disabled), DELETE, Some(Deleted)),
    (Some(PendingCertificate), DELETE, Some(Deleted)),
    (Some(Expired), DELETE, Some(Deleted)),
    (Some(Deleted), RESTORE, Some(Disabled)),
    (Some(Deleted), RESTORE, Some(PendingCertificate)),
    (Some(Deleted), RESTORE, Some(Expired)),
    (Some(Deleted), Cause::Time, None),
];

/// Where an authority stands, and what it will come back to.
#[derive(Debug, Clone, Copy)]
pub struct Life {
    pub status: Option<CertificateAuthorityStatus>,
    /// What it was before it expired or was deleted.
    awake: CertificateAuthorityStatus,
}

impl Life {
    /// Of one that is met for the first time.
    pub fn begun(status: CertificateAuthorityStatus) -> Self {
        Self { status: Some(status), awake: status }
    }

    /// Goes on to `after`, if there is a way.
    pub fn goes_on(&mut self, cause: Cause, after: Option<CertificateAuthorityStatus>) -> Result<(), String> {
        let before = self.status;
        if before == after {
            return Ok(());
        }
        if !TRANSITIONS.contains(&(before, cause, after)) {
            return Err(format!("{before:?} became {after:?} by {cause:?}"));
        }
        match (before, after) {
            (Some(Expired), Some(Active | Disabled)) if after != Some(self.awake) => {
                return Err(format!("what was {:?} before it expired came back as {after:?}", self.awake));
            }
            (Some(Deleted), Some(PendingCertificate)) if self.awake != PendingCertificate => {
                return Err(format!("what was {:?} before it was deleted came back as {after:?}", self.awake));
            }
            (Some(Deleted), Some(Disabled | Expired)) if self.awake == PendingCertificate => {
                return Err(format!("what had no certificate came back as {after:?}"));
            }
            // Never straight back to ACTIVE, nor by way of EXPIRED.
            (Some(Deleted), Some(Expired)) => self.awake = Disabled,
            (_, Some(now @ (PendingCertificate | Active | Disabled))) => self.awake = now,
            _ => {}
        }
        self.status = after;
        Ok(())
    }
}
