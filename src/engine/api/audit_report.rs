//! Requests and responses about audit reports.

use super::EpochSeconds;
use crate::workspace::{AuditReportResponseFormat, api_enum};
use documented::{Documented, DocumentedFields};
use serde::{Deserialize, Serialize};

api_enum! {
    /// How far an audit report is (AuditReportStatus of the reference).
    AuditReportStatus {
        /// It is being written.
        Creating = "CREATING",
        /// It lies in its bucket.
        Success = "SUCCESS",
        /// It could not be written.
        Failed = "FAILED",
    }
}

/// Writes a report of all certificates an authority has issued and revoked into a bucket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct CreateCertificateAuthorityAuditReportRequest {
    /// ARN of the certificate authority.
    pub certificate_authority_arn: String,
    /// Bucket that gets the report.
    pub s3_bucket_name: String,
    /// JSON or CSV.
    pub audit_report_response_format: AuditReportResponseFormat,
}

/// Answers with the name of the report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase", default)]
#[documented_fields(rename_all = "PascalCase")]
pub struct CreateCertificateAuthorityAuditReportResponse {
    /// UUID of the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit_report_id: Option<String>,
    /// Key of the object in the bucket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s3_key: Option<String>,
}

/// Asks how far an audit report is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct DescribeCertificateAuthorityAuditReportRequest {
    /// ARN of the certificate authority.
    pub certificate_authority_arn: String,
    /// UUID of the report.
    pub audit_report_id: String,
}

/// Answers how far the report is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase", default)]
#[documented_fields(rename_all = "PascalCase")]
pub struct DescribeCertificateAuthorityAuditReportResponse {
    /// CREATING, SUCCESS or FAILED.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit_report_status: Option<AuditReportStatus>,
    /// Bucket of the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s3_bucket_name: Option<String>,
    /// Key of the object in the bucket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s3_key: Option<String>,
    /// When it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<EpochSeconds>,
}
