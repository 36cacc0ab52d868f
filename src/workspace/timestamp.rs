//! Instants, to the millisecond, over the whole range of X.509 (years 0000 to 9999).

use std::fmt;
use std::str::FromStr;

use jiff::civil::DateTime;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An instant as milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Written as RFC 3339 text in UTC with three decimals (`2026-03-01T12:00:00.000Z`) where a person
/// may read it, as the number otherwise.
///
/// Always within 0000-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z, the range of RFC 3339 and
/// of `GeneralizedTime`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// Text that is not an instant of RFC 3339.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a time such as 2026-03-01T12:00:00.000Z, found {found:?}")]
pub struct TimestampError {
    /// What stood there instead.
    pub found: String,
}

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(0);
    /// 0000-01-01T00:00:00.000Z.
    pub const MIN: Self = Self(-62_167_219_200_000);
    /// 9999-12-31T23:59:59.999Z.
    pub const MAX: Self = Self(253_402_300_799_999);

    /// The instant `milliseconds` after the epoch, or the nearest that can be written.
    pub const fn from_milliseconds(milliseconds: i64) -> Self {
        if milliseconds < Self::MIN.0 {
            Self::MIN
        } else if milliseconds > Self::MAX.0 {
            Self::MAX
        } else {
            Self(milliseconds)
        }
    }

    /// The instant `seconds` after the epoch, or the nearest that can be written.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self::from_milliseconds(seconds.saturating_mul(1000))
    }

    /// Milliseconds since the epoch.
    pub const fn milliseconds(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down: the resolution of X.509.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The instant `milliseconds` later (earlier if negative), or the nearest that can be written.
    #[must_use]
    pub const fn plus_milliseconds(self, milliseconds: i64) -> Self {
        Self::from_milliseconds(self.0.saturating_add(milliseconds))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // jiff's Timestamp ends a day short of 9999-12-31T23:59:59Z, the "no expiry" of RFC 5280;
        // its civil date-time does not.
        let time = DateTime::constant(1970, 1, 1, 0, 0, 0, 0).saturating_add(jiff::SignedDuration::from_millis(self.0));
        write!(f, "{time:.3}Z")
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let civil = text.strip_suffix('Z').filter(|civil| civil.contains('T'));
        let parsed = match civil.map(str::parse::<DateTime>) {
            Some(Ok(time)) if time.year() >= 0 => {
                let epoch = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
                i64::try_from(time.duration_since(epoch).as_millis()).ok()
            }
            _ => text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond),
        };
        parsed.map(Self::from_milliseconds).ok_or_else(|| TimestampError { found: text.chars().take(64).collect() })
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { serializer.serialize_i64(self.0) }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
            text.parse().map_err(de::Error::custom)
        } else {
            i64::deserialize(deserializer).map(Self::from_milliseconds)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_milliseconds_over_the_whole_range() {
        assert_eq!(Timestamp::EPOCH.to_string(), "1970-01-01T00:00:00.000Z");
        assert_eq!(Timestamp::MIN.to_string(), "0000-01-01T00:00:00.000Z");
        assert_eq!(Timestamp::MAX.to_string(), "9999-12-31T23:59:59.999Z");
        assert_eq!(Timestamp::from_milliseconds(i64::MAX), Timestamp::MAX);
        assert_eq!(Timestamp::from_seconds(i64::MIN), Timestamp::MIN);
    }

    #[test]
    fn reads_offsets_and_refuses_the_rest() {
        let noon: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        assert_eq!("2026-03-01T13:00:00.000+01:00".parse(), Ok(noon));
        for wrong in ["", "2026-03-01", "2026-03-01T12:00:00", "yesterday", "10000-01-01T00:00:00Z"] {
            assert!(wrong.parse::<Timestamp>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn seconds_round_down_before_the_epoch() {
        assert_eq!(Timestamp::from_milliseconds(-1).seconds(), -1);
        assert_eq!(Timestamp::from_milliseconds(1999).seconds(), 1);
    }

    proptest::proptest! {
        #[test]
        fn text_and_number_come_back(milliseconds in Timestamp::MIN.0..=Timestamp::MAX.0) {
            let time = Timestamp::from_milliseconds(milliseconds);
            proptest::prop_assert_eq!(time.to_string().parse(), Ok(time));
            let ron = ron::to_string(&time).unwrap();
            proptest::prop_assert_eq!(ron::from_str::<Timestamp>(&ron).unwrap(), time);
            let bytes = postcard::to_stdvec(&time).unwrap();
            proptest::prop_assert_eq!(postcard::from_bytes::<Timestamp>(&bytes).unwrap(), time);
        }
    }
}
