//! Events: the outcomes that change a workspace. They are what its file is made of.
//!
//! A variant or member that has landed never changes its meaning, and new members have a default,
//! so a file of any earlier state can be read for ever. An event that is not known here comes from a
//! newer version and is refused.

use serde::{Deserialize, Serialize};

use super::{
    ActionType, AuditReportId, AuditReportResponseFormat, AuthorityId, Bucket, CertificateAuthorityStatus,
    CreatedAuthority, CrlPartitionId, Der, KeyFileForm, ManagedCertificateId, RenewalPlan, RevocationConfiguration,
    RevocationReason, SecretId, Serial, Settings, Sha256Digest, Tag, Timestamp,
};

/// Something that has happened, in terms of its outcome. When it did is the record's to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// The workspace began. Always the first event of the first record, and only there.
    WorkspaceCreated {
        /// Its settings.
        settings: Settings,
        /// Its identity, wrapped by the passphrase.
        identity: SecretId,
    },
    /// The passphrase changed: there is a new identity and every key is sealed to it. From this
    /// record on, records are authenticated under the key of the new identity.
    IdentityReplaced {
        /// The new identity, wrapped by the new passphrase.
        identity: SecretId,
        /// The authentication keys of all earlier identities, sealed to the new one.
        earlier_mac_keys: SecretId,
        /// The private key of each authority, sealed to the new identity.
        keys: Vec<(AuthorityId, SecretId)>,
        /// The private keys of managed certificates: the name of each before, and the one that is sealed to the new
        /// identity.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        managed_keys: Vec<(SecretId, SecretId)>,
        /// The secrets of access keys and of buckets: the name of each before, and the one that is sealed to the new
        /// identity.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        other_secrets: Vec<(SecretId, SecretId)>,
    },
    /// The settings were changed.
    SettingsChanged {
        /// What they are now.
        settings: Settings,
    },
    /// A person has looked at the date, which had leapt since the record before, and found it right.
    DateConfirmed,
    /// A bucket was added, or one of the same name replaced.
    BucketAdded {
        /// The bucket.
        bucket: Bucket,
    },
    /// A bucket was taken from the list. What lies in it stays.
    BucketRemoved {
        /// Its name.
        name: String,
    },
    /// Requests to the endpoint may be signed with another key, or with this secret under an ID that was there before.
    AccessKeyAdded {
        /// The access key ID.
        id: String,
        /// A person's name for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// The account that its caller acts as: twelve digits.
        account: String,
        /// The secret access key, sealed to the workspace's identity.
        secret: SecretId,
    },
    /// An access key is no longer taken, and its secret is erased.
    AccessKeyRemoved {
        /// The access key ID.
        id: String,
    },
    /// An authority has a key and a CSR, and waits for its certificate.
    AuthorityCreated(Box<CreatedAuthority>),
    /// An authority has its certificate, its first or a new one.
    AuthorityCertificateInstalled {
        /// The authority.
        authority: AuthorityId,
        /// Its certificate.
        certificate: Der,
        /// From its issuer to the root, root last; empty for a root.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        chain: Vec<Der>,
        /// The authority of this workspace that issued it, if one did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<AuthorityId>,
        /// Its status from now on: `ACTIVE`, or `DISABLED` if it was that before its certificate
        /// expired.
        status: CertificateAuthorityStatus,
    },
    /// An authority was switched on or off, or tells of revocation in another way.
    AuthorityUpdated {
        /// The authority.
        authority: AuthorityId,
        /// Its new status, if that changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<CertificateAuthorityStatus>,
        /// Its new configuration as a whole, if that changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revocation_configuration: Option<RevocationConfiguration>,
    },
    /// A certificate was issued.
    CertificateIssued {
        /// The authority that signed it.
        authority: AuthorityId,
        /// The certificate.
        certificate: Der,
        /// Name of its template, such as `EndEntityCertificate/V1`.
        template: String,
        /// The shard of the authority's CRL that will list it, if the CRL is partitioned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        partition: Option<CrlPartitionId>,
        /// The service that asked for it, such as `acm.amazonaws.com`; absent when a person or a program did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        requested_by: Option<String>,
    },
    /// A certificate was revoked, for good.
    CertificateRevoked {
        /// The authority that issued it.
        authority: AuthorityId,
        /// Its serial number.
        serial: Serial,
        /// Why.
        reason: RevocationReason,
    },
    /// A new CRL is wanted.
    CrlRequested {
        /// The authority.
        authority: AuthorityId,
        /// The shard, of a CRL that is partitioned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        partition: Option<CrlPartitionId>,
    },
    /// A CRL was signed.
    CrlSigned {
        /// The authority.
        authority: AuthorityId,
        /// Its `CRLNumber`, above that of every earlier one.
        number: u64,
        /// Its `thisUpdate`.
        this_update: Timestamp,
        /// Its `nextUpdate`.
        next_update: Timestamp,
        /// How many certificates it lists.
        entries: u64,
        /// SHA-256 of its DER.
        sha256: Sha256Digest,
        /// The shard, of a CRL that is partitioned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        partition: Option<CrlPartitionId>,
    },
    /// A CRL was written to a bucket.
    CrlPublished {
        /// The authority.
        authority: AuthorityId,
        /// Its `CRLNumber`.
        number: u64,
        /// Name of the bucket.
        bucket: String,
        /// Key of the object inside it.
        key: String,
        /// The shard, of a CRL that is partitioned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        partition: Option<CrlPartitionId>,
    },
    /// An authority has signed OCSP responses. One record tells of an hour.
    OcspResponsesSigned {
        /// The authority.
        authority: AuthorityId,
        /// When the first of them was signed.
        since: Timestamp,
        /// How many.
        count: u64,
    },
    /// A CRL could not be signed or written.
    CrlFailed {
        /// The authority.
        authority: AuthorityId,
        /// Why, in a sentence.
        reason: String,
        /// The shard, of a CRL that is partitioned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        partition: Option<CrlPartitionId>,
    },
    /// A partitioned CRL has another shard, which takes the certificates that are issued from now on.
    CrlPartitionOpened {
        /// The authority.
        authority: AuthorityId,
        /// The shard.
        partition: CrlPartitionId,
        /// Name of its bucket.
        bucket: String,
        /// Key of the object inside it.
        key: String,
        /// What the distribution point of its certificates and its own `issuingDistributionPoint` say: a URI.
        address: String,
    },
    /// An authority was deleted, and can be restored for some days.
    AuthorityDeleted {
        /// The authority.
        authority: AuthorityId,
        /// The last moment at which it can be restored.
        restorable_until: Timestamp,
    },
    /// A deleted authority was restored.
    AuthorityRestored {
        /// The authority.
        authority: AuthorityId,
        /// Its status from now on: what it was before it was deleted.
        status: CertificateAuthorityStatus,
    },
    /// It was seen for the first time that a deleted authority can no longer be restored. Its key is destroyed when
    /// that is seen again, a day later or more: one look at a wrong clock destroys nothing.
    RestorationPeriodEnded {
        /// The authority.
        authority: AuthorityId,
    },
    /// An authority is gone for good and its key is erased. What it has issued stays on record.
    AuthorityRemoved {
        /// The authority.
        authority: AuthorityId,
    },
    /// The labels of an authority were changed.
    AuthorityTagged {
        /// The authority.
        authority: AuthorityId,
        /// All labels that it has now, in order.
        tags: Vec<Tag>,
    },
    /// The resource policy of an authority was attached, replaced or removed.
    PolicyChanged {
        /// The authority.
        authority: AuthorityId,
        /// The policy as it was given; absent when there is none any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        policy: Option<String>,
    },
    /// A service may use an authority.
    PermissionGranted {
        /// The authority.
        authority: AuthorityId,
        /// The service, such as `acm.amazonaws.com`.
        principal: String,
        /// The account that the service acts for: twelve digits.
        source_account: String,
        /// What it may do.
        actions: Vec<ActionType>,
    },
    /// A service may not use an authority any more.
    PermissionWithdrawn {
        /// The authority.
        authority: AuthorityId,
        /// The service.
        principal: String,
        /// The account that it acted for.
        source_account: String,
    },
    /// A report of all that an authority has issued is wanted.
    AuditReportRequested {
        /// The authority.
        authority: AuthorityId,
        /// The report.
        report: AuditReportId,
        /// JSON or CSV.
        format: AuditReportResponseFormat,
        /// Name of the bucket it goes to.
        bucket: String,
        /// Key of the object inside it.
        key: String,
    },
    /// A report lies in its bucket.
    AuditReportWritten {
        /// The authority.
        authority: AuthorityId,
        /// The report.
        report: AuditReportId,
        /// How many certificates it lists.
        certificates: u64,
        /// SHA-256 of its bytes.
        sha256: Sha256Digest,
    },
    /// A report could not be written.
    AuditReportFailed {
        /// The authority.
        authority: AuthorityId,
        /// The report.
        report: AuditReportId,
        /// Why, in a sentence.
        reason: String,
    },
    /// The certificate manager has a certificate, its first or one that renews it, and keeps its key.
    ManagedCertificateIssued {
        /// The managed certificate; new, or one that is renewed.
        managed: ManagedCertificateId,
        /// The authority that issued it.
        authority: AuthorityId,
        /// Its serial number.
        serial: Serial,
        /// Its private key: PKCS#8, sealed to the workspace's identity.
        key: SecretId,
        /// How the next one is made.
        renewal: RenewalPlan,
    },
    /// A managed certificate could not be renewed.
    ManagedRenewalFailed {
        /// The managed certificate.
        managed: ManagedCertificateId,
        /// The authority that should have issued it.
        authority: AuthorityId,
        /// The serial number of the one that was to be renewed.
        serial: Serial,
        /// Why, in a sentence.
        reason: String,
    },
    /// The certificate manager keeps a certificate no longer: it is not renewed, and its keys are erased.
    ManagedCertificateForgotten {
        /// The managed certificate.
        managed: ManagedCertificateId,
        /// The authority that issued it.
        authority: AuthorityId,
        /// The serial number of the one in use.
        serial: Serial,
    },
    /// A private key that the certificate manager keeps was handed out, encrypted under a passphrase.
    ManagedKeyExported {
        /// The managed certificate.
        managed: ManagedCertificateId,
        /// The authority that issued it.
        authority: AuthorityId,
        /// Serial number of the certificate whose key it is: the current one, or the one before.
        serial: Serial,
        /// What kind of file it went into.
        form: KeyFileForm,
    },
    /// A request with an idempotency token succeeded.
    IdempotencyTokenUsed {
        /// SHA-256 over account, region, action, token and parameters.
        key: Sha256Digest,
        /// The ARN that was answered, and is to be answered again.
        outcome: String,
    },
    /// A person named an authority or wrote a note on it.
    AuthorityAnnotated {
        /// The authority.
        authority: AuthorityId,
        /// Its name from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// The note on it from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// A person named a certificate or wrote a note on it.
    CertificateAnnotated {
        /// The authority that issued it.
        authority: AuthorityId,
        /// Its serial number.
        serial: Serial,
        /// Its name from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// The note on it from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
}

impl Event {
    /// The secrets that the event names, in order. A record brings exactly those of its events.
    pub fn secrets(&self) -> Vec<SecretId> {
        match self {
            Self::WorkspaceCreated { identity, .. } => vec![*identity],
            Self::IdentityReplaced { identity, earlier_mac_keys, keys, managed_keys, other_secrets } => {
                let keys = keys.iter().map(|(_, key)| *key);
                let resealed = managed_keys.iter().chain(other_secrets).map(|(_, secret)| *secret);
                [*identity, *earlier_mac_keys].into_iter().chain(keys).chain(resealed).collect()
            }
            Self::BucketAdded { bucket } => bucket.secret().into_iter().collect(),
            Self::AccessKeyAdded { secret, .. } => vec![*secret],
            Self::AuthorityCreated(created) => vec![created.key],
            Self::ManagedCertificateIssued { key, .. } => vec![*key],
            _ => Vec::new(),
        }
    }
}
