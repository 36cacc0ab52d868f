//! The state of a workspace, the events that change it, and the RON file they are appended to.
//!
//! An [`Event`] is an outcome; the events of one moment make a record; the records make the file,
//! and applying them in turn makes the state. Nothing here reads a clock or makes a random number.

mod access_key;
mod activity;
mod algorithm;
mod api_enum;
mod apply;
mod arn;
mod authority;
mod bucket;
mod certificate;
mod created_authority;
mod digesting;
mod encoded;
mod error;
mod event;
mod file;
mod hex;
mod identifier;
mod managed;
mod read_only;
mod record;
mod revocation;
mod settings;
mod state;
mod storage;
#[cfg(test)]
pub(crate) mod testing;
mod timestamp;

pub use access_key::AccessKey;
pub use activity::{Activity, Change};
pub use algorithm::{KeyAlgorithm, SigningAlgorithm};
pub use api_enum::UnknownValue;
pub(crate) use api_enum::api_enum;
pub use apply::ApplyError;
pub use arn::{ArnError, CertificateArn, CertificateAuthorityArn};
pub use authority::{
    ActionType, AuditReport, AuditReportProgress, AuditReportResponseFormat, Authority, CertificateAuthorityStatus,
    CertificateAuthorityType, CertificateAuthorityUsageMode, CrlJob, CrlPartition, CrlState, GrantedPermission,
    InstalledCertificate, KeyStorageSecurityStandard, PublishedCrl, Tag,
};
pub use bucket::{Bucket, BucketKind, S3Store};
pub use certificate::{
    Annotation, CertificateError, CertificateFacts, CertificateRow, CertificateStatus, Certificates, Counts, Revocation,
};
pub use created_authority::CreatedAuthority;
pub use digesting::Digesting;
pub use encoded::Der;
pub use error::Error;
pub use event::Event;
pub use file::{
    Copying, Glance, Header, History, HistoryPlace, Holder, Log, MacKey, OpenOptions, Opened, Past, PastRecord, Report,
    SetAside, Transaction, Verification, Verified, is_endpoint,
};
pub use identifier::{
    AuditReportId, AuthorityId, CrlPartitionId, IdentifierError, ManagedCertificateId, SecretId, Serial, Sha256Digest,
    WorkspaceId,
};
pub use managed::{KeyFileForm, ManagedCertificate, ManagedVersion, RenewalFailure, RenewalPlan};
pub use read_only::ReadOnly;
pub use record::{Actor, Draft, Record, SealedSecret, Span};
pub use revocation::{
    CrlConfiguration, CrlDistributionPointExtensionConfiguration, CrlType, OcspConfiguration, RevocationConfiguration,
    RevocationReason, S3ObjectAcl,
};
pub use settings::Settings;
pub use state::{Head, IdempotentOutcome, Identity, Workspace};
pub use storage::Storage;
pub use timestamp::{Timestamp, TimestampError};
