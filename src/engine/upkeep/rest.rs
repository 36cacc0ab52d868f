//! What could not be recorded rests, so that it is not tried again at once and for ever.

use super::Due;
use crate::engine::commit::unpoisoned;
use crate::workspace::Timestamp;
use std::collections::HashMap;
use std::sync::Mutex;

/// For how long, in milliseconds: as long as a CRL that could not be published (User Guide, "Planning a CRL").
const REST: i64 = 15 * 60 * 1000;

/// What rests, since when. It is not in the file, which could not be written.
#[derive(Debug, Default)]
pub(in crate::engine) struct Resting(Mutex<HashMap<Due, Timestamp>>);

impl Resting {
    /// Lets something rest, and answers until when.
    pub(in crate::engine) fn rest(&self, due: Due, since: Timestamp) -> Timestamp {
        unpoisoned(&self.0).insert(due, since);
        since.plus_milliseconds(REST)
    }

    /// Until when it rests. A clock that was set back ends every rest.
    pub(in crate::engine) fn until(&self, due: &Due, now: Timestamp) -> Option<Timestamp> {
        let mut resting = unpoisoned(&self.0);
        resting.retain(|_, since| (*since..since.plus_milliseconds(REST)).contains(&now));
        resting.get(due).map(|since| since.plus_milliseconds(REST))
    }
}
