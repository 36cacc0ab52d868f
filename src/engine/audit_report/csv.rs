//! An audit report as CSV (RFC 4180), below the header of the User Guide.

use super::entry::Entry;
use std::io::{self, Write};

const HEADER: &str = "awsAccountId,requestedByServicePrincipal,certificateArn,serial,subject,notBefore,notAfter,\
                      issuedAt,revokedAt,revocationReason,templateArn";

/// Writes the header and a line for each certificate. The subject is in quotes; what a certificate lacks is an empty
/// cell.
///
/// # Errors
/// Those of `out`.
pub(super) fn write(out: &mut dyn Write, entries: impl Iterator<Item = Entry>) -> io::Result<()> {
    line(out, HEADER)?;
    for entry in entries {
        let plain = |cell: &Option<String>| cell.as_deref().map(cell_of).unwrap_or_default();
        let cells = [
            cell_of(&entry.aws_account_id),
            plain(&entry.requested_by_service_principal),
            cell_of(&entry.certificate_arn),
            cell_of(&entry.serial),
            quoted(&entry.subject),
            cell_of(&entry.not_before),
            cell_of(&entry.not_after),
            cell_of(&entry.issued_at),
            plain(&entry.revoked_at),
            plain(&entry.revocation_reason),
            cell_of(&entry.template_arn),
        ];
        line(out, &cells.join(","))?;
    }
    Ok(())
}

fn line(out: &mut dyn Write, text: &str) -> io::Result<()> {
    write!(out, "{text}\r\n")
}

/// In quotes only where it would otherwise be read as something else.
fn cell_of(text: &str) -> String {
    if text.contains(['"', ',', '\r', '\n']) { quoted(text) } else { text.to_owned() }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
