//! Authorities in the document.

use crate::workspace::{
    AuditReport, Authority, CertificateAuthorityStatus, CertificateAuthorityType, CertificateAuthorityUsageMode,
    CrlPartition, CrlState, Der, GrantedPermission, InstalledCertificate, KeyAlgorithm, KeyStorageSecurityStandard,
    RevocationConfiguration, SigningAlgorithm, Tag, Timestamp,
};
use crate::x509::{Name, pem};
use serde::Serialize;
use std::sync::Arc;

/// An authority without its key.
#[derive(Serialize)]
pub(super) struct ExportedAuthority<'a> {
    arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    authority_type: CertificateAuthorityType,
    /// As recorded: one whose certificate has ended is not told apart, so that time alone changes nothing.
    status: CertificateAuthorityStatus,
    subject: String,
    key_algorithm: KeyAlgorithm,
    signing_algorithm: SigningAlgorithm,
    usage_mode: CertificateAuthorityUsageMode,
    key_storage_security_standard: KeyStorageSecurityStandard,
    created_at: Timestamp,
    last_state_change_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    restorable_until: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    csr: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<ExportedInstalledCertificate>,
    revocation_configuration: &'a RevocationConfiguration,
    crl: &'a CrlState,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    crl_partitions: &'a [Arc<CrlPartition>],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'a [Tag],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    permissions: &'a [GrantedPermission],
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    audit_reports: &'a [AuditReport],
}

/// The certificate of an authority, and what stands above it.
#[derive(Serialize)]
struct ExportedInstalledCertificate {
    pem: String,
    chain: Vec<String>,
    not_before: Timestamp,
    not_after: Timestamp,
    installed_at: Timestamp,
}

impl<'a> ExportedAuthority<'a> {
    pub(super) fn of(authority: &'a Authority) -> Self {
        let subject = authority.subject.as_bytes();
        Self {
            arn: authority.arn.to_string(),
            name: authority.name.as_deref(),
            note: authority.note.as_deref(),
            authority_type: authority.authority_type,
            status: authority.stored_status,
            subject: Name::from_der(subject).map(|name| name.to_string()).unwrap_or_default(),
            key_algorithm: authority.key_algorithm,
            signing_algorithm: authority.signing_algorithm,
            usage_mode: authority.usage_mode,
            key_storage_security_standard: authority.key_storage_security_standard,
            created_at: authority.created_at,
            last_state_change_at: authority.last_state_change_at,
            restorable_until: authority.restorable_until,
            parent: authority.parent.map(|parent| parent.to_string()),
            csr: pem::encode("CERTIFICATE REQUEST", authority.csr.as_bytes()),
            certificate: authority.installed.as_ref().map(installed),
            revocation_configuration: &authority.revocation_configuration,
            crl: &authority.crl,
            crl_partitions: &authority.crl_partitions,
            tags: &authority.tags,
            permissions: &authority.permissions,
            policy: authority.policy.as_deref(),
            audit_reports: &authority.audit_reports,
        }
    }
}

fn installed(installed: &InstalledCertificate) -> ExportedInstalledCertificate {
    let pem = |der: &Der| pem::encode("CERTIFICATE", der.as_bytes());
    ExportedInstalledCertificate {
        pem: pem(&installed.certificate),
        chain: installed.chain.iter().map(pem).collect(),
        not_before: installed.not_before,
        not_after: installed.not_after,
        installed_at: installed.installed_at,
    }
}
