//! Drawing the window again for what others do: at once after a pause, and no more often than ten times a second however
//! much there is.

use egui::Context;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Between two frames that others have asked for.
const BETWEEN: Duration = Duration::from_millis(100);

/// Has the window drawn again, from any thread. Clones are one.
#[derive(Clone)]
pub(super) struct Waking {
    ctx: Context,
    state: Arc<Mutex<State>>,
}

struct State {
    /// A frame is on its way that will look.
    asked: bool,
    /// When one has looked last.
    looked: Option<Instant>,
}

impl Waking {
    pub fn new(ctx: &Context) -> Self {
        Self { ctx: ctx.clone(), state: Arc::new(Mutex::new(State { asked: false, looked: None })) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something has changed.
    pub fn wake(&self) {
        if let Some(delay) = self.delay() {
            self.ctx.request_repaint_after(delay);
        }
    }

    /// After how long a frame is to look; nothing when one is on its way.
    fn delay(&self) -> Option<Duration> {
        let mut state = self.state();
        if std::mem::replace(&mut state.asked, true) {
            return None;
        }
        let since = state.looked.map_or(BETWEEN, |looked| looked.elapsed());
        Some(BETWEEN.saturating_sub(since))
    }

    /// This frame is about to look at everything: what changes from here on asks for another.
    pub fn look(&self) {
        *self.state() = State { asked: false, looked: Some(Instant::now()) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_changes_ask_for_one_frame() {
        let waking = Waking::new(&Context::default());
        let asked = || (0..1000).filter_map(|_| waking.clone().delay()).collect::<Vec<_>>();
        assert_eq!(asked(), [Duration::ZERO]);
        waking.look();
        let delays = asked();
        assert!(delays.len() == 1 && delays[0] <= BETWEEN, "{delays:?}");
        // After a pause there is nothing to wait for.
        *waking.state() = State { asked: false, looked: Instant::now().checked_sub(2 * BETWEEN) };
        assert_eq!(asked(), [Duration::ZERO]);
    }
}
