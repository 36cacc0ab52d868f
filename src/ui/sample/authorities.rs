//! The authorities of the sample, as they are asked for.

use crate::engine::FIRST_BUCKET;
use crate::engine::api::{
    Asn1Subject, CertificateAuthorityConfiguration, CreateCertificateAuthorityRequest, Tag, Validity,
    ValidityPeriodType,
};
use crate::workspace::{
    CertificateAuthorityType, CrlConfiguration, CrlType, KeyAlgorithm, RevocationConfiguration, SigningAlgorithm,
};

pub(super) const ROOT: &str = "Robotics Root G1";
/// Signs authorities only, and keeps the root out of daily work.
pub(super) const POLICY: &str = "Robotics Policy CA";
pub(super) const SERVERS: &str = "Servers Issuing CA";
pub(super) const PEOPLE: &str = "People Issuing CA";
/// Is shared with another account and with the certificate manager. Its CRL is partitioned.
pub(super) const WORKLOADS: &str = "Workloads Issuing CA";
/// Waits for its certificate.
pub(super) const PENDING: &str = "Devices CA";
/// A trial that is over: deleted, and still to be restored.
pub(super) const PILOT: &str = "ML-DSA Pilot";
/// All but the root.
pub(super) const OTHERS: [&str; 6] = [POLICY, SERVERS, PEOPLE, WORKLOADS, PENDING, PILOT];

const ORGANIZATION: &str = "Example Robotics";

/// An authority on P-256 with a CRL that is signed again every week.
pub(super) fn authority(name: &str) -> CreateCertificateAuthorityRequest {
    let kind = if name == ROOT { CertificateAuthorityType::Root } else { CertificateAuthorityType::Subordinate };
    CreateCertificateAuthorityRequest {
        certificate_authority_configuration: CertificateAuthorityConfiguration {
            key_algorithm: KeyAlgorithm::EcPrime256v1,
            signing_algorithm: SigningAlgorithm::Sha256WithEcdsa,
            subject: subject(name),
            csr_extensions: None,
        },
        revocation_configuration: crl(None),
        certificate_authority_type: kind,
        idempotency_token: None,
        key_storage_security_standard: None,
        tags: None,
        usage_mode: None,
    }
}

/// The root: on P-384.
pub(super) fn root() -> CreateCertificateAuthorityRequest {
    let mut request = authority(ROOT);
    request.certificate_authority_configuration.key_algorithm = KeyAlgorithm::EcSecp384r1;
    request.certificate_authority_configuration.signing_algorithm = SigningAlgorithm::Sha384WithEcdsa;
    request.tags = Some(tags(&[("owner", "pki-team")]));
    request
}

pub(super) fn workloads() -> CreateCertificateAuthorityRequest {
    let mut request = authority(WORKLOADS);
    request.revocation_configuration = crl(Some(CrlType::Partitioned));
    request.tags = Some(tags(&[("environment", "production"), ("team", "platform")]));
    request
}

/// A root of its own on ML-DSA, without a CRL.
pub(super) fn pilot() -> CreateCertificateAuthorityRequest {
    let mut request = authority(PILOT);
    request.certificate_authority_type = CertificateAuthorityType::Root;
    request.certificate_authority_configuration.key_algorithm = KeyAlgorithm::MlDsa65;
    request.certificate_authority_configuration.signing_algorithm = SigningAlgorithm::MlDsa65;
    request.revocation_configuration = None;
    request.tags = Some(tags(&[("environment", "trial")]));
    request
}

pub(super) fn tags(of: &[(&str, &str)]) -> Vec<Tag> {
    of.iter().map(|(key, value)| Tag { key: (*key).into(), value: Some((*value).into()) }).collect()
}

fn crl(crl_type: Option<CrlType>) -> Option<RevocationConfiguration> {
    let crl = CrlConfiguration {
        enabled: true,
        expiration_in_days: Some(7),
        s3_bucket_name: Some(FIRST_BUCKET.into()),
        crl_type,
        ..CrlConfiguration::default()
    };
    Some(RevocationConfiguration { crl_configuration: Some(crl), ..RevocationConfiguration::default() })
}

pub(super) fn subject(name: &str) -> Asn1Subject {
    Asn1Subject {
        common_name: Some(name.into()),
        organization: Some(ORGANIZATION.into()),
        country: Some("DE".into()),
        ..Asn1Subject::default()
    }
}

pub(super) const fn years(value: i64) -> Validity {
    Validity { value, r#type: ValidityPeriodType::Years }
}
