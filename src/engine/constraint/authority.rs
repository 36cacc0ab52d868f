//! Limits of requests about authorities, and of what they configure.

use super::pattern::{ARN, BUCKET, CNAME, CRL_PATH, TAG, TOKEN};
use super::{Constrained, Members};
use crate::engine::api::*;

impl Constrained for CreateCertificateAuthorityRequest {
    fn constrain(&self, members: &mut Members) {
        let configuration = &self.certificate_authority_configuration;
        members.within("certificateAuthorityConfiguration", configuration);
        members.within_some("revocationConfiguration", &self.revocation_configuration);
        members.text("idempotencyToken", self.idempotency_token.as_deref(), 1..=36, &TOKEN);
        members.list("tags", self.tags.as_deref(), 1..=50);
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
        members.number("expirationInDays", self.expiration_in_days.map(i64::from), 1..=5000);
        members.text("customCname", self.custom_cname.as_deref(), 0..=253, &CNAME);
        members.text("s3BucketName", self.s3_bucket_name.as_deref(), 3..=255, &BUCKET);
        members.text("customPath", self.custom_path.as_deref(), 0..=253, &CRL_PATH);
    }
}

impl Constrained for OcspConfiguration {
    fn constrain(&self, members: &mut Members) {
        members.text("ocspCustomCname", self.ocsp_custom_cname.as_deref(), 0..=253, &CNAME);
    }
}

impl Constrained for Tag {
    fn constrain(&self, members: &mut Members) {
        members.text("key", self.key.as_str(), 1..=128, &TAG);
        members.text("value", self.value.as_deref(), 0..=256, &TAG);
    }
}

impl Constrained for ListCertificateAuthoritiesRequest {
    fn constrain(&self, members: &mut Members) {
        page(members, self.max_results, self.next_token.as_deref());
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

impl Constrained for DeleteCertificateAuthorityRequest {
    fn constrain(&self, members: &mut Members) {
        arn(members, &self.certificate_authority_arn);
        let days = self.permanent_deletion_time_in_days;
        members.number("permanentDeletionTimeInDays", days.map(i64::from), 7..=30);
    }
}

impl Constrained for RestoreCertificateAuthorityRequest {
    fn constrain(&self, members: &mut Members) {
        arn(members, &self.certificate_authority_arn);
    }
}

impl Constrained for TagCertificateAuthorityRequest {
    fn constrain(&self, members: &mut Members) {
        arn(members, &self.certificate_authority_arn);
        members.list("tags", Some(&self.tags), 1..=50);
    }
}

impl Constrained for UntagCertificateAuthorityRequest {
    fn constrain(&self, members: &mut Members) {
        arn(members, &self.certificate_authority_arn);
        members.list("tags", Some(&self.tags), 1..=50);
    }
}

impl Constrained for ListTagsRequest {
    fn constrain(&self, members: &mut Members) {
        page(members, self.max_results, self.next_token.as_deref());
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
        members.bytes("certificate", &self.certificate.0, 1..=32768);
        if let Some(chain) = &self.certificate_chain {
            members.bytes("certificateChain", &chain.0, 0..=2_097_152);
        }
    }
}

/// Checks the member that nearly every request has.
pub(super) fn arn(members: &mut Members, value: &str) {
    members.text("certificateAuthorityArn", value, 5..=200, &ARN);
}

/// Checks the members of every request for a list.
pub(super) fn page(members: &mut Members, max_results: Option<i32>, next_token: Option<&str>) {
    members.number("maxResults", max_results.map(i64::from), 1..=1000);
    members.length("nextToken", next_token, 1..=43739);
}
