//! The enumerations that describe an authority, and its tags.

use documented::{Documented, DocumentedFields};
use serde::{Deserialize, Serialize};

use crate::workspace::api_enum::api_enum;

api_enum! {
    /// Whether a CA stands at the top of a hierarchy.
    ///
    /// API: `CreateCertificateAuthority.CertificateAuthorityType`.
    CertificateAuthorityType {
        /// Signs its own certificate; trust begins here.
        Root = "ROOT",
        /// Has its certificate from another CA, of this workspace or outside.
        Subordinate = "SUBORDINATE",
    }
}

api_enum! {
    /// Where a CA stands in its life.
    ///
    /// API: `CertificateAuthority.Status`.
    CertificateAuthorityStatus {
        /// Its key and CSR are being made.
        Creating = "CREATING",
        /// It has a key and a CSR, and waits for its certificate.
        PendingCertificate = "PENDING_CERTIFICATE",
        /// It issues certificates.
        Active = "ACTIVE",
        /// Deleted, and restorable until the end of its restoration period.
        Deleted = "DELETED",
        /// Switched off: issues nothing, but still revokes and writes CRLs.
        Disabled = "DISABLED",
        /// Its certificate is past its validity.
        Expired = "EXPIRED",
        /// It could not be created.
        Failed = "FAILED",
    }
}

api_enum! {
    /// What lifetime of certificates a CA is for.
    ///
    /// API: `CreateCertificateAuthority.UsageMode`.
    CertificateAuthorityUsageMode {
        /// Certificates of any lifetime. The default.
        GeneralPurpose = "GENERAL_PURPOSE",
        /// Certificates of at most seven days, which expire sooner than a revocation would spread.
        ShortLivedCertificate = "SHORT_LIVED_CERTIFICATE",
    }
}

api_enum! {
    /// The standard that the storage of a CA's private key is asked to meet.
    ///
    /// API: `CreateCertificateAuthority.KeyStorageSecurityStandard`. Recorded and reported as given:
    /// what protects the key here is the passphrase of the workspace.
    KeyStorageSecurityStandard {
        /// FIPS 140-2 level 2 or higher.
        Fips140_2Level2OrHigher = "FIPS_140_2_LEVEL_2_OR_HIGHER",
        /// FIPS 140-2 level 3 or higher. The default.
        Fips140_2Level3OrHigher = "FIPS_140_2_LEVEL_3_OR_HIGHER",
        /// CCPC level 1 or higher (China).
        CcpcLevel1OrHigher = "CCPC_LEVEL_1_OR_HIGHER",
    }
}

/// A label on a CA: a key, and a value if wanted. A CA has up to 50, with different keys.
///
/// API: `Tag`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct Tag {
    /// 1 to 128 letters, spaces, digits or `_ . : / = + - @`; upper and lower case differ; the
    /// prefixes `aws:` and `rds:` are reserved.
    pub key: String,
    /// Up to 256 characters of the same set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}
