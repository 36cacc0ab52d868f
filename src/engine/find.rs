//! Looking things up by ARN, as every action begins.

use super::error::{Error, Refusal, sentence};
use super::{Caller, Engine};
use crate::workspace::{
    ArnError, Authority, AuthorityId, CertificateArn, CertificateAuthorityArn, CertificateAuthorityStatus, Timestamp,
    Workspace,
};
use std::sync::Arc;

/// The authority of an ARN that the caller may see.
///
/// # Errors
/// `InvalidArnException` when it is none of an authority, `ResourceNotFoundException` when there is no such authority
/// in the region that is asked, `AccessDeniedException` when it belongs to another account.
pub fn authority(workspace: &Workspace, caller: &Caller, arn: &str) -> Result<Arc<Authority>, Error> {
    let parsed: CertificateAuthorityArn = arn.parse().map_err(invalid_arn)?;
    let found = workspace
        .authority_by_arn(&parsed)
        .filter(|found| found.arn.region == caller.region)
        .cloned()
        .ok_or_else(|| not_found(format!("There is no certificate authority {arn} in {}.", caller.region)))?;
    if found.arn.account != caller.account {
        let message = format!(
            "The account {} may not use {arn}, which belongs to the account {}.",
            caller.account, found.arn.account
        );
        return Err(Error::AccessDenied(Refusal::new(message)));
    }
    Ok(found)
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
