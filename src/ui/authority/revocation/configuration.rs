//! The revocation configuration in words.

use crate::engine::{crl_address, crl_key, ocsp_address, shard_folder};
use crate::ui::host::EndpointState;
use crate::ui::lists;
use crate::ui::words;
use crate::workspace::{Authority, BucketKind, CrlConfiguration, CrlType, S3ObjectAcl, Workspace};
use crate::x509::inspect::display;

/// A row: its value is an address or a path where it is `mono`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) key: &'static str,
    pub(super) value: String,
    pub(super) mono: bool,
}

fn said(key: &'static str, value: impl Into<String>) -> Row {
    Row { key, value: value.into(), mono: false }
}

fn address(key: &'static str, value: &str) -> Row {
    Row { key, value: display::safe(value).into_owned(), mono: true }
}

/// The rows about the CRL.
pub(super) fn rows(workspace: &Workspace, authority: &Authority) -> Vec<Row> {
    let Some(crl) = authority.enabled_crl() else {
        return vec![said("CRL", "Off")];
    };
    let kind = match crl.crl_type {
        Some(CrlType::Partitioned) => "Partitioned",
        Some(CrlType::Complete) | None => "Complete",
    };
    let days = i64::from(crl.expiration_in_days.unwrap_or(7));
    let mut rows = vec![said("CRL", format!("{kind}, valid {}", words::days(days)))];
    rows.extend(bucket(workspace, crl));
    rows.push(match lists::is_partitioned(authority) {
        true => address("Path", &format!("{}….crl", shard_folder(authority))),
        false => address("Path", &crl_key(authority)),
    });
    rows.push(said(
        "Access",
        match crl.s3_object_acl {
            Some(S3ObjectAcl::BucketOwnerFullControl) => "Owner only",
            Some(S3ObjectAcl::PublicRead) | None => "Public read",
        },
    ));
    rows.push(match (crl_address(authority, workspace.settings_in_force()), omits(crl)) {
        (Some(found), _) => address("Address", &found),
        (None, true) => said("Address", "Not in certificates"),
        (None, false) if lists::is_partitioned(authority) && has_host(workspace, crl) => {
            said("Address", "That of a new shard")
        }
        (None, false) => said("Address", "None set"),
    });
    rows
}

/// Whether certificates name an address at all.
fn has_host(workspace: &Workspace, crl: &CrlConfiguration) -> bool {
    let cname = crl.custom_cname.as_deref().is_some_and(|name| !name.is_empty());
    cname || workspace.settings_in_force().publication_address.is_some()
}

fn omits(crl: &CrlConfiguration) -> bool {
    crl.crl_distribution_point_extension_configuration.as_ref().is_some_and(|extension| extension.omit_extension)
}

/// The name of the bucket, and what is behind it.
fn bucket(workspace: &Workspace, crl: &CrlConfiguration) -> Vec<Row> {
    let name = crl.s3_bucket_name.as_deref().unwrap_or_default();
    match workspace.bucket(name).map(|bucket| &bucket.kind) {
        Some(BucketKind::Folder { path }) => {
            vec![said("Bucket", name), address("Folder", &path.display().to_string())]
        }
        Some(BucketKind::S3(store)) => {
            let place = store.endpoint.clone().unwrap_or_else(|| format!("S3 in {}", store.region));
            vec![said("Bucket", name), address("Object store", &place)]
        }
        None => vec![said("Bucket", format!("{name}, which is not there"))],
    }
}

/// The rows about OCSP: what certificates say of it, and where it is answered now.
pub(super) fn ocsp_rows(workspace: &Workspace, authority: &Authority) -> Vec<Row> {
    match (authority.ocsp_enabled(), ocsp_address(authority, workspace.settings_in_force())) {
        (false, _) => vec![said("OCSP", "Off")],
        (true, Some(found)) => vec![address("Address", &found)],
        (true, None) => vec![said("Address", "None set")],
    }
}

/// The rows about the endpoint: where it answers for this authority, whatever addresses certificates name.
pub(super) fn endpoint_rows(state: &EndpointState, authority: &Authority) -> Vec<Row> {
    let Some(running) = state.running() else {
        return vec![said("Endpoint", "Off: nobody is answered")];
    };
    let url = running.relying_url();
    let ocsp = authority.ocsp_enabled().then(|| address("OCSP", &format!("{url}/ocsp")));
    let crl = lists::is_published(authority).then(|| address("CRL", &format!("{url}/crl/{}.crl", authority.id())));
    let rows: Vec<Row> = ocsp.into_iter().chain(crl).collect();
    if rows.is_empty() { vec![said("Endpoint", "There is nothing to answer")] } else { rows }
}
