//! Requests and responses about permissions and resource policies.

use super::EpochSeconds;
use crate::workspace::ActionType;
use documented::{Documented, DocumentedFields};
use serde::{Deserialize, Serialize};

/// Lets the certificate manager use an authority.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct CreatePermissionRequest {
    /// ARN of the certificate authority.
    pub certificate_authority_arn: String,
    /// Who is permitted: acm.amazonaws.com.
    pub principal: String,
    /// Account of the caller, 12 digits; one's own when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_account: Option<String>,
    /// What is permitted, 1 to 3 actions.
    pub actions: Vec<ActionType>,
}

/// Withdraws a permission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct DeletePermissionRequest {
    /// ARN of the certificate authority.
    pub certificate_authority_arn: String,
    /// Who was permitted.
    pub principal: String,
    /// Account of the caller, 12 digits; one's own when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_account: Option<String>,
}

/// Lists the permissions of an authority.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct ListPermissionsRequest {
    /// At most so many on this page, 1 to 1000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i32>,
    /// Where the page starts, from the answer before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// ARN of the certificate authority.
    pub certificate_authority_arn: String,
}

/// Answers with one page of permissions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase", default)]
#[documented_fields(rename_all = "PascalCase")]
pub struct ListPermissionsResponse {
    /// Where the next page starts; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// The permissions of this page.
    pub permissions: Vec<Permission>,
}

/// What a principal may do with an authority (Permission of the reference).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase", default)]
#[documented_fields(rename_all = "PascalCase")]
pub struct Permission {
    /// ARN of the authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_authority_arn: Option<String>,
    /// When it was granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<EpochSeconds>,
    /// Who is permitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    /// Account of the caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_account: Option<String>,
    /// What is permitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<ActionType>>,
    /// The same as a policy in JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}

/// Attaches a resource policy, which shares an authority with other accounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct PutPolicyRequest {
    /// ARN of the authority.
    pub resource_arn: String,
    /// The policy in JSON, up to 81920 characters.
    pub policy: String,
}

/// Fetches the resource policy of an authority.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct GetPolicyRequest {
    /// ARN of the authority.
    pub resource_arn: String,
}

/// Answers with the policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct GetPolicyResponse {
    /// The policy in JSON.
    pub policy: String,
}

/// Removes the resource policy of an authority.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct DeletePolicyRequest {
    /// ARN of the authority.
    pub resource_arn: String,
}
