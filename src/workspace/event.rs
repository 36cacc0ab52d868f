//! Events: the outcomes that change a workspace. They are what its file is made of.
//!
//! A variant or member that has landed never changes its meaning, and new members have a default,
//! so a file of any earlier state can be read for ever. An event that is not known here comes from a
//! newer version and is refused.

use serde::{Deserialize, Serialize};

use super::{
    AuthorityId, Bucket, CertificateAuthorityArn, CertificateAuthorityStatus, CertificateAuthorityType,
    CertificateAuthorityUsageMode, Der, KeyAlgorithm, KeyStorageSecurityStandard, RevocationConfiguration,
    RevocationReason, SecretId, Serial, Settings, Sha256Digest, SigningAlgorithm, Tag, Timestamp,
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
    },
    /// The settings were changed.
    SettingsChanged {
        /// What they are now.
        settings: Settings,
    },
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
    },
    /// A CRL could not be signed or written.
    CrlFailed {
        /// The authority.
        authority: AuthorityId,
        /// Why, in a sentence.
        reason: String,
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

/// An authority as it was created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreatedAuthority {
    /// Its ARN.
    pub arn: CertificateAuthorityArn,
    /// Root or subordinate.
    pub authority_type: CertificateAuthorityType,
    /// Algorithm and size of its key.
    pub key_algorithm: KeyAlgorithm,
    /// What it signs with.
    pub signing_algorithm: SigningAlgorithm,
    /// Subject, as the DER of an RFC 5280 `Name`.
    pub subject: Der,
    /// Its certification request (RFC 2986).
    pub csr: Der,
    /// Its private key: PKCS#8, sealed to the workspace's identity.
    pub key: SecretId,
    /// How revocation is told.
    #[serde(default)]
    pub revocation_configuration: RevocationConfiguration,
    /// General purpose, or certificates of at most seven days.
    pub usage_mode: CertificateAuthorityUsageMode,
    /// The standard that was asked for.
    pub key_storage_security_standard: KeyStorageSecurityStandard,
    /// Labels, in the order given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// A person's name for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Event {
    /// The secrets that the event names, in order. A record brings exactly those of its events.
    pub fn secrets(&self) -> Vec<SecretId> {
        match self {
            Self::WorkspaceCreated { identity, .. } => vec![*identity],
            Self::IdentityReplaced { identity, earlier_mac_keys, keys } => {
                [*identity, *earlier_mac_keys].into_iter().chain(keys.iter().map(|(_, key)| *key)).collect()
            }
            Self::AuthorityCreated(created) => vec![created.key],
            _ => Vec::new(),
        }
    }
}
