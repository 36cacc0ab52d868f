//! Limits of requests about audit reports.

use super::authority::arn;
use super::pattern::REPORT_ID;
use super::{Constrained, Members};
use crate::engine::api::{
    CreateCertificateAuthorityAuditReportRequest, DescribeCertificateAuthorityAuditReportRequest,
};

impl Constrained for CreateCertificateAuthorityAuditReportRequest {
    fn constrain(&self, members: &mut Members) {
        arn(members, &self.certificate_authority_arn);
        members.length("s3BucketName", self.s3_bucket_name.as_str(), 3..=63);
    }
}

impl Constrained for DescribeCertificateAuthorityAuditReportRequest {
    fn constrain(&self, members: &mut Members) {
        arn(members, &self.certificate_authority_arn);
        members.text("auditReportId", self.audit_report_id.as_str(), 36..=36, &REPORT_ID);
    }
}
