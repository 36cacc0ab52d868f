//! Records: what one line of the workspace file says.

use serde::{Deserialize, Serialize};

use super::{Event, SecretId, Sha256Digest, Timestamp};

/// Who caused a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Actor {
    /// A person at the window.
    Window {
        /// Their name at the operating system.
        user: String,
    },
    /// A person at the command line.
    CommandLine {
        /// Their name at the operating system.
        user: String,
    },
    /// A client of the endpoint.
    Api {
        /// The access key that the request was signed with.
        access_key: String,
    },
    /// A service that has a permission, such as the certificate manager.
    Service {
        /// What it is called in permissions: `acm.amazonaws.com`.
        principal: String,
        /// The person who told it to, by their name at the operating system; absent when it acts by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        user: Option<String>,
    },
    /// Canopy itself: work that was due.
    Upkeep,
}

/// A record before it has a place in the file: what a caller asks to have appended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// When it happened. A record is never earlier than the one before it: if this is, the time of
    /// that one is written.
    pub at: Timestamp,
    /// Who caused it.
    pub actor: Actor,
    /// The outcomes; all of them hold, or none.
    pub events: Vec<Event>,
    /// The secrets that the events name, all of them and no others.
    pub secrets: Vec<SealedSecret>,
}

/// A secret in the form it is kept: an age file. Its digest is its name.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedSecret {
    id: SecretId,
    sealed: Vec<u8>,
}

impl SealedSecret {
    /// The secret with these sealed bytes.
    pub fn new(sealed: Vec<u8>) -> Self {
        Self { id: SecretId::of(&sealed), sealed }
    }

    /// What events call it.
    pub fn id(&self) -> SecretId {
        self.id
    }

    /// The sealed bytes: an age file.
    pub fn as_bytes(&self) -> &[u8] {
        &self.sealed
    }
}

impl std::fmt::Debug for SealedSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SealedSecret({}, {} bytes)", self.id, self.sealed.len())
    }
}

/// A record in its place: the events of one moment, applied together or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its number: 1 for the first, then one more each time.
    pub seq: u64,
    /// When it happened; never before the record in front of it.
    pub at: Timestamp,
    /// Who caused it.
    pub actor: Actor,
    /// The outcomes.
    pub events: Vec<Event>,
    /// Where the certificates of its `CertificateIssued` events lie in the file, in their order.
    pub bodies: Vec<Span>,
    /// Where its secrets lie in the file.
    pub secrets: Vec<(SecretId, Span)>,
    /// SHA-256 over its line up to its MAC: what the next record continues.
    pub hash: Sha256Digest,
}

/// A run of base64 text in the workspace file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Its first byte, counted from the start of the file.
    pub offset: u64,
    /// Its length in bytes.
    pub len: u32,
}
