//! What has happened lately, for a person to look at.

use serde::{Deserialize, Serialize};

use super::{
    Actor, AuditReportId, AuthorityId, CertificateAuthorityStatus, CrlPartitionId, Event, KeyFileForm,
    ManagedCertificateId, RevocationReason, Serial, Timestamp,
};

/// A record without the bulk: who did what, when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// Number of the record.
    pub seq: u64,
    /// When it happened.
    pub at: Timestamp,
    /// Who caused it.
    pub actor: Actor,
    /// What changed, an entry for each event.
    pub changes: Vec<Change>,
}

/// An event without the bulk. The names say what its members mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each member is that of the event of the same name")]
pub enum Change {
    /// See [`Event::WorkspaceCreated`].
    WorkspaceCreated,
    /// See [`Event::IdentityReplaced`].
    IdentityReplaced,
    /// See [`Event::SettingsChanged`].
    SettingsChanged,
    /// See [`Event::DateConfirmed`].
    DateConfirmed,
    /// See [`Event::BucketAdded`].
    BucketAdded { name: String },
    /// See [`Event::BucketRemoved`].
    BucketRemoved { name: String },
    /// See [`Event::AccessKeyAdded`].
    AccessKeyAdded { id: String },
    /// See [`Event::AccessKeyRemoved`].
    AccessKeyRemoved { id: String },
    /// See [`Event::OcspResponsesSigned`].
    OcspResponsesSigned { authority: AuthorityId, count: u64 },
    /// See [`Event::AuthorityCreated`].
    AuthorityCreated { authority: AuthorityId },
    /// See [`Event::AuthorityCertificateInstalled`].
    AuthorityCertificateInstalled { authority: AuthorityId },
    /// See [`Event::AuthorityUpdated`].
    AuthorityUpdated {
        authority: AuthorityId,
        status: Option<CertificateAuthorityStatus>,
        revocation_configuration: bool,
    },
    /// See [`Event::CertificateIssued`].
    CertificateIssued { authority: AuthorityId, serial: Serial },
    /// See [`Event::CertificateRevoked`].
    CertificateRevoked { authority: AuthorityId, serial: Serial, reason: RevocationReason },
    /// See [`Event::CrlRequested`].
    CrlRequested { authority: AuthorityId },
    /// See [`Event::CrlSigned`].
    CrlSigned { authority: AuthorityId, number: u64, entries: u64 },
    /// See [`Event::CrlPublished`].
    CrlPublished { authority: AuthorityId, number: u64, bucket: String, key: String },
    /// See [`Event::CrlFailed`].
    CrlFailed { authority: AuthorityId, reason: String },
    /// See [`Event::CrlPartitionOpened`].
    CrlPartitionOpened { authority: AuthorityId, partition: CrlPartitionId },
    /// See [`Event::AuthorityDeleted`].
    AuthorityDeleted { authority: AuthorityId, restorable_until: Timestamp },
    /// See [`Event::AuthorityRestored`].
    AuthorityRestored { authority: AuthorityId },
    /// See [`Event::RestorationPeriodEnded`].
    RestorationPeriodEnded { authority: AuthorityId },
    /// See [`Event::AuthorityRemoved`].
    AuthorityRemoved { authority: AuthorityId },
    /// See [`Event::AuthorityTagged`].
    AuthorityTagged { authority: AuthorityId, tags: usize },
    /// See [`Event::PolicyChanged`].
    PolicyChanged { authority: AuthorityId, attached: bool },
    /// See [`Event::PermissionGranted`].
    PermissionGranted { authority: AuthorityId, principal: String, source_account: String },
    /// See [`Event::PermissionWithdrawn`].
    PermissionWithdrawn { authority: AuthorityId, principal: String, source_account: String },
    /// See [`Event::AuditReportRequested`].
    AuditReportRequested { authority: AuthorityId, report: AuditReportId },
    /// See [`Event::AuditReportWritten`].
    AuditReportWritten { authority: AuthorityId, report: AuditReportId, certificates: u64 },
    /// See [`Event::AuditReportFailed`].
    AuditReportFailed { authority: AuthorityId, report: AuditReportId, reason: String },
    /// See [`Event::ManagedCertificateIssued`].
    ManagedCertificateIssued { managed: ManagedCertificateId, authority: AuthorityId, serial: Serial },
    /// See [`Event::ManagedRenewalFailed`].
    ManagedRenewalFailed { managed: ManagedCertificateId, authority: AuthorityId, serial: Serial, reason: String },
    /// See [`Event::ManagedCertificateForgotten`].
    ManagedCertificateForgotten { managed: ManagedCertificateId, authority: AuthorityId, serial: Serial },
    /// See [`Event::ManagedKeyExported`].
    ManagedKeyExported { managed: ManagedCertificateId, authority: AuthorityId, serial: Serial, form: KeyFileForm },
    /// See [`Event::AuthorityAnnotated`].
    AuthorityAnnotated { authority: AuthorityId },
    /// See [`Event::CertificateAnnotated`].
    CertificateAnnotated { authority: AuthorityId, serial: Serial },
}

impl Change {
    /// The change that an event makes; nothing for those that no person asks about.
    /// `issued` is the serial number of the certificate it issued.
    pub(super) fn of(event: &Event, issued: Option<Serial>) -> Option<Self> {
        Some(match event.clone() {
            Event::WorkspaceCreated { .. } => Self::WorkspaceCreated,
            Event::IdentityReplaced { .. } => Self::IdentityReplaced,
            Event::SettingsChanged { .. } => Self::SettingsChanged,
            Event::BucketAdded { bucket } => Self::BucketAdded { name: bucket.name },
            Event::BucketRemoved { name } => Self::BucketRemoved { name },
            Event::AccessKeyAdded { id, .. } => Self::AccessKeyAdded { id },
            Event::AccessKeyRemoved { id } => Self::AccessKeyRemoved { id },
            Event::OcspResponsesSigned { authority, count, .. } => Self::OcspResponsesSigned { authority, count },
            Event::AuthorityCreated(created) => Self::AuthorityCreated { authority: created.arn.id },
            Event::AuthorityCertificateInstalled { authority, .. } => Self::AuthorityCertificateInstalled { authority },
            Event::AuthorityUpdated { authority, status, revocation_configuration } => Self::AuthorityUpdated {
                authority,
                status,
                revocation_configuration: revocation_configuration.is_some(),
            },
            Event::CertificateIssued { authority, .. } => Self::CertificateIssued { authority, serial: issued? },
            Event::CertificateRevoked { authority, serial, reason } => {
                Self::CertificateRevoked { authority, serial, reason }
            }
            Event::CrlRequested { authority, .. } => Self::CrlRequested { authority },
            Event::CrlSigned { authority, number, entries, .. } => Self::CrlSigned { authority, number, entries },
            Event::CrlPublished { authority, number, bucket, key, .. } => {
                Self::CrlPublished { authority, number, bucket, key }
            }
            Event::CrlFailed { authority, reason, .. } => Self::CrlFailed { authority, reason },
            Event::CrlPartitionOpened { authority, partition, .. } => Self::CrlPartitionOpened { authority, partition },
            Event::AuthorityDeleted { authority, restorable_until } => {
                Self::AuthorityDeleted { authority, restorable_until }
            }
            Event::AuthorityRestored { authority, .. } => Self::AuthorityRestored { authority },
            Event::RestorationPeriodEnded { authority } => Self::RestorationPeriodEnded { authority },
            Event::AuthorityRemoved { authority } => Self::AuthorityRemoved { authority },
            Event::AuthorityTagged { authority, tags } => Self::AuthorityTagged { authority, tags: tags.len() },
            Event::PolicyChanged { authority, policy } => Self::PolicyChanged { authority, attached: policy.is_some() },
            Event::PermissionGranted { authority, principal, source_account, .. } => {
                Self::PermissionGranted { authority, principal, source_account }
            }
            Event::PermissionWithdrawn { authority, principal, source_account } => {
                Self::PermissionWithdrawn { authority, principal, source_account }
            }
            Event::AuditReportRequested { authority, report, .. } => Self::AuditReportRequested { authority, report },
            Event::AuditReportWritten { authority, report, certificates, .. } => {
                Self::AuditReportWritten { authority, report, certificates }
            }
            Event::AuditReportFailed { authority, report, reason } => {
                Self::AuditReportFailed { authority, report, reason }
            }
            Event::ManagedCertificateIssued { managed, authority, serial, .. } => {
                Self::ManagedCertificateIssued { managed, authority, serial }
            }
            Event::ManagedRenewalFailed { managed, authority, serial, reason } => {
                Self::ManagedRenewalFailed { managed, authority, serial, reason }
            }
            Event::ManagedCertificateForgotten { managed, authority, serial } => {
                Self::ManagedCertificateForgotten { managed, authority, serial }
            }
            Event::ManagedKeyExported { managed, authority, serial, form } => {
                Self::ManagedKeyExported { managed, authority, serial, form }
            }
            Event::DateConfirmed => Self::DateConfirmed,
            Event::IdempotencyTokenUsed { .. } => return None,
            Event::AuthorityAnnotated { authority, .. } => Self::AuthorityAnnotated { authority },
            Event::CertificateAnnotated { authority, serial, .. } => Self::CertificateAnnotated { authority, serial },
        })
    }

    /// The authority that it is about, where it names one.
    pub fn authority(&self) -> Option<AuthorityId> {
        match self {
            Self::AuthorityCreated { authority }
            | Self::AuthorityCertificateInstalled { authority }
            | Self::AuthorityUpdated { authority, .. }
            | Self::CertificateIssued { authority, .. }
            | Self::CertificateRevoked { authority, .. }
            | Self::CrlRequested { authority }
            | Self::CrlSigned { authority, .. }
            | Self::OcspResponsesSigned { authority, .. }
            | Self::CrlPublished { authority, .. }
            | Self::CrlFailed { authority, .. }
            | Self::CrlPartitionOpened { authority, .. }
            | Self::AuthorityDeleted { authority, .. }
            | Self::AuthorityRestored { authority }
            | Self::RestorationPeriodEnded { authority }
            | Self::AuthorityRemoved { authority }
            | Self::AuthorityTagged { authority, .. }
            | Self::PolicyChanged { authority, .. }
            | Self::PermissionGranted { authority, .. }
            | Self::PermissionWithdrawn { authority, .. }
            | Self::AuditReportRequested { authority, .. }
            | Self::AuditReportWritten { authority, .. }
            | Self::AuditReportFailed { authority, .. }
            | Self::ManagedCertificateIssued { authority, .. }
            | Self::ManagedRenewalFailed { authority, .. }
            | Self::ManagedCertificateForgotten { authority, .. }
            | Self::ManagedKeyExported { authority, .. }
            | Self::AuthorityAnnotated { authority }
            | Self::CertificateAnnotated { authority, .. } => Some(*authority),
            Self::WorkspaceCreated
            | Self::IdentityReplaced
            | Self::SettingsChanged
            | Self::BucketAdded { .. }
            | Self::DateConfirmed
            | Self::AccessKeyAdded { .. }
            | Self::AccessKeyRemoved { .. }
            | Self::BucketRemoved { .. } => None,
        }
    }

    /// The serial number of the certificate that it is about, where it names one.
    pub fn serial(&self) -> Option<Serial> {
        match self {
            Self::CertificateIssued { serial, .. }
            | Self::CertificateRevoked { serial, .. }
            | Self::ManagedCertificateIssued { serial, .. }
            | Self::ManagedRenewalFailed { serial, .. }
            | Self::ManagedCertificateForgotten { serial, .. }
            | Self::ManagedKeyExported { serial, .. }
            | Self::CertificateAnnotated { serial, .. } => Some(*serial),
            _ => None,
        }
    }

    /// The managed certificate that it is about, where it names one.
    pub fn managed(&self) -> Option<ManagedCertificateId> {
        match self {
            Self::ManagedCertificateIssued { managed, .. }
            | Self::ManagedRenewalFailed { managed, .. }
            | Self::ManagedCertificateForgotten { managed, .. }
            | Self::ManagedKeyExported { managed, .. } => Some(*managed),
            _ => None,
        }
    }
}
