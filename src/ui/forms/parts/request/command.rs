//! A request as a command of the AWS CLI, for a POSIX shell to run as it is typed.

use crate::engine::api::Blob;
use serde_json::{Map, Value};

/// Where the command reads a CSR from that does not exist yet.
const CSR_FILE: &str = "request.csr";

/// Members that are bytes, and the file that each is read from: so both versions of the CLI take them alike.
const BLOBS: &[(&str, &str)] =
    &[("Csr", CSR_FILE), ("Certificate", "certificate.pem"), ("CertificateChain", "chain.pem")];

/// A command, and the files that it writes before.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Command {
    pub text: String,
    pub files: Vec<&'static str>,
}

/// `aws acm-pca issue-certificate …`, a line for each member. Without `csr` the CSR is read from a file that is there.
pub(super) fn command(action: &str, request: &Value, region: &str, csr: bool) -> Command {
    let mut found = Command::default();
    let mut lines = vec![format!("aws acm-pca {} --region {}", kebab(action), quoted(region))];
    let mut in_json = Map::new();
    for (name, value) in request.as_object().into_iter().flatten() {
        let option = format!("--{}", kebab(name));
        if let Some((_, file)) = BLOBS.iter().find(|(blob, _)| blob == name) {
            if csr || name != "Csr" {
                found.text += &write_file(value.as_str().unwrap_or_default(), file);
                found.files.push(file);
            }
            lines.push(format!("{option} fileb://{file}"));
        } else if value.as_str().is_some_and(is_read) {
            in_json.insert(name.clone(), value.clone());
        } else {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            lines.push(format!("{option} {}", quoted(&value)));
        }
    }
    if !in_json.is_empty() {
        lines.push(format!("--cli-input-json {}", quoted(&Value::Object(in_json).to_string())));
    }
    found.text += &lines.join(" \\\n  ");
    found
}

/// Whether the CLI would take a text for a file or for an option of its own, wherever it stands but in JSON.
fn is_read(text: &str) -> bool {
    ["-", "file://", "fileb://", "http://", "https://"].iter().any(|start| text.starts_with(start))
}

/// Writes the bytes of a base64 text to a file: text as it is, anything else decoded.
fn write_file(base64: &str, file: &str) -> String {
    let text = Blob::from_base64(base64).and_then(|blob| String::from_utf8(blob.0).ok());
    match text.filter(|text| !text.contains('\0')) {
        Some(text) => format!("printf %s {} > {file}\n", quoted(&text)),
        None => format!("printf %s {} | base64 -d > {file}\n", quoted(base64)),
    }
}

/// A name of the API as the CLI has it: `CertificateAuthorityArn` is `certificate-authority-arn`, `S3BucketName` is
/// `s3-bucket-name`.
pub(super) fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    let mut before = None;
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        // A new word begins after a small letter or a digit, and in the last of several capitals.
        let ends_capitals = characters.peek().is_some_and(|next| next.is_ascii_lowercase());
        let begins = character.is_ascii_uppercase()
            && before.is_some_and(|before: char| !before.is_ascii_uppercase() || ends_capitals);
        if begins {
            kebab.push('-');
        }
        kebab.push(character.to_ascii_lowercase());
        before = Some(character);
    }
    kebab
}

/// A word of a POSIX shell: between single quotes nothing has a meaning, except a single quote.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=@%+,".contains(c);
    match !text.is_empty() && text.chars().all(plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_are_those_of_the_cli() {
        for (name, option) in [
            ("IssueCertificate", "issue-certificate"),
            ("CertificateAuthorityArn", "certificate-authority-arn"),
            ("S3BucketName", "s3-bucket-name"),
            ("PermanentDeletionTimeInDays", "permanent-deletion-time-in-days"),
            ("AuditReportResponseFormat", "audit-report-response-format"),
            ("ListKMSKeys", "list-kms-keys"),
            ("ResourceARN", "resource-arn"),
        ] {
            assert_eq!(kebab(name), option);
        }
    }

    #[test]
    fn what_the_cli_would_read_as_a_file_goes_into_json_alone() {
        for token in ["file:///etc/passwd", "fileb://x", "-x", "https://x"] {
            let request = json!({"Csr": "UEVN", "IdempotencyToken": token, "SigningAlgorithm": "SHA256WITHRSA"});
            let command = command("IssueCertificate", &request, "us-east-1", true).text;
            assert!(command.contains(&format!("--cli-input-json '{{\"IdempotencyToken\":\"{token}\"}}'")), "{command}");
            assert!(
                command.contains("--csr fileb://request.csr") && command.contains("--signing-algorithm SHA256WITHRSA")
            );
            assert!(!command.contains("--idempotency-token"));
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_decoded_by_the_shell() {
        let command = command("ImportCertificateAuthorityCertificate", &json!({"Certificate": "MIIA/w=="}), "r", true);
        assert!(command.text.starts_with("printf %s MIIA/w== | base64 -d > certificate.pem\naws "), "{}", command.text);
        assert_eq!(command.files, ["certificate.pem"]);
    }
}
