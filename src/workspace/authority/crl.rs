//! The CRL of an authority: what was last signed, where it lies, and what is still to be done.

use serde::{Deserialize, Serialize};

use crate::workspace::{ApplyError, Event, Sha256Digest, Timestamp};

/// The state of an authority's certificate revocation list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrlState {
    /// The `CRLNumber` (RFC 5280 section 5.2.3) of the last CRL signed; 0 before the first.
    pub number: u64,
    /// `thisUpdate` of the last CRL signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub this_update: Option<Timestamp>,
    /// `nextUpdate` of the last CRL signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_update: Option<Timestamp>,
    /// How many certificates it lists.
    #[serde(default)]
    pub entries: u64,
    /// SHA-256 of its DER.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Sha256Digest>,
    /// What has become of the last request for a CRL; nothing if there never was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<CrlJob>,
    /// How often in a row signing or writing has failed; 0 once a CRL is in its bucket.
    #[serde(default, skip_serializing_if = "is_none")]
    pub failures: u32,
    /// Where CRLs were written, the newest writing of each place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub published: Vec<PublishedCrl>,
}

impl CrlState {
    /// How an event about its CRL changes it; others do not.
    pub(in crate::workspace) fn apply(&mut self, event: &Event, at: Timestamp) -> Result<(), ApplyError> {
        match event {
            Event::CrlRequested { .. } => self.job = Some(CrlJob::Requested { at }),
            Event::CrlSigned { number, this_update, next_update, entries, sha256, .. } => {
                if *number <= self.number {
                    return Err(ApplyError::CrlNumber { last: self.number, found: *number });
                }
                self.number = *number;
                self.this_update = Some(*this_update);
                self.next_update = Some(*next_update);
                self.entries = *entries;
                self.sha256 = Some(*sha256);
                self.job = Some(CrlJob::Signed { at });
            }
            Event::CrlPublished { number, bucket, key, .. } => {
                self.published.retain(|published| (&published.bucket, &published.key) != (bucket, key));
                self.published.push(PublishedCrl { bucket: bucket.clone(), key: key.clone(), number: *number, at });
                self.failures = 0;
                // A request that came after this CRL was signed still waits for its own.
                if !matches!(self.job, Some(CrlJob::Requested { .. })) {
                    self.job = Some(CrlJob::Published { at });
                }
            }
            Event::CrlFailed { reason, .. } => {
                self.failures = self.failures.saturating_add(1);
                self.job = Some(CrlJob::Failed { reason: reason.clone(), at, attempts: self.failures });
            }
            _ => {}
        }
        Ok(())
    }
}

fn is_none(failures: &u32) -> bool {
    *failures == 0
}

/// What has become of a request for a CRL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CrlJob {
    /// Asked for, not yet signed.
    Requested {
        /// When it was asked for.
        at: Timestamp,
    },
    /// Signed, not yet in its bucket.
    Signed {
        /// When it was signed.
        at: Timestamp,
    },
    /// In its bucket: nothing is left to do.
    Published {
        /// When it was written.
        at: Timestamp,
    },
    /// Signing or writing failed; to be tried again.
    Failed {
        /// Why, in a sentence.
        reason: String,
        /// When it last failed.
        at: Timestamp,
        /// How often it has failed in a row.
        attempts: u32,
    },
}

/// A CRL that was written to a bucket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedCrl {
    /// Name of the bucket.
    pub bucket: String,
    /// Key of the object inside it, such as `crl/<authority>.crl`.
    pub key: String,
    /// Its `CRLNumber`.
    pub number: u64,
    /// When it was written.
    pub at: Timestamp,
}
