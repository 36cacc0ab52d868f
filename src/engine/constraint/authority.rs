//! Limits of requests about authorities, and of what they configure.

use super::pattern::{ARN, BUCKET, CNAME, CRL_PATH, TAG, TOKEN};
use super::{Constrained, Members};
use crate::engine::api::*;

impl Constrained for CreateCertificateAuthorityRequest {
    fn constrain(&self, members: &mut Members) {
        let configuration = &self.certificate_authority_configuration;
        members.within("certificateAuthorityConfiguration", configuration);
        members.within_some("revocationConfiguration", &self.revocation_configuration);
        members.some_text("idempotencyToken", &self.idempotency_token, (1, 36), &TOKEN);
        members.list("tags", &self.tags, 1, 50);
    }
}

impl Constrained for CertificateAuthorityConfiguration {
    fn constrain(&self, members: &mut Members) {
        members.within("subject", &self.subject);
        members.within_some("csrExtensions", &self.csr_extensions);
    }
}

impl Constrained for RevocationConfiguration {
    fn constrain(&self, members: &mut Members) {
        members.within_some("crlConfiguration", &self.crl_configuration);
        members.within_some("ocspConfiguration", &self.ocsp_configuration);
    }
}

impl Constrained for CrlConfiguration {
    fn constrain(&self, members: &mut Members) {
        if let Some(days) = self.expiration_in_days {
            members.range("expirationInDays", days.into(), 1, 5000);
        }
        members.some_text("customCname", &self.custom_cname, (0, 253), &CNAME);
        members.some_text("s3BucketName", &self.s3_bucket_name, (3, 255), &BUCKET);
        members.some_text("customPath", &self.custom_path, (0, 253), &CRL_PATH);
    }
}

impl Constrained for OcspConfiguration {
    fn constrain(&self, members: &mut Members) {
        members.some_text("ocspCustomCname", &self.ocsp_custom_cname, (0, 253), &CNAME);
    }
}

impl Constrained for Tag {
    fn constrain(&self, members: &mut Members) {
        members.text("key", &self.key, 1, 128, &TAG);
        members.some_text("value", &self.value, (0, 256), &TAG);
    }
}

impl Constrained for ListCertificateAuthoritiesRequest {
    fn constrain(&self, members: &mut Members) {
        if let Some(max_results) = self.max_results {
            members.range("maxResults", max_results.into(), 1, 1000);
        }
        members.some_length("nextToken", &self.next_token, 1, 43739);
    }
}

impl Constrained for UpdateCertificateAuthorityRequest {
    fn constrain(&self, members: &mut Members) {
        arn(members, &self.certificate_authority_arn);
        members.within_some("revocationConfiguration", &self.revocation_configuration);
    }
}

impl Constrained for DescribeCertificateAuthorityRequest {
    fn constrain(&self, members: &mut Members) {
        arn(members, &self.certificate_authority_arn);
    }
}

impl Constrained for GetCertificateAuthorityCsrRequest {
    fn constrain(&self, members: &mut Members) {
        arn(members, &self.certificate_authority_arn);
    }
}

impl Constrained for GetCertificateAuthorityCertificateRequest {
    fn constrain(&self, members: &mut Members) {
        arn(members, &self.certificate_authority_arn);
    }
}

impl Constrained for ImportCertificateAuthorityCertificateRequest {
    fn constrain(&self, members: &mut Members) {
        arn(members, &self.certificate_authority_arn);
        members.bytes("certificate", &self.certificate.0, 1, 32768);
        if let Some(chain) = &self.certificate_chain {
            members.bytes("certificateChain", &chain.0, 0, 2_097_152);
        }
    }
}

/// Checks the member that nearly every request has.
pub(super) fn arn(members: &mut Members, value: &str) {
    members.text("certificateAuthorityArn", value, 5, 200, &ARN);
}
