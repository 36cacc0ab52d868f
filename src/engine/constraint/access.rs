//! Limits of requests about permissions and resource policies.

use super::authority::{arn, page};
use super::pattern::{ACCOUNT, ARN, POLICY, PRINCIPAL};
use super::{Constrained, Members};
use crate::engine::api::{
    CreatePermissionRequest, DeletePermissionRequest, DeletePolicyRequest, GetPolicyRequest, ListPermissionsRequest,
    PutPolicyRequest,
};
use crate::engine::policy;

impl Constrained for CreatePermissionRequest {
    fn constrain(&self, members: &mut Members) {
        arn(members, &self.certificate_authority_arn);
        grantee(members, &self.principal, self.source_account.as_deref());
        members.items("actions", self.actions.len(), 1..=3);
    }
}

impl Constrained for DeletePermissionRequest {
    fn constrain(&self, members: &mut Members) {
        arn(members, &self.certificate_authority_arn);
        grantee(members, &self.principal, self.source_account.as_deref());
    }
}

fn grantee(members: &mut Members, principal: &str, source_account: Option<&str>) {
    members.text("principal", principal, 0..=128, &PRINCIPAL);
    members.text("sourceAccount", source_account, 12..=12, &ACCOUNT);
}

impl Constrained for ListPermissionsRequest {
    fn constrain(&self, members: &mut Members) {
        page(members, self.max_results, self.next_token.as_deref());
        arn(members, &self.certificate_authority_arn);
    }
}

impl Constrained for PutPolicyRequest {
    fn constrain(&self, members: &mut Members) {
        members.text("resourceArn", self.resource_arn.as_str(), 5..=200, &ARN);
        members.text("policy", self.policy.as_str(), 1..=policy::MAX_LENGTH, &POLICY);
    }
}

impl Constrained for GetPolicyRequest {
    fn constrain(&self, members: &mut Members) {
        members.text("resourceArn", self.resource_arn.as_str(), 5..=200, &ARN);
    }
}

impl Constrained for DeletePolicyRequest {
    fn constrain(&self, members: &mut Members) {
        members.text("resourceArn", self.resource_arn.as_str(), 5..=200, &ARN);
    }
}
