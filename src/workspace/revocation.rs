//! How a CA tells the world which certificates it has revoked: the API's revocation configuration.

use documented::{Documented, DocumentedFields};
use serde::{Deserialize, Serialize};

use super::api_enum::api_enum;

api_enum! {
    /// Why a certificate was revoked: the reason codes of RFC 5280 section 5.3.1 that are final.
    ///
    /// API: `RevokeCertificate.RevocationReason`. There is no certificate hold: what is revoked here
    /// stays revoked.
    RevocationReason {
        /// No reason is given (0; the CRL entry then carries no reason code).
        Unspecified = "UNSPECIFIED",
        /// The private key of the certificate is known, or feared, to be in other hands (1).
        KeyCompromise = "KEY_COMPROMISE",
        /// The private key of the CA that holds this certificate is in other hands (2).
        CertificateAuthorityCompromise = "CERTIFICATE_AUTHORITY_COMPROMISE",
        /// The subject's name or other data in the certificate has changed (3).
        AffiliationChanged = "AFFILIATION_CHANGED",
        /// Another certificate has taken the place of this one (4).
        Superseded = "SUPERSEDED",
        /// The certificate is no longer needed for its purpose (5).
        CessationOfOperation = "CESSATION_OF_OPERATION",
        /// A privilege that the certificate carries was withdrawn (9).
        PrivilegeWithdrawn = "PRIVILEGE_WITHDRAWN",
        /// An attribute authority named in the certificate was compromised (10).
        AACompromise = "A_A_COMPROMISE",
    }
}

impl RevocationReason {
    /// The `CRLReason` of RFC 5280 section 5.3.1.
    pub const fn code(self) -> u8 {
        match self {
            Self::Unspecified => 0,
            Self::KeyCompromise => 1,
            Self::CertificateAuthorityCompromise => 2,
            Self::AffiliationChanged => 3,
            Self::Superseded => 4,
            Self::CessationOfOperation => 5,
            Self::PrivilegeWithdrawn => 9,
            Self::AACompromise => 10,
        }
    }
}

api_enum! {
    /// Who may read the CRL in its bucket.
    ///
    /// API: `CrlConfiguration.S3ObjectAcl`.
    S3ObjectAcl {
        /// Anyone. The default.
        PublicRead = "PUBLIC_READ",
        /// Only the owner of the bucket; clients then need another way to the CRL.
        BucketOwnerFullControl = "BUCKET_OWNER_FULL_CONTROL",
    }
}

api_enum! {
    /// Whether one CRL lists all revoked certificates of the CA.
    ///
    /// API: `CrlConfiguration.CrlType`.
    CrlType {
        /// One CRL for all certificates of the CA. The default.
        Complete = "COMPLETE",
        /// Several CRLs, each for a part of the certificates and marked so by a critical issuing
        /// distribution point.
        Partitioned = "PARTITIONED",
    }
}

/// Where the CRL distribution points extension of issued certificates comes from.
///
/// API: `CrlDistributionPointExtensionConfiguration`; RFC 5280 section 4.2.1.13.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct CrlDistributionPointExtensionConfiguration {
    /// If true, issued certificates carry no CRL distribution points extension, unless a CSR or API
    /// passthrough template brings one. Excludes a custom CNAME.
    pub omit_extension: bool,
}

/// Whether a CA writes a certificate revocation list, and where.
///
/// API: `CrlConfiguration`; RFC 5280 section 5.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct CrlConfiguration {
    /// Whether CRLs are written. If false, no other member may be given.
    pub enabled: bool,
    /// Days from a CRL's making to its `nextUpdate`: 1 to 5000. Needed when CRLs are enabled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiration_in_days: Option<u32>,
    /// Host name that stands in the distribution point of certificates instead of the bucket's:
    /// up to 253 characters that RFC 2396 allows in a URI, without `http://`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_cname: Option<String>,
    /// The bucket that CRLs are written to: 3 to 255 characters by the naming rules of S3. Needed
    /// when CRLs are enabled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub s3_bucket_name: Option<String>,
    /// Who may read the CRL in its bucket. `PUBLIC_READ` if not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub s3_object_acl: Option<S3ObjectAcl>,
    /// Whether certificates carry a CRL distribution points extension. They do if not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crl_distribution_point_extension_configuration: Option<CrlDistributionPointExtensionConfiguration>,
    /// One complete CRL, or several partitioned ones. `COMPLETE` if not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crl_type: Option<CrlType>,
    /// Path of the CRL inside the bucket in place of `crl`: up to 253 characters, parts separated by
    /// `/`, none at either end; a single `/` is the root of the bucket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_path: Option<String>,
}

/// Whether a CA answers for the status of its certificates by OCSP.
///
/// API: `OcspConfiguration`; RFC 6960.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct OcspConfiguration {
    /// Whether the status of certificates can be asked for by OCSP.
    pub enabled: bool,
    /// Host name of the OCSP responder that stands in certificates: up to 253 characters that
    /// RFC 2396 allows in a URI, without `http://`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ocsp_custom_cname: Option<String>,
}

/// How revocation is told: by CRL, by OCSP, by both or by neither.
///
/// API: `RevocationConfiguration`. In an update a half that is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct RevocationConfiguration {
    /// The certificate revocation list of the CA.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crl_configuration: Option<CrlConfiguration>,
    /// The OCSP support of the CA.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ocsp_configuration: Option<OcspConfiguration>,
}

impl RevocationConfiguration {
    /// How CRLs are written, if they are.
    pub fn enabled_crl(&self) -> Option<&CrlConfiguration> {
        self.crl_configuration.as_ref().filter(|crl| crl.enabled)
    }

    /// How OCSP is answered, if it is.
    pub fn enabled_ocsp(&self) -> Option<&OcspConfiguration> {
        self.ocsp_configuration.as_ref().filter(|ocsp| ocsp.enabled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_have_the_names_and_docs_of_the_api() {
        let json = r#"{"CrlConfiguration":{"Enabled":true,"ExpirationInDays":7,"S3BucketName":"crls",
            "S3ObjectAcl":"BUCKET_OWNER_FULL_CONTROL",
            "CrlDistributionPointExtensionConfiguration":{"OmitExtension":false},"CrlType":"COMPLETE"},
            "OcspConfiguration":{"Enabled":false}}"#;
        let configuration: RevocationConfiguration = serde_json::from_str(json).unwrap();
        let crl = configuration.crl_configuration.as_ref().unwrap();
        assert_eq!(crl.s3_bucket_name.as_deref(), Some("crls"));
        assert_eq!(crl.expiration_in_days, Some(7));
        let ron = ron::to_string(&configuration).unwrap();
        assert_eq!(ron::from_str::<RevocationConfiguration>(&ron).unwrap(), configuration);
        assert_eq!(
            CrlConfiguration::FIELD_NAMES,
            [
                "Enabled",
                "ExpirationInDays",
                "CustomCname",
                "S3BucketName",
                "S3ObjectAcl",
                "CrlDistributionPointExtensionConfiguration",
                "CrlType",
                "CustomPath"
            ]
        );
        assert!(CrlConfiguration::get_field_docs("S3BucketName").unwrap().contains("bucket"));
    }
}
