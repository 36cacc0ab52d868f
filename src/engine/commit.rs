//! Committing: what was decided becomes one record of the file, synced before anybody hears of it.
//!
//! Decisions queue. Whoever gets hold of the file first takes all that wait, runs each on the
//! state that the ones before it make, and writes them at once: they share one sync.

use super::error::Error;
use super::{Caller, Engine};
use crate::workspace::{Actor, Draft, Event, Log, SealedSecret, Timestamp, Workspace};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// Decisions that are written together at most.
const BATCH: usize = 256;

/// What a decision changes. Without events nothing is written.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) events: Vec<Event>,
    pub(super) secrets: Vec<SealedSecret>,
}

impl Changes {
    pub(super) fn none() -> Self {
        Self::default()
    }

    pub(super) fn of(events: impl IntoIterator<Item = Event>) -> Self {
        Self { events: events.into_iter().collect(), secrets: Vec::new() }
    }
}

type Decide = Box<dyn FnOnce(&Workspace, Timestamp) -> Result<Changes, Error> + Send>;

/// A decision that waits to be written, and where its outcome goes.
pub(super) struct Waiting {
    actor: Actor,
    decide: Decide,
    outcome: Arc<OnceLock<Result<(), Error>>>,
}

impl Engine {
    /// Decides on the newest state and commits the outcome. When this returns, it is on the disk.
    ///
    /// `decide` must check again whatever can have changed since the request was checked first.
    pub(super) fn commit<T: Send + 'static>(
        &self,
        caller: &Caller,
        decide: impl FnOnce(&Workspace, Timestamp) -> Result<(Changes, T), Error> + Send + 'static,
    ) -> Result<T, Error> {
        let answer = Arc::new(Mutex::new(None));
        let outcome = Arc::new(OnceLock::new());
        let slot = answer.clone();
        let waiting = Waiting {
            actor: caller.actor.clone(),
            decide: Box::new(move |workspace, now| {
                let (changes, value) = decide(workspace, now)?;
                *unpoisoned(&slot) = Some(value);
                Ok(changes)
            }),
            outcome: outcome.clone(),
        };
        unpoisoned(&self.waiting).push(waiting);
        let mut log = unpoisoned(&self.log);
        while outcome.get().is_none() {
            self.write(&mut log);
        }
        drop(log);
        let lost = || Error::Internal("a decision was lost on its way to the file".into());
        outcome.get().cloned().ok_or_else(lost)??;
        unpoisoned(&answer).take().ok_or_else(lost)
    }

    /// Writes what waits, and publishes the state that it makes.
    fn write(&self, log: &mut Log) {
        let batch: Vec<Waiting> = {
            let mut waiting = unpoisoned(&self.waiting);
            let count = waiting.len().min(BATCH);
            waiting.drain(..count).collect()
        };
        let mut written = Vec::new();
        let result = self.write_batch(log, batch, &mut written);
        for outcome in written {
            // One that was refused on its own account is set already, and stays so.
            let _ = outcome.set(result.clone());
        }
    }

    fn write_batch(
        &self,
        log: &mut Log,
        batch: Vec<Waiting>,
        written: &mut Vec<Arc<OnceLock<Result<(), Error>>>>,
    ) -> Result<(), Error> {
        written.extend(batch.iter().map(|waiting| waiting.outcome.clone()));
        let ((), workspace) = log.write(|transaction| {
            for Waiting { actor, decide, outcome } in batch {
                let now = self.now().max(transaction.workspace().head().at);
                let pushed = decide(transaction.workspace(), now).and_then(|changes| {
                    let Changes { events, secrets } = changes;
                    if !events.is_empty() {
                        transaction.push(Draft { at: now, actor, events, secrets })?;
                    }
                    Ok(())
                });
                if let Err(error) = pushed {
                    // Set here, it stays: what becomes of the others does not concern it.
                    let _ = outcome.set(Err(error));
                }
            }
            Ok::<_, Error>(())
        })?;
        self.publish(workspace);
        Ok(())
    }
}

/// The content of a mutex. A panic of another thread leaves nothing half done behind these locks:
/// state is replaced whole.
pub(super) fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
