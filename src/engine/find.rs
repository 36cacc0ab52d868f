//! Looking things up by ARN, as every action begins.

use super::access::{self, Wanted};
use super::error::{Error, Refusal, sentence};
use super::{Caller, Engine};
use crate::workspace::{
    ArnError, Authority, AuthorityId, CertificateArn, CertificateAuthorityArn, CertificateAuthorityStatus, Timestamp,
    Workspace,
};
use std::sync::Arc;

/// The authority of an ARN, if the caller may do with it what `wanted` says.
///
/// # Errors
/// `InvalidArnException` when it is none of an authority, `ResourceNotFoundException` when there is no such authority
/// in the region that is asked or its restoration period is over, `AccessDeniedException` when the caller may not.
pub fn authority<'a>(
    workspace: &Workspace,
    caller: &Caller,
    wanted: impl Into<Wanted<'a>>,
    arn: &str,
    now: Timestamp,
) -> Result<Arc<Authority>, Error> {
    let parsed: CertificateAuthorityArn = arn.parse().map_err(invalid_arn)?;
    let found = workspace
        .authority_by_arn(&parsed)
        .filter(|found| found.arn.region == caller.region && !found.is_past_restoration(now))
        .cloned()
        .ok_or_else(|| gone(arn, &caller.region))?;
    access::check(&found, caller, &wanted.into())?;
    Ok(found)
}

/// `ResourceNotFoundException` for an authority that is not there, or not any more.
pub fn gone(arn: &str, region: &str) -> Error {
    not_found(format!("There is no certificate authority {arn} in {region}."))
}

/// The ARN of a certificate of that authority.
///
/// # Errors
/// `InvalidArnException`, or `ResourceNotFoundException` when it is of another authority.
pub fn certificate_arn(authority: &Authority, arn: &str) -> Result<CertificateArn, Error> {
    let parsed: CertificateArn = arn.parse().map_err(invalid_arn)?;
    if parsed.authority == authority.arn {
        return Ok(parsed);
    }
    Err(not_found(format!("The certificate {arn} is not one of {}.", authority.arn)))
}

/// `ResourceNotFoundException` with a sentence.
pub fn not_found(message: String) -> Error {
    Error::ResourceNotFound(Refusal::new(message))
}

fn invalid_arn(error: ArnError) -> Error {
    // The service says the first sentence and no more.
    Error::InvalidArn(Refusal::new(format!("Not a valid arn. {}", sentence(&error.to_string()))))
}

impl Engine {
    /// The stored authority of an id that came out of the workspace itself.
    pub(super) fn own_authority(workspace: &Workspace, id: AuthorityId) -> Result<Arc<Authority>, Error> {
        workspace
            .authority(id)
            .cloned()
            .ok_or_else(|| not_found(format!("There is no certificate authority {id} any more.")))
    }
}

/// Refuses unless the authority's status is one of `allowed`.
///
/// # Errors
/// `InvalidStateException` with `message` and the status that was found.
pub fn require_status(
    authority: &Authority,
    now: Timestamp,
    allowed: &[CertificateAuthorityStatus],
    message: &str,
) -> Result<(), Error> {
    let status = authority.status(now);
    if allowed.contains(&status) {
        return Ok(());
    }
    let allowed: Vec<&str> = allowed.iter().map(|status| status.as_str()).collect();
    let message = format!("{message} It is {status}, expected {}.", allowed.join(" or "));
    Err(Error::InvalidState(Refusal::new(message)))
}

/// Refuses an authority that never came to be or is deleted: nothing about it is read or changed any more.
///
/// # Errors
/// `InvalidStateException` with `message` and the status that was found.
pub fn require_live(authority: &Authority, now: Timestamp, message: &str) -> Result<(), Error> {
    use CertificateAuthorityStatus::{Active, Disabled, Expired, PendingCertificate};
    require_status(authority, now, &[PendingCertificate, Active, Disabled, Expired], message)
}
