//! How often the authorities' keys have signed answers: kept in memory, and recorded by the hour.

use super::super::commit::{Changes, unpoisoned};
use super::super::error::Error;
use super::super::{Caller, Engine};
use crate::workspace::{Actor, AuthorityId, Draft, Event, Log, Timestamp, Workspace};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// How long the uses of a key are counted before they are recorded, in milliseconds.
const HOUR: i64 = 60 * 60 * 1000;

/// Uses of keys that no record tells yet.
#[derive(Debug, Default)]
pub struct KeyUse(Mutex<BTreeMap<AuthorityId, Uses>>);

#[derive(Debug, Clone, Copy)]
struct Uses {
    since: Timestamp,
    count: u64,
}

type Pending = BTreeMap<AuthorityId, Uses>;

impl KeyUse {
    /// A key signs once more.
    pub fn count(&self, authority: AuthorityId, now: Timestamp) {
        unpoisoned(&self.0).entry(authority).or_insert(Uses { since: now, count: 0 }).count += 1;
    }

    /// It has not, after all.
    pub fn uncount(&self, authority: AuthorityId) {
        let mut pending = unpoisoned(&self.0);
        if let Some(uses) = pending.get_mut(&authority) {
            uses.count -= 1;
            if uses.count == 0 {
                pending.remove(&authority);
            }
        }
    }

    fn take(&self) -> Pending {
        std::mem::take(&mut unpoisoned(&self.0))
    }

    /// What could not be recorded is counted on.
    fn put_back(&self, taken: Pending) {
        let mut pending = unpoisoned(&self.0);
        for (authority, Uses { since, count }) in taken {
            let uses = pending.entry(authority).or_insert(Uses { since, count: 0 });
            uses.since = uses.since.min(since);
            uses.count += count;
        }
    }
}

/// One event for each authority that still is: the key of another is gone, and so are its uses.
fn events(pending: &Pending, workspace: &Workspace) -> Vec<Event> {
    let known = pending.iter().filter(|(authority, _)| workspace.authority(**authority).is_some());
    known
        .map(|(authority, Uses { since, count })| Event::OcspResponsesSigned {
            authority: *authority,
            since: *since,
            count: *count,
        })
        .collect()
}

impl Engine {
    /// Whether an hour has passed since a key first signed an OCSP response that no record tells yet.
    pub fn ocsp_use_due(&self) -> bool {
        self.ocsp_use_due_at().is_some_and(|at| self.now() >= at)
    }

    /// When that hour has passed; absent where every use is on record.
    pub(in crate::engine) fn ocsp_use_due_at(&self) -> Option<Timestamp> {
        let first = unpoisoned(&self.ocsp.key_use.0).values().map(|uses| uses.since).min()?;
        Some(first.plus_milliseconds(HOUR))
    }

    /// Records how often each key has signed OCSP responses since it was last recorded, all in one record.
    /// [Upkeep](Self::due) does it when it is due; [`lock`](Self::lock) and [`close`](Self::close) do it by themselves. What a
    /// crash takes with it is the count of an hour at most.
    ///
    /// # Errors
    /// When nothing can be written; what was counted is recorded later.
    pub fn record_ocsp_use(&self) -> Result<(), Error> {
        let pending = self.ocsp.key_use.take();
        if pending.is_empty() {
            return Ok(());
        }
        let upkeep = Caller { actor: Actor::Upkeep, ..Caller::window(self.snapshot().settings(), "") };
        let uses = pending.clone();
        let recorded = self.commit(&upkeep, move |workspace, _| Ok((Changes::of(events(&uses, workspace)), ())));
        recorded.inspect_err(|_| self.ocsp.key_use.put_back(pending))
    }

    /// The same by who has the file, before it is locked or closed.
    pub(in crate::engine) fn write_ocsp_use(&self, log: &mut Log) {
        let pending = self.ocsp.key_use.take();
        if pending.is_empty() {
            return;
        }
        let events = events(&pending, log.workspace());
        let at = self.now().max(log.workspace().head().at);
        let draft = Draft { at, actor: Actor::Upkeep, events, secrets: Vec::new() };
        let written = match draft.events.is_empty() {
            true => Ok(()),
            false => log.write(|transaction| transaction.push(draft).map(drop)),
        };
        if written.is_err() {
            self.ocsp.key_use.put_back(pending);
        }
        self.publish(log.workspace().clone());
    }
}
