//! The document as a whole.

use super::authority::ExportedAuthority;
use super::certificate::ExportedCertificate;
use crate::engine::Error;
use crate::workspace::{Bucket, BucketKind, ManagedCertificate, RenewalFailure, RenewalPlan, Settings, Workspace};
use serde::{Serialize, Serializer};
use std::cell::RefCell;
use std::path::Path;

/// The state after the newest record.
#[derive(Serialize)]
pub(super) struct State<'a> {
    /// The version of this document: its members never change their meaning, new ones may come.
    export: u32,
    workspace: String,
    created: String,
    record: Record,
    settings: &'a Settings,
    buckets: Vec<ExportedBucket<'a>>,
    access_keys: Vec<ExportedAccessKey<'a>>,
    authorities: Vec<ExportedAuthority<'a>>,
    removed_authorities: Vec<ExportedAuthority<'a>>,
    managed_certificates: Vec<ExportedManagedCertificate<'a>>,
    certificates: Certificates<'a>,
}

/// The newest record.
#[derive(Serialize)]
struct Record {
    seq: u64,
    at: String,
    hash: String,
}

#[derive(Serialize)]
enum ExportedBucket<'a> {
    Folder {
        name: &'a str,
        path: &'a Path,
    },
    S3 {
        name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        endpoint: Option<&'a str>,
        region: &'a str,
        path_style: bool,
        access_key: &'a str,
    },
}

#[derive(Serialize)]
struct ExportedAccessKey<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    account: &'a str,
    created_at: String,
}

#[derive(Serialize)]
struct ExportedManagedCertificate<'a> {
    id: String,
    authority: String,
    created_at: String,
    renewal: &'a RenewalPlan,
    current: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<&'a RenewalFailure>,
}

/// The certificates, read from the file one after the other while they are written.
struct Certificates<'a> {
    workspace: &'a Workspace,
    unread: &'a RefCell<Option<Error>>,
}

impl Serialize for Certificates<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let certificates = self.workspace.certificates();
        let all = certificates.rows(0..certificates.len());
        serializer.collect_seq(all.map(|row| ExportedCertificate {
            workspace: self.workspace,
            row,
            unread: self.unread,
        }))
    }
}

impl<'a> State<'a> {
    /// That of a workspace. Why a certificate cannot be read is left in `unread`.
    pub(super) fn of(workspace: &'a Workspace, unread: &'a RefCell<Option<Error>>) -> Self {
        let head = workspace.head();
        Self {
            export: 1,
            workspace: workspace.id().to_string(),
            created: workspace.created().to_string(),
            record: Record { seq: head.seq, at: head.at.to_string(), hash: head.hash.to_string() },
            settings: workspace.settings(),
            buckets: workspace.buckets().map(bucket).collect(),
            access_keys: workspace
                .access_keys()
                .map(|key| ExportedAccessKey {
                    id: &key.id,
                    name: key.name.as_deref(),
                    account: &key.account,
                    created_at: key.created_at.to_string(),
                })
                .collect(),
            authorities: workspace.authorities().map(|authority| ExportedAuthority::of(authority)).collect(),
            removed_authorities: workspace
                .removed_authorities()
                .map(|authority| ExportedAuthority::of(authority))
                .collect(),
            managed_certificates: workspace
                .managed_certificates()
                .map(|managed| managed_certificate(managed))
                .collect(),
            certificates: Certificates { workspace, unread },
        }
    }
}

fn bucket(bucket: &Bucket) -> ExportedBucket<'_> {
    let name = &bucket.name;
    match &bucket.kind {
        BucketKind::Folder { path } => ExportedBucket::Folder { name, path },
        BucketKind::S3(store) => ExportedBucket::S3 {
            name,
            endpoint: store.endpoint.as_deref(),
            region: &store.region,
            path_style: store.path_style,
            access_key: &store.access_key,
        },
    }
}

fn managed_certificate(managed: &ManagedCertificate) -> ExportedManagedCertificate<'_> {
    ExportedManagedCertificate {
        id: managed.id.to_string(),
        authority: managed.authority.to_string(),
        created_at: managed.created_at.to_string(),
        renewal: &managed.renewal,
        current: managed.current.serial.to_string(),
        previous: managed.previous.map(|version| version.serial.to_string()),
        failure: managed.failure.as_ref(),
    }
}
