//! Work off the drawing thread. A job has a sentence for the status line and hands what it found to
//! whoever asked, in the next frame.

use egui::Context;
use std::sync::mpsc::{self, Receiver, TryRecvError};

/// What is done with the outcome of a job, on the drawing thread. `A` is the window.
pub type Then<A> = Box<dyn FnOnce(&mut A, &Context) + Send>;

/// The jobs of a window.
pub struct Jobs<A> {
    running: Vec<Job<A>>,
}

struct Job<A> {
    sentence: String,
    must_finish: bool,
    /// It is over before a sentence could be read.
    quiet: bool,
    outcome: Receiver<Then<A>>,
}

impl<A> Default for Jobs<A> {
    fn default() -> Self {
        Self { running: Vec::new() }
    }
}

/// What [`Jobs::collect`] found.
pub enum Collected<A> {
    /// It has ended: do this.
    Ended(Then<A>),
    /// It broke off, which is a defect of Canopy: what it was doing, as the status line had it.
    BrokeOff(String),
}

impl<A: 'static> Jobs<A> {
    /// Starts a job. `then` gets what `work` returns, in a later frame.
    /// `must_finish` says that closing the window meanwhile deserves a question.
    pub fn start<T: Send + 'static>(
        &mut self,
        ctx: &Context,
        sentence: impl Into<String>,
        must_finish: bool,
        work: impl FnOnce() -> T + Send + 'static,
        then: impl FnOnce(&mut A, &Context, T) + Send + 'static,
    ) {
        self.push(ctx, sentence.into(), (must_finish, false), work, then);
    }

    /// The same for work of some milliseconds, of which the status line says nothing: the sentence is for a defect.
    pub fn start_quiet<T: Send + 'static>(
        &mut self,
        ctx: &Context,
        sentence: impl Into<String>,
        work: impl FnOnce() -> T + Send + 'static,
        then: impl FnOnce(&mut A, &Context, T) + Send + 'static,
    ) {
        self.push(ctx, sentence.into(), (false, true), work, then);
    }

    fn push<T: Send + 'static>(
        &mut self,
        ctx: &Context,
        sentence: String,
        (must_finish, quiet): (bool, bool),
        work: impl FnOnce() -> T + Send + 'static,
        then: impl FnOnce(&mut A, &Context, T) + Send + 'static,
    ) {
        let (sender, outcome) = mpsc::channel();
        let repaint = Repaint(ctx.clone());
        let body = move || {
            // Dropped after the outcome is sent, and also when the work panics.
            let _repaint = repaint;
            let found = work();
            let then: Then<A> = Box::new(move |app, ctx| then(app, ctx, found));
            // Nobody waits any more: the window has closed.
            let _ = sender.send(then);
        };
        let thread = std::thread::Builder::new().name(thread_name(&sentence));
        // A thread that cannot start drops the sender, which is found as a job that broke off.
        let _ = thread.spawn(body);
        self.running.push(Job { sentence, must_finish, quiet, outcome });
    }

    /// Takes the outcomes that have arrived, in the order in which the jobs were started.
    pub fn collect(&mut self) -> Vec<Collected<A>> {
        let mut collected = Vec::new();
        self.running.retain_mut(|job| match job.outcome.try_recv() {
            Ok(then) => {
                collected.push(Collected::Ended(then));
                false
            }
            Err(TryRecvError::Disconnected) => {
                collected.push(Collected::BrokeOff(std::mem::take(&mut job.sentence)));
                false
            }
            Err(TryRecvError::Empty) => true,
        });
        collected
    }

    /// What runs, for the status line: the newest first.
    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        self.running.iter().rev().filter(|job| !job.quiet).map(|job| job.sentence.as_str())
    }

    /// Whether work runs that is over in a moment.
    pub fn is_quietly_busy(&self) -> bool {
        self.running.iter().any(|job| job.quiet)
    }

    /// The first job that should not be cut off by closing the window.
    pub fn unfinished(&self) -> Option<&str> {
        self.running.iter().find(|job| job.must_finish).map(|job| job.sentence.as_str())
    }

    /// How many jobs should not be cut off by closing the window.
    pub fn unfinished_count(&self) -> usize {
        self.running.iter().filter(|job| job.must_finish).count()
    }
}

/// Repaints the window when it is dropped.
struct Repaint(Context);

impl Drop for Repaint {
    fn drop(&mut self) {
        self.0.request_repaint();
    }
}

/// What a debugger shows; the operating system keeps 15 bytes of it.
fn thread_name(sentence: &str) -> String {
    sentence.chars().filter(|c| *c != '\0').take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    fn wait(jobs: &mut Jobs<u32>) -> Collected<u32> {
        let end = Instant::now() + Duration::from_secs(20);
        while Instant::now() < end {
            if let Some(one) = jobs.collect().pop() {
                return one;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        panic!("the job has not ended");
    }

    #[test]
    fn what_a_job_finds_reaches_the_window() {
        let (mut jobs, ctx) = (Jobs::<u32>::default(), Context::default());
        jobs.start(&ctx, "Counting…", true, || 6 * 7, |app, _, found| *app = found);
        assert_eq!(jobs.sentences().next(), Some("Counting…"));
        assert_eq!(jobs.unfinished(), Some("Counting…"));
        let mut app = 0;
        match wait(&mut jobs) {
            Collected::Ended(then) => then(&mut app, &ctx),
            Collected::BrokeOff(_) => panic!("it has ended well"),
        }
        assert_eq!(app, 42);
        assert_eq!(jobs.sentences().count(), 0);
    }

    #[test]
    fn a_job_that_panics_is_found_and_not_waited_for() {
        let (mut jobs, ctx) = (Jobs::<u32>::default(), Context::default());
        jobs.start(&ctx, "Breaking…", false, || panic!("on purpose"), |_, _, ()| {});
        assert_eq!(jobs.unfinished(), None);
        assert!(matches!(wait(&mut jobs), Collected::BrokeOff(words) if words == "Breaking…"));
    }
}
