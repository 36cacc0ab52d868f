//! How long something takes, and what it takes of the processors.

#![allow(dead_code, reason = "each bench asks for some of it")]

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long a rate is measured.
pub const WHILE: Duration = Duration::from_secs(3);

/// Processor time that this process has used, in all its threads, to a hundredth of a second. Only Linux tells it
/// without more; elsewhere the time on the wall stands in.
pub fn processor_time(since: Instant) -> Duration {
    let Ok(stat) = std::fs::read_to_string("/proc/self/stat") else { return since.elapsed() };
    // Behind the name in parentheses: user and system time are the 12th and 13th word.
    let words = stat.rsplit_once(')').map(|(_, rest)| rest.split_whitespace()).unwrap();
    let ticks: u64 = words.skip(11).take(2).map(|word| word.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 10)
}

/// What was measured: how much was done, how long it took, and what it took of the processors.
pub struct Measured {
    count: usize,
    wall: Duration,
    processor: Duration,
    /// How long each took, the shortest first.
    each: Vec<Duration>,
}

impl Measured {
    /// Does something over and over for a while, in as many threads.
    pub fn over(threads: usize, act: impl Fn() + Sync) -> Self {
        Self::by(threads, usize::MAX, || &act)
    }

    /// The same by hands that each have something of their own, and not more often than `most` times.
    pub fn by<F: FnMut()>(threads: usize, most: usize, hand: impl Fn() -> F + Sync) -> Self {
        hand()();
        let (begun, each) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        let ready = std::sync::Barrier::new(threads + 1);
        let (start, before) = std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let (mut act, mut took) = (hand(), Vec::new());
                    ready.wait();
                    let start = Instant::now();
                    while start.elapsed() < WHILE && begun.fetch_add(1, Ordering::Relaxed) < most {
                        let begin = Instant::now();
                        act();
                        took.push(begin.elapsed());
                    }
                    each.lock().unwrap().extend(took);
                });
            }
            ready.wait();
            let start = Instant::now();
            (start, processor_time(start))
        });
        let (wall, processor) = (start.elapsed(), processor_time(start) - before);
        let mut each = each.into_inner().unwrap();
        each.sort_unstable();
        Self { count: each.len(), wall, processor, each }
    }

    /// The faster of two that measure the same, which was disturbed less.
    pub fn or_faster(self, other: Self) -> Self {
        if other.per_second() > self.per_second() { other } else { self }
    }

    pub fn per_second(&self) -> f64 {
        self.count as f64 / self.wall.as_secs_f64()
    }

    /// Processor time for one, in microseconds.
    pub fn cost(&self) -> f64 {
        microseconds(self.processor) / self.count as f64
    }

    /// How long one took at most in so many of a hundred cases, in microseconds.
    pub fn percentile(&self, cases: usize) -> f64 {
        let last = self.each.len() - 1;
        microseconds(self.each[(self.each.len() * cases / 100).min(last)])
    }
}

pub fn microseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}
