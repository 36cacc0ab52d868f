//! What is written into a store and read back.

use super::*;
use crate::desk::id;
use canopy::engine::api::*;
use canopy::engine::environment::{BucketError, Buckets as _, Target};
use canopy::engine::{AuditReportOutcome, CrlOutcome};
use canopy::publish::WorkspaceBuckets;
use canopy::workspace::{AuditReportId, BucketKind, S3ObjectAcl, S3Store, SecretId};
use serde_json::json;
use std::io::Read as _;

#[test]
fn a_crl_and_a_report_lie_in_the_store() {
    let (desk, store) = desk();
    let root = root(&desk);
    desk.issue(&root, "a.example");
    let CrlOutcome::Published { location, .. } = desk.engine.sign_crl(&desk.caller, id(&root)).unwrap() else {
        panic!("not published")
    };
    let key = format!("crl/{}.crl", id(&root));
    assert_eq!(location, format!("{}/crls/{key}", store.endpoint));
    let crl = store.object(&key).unwrap();
    assert_eq!((crl.content_type.as_str(), crl.acl.as_str()), ("application/pkix-crl", "public-read"));
    let read = desk.engine.published_crl(id(&root)).unwrap().unwrap();
    assert!(read.der() == crl.bytes);
    for (format, content_type) in [("JSON", "application/json"), ("CSV", "text/csv; charset=utf-8")] {
        let request = json!({
            "CertificateAuthorityArn": root, "S3BucketName": "crls", "AuditReportResponseFormat": format
        });
        let asked = desk.call::<CreateCertificateAuthorityAuditReportRequest>(request).unwrap();
        let report: AuditReportId = asked.audit_report_id.unwrap().parse().unwrap();
        let outcome = desk.engine.write_audit_report(&desk.caller, id(&root), report).unwrap();
        assert!(matches!(outcome, AuditReportOutcome::Written { certificates: 2, .. }), "{outcome:?}");
        let key = asked.s3_key.unwrap();
        let object = store.object(&key).unwrap();
        assert_eq!((object.content_type.as_str(), object.acl.as_str()), (content_type, "bucket-owner-full-control"));
        let read = || {
            let mut content = Vec::new();
            desk.engine.audit_report(id(&root), report).unwrap().read_to_end(&mut content).map(|_| content)
        };
        assert!(read().unwrap() == object.bytes);
        store.replace(&key, b"[]");
        assert!(read().unwrap_err().to_string().ends_with("is not the report that was written there"));
        desk.later(1800);
    }
    desk.engine.lock();
    assert_eq!(desk.engine.published_crl(id(&root)).unwrap_err(), Error::Locked);
}

/// Buckets without a workspace, and the bucket of a store.
fn buckets(store: &Store) -> (WorkspaceBuckets, Bucket) {
    let at = S3Store {
        endpoint: Some(store.endpoint.clone()),
        region: REGION.into(),
        path_style: true,
        access_key: ACCESS_KEY.into(),
        secret: SecretId::of(b"sealed"),
    };
    let buckets = WorkspaceBuckets::beside(std::path::Path::new("w.ron")).with_patience(crate::desk::PATIENCE);
    (buckets, Bucket { name: "crls".into(), kind: BucketKind::S3(at) })
}

const OWNER: S3ObjectAcl = S3ObjectAcl::BucketOwnerFullControl;

#[test]
fn a_large_object_comes_in_parts_and_is_seen_when_it_is_whole() {
    let store = Store::start();
    let (buckets, bucket) = buckets(&store);
    let secret = SecretString::from(SECRET);
    let target = Target { bucket: &bucket, secret: Some(&secret) };
    let content: Vec<u8> = (0..(20 << 20) + 7_u32).map(|number| (number % 251) as u8).collect();
    let mut half = |out: &mut dyn std::io::Write| {
        out.write_all(&content[..9 << 20])?;
        assert_eq!((store.uploads(), store.keys().len()), (1, 0));
        Err(std::io::Error::other("no more"))
    };
    let error = buckets.put_written(target, "a/r.csv", OWNER, &mut half).unwrap_err().to_string();
    assert_eq!(error, "The bucket 'crls' could not be written to: no more.");
    assert_eq!((store.uploads(), store.keys().len()), (0, 0), "given up");
    buckets.put_written(target, "a/r.csv", OWNER, &mut |out| out.write_all(&content)).unwrap();
    let object = store.object("a/r.csv").unwrap();
    assert!(object.bytes == content);
    assert_eq!((object.parts, object.acl.as_str()), (3, "bucket-owner-full-control"));
    assert_eq!(object.content_type, "text/csv; charset=utf-8");
    let mut opened = buckets.open(target, "a/r.csv").unwrap();
    assert_eq!(opened.len, content.len() as u64);
    let mut read = vec![0; 10];
    opened.content.read_exact(&mut read).unwrap();
    let mut rest = Vec::new();
    opened.content.read_to_end(&mut rest).unwrap();
    assert!([read, rest].concat() == content);
    let mut opened = buckets.open(target, "a/r.csv").unwrap();
    store.replace("a/r.csv", b"another");
    let error = opened.content.read(&mut [0; 1]).unwrap_err().to_string();
    assert!(error.contains("replaced meanwhile") || error.contains("PreconditionFailed"), "{error}");
}

#[test]
fn an_object_keeps_its_key_and_a_missing_one_is_told() {
    let store = Store::start();
    let (buckets, bucket) = buckets(&store);
    let secret = SecretString::from(SECRET);
    let target = Target { bucket: &bucket, secret: Some(&secret) };
    buckets.put(target, "pki/a:b~'c.crl", OWNER, b"crl").unwrap();
    assert_eq!(buckets.get(target, "pki/a:b~'c.crl").unwrap(), b"crl");
    buckets.put(target, "empty.json", OWNER, b"").unwrap();
    let mut empty = buckets.open(target, "empty.json").unwrap();
    assert_eq!((empty.len, empty.content.read(&mut [0; 1]).unwrap()), (0, 0));
    let error = buckets.get(target, "none.crl").unwrap_err().to_string();
    assert!(error.starts_with("The bucket 'crls' could not be read: it has no object of this key"), "{error}");
    let error = buckets.open(target, "none.crl").err().unwrap().to_string();
    assert!(error.contains("it has no object of this key"), "{error}");
    for key in ["../x", "a//b", ""] {
        assert!(buckets.put(target, key, OWNER, b"").is_err(), "{key}");
    }
    store.set(Mood::Hangs);
    let error = buckets.put(target, "a", OWNER, b"").unwrap_err();
    assert!(error.to_string().ends_with("/crls did not answer within 1.5s."), "{error}");
    assert!(matches!(error, BucketError::Unavailable { .. }));
    let error = buckets.put((&bucket).into(), "a", OWNER, b"").unwrap_err().to_string();
    assert!(error.contains("its secret access key is missing"), "{error}");
}

#[test]
fn a_store_can_be_written_from_threads_of_another_runtime() {
    let store = Store::start();
    let (buckets, bucket) = buckets(&store);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    let written = runtime.block_on(async move {
        let put = move || {
            let secret = SecretString::from(SECRET);
            let target = Target { bucket: &bucket, secret: Some(&secret) };
            buckets.put(target, "a.crl", OWNER, b"crl")
        };
        // Dropped there, too.
        tokio::task::spawn(async move { put() }).await.unwrap()
    });
    written.unwrap();
    assert_eq!(store.keys(), ["a.crl"]);
}

#[test]
fn a_crl_is_served_while_the_workspace_is_locked_and_the_store_out_of_reach() {
    let (desk, store) = desk();
    let root = root(&desk);
    desk.engine.sign_crl(&desk.caller, id(&root)).unwrap();
    let place = desk.engine.find_crl(&format!("crls/crl/{}.crl", id(&root))).unwrap();
    let kept = desk.engine.kept_crl(&place).unwrap();
    assert_eq!(desk.engine.read_crl(&place).unwrap(), kept);
    store.set(Mood::Fails);
    desk.engine.lock();
    assert_eq!(desk.engine.kept_crl(&place), Some(kept));
    assert_eq!(desk.engine.read_crl(&place), Err(Error::Locked));
}
