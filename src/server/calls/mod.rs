//! The calls to a running endpoint, as the window lists them live: bounded, in memory, never in the file.

mod call;

pub use call::{Asked, Call, CallResult, CalledBy};

use crate::engine::environment::Clock;
use crate::workspace::Timestamp;
use call::shortened;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// How many calls are kept, the newest.
pub const KEPT: usize = 10_000;

/// A call that took longer counts as slow.
pub const SLOW: Duration = Duration::from_secs(1);

/// How many calls there were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CallCounts {
    /// Since midnight UTC, or since the endpoint started.
    pub today: u64,
    /// Of these, refused.
    pub refused: u64,
    /// Of these, slower than [`SLOW`].
    pub slow: u64,
    /// Being performed now.
    pub running: u64,
}

/// The newest calls of an endpoint, for any thread.
pub struct CallLog {
    clock: Arc<dyn Clock>,
    generation: AtomicU64,
    kept: Mutex<Kept>,
    on_change: OnceLock<OnChange>,
}

type OnChange = Arc<dyn Fn() + Send + Sync>;

#[derive(Default)]
struct Kept {
    calls: VecDeque<Arc<Call>>,
    last: u64,
    counts: CallCounts,
    day: i64,
}

impl std::fmt::Debug for CallLog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CallLog").field("counts", &self.counts()).finish_non_exhaustive()
    }
}

impl CallLog {
    /// An empty list, whose times are of this clock.
    pub fn new(clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self { clock, generation: AtomicU64::new(0), kept: Mutex::default(), on_change: OnceLock::new() })
    }

    /// Has something done, on any thread, whenever a call comes, is known better or ends. The first that is given stays.
    pub fn on_change(&self, act: OnChange) {
        let _ = self.on_change.set(act);
    }

    /// Grows with every change: who has seen this number has seen everything.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// At most so many calls, the newest first.
    pub fn newest(&self, count: usize) -> Vec<Arc<Call>> {
        self.kept().calls.iter().rev().take(count).cloned().collect()
    }

    /// How many calls there were.
    pub fn counts(&self) -> CallCounts {
        let now = self.clock.now();
        let mut kept = self.kept();
        kept.turn(now);
        kept.counts
    }

    /// Enters a call that has come. It counts as broken if what is answered here is dropped without an end.
    pub fn begin(self: &Arc<Self>, caller: CalledBy, asked: Asked) -> OpenCall {
        let at = self.clock.now();
        let mut kept = self.kept();
        kept.turn(at);
        kept.last += 1;
        kept.counts.today += 1;
        kept.counts.running += 1;
        let (caller, asked) = (caller.shortened(), asked.shortened());
        let id = kept.last;
        let call = Call { id, at, caller, asked, object: String::new(), result: CallResult::Running, duration: None };
        if kept.calls.len() == KEPT {
            kept.calls.pop_front();
        }
        kept.calls.push_back(Arc::new(call));
        drop(kept);
        self.changed();
        OpenCall { log: self.clone(), id, started: Instant::now(), ended: false }
    }

    fn change(&self, id: u64, change: impl FnOnce(&mut Call)) {
        let mut kept = self.kept();
        if let Some(call) = kept.find(id) {
            change(Arc::make_mut(call));
        }
        drop(kept);
        self.changed();
    }

    fn end(&self, id: u64, result: CallResult, duration: Duration) {
        let mut kept = self.kept();
        kept.counts.running = kept.counts.running.saturating_sub(1);
        kept.counts.refused += u64::from(matches!(result, CallResult::Refused(_)));
        kept.counts.slow += u64::from(duration > SLOW);
        if let Some(call) = kept.find(id) {
            let call = Arc::make_mut(call);
            (call.result, call.duration) = (result, Some(duration));
        }
        drop(kept);
        self.changed();
    }

    fn changed(&self) {
        self.generation.fetch_add(1, Ordering::Release);
        if let Some(act) = self.on_change.get() {
            act();
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// At midnight the counts of the day begin again; what runs goes on.
    fn turn(&mut self, now: Timestamp) {
        let day = now.seconds().div_euclid(86_400);
        if day != self.day {
            self.day = day;
            self.counts = CallCounts { running: self.counts.running, ..CallCounts::default() };
        }
    }

    /// A call by its number, unless newer ones have pushed it out.
    fn find(&mut self, id: u64) -> Option<&mut Arc<Call>> {
        let first = self.calls.front()?.id;
        self.calls.get_mut(usize::try_from(id.checked_sub(first)?).ok()?)
    }
}

/// A call that is being performed.
#[derive(Debug)]
pub struct OpenCall {
    log: Arc<CallLog>,
    id: u64,
    started: Instant,
    ended: bool,
}

impl OpenCall {
    /// Says who called, once that is known.
    pub fn by(&self, caller: CalledBy) {
        self.log.change(self.id, |call| call.caller = caller.shortened());
    }

    /// Says what was asked, once that is known.
    pub fn asks(&self, asked: Asked) {
        self.log.change(self.id, |call| call.asked = asked.shortened());
    }

    /// Says what the call is about, once that is known.
    pub fn about(&self, object: &str) {
        self.log.change(self.id, |call| call.object = shortened(object));
    }

    /// Says what became of it.
    pub fn end(mut self, result: CallResult) {
        self.ended = true;
        self.log.end(self.id, result, self.started.elapsed());
    }
}

impl Drop for OpenCall {
    fn drop(&mut self) {
        if !self.ended {
            self.log.end(self.id, CallResult::Broken, self.started.elapsed());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::call::TEXT;
    use super::*;

    /// A clock that is set by the test, in seconds.
    struct Set(std::sync::atomic::AtomicI64);

    impl Clock for Set {
        fn now(&self) -> Timestamp {
            Timestamp::from_seconds(self.0.load(Ordering::SeqCst))
        }
    }

    fn log() -> (Arc<Set>, Arc<CallLog>) {
        let clock = Arc::new(Set(0.into()));
        (clock.clone(), CallLog::new(clock))
    }

    fn crl(log: &Arc<CallLog>) -> OpenCall {
        log.begin(CalledBy::RelyingParty, Asked::Crl)
    }

    #[test]
    fn calls_are_listed_while_they_run_and_when_they_have_ended() {
        let (_, log) = log();
        let changes = Arc::new(AtomicU64::new(0));
        let seen = changes.clone();
        log.on_change(Arc::new(move || {
            seen.fetch_add(1, Ordering::SeqCst);
        }));
        let (one, other) = (crl(&log), log.begin(CalledBy::Nobody, Asked::Other("GET /".into())));
        one.about("1.crl");
        other.end(CallResult::Refused("UnknownOperationException".into()));
        let calls = log.newest(9);
        assert_eq!((calls[0].id, calls[1].id, calls[1].object.as_str()), (2, 1, "1.crl"));
        assert!(calls[0].duration.is_some() && calls[1].result == CallResult::Running);
        assert_eq!(log.counts(), CallCounts { today: 2, refused: 1, slow: 0, running: 1 });
        drop(one);
        assert_eq!(log.newest(9)[1].result, CallResult::Broken);
        assert_eq!(log.newest(1).len(), 1);
        assert_eq!((changes.load(Ordering::SeqCst), log.generation()), (5, 5));
    }

    #[test]
    fn the_list_is_bounded_and_so_are_its_texts() {
        let (_, log) = log();
        let first = crl(&log);
        for _ in 0..KEPT {
            crl(&log).end(CallResult::FromCache);
        }
        assert_eq!(log.newest(usize::MAX).len(), KEPT);
        first.about("pushed out");
        first.end(CallResult::Answered);
        assert!(log.newest(usize::MAX).iter().all(|call| call.result == CallResult::FromCache));
        assert_eq!(log.counts().running, 0);
        drop(log.begin(CalledBy::UnknownKey("k".repeat(5000)), Asked::Other("o".repeat(5000))));
        let last = &log.newest(1)[0];
        assert_eq!(last.caller, CalledBy::UnknownKey("k".repeat(TEXT)));
        assert_eq!(last.asked, Asked::Other("o".repeat(TEXT)));
    }

    #[test]
    fn counts_begin_again_at_midnight() {
        let (clock, log) = log();
        let running = crl(&log);
        crl(&log).end(CallResult::Answered);
        clock.0.store(86_400, Ordering::SeqCst);
        assert_eq!(log.counts(), CallCounts { running: 1, ..CallCounts::default() });
        running.end(CallResult::Answered);
        assert_eq!(log.counts(), CallCounts::default());
    }
}
