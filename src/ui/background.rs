//! What takes too long for the drawing thread: done on a thread of its own, after which the window is drawn again.

use egui::Context;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// A value that a thread works out.
pub struct Later<T>(Receiver<T>);

/// How far such a value has come.
#[derive(Debug, PartialEq, Eq)]
pub enum Arrival<T> {
    /// It is still worked out.
    Waiting,
    /// Here it is; it comes once.
    Ready(T),
    /// The thread broke off: it never comes.
    Lost,
}

impl<T: Send + 'static> Later<T> {
    /// Starts `work` on a thread of this name; the window is drawn again when it has ended, however it has. Nothing
    /// when the system has no thread to give.
    pub fn start(ctx: &Context, name: &str, work: impl FnOnce() -> T + Send + 'static) -> Option<Self> {
        let (sender, receiver) = channel();
        let repaint = Repaint(ctx.clone());
        let body = move || {
            // Dropped in this order: once the window is drawn again, what has become of the value is known.
            let _repaint = repaint;
            let sender = sender;
            // Nobody waits for it any more when what asked for it is gone.
            let _ = sender.send(work());
        };
        std::thread::Builder::new().name(name.to_owned()).spawn(body).ok()?;
        Some(Self(receiver))
    }

    /// The value, once it is there.
    pub fn take(&self) -> Arrival<T> {
        match self.0.try_recv() {
            Ok(value) => Arrival::Ready(value),
            Err(TryRecvError::Empty) => Arrival::Waiting,
            Err(TryRecvError::Disconnected) => Arrival::Lost,
        }
    }
}

/// Draws the window again when it is dropped.
struct Repaint(Context);

impl Drop for Repaint {
    fn drop(&mut self) {
        self.0.request_repaint();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::sync_channel;
    use std::time::{Duration, Instant};

    fn arrived<T: Send + 'static>(later: &Later<T>) -> Arrival<T> {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            match later.take() {
                Arrival::Waiting => assert!(Instant::now() < end),
                arrived => return arrived,
            }
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_value_is_waited_for_and_comes_once() {
        let (go, wait) = sync_channel::<()>(0);
        let later = Later::start(&Context::default(), "test", move || wait.recv().map(|()| 7).unwrap_or(0)).unwrap();
        assert_eq!(later.take(), Arrival::Waiting);
        go.send(()).unwrap();
        assert_eq!(arrived(&later), Arrival::Ready(7));
    }

    #[test]
    fn work_that_breaks_off_is_told_apart_and_draws_the_window_again() {
        let (ctx, (drawn, draws)) = (Context::default(), channel());
        ctx.set_request_repaint_callback(move |_| {
            let _ = drawn.send(());
        });
        let broken = || -> u8 { std::panic::resume_unwind(Box::new("broken")) };
        let later = Later::start(&ctx, "test", broken).unwrap();
        draws.recv_timeout(Duration::from_secs(20)).unwrap();
        assert_eq!(later.take(), Arrival::Lost);
    }
}
