//! Which shard of a partitioned CRL a certificate belongs to. It is decided before the certificate is signed, which
//! names the shard, and holds only if it is still so when the certificate is recorded.

use super::super::Engine;
use super::super::address::{shard_key, uri};
use super::super::template::Template;
use super::list::{CrlList, crl_lists, is_partitioned};
use crate::workspace::{Authority, AuthorityId, CrlPartition, CrlPartitionId, CrlState, Der, Event, Settings};
use crate::x509::Certificate;
use std::sync::Arc;

/// How many certificates a shard takes. Each one that is revoked takes at most 50 octets of the list, reason included,
/// so that a list of all of them takes a megabyte. The service does not say how large its own are.
pub const SHARD: u64 = 20_000;

/// The shard that a certificate will belong to.
#[derive(Debug, Clone)]
pub(in crate::engine) enum Assignment {
    /// None, whatever the CRL is: a root is in no list of its own.
    Outside,
    /// None: the CRL is complete, or off.
    Complete,
    /// The one that is open.
    Open(CrlPartitionId),
    /// One that is opened with the certificate.
    New(Arc<CrlPartition>),
}

/// A certificate that was signed, to be recorded.
pub(in crate::engine) struct Issued<'a> {
    /// Who signed it.
    pub issuer: AuthorityId,
    /// The certificate.
    pub certificate: &'a Certificate,
    /// What it was made by.
    pub template: &'static Template,
    /// The service that asked for it, if one did.
    pub requested_by: Option<String>,
    /// The issuer as it is now, when the certificate points to a CRL of its.
    pub points_to: Option<&'a Authority>,
}

impl Engine {
    /// How many certificates a shard takes.
    pub(in crate::engine) fn shard_size(&self) -> u64 {
        self.options.shard_size.max(1)
    }

    /// The shard of the next certificate of an authority, and the authority as it will be with that shard open: what
    /// is planned on it points there.
    pub(in crate::engine) fn assign_shard(
        &self,
        authority: &Arc<Authority>,
        settings: &Settings,
    ) -> (Arc<Authority>, Assignment) {
        if !is_partitioned(authority) {
            return (authority.clone(), Assignment::Complete);
        }
        if let Some(open) = open(authority, settings, self.shard_size()) {
            return (authority.clone(), Assignment::Open(open.id));
        }
        let id = CrlPartitionId::from_random(self.environment.draw());
        let Some(shard) = shard(authority, settings, id) else {
            return (authority.clone(), Assignment::Complete);
        };
        let shard = Arc::new(shard);
        let mut opened = authority.as_ref().clone();
        opened.crl_partitions.push(shard.clone());
        (Arc::new(opened), Assignment::New(shard))
    }
}

/// The shard of such a name as an authority would open it now; absent unless its CRL is partitioned.
///
/// Without an address its own is a name that leads nowhere: a shard without a critical `issuingDistributionPoint` would
/// claim to be complete (RFC 5280 section 5.2.5).
fn shard(authority: &Authority, settings: &Settings, id: CrlPartitionId) -> Option<CrlPartition> {
    let configuration = authority.enabled_crl().filter(|_| is_partitioned(authority))?;
    let key = shard_key(authority, id);
    Some(CrlPartition {
        id,
        bucket: configuration.s3_bucket_name.clone().unwrap_or_default(),
        address: uri(configuration, settings, &key).unwrap_or_else(|| format!("urn:uuid:{id}")),
        key,
        certificates: 0,
        crl: CrlState::default(),
    })
}

/// Whether a shard lies where one that is opened now would.
fn fits(found: &CrlPartition, authority: &Authority, settings: &Settings) -> bool {
    shard(authority, settings, found.id).is_some_and(|now| {
        (now.bucket, now.key, now.address) == (found.bucket.clone(), found.key.clone(), found.address.clone())
    })
}

/// The shard that takes the next certificate, unless a new one has to.
fn open<'a>(authority: &'a Authority, settings: &Settings, size: u64) -> Option<&'a Arc<CrlPartition>> {
    open_shard(authority, settings).filter(|last| last.certificates < size)
}

/// The last shard of an authority, if it fits the configuration: it takes certificates until it is full.
pub fn open_shard<'a>(authority: &'a Authority, settings: &Settings) -> Option<&'a Arc<CrlPartition>> {
    authority.crl_partitions.last().filter(|last| fits(last, authority, settings))
}

impl Assignment {
    /// Whether a certificate that was planned with it can be recorded on the authority as it is now: the shard that is
    /// open is the same, or there is still none.
    pub(in crate::engine) fn holds(&self, authority: &Authority, settings: &Settings, size: u64) -> bool {
        match (self, open(authority, settings, size)) {
            (Self::Outside, _) => true,
            (Self::Complete, _) => !is_partitioned(authority),
            (Self::Open(id), open) => open.is_some_and(|open| open.id == *id),
            (Self::New(_), Some(_)) => false,
            (Self::New(shard), None) => fits(shard, authority, settings),
        }
    }

    /// What is recorded of a certificate, in order: the shard that is opened with it, itself, what `follows` from it,
    /// and the request for the list that it points to.
    pub(in crate::engine) fn record(&self, issued: Issued<'_>, follows: impl IntoIterator<Item = Event>) -> Vec<Event> {
        let Issued { issuer, certificate, template, requested_by, points_to } = issued;
        let issued = Event::CertificateIssued {
            authority: issuer,
            certificate: Der::from(certificate.der()),
            template: template.name.into(),
            partition: self.partition(),
            requested_by,
        };
        // A certificate that points to a CRL wants one to be there.
        let first = points_to.and_then(|issuer| self.first_request(issuer));
        self.opening(issuer).into_iter().chain([issued]).chain(follows).chain(first).collect()
    }

    /// The shard to be recorded with the certificate.
    fn partition(&self) -> Option<CrlPartitionId> {
        match self {
            Self::Outside | Self::Complete => None,
            Self::Open(id) => Some(*id),
            Self::New(shard) => Some(shard.id),
        }
    }

    /// What is recorded before the certificate.
    fn opening(&self, authority: AuthorityId) -> Option<Event> {
        let Self::New(shard) = self else { return None };
        let CrlPartition { id, bucket, key, address, .. } = shard.as_ref().clone();
        Some(Event::CrlPartitionOpened { authority, partition: id, bucket, key, address })
    }

    /// The request for the list that the certificate points to, unless it lies there or a job is to write it.
    fn first_request(&self, authority: &Authority) -> Option<Event> {
        let partition = self.partition();
        let lies = |list: &CrlList<'_>| list.published().is_some() || list.is_unfinished();
        let found = crl_lists(authority).into_iter().find(|list| list.partition() == partition);
        let wanted = match (self, found) {
            (Self::Outside, _) => false,
            (Self::New(_), _) => true,
            (_, found) => found.is_some_and(|list| !lies(&list)),
        };
        wanted.then(|| Event::CrlRequested { authority: authority.id(), partition })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::x509::extension::CrlReason;
    use crate::x509::{Hash, Name, RevokedCertificate, SignatureAlgorithm, TbsCertList};

    #[test]
    fn a_shard_that_is_revoked_as_a_whole_stays_below_a_mebibyte() {
        let entry = RevokedCertificate {
            serial_number: vec![0xff; 16],
            revocation_date: 1_795_435_200,
            reason: Some(CrlReason::KeyCompromise),
        };
        let list = |entries: u64| TbsCertList {
            signature: SignatureAlgorithm::Ecdsa(Hash::Sha256),
            issuer: Name::from_rdns(Vec::new()).unwrap(),
            this_update: 1_795_435_200,
            next_update: Some(1_795_435_200),
            revoked: (0..entries).map(|_| entry.clone()).collect(),
            extensions: Vec::new(),
        };
        let octets = |entries| list(entries).to_der().unwrap().len();
        assert_eq!(octets(2 * SHARD) - octets(SHARD), 1_000_000);
        assert!(octets(SHARD) < 1 << 20);
    }
}
