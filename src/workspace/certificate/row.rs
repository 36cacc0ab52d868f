//! One certificate of the table, and where it stands.

use serde::{Deserialize, Serialize};

use crate::workspace::{AuthorityId, CrlPartitionId, RevocationReason, Serial, Span, Timestamp};

/// That a certificate was revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: RevocationReason,
}

/// What a person has added to a certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotation {
    /// A name for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A note on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Where a certificate stands at a moment. A revocation outweighs the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateStatus {
    /// Within its validity.
    Valid,
    /// Before its validity.
    NotYetValid,
    /// Past its validity.
    Expired,
    /// Revoked, for good.
    Revoked(Revocation),
}

/// One certificate of the table.
#[derive(Clone, Copy, Debug)]
pub struct CertificateRow<'a> {
    /// Its number.
    pub number: usize,
    /// The authority that issued it.
    pub authority: AuthorityId,
    /// Its serial number.
    pub serial: Serial,
    /// Start of its validity.
    pub not_before: Timestamp,
    /// End of its validity, inclusive.
    pub not_after: Timestamp,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// The name of its template, such as `EndEntityCertificate/V1`.
    pub template: &'a str,
    /// The shard of its authority's CRL that lists it once it is revoked, if the CRL is partitioned.
    pub partition: Option<CrlPartitionId>,
    /// The service that asked for it, such as `acm.amazonaws.com`, if one did.
    pub requested_by: Option<&'a str>,
    /// The common name of its subject, or nothing.
    pub common_name: &'a str,
    /// Its alternative names, a line each, without those that say the common name again.
    pub alternative_names: &'a str,
    /// Its revocation, if it was revoked.
    pub revocation: Option<Revocation>,
    /// What a person has added to it.
    pub annotation: Option<&'a Annotation>,
    pub(in crate::workspace) body: Span,
}

impl CertificateRow<'_> {
    /// Its status at a moment. `notAfter` is inclusive (RFC 5280 section 4.1.2.5).
    pub fn status(&self, now: Timestamp) -> CertificateStatus {
        match self.revocation {
            Some(revocation) => CertificateStatus::Revoked(revocation),
            None if now.seconds() > self.not_after.seconds() => CertificateStatus::Expired,
            None if now < self.not_before => CertificateStatus::NotYetValid,
            None => CertificateStatus::Valid,
        }
    }
}
