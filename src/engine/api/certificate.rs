//! Requests and responses about certificates: issue, get, revoke.

use super::{ApiPassthrough, Blob, RevocationReason, SigningAlgorithm};
use crate::workspace::api_enum;
use documented::{Documented, DocumentedFields};
use serde::{Deserialize, Serialize};

/// Issues a certificate from a CSR.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct IssueCertificateRequest {
    /// What this request adds, for templates that pass it through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_passthrough: Option<ApiPassthrough>,
    /// ARN of the authority that signs.
    pub certificate_authority_arn: String,
    /// The certificate signing request in PEM, up to 32768 bytes (RFC 2986).
    pub csr: Blob,
    /// How the certificate is signed. Its family, RSA or ECDSA, is that of the authority's key.
    pub signing_algorithm: SigningAlgorithm,
    /// ARN of the template; EndEntityCertificate/V1 when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_arn: Option<String>,
    /// When the certificate ends. Never after the authority itself.
    pub validity: Validity,
    /// When the certificate starts, as an absolute time; 60 minutes before issuance when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validity_not_before: Option<Validity>,
    /// Any text, 1 to 36 characters. The same request with the same token within five minutes
    /// issues nothing new and answers the same ARN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency_token: Option<String>,
}

/// A point in time or a length of time (Validity of the reference).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct Validity {
    /// A count, seconds since 1970, or digits of a date, as the type says; at least 1.
    pub value: i64,
    /// How the value is read.
    #[documented_fields(rename = "Type")]
    pub r#type: ValidityPeriodType,
}

api_enum! {
    /// How the value of a validity is read (ValidityPeriodType of the reference).
    ValidityPeriodType {
        /// Digits YYMMDDHHMMSS or YYYYMMDDHHMMSS in UTC.
        EndDate = "END_DATE",
        /// Seconds since 1970-01-01T00:00:00Z.
        Absolute = "ABSOLUTE",
        /// Days from issuance.
        Days = "DAYS",
        /// Calendar months from issuance.
        Months = "MONTHS",
        /// Calendar years from issuance.
        Years = "YEARS",
    }
}

/// Answers with the ARN of the new certificate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct IssueCertificateResponse {
    /// ARN of the certificate.
    pub certificate_arn: String,
}

/// Fetches an issued certificate and its chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct GetCertificateRequest {
    /// ARN of the certificate authority.
    pub certificate_authority_arn: String,
    /// ARN of the certificate.
    pub certificate_arn: String,
}

/// Answers with the certificate and its chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct GetCertificateResponse {
    /// The certificate in PEM.
    pub certificate: String,
    /// Certificates above it in PEM, issuer first, root last; absent for a self-signed root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_chain: Option<String>,
}

/// Revokes a certificate for good.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct RevokeCertificateRequest {
    /// ARN of the certificate authority.
    pub certificate_authority_arn: String,
    /// Serial number in hexadecimal, with or without colons.
    pub certificate_serial: String,
    /// Why it is revoked; goes onto the CRL (RFC 5280 section 5.3.1).
    pub revocation_reason: RevocationReason,
}
