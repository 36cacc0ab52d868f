//! The policy that the answer of `ListPermissions` carries.

use super::super::api::ActionType;
use super::VERSION;
use crate::workspace::CertificateAuthorityArn;
use serde_json::json;

/// A permission as a policy in JSON, for `Permission.Policy`: the service principal may do the actions with the
/// authority on behalf of the account. The reference only says that there is one; its content is ours.
pub fn permission_policy(
    authority: &CertificateAuthorityArn,
    principal: &str,
    source_account: &str,
    actions: &[ActionType],
) -> String {
    let actions: Vec<String> = actions.iter().map(|action| format!("acm-pca:{action}")).collect();
    json!({
        "Version": VERSION,
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": principal },
            "Action": actions,
            "Resource": authority.to_string(),
            "Condition": { "StringEquals": { "aws:SourceAccount": source_account } },
        }],
    })
    .to_string()
}
