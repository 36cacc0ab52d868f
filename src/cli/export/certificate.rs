//! Certificates in the document.

use crate::engine::Error;
use crate::workspace::{Annotation, CertificateRow, Revocation, Timestamp, Workspace};
use crate::x509::pem;
use serde::{Serialize, Serializer, ser};
use std::cell::RefCell;

/// A certificate that is read from the file when it is written.
pub(super) struct ExportedCertificate<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) row: CertificateRow<'a>,
    /// Why it cannot be read, if so.
    pub(super) unread: &'a RefCell<Option<Error>>,
}

#[derive(Serialize)]
#[serde(rename = "ExportedCertificate")]
struct Members<'a> {
    arn: String,
    template: &'a str,
    issued_at: Timestamp,
    not_before: Timestamp,
    not_after: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    requested_by: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revocation: Option<Revocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotation: Option<&'a Annotation>,
    pem: String,
}

impl Serialize for ExportedCertificate<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { workspace, row, unread } = self;
        let der = workspace.certificate_body(row).map_err(|error| {
            let told = ser::Error::custom(&error);
            unread.replace(Some(error.into()));
            told
        })?;
        let authority = workspace.authority_ever(row.authority);
        let arn = authority.map(|authority| authority.arn.certificate(row.serial).to_string());
        let members = Members {
            arn: arn.unwrap_or_else(|| format!("{}/{}", row.authority, row.serial)),
            template: row.template,
            issued_at: row.issued_at,
            not_before: row.not_before,
            not_after: row.not_after,
            requested_by: row.requested_by,
            revocation: row.revocation,
            annotation: row.annotation,
            pem: pem::encode("CERTIFICATE", &der),
        };
        members.serialize(serializer)
    }
}
