//! The draft of a managed certificate.

use crate::engine::ManagedCertificateRequest;
use crate::ui::forms::field::KeyDraft;
use crate::ui::forms::problem::FieldProblem;
use crate::ui::words;
use crate::workspace::{Authority, CertificateAuthorityArn, CertificateAuthorityUsageMode, Timestamp};

/// Days that a certificate is valid, and days before its end that it is renewed, when nobody says otherwise.
const DAYS: i64 = 90;
const BEFORE: i64 = 30;

/// The longest validity of a certificate of an authority for short-lived ones, in days.
const SHORT_LIVED: i64 = 7;

/// What a person has chosen for a managed certificate.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    pub authority: CertificateAuthorityArn,
    pub key: KeyDraft,
    /// How long it is valid, as typed.
    pub days: String,
    pub renews: bool,
    /// How many days before its end it is renewed, as typed.
    pub before: String,
}

impl Draft {
    /// What is right with zero choices: as long as the authority lets it, and renewed in the last third.
    pub fn new(authority: &Authority, now: Timestamp) -> Self {
        let left = authority.installed.as_ref().map_or(DAYS, |installed| words::days_until(installed.not_after, now));
        let most = match authority.usage_mode {
            CertificateAuthorityUsageMode::ShortLivedCertificate => SHORT_LIVED,
            CertificateAuthorityUsageMode::GeneralPurpose => DAYS,
        };
        let days = left.clamp(1, most);
        Self {
            authority: authority.arn.clone(),
            key: KeyDraft::default(),
            days: days.to_string(),
            renews: days > 1,
            before: (days / 3).clamp(1, BEFORE).to_string(),
        }
    }

    /// Whether it says what the certificate is about.
    pub fn has_subject(&self) -> bool {
        !self.key.subject.is_empty() || !self.key.names.to_api().is_empty()
    }

    /// What it is issued for, as its common name or first name says.
    pub fn called(&self) -> Option<String> {
        let name = self.key.subject.called().map(str::to_owned);
        let name = name.or_else(|| self.key.names.rows.first().map(|row| row.value.trim().to_owned()));
        name.filter(|name| !name.is_empty())
    }

    /// The request as it would be sent now.
    ///
    /// # Errors
    /// What the form itself knows to be wrong.
    pub fn request(&self) -> Result<ManagedCertificateRequest, Vec<FieldProblem>> {
        let days = number(&self.days, "validity", DAYS);
        let before = if self.renews { number(&self.before, "renewDaysBefore", BEFORE) } else { Ok(0) };
        match (days, before) {
            (Ok(validity_days), Ok(renew_days_before)) => Ok(ManagedCertificateRequest {
                authority: self.authority.clone(),
                key_algorithm: self.key.algorithm,
                subject: self.key.subject.to_api(),
                names: self.key.names.to_api(),
                validity_days,
                renew_days_before,
            }),
            (days, before) => Err([days.err(), before.err()].into_iter().flatten().collect()),
        }
    }

    /// What the button says; `issuer` is the name of who signs.
    pub fn button(&self, issuer: &str) -> String {
        match number(&self.days, "validity", DAYS) {
            Ok(days) => format!("Request {days}-day certificate from {issuer}"),
            Err(_) => format!("Request certificate from {issuer}"),
        }
    }
}

fn number(typed: &str, member: &str, example: i64) -> Result<u32, FieldProblem> {
    let found = typed.trim().parse().ok().filter(|days| *days > 0);
    found.ok_or_else(|| FieldProblem::new(member, format!("A number of days, such as {example}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        let arn = "arn:aws:acm-pca:us-east-1:000000000000:certificate-authority/5a5a5a5a-5a5a-4a5a-9a5a-5a5a5a5a5a5a";
        Draft {
            authority: arn.parse().unwrap(),
            key: KeyDraft::default(),
            days: "90".into(),
            renews: true,
            before: "30".into(),
        }
    }

    #[test]
    fn what_is_typed_becomes_a_request() {
        let request = draft().request().unwrap();
        assert_eq!((request.validity_days, request.renew_days_before), (90, 30));
        let never = Draft { renews: false, before: "nonsense".into(), ..draft() }.request().unwrap();
        assert_eq!(never.renew_days_before, 0);
    }

    #[test]
    fn what_is_no_number_is_told_at_its_field() {
        for typed in ["", "0", "-1", "ninety", "90 days", "99999999999"] {
            let problems = Draft { days: typed.into(), before: typed.into(), ..draft() }.request().unwrap_err();
            let members: Vec<&str> = problems.iter().map(|problem| problem.member.as_str()).collect();
            assert_eq!(members, ["validity", "renewDaysBefore"], "{typed}");
        }
    }

    #[test]
    fn the_button_says_what_will_be_requested() {
        assert_eq!(draft().button("Prod CA"), "Request 90-day certificate from Prod CA");
        assert_eq!(Draft { days: "x".into(), ..draft() }.button("Prod CA"), "Request certificate from Prod CA");
    }
}
