//! Access keys: who may call the endpoint, and as which account.

use serde::{Deserialize, Serialize};

use super::{SecretId, Timestamp};

/// A key that requests to the endpoint are signed with (Signature Version 4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessKey {
    /// The access key ID: 1 to 128 printable ASCII characters.
    pub id: String,
    /// A person's name for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The account that its caller acts as: twelve digits.
    pub account: String,
    /// The secret access key, sealed to the workspace's identity.
    pub secret: SecretId,
    /// When it was added.
    pub created_at: Timestamp,
}
