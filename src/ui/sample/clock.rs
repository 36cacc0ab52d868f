//! The clock by which the sample is built: it begins more than a year ago.

use super::DAY;
use crate::engine::environment::Clock;
use crate::workspace::Timestamp;
use std::sync::{Mutex, PoisonError};

/// A clock that stands still where it is put.
pub(super) struct PastClock {
    today: Timestamp,
    shown: Mutex<Timestamp>,
}

impl PastClock {
    pub fn new(today: Timestamp) -> Self {
        Self { today, shown: Mutex::new(today) }
    }

    pub fn days_ago(&self, days: i64) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        *shown = self.today.plus_milliseconds(-days * DAY);
    }
}

impl Clock for PastClock {
    fn now(&self) -> Timestamp {
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
