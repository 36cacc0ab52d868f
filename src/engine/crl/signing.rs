//! Signing lists (RFC 5280 section 5): what each one says.

use super::super::error::Error;
use super::super::issuance::key_identifier;
use super::super::validity::BACKDATE;
use super::super::{key, stored};
use super::list::CrlList;
use crate::keystore::Signer;
use crate::workspace::{
    Authority, AuthorityId, CertificateRow, CrlConfiguration, CrlPartitionId, Event, Revocation, Sha256Digest,
    Timestamp, Workspace,
};
use crate::x509::extension::{
    AuthorityKeyIdentifier, CrlNumber, CrlReason, DistributionPointName, IssuingDistributionPoint,
};
use crate::x509::{Certificate, CertificateList, Extension, GeneralName, RevokedCertificate, TbsCertList};
use std::collections::HashMap;
use std::sync::Arc;

/// A list that was signed and is not yet published.
pub(super) struct Signed {
    pub(super) partition: Option<CrlPartitionId>,
    pub(super) bucket: String,
    pub(super) key: String,
    pub(super) list: CertificateList,
    pub(super) number: u64,
    pub(super) next_update: Timestamp,
    pub(super) entries: u64,
    this_update: Timestamp,
}

impl Signed {
    pub(super) fn event(&self, authority: AuthorityId) -> Event {
        Event::CrlSigned {
            authority,
            number: self.number,
            this_update: self.this_update,
            next_update: self.next_update,
            entries: self.entries,
            sha256: Sha256Digest::of(self.list.der()),
            partition: self.partition,
        }
    }
}

/// Who signs lists, and when.
pub(super) struct Signing<'a> {
    authority: &'a Authority,
    issuer: Certificate,
    signer: Arc<dyn Signer>,
    now: Timestamp,
    next_update: i64,
}

impl<'a> Signing<'a> {
    pub(super) fn new(
        authority: &'a Authority,
        configuration: &CrlConfiguration,
        signer: Arc<dyn Signer>,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let issuer = stored::own_certificate(authority)?
            .ok_or_else(|| Error::Internal("an active authority has no certificate".into()))?;
        let days = i64::from(configuration.expiration_in_days.unwrap_or(7));
        Ok(Self { authority, issuer, signer, now, next_update: now.seconds() + days * 24 * 60 * 60 })
    }

    pub(super) fn sign(&self, list: &CrlList<'_>, revoked: Vec<RevokedCertificate>) -> Result<Signed, Error> {
        let number = number(list, self.now);
        let this_update = self.now.seconds() - BACKDATE;
        let entries = revoked.len() as u64;
        let mut extensions = vec![
            AuthorityKeyIdentifier::new(key_identifier(&self.issuer)).to_extension(false),
            CrlNumber::from(number).to_extension(false),
        ];
        extensions.extend(list.shard.map(|shard| issuing_point(&shard.address)).transpose()?);
        let tbs = TbsCertList {
            signature: key::signature_algorithm(self.authority.signing_algorithm, self.authority.key_algorithm)?,
            issuer: self.issuer.subject().clone(),
            this_update,
            next_update: Some(self.next_update),
            revoked,
            extensions,
        };
        let der = tbs.to_der()?;
        let signature = self.signer.sign(tbs.signature, &der)?;
        Ok(Signed {
            partition: list.partition(),
            bucket: list.bucket.to_owned(),
            key: list.key.clone().into_owned(),
            list: CertificateList::assemble(&der, tbs.signature, &signature)?,
            number,
            next_update: Timestamp::from_seconds(self.next_update),
            entries,
            this_update: Timestamp::from_seconds(this_update),
        })
    }
}

/// What keeps a shard from being taken for the complete list: critical, and with the very name that its certificates
/// have as their distribution point (RFC 5280 section 5.2.5).
pub(super) fn issuing_point(address: &str) -> Result<Extension, Error> {
    let name = GeneralName::UniformResourceIdentifier(address.to_owned());
    let distribution_point = Some(DistributionPointName::FullName(vec![name]));
    Ok(IssuingDistributionPoint { distribution_point, ..Default::default() }.to_extension(true)?)
}

/// The number of the next one: the time in milliseconds, and always above the last one.
fn number(list: &CrlList<'_>, now: Timestamp) -> u64 {
    (list.state.number + 1).max(now.milliseconds().max(0).unsigned_abs())
}

/// What lists say, in one walk over all that was revoked. Each has every revoked certificate of its own until it has
/// expired, and then once more; only a list that clients could fetch counts as that one more.
///
/// The complete list has those of shards as well: it has no `issuingDistributionPoint`, so its scope is every certificate
/// of the authority, and one that it left out would pass for good.
pub(super) fn revoked(
    workspace: &Workspace,
    authority: AuthorityId,
    lists: &[&CrlList<'_>],
) -> HashMap<Option<CrlPartitionId>, Vec<RevokedCertificate>> {
    // The number of a list is when it was signed, in milliseconds.
    let last = |list: &CrlList<'_>| list.published().and_then(|found| i64::try_from(found.number / 1000).ok());
    let mut found: HashMap<_, _> = lists.iter().map(|list| (list.partition(), (last(list), Vec::new()))).collect();
    for (row, revocation) in workspace.certificates().revoked_by(authority) {
        let shard = row.partition.map(Some);
        for list in [Some(None), shard].into_iter().flatten() {
            if let Some((last, listed)) = found.get_mut(&list)
                && last.is_none_or(|last| row.not_after.seconds() >= last)
            {
                listed.push(entry(&row, revocation));
            }
        }
    }
    found.into_iter().map(|(list, (_, listed))| (list, listed)).collect()
}

fn entry(row: &CertificateRow<'_>, revocation: Revocation) -> RevokedCertificate {
    RevokedCertificate {
        serial_number: row.serial.as_bytes().to_vec(),
        revocation_date: revocation.at.seconds(),
        reason: CrlReason::from_code(revocation.reason.code()).filter(|reason| *reason != CrlReason::Unspecified),
    }
}
