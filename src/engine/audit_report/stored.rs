//! Reports as their buckets have them.

use super::find_report;
use crate::engine::environment::Object;
use crate::engine::error::{Error, Refusal};
use crate::engine::{Engine, find};
use crate::workspace::{AuditReportId, AuditReportProgress, AuthorityId, Digesting, Sha256Digest};
use std::io::{self, Read};

/// A report that was written, open to be read. Whether it is the one that was written there shows at its end: what was
/// read until then is nothing to rely on.
pub struct StoredReport {
    location: String,
    size: u64,
    content: Digesting<Box<dyn Read + Send>>,
    key: String,
    sha256: Sha256Digest,
}

impl std::fmt::Debug for StoredReport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredReport").field("key", &self.key).field("size", &self.size).finish_non_exhaustive()
    }
}

impl StoredReport {
    /// Where it lies, as a person would look for it.
    pub fn location(&self) -> &str {
        &self.location
    }

    /// Its length when it was opened, in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }
}

impl Read for StoredReport {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(bytes)?;
        if read == 0 && !bytes.is_empty() && self.content.digest() != self.sha256 {
            let words = format!("the object {} is not the report that was written there", self.key);
            return Err(io::Error::new(io::ErrorKind::InvalidData, words));
        }
        Ok(read)
    }
}

impl Engine {
    /// Opens a report as its bucket has it.
    ///
    /// # Errors
    /// `ResourceNotFoundException` when there is none or it is not written yet; [`Error::RequestFailed`] when the bucket
    /// cannot be read. One that is not what was written there is refused at its end.
    pub fn audit_report(&self, authority: AuthorityId, id: AuditReportId) -> Result<StoredReport, Error> {
        let workspace = self.snapshot();
        let owner = Self::own_authority(&workspace, authority)?;
        let report = find_report(&owner, id);
        let Some((report, AuditReportProgress::Written { sha256, .. })) =
            report.map(|report| (report, &report.progress))
        else {
            return Err(find::not_found(format!("{} has no written audit report {id}.", owner.arn)));
        };
        let failed = |reason: String| Error::RequestFailed(Refusal::new(reason));
        let gone = || failed(format!("The workspace has no bucket '{}' any more.", report.bucket));
        let bucket = workspace.bucket(&report.bucket).ok_or_else(gone)?;
        let object = self.reach(bucket)?.open(&report.key).map_err(|error| failed(error.to_string()))?;
        let Object { location, len, content } = object;
        let (content, key) = (Digesting::new(content), report.key.clone());
        Ok(StoredReport { location, size: len, content, key, sha256: *sha256 })
    }
}
