//! Following a workspace that another process writes.

use crate::engine::Engine;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Weak};
use std::time::Duration;

/// How often is looked whether the file has grown.
const PERIOD: Duration = Duration::from_secs(2);

/// Follows a workspace until dropped. Whoever has subscribed to the engine hears when there is news.
pub(super) struct Follower {
    _stop: Sender<()>,
}

impl Follower {
    /// Follows a workspace that is open read-only because another process writes it; no other.
    pub fn start(engine: &Arc<Engine>) -> Option<Self> {
        if !engine.snapshot().read_only().is_some_and(|reason| reason.is_held()) {
            return None;
        }
        let (stop, stopped) = mpsc::channel::<()>();
        let engine = Arc::downgrade(engine);
        let follow = move || {
            while stopped.recv_timeout(PERIOD) == Err(RecvTimeoutError::Timeout) && look(&engine) {}
        };
        // Without the thread the window shows what it has opened.
        std::thread::Builder::new().name("follow".into()).spawn(follow).ok()?;
        Some(Self { _stop: stop })
    }
}

/// False when nobody has the workspace open here any more.
fn look(engine: &Weak<Engine>) -> bool {
    let Some(engine) = engine.upgrade() else { return false };
    // What cannot be read is looked at again when the file has grown further.
    let _ = engine.follow();
    true
}
