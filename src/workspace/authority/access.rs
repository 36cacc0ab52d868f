//! Who else may use an authority: permissions of services, and what a permission may allow.

use serde::{Deserialize, Serialize};

use crate::workspace::Timestamp;
use crate::workspace::api_enum::api_enum;

api_enum! {
    /// Actions a permission may grant (ActionType of the reference).
    ActionType {
        /// Have certificates signed.
        IssueCertificate = "IssueCertificate",
        /// Fetch certificates and their chains.
        GetCertificate = "GetCertificate",
        /// See who is permitted what.
        ListPermissions = "ListPermissions",
    }
}

/// What a service may do with an authority. There is one for each service and account it acts for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantedPermission {
    /// The service, such as `acm.amazonaws.com`.
    pub principal: String,
    /// The account that the service acts for: twelve digits.
    pub source_account: String,
    /// What it may do.
    pub actions: Vec<ActionType>,
    /// When it was granted.
    pub created_at: Timestamp,
}

impl GrantedPermission {
    /// Whether it is the permission of that service for that account.
    pub fn is_of(&self, principal: &str, source_account: &str) -> bool {
        self.principal == principal && self.source_account == source_account
    }
}
