//! Which calls are listed, and what a run of them tells about the access keys.

use crate::ui::host::{LiveAsked, LiveCall, LiveCaller, LiveCalls};
use crate::workspace::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The quick filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quick {
    /// Every call.
    #[default]
    All,
    /// Those that were refused.
    Refused,
    /// Those that took long.
    Slow,
}

/// Which calls are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of which outcome.
    pub quick: Quick,
    /// Of whom; of everybody when absent.
    pub caller: Option<LiveCaller>,
    /// Of what; of everything when absent.
    pub asked: Option<LiveAsked>,
}

impl Filter {
    /// Whether it leaves nothing out.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it lists this call.
    pub fn fits(&self, call: &LiveCall) -> bool {
        let quick = match self.quick {
            Quick::All => true,
            Quick::Refused => call.is_refused(),
            Quick::Slow => call.is_slow(),
        };
        quick
            && self.caller.as_ref().is_none_or(|caller| *caller == call.caller)
            && self.asked.as_ref().is_none_or(|asked| *asked == call.asked)
    }
}

/// When an access key was used last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastUse {
    /// When.
    pub at: Timestamp,
    /// That call was refused.
    pub refused: bool,
}

/// Those of the calls that are listed, and what all of them tell.
#[derive(Debug, Default)]
pub struct Seen {
    of: (u64, Filter),
    /// The listed calls, newest first.
    pub rows: Vec<Arc<LiveCall>>,
    /// How many access keys were used.
    pub callers: usize,
    last_used: BTreeMap<String, LastUse>,
}

impl Seen {
    /// Looks through the calls where they or the filter are others than before.
    pub fn look(&mut self, calls: &LiveCalls, filter: &Filter) {
        if self.of.0 == calls.generation && self.of.1 == *filter {
            return;
        }
        let rows = calls.calls.iter().filter(|call| filter.fits(call)).cloned().collect();
        let mut last_used: BTreeMap<&str, LastUse> = BTreeMap::new();
        for call in &calls.calls {
            if let LiveCaller::AccessKey { id, .. } = &call.caller
                && !last_used.contains_key(id.as_str())
            {
                last_used.insert(id, LastUse { at: call.at, refused: call.is_refused() });
            }
        }
        let callers = last_used.len();
        let last_used = last_used.into_iter().map(|(id, last)| (id.to_owned(), last)).collect();
        *self = Self { of: (calls.generation, filter.clone()), rows, callers, last_used };
    }

    /// When an access key was used last, in this run.
    pub fn last_used(&self, key: &str) -> Option<LastUse> {
        self.last_used.get(key).copied()
    }
}

/// Everybody who has called, in order.
pub fn callers(calls: &LiveCalls) -> BTreeSet<&LiveCaller> {
    calls.calls.iter().map(|call| &call.caller).collect()
}

/// Everything that was asked, in order.
pub fn asked(calls: &LiveCalls) -> BTreeSet<&LiveAsked> {
    calls.calls.iter().map(|call| &call.asked).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Action;
    use crate::ui::host::LiveResult;
    use std::time::Duration;

    fn call(id: u64, key: &str, action: Action, result: LiveResult, millis: u64) -> Arc<LiveCall> {
        Arc::new(LiveCall {
            id,
            at: Timestamp::from_seconds(id as i64),
            caller: LiveCaller::AccessKey { id: key.into(), account: "000000000000".into() },
            asked: LiveAsked::Action(action),
            object: String::new(),
            result,
            duration: Some(Duration::from_millis(millis)),
        })
    }

    #[test]
    fn filters_narrow_the_list_and_not_what_is_known_of_the_keys() {
        let refused = || LiveResult::Refused("AccessDeniedException".into());
        let calls = LiveCalls {
            generation: 1,
            calls: vec![
                call(3, "b", Action::GetCertificate, refused(), 1),
                call(2, "a", Action::GetCertificate, LiveResult::Answered, 1_001),
                call(1, "b", Action::IssueCertificate, LiveResult::Answered, 1),
            ],
            counts: Default::default(),
        };
        let ids = |filter: Filter| {
            let mut seen = Seen::default();
            seen.look(&calls, &filter);
            assert_eq!(seen.callers, 2);
            assert_eq!(seen.last_used("b"), Some(LastUse { at: Timestamp::from_seconds(3), refused: true }));
            assert_eq!(seen.last_used("c"), None);
            seen.rows.iter().map(|call| call.id).collect::<Vec<_>>()
        };
        let quick = |quick| ids(Filter { quick, ..Filter::default() });
        assert_eq!((quick(Quick::All), quick(Quick::Refused), quick(Quick::Slow)), (vec![3, 2, 1], vec![3], vec![2]));
        let caller = Some(calls.calls[0].caller.clone());
        assert_eq!(ids(Filter { caller: caller.clone(), ..Filter::default() }), [3, 1]);
        let asked = Some(LiveAsked::Action(Action::GetCertificate));
        assert_eq!(ids(Filter { asked, caller, ..Filter::default() }), [3]);
        assert_eq!((callers(&calls).len(), asked_count(&calls)), (2, 2));
    }

    fn asked_count(calls: &LiveCalls) -> usize {
        asked(calls).len()
    }
}
