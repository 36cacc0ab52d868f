//! What can be done with an authority or a certificate as it stands. Pages, menus, the palette and the inspector all ask
//! here, so that each tells the same reason. Whether the workspace is unlocked comes on top of it.

use crate::engine::{Template, TemplateKind, next_audit_report};
use crate::workspace::{Authority, CertificateAuthorityStatus, CertificateRow, CertificateStatus, Timestamp};
use crate::x509::Certificate;

/// Why an act cannot be done, in a few words; `None` when it can.
pub type Blocked = Option<&'static str>;

/// Issuing certificates: an active authority only.
pub fn issue(status: CertificateAuthorityStatus) -> Blocked {
    match status {
        CertificateAuthorityStatus::Active => None,
        CertificateAuthorityStatus::Disabled => Some("The authority is disabled"),
        CertificateAuthorityStatus::Expired => Some("The authority’s certificate has expired"),
        CertificateAuthorityStatus::Deleted => Some("The authority is deleted"),
        CertificateAuthorityStatus::PendingCertificate | CertificateAuthorityStatus::Creating => {
            Some("Install its certificate first")
        }
        CertificateAuthorityStatus::Failed => Some("The authority could not be created"),
    }
}

/// Signing the certificate of an authority below this one: an active authority whose path length allows it.
pub fn subordinate(authority: &Authority, now: Timestamp) -> Blocked {
    issue(authority.status(now)).or_else(|| (!can_sign_authorities(authority)).then_some("It can have no CA below it"))
}

/// Whether its certificate lets it sign another authority (RFC 5280 section 4.2.1.9).
fn can_sign_authorities(authority: &Authority) -> bool {
    let Some(installed) = &authority.installed else { return false };
    let certificate = Certificate::from_der(installed.certificate.as_bytes()).ok();
    let constraints = certificate.as_ref().and_then(Certificate::basic_constraints);
    constraints.is_some_and(|constraints| constraints.path_len_constraint != Some(0))
}

/// Signing a CRL: an active or disabled authority that is configured to.
pub fn crl(authority: &Authority, now: Timestamp) -> Blocked {
    match authority.status(now) {
        _ if authority.enabled_crl().is_none() => Some("The CRL is off"),
        CertificateAuthorityStatus::Active | CertificateAuthorityStatus::Disabled => None,
        _ => Some("Only an active or disabled authority signs CRLs"),
    }
}

/// Enabling, disabling and configuring: an active or disabled authority.
pub fn update(status: CertificateAuthorityStatus) -> Blocked {
    match status {
        CertificateAuthorityStatus::Active | CertificateAuthorityStatus::Disabled => None,
        other => issue(other),
    }
}

/// Granting and withdrawing, attaching and removing: an authority that is there, whatever it can sign.
pub fn access(status: CertificateAuthorityStatus) -> Blocked {
    use CertificateAuthorityStatus::{Active, Disabled, Expired, PendingCertificate};
    match status {
        PendingCertificate | Active | Disabled | Expired => None,
        other => issue(other),
    }
}

/// Letting it issue again: a disabled authority.
pub fn enable(status: CertificateAuthorityStatus) -> Blocked {
    match status {
        CertificateAuthorityStatus::Disabled => None,
        CertificateAuthorityStatus::Active => Some("It is active already"),
        other => issue(other),
    }
}

/// Having it issue nothing any more: an active authority.
pub fn disable(status: CertificateAuthorityStatus) -> Blocked {
    issue(status)
}

/// Deleting: any authority that is not deleted. An active one is disabled before.
pub fn delete(status: CertificateAuthorityStatus) -> Blocked {
    (status == CertificateAuthorityStatus::Deleted).then_some("It is deleted already")
}

/// Restoring: a deleted authority whose time is not over.
pub fn restore(authority: &Authority, now: Timestamp) -> Blocked {
    match authority.status(now) {
        CertificateAuthorityStatus::Deleted if authority.is_past_restoration(now) => {
            Some("The time in which it could be restored is over")
        }
        CertificateAuthorityStatus::Deleted => None,
        _ => Some("It is not deleted"),
    }
}

/// Giving and removing tags: any authority that came to be and is not deleted.
pub fn tags(status: CertificateAuthorityStatus) -> Blocked {
    use CertificateAuthorityStatus::{Creating, Deleted, Failed};
    if [Creating, Deleted, Failed].contains(&status) { issue(status) } else { None }
}

/// Revoking a certificate that `issuer` has issued.
pub fn revoke(row: &CertificateRow<'_>, issuer: &Authority, now: Timestamp) -> Blocked {
    match row.status(now) {
        CertificateStatus::Revoked(_) => return Some("Already revoked"),
        CertificateStatus::Expired => return Some("It has expired: nothing is left to revoke"),
        CertificateStatus::Valid | CertificateStatus::NotYetValid => {}
    }
    // Its own list cannot make anybody distrust a root.
    if Template::named(row.template).is_some_and(|template| template.kind == TemplateKind::Root) {
        return Some("A root is not revoked by its own CRL: whoever trusts it must remove it");
    }
    update(issuer.status(now))
}

/// Asking for an audit report: an active or disabled authority, once in 30 minutes.
pub fn report(authority: &Authority, now: Timestamp) -> Blocked {
    let status = authority.status(now);
    update(status).or_else(|| next_audit_report(authority, now).map(|_| "One audit report in 30 minutes"))
}
