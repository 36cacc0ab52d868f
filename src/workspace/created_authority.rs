//! What the creation of an authority puts on record. Its members change as little as those of an event do: what has landed
//! keeps its meaning, and what is new has a default.

use serde::{Deserialize, Serialize};

use super::{
    CertificateAuthorityArn, CertificateAuthorityType, CertificateAuthorityUsageMode, Der, KeyAlgorithm,
    KeyStorageSecurityStandard, RevocationConfiguration, SecretId, SigningAlgorithm, Tag,
};

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
