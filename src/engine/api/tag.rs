//! Requests and responses about tags.

use super::Tag;
use documented::{Documented, DocumentedFields};
use serde::{Deserialize, Serialize};

/// Lists the tags of an authority.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct ListTagsRequest {
    /// At most so many on this page, 1 to 1000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i32>,
    /// Where the page starts, from the answer before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// ARN of the certificate authority.
    pub certificate_authority_arn: String,
}

/// Answers with one page of tags.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase", default)]
#[documented_fields(rename_all = "PascalCase")]
pub struct ListTagsResponse {
    /// Where the next page starts; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// The tags of this page.
    pub tags: Vec<Tag>,
}

/// Adds tags to an authority; a key that is there gets the new value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct TagCertificateAuthorityRequest {
    /// ARN of the certificate authority.
    pub certificate_authority_arn: String,
    /// The tags, 1 to 50.
    pub tags: Vec<Tag>,
}

/// Removes tags from an authority.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Documented, DocumentedFields)]
#[serde(rename_all = "PascalCase")]
#[documented_fields(rename_all = "PascalCase")]
pub struct UntagCertificateAuthorityRequest {
    /// ARN of the certificate authority.
    pub certificate_authority_arn: String,
    /// The tags, 1 to 50. With a value, only a tag of that value is removed.
    pub tags: Vec<Tag>,
}
