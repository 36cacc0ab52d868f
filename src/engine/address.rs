//! Where the world finds out what an authority has revoked: the addresses that stand in its certificates, and the place
//! in a bucket that they lead to.

use super::crl::{is_partitioned, open_shard};
use crate::workspace::{Authority, CrlConfiguration, CrlPartitionId, Settings};

/// Where clients will look for the CRL: at the authority's CNAME, else at the workspace's
/// publication address, else nowhere. Never at an address that the user has not given. Of a CRL that is partitioned it
/// is the shard that takes certificates just now, and nothing while the next certificate has to open one.
pub fn crl_address(authority: &Authority, settings: &Settings) -> Option<String> {
    let configuration = authority.enabled_crl()?;
    match is_partitioned(authority) {
        true => uri(configuration, settings, &open_shard(authority, settings)?.key),
        false => uri(configuration, settings, &crl_key(authority)),
    }
}

/// What the distribution points of an authority say for an object of its bucket, if they say anything.
pub(super) fn uri(configuration: &CrlConfiguration, settings: &Settings, key: &str) -> Option<String> {
    let omitted = configuration
        .crl_distribution_point_extension_configuration
        .as_ref()
        .is_some_and(|extension| extension.omit_extension);
    if omitted {
        return None;
    }
    match configuration.custom_cname.as_deref().filter(|name| !name.is_empty()) {
        Some(name) => Some(format!("http://{name}/{key}")),
        None => {
            let address = settings.publication_address.as_deref()?;
            let bucket = configuration.s3_bucket_name.as_deref()?;
            Some(format!("http://{address}/{bucket}/{key}"))
        }
    }
}

/// The object key of an authority's complete CRL in its bucket.
pub fn crl_key(authority: &Authority) -> String {
    match custom_path(authority) {
        None => format!("crl/{}.crl", authority.id()),
        Some("/") => format!("{}.crl", authority.id()),
        Some(path) => format!("{path}/{}.crl", authority.id()),
    }
}

/// The object key of a shard. In a folder of one's own it is all there is below it, as the reference writes it
/// (`CustomPath`: `<CustomPath>/<CrlPartition_GUID>.crl`). Without one the authority has a folder for its shards: the
/// reference says only that a GUID is appended.
pub(super) fn shard_key(authority: &Authority, shard: CrlPartitionId) -> String {
    format!("{}{shard}.crl", shard_folder(authority))
}

/// What the object keys of an authority's shards begin with: nothing, or a path with a slash at its end.
pub fn shard_folder(authority: &Authority) -> String {
    match custom_path(authority) {
        None => format!("crl/{}/", authority.id()),
        Some("/") => String::new(),
        Some(path) => format!("{path}/"),
    }
}

fn custom_path(authority: &Authority) -> Option<&str> {
    authority.enabled_crl()?.custom_path.as_deref().filter(|path| !path.is_empty())
}

/// Whether an address, a host with an optional port and path, leads to AWS, where nothing that is published here is
/// found. In China its names end in `amazonaws.com.cn`.
pub(super) fn is_of_aws(address: &str) -> bool {
    let authority = address.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    let global = host.strip_suffix(".cn").unwrap_or(&host);
    global.strip_suffix("amazonaws.com").is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// Where clients will ask about revocation online, by the same rule as [`crl_address`].
pub fn ocsp_address(authority: &Authority, settings: &Settings) -> Option<String> {
    let configuration = authority.revocation_configuration.enabled_ocsp()?;
    match configuration.ocsp_custom_cname.as_deref().filter(|name| !name.is_empty()) {
        Some(name) => Some(format!("http://{name}")),
        None => Some(format!("http://{}/ocsp", settings.publication_address.as_deref()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_aws_ends_in_its_labels() {
        let of_aws = [
            "amazonaws.com",
            "bucket.s3.amazonaws.com",
            "Bucket.S3.AmazonAWS.com.",
            "s3.cn-north-1.amazonaws.com.cn",
            "s3.amazonaws.com:80/crl",
            "person@s3.amazonaws.com",
        ];
        for address in of_aws {
            assert!(is_of_aws(address), "{address}");
        }
        let others = [
            "",
            "pki.example.com",
            "myamazonaws.com",
            "amazonaws.com.example",
            "amazonaws.com.cn.example",
            "pki.example.com/amazonaws.com",
            "amazonaws.cn",
        ];
        for address in others {
            assert!(!is_of_aws(address), "{address}");
        }
    }
}
