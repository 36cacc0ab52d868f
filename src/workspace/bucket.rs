//! Buckets: the named places that CRLs and reports are written to.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::SecretId;

/// A named target for CRLs and reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bucket {
    /// Its name, by the naming rules of S3.
    pub name: String,
    /// What is behind the name.
    pub kind: BucketKind,
}

/// What is behind the name of a bucket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum BucketKind {
    /// A folder of this computer.
    Folder {
        /// Where it is; a relative path starts at the folder of the workspace file.
        path: PathBuf,
    },
    /// The bucket of the same name at an object store that speaks S3.
    S3(S3Store),
}

/// Where a bucket of an object store is, and who writes into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct S3Store {
    /// The address of the store, such as `https://minio.example:9000`; that of AWS for the region when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// The region that requests are signed for, such as `us-east-1`.
    pub region: String,
    /// Whether the bucket stands in the path of addresses, not in the name of the host.
    #[serde(default)]
    pub path_style: bool,
    /// The access key ID at the store.
    pub access_key: String,
    /// The secret access key at the store, sealed to the workspace's identity.
    pub secret: SecretId,
}

impl S3Store {
    /// The address that the objects of the bucket of this name lie below, without a slash at its end.
    pub fn address(&self, bucket: &str) -> String {
        let of_aws = || {
            let china = if self.region.starts_with("cn-") { ".cn" } else { "" };
            format!("https://s3.{}.amazonaws.com{china}", self.region)
        };
        let endpoint = self.endpoint.as_ref().map_or_else(of_aws, |own| own.trim_end_matches('/').to_owned());
        match endpoint.split_once("://").filter(|_| !self.path_style) {
            Some((protocol, host)) => format!("{protocol}://{bucket}.{host}"),
            None => format!("{endpoint}/{bucket}"),
        }
    }
}

impl Bucket {
    /// The sealed secret that writing into it takes, if it takes one.
    pub fn secret(&self) -> Option<SecretId> {
        match &self.kind {
            BucketKind::Folder { .. } => None,
            BucketKind::S3(store) => Some(store.secret),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_stands_in_the_host_or_in_the_path() {
        let address = |endpoint: Option<&str>, region: &str, path_style: bool| {
            let (endpoint, access_key) = (endpoint.map(Into::into), "AKID".into());
            let secret = SecretId::of(b"sealed");
            S3Store { endpoint, region: region.into(), path_style, access_key, secret }.address("crls")
        };
        assert_eq!(address(None, "eu-west-1", false), "https://crls.s3.eu-west-1.amazonaws.com");
        assert_eq!(address(None, "eu-west-1", true), "https://s3.eu-west-1.amazonaws.com/crls");
        assert_eq!(address(None, "cn-north-1", false), "https://crls.s3.cn-north-1.amazonaws.com.cn");
        assert_eq!(address(Some("http://minio:9000/"), "x", true), "http://minio:9000/crls");
        assert_eq!(address(Some("https://s3.example/v1"), "x", false), "https://crls.s3.example/v1");
    }
}
