//! Reading records while a person scrolls: pages of them, off the drawing thread.

use crate::engine::{Engine, Error, HistoryFilter};
use crate::ui::ask::Select;
use crate::ui::background::{Arrival, Later};
use crate::ui::context::PageContext;
use crate::ui::told::{Teller, actor};
use crate::workspace::{Change, HistoryPlace, PastRecord, Timestamp, Workspace};
use egui::Context;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Rows that are read at once: some pages of the window.
const PAGE: usize = 200;

/// How often the window says how far the reading is, in seconds.
const PROGRESS: f32 = 0.25;

/// A record in words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) record: PastRecord,
    /// What was done: `Issued`.
    pub(super) act: String,
    /// What it was done to, and what matters about it.
    pub(super) object: String,
    pub(super) aside: String,
    /// All of it in a sentence, with how much more of the same weight the record did.
    pub(super) words: String,
    pub(super) who: String,
    pub(super) from: &'static str,
    pub(super) select: Option<Select>,
    /// The key of an authority has signed.
    pub(super) key_used: bool,
    /// Something did not go.
    pub(super) failed: bool,
}

impl Row {
    fn of(record: PastRecord, workspace: &Workspace) -> Self {
        let told = Teller(workspace).any_record(&record.activity);
        let (who, from) = actor(&record.activity.actor);
        let has = |is: fn(&Change) -> bool| record.activity.changes.iter().any(is);
        Self {
            key_used: has(|change| crate::engine::HistoryKind::KeyUse.has(change)),
            failed: has(|change| {
                use Change::{AuditReportFailed, CrlFailed, ManagedRenewalFailed};
                matches!(change, AuditReportFailed { .. } | CrlFailed { .. } | ManagedRenewalFailed { .. })
            }),
            act: told.act,
            object: told.object,
            aside: told.aside,
            words: told.words,
            who,
            from,
            select: told.select,
            record,
        }
    }

    pub(super) fn seq(&self) -> u64 {
        self.record.activity.seq
    }

    pub(super) fn at(&self) -> Timestamp {
        self.record.activity.at
    }

    /// The day, counted from 1970 in UTC.
    pub(super) fn day(&self) -> i64 {
        self.at().seconds().div_euclid(86_400)
    }
}

/// What is read of the records that a filter wants.
#[derive(Default)]
pub(super) struct Reader {
    filter: Option<HistoryFilter>,
    rows: Vec<Row>,
    /// Where older ones go on.
    next: Option<HistoryPlace>,
    /// The newest record that was looked at.
    newest: u64,
    running: Option<Running>,
    failed: Option<Error>,
    /// The person has come near the last row.
    more: bool,
    /// The rows are those of an earlier filter: they stay until the first of this one come.
    stale: bool,
    /// Grows whenever the rows are others.
    generation: u64,
}

struct Running {
    found: Later<Result<Found, Error>>,
    /// Records behind those that are there, and not before them.
    newer: bool,
    cancelled: Arc<AtomicBool>,
    scanned: Arc<AtomicUsize>,
}

struct Found {
    rows: Vec<Row>,
    next: Option<HistoryPlace>,
    newest: u64,
}

impl Reader {
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Where the record with this number stands among the rows.
    pub(super) fn find(&self, seq: u64) -> Option<usize> {
        self.rows.binary_search_by(|row| seq.cmp(&row.seq())).ok()
    }

    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    /// Whether there can be rows below the last one.
    pub(super) fn has_more(&self) -> bool {
        self.next.is_some() || (self.running.is_some() && self.rows.is_empty())
    }

    /// Asks for rows below the last one.
    pub(super) fn want_more(&mut self) {
        self.more = true;
    }

    pub(super) fn failed(&self) -> Option<&Error> {
        self.failed.as_ref()
    }

    /// How many records the reading that runs has looked at.
    pub(super) fn scanned(&self) -> Option<usize> {
        self.running.as_ref().map(|running| running.scanned.load(Ordering::Relaxed))
    }

    /// Takes what was read since the last frame, and reads what is wanted now.
    pub(super) fn read(&mut self, ctx: &Context, context: PageContext<'_>, filter: &HistoryFilter) {
        self.collect();
        let Some(engine) = context.engine else { return };
        if self.filter.as_ref() != Some(filter) {
            let (rows, generation) = (std::mem::take(&mut self.rows), self.generation);
            *self = Self { filter: Some(filter.clone()), rows, generation, stale: true, ..Self::default() };
            self.start(ctx, engine, None, false);
        } else if self.running.is_none() && self.failed.is_none() {
            if self.stale {
                self.start(ctx, engine, None, false);
            } else if context.workspace.head().seq > self.newest {
                self.start(ctx, engine, None, true);
            } else if std::mem::take(&mut self.more) && self.next.is_some() {
                self.start(ctx, engine, self.next, false);
            }
        }
        if self.running.is_some() {
            // How far it is; the end of it draws the window again by itself.
            ctx.request_repaint_after_secs(PROGRESS);
        }
    }

    fn start(&mut self, ctx: &Context, engine: &Arc<Engine>, before: Option<HistoryPlace>, newer: bool) {
        let mut filter = self.filter.clone().unwrap_or_default();
        if newer {
            filter.after = self.newest;
        }
        let (cancelled, scanned) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let (engine, stop, progress) = (engine.clone(), cancelled.clone(), scanned.clone());
        let limit = if newer { usize::MAX } else { PAGE };
        let work = move || read(&engine, before, &filter, limit, &stop, &progress);
        // When the system has no thread to give, the next frame tries again.
        let found = Later::start(ctx, "canopy history", work);
        self.running = found.map(|found| Running { found, newer, cancelled, scanned });
    }

    fn collect(&mut self) {
        let Some(running) = self.running.take() else { return };
        let found = match running.found.take() {
            Arrival::Waiting => return self.running = Some(running),
            Arrival::Ready(Ok(found)) => found,
            Arrival::Ready(Err(error)) => return self.failed = Some(error),
            Arrival::Lost => return self.failed = Some(Error::Internal("the reading of the records broke off".into())),
        };
        self.generation += 1;
        if std::mem::take(&mut self.stale) {
            self.rows.clear();
        }
        self.newest = self.newest.max(found.newest);
        if running.newer {
            self.rows.splice(0..0, found.rows);
        } else {
            self.rows.extend(found.rows);
            self.next = found.next;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

fn read(
    engine: &Engine,
    before: Option<HistoryPlace>,
    filter: &HistoryFilter,
    limit: usize,
    stop: &AtomicBool,
    scanned: &AtomicUsize,
) -> Result<Found, Error> {
    let head = engine.snapshot().head().seq;
    let mut found = Found { rows: Vec::new(), next: before, newest: head };
    loop {
        let page = engine.history(found.next, filter, limit - found.rows.len())?;
        let workspace = engine.snapshot();
        if let Some(first) = page.entries.first() {
            found.newest = found.newest.max(first.activity.seq);
        }
        found.rows.extend(page.entries.into_iter().map(|record| Row::of(record, &workspace)));
        found.next = page.next;
        scanned.fetch_add(page.scanned, Ordering::Relaxed);
        if found.next.is_none() || found.rows.len() >= limit || stop.load(Ordering::Relaxed) {
            return Ok(found);
        }
    }
}
