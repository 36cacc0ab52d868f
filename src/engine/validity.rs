//! From a `Validity` of the API to a point in time, by the calendar.

use super::api::{Validity, ValidityPeriodType};
use super::error::{Error, Violation};
use crate::workspace::Timestamp;
use crate::x509::time::Civil;
use jiff::Span;
use jiff::civil::DateTime;

/// 9999-12-31T23:59:59Z, the last time X.509 can write (RFC 5280 section 4.1.2.5).
pub const LAST: i64 = 253_402_300_799;

/// How long before issuance a certificate starts when nobody says otherwise, in seconds: clocks
/// that are late must not refuse a certificate that was just issued.
pub const BACKDATE: i64 = 60 * 60;

/// The longest validity of a certificate from a SHORT_LIVED_CERTIFICATE authority, in seconds.
pub const SHORT_LIVED: i64 = 7 * 24 * 60 * 60;

/// The end of a validity that is counted from `issued_at`, in seconds since 1970.
///
/// # Errors
/// [`Error::Validation`] when the value is no date, lies beyond 9999, or is not after `issued_at`.
pub fn not_after(validity: &Validity, issued_at: Timestamp) -> Result<i64, Error> {
    let value = validity.value;
    let end = match validity.r#type {
        ValidityPeriodType::Absolute => Some(value),
        ValidityPeriodType::EndDate => end_date(value),
        ValidityPeriodType::Days => after(issued_at, |span| span.try_days(value)),
        ValidityPeriodType::Months => after(issued_at, |span| span.try_months(value)),
        ValidityPeriodType::Years => after(issued_at, |span| span.try_years(value)),
    };
    let refused = |constraint: &str| Err(broken("validity", value, constraint));
    match end {
        None if validity.r#type == ValidityPeriodType::EndDate => {
            refused("Member must be a date in UTC as digits, YYMMDDHHMMSS or YYYYMMDDHHMMSS")
        }
        None | Some(LAST_PLUS_ONE..) => refused("Member must end before the year 10000"),
        Some(end) if end <= issued_at.seconds() => refused("Member must end in the future"),
        Some(end) => Ok(end),
    }
}

const LAST_PLUS_ONE: i64 = LAST + 1;

/// The start of a validity: `explicit`, or 60 minutes before issuance.
///
/// # Errors
/// [`Error::Validation`] when `explicit` is not an absolute time, or is not before the end.
pub fn not_before(explicit: Option<&Validity>, issued_at: Timestamp, not_after: i64) -> Result<i64, Error> {
    let Some(explicit) = explicit else { return Ok(issued_at.seconds() - BACKDATE) };
    let refused = |constraint: &str| Err(broken("validityNotBefore", explicit.value, constraint));
    if explicit.r#type != ValidityPeriodType::Absolute {
        return refused("Member must be of type ABSOLUTE");
    }
    if explicit.value >= not_after {
        return refused("Member must start before the certificate ends");
    }
    Ok(explicit.value)
}

fn broken(member: &str, value: i64, constraint: &str) -> Error {
    Error::Validation(vec![Violation::new(format!("{member}.value"), Some(value.to_string()), constraint)])
}

/// `start` plus a span by the calendar in UTC: 31 January + 1 month is the last day of February.
fn after(start: Timestamp, span: impl Fn(Span) -> Result<Span, jiff::Error>) -> Option<i64> {
    let Civil { year, month, day, hour, minute, second } = Civil::from_epoch(start.seconds()).ok()?;
    let part = |value: u8| i8::try_from(value).ok();
    let time = (part(hour)?, part(minute)?, part(second)?);
    let start = DateTime::new(i16::try_from(year).ok()?, part(month)?, part(day)?, time.0, time.1, time.2, 0);
    seconds(start.ok()?.checked_add(span(Span::new()).ok()?).ok()?)
}

/// A date written as the digits of an integer. Up to twelve digits are UTCTime, whose leading
/// zeros an integer has lost; from 50 on the two-digit year is of the 20th century.
fn end_date(value: i64) -> Option<i64> {
    let digits = value.to_string().len();
    let year = value / 10_000_000_000;
    let year = match digits {
        ..=12 if year >= 50 => 1900 + year,
        ..=12 => 2000 + year,
        14 => year,
        _ => return None,
    };
    let part = |divisor: i64| u8::try_from(value / divisor % 100).ok();
    let date = Civil {
        year: u16::try_from(year).ok()?,
        month: part(100_000_000)?,
        day: part(1_000_000)?,
        hour: part(10_000)?,
        minute: part(100)?,
        second: part(1)?,
    };
    date.to_epoch()
}

/// Seconds since 1970 of a date and time in UTC. `jiff`'s own type for that ends hours before X.509 does.
fn seconds(utc: DateTime) -> Option<i64> {
    let part = |value: i8| u8::try_from(value).ok();
    let civil = Civil {
        year: u16::try_from(utc.year()).ok()?,
        month: part(utc.month())?,
        day: part(utc.day())?,
        hour: part(utc.hour())?,
        minute: part(utc.minute())?,
        second: part(utc.second())?,
    };
    civil.to_epoch()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ValidityPeriodType::{Absolute, Days, EndDate, Months, Years};

    fn at(text: &str) -> i64 {
        text.parse::<jiff::Timestamp>().unwrap().as_second()
    }

    #[track_caller]
    fn ends(issued_at: &str, r#type: ValidityPeriodType, value: i64, expected: &str) {
        let issued_at = Timestamp::from_seconds(at(issued_at));
        let end = not_after(&Validity { value, r#type }, issued_at).unwrap();
        assert_eq!(Civil::from_epoch(end).unwrap().to_string(), expected);
    }

    #[track_caller]
    fn refused(r#type: ValidityPeriodType, value: i64) {
        let issued_at = Timestamp::from_seconds(at("2026-11-23T12:00:00Z"));
        let answer = not_after(&Validity { value, r#type }, issued_at);
        assert_eq!(answer.unwrap_err().code(), "ValidationException");
    }

    #[test]
    fn counts_follow_the_calendar() {
        ends("2027-01-31T10:00:00Z", Months, 1, "2027-02-28T10:00:00Z");
        ends("2028-01-31T10:00:00Z", Months, 1, "2028-02-29T10:00:00Z");
        ends("2028-02-29T10:00:00Z", Years, 1, "2029-02-28T10:00:00Z");
        ends("2026-11-23T13:03:00Z", Days, 90, "2027-02-21T13:03:00Z");
        ends("2026-10-31T23:59:59Z", Months, 4, "2027-02-28T23:59:59Z");
        ends("2026-12-31T00:00:00Z", Months, 14, "2028-02-29T00:00:00Z");
        ends("2028-02-29T10:00:00Z", Years, 4, "2032-02-29T10:00:00Z");
        // 2100 is no leap year.
        ends("2096-02-29T10:00:00Z", Years, 4, "2100-02-28T10:00:00Z");
        ends("2028-02-28T23:00:00Z", Days, 2, "2028-03-01T23:00:00Z");
        // What cert-manager asks of a root.
        ends("2026-11-23T12:00:00Z", Years, 365, "2391-11-23T12:00:00Z");
    }

    #[test]
    fn end_dates_are_read_by_their_number_of_digits() {
        let today = "2001-01-01T00:00:00Z";
        ends(today, EndDate, 491231235959, "2049-12-31T23:59:59Z");
        ends(today, EndDate, 51231235959, "2005-12-31T23:59:59Z");
        ends(today, EndDate, 20501231235959, "2050-12-31T23:59:59Z");
        refused(EndDate, 500101000000); // 1950
        refused(EndDate, 20271301000000); // month 13
        refused(EndDate, 1234567890123); // 13 digits
        refused(EndDate, 202712310000000); // 15 digits
        refused(EndDate, 270229000000); // no leap year
        refused(EndDate, 270101240000); // hour 24
        refused(EndDate, 270101000060); // second 60
    }

    #[test]
    fn a_year_of_two_digits_turns_at_50_and_loses_its_zeros() {
        let long_ago = "1949-12-31T23:59:59Z";
        ends(long_ago, EndDate, 500101000000, "1950-01-01T00:00:00Z");
        ends(long_ago, EndDate, 991231235959, "1999-12-31T23:59:59Z");
        ends(long_ago, EndDate, 101231235959, "2010-12-31T23:59:59Z");
        ends(long_ago, EndDate, 91231235959, "2009-12-31T23:59:59Z");
        ends(long_ago, EndDate, 1231235959, "2000-12-31T23:59:59Z");
        ends(long_ago, EndDate, 229000000, "2000-02-29T00:00:00Z");
        ends("2028-02-28T00:00:00Z", EndDate, 280229000000, "2028-02-29T00:00:00Z");
    }

    #[test]
    fn the_year_9999_is_the_last() {
        ends("2026-11-23T12:00:00Z", Absolute, LAST, "9999-12-31T23:59:59Z");
        refused(Absolute, LAST + 1);
        refused(Years, 8000);
        refused(Days, i64::MAX);
    }

    #[test]
    fn what_has_ended_already_is_refused() {
        refused(Absolute, at("2026-11-23T12:00:00Z"));
    }

    #[test]
    fn a_start_is_absolute_or_an_hour_ago() {
        let issued_at = Timestamp::from_seconds(10_000);
        assert_eq!(not_before(None, issued_at, 20_000).unwrap(), 10_000 - BACKDATE);
        let start = |value, r#type| not_before(Some(&Validity { value, r#type }), issued_at, 20_000);
        assert_eq!(start(15_000, Absolute).unwrap(), 15_000);
        assert!(start(1, Days).is_err());
        assert!(start(20_000, Absolute).is_err());
    }
}
