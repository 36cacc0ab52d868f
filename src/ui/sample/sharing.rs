//! Who else uses an authority of the sample, and the report of what it has issued.

use crate::engine::api::{CreateCertificateAuthorityAuditReportRequest, CreatePermissionRequest, PutPolicyRequest};
use crate::engine::policy::{PolicyModel, Share, Who};
use crate::engine::{AuditReportOutcome, CERTIFICATE_MANAGER, Caller, Engine, Error, FIRST_BUCKET, Template};
use crate::workspace::{ActionType, AuditReportResponseFormat, CertificateAuthorityArn};

/// An account of another department, as documentation writes one.
const OTHER_ACCOUNT: &str = "111122223333";

/// Lets the certificate manager renew, and another account issue for its servers and revoke.
pub(super) fn share(engine: &Engine, caller: &Caller, authority: &CertificateAuthorityArn) -> Result<(), Error> {
    let permission = CreatePermissionRequest {
        certificate_authority_arn: authority.to_string(),
        principal: CERTIFICATE_MANAGER.into(),
        source_account: None,
        actions: ActionType::ALL.to_vec(),
    };
    engine.call(caller, permission)?;
    let template = Template::named("EndEntityServerAuthCertificate/V1").unwrap_or(Template::default_template());
    let mut share = Share::issuing(Who::Account(OTHER_ACCOUNT.into()), template);
    share.revokes = true;
    let policy = PolicyModel { id: None, shares: vec![share] }.to_json(authority);
    engine.call(caller, PutPolicyRequest { resource_arn: authority.to_string(), policy }).map(drop)
}

/// Asks for an audit report and writes it.
pub(super) fn report(engine: &Engine, caller: &Caller, authority: &CertificateAuthorityArn) -> Result<(), Error> {
    let request = CreateCertificateAuthorityAuditReportRequest {
        certificate_authority_arn: authority.to_string(),
        s3_bucket_name: FIRST_BUCKET.into(),
        audit_report_response_format: AuditReportResponseFormat::Json,
    };
    engine.call(caller, request)?;
    for (authority, report) in engine.audit_reports_due() {
        match engine.write_audit_report(caller, authority, report)? {
            AuditReportOutcome::Written { .. } | AuditReportOutcome::Settled => {}
            AuditReportOutcome::Failed { reason } | AuditReportOutcome::Postponed { reason, .. } => {
                return Err(Error::Internal(reason));
            }
        }
    }
    Ok(())
}
