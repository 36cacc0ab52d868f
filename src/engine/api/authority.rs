//! Requests and responses about authorities: create, describe, list, update, delete, restore, CSR.

use super::{
    Asn1Subject, CertificateAuthorityStatus, CertificateAuthorityType, CertificateAuthorityUsageMode, CsrExtensions,
    EpochSeconds, KeyAlgorithm, KeyStorageSecurityStandard, RevocationConfiguration, SigningAlgorithm, Tag,
};
use crate::workspace::api_enum;
use documented::{Documented, DocumentedFields};
use serde::{Deserialize, Serialize};

/// Key, signature and name of an authority (CertificateAuthorityConfiguration of the reference).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct CertificateAuthorityConfiguration {
    /// Kind and size of the key pair that is made for the authority.
    pub key_algorithm: KeyAlgorithm,
    /// How the authority signs its own CSR, its CRLs and its OCSP responses. Its family, RSA or
    /// ECDSA, is that of the key.
    pub signing_algorithm: SigningAlgorithm,
    /// Distinguished name of the authority.
    pub subject: Asn1Subject,
    /// Extensions of the CSR, for a parent that honors them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csr_extensions: Option<CsrExtensions>,
}

/// Creates a root or subordinate authority with its key and CSR.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct CreateCertificateAuthorityRequest {
    /// Key, signature and name of the authority.
    pub certificate_authority_configuration: CertificateAuthorityConfiguration,
    /// How its certificates are told revoked: CRL, OCSP, both or neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revocation_configuration: Option<RevocationConfiguration>,
    /// ROOT signs itself; SUBORDINATE is signed by another authority.
    pub certificate_authority_type: CertificateAuthorityType,
    /// Any text, 1 to 36 characters. The same request with the same token within five minutes
    /// creates nothing new and answers the same ARN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency_token: Option<String>,
    /// The standard that the key storage should meet. Recorded as requested; what holds the key
    /// is shown beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_storage_security_standard: Option<KeyStorageSecurityStandard>,
    /// Labels, 1 to 50, each key once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    /// GENERAL_PURPOSE for any validity, SHORT_LIVED_CERTIFICATE for at most seven days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage_mode: Option<CertificateAuthorityUsageMode>,
}

/// Answers with the ARN of the new authority.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct CreateCertificateAuthorityResponse {
    /// ARN of the certificate authority.
    pub certificate_authority_arn: String,
}

/// Deletes an authority; it can be restored for some days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct DeleteCertificateAuthorityRequest {
    /// ARN of the certificate authority.
    pub certificate_authority_arn: String,
    /// Days during which it can be restored, 7 to 30; 30 when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permanent_deletion_time_in_days: Option<i32>,
}

/// Describes an authority.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct DescribeCertificateAuthorityRequest {
    /// ARN of the certificate authority.
    pub certificate_authority_arn: String,
}

/// Answers with the description of the authority.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct DescribeCertificateAuthorityResponse {
    /// What is known about the authority.
    pub certificate_authority: CertificateAuthority,
}

/// What is known about an authority (CertificateAuthority of the reference).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase", default)]
#[documented_fields(rename_all = "PascalCase")]
pub struct CertificateAuthority {
    /// ARN of the authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    /// Account that owns it, 12 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_account: Option<String>,
    /// When it was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<EpochSeconds>,
    /// When its status last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_state_change_at: Option<EpochSeconds>,
    /// ROOT or SUBORDINATE.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[documented_fields(rename = "Type")]
    pub r#type: Option<CertificateAuthorityType>,
    /// Serial number of its certificate, decimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// Where it stands in its life.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<CertificateAuthorityStatus>,
    /// Start of its certificate's validity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<EpochSeconds>,
    /// End of its certificate's validity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_after: Option<EpochSeconds>,
    /// Why creation failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_reason: Option<FailureReason>,
    /// Key, signature and name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_authority_configuration: Option<CertificateAuthorityConfiguration>,
    /// How its certificates are told revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revocation_configuration: Option<RevocationConfiguration>,
    /// Until when a deleted authority can be restored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restorable_until: Option<EpochSeconds>,
    /// The standard that was requested for its key storage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_storage_security_standard: Option<KeyStorageSecurityStandard>,
    /// GENERAL_PURPOSE or SHORT_LIVED_CERTIFICATE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_mode: Option<CertificateAuthorityUsageMode>,
}

api_enum! {
    /// Why the creation of an authority failed (FailureReason of the reference).
    FailureReason {
        /// It took too long.
        RequestTimedOut = "REQUEST_TIMED_OUT",
        /// The key algorithm is not available.
        UnsupportedAlgorithm = "UNSUPPORTED_ALGORITHM",
        /// Anything else.
        Other = "OTHER",
    }
}

/// Lists the authorities of the caller's account and region.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase", default)]
#[documented_fields(rename_all = "PascalCase")]
pub struct ListCertificateAuthoritiesRequest {
    /// At most so many on this page, 1 to 1000; a page holds 100 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i32>,
    /// Where the page starts, from the answer before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// SELF for one's own, OTHER_ACCOUNTS for those that others share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_owner: Option<ResourceOwner>,
}

api_enum! {
    /// Whose authorities are listed (ResourceOwner of the reference).
    ResourceOwner {
        /// The caller's own.
        Own = "SELF",
        /// Those that other accounts share with the caller.
        OtherAccounts = "OTHER_ACCOUNTS",
    }
}

/// Answers with one page of authorities.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase", default)]
#[documented_fields(rename_all = "PascalCase")]
pub struct ListCertificateAuthoritiesResponse {
    /// Where the next page starts; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// The authorities of this page.
    pub certificate_authorities: Vec<CertificateAuthority>,
}

/// Restores a deleted authority.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct RestoreCertificateAuthorityRequest {
    /// ARN of the certificate authority.
    pub certificate_authority_arn: String,
}

/// Enables or disables an authority, or changes how its certificates are told revoked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct UpdateCertificateAuthorityRequest {
    /// ARN of the certificate authority.
    pub certificate_authority_arn: String,
    /// The new configuration; an omitted half stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revocation_configuration: Option<RevocationConfiguration>,
    /// ACTIVE or DISABLED.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<CertificateAuthorityStatus>,
}

/// Fetches the CSR of an authority, for whoever signs it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct GetCertificateAuthorityCsrRequest {
    /// ARN of the certificate authority.
    pub certificate_authority_arn: String,
}

/// Answers with the CSR.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct GetCertificateAuthorityCsrResponse {
    /// The CSR in PEM (RFC 2986).
    pub csr: String,
}
