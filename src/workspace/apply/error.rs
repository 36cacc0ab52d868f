//! Why a record does not fit the state it is to change.

use crate::workspace::{
    AuditReportId, AuthorityId, CertificateAuthorityStatus, CertificateError, CrlPartitionId, ManagedCertificateId,
    SecretId, Serial, Timestamp,
};

/// Why a record does not fit the state it is to change. In a file that is damage; in a draft it is
/// a mistake of the caller.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say what the members mean")]
pub enum ApplyError {
    /// Record numbers have no gap.
    #[error("expected record {expected}, found record {found}")]
    Sequence { expected: u64, found: u64 },
    /// Time never goes back.
    #[error("expected a time not before {last}, found {found}")]
    TimeWentBack { last: Timestamp, found: Timestamp },
    /// The first event of a workspace, and only that, is its creation.
    #[error("expected WorkspaceCreated as the first event of the first record and nowhere else")]
    WorkspaceCreatedMisplaced,
    /// The secrets of a record are those its events name.
    #[error("expected exactly the {named} secrets that the events name, found {found}")]
    SecretsDiffer { named: usize, found: usize },
    /// A secret is sealed afresh each time, so its name never comes again.
    #[error("expected a new secret, found {id} again")]
    SecretAgain { id: SecretId },
    #[error("expected an authority of this workspace, found {authority}")]
    UnknownAuthority { authority: AuthorityId },
    #[error("expected a new authority, found {authority}, which exists")]
    AuthorityExists { authority: AuthorityId },
    #[error("expected a certificate that {authority} issued, found the serial number {serial}")]
    UnknownCertificate { authority: AuthorityId, serial: Serial },
    #[error("expected a serial number new to {authority}, found {serial} again")]
    SerialAgain { authority: AuthorityId, serial: Serial },
    #[error("expected a certificate not yet revoked, found {serial} of {authority}")]
    RevokedAgain { authority: AuthorityId, serial: Serial },
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    #[error("expected a bucket of this workspace, found {name:?}")]
    UnknownBucket { name: String },
    #[error("expected a CRL number above {last}, found {found}")]
    CrlNumber { last: u64, found: u64 },
    #[error("expected a status that can be stored, found {found}, which follows from the clock")]
    StatusIsComputed { found: CertificateAuthorityStatus },
    #[error("expected a new key for each of the {authorities} authorities, found {keys}")]
    KeysDiffer { authorities: usize, keys: usize },
    #[error("expected a new key for each of the {managed} keys of managed certificates, found {keys}")]
    ManagedKeysDiffer { managed: usize, keys: usize },
    #[error("expected a new secret for each of the {held} access keys and buckets that have one, found {secrets}")]
    OtherSecretsDiffer { held: usize, secrets: usize },
    #[error("expected an access key of this workspace, found {id:?}")]
    UnknownAccessKey { id: String },
    #[error("expected a managed certificate of this workspace, found {managed}")]
    UnknownManagedCertificate { managed: ManagedCertificateId },
    #[error("expected a serial number whose key the managed certificate {managed} keeps, found {serial}")]
    UnknownManagedVersion { managed: ManagedCertificateId, serial: Serial },
    #[error("expected a deleted authority, found {authority}, which is not")]
    NotDeleted { authority: AuthorityId },
    #[error("expected an authority that is not deleted, found {authority}, which is")]
    DeletedAgain { authority: AuthorityId },
    #[error("expected a permission of {authority} that was granted and not withdrawn, or a new one, found another")]
    Permission { authority: AuthorityId },
    #[error("expected an audit report that is new or waits to be written, found {report}")]
    AuditReport { report: AuditReportId },
    #[error("expected a shard of the CRL of {authority}, or a new one, found {partition}")]
    CrlPartition { authority: AuthorityId, partition: CrlPartitionId },
    #[error("the workspace has reached the most authorities, templates or certificates it can number")]
    TooMany,
}
