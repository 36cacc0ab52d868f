//! Buckets: adding one, which is tried first, and taking one from the list.

mod place;
mod reach;

pub use place::{BucketPlace, NewBucket, NewS3Store};

use super::commit::{Changes, SealedKey};
use super::crl::crl_lists;
use super::environment::{Target, validate_bucket_name};
use super::error::{Error, Refusal};
use super::{Caller, Engine, find};
use crate::workspace::{
    AuditReport, AuditReportId, AuditReportProgress, Authority, Bucket, BucketKind, CertificateAuthorityArn, Event,
    S3ObjectAcl, S3Store, Workspace,
};
use secrecy::{ExposeSecret as _, SecretString};
use std::sync::Arc;

impl Engine {
    /// Adds a bucket, or gives one of that name another place; the secret of an object store is sealed in the file, and
    /// the one before is erased. It must take writes, or nothing is recorded.
    ///
    /// # Errors
    /// `InvalidArgsException` naming `bucket`, `endpoint`, `region`, `accessKey` or `secret`, also when nothing can be
    /// written.
    pub fn add_bucket(&self, caller: &Caller, new: NewBucket) -> Result<(), Error> {
        let refuse = |message: String| Error::InvalidArgs(Refusal::new(message).at("bucket"));
        validate_bucket_name(&new.name).map_err(|error| refuse(error.to_string()))?;
        let workspace = self.writable()?;
        let (bucket, secret, sealed) = match new.place {
            BucketPlace::Folder(path) => {
                (Bucket { name: new.name, kind: BucketKind::Folder { path } }, None, Vec::new())
            }
            BucketPlace::S3(store) => {
                store.check()?;
                let (secret, sealed) = self.seal_store_secret(workspace.bucket(&new.name), &store)?;
                let NewS3Store { endpoint, region, path_style, access_key, .. } = store;
                let store = S3Store { endpoint, region, path_style, access_key, secret: sealed.secret.id() };
                (Bucket { name: new.name, kind: BucketKind::S3(store) }, Some(secret), vec![sealed])
            }
        };
        let target = Target { bucket: &bucket, secret: secret.as_deref() };
        // Whoever may write for the owner alone may write at all; the access of a CRL is tried when one is to go there.
        let tried = self.environment.buckets.check(target, S3ObjectAcl::BucketOwnerFullControl);
        tried.map_err(|error| refuse(error.to_string()))?;
        let had_secret = self.commit(caller, move |workspace, _| {
            let had_secret = workspace.bucket(&bucket.name).and_then(Bucket::secret).is_some();
            Ok((Changes { events: vec![Event::BucketAdded { bucket }], keys: sealed }, had_secret))
        })?;
        if had_secret { self.erase_superseded() } else { Ok(()) }
    }

    /// Takes a bucket from the list, and erases its secret. What lies in it stays.
    ///
    /// # Errors
    /// `InvalidArgsException` while an authority publishes into it, or an audit report waits to be written into it.
    pub fn remove_bucket(&self, caller: &Caller, name: &str) -> Result<(), Error> {
        let name = name.to_owned();
        let had_secret = self.commit(caller, move |workspace, _| {
            let Some(bucket) = workspace.bucket(&name) else {
                return Err(find::not_found(format!("There is no bucket '{name}'.")));
            };
            let had_secret = bucket.secret().is_some();
            if let Some(refusal) = workspace.authorities().find_map(|authority| still_used(authority, &name)) {
                return Err(Error::InvalidArgs(refusal.at("bucket")));
            }
            if let Some((owner, report)) = waiting_report(workspace, &name) {
                let message = format!("The audit report {report} of {owner} waits to be written into '{name}'.");
                let hint = "Wait until the report is written";
                return Err(Error::InvalidArgs(Refusal::new(message).at("bucket").hint(hint)));
            }
            Ok((Changes::of([Event::BucketRemoved { name }]), had_secret))
        })?;
        if had_secret { self.erase_superseded() } else { Ok(()) }
    }

    /// The secret of a store, and how it is sealed: the one that was given, else that which the bucket has for the same
    /// access key. Even that is sealed anew, because what an event replaces is erased.
    fn seal_store_secret(
        &self,
        before: Option<&Bucket>,
        store: &NewS3Store,
    ) -> Result<(Arc<SecretString>, SealedKey), Error> {
        let secret = match (&store.secret, before.map(|bucket| &bucket.kind)) {
            (Some(secret), _) => Arc::new(secret.clone()),
            (None, Some(BucketKind::S3(before))) if before.access_key == store.access_key => {
                self.open_secret(before.secret)?
            }
            (None, _) => {
                let message = format!("The secret of the access key {} is missing.", store.access_key);
                return Err(Error::InvalidArgs(Refusal::new(message).at("secret")));
            }
        };
        let sealed = self.seal_secret(secret.expose_secret().as_bytes())?;
        Ok((secret, sealed))
    }
}

/// An audit report that is to be written into this bucket, and whose it is.
fn waiting_report<'a>(workspace: &'a Workspace, bucket: &str) -> Option<(&'a CertificateAuthorityArn, AuditReportId)> {
    workspace.authorities().find_map(|authority| {
        let waits =
            |report: &&AuditReport| report.bucket == bucket && report.progress == AuditReportProgress::Requested;
        authority.audit_reports.iter().find(waits).map(|report| (&authority.arn, report.id))
    })
}

/// Why an authority still needs a bucket, if it does: its CRL goes there, or a list that it keeps lies there.
fn still_used(authority: &Authority, name: &str) -> Option<Refusal> {
    let configured = authority.enabled_crl()?.s3_bucket_name.as_deref() == Some(name);
    let hint = match configured {
        true => "Give the authority another bucket first",
        false => "Certificates point to the lists that lie in it",
    };
    let used = configured || crl_lists(authority).iter().any(|list| list.bucket == name);
    used.then(|| Refusal::new(format!("The authority {} publishes its CRL into '{name}'.", authority.arn)).hint(hint))
}
