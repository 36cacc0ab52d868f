//! `ApiPassthrough`, `Extensions`, `CsrExtensions` and what they hold.

use super::{Asn1Subject, GeneralName};
use crate::workspace::api_enum;
use documented::{Documented, DocumentedFields};
use serde::{Deserialize, Serialize};

/// What a request adds to a certificate, honored by templates whose name says APIPassthrough or
/// APICSRPassthrough and ignored by all others (ApiPassthrough of the reference).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase", default)]
#[documented_fields(rename_all = "PascalCase")]
pub struct ApiPassthrough {
    /// Extensions that the certificate gets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extensions: Option<Extensions>,
    /// Name that replaces the subject of the CSR, as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Asn1Subject>,
}

/// Extensions of a certificate as a request gives them (Extensions of the reference).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase", default)]
#[documented_fields(rename_all = "PascalCase")]
pub struct Extensions {
    /// Policies under which the certificate is issued, 1 to 20 (RFC 5280 section 4.2.1.4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_policies: Option<Vec<PolicyInformation>>,
    /// Purposes the certificate may serve, 1 to 20 (RFC 5280 section 4.2.1.12).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extended_key_usage: Option<Vec<ExtendedKeyUsage>>,
    /// What the key may do (RFC 5280 section 4.2.1.3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_usage: Option<KeyUsage>,
    /// Names of the subject, 1 to 150 (RFC 5280 section 4.2.1.6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject_alternative_names: Option<Vec<GeneralName>>,
    /// Extensions by object identifier, 1 to 150.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_extensions: Option<Vec<CustomExtension>>,
}

/// One purpose, as a known type or as an object identifier (ExtendedKeyUsage of the reference).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase", default)]
#[documented_fields(rename_all = "PascalCase")]
pub struct ExtendedKeyUsage {
    /// A purpose the API has a name for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extended_key_usage_type: Option<ExtendedKeyUsageType>,
    /// A purpose by its object identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extended_key_usage_object_identifier: Option<String>,
}

api_enum! {
    /// Purposes the API has names for (ExtendedKeyUsageType of the reference).
    ExtendedKeyUsageType {
        /// Be a TLS server (1.3.6.1.5.5.7.3.1).
        ServerAuth = "SERVER_AUTH",
        /// Be a TLS client (1.3.6.1.5.5.7.3.2).
        ClientAuth = "CLIENT_AUTH",
        /// Sign programs (1.3.6.1.5.5.7.3.3).
        CodeSigning = "CODE_SIGNING",
        /// Sign and encrypt mail (1.3.6.1.5.5.7.3.4).
        EmailProtection = "EMAIL_PROTECTION",
        /// Sign time stamps (1.3.6.1.5.5.7.3.8).
        TimeStamping = "TIME_STAMPING",
        /// Sign OCSP responses (1.3.6.1.5.5.7.3.9).
        OcspSigning = "OCSP_SIGNING",
        /// Log in with a smart card (1.3.6.1.4.1.311.20.2.2).
        SmartCardLogin = "SMART_CARD_LOGIN",
        /// Sign documents (1.3.6.1.4.1.311.10.3.12).
        DocumentSigning = "DOCUMENT_SIGNING",
        /// Sign precertificates (1.3.6.1.4.1.11129.2.4.4, RFC 6962).
        CertificateTransparency = "CERTIFICATE_TRANSPARENCY",
    }
}

/// What a key may do: the nine bits of RFC 5280 section 4.2.1.3 (KeyUsage of the reference).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase", default)]
#[documented_fields(rename_all = "PascalCase")]
pub struct KeyUsage {
    /// Sign data other than certificates and CRLs.
    pub digital_signature: bool,
    /// Sign so that the signer cannot deny it later (contentCommitment).
    pub non_repudiation: bool,
    /// Encrypt keys, as RSA key transport does.
    pub key_encipherment: bool,
    /// Encrypt data directly.
    pub data_encipherment: bool,
    /// Agree on keys, as Diffie-Hellman does.
    pub key_agreement: bool,
    /// Sign certificates.
    pub key_cert_sign: bool,
    /// Sign certificate revocation lists.
    #[serde(rename = "CRLSign")]
    #[documented_fields(rename = "CRLSign")]
    pub crl_sign: bool,
    /// With key agreement: only encrypt.
    pub encipher_only: bool,
    /// With key agreement: only decrypt.
    pub decipher_only: bool,
}

/// A policy and its qualifiers (PolicyInformation of the reference).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct PolicyInformation {
    /// Object identifier of the policy.
    pub cert_policy_id: String,
    /// Qualifiers, 1 to 20.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_qualifiers: Option<Vec<PolicyQualifierInfo>>,
}

/// A qualifier of a policy (PolicyQualifierInfo of the reference).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct PolicyQualifierInfo {
    /// Kind of the qualifier: CPS, a certification practice statement.
    pub policy_qualifier_id: PolicyQualifierId,
    /// The qualifier itself.
    pub qualifier: Qualifier,
}

api_enum! {
    /// Kinds of policy qualifiers (PolicyQualifierId of the reference).
    PolicyQualifierId {
        /// Address of a certification practice statement.
        Cps = "CPS",
    }
}

/// The value of a policy qualifier (Qualifier of the reference).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct Qualifier {
    /// Address of the certification practice statement, up to 256 characters.
    pub cps_uri: String,
}

/// An extension by object identifier (CustomExtension of the reference).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct CustomExtension {
    /// Object identifier of the extension.
    pub object_identifier: String,
    /// DER of the extension's value in base64, 1 to 4096 characters.
    pub value: String,
    /// Whether a reader that does not know the extension must refuse the certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub critical: Option<bool>,
}

/// Extensions of the CSR of an authority (CsrExtensions of the reference). They do not change
/// what a base template puts into the certificate.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase", default)]
#[documented_fields(rename_all = "PascalCase")]
pub struct CsrExtensions {
    /// What the key may do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_usage: Option<KeyUsage>,
    /// Where services of the subject are found (RFC 5280 section 4.2.2.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject_information_access: Option<Vec<AccessDescription>>,
}

/// How and where a service is found (AccessDescription of the reference).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct AccessDescription {
    /// Kind of the service.
    pub access_method: AccessMethod,
    /// Where it is.
    pub access_location: GeneralName,
}

/// Kind of a service: exactly one member is set (AccessMethod of the reference).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase", default)]
#[documented_fields(rename_all = "PascalCase")]
pub struct AccessMethod {
    /// A kind by its object identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_object_identifier: Option<String>,
    /// A kind the API has a name for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_method_type: Option<AccessMethodType>,
}

api_enum! {
    /// Kinds of services the API has names for (AccessMethodType of the reference).
    AccessMethodType {
        /// Where the authority publishes certificates and CRLs (1.3.6.1.5.5.7.48.5).
        CaRepository = "CA_REPOSITORY",
        /// Where its RPKI manifest is (1.3.6.1.5.5.7.48.10).
        ResourcePkiManifest = "RESOURCE_PKI_MANIFEST",
        /// Where changes of its RPKI repository are told (1.3.6.1.5.5.7.48.13).
        ResourcePkiNotify = "RESOURCE_PKI_NOTIFY",
    }
}
