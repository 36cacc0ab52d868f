//! Hearing of every new state, whoever has made it.

use super::Engine;
use super::commit::unpoisoned;
use std::sync::{Arc, Mutex, Weak};

type Hear = dyn Fn() + Send + Sync;

/// Whoever wants to hear.
#[derive(Default)]
pub(super) struct Subscribers(Mutex<Vec<Weak<Hear>>>);

/// The right to hear of new states, until dropped.
pub struct Subscription(#[expect(dead_code, reason = "it is held, and nothing else")] Arc<Hear>);

impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subscription").finish_non_exhaustive()
    }
}

impl Subscribers {
    /// Tells everybody.
    pub(super) fn tell(&self) {
        let mut known = unpoisoned(&self.0);
        known.retain(|hear| hear.strong_count() > 0);
        let known: Vec<Arc<Hear>> = known.iter().filter_map(Weak::upgrade).collect();
        for hear in known {
            hear();
        }
    }
}

impl Engine {
    /// Has `hear` called whenever there is a new state: after each commit, whoever has made it, and when the workspace
    /// was unlocked, followed or closed. It is called on the thread that has done so and while that holds the file, so
    /// it must do no more than wake somebody.
    #[must_use = "nothing is heard any more once it is dropped"]
    pub fn subscribe(&self, hear: impl Fn() + Send + Sync + 'static) -> Subscription {
        let hear: Arc<Hear> = Arc::new(hear);
        unpoisoned(&self.subscribers.0).push(Arc::downgrade(&hear));
        Subscription(hear)
    }
}
