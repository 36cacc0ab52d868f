//! Revoking certificates.

use super::action::{Perform, Request};
use super::api::{CertificateAuthorityStatus, Empty, RevokeCertificateRequest};
use super::commit::Changes;
use super::error::{Error, Refusal};
use super::new_authority::access_of_lists;
use super::{Caller, Engine, access, constraint, crl, find, stored};
use crate::workspace::{
    Authority, CertificateStatus, CrlPartitionId, Event, S3ObjectAcl, Serial, Timestamp, Workspace,
};

/// Revoked certificates of one authority with a complete CRL (service quotas).
const QUOTA: usize = 1_000_000;

impl Perform for RevokeCertificateRequest {
    fn perform(self, engine: &Engine, caller: &Caller) -> Result<Empty, Error> {
        constraint::check(&self)?;
        let workspace = engine.writable()?;
        let authority =
            find::authority(&workspace, caller, Self::ACTION, &self.certificate_authority_arn, engine.now())?;
        let id = authority.id();
        let serial: Serial = self.certificate_serial.parse().map_err(|error| {
            let message = format!("Expected a serial number in hexadecimal: {error}.");
            Error::InvalidRequest(Refusal::new(message).at("certificateSerial"))
        })?;
        check_status(&authority, engine.now())?;
        engine.check_not_self_signed(&workspace, &authority, serial)?;
        for bucket in buckets(&authority, partition(&workspace, &authority, serial)) {
            let acl = authority.enabled_crl().map_or(S3ObjectAcl::PublicRead, access_of_lists);
            engine.check_bucket_of_list(&workspace, &bucket, acl)?;
        }
        let asking = caller.clone();
        engine.commit(caller, move |workspace, now| {
            let authority = Engine::own_authority(workspace, id)?;
            access::check(&authority, &asking, &Self::ACTION.into())?;
            check_status(&authority, now)?;
            check_certificate(workspace, &authority, serial, now)?;
            let reason = self.revocation_reason;
            let mut changes = Changes::of([Event::CertificateRevoked { authority: id, serial, reason }]);
            let lists = lists(&authority, partition(workspace, &authority, serial));
            changes.events.extend(lists.into_iter().map(|partition| Event::CrlRequested { authority: id, partition }));
            Ok((changes, Empty {}))
        })
    }
}

/// The shard that a certificate belongs to.
fn partition(workspace: &Workspace, authority: &Authority, serial: Serial) -> Option<CrlPartitionId> {
    workspace.certificates().get(authority.id(), serial).and_then(|row| row.partition)
}

/// The lists that are to tell of a revoked certificate at once: its shard, or the complete list when it belongs to none.
/// An authority whose CRL is complete again tells it there, too. Where it is partitioned, a complete list from before is
/// not what the certificates of shards point to: it gets them when it is due.
fn lists(authority: &Authority, partition: Option<CrlPartitionId>) -> Vec<Option<CrlPartitionId>> {
    if authority.enabled_crl().is_none() {
        return Vec::new();
    }
    let complete = (partition.is_some() && crl::is_complete(authority)).then_some(None);
    std::iter::once(partition).chain(complete).collect()
}

/// Where those lists lie.
fn buckets(authority: &Authority, partition: Option<CrlPartitionId>) -> Vec<String> {
    let wanted = lists(authority, partition);
    let configured = || authority.enabled_crl().and_then(|crl| crl.s3_bucket_name.clone()).unwrap_or_default();
    let kept = crl::crl_lists(authority);
    let bucket = |list: &Option<CrlPartitionId>| {
        kept.iter().find(|kept| kept.partition() == *list).map_or_else(configured, |kept| kept.bucket.to_owned())
    };
    let mut buckets: Vec<String> = wanted.iter().map(bucket).collect();
    buckets.dedup();
    buckets
}

fn check_status(authority: &Authority, now: Timestamp) -> Result<(), Error> {
    use CertificateAuthorityStatus::{Active, Disabled};
    let message = "The certificate authority is not in a valid state for revoking certificates.";
    find::require_status(authority, now, &[Active, Disabled], message)
}

/// It exists, is not revoked yet, and has not expired.
fn check_certificate(
    workspace: &Workspace,
    authority: &Authority,
    serial: Serial,
    now: Timestamp,
) -> Result<(), Error> {
    let certificates = workspace.certificates();
    let row = certificates.get(authority.id(), serial);
    let Some(row) = row else {
        let message = format!("The certificate authority has issued no certificate {serial}.");
        return Err(Error::ResourceNotFound(Refusal::new(message).at("certificateSerial")));
    };
    match row.status(now) {
        CertificateStatus::Revoked(revocation) => {
            let message = format!("The certificate was revoked {} already.", revocation.at);
            return Err(Error::RequestAlreadyProcessed(Refusal::new(message)));
        }
        CertificateStatus::Expired => {
            let message = format!("The certificate ended {}: nothing is left to revoke.", row.not_after);
            return Err(Error::InvalidRequest(Refusal::new(message).at("certificateSerial")));
        }
        CertificateStatus::Valid | CertificateStatus::NotYetValid => {}
    }
    within_quota(certificates.counts(authority.id()).revoked, crl::is_complete(authority))
}

/// The limit on the revoked certificates of an authority that has revoked so many, with a complete CRL or not.
fn within_quota(revoked: usize, complete: bool) -> Result<(), Error> {
    if revoked < QUOTA || !complete {
        return Ok(());
    }
    let message = format!("The certificate authority has revoked {QUOTA} certificates, its limit.");
    let hint = "Partition its CRL, or disable the authority and replace it by a new one";
    Err(Error::LimitExceeded(Refusal::new(message).hint(hint)))
}

impl Engine {
    /// A root is not revoked by its own CRL: whoever trusts it must remove it.
    fn check_not_self_signed(&self, workspace: &Workspace, authority: &Authority, serial: Serial) -> Result<(), Error> {
        if workspace.certificates().find(authority.id(), serial).is_none() {
            return Ok(());
        }
        let certificate = self.certificate(&authority.arn.certificate(serial))?;
        if !stored::certifies_its_issuer(&certificate, authority)? {
            return Ok(());
        }
        let refusal = Refusal::new("Self-signed certificate can not be revoked");
        Err(Error::InvalidRequest(
            refusal.hint("Disable the authority, and have everybody who trusts the root remove it"),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complete_list_holds_a_million() {
        assert_eq!(within_quota(999_999, true), Ok(()));
        assert_eq!(within_quota(1_000_000, true).unwrap_err().code(), "LimitExceededException");
        assert_eq!(within_quota(1_000_000, false), Ok(()));
    }
}
