//! Requests and responses about the certificate of an authority itself.

use super::Blob;
use documented::{Documented, DocumentedFields};
use serde::{Deserialize, Serialize};

/// Fetches the certificate of an authority and the chain above it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct GetCertificateAuthorityCertificateRequest {
    /// ARN of the certificate authority.
    pub certificate_authority_arn: String,
}

/// Answers with the authority's certificate and chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct GetCertificateAuthorityCertificateResponse {
    /// The authority's certificate in PEM.
    pub certificate: String,
    /// Certificates above it in PEM, issuer first, root last; absent for a root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_chain: Option<String>,
}

/// Installs the signed certificate of an authority, which makes it active.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct ImportCertificateAuthorityCertificateRequest {
    /// ARN of the certificate authority.
    pub certificate_authority_arn: String,
    /// The authority's certificate in PEM, 1 to 32768 bytes.
    pub certificate: Blob,
    /// Certificates above it in PEM, issuer first, root last, up to 2 MiB. Not for a root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_chain: Option<Blob>,
}
