//! What an audit report says of one certificate (User Guide, "Using audit reports with your private CA").

use crate::engine::Error;
use crate::workspace::{Authority, CertificateRow, Serial, Timestamp, Workspace};
use crate::x509::Outline;
use serde::Serialize;

/// A certificate of a report: its members have the names, the order and the form that the service gives them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entry {
    /// The account that owns the authority.
    pub aws_account_id: String,
    /// The service that asked for the certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_by_service_principal: Option<String>,
    pub certificate_arn: String,
    /// 16 octets in hexadecimal, colons between them.
    pub serial: String,
    /// As RFC 2253 writes it.
    pub subject: String,
    pub not_before: String,
    pub not_after: String,
    pub issued_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revocation_reason: Option<String>,
    pub template_arn: String,
}

impl Entry {
    /// Reads the certificate itself: the table has only a part of its subject.
    ///
    /// # Errors
    /// When the file does not give it back.
    pub(super) fn of(workspace: &Workspace, authority: &Authority, row: &CertificateRow<'_>) -> Result<Self, Error> {
        let body = workspace.certificate_body(row)?;
        let subject = Outline::read(&body)?.subject()?.rfc_2253();
        let arn = &authority.arn;
        Ok(Self {
            aws_account_id: arn.account.clone(),
            requested_by_service_principal: row.requested_by.map(str::to_owned),
            certificate_arn: arn.certificate(row.serial).to_string(),
            serial: serial(row.serial),
            subject,
            not_before: time(row.not_before),
            not_after: time(row.not_after),
            issued_at: time(row.issued_at),
            revoked_at: row.revocation.map(|revocation| time(revocation.at)),
            revocation_reason: row.revocation.map(|revocation| revocation.reason.as_str().to_owned()),
            template_arn: format!("arn:{}:acm-pca:::template/{}", arn.partition, row.template),
        })
    }
}

fn serial(serial: Serial) -> String {
    serial.as_bytes().map(|octet| format!("{octet:02x}")).join(":")
}

/// `yyyy-MM-dd'T'HH:mm:ss+0000`
fn time(at: Timestamp) -> String {
    let text = at.to_string();
    format!("{}+0000", text.split('.').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_seconds_and_the_offset_without_a_colon() {
        assert_eq!(time(Timestamp::from_milliseconds(1_582_742_397_999)), "2020-02-26T18:39:57+0000");
        assert_eq!(time(Timestamp::MAX), "9999-12-31T23:59:59+0000");
    }

    #[test]
    fn serials_are_16_octets() {
        assert_eq!(serial("1".parse().unwrap()), "00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:01");
    }
}
