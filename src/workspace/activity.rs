//! What has happened lately, for a person to look at.

use serde::{Deserialize, Serialize};

use super::{Actor, AuthorityId, CertificateAuthorityStatus, Event, RevocationReason, Serial, Timestamp};

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
    /// See [`Event::BucketAdded`].
    BucketAdded { name: String },
    /// See [`Event::BucketRemoved`].
    BucketRemoved { name: String },
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
            Event::CrlRequested { authority } => Self::CrlRequested { authority },
            Event::CrlSigned { authority, number, entries, .. } => Self::CrlSigned { authority, number, entries },
            Event::CrlPublished { authority, number, bucket, key } => {
                Self::CrlPublished { authority, number, bucket, key }
            }
            Event::CrlFailed { authority, reason } => Self::CrlFailed { authority, reason },
            Event::IdempotencyTokenUsed { .. } => return None,
            Event::AuthorityAnnotated { authority, .. } => Self::AuthorityAnnotated { authority },
            Event::CertificateAnnotated { authority, serial, .. } => Self::CertificateAnnotated { authority, serial },
        })
    }
}
