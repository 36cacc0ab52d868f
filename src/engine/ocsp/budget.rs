//! How many answers are signed in a second: a flood of questions must not keep the machine busy.

use crate::workspace::Timestamp;

/// Signatures per second, and as many at once after a second of rest. With RSA of 4096 bits, the slowest, they take about
/// half of one core; an answer that is kept serves any number of questions.
const PER_SECOND: i64 = 100;

/// Signatures that are left for answers that can be kept: whoever sends nonces, or numbers that nobody has issued, does
/// not get those.
const RESERVE: i64 = PER_SECOND / 2;

/// A thousandth of a signature is what the budget is counted in: so many come back in a millisecond as signatures in a
/// second.
const SIGNATURE: i64 = 1000;

/// What an answer is signed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Importance {
    /// To be kept, and given to all who ask the same.
    Kept,
    /// For who asks alone: with a nonce, or about what can be asked in endless ways.
    Once,
}

/// A token bucket.
#[derive(Debug)]
pub struct Budget {
    /// In thousandths of a signature.
    left: i64,
    at: Timestamp,
}

impl Default for Budget {
    fn default() -> Self {
        Self { left: PER_SECOND * SIGNATURE, at: Timestamp::EPOCH }
    }
}

impl Budget {
    /// Takes a signature from the budget; false if none is left. A clock that was set back gives nothing, and counts on
    /// from there.
    pub fn take(&mut self, now: Timestamp, importance: Importance) -> bool {
        let passed = now.milliseconds().saturating_sub(self.at.milliseconds()).clamp(0, 1000);
        self.left = (self.left + passed * PER_SECOND).min(PER_SECOND * SIGNATURE);
        self.at = now;
        let needed = match importance {
            Importance::Kept => SIGNATURE,
            Importance::Once => (RESERVE + 1) * SIGNATURE,
        };
        let enough = self.left >= needed;
        if enough {
            self.left -= SIGNATURE;
        }
        enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: i64) -> Timestamp {
        Timestamp::from_milliseconds(1_000_000 + milliseconds)
    }

    fn taken(budget: &mut Budget, milliseconds: i64, importance: Importance) -> i64 {
        let mut count = 0;
        while budget.take(at(milliseconds), importance) {
            count += 1;
        }
        count
    }

    #[test]
    fn it_comes_back_with_time() {
        let mut budget = Budget::default();
        assert_eq!(taken(&mut budget, 0, Importance::Kept), PER_SECOND);
        assert_eq!(taken(&mut budget, 9, Importance::Kept), 0);
        assert_eq!(taken(&mut budget, 10, Importance::Kept), 1);
        assert_eq!(taken(&mut budget, 510, Importance::Kept), PER_SECOND / 2);
        assert_eq!(taken(&mut budget, 100_000, Importance::Kept), PER_SECOND);
    }

    #[test]
    fn what_is_not_kept_leaves_the_reserve() {
        let mut budget = Budget::default();
        assert_eq!(taken(&mut budget, 0, Importance::Once), PER_SECOND - RESERVE);
        assert_eq!(taken(&mut budget, 0, Importance::Kept), RESERVE);
        assert_eq!(taken(&mut budget, 500, Importance::Once), 0);
    }

    #[test]
    fn a_clock_that_is_set_back_gives_nothing() {
        let mut budget = Budget::default();
        assert_eq!(taken(&mut budget, 5_000, Importance::Kept), PER_SECOND);
        assert_eq!(taken(&mut budget, 0, Importance::Kept), 0);
        assert_eq!(taken(&mut budget, 100, Importance::Kept), PER_SECOND / 10);
    }
}
