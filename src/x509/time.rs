//! Times of certificates and CRLs: seconds from 1970-01-01T00:00:00Z to UTCTime and GeneralizedTime, and back.

use std::fmt;

use super::decode::Value;
use super::{Error, Result, Tag, encode};

/// 0000-01-01T00:00:00Z
pub const MIN: i64 = -62_167_219_200;
/// 9999-12-31T23:59:59Z: "no well-defined expiration date" (RFC 5280 section 4.1.2.5).
pub const MAX: i64 = 253_402_300_799;

const DAY: i64 = 86_400;

/// A point of time in the proleptic Gregorian calendar, in UTC.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Civil {
    /// 0 to 9999
    pub year: u16,
    /// 1 to 12
    pub month: u8,
    /// 1 to 31
    pub day: u8,
    /// 0 to 23
    pub hour: u8,
    /// 0 to 59
    pub minute: u8,
    /// 0 to 59
    pub second: u8,
}

impl Civil {
    /// From seconds since 1970.
    ///
    /// # Errors
    /// [`Error::TimeOutOfRange`] outside [`MIN`] to [`MAX`].
    pub fn from_epoch(epoch: i64) -> Result<Civil> {
        if !(MIN..=MAX).contains(&epoch) {
            return Err(Error::TimeOutOfRange(epoch));
        }
        let (days, second) = (epoch.div_euclid(DAY), epoch.rem_euclid(DAY));
        // Days from 0000-03-01: years begin in March, so that leap days come last.
        let days = days + 719_468;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        Ok(Civil {
            year: year as u16,
            month: month as u8,
            day: (day_of_year - (153 * shifted + 2) / 5 + 1) as u8,
            hour: (second / 3_600) as u8,
            minute: (second / 60 % 60) as u8,
            second: (second % 60) as u8,
        })
    }

    /// Seconds since 1970; `None` for what no calendar has, such as 30 February.
    pub fn to_epoch(self) -> Option<i64> {
        let Civil { year, month, day, hour, minute, second } = self;
        let in_range = (1..=12).contains(&month) && year <= 9999 && hour < 24 && minute < 60 && second < 60;
        if !in_range || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        let year = i64::from(year) - i64::from(month <= 2);
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let shifted = i64::from(if month > 2 { month - 3 } else { month + 9 });
        let day_of_year = (153 * shifted + 2) / 5 + i64::from(day) - 1;
        let days = era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468;
        Some(days * DAY + i64::from(hour) * 3_600 + i64::from(minute) * 60 + i64::from(second))
    }
}

/// RFC 3339: `2026-01-31T12:00:00Z`.
impl fmt::Display for Civil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Civil { year, month, day, hour, minute, second } = self;
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

fn days_in_month(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A day as people write it: `23 Nov 2026`; the bare seconds outside [`MIN`] to [`MAX`].
pub fn date_words(epoch: i64) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    match Civil::from_epoch(epoch) {
        Ok(Civil { year, month, day, .. }) => format!("{day} {} {year}", MONTHS[usize::from(month) - 1]),
        Err(_) => format!("{epoch} s"),
    }
}

/// `Time` as RFC 5280 section 4.1.2.5 wants it: UTCTime from 1950 to 2049, GeneralizedTime otherwise.
///
/// # Errors
/// [`Error::TimeOutOfRange`] outside [`MIN`] to [`MAX`].
pub fn to_der(epoch: i64) -> Result<Vec<u8>> {
    let civil = Civil::from_epoch(epoch)?;
    match civil.year {
        1950..=2049 => Ok(encode::value(Tag::UTC_TIME, &[&digits(civil)[2..]])),
        _ => Ok(encode::value(Tag::GENERALIZED_TIME, &[&digits(civil)])),
    }
}

/// GeneralizedTime whatever the year, as invalidityDate and the dates of OCSP have it.
///
/// # Errors
/// [`Error::TimeOutOfRange`] outside [`MIN`] to [`MAX`].
pub fn to_generalized_der(epoch: i64) -> Result<Vec<u8>> {
    Ok(encode::value(Tag::GENERALIZED_TIME, &[&digits(Civil::from_epoch(epoch)?)]))
}

/// `YYYYMMDDHHMMSSZ`
fn digits(civil: Civil) -> [u8; 15] {
    let Civil { year, month, day, hour, minute, second } = civil;
    let mut out = *b"00000000000000Z";
    let pairs = [(year / 100) as u8, (year % 100) as u8, month, day, hour, minute, second];
    for (at, pair) in pairs.into_iter().enumerate() {
        out[2 * at] = b'0' + pair / 10;
        out[2 * at + 1] = b'0' + pair % 10;
    }
    out
}

/// UTCTime or GeneralizedTime in the form of RFC 5280: seconds present, in UTC, no fraction.
pub(super) fn from_value(value: &Value<'_>) -> Result<i64> {
    match value.tag {
        Tag::UTC_TIME => utc_time(value),
        Tag::GENERALIZED_TIME => generalized_time(value),
        tag => Err(value.invalid("UTCTime or GeneralizedTime", tag.to_string())),
    }
}

/// GeneralizedTime alone.
pub(super) fn generalized_time(value: &Value<'_>) -> Result<i64> {
    parse(value.content, 4).ok_or_else(|| value.invalid("a GeneralizedTime YYYYMMDDHHMMSSZ", text(value)))
}

fn utc_time(value: &Value<'_>) -> Result<i64> {
    parse(value.content, 2).ok_or_else(|| value.invalid("a UTCTime YYMMDDHHMMSSZ", text(value)))
}

fn text(value: &Value<'_>) -> String {
    format!("{:?}", String::from_utf8_lossy(&value.content[..value.content.len().min(32)]))
}

fn parse(content: &[u8], year_digits: usize) -> Option<i64> {
    let (b'Z', digits) = content.split_last()? else { return None };
    if digits.len() != year_digits + 10 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |from: usize, count: usize| {
        digits[from..from + count].iter().fold(0, |number: u16, digit| number * 10 + u16::from(digit - b'0'))
    };
    let year = match (year_digits, number(0, year_digits)) {
        (2, year @ 50..) => 1900 + year,
        (2, year) => 2000 + year,
        (_, year) => year,
    };
    let pair = |at: usize| number(year_digits + 2 * at, 2) as u8;
    Civil { year, month: pair(0), day: pair(1), hour: pair(2), minute: pair(3), second: pair(4) }.to_epoch()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(der: &[u8]) -> Result<i64> {
        from_value(&Value::only_any(der, "Time")?)
    }

    #[test]
    fn utc_time_ends_with_2049() {
        let last = Civil { year: 2049, month: 12, day: 31, hour: 23, minute: 59, second: 59 }.to_epoch().unwrap();
        assert_eq!(to_der(last).unwrap(), b"\x17\x0d491231235959Z");
        assert_eq!(to_der(last + 1).unwrap(), b"\x18\x0f20500101000000Z");
        assert_eq!(to_der(MAX).unwrap(), b"\x18\x0f99991231235959Z");
        assert_eq!(to_der(MAX + 1), Err(Error::TimeOutOfRange(MAX + 1)));
        assert_eq!(to_der(i64::MIN), Err(Error::TimeOutOfRange(i64::MIN)));
        assert_eq!(to_generalized_der(0).unwrap(), b"\x18\x0f19700101000000Z");
    }

    #[test]
    fn each_day_of_400_years_comes_back() {
        for day in 0..146_097 {
            let epoch = MIN + day * DAY + 45_296;
            assert_eq!(Civil::from_epoch(epoch).unwrap().to_epoch(), Some(epoch));
        }
        assert_eq!(Civil::from_epoch(1_709_210_096).unwrap().to_string(), "2024-02-29T12:34:56Z");
        assert_eq!(Civil::from_epoch(MIN).unwrap().to_string(), "0000-01-01T00:00:00Z");
    }

    #[test]
    fn only_the_form_of_rfc_5280_is_read() {
        assert_eq!(read(b"\x17\x0d500101000000Z").unwrap(), -631_152_000);
        for wrong in [
            &b"\x17\x0b2601010000Z"[..],
            b"\x17\x112601010000+0000Z",
            b"\x17\x0d260230000000Z",
            b"\x17\x0d260101240000Z",
            b"\x18\x1120260101000000.5Z",
            b"\x18\x0f2026010100000aZ",
            b"\x17\x00",
            b"\x02\x01\x05",
        ] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
        let message = read(b"\x17\x0b2601010000Z").unwrap_err().to_string();
        assert_eq!(message, "Time: expected a UTCTime YYMMDDHHMMSSZ, found \"2601010000Z\"");
    }
}
