//! A certificate authority: what the workspace knows about it.

mod access;
mod audit_report;
mod crl;
mod crl_partition;
mod kind;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use access::{ActionType, GrantedPermission};
pub(in crate::workspace) use audit_report::apply as apply_audit_report;
pub use audit_report::{AuditReport, AuditReportProgress, AuditReportResponseFormat};
pub use crl::{CrlJob, CrlState, PublishedCrl};
pub use crl_partition::CrlPartition;
pub use kind::{
    CertificateAuthorityStatus, CertificateAuthorityType, CertificateAuthorityUsageMode, KeyStorageSecurityStandard,
    Tag,
};

use super::{
    AuthorityId, CertificateAuthorityArn, CreatedAuthority, CrlConfiguration, CrlPartitionId, Der, KeyAlgorithm,
    RevocationConfiguration, SecretId, SigningAlgorithm, Timestamp,
};

/// A certificate authority of the workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    /// Its name towards the API. The last part, [`Self::id`], is its name inside the workspace.
    pub arn: CertificateAuthorityArn,
    /// Root or subordinate.
    pub authority_type: CertificateAuthorityType,
    /// Algorithm and size of its key.
    pub key_algorithm: KeyAlgorithm,
    /// What it signs its CSR, CRLs and OCSP responses with.
    pub signing_algorithm: SigningAlgorithm,
    /// Subject, as the DER of an RFC 5280 `Name`.
    pub subject: Der,
    /// Its certification request (RFC 2986).
    pub csr: Der,
    /// Its private key: PKCS#8, sealed to the workspace's identity.
    pub key: SecretId,
    /// When it was created.
    pub created_at: Timestamp,
    /// When its status last changed.
    pub last_state_change_at: Timestamp,
    /// The stored status, never `EXPIRED`; ask [`Self::status`] for the one of a moment.
    pub stored_status: CertificateAuthorityStatus,
    /// Its certificate, once it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installed: Option<InstalledCertificate>,
    /// How revocation is told.
    pub revocation_configuration: RevocationConfiguration,
    /// General purpose, or certificates of at most seven days.
    pub usage_mode: CertificateAuthorityUsageMode,
    /// The standard that was asked for when it was created.
    pub key_storage_security_standard: KeyStorageSecurityStandard,
    /// Labels, in the order given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// Until when a deleted authority can be restored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restorable_until: Option<Timestamp>,
    /// What a restoration brings back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_before_deletion: Option<CertificateAuthorityStatus>,
    /// When it was first seen that it can no longer be restored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restoration_ended_at: Option<Timestamp>,
    /// What services may do with it, in the order granted.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub permissions: Arc<Vec<GrantedPermission>>,
    /// Its resource policy, JSON as it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Arc<str>>,
    /// Its audit reports, oldest first.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub audit_reports: Arc<Vec<AuditReport>>,
    /// Its certificate revocation list.
    #[serde(default)]
    pub crl: CrlState,
    /// The shards of its CRL, oldest first; none unless it is or was partitioned. The last one takes new certificates
    /// while it fits the configuration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crl_partitions: Vec<Arc<CrlPartition>>,
    /// A person's name for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A person's note on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The authority of this workspace that issued its certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<AuthorityId>,
    /// How often its key has signed: its CSR, certificates, CRLs and OCSP responses.
    pub key_uses: u64,
    /// When its key last signed.
    pub last_key_use: Timestamp,
}

/// The certificate of an authority, and the fields of it that are asked for all the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstalledCertificate {
    /// The certificate.
    pub certificate: Der,
    /// From its issuer to the root, root last; empty for a root.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chain: Vec<Der>,
    /// Its serial number as the content octets of the DER INTEGER. An authority outside may use any
    /// of up to 20 octets, so it need not be a [`Serial`](super::Serial).
    pub serial_number: Der,
    /// Start of its validity.
    pub not_before: Timestamp,
    /// End of its validity, inclusive (RFC 5280 section 4.1.2.5).
    pub not_after: Timestamp,
    /// When it was installed.
    pub installed_at: Timestamp,
}

impl Authority {
    /// Its name inside the workspace.
    pub fn id(&self) -> AuthorityId {
        self.arn.id
    }

    /// Its status at a moment: `EXPIRED` if its certificate is past its validity, whether it was
    /// active or disabled; a deletion outweighs that.
    pub fn status(&self, now: Timestamp) -> CertificateAuthorityStatus {
        use CertificateAuthorityStatus::{Active, Disabled, Expired};
        match (self.stored_status, &self.installed) {
            (Active | Disabled, Some(installed)) if installed.has_expired(now) => Expired,
            (stored, _) => stored,
        }
    }

    /// When the status of a moment began: that of `EXPIRED` with the end of the certificate, which no record tells.
    pub fn state_changed_at(&self, now: Timestamp) -> Timestamp {
        match &self.installed {
            Some(installed) if self.status(now) == CertificateAuthorityStatus::Expired => {
                installed.not_after.max(self.last_state_change_at)
            }
            _ => self.last_state_change_at,
        }
    }

    /// Whether it was deleted and the time in which it could be restored has passed: to the API it is gone, although
    /// its key may still lie in the file.
    pub fn is_past_restoration(&self, now: Timestamp) -> bool {
        self.stored_status == CertificateAuthorityStatus::Deleted
            && self.restorable_until.is_none_or(|until| now > until)
    }

    /// The shard of its CRL of that name.
    pub fn crl_partition(&self, id: CrlPartitionId) -> Option<&Arc<CrlPartition>> {
        self.crl_partitions.iter().rev().find(|partition| partition.id == id)
    }

    /// How it writes its CRL, if it writes one.
    pub fn enabled_crl(&self) -> Option<&CrlConfiguration> {
        self.revocation_configuration.enabled_crl()
    }

    /// Whether it can be asked about revocation online.
    pub fn ocsp_enabled(&self) -> bool {
        self.revocation_configuration.enabled_ocsp().is_some()
    }

    /// As its first record leaves it.
    pub(in crate::workspace) fn created(created: &CreatedAuthority, at: Timestamp) -> Self {
        let created = created.clone();
        Self {
            arn: created.arn,
            authority_type: created.authority_type,
            key_algorithm: created.key_algorithm,
            signing_algorithm: created.signing_algorithm,
            subject: created.subject,
            csr: created.csr,
            key: created.key,
            created_at: at,
            last_state_change_at: at,
            stored_status: CertificateAuthorityStatus::PendingCertificate,
            installed: None,
            revocation_configuration: created.revocation_configuration,
            usage_mode: created.usage_mode,
            key_storage_security_standard: created.key_storage_security_standard,
            tags: created.tags,
            restorable_until: None,
            status_before_deletion: None,
            restoration_ended_at: None,
            permissions: Arc::default(),
            policy: None,
            audit_reports: Arc::default(),
            crl: CrlState::default(),
            crl_partitions: Vec::new(),
            name: created.name,
            note: None,
            parent: None,
            // Its CSR is signed with it.
            key_uses: 1,
            last_key_use: at,
        }
    }

    /// Gives it another status, from `at` on.
    pub(in crate::workspace) fn set_status(&mut self, status: CertificateAuthorityStatus, at: Timestamp) {
        if self.stored_status != status {
            self.stored_status = status;
            self.last_state_change_at = at;
        }
    }

    /// Deletes it, from `at` on.
    pub(in crate::workspace) fn delete(&mut self, restorable_until: Timestamp, at: Timestamp) {
        self.status_before_deletion = Some(self.stored_status);
        self.restorable_until = Some(restorable_until);
        self.restoration_ended_at = None;
        self.set_status(CertificateAuthorityStatus::Deleted, at);
    }

    /// Undoes its deletion.
    pub(in crate::workspace) fn restore(&mut self, status: CertificateAuthorityStatus, at: Timestamp) {
        self.status_before_deletion = None;
        self.restorable_until = None;
        self.restoration_ended_at = None;
        self.set_status(status, at);
    }

    /// Its key has signed something.
    pub(in crate::workspace) fn count_key_use(&mut self, at: Timestamp) {
        self.count_key_uses(1, at);
    }

    /// The same, as often as that.
    pub(in crate::workspace) fn count_key_uses(&mut self, times: u64, at: Timestamp) {
        self.key_uses = self.key_uses.saturating_add(times);
        self.last_key_use = at;
    }
}

fn is_empty<T>(list: &Arc<Vec<T>>) -> bool {
    list.is_empty()
}

impl InstalledCertificate {
    /// Whether its validity has ended. `notAfter` has seconds and is inclusive, so the whole second
    /// still counts.
    pub fn has_expired(&self, now: Timestamp) -> bool {
        now.seconds() > self.not_after.seconds()
    }
}
