//! What a person can set for a whole workspace.

use serde::{Deserialize, Serialize};

/// The settings of a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// A person's name for the workspace; its file name stands in where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The account that owns what is created here, as in ARNs: twelve digits.
    pub account: String,
    /// The region in ARNs, such as `us-east-1`.
    pub region: String,
    /// The partition in ARNs: `aws`, `aws-us-gov`, `aws-cn` …
    pub partition: String,
    /// Host (and port) under which the world reaches the CRLs of this workspace. Without it no
    /// distribution point is written into certificates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publication_address: Option<String>,
    /// Minutes without use after which the workspace locks itself; 0 means never.
    pub auto_lock_minutes: u32,
    /// Whether it locks itself also while the endpoint runs, which then refuses every call that signs or writes.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub auto_lock_while_serving: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: None,
            account: "000000000000".into(),
            region: "us-east-1".into(),
            partition: "aws".into(),
            publication_address: None,
            auto_lock_minutes: 15,
            auto_lock_while_serving: false,
        }
    }
}
