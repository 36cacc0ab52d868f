//! The request, response and data types of the AWS Private CA API, version 2017-08-22.
//!
//! Exactly the members of the reference, in its names (PascalCase in JSON). What is stored in a
//! workspace as it stands (`CrlConfiguration`, `Tag` and the enumerations) is defined in
//! [`crate::workspace`] and named here again. The documentation of a member is what a form shows
//! when the pointer rests on its field.

mod access;
mod audit_report;
mod authority;
mod authority_certificate;
mod blob;
mod certificate;
mod data_type;
mod extensions;
mod general_name;
mod subject;
mod tag;

pub use access::*;
pub use audit_report::*;
pub use authority::*;
pub use authority_certificate::*;
pub use blob::{Blob, EpochSeconds};
pub use certificate::*;
pub use data_type::{DATA_TYPES, DataType};
pub use extensions::*;
pub use general_name::*;
pub use subject::*;
pub use tag::*;

pub use crate::workspace::{
    ActionType, AuditReportResponseFormat, CertificateAuthorityStatus, CertificateAuthorityType,
    CertificateAuthorityUsageMode, CrlConfiguration, CrlDistributionPointExtensionConfiguration, CrlType, KeyAlgorithm,
    KeyStorageSecurityStandard, OcspConfiguration, RevocationConfiguration, RevocationReason, S3ObjectAcl,
    SigningAlgorithm, Tag,
};

/// The answer of an action that answers nothing: HTTP 200 with an empty body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Empty {}
