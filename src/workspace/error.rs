//! What can go wrong with a workspace file, each with a way out.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::{ApplyError, CertificateError, ReadOnly, SecretId, Serial};

/// Why a workspace could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say what the members mean")]
pub enum Error {
    /// The operating system refused; nothing has changed.
    #[error("could not {doing}: {source}")]
    Io { doing: &'static str, source: io::Error },
    /// The file is of another kind.
    #[error("expected a Canopy workspace, found {found}. Choose a workspace file, or create a new one")]
    NotAWorkspace { found: String },
    /// The file was made by a newer Canopy.
    #[error("this workspace has format {found}; this Canopy reads up to format {supported}. Update Canopy to open it")]
    NewerFormat { found: u32, supported: u32 },
    /// A new workspace never takes the place of an existing file.
    #[error("{} exists already. Choose another name, or open it", path.display())]
    Exists { path: PathBuf },
    /// The workspace can be looked at but not changed.
    #[error("the workspace is open read-only: {reason}")]
    ReadOnly { reason: Arc<ReadOnly> },
    /// Without the passphrase nothing can be written.
    #[error("the workspace is locked. Unlock it with its passphrase to change it")]
    Locked,
    /// Writing failed, and so did taking it back.
    #[error("the outcome of the last action is unknown: {source}. Reopen the workspace to see")]
    OutcomeUnknown { source: io::Error },
    /// A record is larger than can be read back.
    #[error("expected a record of at most {limit} bytes, found {found}. Do less in one step")]
    RecordTooLarge { found: usize, limit: usize },
    /// A record cannot be written as text.
    #[error("the record cannot be written: {reason}")]
    NotWritable { reason: String },
    /// A record says something that is not known here.
    #[error(
        "line {line} of the workspace file says {found:?}, which this Canopy does not know. Update Canopy to open it"
    )]
    NewerRecord { line: u64, found: String },
    /// A record does not fit the state.
    #[error("the record was not written: {0}")]
    Refused(#[from] ApplyError),
    /// The chain of records is broken.
    #[error("line {line} of the workspace file is damaged: {reason}. Restore the file from a backup")]
    Damaged { line: u64, reason: String },
    /// A record was not written by a holder of the passphrase.
    #[error(
        "record {seq} was not written by this workspace: its authentication code is wrong. Do not trust it; compare with a backup"
    )]
    Forged { seq: u64 },
    /// Some identity has no authentication key.
    #[error("expected an authentication key for each of the {expected} identities, found {found}")]
    MacKeysDiffer { expected: usize, found: usize },
    /// What was believed from the index file is not what the records say.
    #[error("the index file does not agree with the workspace file; it was removed. Reopen the workspace")]
    IndexDisagrees,
    /// A new identity comes with the key that records are authenticated with from then on.
    #[error("a record that replaces the identity needs the key of the new one")]
    IdentityWithoutKey,
    #[error("the secret {id} is still in use, so it is not erased")]
    SecretInUse { id: SecretId },
    /// Something else stands where it should be erased.
    #[error("the secret {id} is not where it should be, so nothing was erased. Verify the file")]
    SecretElsewhere { id: SecretId },
    /// A secret in use is damaged or erased.
    #[error("{reason}")]
    SecretLost { reason: ReadOnly },
    #[error("the workspace has no secret {id}")]
    SecretMissing { id: SecretId },
    #[error("the secret {id} was erased for good")]
    SecretErased { id: SecretId },
    #[error("the secret {id} is damaged. Restore the file from a backup")]
    SecretDamaged { id: SecretId },
    #[error(
        "the certificate {serial} cannot be read from the workspace file: {source}. Restore the file from a backup"
    )]
    CertificateUnreadable { serial: Serial, source: CertificateError },
    #[error(
        "another certificate stands where {serial} should be in the workspace file. Restore the file from a backup"
    )]
    CertificateMismatch { serial: Serial },
    #[error("expected base64 text at byte {offset} of the workspace file. Restore the file from a backup")]
    NotBase64 { offset: u64 },
    /// The state was not read from a file.
    #[error("this state has no file behind it")]
    NoFile,
}
