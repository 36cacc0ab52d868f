//! The places of buckets that are to be added, and the rules of object stores.

use crate::engine::access_key::check_text;
use crate::engine::error::{Error, Refusal};
use secrecy::{ExposeSecret as _, SecretString};
use std::path::PathBuf;

/// Greatest length of the address of a store, in characters.
const LONGEST_ENDPOINT: usize = 255;

/// Greatest length of a region, in characters.
const LONGEST_REGION: usize = 64;

/// A bucket that is to be added, or that takes another place.
#[derive(Debug, Clone)]
pub struct NewBucket {
    /// Its name, by the naming rules of S3.
    pub name: String,
    /// What is to be behind the name.
    pub place: BucketPlace,
}

/// What is to be behind the name of a bucket.
#[derive(Debug, Clone)]
pub enum BucketPlace {
    /// A folder of this computer; a relative path starts at the folder of the workspace file.
    Folder(PathBuf),
    /// The bucket of the same name at an object store that speaks S3.
    S3(NewS3Store),
}

/// Where a bucket of an object store is, and who writes into it.
#[derive(Debug, Clone)]
pub struct NewS3Store {
    /// The address of the store, such as `https://minio.example:9000`; that of AWS for the region when absent. Only one
    /// that begins with `http://` is spoken to without TLS.
    pub endpoint: Option<String>,
    /// The region that requests are signed for, such as `us-east-1`.
    pub region: String,
    /// Whether the bucket stands in the path of addresses, not in the name of the host.
    pub path_style: bool,
    /// The access key ID at the store.
    pub access_key: String,
    /// The secret access key at the store; absent to keep the one that the bucket has for this access key.
    pub secret: Option<SecretString>,
}

impl NewBucket {
    /// A folder under a name.
    pub fn folder(name: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        Self { name: name.into(), place: BucketPlace::Folder(path.into()) }
    }

    /// The bucket of this name at an object store.
    pub fn s3(name: impl Into<String>, store: NewS3Store) -> Self {
        Self { name: name.into(), place: BucketPlace::S3(store) }
    }
}

impl NewS3Store {
    /// What can be said about it before it is asked for anything.
    ///
    /// # Errors
    /// `InvalidArgsException` naming `endpoint`, `region`, `accessKey` or `secret`.
    pub fn check(&self) -> Result<(), Error> {
        if let Some(endpoint) = &self.endpoint {
            check_endpoint(endpoint)?;
        }
        let taken = |c: u8| c.is_ascii_alphanumeric() || b"-_".contains(&c);
        if !(1..=LONGEST_REGION).contains(&self.region.len()) || !self.region.bytes().all(taken) {
            let message = format!("Expected a region such as us-east-1, found '{}'.", self.region);
            return Err(Error::InvalidArgs(Refusal::new(message).at("region")));
        }
        check_text("accessKey", &self.access_key)?;
        self.secret.as_ref().map_or(Ok(()), |secret| check_text("secret", secret.expose_secret()))
    }
}

/// `http://` or `https://`, a host, and perhaps a port and a path. It has no name of a bucket in it.
fn check_endpoint(endpoint: &str) -> Result<(), Error> {
    let refuse = |message: String| Err(Error::InvalidArgs(Refusal::new(message).at("endpoint")));
    let Some(rest) = endpoint.strip_prefix("https://").or_else(|| endpoint.strip_prefix("http://")) else {
        return refuse(format!("Expected an address that begins with https:// or http://, found '{endpoint}'."));
    };
    let host_and_port = rest.split('/').next().unwrap_or_default();
    let (host, port) = match host_and_port.rsplit_once(':') {
        // The colons of an IPv6 address stand between brackets.
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (host_and_port, None),
    };
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]%+".contains(c);
    let port_is_one = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    if host.is_empty() || !port_is_one || endpoint.len() > LONGEST_ENDPOINT || !rest.chars().all(allowed) {
        return refuse(format!("Expected an address such as https://minio.example:9000, found '{endpoint}'."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_a_protocol_a_host_and_perhaps_a_port_and_a_path() {
        let good = [
            "https://minio.example:9000",
            "http://127.0.0.1:1",
            "https://[::1]:9000",
            "https://[::1]",
            "https://project.example.co/storage/v1/s3",
        ];
        for endpoint in good {
            assert!(check_endpoint(endpoint).is_ok(), "{endpoint}");
        }
        let bad = [
            "",
            "minio.example:9000",
            "ftp://minio.example",
            "https://",
            "https://:9000",
            "https://minio.example:no",
            "https://minio.example:0",
            "https://minio.example:70000",
            "https://ada@minio.example",
            "https://minio.example?x",
            "https://minio example",
        ];
        for endpoint in bad {
            assert_eq!(check_endpoint(endpoint).unwrap_err().members(), ["endpoint"], "{endpoint}");
        }
    }
}
