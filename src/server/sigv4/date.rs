//! Times as requests have them.

use crate::workspace::Timestamp;

/// A time as `X-Amz-Date` has it: `20150830T123600Z`.
pub fn amz_date(at: Timestamp) -> String {
    let text = Timestamp::from_seconds(at.seconds()).to_string();
    let digits: String = text.chars().take(19).filter(|c| !matches!(c, '-' | ':')).collect();
    digits + "Z"
}

/// The time of an `X-Amz-Date`.
pub(super) fn from_amz_date(text: &str) -> Option<Timestamp> {
    let digits = text.strip_suffix('Z')?;
    let (date, time) = digits.split_once('T')?;
    let all_digits = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit());
    if (date.len(), time.len()) != (8, 6) || !all_digits(date) || !all_digits(time) {
        return None;
    }
    let (year, month, day) = (&date[..4], &date[4..6], &date[6..]);
    let (hour, minute, second) = (&time[..2], &time[2..4], &time[4..]);
    format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z").parse().ok()
}

/// The time of a `Date` header (RFC 9110 section 5.6.7), which some clients write as `X-Amz-Date` is.
pub(super) fn from_http_date(text: &str) -> Option<Timestamp> {
    let parser = jiff::fmt::rfc2822::DateTimeParser::new();
    from_amz_date(text).or_else(|| {
        let time = parser.parse_timestamp(text).ok()?;
        Some(Timestamp::from_milliseconds(time.as_millisecond()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_are_written() {
        let at = Timestamp::from_seconds(1_440_938_160);
        assert_eq!(amz_date(at), "20150830T123600Z");
        assert_eq!(from_amz_date("20150830T123600Z"), Some(at));
        assert_eq!(from_http_date("20150830T123600Z"), Some(at));
        assert_eq!(from_http_date("Sun, 30 Aug 2015 12:36:00 GMT"), Some(at));
        for bad in ["", "20150830", "20150830T123600", "20151330T123600Z", "2015083éT12360Z", "+0150830T123600Z"] {
            assert_eq!(from_amz_date(bad), None, "{bad}");
            assert_eq!(from_http_date(bad), None, "{bad}");
        }
    }
}
