//! Whether the clock can be believed: what is done by schedule may destroy keys, and a wrong clock must not.

use super::commit::Changes;
use super::error::{Error, Refusal};
use super::{Caller, Engine};
use crate::workspace::{Event, Timestamp};

/// Why the clock of this computer may be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockDoubt {
    /// It is earlier than the newest record.
    Behind {
        /// What it says.
        now: Timestamp,
        /// When the newest record was made.
        last: Timestamp,
    },
    /// It is more than a week past the newest record, or was when the next one was made.
    Ahead {
        /// What it says.
        now: Timestamp,
        /// When the last record was made that nobody doubts.
        last: Timestamp,
    },
}

/// Seconds that a clock may be set back without a word, as when it is set by the network.
const CLOCK_SLACK: i64 = 60;

/// Seconds past the newest record from which a clock is doubtful: 7 days.
const CLOCK_LEAP: i64 = 7 * 24 * 60 * 60;

impl Engine {
    /// What makes the clock of this computer doubtful just now, if anything does. Records are not dated back, and so
    /// [`now`](Self::now) stands still while the clock is behind.
    pub fn clock_doubt(&self) -> Option<ClockDoubt> {
        let (now, last) = (self.environment.clock.now(), self.snapshot().head().at);
        let past = now.seconds() - last.seconds();
        if past < -CLOCK_SLACK {
            return Some(ClockDoubt::Behind { now, last });
        }
        (past > CLOCK_LEAP).then_some(ClockDoubt::Ahead { now, last })
    }

    /// Why nothing is destroyed by schedule: the clock is doubtful, or was, and no person has
    /// [confirmed](Self::confirm_date) the date since. A record that was made meanwhile is dated by the same clock, and
    /// proves nothing.
    pub fn date_doubt(&self) -> Option<ClockDoubt> {
        let leap = || {
            let last = self.snapshot().unconfirmed_leap()?;
            Some(ClockDoubt::Ahead { now: self.now(), last })
        };
        self.clock_doubt().or_else(leap)
    }

    /// Records that a person has looked at the date and found it right. What waited for that is done by schedule again.
    ///
    /// # Errors
    /// `InvalidRequestException` when the clock is behind the newest record: nothing comes due until it is set.
    pub fn confirm_date(&self, caller: &Caller) -> Result<(), Error> {
        if let Some(ClockDoubt::Behind { now, last }) = self.clock_doubt() {
            let message = format!("The clock says {now}, which is before the newest record of {last}.");
            return Err(Error::InvalidRequest(Refusal::new(message).hint("Set the clock of this computer first")));
        }
        let doubted = self.date_doubt().is_some();
        self.commit(caller, move |_, _| Ok((Changes::of(doubted.then_some(Event::DateConfirmed)), ())))
    }
}
