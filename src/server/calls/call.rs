//! What is known of a call.

use crate::engine::Action;
use crate::workspace::Timestamp;
use crate::x509::ocsp::CertStatus;
use std::time::Duration;

/// Longest text of a call that is kept, in characters: clients choose it.
pub(super) const TEXT: usize = 200;

/// One call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Counts from 1 while the endpoint runs.
    pub id: u64,
    /// When it came.
    pub at: Timestamp,
    /// Who called.
    pub caller: CalledBy,
    /// What was asked.
    pub asked: Asked,
    /// What it is about: the ARN or the name of an authority, a certificate, a file; empty when it is about none.
    pub object: String,
    /// How it stands.
    pub result: CallResult,
    /// How long it took; absent while it runs.
    pub duration: Option<Duration>,
}

/// Who called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalledBy {
    /// The request was signed, or claims to be, with this access key of the workspace.
    AccessKey {
        /// The access key ID.
        id: String,
        /// The account that it acts as.
        account: String,
    },
    /// The request claims to be signed with an access key that the workspace does not have.
    UnknownKey(String),
    /// Somebody who validates a certificate.
    RelyingParty,
    /// The request is not signed, or not as it must be.
    Nobody,
}

/// What a call asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// An action of the API.
    Action(Action),
    /// The status of certificates (RFC 6960).
    Ocsp,
    /// A CRL by its address.
    Crl,
    /// Something else, by its method and path or its target.
    Other(String),
}

/// How a call stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallResult {
    /// It is being performed.
    Running,
    /// It was answered.
    Answered,
    /// It was answered with what an earlier call had been answered with.
    FromCache,
    /// It asked about one certificate, and was told how that stands.
    Status {
        /// What OCSP says of the certificate.
        status: CertStatus,
        /// Whether the answer had been signed before.
        from_cache: bool,
    },
    /// What was asked for is what the client has already (RFC 9110 section 15.4.5).
    NotModified,
    /// It was refused, with this error of the API or this status.
    Refused(String),
    /// The client went away, or the endpoint stopped, before there was an answer.
    Broken,
}

/// As much of a text as is kept.
pub(super) fn shortened(text: &str) -> String {
    text.chars().take(TEXT).collect()
}

impl CalledBy {
    pub(super) fn shortened(self) -> Self {
        match self {
            Self::UnknownKey(id) => Self::UnknownKey(shortened(&id)),
            known => known,
        }
    }
}

impl Asked {
    pub(super) fn shortened(self) -> Self {
        match self {
            Self::Other(what) => Self::Other(shortened(&what)),
            known => known,
        }
    }
}
