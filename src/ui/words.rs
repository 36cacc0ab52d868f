//! Counts, times and states in the words of the window.

use super::kit::Status;
use crate::engine::Template;
use crate::workspace::{CertificateAuthorityStatus, CertificateRow, CertificateStatus, RevocationReason, Timestamp};
use crate::x509::inspect::display;
use crate::x509::words;

const DAY: i64 = 86_400;

/// A count with its thousands apart: `1,284`.
pub fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 certificate`, `1,284 certificates`, `3 authorities`, `2 days`.
pub fn counted(number: usize, one: &str) -> String {
    let stem = one.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    match (number, stem) {
        (1, _) => format!("1 {one}"),
        (_, Some(stem)) => format!("{} {stem}ies", count(number)),
        (_, None) => format!("{} {one}s", count(number)),
    }
}

/// Whole days from `now` until `then`; below 0 once it has passed.
pub fn days_until(then: Timestamp, now: Timestamp) -> i64 {
    (then.seconds() - now.seconds()).div_euclid(DAY)
}

/// `12 days`, `1 day`, `1,521 days`, and `−3 days` for what has passed.
pub fn days(number: i64) -> String {
    let sign = if number < 0 { "−" } else { "" };
    let unit = if number.unsigned_abs() == 1 { "day" } else { "days" };
    let number = usize::try_from(number.unsigned_abs()).unwrap_or(usize::MAX);
    format!("{sign}{} {unit}", count(number))
}

/// How long a time is, in its largest unit: `12 days`, `5 hours`, `3 minutes`, `less than a minute`.
pub fn span(seconds: i64) -> String {
    let counted = |number: i64, one| counted(usize::try_from(number).unwrap_or(0), one);
    match seconds.max(0) {
        0..60 => "less than a minute".to_owned(),
        short @ 60..3_600 => counted(short / 60, "minute"),
        middle @ 3_600..172_800 => counted(middle / 3_600, "hour"),
        long => counted(long / DAY, "day"),
    }
}

/// How long ago: `3 minutes ago`, `just now`.
pub fn since(then: Timestamp, now: Timestamp) -> String {
    match now.seconds() - then.seconds() {
        ..60 => "just now".to_owned(),
        seconds => format!("{} ago", span(seconds)),
    }
}

/// How long ago, as short as a column needs it: `now`, `2 min`, `5 h`, `3 d`.
pub fn ago(then: Timestamp, now: Timestamp) -> String {
    match (now.seconds() - then.seconds()).max(0) {
        0..60 => "now".to_owned(),
        short @ 60..3_600 => format!("{} min", short / 60),
        middle @ 3_600..DAY => format!("{} h", middle / 3_600),
        long => format!("{} d", long / DAY),
    }
}

/// `23 Nov 2026`.
pub fn date(at: Timestamp) -> String {
    words::date(at.seconds())
}

/// `23 Nov 2026, 13:01`, in UTC as everything in a certificate.
pub fn minute(at: Timestamp) -> String {
    let minute = at.seconds().rem_euclid(DAY) / 60;
    format!("{}, {:02}:{:02}", date(at), minute / 60, minute % 60)
}

/// `1 Dec`: a date whose year is known.
pub fn day_of_year(at: Timestamp) -> String {
    let date = date(at);
    date.rsplit_once(' ').map_or_else(|| date.clone(), |(day, _)| day.to_owned())
}

/// Why a certificate was revoked.
pub fn reason(reason: RevocationReason) -> &'static str {
    match reason {
        RevocationReason::Unspecified => "Unspecified",
        RevocationReason::KeyCompromise => "Key compromise",
        RevocationReason::CertificateAuthorityCompromise => "CA compromise",
        RevocationReason::AffiliationChanged => "Affiliation changed",
        RevocationReason::Superseded => "Superseded",
        RevocationReason::CessationOfOperation => "No longer used",
        RevocationReason::PrivilegeWithdrawn => "Privilege withdrawn",
        RevocationReason::AACompromise => "Attribute authority compromise",
    }
}

/// The same within a sentence: `CA compromise`, but `key compromise`.
pub fn reason_in_sentence(of: RevocationReason) -> String {
    reason(of).to_lowercase().replace("ca ", "CA ")
}

/// How a revoked certificate stands: its mark and its words.
pub fn revoked(reason: RevocationReason) -> (Status, String) {
    match reason {
        RevocationReason::Unspecified => (Status::Revoked, "Revoked".to_owned()),
        reason => (Status::Revoked, format!("Revoked · {}", reason_in_sentence(reason))),
    }
}

/// The name of a certificate as the window shows it: a person's own for it, else its common name, else
/// the first alternative name, else its serial number.
pub fn certificate_name(row: &CertificateRow<'_>) -> String {
    given_name(row).map_or_else(|| row.serial.to_string(), |name| display::safe(name).into_owned())
}

/// Whether that name holds characters that cannot be seen, which are written out in it.
pub fn is_deceptive(row: &CertificateRow<'_>) -> bool {
    given_name(row).is_some_and(display::is_deceptive)
}

/// What is said of such a name.
pub const DECEPTIVE: &str = "Hidden characters in the name, written out as \\u{…}";

fn given_name<'a>(row: &CertificateRow<'a>) -> Option<&'a str> {
    let given = |text: &&str| !text.is_empty();
    let own = row.annotation.and_then(|note| note.name.as_deref());
    own.filter(given)
        .or(Some(row.common_name).filter(given))
        .or_else(|| row.alternative_names.lines().next().filter(given))
}

/// The word for a template in a column: `Server`.
pub fn template(name: &str) -> &str {
    Template::named(name).map_or(name, |template| template.short)
}

/// How an authority stands: its mark and its word.
pub fn authority_status(status: CertificateAuthorityStatus) -> (Status, &'static str) {
    match status {
        CertificateAuthorityStatus::Creating => (Status::Pending, "Creating"),
        CertificateAuthorityStatus::PendingCertificate => (Status::Pending, "Pending certificate"),
        CertificateAuthorityStatus::Active => (Status::Active, "Active"),
        CertificateAuthorityStatus::Deleted => (Status::Deleted, "Deleted"),
        CertificateAuthorityStatus::Disabled => (Status::Disabled, "Disabled"),
        CertificateAuthorityStatus::Expired => (Status::Expired, "Expired"),
        CertificateAuthorityStatus::Failed => (Status::Revoked, "Failed"),
    }
}

/// Days before its end from which something expires soon.
pub const SOON: i64 = 30;

/// What an inspector says of a validity of these ends: to the day, once it ends soon; nothing while it is well within.
/// `notAfter` is inclusive (RFC 5280 section 4.1.2.5).
pub fn validity_standing(not_before: Timestamp, not_after: Timestamp, now: Timestamp) -> Option<(Status, String)> {
    match days_until(not_after, now) {
        _ if now.seconds() > not_after.seconds() => Some((Status::Expired, "Expired".to_owned())),
        _ if now.seconds() < not_before.seconds() => {
            Some((Status::Pending, format!("Valid from {}", date(not_before))))
        }
        0 => Some((Status::Attention, "Expires today".to_owned())),
        left @ 1..=SOON => Some((Status::Attention, format!("Expires in {}", days(left)))),
        _ => None,
    }
}

/// How a certificate stands: its mark and its words.
pub fn certificate_status(row: &CertificateRow<'_>, now: Timestamp) -> (Status, String) {
    match row.status(now) {
        CertificateStatus::Revoked(revocation) => revoked(revocation.reason),
        CertificateStatus::Expired => (Status::Expired, "Expired".to_owned()),
        CertificateStatus::NotYetValid => (Status::Pending, format!("Valid from {}", date(row.not_before))),
        CertificateStatus::Valid if days_until(row.not_after, now) <= SOON => {
            (Status::Attention, "Expires soon".to_owned())
        }
        CertificateStatus::Valid => (Status::Active, "Active".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_their_thousands_apart() {
        assert_eq!([0, 999, 1284, 1_000_000].map(count), ["0", "999", "1,284", "1,000,000"]);
        assert_eq!(counted(1, "authority"), "1 authority");
        assert_eq!(counted(6, "authority"), "6 authorities");
        assert_eq!(counted(1642, "certificate"), "1,642 certificates");
        assert_eq!(counted(6, "day"), "6 days");
    }

    #[test]
    fn days_are_whole_and_round_down() {
        let at = Timestamp::from_seconds;
        assert_eq!(days_until(at(2 * DAY), at(1)), 1);
        assert_eq!(days_until(at(0), at(1)), -1);
        assert_eq!([days(1), days(-1), days(12), days(1521)], ["1 day", "−1 day", "12 days", "1,521 days"]);
    }

    #[test]
    fn a_validity_is_told_to_the_day_once_it_ends_soon() {
        let at = Timestamp::from_seconds;
        let words = |now| validity_standing(at(DAY), at(100 * DAY), at(now)).map(|(_, words)| words);
        assert_eq!(words(0).as_deref(), Some("Valid from 2 Jan 1970"));
        assert_eq!(words(DAY), None);
        assert_eq!(words(70 * DAY).as_deref(), Some("Expires in 30 days"));
        assert_eq!(words(99 * DAY).as_deref(), Some("Expires in 1 day"));
        assert_eq!([100 * DAY - 1, 100 * DAY].map(words), ["Expires today"; 2].map(|it| Some(it.to_owned())));
        assert_eq!(words(100 * DAY + 1).as_deref(), Some("Expired"));
    }

    #[test]
    fn times_are_told_in_one_unit() {
        let now = Timestamp::from_seconds(10 * DAY);
        let before = |seconds| ago(Timestamp::from_seconds(10 * DAY - seconds), now);
        assert_eq!([before(-5), before(119), before(3 * 3600), before(3 * DAY)], ["now", "1 min", "3 h", "3 d"]);
        assert_eq!([span(59), span(3600), span(2 * DAY)], ["less than a minute", "1 hour", "2 days"]);
        assert_eq!(minute(Timestamp::from_seconds(13 * 3600 + 61)), "1 Jan 1970, 13:01");
        assert_eq!(day_of_year(Timestamp::EPOCH), "1 Jan");
    }
}
