//! Taking turns: one job per authority at a time.

use super::commit::unpoisoned;
use crate::workspace::AuthorityId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// A lock for each authority that has asked for one.
#[derive(Debug, Default)]
pub(super) struct Turns(Mutex<HashMap<AuthorityId, Arc<Mutex<()>>>>);

impl Turns {
    /// The lock of an authority, to be held while its job runs.
    pub(super) fn of(&self, authority: AuthorityId) -> Arc<Mutex<()>> {
        unpoisoned(&self.0).entry(authority).or_default().clone()
    }
}
