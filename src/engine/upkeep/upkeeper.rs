//! A thread that does what is due, for a program without a window.

use super::{Due, DueOutcome};
use crate::engine::commit::unpoisoned;
use crate::engine::{Engine, Error};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long it sleeps at most: a clock that was set, or a computer that was asleep, is noticed by then.
const LONGEST: Duration = Duration::from_secs(60);

/// How long it waits after a commit: others follow, and are looked at together.
const CROWD: Duration = Duration::from_millis(20);

/// Who is told what has become of something that was due, on the thread that has done it.
type Told = Box<dyn Fn(&Due, &Result<DueOutcome, Error>) + Send>;

/// Does what is due, when it is due, until stopped or dropped.
#[derive(Debug)]
pub struct Upkeeper {
    bell: Arc<Bell>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Bell {
    state: Mutex<Rung>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Rung {
    /// There is a new state to look at.
    news: bool,
    stopped: bool,
}

impl Upkeeper {
    /// Starts on a thread of its own.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn start(
        engine: &Arc<Engine>,
        told: impl Fn(&Due, &Result<DueOutcome, Error>) + Send + 'static,
    ) -> io::Result<Self> {
        let bell = Arc::new(Bell::default());
        let (engine, told, ring): (_, Told, _) = (engine.clone(), Box::new(told), bell.clone());
        let listen = bell.clone();
        let work = move || {
            let _heard = engine.subscribe(move || ring.ring(|state| state.news = true));
            while !listen.is_stopped() {
                perform_all(&engine, &listen, &told);
                listen.sleep(time_left(&engine));
            }
        };
        let thread = std::thread::Builder::new().name("upkeep".into()).spawn(work)?;
        Ok(Self { bell, thread: Some(thread) })
    }

    /// Stops once what is under way is done.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.bell.ring(|state| state.stopped = true);
        if let Some(thread) = self.thread.take() {
            // A defect in what was done has told its own story, and the file is as it was committed last.
            let _ = thread.join();
        }
    }
}

impl Drop for Upkeeper {
    fn drop(&mut self) {
        self.end();
    }
}

/// One after the other, so that whatever is due has its turn before anything has its next.
fn perform_all(engine: &Engine, bell: &Bell, told: &Told) {
    for due in engine.due() {
        if bell.is_stopped() {
            return;
        }
        // A defect in one thing must not end the others: it rests as what fails does.
        let performed = catch_unwind(AssertUnwindSafe(|| engine.perform_due(&due)));
        let outcome = performed.unwrap_or_else(|_| {
            engine.resting.rest(due, engine.now());
            Err(Error::Internal("it broke off".into()))
        });
        told(&due, &outcome);
    }
}

/// How long nothing comes due.
fn time_left(engine: &Engine) -> Duration {
    let Some(next) = engine.next_due() else { return LONGEST };
    let left = next.milliseconds().saturating_sub(engine.now().milliseconds());
    // A clock that stands still while it is behind must not keep it awake.
    Duration::from_millis(left.max(0).unsigned_abs()).clamp(CROWD, LONGEST)
}

impl Bell {
    fn ring(&self, change: impl FnOnce(&mut Rung)) {
        change(&mut unpoisoned(&self.state));
        self.changed.notify_all();
    }

    fn is_stopped(&self) -> bool {
        unpoisoned(&self.state).stopped
    }

    /// Sleeps until there is news, but so long at most.
    fn sleep(&self, longest: Duration) {
        let state = self.wait(unpoisoned(&self.state), longest, |state| !state.news && !state.stopped);
        let mut state = self.wait(state, CROWD, |state| !state.stopped);
        state.news = false;
    }

    fn wait<'a>(
        &self,
        state: std::sync::MutexGuard<'a, Rung>,
        longest: Duration,
        asleep: impl FnMut(&mut Rung) -> bool,
    ) -> std::sync::MutexGuard<'a, Rung> {
        self.changed.wait_timeout_while(state, longest, asleep).unwrap_or_else(PoisonError::into_inner).0
    }
}
