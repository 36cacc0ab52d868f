//! What a page computes from a snapshot: once per state, and in the background where it takes long.

use super::background::{Arrival, Later};
use egui::Context;

/// How many certificates are looked through on the drawing thread: a few milliseconds.
pub const AT_ONCE: usize = 20_000;

/// A value computed from what its key names. While a newer one is computed the older one stays.
pub struct Derived<K, T> {
    current: Option<(K, T)>,
    pending: Option<(K, Later<T>)>,
    /// What broke off while it was computed: it is not tried again.
    lost: Option<K>,
}

impl<K, T> Default for Derived<K, T> {
    fn default() -> Self {
        Self { current: None, pending: None, lost: None }
    }
}

impl<K: PartialEq, T: Send + 'static> Derived<K, T> {
    /// The newest value there is. When it is not that of `key`, a new one is computed: here, or on a
    /// thread of its own when `long`, after which the window is drawn again.
    pub fn get(
        &mut self,
        ctx: &Context,
        key: K,
        long: bool,
        compute: impl FnOnce() -> T + Send + 'static,
    ) -> Option<&T> {
        self.collect();
        let is_known = self.current.as_ref().map(|(known, _)| known) == Some(&key) || self.lost.as_ref() == Some(&key);
        if !is_known && self.pending.is_none() {
            if long {
                self.start(ctx, key, compute);
            } else {
                self.current = Some((key, compute()));
            }
        }
        self.value()
    }

    /// The newest value there is.
    pub fn value(&self) -> Option<&T> {
        self.current.as_ref().map(|(_, value)| value)
    }

    /// Whether a newer value is on its way.
    pub fn is_computing(&self) -> bool {
        self.pending.is_some()
    }

    fn start(&mut self, ctx: &Context, key: K, compute: impl FnOnce() -> T + Send + 'static) {
        // When the system has no thread to give, the older value stays and the next frame tries again.
        self.pending = Later::start(ctx, "canopy view", compute).map(|later| (key, later));
    }

    fn collect(&mut self) {
        let Some((key, later)) = self.pending.take() else { return };
        match later.take() {
            Arrival::Ready(value) => (self.current, self.lost) = (Some((key, value)), None),
            Arrival::Waiting => self.pending = Some((key, later)),
            Arrival::Lost => self.lost = Some(key),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;
    use std::time::{Duration, Instant};

    #[test]
    fn a_value_is_computed_once_for_its_key() {
        let (ctx, mut derived) = (Context::default(), Derived::default());
        assert_eq!(derived.get(&ctx, 1, false, || "a"), Some(&"a"));
        assert_eq!(derived.get(&ctx, 1, false, || "b"), Some(&"a"));
        assert_eq!(derived.get(&ctx, 2, false, || "b"), Some(&"b"));
    }

    #[test]
    fn the_older_value_stays_until_the_newer_one_is_there() {
        let (ctx, mut derived) = (Context::default(), Derived::default());
        derived.get(&ctx, 1, false, || 10);
        let (go, wait) = channel::<()>();
        let slow = move || {
            let _ = wait.recv();
            20
        };
        assert_eq!(derived.get(&ctx, 2, true, slow), Some(&10));
        assert!(derived.is_computing());
        go.send(()).unwrap();
        let end = Instant::now() + Duration::from_secs(20);
        while derived.get(&ctx, 2, true, || 0) != Some(&20) {
            assert!(Instant::now() < end);
            std::thread::yield_now();
        }
        assert!(!derived.is_computing());
    }

    #[test]
    fn what_broke_off_is_not_tried_again() {
        let (ctx, mut derived) = (Context::default(), Derived::default());
        derived.get(&ctx, 1, true, || -> u8 { std::panic::resume_unwind(Box::new("broken")) });
        let end = Instant::now() + Duration::from_secs(20);
        while derived.is_computing() {
            assert!(Instant::now() < end);
            assert_eq!(derived.get(&ctx, 1, true, || 1), None);
            std::thread::yield_now();
        }
        assert_eq!(derived.get(&ctx, 1, true, || 1), None);
        assert_eq!(derived.get(&ctx, 2, false, || 2), Some(&2));
    }
}
