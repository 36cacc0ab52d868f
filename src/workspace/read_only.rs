//! Why a workspace can be looked at but not changed.

use super::Timestamp;

/// Why a workspace that is open cannot be changed, whatever its passphrase.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadOnly {
    /// Another window or program has it open for writing.
    #[error("another Canopy{} has it open", .pid.map(|pid| format!(" (process {pid})")).unwrap_or_default())]
    HeldBy {
        /// The other process, if it left its number.
        pid: Option<u32>,
    },
    /// The operating system does not let the file, or files beside it, be written.
    #[error("the file or its folder cannot be written: {reason}")]
    NotWritable {
        /// In the words of the operating system.
        reason: String,
    },
    /// A line is damaged, and acknowledged records stand behind it.
    #[error(
        "line {line} of the file is damaged ({reason}); what stands before it is shown. Restore the file from a backup"
    )]
    Damaged {
        /// The line, as an editor counts.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// A later state of the file was seen before on this computer.
    #[error(
        "the file ends with record {found} ({at}), but record {seen} was seen before: this is an older copy, or its end was lost"
    )]
    Behind {
        /// The newest record seen before.
        seen: u64,
        /// The newest record of the file.
        found: u64,
        /// When that was made.
        at: Timestamp,
    },
    /// Another history of the file was seen before on this computer.
    #[error("record {seq} of the file is not the one seen before: this copy has gone another way")]
    Diverged {
        /// The record that differs.
        seq: u64,
    },
    /// A sealed key, or what the passphrase opens, is of no use any more.
    #[error("{what} is {how}. Restore the file from a backup")]
    SecretLost {
        /// What it was.
        what: String,
        /// `damaged`, `erased`.
        how: &'static str,
    },
    /// The records were read again, and are not what they must be.
    #[error("the file did not verify: {reason}")]
    Unsound {
        /// What was found.
        reason: String,
    },
    /// Somebody else has moved, replaced or written the file while it was open.
    #[error("the file was changed from outside: {found}. Close the workspace and open it again to see what is there")]
    Replaced {
        /// What was found in its place.
        found: String,
    },
    /// It was opened to be looked at.
    #[error("it was opened to be looked at")]
    LookedAt,
    /// It was closed here, and whoever still holds it is late.
    #[error("the workspace was closed")]
    Closed,
    /// A write failed and could not be taken back.
    #[error("the outcome of the last action is unknown; reopen the workspace to see")]
    OutcomeUnknown,
}

impl ReadOnly {
    /// Whether a person may choose to go on from this state all the same
    /// ([`Log::go_on`](super::Log::go_on)).
    pub fn is_another_copy(&self) -> bool {
        matches!(self, Self::Behind { .. } | Self::Diverged { .. })
    }

    /// Whether nothing is wrong: it was opened to be looked at.
    pub fn is_looked_at(&self) -> bool {
        matches!(self, Self::LookedAt)
    }

    /// Whether it was closed for good, so that no passphrase is taken any more.
    pub fn is_closed(&self) -> bool {
        matches!(self, Self::Closed)
    }

    /// Whether another process writes the file, so that there is something to follow.
    pub fn is_held(&self) -> bool {
        matches!(self, Self::HeldBy { .. })
    }
}
