//! Committing: what was decided becomes one record of the file, synced before anybody hears of it.
//!
//! Decisions queue. Whoever gets hold of the file first takes all that wait, runs each on the
//! state that the ones before it make, and writes them at once: they share one sync.

use super::error::{Error, Refusal};
use super::{Caller, Engine};
use crate::workspace::{Actor, Draft, Event, Log, SealedSecret, SecretId, Timestamp, Workspace};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// Decisions that are written together at most.
const BATCH: usize = 256;

/// A key that is sealed to an identity of the workspace.
pub(super) struct SealedKey {
    pub(super) secret: SealedSecret,
    /// The identity, which must still be in force when the key is written: what is sealed to an
    /// earlier one is lost with it.
    pub(super) identity: SecretId,
}

/// What a decision changes. Without events nothing is written.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) events: Vec<Event>,
    pub(super) keys: Vec<SealedKey>,
}

impl Changes {
    pub(super) fn none() -> Self {
        Self::default()
    }

    pub(super) fn of(events: impl IntoIterator<Item = Event>) -> Self {
        Self { events: events.into_iter().collect(), keys: Vec::new() }
    }

    /// The secrets of a record on `workspace`.
    fn secrets(keys: Vec<SealedKey>, workspace: &Workspace) -> Result<Vec<SealedSecret>, Error> {
        let in_force = workspace.identities().last().map(|identity| identity.secret);
        let sealed = |key: SealedKey| match Some(key.identity) == in_force {
            true => Ok(key.secret),
            false => Err(passphrase_changed()),
        };
        keys.into_iter().map(sealed).collect()
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
        // Nothing waits any more and there is no outcome: whoever had taken it has come to grief.
        while outcome.get().is_none() && self.write(&mut log) {}
        drop(log);
        let lost = || Error::Internal("a decision was lost on its way to the file".into());
        outcome.get().cloned().ok_or_else(lost)??;
        unpoisoned(&answer).take().ok_or_else(lost)
    }

    /// Writes what waits, and publishes the state that it makes; false if nothing did.
    fn write(&self, log: &mut Log) -> bool {
        let batch: Vec<Waiting> = {
            let mut waiting = unpoisoned(&self.waiting);
            let count = waiting.len().min(BATCH);
            waiting.drain(..count).collect()
        };
        if batch.is_empty() {
            return false;
        }
        let mut written = Vec::new();
        let result = self.write_batch(log, batch, &mut written);
        for outcome in written {
            // One that was refused on its own account is set already, and stays so.
            let _ = outcome.set(result.clone());
        }
        true
    }

    fn write_batch(
        &self,
        log: &mut Log,
        batch: Vec<Waiting>,
        written: &mut Vec<Arc<OnceLock<Result<(), Error>>>>,
    ) -> Result<(), Error> {
        written.extend(batch.iter().map(|waiting| waiting.outcome.clone()));
        let result = log.write(|transaction| {
            for Waiting { actor, decide, outcome } in batch {
                let now = self.now().max(transaction.workspace().head().at);
                let pushed = decide(transaction.workspace(), now).and_then(|changes| {
                    let Changes { events, keys } = changes;
                    if !events.is_empty() {
                        let secrets = Changes::secrets(keys, transaction.workspace())?;
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
        });
        // Also after a failure, which can leave it read-only.
        self.publish(log.workspace().clone());
        result
    }
}

/// Somebody has changed the passphrase between the sealing of a key and its writing, or between the
/// trying of a passphrase and its use.
pub(super) fn passphrase_changed() -> Error {
    let refusal = Refusal::new("The passphrase of the workspace was changed meanwhile.");
    Error::ConcurrentModification(refusal.hint("Nothing has changed. Try again"))
}

/// The content of a mutex. A panic of another thread leaves nothing half done behind these locks:
/// state is replaced whole.
pub(super) fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Environment, Options};
    use crate::publish::FolderBuckets;
    use crate::workspace::Settings;
    use secrecy::SecretString;

    #[test]
    fn a_decision_that_panics_leaves_nobody_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("w.canopy");
        let environment = Environment::system(Arc::new(FolderBuckets::beside(&path)));
        let (actor, options) = (Actor::Upkeep, Options { work_factor: 1, ..Options::default() });
        let (passphrase, settings) = (SecretString::from("passphrase"), Settings::default());
        let caller = Caller::window(&settings, "test");
        let engine = Engine::create(&path, &passphrase, settings, environment, &options, actor).unwrap();
        let head = engine.snapshot().head();
        let nothing = || Ok((Changes::none(), ()));
        std::thread::scope(|scope| {
            // Both wait while the file is held, so one thread takes both.
            let log = unpoisoned(&engine.log);
            let panics = scope.spawn(|| engine.commit::<()>(&caller, |_, _| panic!("on purpose")));
            while unpoisoned(&engine.waiting).is_empty() {
                std::thread::yield_now();
            }
            let other = scope.spawn(|| engine.commit(&caller, move |_, _| nothing()));
            while unpoisoned(&engine.waiting).len() < 2 {
                std::thread::yield_now();
            }
            drop(log);
            let ended = [panics.join().map(drop), other.join().map(drop)];
            assert_eq!(ended.iter().filter(|ended| ended.is_err()).count(), 1, "one thread came to grief, no more");
        });
        assert_eq!(engine.snapshot().head(), head);
        engine.commit(&caller, move |_, _| nothing()).unwrap();
    }
}
