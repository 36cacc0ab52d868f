//! What happened lately, a line for each record.

use crate::ui::ask::Select;
use crate::ui::told::{Teller, Told};
use crate::workspace::{Activity, Change, Timestamp, Workspace};

/// A record in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What was done: `Issued api.acme.example`.
    pub words: String,
    /// What matters about it: `from Prod Issuing CA`.
    pub aside: String,
    /// When.
    pub at: Timestamp,
    /// Where it is shown.
    pub select: Option<Select>,
}

/// The last `limit` records that a person would want to see, newest first.
pub fn lines(workspace: &Workspace, limit: usize) -> Vec<Line> {
    let (teller, activity) = (Teller(workspace), workspace.recent_activity());
    // That a CRL was published says that it was signed.
    let published: Vec<u64> = activity
        .iter()
        .flat_map(|activity| &activity.changes)
        .filter_map(|change| if let Change::CrlPublished { number, .. } = change { Some(*number) } else { None })
        .collect();
    let only_signs = |activity: &Activity| {
        let signs = |change: &Change| matches!(change, Change::CrlSigned { number, .. } if published.contains(number));
        activity.changes.iter().all(signs)
    };
    let told = activity.iter().filter(|activity| !only_signs(activity));
    let line = |activity: &std::sync::Arc<Activity>| {
        let Told { words, aside, select, .. } = teller.record(activity)?;
        Some(Line { words, aside, at: activity.at, select })
    };
    told.filter_map(line).take(limit).collect()
}
