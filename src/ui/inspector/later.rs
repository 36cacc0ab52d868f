//! What is worked out off the drawing thread, because an item may be large.

use egui::Context;
use std::sync::mpsc::{self, Receiver};

/// An item of more bytes is worked out in the background.
pub(super) const SMALL: usize = 64 * 1024;

/// A value that a thread works out.
pub(super) struct Later<T>(Receiver<T>);

impl<T: Send + 'static> Later<T> {
    /// Starts the work; the window is repainted when it is done.
    pub(super) fn start(ctx: &Context, work: impl FnOnce() -> T + Send + 'static) -> Self {
        let (sender, receiver) = mpsc::channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            // Nobody waits any more when the inspector has closed.
            let _ = sender.send(work());
            ctx.request_repaint();
        });
        Self(receiver)
    }

    /// The value, once it is there. A thread that broke off never has one.
    pub(super) fn take(&self) -> Option<T> {
        self.0.try_recv().ok()
    }
}
