//! `2026-11-endpoint.ron`: the state in which programs call, relying parties ask, and a bucket is at an object store,
//! with every event that came with it.

use crate::desk::{NOON, authority_request, csr, issue_request};
use crate::november_2026::{Random, certificate, parsed, with_crl};
use canopy::engine::environment::{BucketError, Buckets, Clock, Environment, Object, Target, WriteObject};
use canopy::engine::{
    Access, Action, Caller, CreateRoot, CrlOutcome, Engine, NewAccessKey, NewBucket, NewS3Store, Options,
};
use canopy::publish::FolderBuckets;
use canopy::workspace::{Actor, Authority, Bucket, BucketKind, S3ObjectAcl, Settings, Timestamp};
use canopy::x509::Certificate;
use canopy::x509::ocsp::{CertId, CertIdHash, OcspRequest, OcspResponseStatus};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// What the file is opened with: its second passphrase.
pub const PASSPHRASE: &str = "a workspace that is served";

const ACCOUNT: &str = "123456789012";
const KEY: (&str, &str) = ("AKCPKEPT", "the secret of the caller");
const STORE_SECRET: &str = "the secret of the store";

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workspaces/2026-11-endpoint.ron")
}

/// A second later at every look.
struct Seconds(AtomicI64);

impl Clock for Seconds {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(NOON + self.0.fetch_add(1, Ordering::SeqCst))
    }
}

/// An object store that is a folder, and looks at who writes.
struct Store(FolderBuckets);

impl Store {
    fn at<T>(&self, target: Target<'_>, act: impl FnOnce(Target<'_>) -> T) -> T {
        let name = &target.bucket.name;
        match &target.bucket.kind {
            BucketKind::Folder { .. } => act(target),
            BucketKind::S3(store) => {
                assert_eq!(target.secret.map(|secret| secret.expose_secret()), Some(STORE_SECRET));
                assert_eq!((store.access_key.as_str(), store.path_style), ("writer", true));
                let bucket = Bucket { name: name.clone(), kind: BucketKind::Folder { path: name.into() } };
                act(Target { bucket: &bucket, secret: None })
            }
        }
    }
}

impl Buckets for Store {
    fn check(&self, target: Target<'_>, acl: S3ObjectAcl) -> Result<(), BucketError> {
        self.at(target, |target| self.0.check(target, acl))
    }

    fn put(&self, target: Target<'_>, key: &str, acl: S3ObjectAcl, bytes: &[u8]) -> Result<String, BucketError> {
        self.at(target, |target| self.0.put(target, key, acl, bytes))
    }

    fn put_written(
        &self,
        target: Target<'_>,
        key: &str,
        acl: S3ObjectAcl,
        write: &mut WriteObject<'_>,
    ) -> Result<String, BucketError> {
        self.at(target, |target| self.0.put_written(target, key, acl, write))
    }

    fn get(&self, target: Target<'_>, key: &str) -> Result<Vec<u8>, BucketError> {
        self.at(target, |target| self.0.get(target, key))
    }

    fn open(&self, target: Target<'_>, key: &str) -> Result<Object, BucketError> {
        self.at(target, |target| self.0.open(target, key))
    }
}

fn environment(path: &Path, seconds: i64) -> Environment {
    let clock = Arc::new(Seconds(AtomicI64::new(seconds)));
    Environment { clock, randomness: Arc::new(Random), buckets: Arc::new(Store(FolderBuckets::beside(path))) }
}

fn options() -> Options {
    Options { work_factor: 1, ..Options::default() }
}

fn new_key(id: &str, secret: &str) -> NewAccessKey {
    NewAccessKey {
        id: Some(id.into()),
        secret: Some(secret.into()),
        name: "Build server".into(),
        account: ACCOUNT.into(),
    }
}

/// What a relying party asks about a certificate.
fn question(issuer: &Authority, certificate: &Certificate) -> Vec<u8> {
    let installed = issuer.installed.as_ref().unwrap();
    let issuer = Certificate::from_der(installed.certificate.as_bytes()).unwrap();
    let id = CertId::new(CertIdHash::Sha1, issuer.subject(), issuer.public_key(), certificate.serial_number());
    OcspRequest { cert_ids: vec![id], nonce: None }.to_der()
}

/// Wrote the file in November 2026. Never run it again: the file it wrote is what the other tests are about.
#[test]
#[ignore = "the file is written already"]
fn write_workspace() {
    assert!(!path().exists(), "the file is there, and is not to change");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("2026-11-endpoint.ron");
    let settings = Settings {
        account: ACCOUNT.into(),
        publication_address: Some("pki.example.com".into()),
        auto_lock_while_serving: true,
        ..Settings::default()
    };
    let window = Caller::window(&settings, "ada");
    let first = SecretString::from("the first passphrase");
    let environment = environment(&file, 0);
    let engine = Engine::create(&file, &first, settings, environment, &options(), window.actor.clone()).unwrap();

    engine.add_access_key(&window, new_key(KEY.0, KEY.1)).unwrap();
    engine.add_access_key(&window, new_key("gone", "a secret that is erased")).unwrap();
    engine.remove_access_key(&window, "gone").unwrap();
    let store = NewS3Store {
        endpoint: Some("https://store.example:9000".into()),
        region: "eu-central-1".into(),
        path_style: true,
        access_key: "writer".into(),
        secret: Some(STORE_SECRET.into()),
    };
    engine.add_bucket(&window, NewBucket::s3("kept-store", store)).unwrap();

    let mut request =
        with_crl(authority_request("ROOT", "Kept Served", "EC_prime256v1", "SHA256WITHECDSA"), "kept-store");
    request["RevocationConfiguration"]["OcspConfiguration"] = json!({"Enabled": true});
    let root = CreateRoot { request: parsed(request), validity: parsed(json!({"Type": "YEARS", "Value": 20})) };
    let command_line = Caller { actor: Actor::CommandLine { user: "ada".into() }, ..window.clone() };
    let arn = engine.create_and_activate_root(&command_line, root).unwrap();
    let program = Caller { actor: Actor::Api { access_key: KEY.0.into() }, ..window.clone() };
    let request = issue_request(&arn.to_string(), &csr("called.example")).to_string();
    Action::IssueCertificate.call_json(&engine, &program, request.as_bytes()).unwrap();
    let workspace = engine.snapshot();
    let issued = workspace.certificate_body(&certificate(&workspace, "called.example")).unwrap();
    let issued = Certificate::from_der(&issued).unwrap();
    let question = question(workspace.authority(arn.id).unwrap(), &issued);
    assert_eq!(engine.ocsp(&question).status, OcspResponseStatus::Successful);
    engine.record_ocsp_use().unwrap();
    assert!(matches!(engine.sign_crl(&window, arn.id).unwrap(), CrlOutcome::Published { .. }));

    engine.change_passphrase(&window, &first, &PASSPHRASE.into()).unwrap();
    assert!(engine.verify().unwrap().authenticated);
    engine.close();
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(!text.contains(folder.path().to_str().unwrap()), "no path of this machine");
    assert!(!text.contains(KEY.1) && !text.contains(STORE_SECRET));
    std::fs::copy(&file, path()).unwrap();
}

/// Opens a copy an hour after it was written: the file itself is read by nobody else.
fn opened(folder: &Path) -> Arc<Engine> {
    let copy = folder.join("2026-11-endpoint.ron");
    std::fs::copy(path(), &copy).unwrap();
    let (engine, report) = Engine::open(&copy, environment(&copy, 60 * 60), &options()).unwrap();
    assert_eq!((report.set_aside, report.from_index), (None, false));
    assert_eq!(engine.access(), Access::Locked);
    engine.unlock(&PASSPHRASE.into()).unwrap();
    engine
}

#[test]
fn it_is_opened_verified_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let engine = opened(folder.path());
    assert!(engine.verify().unwrap().authenticated);
    let workspace = engine.snapshot();
    assert!(workspace.settings().auto_lock_while_serving);
    let [key] = &workspace.access_keys().collect::<Vec<_>>()[..] else { panic!("one access key") };
    assert_eq!((key.id.as_str(), key.name.as_deref(), key.account.as_str()), (KEY.0, Some("Build server"), ACCOUNT));
    assert_eq!(engine.access_key_secret(key).unwrap().expose_secret(), KEY.1);
    let bucket = workspace.bucket("kept-store").unwrap();
    let BucketKind::S3(store) = &bucket.kind else { panic!("{bucket:?}") };
    assert_eq!(store.endpoint.as_deref(), Some("https://store.example:9000"));
    let row = certificate(&workspace, "called.example");
    let authority = workspace.authority(row.authority).unwrap();
    // Its CSR, its own certificate, the one that was asked for, two CRLs and an OCSP response at least.
    assert!(authority.key_uses >= 5, "{}", authority.key_uses);
    assert_eq!(authority.crl.published[0].bucket, "kept-store");
}

/// What calls and what asks is answered as before.
#[test]
fn it_is_still_worked_with() {
    let folder = tempfile::tempdir().unwrap();
    let engine = opened(folder.path());
    let workspace = engine.snapshot();
    let row = certificate(&workspace, "called.example");
    let authority = workspace.authority(row.authority).unwrap();
    let issued = Certificate::from_der(&workspace.certificate_body(&row).unwrap()).unwrap();
    assert_eq!(engine.ocsp(&question(authority, &issued)).status, OcspResponseStatus::Successful);
    let caller = Caller::window(workspace.settings(), "bob");
    assert!(matches!(engine.sign_crl(&caller, authority.id()).unwrap(), CrlOutcome::Published { .. }));
    engine.remove_access_key(&caller, KEY.0).unwrap();
    assert!(engine.verify().unwrap().authenticated);
}
