//! Limits of requests about certificates.

use super::authority::arn;
use super::pattern::{ARN, TOKEN};
use super::{Constrained, Members};
use crate::engine::api::{GetCertificateRequest, IssueCertificateRequest, RevokeCertificateRequest, Validity};

impl Constrained for IssueCertificateRequest {
    fn constrain(&self, members: &mut Members) {
        members.within_some("apiPassthrough", &self.api_passthrough);
        arn(members, &self.certificate_authority_arn);
        members.bytes("csr", &self.csr.0, 1..=32768);
        members.text("templateArn", self.template_arn.as_deref(), 5..=200, &ARN);
        members.within("validity", &self.validity);
        members.within_some("validityNotBefore", &self.validity_not_before);
        members.text("idempotencyToken", self.idempotency_token.as_deref(), 1..=36, &TOKEN);
    }
}

impl Constrained for Validity {
    fn constrain(&self, members: &mut Members) {
        members.number("value", self.value, 1..=i64::MAX);
    }
}

impl Constrained for GetCertificateRequest {
    fn constrain(&self, members: &mut Members) {
        arn(members, &self.certificate_authority_arn);
        members.text("certificateArn", self.certificate_arn.as_str(), 5..=200, &ARN);
    }
}

impl Constrained for RevokeCertificateRequest {
    fn constrain(&self, members: &mut Members) {
        arn(members, &self.certificate_authority_arn);
        members.length("certificateSerial", self.certificate_serial.as_str(), 0..=128);
    }
}
