//! The request that a form sends, for programs: as JSON and as a command of the AWS CLI.

mod command;

use crate::engine::Request;
use crate::ui::kit::{Button, CodeBox, CodeText, DialogParts, Icon, Label, group_heading_ui};
use crate::ui::theme::{Type, UiTokens as _};
use egui::Ui;
use serde_json::Value;

/// Of several requests, how many are written out: more are of use to nobody who reads them.
const WRITTEN: usize = 100;

/// The button in a dialog's footer that shows the request in place of something else, and that again. `words` name
/// the request and what comes back.
pub(in crate::ui::forms) fn request_toggle_ui(parts: &mut DialogParts<'_>, shown: &mut bool, words: [&str; 2]) {
    let words = words[usize::from(*shown)];
    if parts.aside(|ui| ui.add(Button::ghost(words).icon(Icon::Braces))).clicked() {
        *shown = !*shown;
    }
}

/// A request of the API, written for a person to copy.
#[derive(Debug, Default)]
pub(in crate::ui::forms) struct ApiRequest {
    json: String,
    command: String,
    notes: Vec<String>,
    /// What the command writes into the current folder before it runs.
    files: Vec<&'static str>,
    sent: usize,
}

impl ApiRequest {
    /// One request, as the caller's region has it sent.
    pub(in crate::ui::forms) fn of<R: Request>(request: &R, region: &str) -> Self {
        Self::of_each([(request, region)])
    }

    /// Several requests of one action with the region of each, sent one after the other.
    pub(in crate::ui::forms) fn of_each<'a, R: Request + 'a>(
        requests: impl IntoIterator<Item = (&'a R, &'a str)>,
    ) -> Self {
        let mut found = Self::default();
        for (request, region) in requests {
            found.sent += 1;
            if found.sent <= WRITTEN {
                found.add::<R>(&serde_json::to_value(request).unwrap_or_default(), region);
            }
        }
        match found.sent {
            0 | 1 => found,
            sent if sent > WRITTEN => {
                found.note(format!("One request for each of {sent} certificates; these are the first {WRITTEN}."))
            }
            sent => found.note(format!("One request for each of {sent} certificates.")),
        }
    }

    /// A request whose CSR does not exist yet: it is left out of the JSON, and the command reads it from a file.
    pub(in crate::ui::forms) fn without_csr<R: Request>(request: &R, region: &str) -> Self {
        let mut value = serde_json::to_value(request).unwrap_or_default();
        let command = command::command(R::ACTION.name(), &value, region, false).text;
        if let Some(members) = value.as_object_mut() {
            members.shift_remove("Csr");
        }
        Self { json: pretty(&value), command, sent: 1, ..Self::default() }
    }

    fn add<R: Request>(&mut self, value: &Value, region: &str) {
        let gap = |text: &str| if text.is_empty() { "" } else { "\n" };
        let command = command::command(R::ACTION.name(), value, region, true);
        self.json = format!("{}{}{}", self.json, gap(&self.json), pretty(value));
        self.command = format!("{}{}{}", self.command, gap(&self.command), command.text);
        self.files = command.files;
    }

    /// Adds the request that follows, of whatever action.
    #[must_use]
    pub(in crate::ui::forms) fn then<R: Request>(mut self, request: &R, region: &str) -> Self {
        self.sent += 1;
        self.add::<R>(&serde_json::to_value(request).unwrap_or_default(), region);
        self
    }

    /// Says something that the request itself does not.
    #[must_use]
    pub(in crate::ui::forms) fn note(mut self, words: impl Into<String>) -> Self {
        self.notes.push(words.into());
        self
    }

    /// Shows notes, JSON and command.
    pub(in crate::ui::forms) fn ui(self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = 4.0;
        let color = ui.tokens().text2;
        for note in &self.notes {
            ui.add(Label::new(note, Type::Small).color(color).wrap());
        }
        if self.json.is_empty() {
            return;
        }
        group_heading_ui(ui, "JSON", |_| {});
        CodeBox::new("API request", &CodeText::new(self.json)).json().height(360.0).show(ui);
        ui.add_space(8.0);
        group_heading_ui(ui, "Command line", |ui| {
            ui.add(Label::new("For a POSIX shell", Type::Small).color(color));
        });
        if !self.files.is_empty() {
            let words = format!("Writes {} into the current folder first.", self.files.join(" and "));
            ui.add(Label::new(&words, Type::Small).color(color).wrap());
        }
        CodeBox::new("Command", &CodeText::new(self.command)).height(240.0).show(ui);
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::api::{
        Blob, IssueCertificateRequest, RevocationReason, RevokeCertificateRequest, SigningAlgorithm, Validity,
        ValidityPeriodType,
    };

    const ARN: &str =
        "arn:aws:acm-pca:us-east-1:000000000000:certificate-authority/5a5a5a5a-5a5a-4a5a-9a5a-5a5a5a5a5a5a";

    fn issue(token: &str) -> IssueCertificateRequest {
        IssueCertificateRequest {
            api_passthrough: None,
            certificate_authority_arn: ARN.into(),
            csr: Blob::from("PEM".to_owned()),
            signing_algorithm: SigningAlgorithm::Sha256WithEcdsa,
            template_arn: None,
            validity: Validity { value: 90, r#type: ValidityPeriodType::Days },
            validity_not_before: None,
            idempotency_token: Some(token.into()),
        }
    }

    #[test]
    fn every_member_is_an_option_of_the_cli() {
        let request = ApiRequest::of(&issue("it's 1"), "us-east-1");
        let lines: Vec<&str> = request.command.lines().map(|line| line.trim_end_matches('\\').trim()).collect();
        assert_eq!(
            lines,
            [
                "printf %s PEM > request.csr",
                "aws acm-pca issue-certificate --region us-east-1",
                &format!("--certificate-authority-arn {ARN}"),
                "--csr fileb://request.csr",
                "--signing-algorithm SHA256WITHECDSA",
                r#"--validity '{"Value":90,"Type":"DAYS"}'"#,
                r"--idempotency-token 'it'\''s 1'",
            ]
        );
        assert_eq!(request.files, ["request.csr"]);
    }

    #[test]
    fn a_csr_that_does_not_exist_is_read_from_a_file() {
        let request = ApiRequest::without_csr(&issue("t"), "us-east-1");
        assert!(request.command.contains("--csr fileb://request.csr"));
        assert!(!request.json.contains("Csr") && request.files.is_empty());
    }

    #[test]
    fn a_request_is_written_for_each_certificate() {
        let revoke = |serial: usize| RevokeCertificateRequest {
            certificate_authority_arn: ARN.into(),
            certificate_serial: format!("{serial:x}"),
            revocation_reason: RevocationReason::Superseded,
        };
        let several: Vec<_> = (1..=3).map(revoke).collect();
        let request = ApiRequest::of_each(several.iter().map(|request| (request, "us-east-1")));
        assert_eq!(request.command.matches("aws acm-pca revoke-certificate").count(), 3);
        assert_eq!(request.json.matches("CertificateSerial").count(), 3);
        assert_eq!(request.notes, ["One request for each of 3 certificates."]);
        let many: Vec<_> = (0..=WRITTEN).map(revoke).collect();
        let request = ApiRequest::of_each(many.iter().map(|request| (request, "us-east-1")));
        assert_eq!(request.json.matches("CertificateSerial").count(), WRITTEN);
        assert!(request.notes[0].contains("first 100"));
    }
}
