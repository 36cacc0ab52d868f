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
        let mut state = self.state();
        if std::mem::replace(&mut state.asked, true) {
            return;
        }
        let since = state.looked.map_or(BETWEEN, |looked| looked.elapsed());
        drop(state);
        self.ctx.request_repaint_after(BETWEEN.saturating_sub(since));
    }

    /// This frame is about to look at everything: what changes from here on asks for another.
    pub fn look(&self) {
        *self.state() = State { asked: false, looked: Some(Instant::now()) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn a_thousand_changes_ask_for_one_frame() {
        let (ctx, (asked, asks)) = (Context::default(), channel());
        ctx.set_request_repaint_callback(move |info| {
            let _ = asked.send(info.delay);
        });
        let waking = Waking::new(&ctx);
        (0..1000).for_each(|_| waking.clone().wake());
        assert_eq!(asks.try_iter().collect::<Vec<_>>(), [Duration::ZERO]);
        waking.look();
        // The frame that was asked for is drawn.
        ctx.run_ui(egui::RawInput::default(), |_| {}).textures_delta.clear();
        let _ = asks.try_iter().count();
        (0..1000).for_each(|_| waking.wake());
        let delays: Vec<_> = asks.try_iter().collect();
        assert!(delays.len() == 1 && delays[0] > Duration::ZERO && delays[0] <= BETWEEN, "{delays:?}");
    }
}
