//! Rows as text: tab-separated for the clipboard, CSV (RFC 4180) for a file.

use crate::ui::words;
use crate::workspace::{CertificateRow, CertificateStatus, Timestamp};
use crate::x509::inspect::display;

const HEADS: [&str; 8] =
    ["Name", "Other names", "Status", "Revocation reason", "Issued", "Expires", "Template", "Serial"];

/// Rows to paste, a line each.
pub(super) fn tab_separated<'a>(rows: impl Iterator<Item = CertificateRow<'a>>, now: Timestamp) -> String {
    let lines: Vec<String> = rows.map(|row| cells(&row, now).join("\t")).collect();
    lines.join("\n")
}

/// Rows as a file, with a line of heads.
pub(super) fn csv<'a>(rows: impl Iterator<Item = CertificateRow<'a>>, now: Timestamp) -> String {
    let mut text = HEADS.join(",");
    for row in rows {
        text.push_str("\r\n");
        let quoted = cells(&row, now).map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        text.push_str(&quoted.join(","));
    }
    text.push_str("\r\n");
    text
}

fn cells(row: &CertificateRow<'_>, now: Timestamp) -> [String; 8] {
    let others: Vec<_> = row.alternative_names.lines().map(display::safe).collect();
    let (status, reason) = match row.status(now) {
        CertificateStatus::Valid => ("Valid", ""),
        CertificateStatus::NotYetValid => ("Not yet valid", ""),
        CertificateStatus::Expired => ("Expired", ""),
        CertificateStatus::Revoked(revocation) => ("Revoked", words::reason(revocation.reason)),
    };
    [
        harmless(words::certificate_name(row)),
        harmless(others.join(" ")),
        status.to_owned(),
        reason.to_owned(),
        row.issued_at.to_string(),
        row.not_after.to_string(),
        row.template.to_owned(),
        row.serial.to_string(),
    ]
}

/// A name that a spreadsheet would take for a formula gets an apostrophe before it.
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn a_name_is_never_a_formula() {
        assert_eq!(harmless("=cmd|' /C calc'!A0".into()), "'=cmd|' /C calc'!A0");
        assert_eq!(harmless("www.example.com".into()), "www.example.com");
    }
}
