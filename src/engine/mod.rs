//! What each action of the AWS Private CA API means here: checks, states, errors and outcomes.
//!
//! [`Engine::call`] performs a request of [`api`]; the operations of `Engine` do several in one
//! step. Both decide on a snapshot, sign outside every lock, and commit the outcome as one record.
//! Every front-end is an equal client: it sends requests and reads [`Engine::snapshot`].

mod access;
mod access_key;
pub mod action;
mod address;
pub mod api;
mod audit_report;
mod authority;
mod authority_certificate;
mod bucket;
mod certificate;
mod clock;
mod commit;
pub mod constraint;
mod crl;
mod csr;
mod deletion;
pub mod environment;
mod error;
mod file;
mod find;
mod history;
mod idempotency;
mod import;
mod issuance;
mod json;
pub mod key;
mod keys;
mod lifecycle;
mod managed;
pub mod name;
mod new_authority;
mod ocsp;
mod operation;
mod page;
mod passthrough;
mod pem;
mod permission;
pub mod policy;
mod preview;
mod resource_policy;
mod revocation;
mod revocation_configuration;
mod server_certificate;
mod settings;
mod signing;
mod stored;
mod subject_key;
mod subscription;
mod tag;
mod template;
mod turn;
mod upkeep;
pub mod validity;

pub use access_key::{NewAccessKey, SecretAccessKey};
pub use action::{Action, Perform, Request};
pub use address::{crl_address, crl_key, ocsp_address, shard_folder};
pub use audit_report::{AuditReportOutcome, REPORT_INTERVAL, StoredReport, next_audit_report};
pub use authority::describe;
pub use bucket::{BucketPlace, NewBucket, NewS3Store};
pub use certificate::read_csr;
pub use clock::ClockDoubt;
pub use crl::{CrlList, CrlOutcome, CrlPlace, SHARD, ServedCrl, crl_lists, open_shard};
pub use deletion::{DEFAULT_DAYS as DEFAULT_RESTORATION_DAYS, Destruction, status_when_restored};
pub use environment::Environment;
pub use error::{Error, Refusal, Violation, Wording};
pub use history::{HistoryFilter, HistoryKind, HistoryPage};
pub use issuance::Source;
pub use keys::{COMFORTABLE_PASSPHRASE, PassphraseChange, SHORTEST_PASSPHRASE};
pub use lifecycle::{Access, Caller, Engine, FIRST_BUCKET, OpenReport, Options};
pub use managed::{
    Forgotten, ManagedCertificateRequest, ManagedRenewal, Renewed, erases_a_key, is_renewal_due, lacking_permissions,
    renews_at,
};
pub use ocsp::{OcspAnswer, OcspAsked, OcspValidity};
pub use operation::{CreateRoot, CreateSubordinate};
pub use permission::CERTIFICATE_MANAGER;
pub use preview::{Preview, PreviewField, PreviewRow, Unused};
pub use revocation_configuration::check as check_revocation_configuration;
pub use server_certificate::ServerCertificate;
pub use settings::{check as check_settings, check_annotation};
pub use subject_key::SubjectKey;
pub use subscription::Subscription;
pub use tag::{QUOTA as TAG_QUOTA, check_keys as check_tags};
pub use template::{TEMPLATES, Template, TemplateKind, Variety};
pub use upkeep::{Due, DueOutcome, Upkeeper};
