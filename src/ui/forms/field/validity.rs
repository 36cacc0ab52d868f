//! The draft of a validity: a few lengths to choose from, or any end that is typed.

use crate::engine::api::{Validity, ValidityPeriodType};
use crate::engine::validity;
use crate::ui::forms::problem::FieldProblem;
use crate::workspace::Timestamp;
use crate::x509::time::Civil;
use crate::x509::words;
use jiff::civil::{Date, DateTime, Time};

/// A length of time to choose, and its words.
pub type Length = (&'static str, Validity);

const fn years(value: i64) -> Validity {
    Validity { value, r#type: ValidityPeriodType::Years }
}

const fn days(value: i64) -> Validity {
    Validity { value, r#type: ValidityPeriodType::Days }
}

/// Lengths for authorities.
pub const AUTHORITY: &[Length] =
    &[("5 years", years(5)), ("10 years", years(10)), ("20 years", years(20)), ("30 years", years(30))];

/// Lengths for end entities.
pub const END_ENTITY: &[Length] =
    &[("30 days", days(30)), ("90 days", days(90)), ("180 days", days(180)), ("397 days", days(397))];

/// Words of the last segment.
pub const UNTIL: &str = "Until…";

/// The draft of a `Validity`.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidityDraft {
    lengths: &'static [Length],
    /// Which length; one past the last is "Until…".
    pub chosen: usize,
    /// What was typed for "Until…".
    pub until: String,
}

/// When a draft ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// What the request says.
    pub validity: Validity,
    /// The end, seconds since 1970.
    pub not_after: i64,
    /// It was shortened to the end of who signs.
    pub clamped: bool,
}

impl ValidityDraft {
    /// The length at `chosen` of those.
    pub fn new(lengths: &'static [Length], chosen: usize) -> Self {
        Self { lengths, chosen, until: String::new() }
    }

    /// Words of all segments.
    pub fn segments(&self) -> Vec<&'static str> {
        self.lengths.iter().map(|(words, _)| *words).chain([UNTIL]).collect()
    }

    /// Whether an end is typed.
    pub fn is_typed(&self) -> bool {
        self.chosen >= self.lengths.len()
    }

    /// The chosen length in words: "20 years"; nothing for a typed end.
    pub fn words(&self) -> Option<&'static str> {
        self.lengths.get(self.chosen).map(|(words, _)| *words)
    }

    /// Fills the typed end with that of the length chosen before, when there is none yet.
    pub fn begin_typing(&mut self, end: Option<i64>) {
        if self.until.is_empty() {
            self.until = end.map(date_to_type).unwrap_or_default();
        }
    }

    /// When it ends. A chosen length is cut at `limit`, the end of who signs; a typed end is sent
    /// as it is, so that the reference's own rule judges it.
    ///
    /// # Errors
    /// When what was typed is no end.
    pub fn ends(&self, now: Timestamp, limit: Option<i64>) -> Result<Ends, FieldProblem> {
        let validity = match self.lengths.get(self.chosen) {
            Some((_, validity)) => *validity,
            None => typed(&self.until)?,
        };
        let not_after = validity::not_after(&validity, now).map_err(|error| {
            let problems = crate::ui::forms::Problems::from(&error);
            let first = problems.iter().next().cloned();
            first.unwrap_or_else(|| FieldProblem::new("validity", error.message()))
        })?;
        match limit {
            Some(limit) if !self.is_typed() && not_after > limit => {
                let validity = Validity { value: limit, r#type: ValidityPeriodType::Absolute };
                Ok(Ends { validity, not_after: limit, clamped: true })
            }
            _ => Ok(Ends { validity, not_after, clamped: false }),
        }
    }
}

/// Reads a typed end: a date, a date and time, a length, or `@` and seconds since 1970.
fn typed(text: &str) -> Result<Validity, FieldProblem> {
    let text = text.trim();
    if let Some(seconds) = text.strip_prefix('@').and_then(|digits| digits.parse().ok()) {
        return Ok(Validity { value: seconds, r#type: ValidityPeriodType::Absolute });
    }
    if let Some(validity) = length(text) {
        return Ok(validity);
    }
    let time = date_time(text).ok_or_else(|| expected_time("validity", text))?;
    Ok(Validity { value: digits(time), r#type: ValidityPeriodType::EndDate })
}

fn expected_time(member: &str, text: &str) -> FieldProblem {
    let expected = "A date such as 2027-02-21 or 2027-02-21 13:03, or a length such as 18 months";
    match text {
        "" => FieldProblem::new(member, expected),
        found => FieldProblem::new(member, format!("{expected}, not '{}'", shortened(found))),
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Reads a point in time that was typed, in UTC, as the API's absolute validity.
///
/// # Errors
/// When it is none, at `member`.
pub fn parse_time(text: &str, member: &str) -> Result<Validity, FieldProblem> {
    let text = text.trim();
    let seconds = match text.strip_prefix('@') {
        Some(digits) => digits.parse().ok(),
        None => date_time(text).and_then(seconds),
    };
    let value = seconds.ok_or_else(|| {
        let expected = "A date such as 2027-02-21 or 2027-02-21 13:03, in UTC";
        FieldProblem::new(member, format!("{expected}, not '{}'", shortened(text)))
    })?;
    Ok(Validity { value, r#type: ValidityPeriodType::Absolute })
}

fn length(text: &str) -> Option<Validity> {
    let (number, unit) = text.split_once(|c: char| c.is_whitespace())?;
    let r#type = match unit.trim().to_ascii_lowercase().as_str() {
        "day" | "days" => ValidityPeriodType::Days,
        "month" | "months" => ValidityPeriodType::Months,
        "year" | "years" => ValidityPeriodType::Years,
        _ => return None,
    };
    Some(Validity { value: number.parse().ok()?, r#type })
}

fn date_time(text: &str) -> Option<DateTime> {
    let text = text.trim().trim_end_matches("UTC").trim_end_matches('Z').trim_end();
    if let Ok(date) = text.parse::<Date>()
        && text.len() == "2027-02-21".len()
    {
        return Some(date.to_datetime(Time::midnight()));
    }
    let (date, time) = text.split_once([' ', 'T'])?;
    let date: Date = date.parse().ok()?;
    let time = if time.len() == "13:03".len() { format!("{time}:00") } else { time.to_owned() };
    Some(date.to_datetime(time.parse().ok()?))
}

fn seconds(time: DateTime) -> Option<i64> {
    let part = |part: i8| u8::try_from(part).ok();
    let civil = Civil {
        year: u16::try_from(time.year()).ok()?,
        month: part(time.month())?,
        day: part(time.day())?,
        hour: part(time.hour())?,
        minute: part(time.minute())?,
        second: part(time.second())?,
    };
    civil.to_epoch()
}

/// YYYYMMDDHHMMSS as a number.
fn digits(time: DateTime) -> i64 {
    let date = i64::from(time.year()) * 10_000 + i64::from(time.month()) * 100 + i64::from(time.day());
    let clock = i64::from(time.hour()) * 10_000 + i64::from(time.minute()) * 100 + i64::from(time.second());
    date * 1_000_000 + clock
}

fn date_to_type(seconds: i64) -> String {
    let Ok(at) = Civil::from_epoch(seconds) else { return String::new() };
    let Civil { year, month, day, hour, minute, .. } = at;
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
}

/// A day as the window writes it: "23 Nov 2046".
pub fn date(seconds: i64) -> String {
    words::date(seconds)
}

/// A day and time in UTC: "23 Nov 2046, 13:03 UTC".
pub fn date_and_time(seconds: i64) -> String {
    let minutes = seconds.rem_euclid(86_400) / 60;
    format!("{}, {:02}:{:02} UTC", date(seconds), minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::from_seconds(text.parse::<jiff::Timestamp>().unwrap().as_second())
    }

    fn until(text: &str) -> Result<Ends, FieldProblem> {
        let mut draft = ValidityDraft::new(END_ENTITY, END_ENTITY.len());
        draft.until = text.into();
        draft.ends(at("2026-11-23T13:03:00Z"), None)
    }

    #[track_caller]
    fn ends(text: &str, r#type: ValidityPeriodType, expected: &str) {
        let ends = until(text).unwrap();
        assert_eq!(ends.validity.r#type, r#type);
        assert_eq!(date_and_time(ends.not_after), expected);
    }

    #[test]
    fn an_end_is_typed_in_any_of_the_five_types() {
        ends("2027-02-21", ValidityPeriodType::EndDate, "21 Feb 2027, 00:00 UTC");
        ends("2027-02-21 13:03", ValidityPeriodType::EndDate, "21 Feb 2027, 13:03 UTC");
        ends("2027-02-21T13:03:59Z", ValidityPeriodType::EndDate, "21 Feb 2027, 13:03 UTC");
        ends("45 days", ValidityPeriodType::Days, "7 Jan 2027, 13:03 UTC");
        ends("18 months", ValidityPeriodType::Months, "23 May 2028, 13:03 UTC");
        ends("2 years", ValidityPeriodType::Years, "23 Nov 2028, 13:03 UTC");
        ends("@1803214980", ValidityPeriodType::Absolute, "21 Feb 2027, 13:03 UTC");
    }

    #[test]
    fn what_is_no_end_says_what_one_looks_like() {
        for text in ["", "soon", "2027-13-01", "10 weeks", "2027-02-30 10:00", "21.2.2027"] {
            let problem = until(text).unwrap_err();
            assert!(problem.words.contains("2027-02-21"), "{text}: {}", problem.words);
            assert_eq!(problem.member, "validity");
        }
        assert!(until("2020-01-01").unwrap_err().words.contains("future"));
        assert!(until("99999999999999999999 years").is_err());
    }

    #[test]
    fn a_chosen_length_is_cut_and_a_typed_end_is_not() {
        let now = at("2026-11-23T13:03:00Z");
        let limit = now.seconds() + 10;
        let chosen = ValidityDraft::new(AUTHORITY, 1).ends(now, Some(limit)).unwrap();
        assert_eq!((chosen.not_after, chosen.clamped), (limit, true));
        assert_eq!(chosen.validity.r#type, ValidityPeriodType::Absolute);
        let mut draft = ValidityDraft::new(AUTHORITY, AUTHORITY.len());
        draft.until = "10 years".into();
        assert!(!draft.ends(now, Some(limit)).unwrap().clamped);
    }

    #[test]
    fn typing_begins_at_the_end_chosen_before() {
        let mut draft = ValidityDraft::new(AUTHORITY, 2);
        let end = draft.ends(at("2026-11-23T13:03:00Z"), None).unwrap();
        draft.begin_typing(Some(end.not_after));
        assert_eq!(draft.until, "2046-11-23 13:03");
        draft.chosen = AUTHORITY.len();
        assert_eq!(draft.ends(at("2026-11-23T13:03:00Z"), None).unwrap().not_after, end.not_after);
    }
}
