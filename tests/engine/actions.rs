//! Actions by their names: any of them, given as the API's JSON, and what the reference lists for it.

use crate::desk::Desk;
use canopy::engine::api::*;
use canopy::engine::{Action, Caller, Error, Perform};
use serde_json::Value;

/// Those of any action (reference, "Common Errors"), as far as a workspace on a disk can meet them.
pub const COMMON: [&str; 3] = ["ValidationException", "AccessDeniedException", "ServiceUnavailable"];

/// Performs an action; nothing is asked of the engine when the JSON is no such request.
pub fn call(
    desk: &Desk,
    caller: &Caller,
    action: Action,
    request: Value,
) -> Result<Result<Value, Error>, serde_json::Error> {
    match action {
        Action::CreateCertificateAuthority => of::<CreateCertificateAuthorityRequest>(desk, caller, request),
        Action::CreateCertificateAuthorityAuditReport => {
            of::<CreateCertificateAuthorityAuditReportRequest>(desk, caller, request)
        }
        Action::CreatePermission => of::<CreatePermissionRequest>(desk, caller, request),
        Action::DeleteCertificateAuthority => of::<DeleteCertificateAuthorityRequest>(desk, caller, request),
        Action::DeletePermission => of::<DeletePermissionRequest>(desk, caller, request),
        Action::DeletePolicy => of::<DeletePolicyRequest>(desk, caller, request),
        Action::DescribeCertificateAuthority => of::<DescribeCertificateAuthorityRequest>(desk, caller, request),
        Action::DescribeCertificateAuthorityAuditReport => {
            of::<DescribeCertificateAuthorityAuditReportRequest>(desk, caller, request)
        }
        Action::GetCertificate => of::<GetCertificateRequest>(desk, caller, request),
        Action::GetCertificateAuthorityCertificate => {
            of::<GetCertificateAuthorityCertificateRequest>(desk, caller, request)
        }
        Action::GetCertificateAuthorityCsr => of::<GetCertificateAuthorityCsrRequest>(desk, caller, request),
        Action::GetPolicy => of::<GetPolicyRequest>(desk, caller, request),
        Action::ImportCertificateAuthorityCertificate => {
            of::<ImportCertificateAuthorityCertificateRequest>(desk, caller, request)
        }
        Action::IssueCertificate => of::<IssueCertificateRequest>(desk, caller, request),
        Action::ListCertificateAuthorities => of::<ListCertificateAuthoritiesRequest>(desk, caller, request),
        Action::ListPermissions => of::<ListPermissionsRequest>(desk, caller, request),
        Action::ListTags => of::<ListTagsRequest>(desk, caller, request),
        Action::PutPolicy => of::<PutPolicyRequest>(desk, caller, request),
        Action::RestoreCertificateAuthority => of::<RestoreCertificateAuthorityRequest>(desk, caller, request),
        Action::RevokeCertificate => of::<RevokeCertificateRequest>(desk, caller, request),
        Action::TagCertificateAuthority => of::<TagCertificateAuthorityRequest>(desk, caller, request),
        Action::UntagCertificateAuthority => of::<UntagCertificateAuthorityRequest>(desk, caller, request),
        Action::UpdateCertificateAuthority => of::<UpdateCertificateAuthorityRequest>(desk, caller, request),
    }
}

fn of<R: Perform>(desk: &Desk, caller: &Caller, request: Value) -> Result<Result<Value, Error>, serde_json::Error> {
    let request: R = serde_json::from_value(request)?;
    let answer = desk.engine.call(caller, request);
    Ok(answer.map(|answer| serde_json::to_value(answer).unwrap()))
}

/// Whether the action only looks.
pub fn only_reads(action: Action) -> bool {
    ["Describe", "Get", "List"].iter().any(|verb| action.name().starts_with(verb))
}
