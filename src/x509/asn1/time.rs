//! Times in all forms that BER allows; RFC 5280 allows one.

use std::ops::Range;

use crate::x509::time::Civil;

/// The seconds since 1970 of a UTCTime (two digits of year) or a GeneralizedTime (four).
pub(super) fn read(text: &str, year_digits: usize) -> Option<i64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, zone) = text.split_at(digits);
    let rest = digits.get(year_digits..)?;
    let pair = |at: usize| rest.get(at..at + 2).and_then(|pair| pair.parse().ok());
    let year = match digits[..year_digits].parse().ok()? {
        year @ 50..=99 if year_digits == 2 => 1900 + year,
        year if year_digits == 2 => 2000 + year,
        year => year,
    };
    let second = if rest.len() > 8 { pair(8)? } else { 0 };
    let civil = Civil { year, month: pair(0)?, day: pair(2)?, hour: pair(4)?, minute: pair(6)?, second };
    Some(civil.to_epoch()? - zone_offset(zone)?)
}

/// Seconds east of UTC; a fraction before the zone is cut off.
fn zone_offset(zone: &str) -> Option<i64> {
    let zone = match zone.strip_prefix(['.', ',']) {
        Some(fraction) => fraction.trim_start_matches(|digit: char| digit.is_ascii_digit()),
        None => zone,
    };
    let sign = match zone.chars().next() {
        Some('Z') if zone.len() == 1 => return Some(0),
        Some('+') => 1,
        Some('-') => -1,
        _ => return None,
    };
    let number = |range: Range<usize>| zone.get(range)?.parse::<i64>().ok();
    Some(sign * (number(1..3)? * 3600 + number(3..5)? * 60))
}

#[cfg(test)]
mod tests {
    use super::super::Element;

    #[test]
    fn times_of_all_forms() {
        let at = |tag: u8, text: &str| {
            let bytes = [&[tag, text.len() as u8], text.as_bytes()].concat();
            Element::only(&bytes).unwrap().time()
        };
        assert_eq!(at(23, "700101000001Z"), Some(1));
        assert_eq!(at(23, "7001010000Z"), Some(0));
        assert_eq!(at(23, "700101010000+0100"), Some(0));
        assert_eq!(at(24, "19700101000000.5Z"), Some(0));
        assert_eq!(at(24, "19700230000000Z"), None);
        assert_eq!(at(24, "Ä"), None);
        assert_eq!(at(23, "7"), None);
        assert_eq!(at(23, ""), None);
    }
}
