//! Finding while a person types.

use super::{Hit, find};
use crate::ui::background::{Arrival, Later};
use crate::ui::derived::AT_ONCE;
use crate::workspace::{Timestamp, Workspace};
use egui::Context;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// What was typed last, and what was found for it. A large workspace is looked through in the background, where the next
/// key ends it.
#[derive(Default)]
pub struct Finder {
    known: Option<Question>,
    hits: Vec<Hit>,
    running: Option<Running>,
}

/// What was asked: the text, and the state that it was asked of.
type Question = (String, u64);

struct Running {
    question: Question,
    hits: Later<Vec<Hit>>,
    cancelled: Arc<AtomicBool>,
}

impl Finder {
    /// What there is for `query` by now; whether that is all shows [`Self::is_looking`].
    pub fn find(
        &mut self,
        ctx: &Context,
        workspace: &Arc<Workspace>,
        now: Timestamp,
        query: &str,
        limit: usize,
    ) -> &[Hit] {
        let question = (query.trim().to_owned(), workspace.head().seq);
        self.collect();
        let asked = self.running.as_ref().map(|running| &running.question).or(self.known.as_ref());
        if asked != Some(&question) {
            self.cancel();
            if workspace.certificates().len() > AT_ONCE {
                self.start(ctx, workspace.clone(), now, question, limit);
            } else {
                self.hits = find(workspace, now, query, limit, &AtomicBool::new(false));
                self.known = Some(question);
            }
        }
        &self.hits
    }

    /// Whether what was typed last is still looked for: what there is was found for something else.
    pub fn is_looking(&self) -> bool {
        self.running.is_some()
    }

    /// What was found last.
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    fn start(&mut self, ctx: &Context, workspace: Arc<Workspace>, now: Timestamp, question: Question, limit: usize) {
        let cancelled = Arc::new(AtomicBool::new(false));
        let (query, stop) = (question.0.clone(), cancelled.clone());
        let work = move || find(&workspace, now, &query, limit, &stop);
        // When the system has no thread to give, the next frame tries again.
        let hits = Later::start(ctx, "canopy search", work);
        self.running = hits.map(|hits| Running { question, hits, cancelled });
    }

    fn collect(&mut self) {
        let Some(running) = self.running.take() else { return };
        match running.hits.take() {
            Arrival::Ready(hits) => (self.hits, self.known) = (hits, Some(running.question)),
            Arrival::Waiting => self.running = Some(running),
            // It would break off again: it has found nothing.
            Arrival::Lost => (self.hits, self.known) = (Vec::new(), Some(running.question)),
        }
    }

    fn cancel(&mut self) {
        if let Some(running) = self.running.take() {
            running.cancelled.store(true, Ordering::Relaxed);
        }
    }
}

impl Drop for Finder {
    fn drop(&mut self) {
        self.cancel();
    }
}
