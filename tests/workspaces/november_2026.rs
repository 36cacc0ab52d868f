//! `2026-11.ron`: the first state of the format, with every event it knows.

use crate::desk::{NOON, authority_request, base64, csr, issue_request};
use canopy::engine::api::*;
use canopy::engine::environment::{BucketError, Buckets, Clock, Environment, Object, Randomness, Target, WriteObject};
use canopy::engine::{
    Access, Caller, CreateRoot, CreateSubordinate, CrlOutcome, Engine, Error, NewBucket, Options, Perform, Template,
};
use canopy::publish::FolderBuckets;
use canopy::workspace::{
    Actor, Authority, CertificateArn, CertificateRow, CertificateStatus, CrlJob, RevocationReason, S3ObjectAcl,
    Settings, Timestamp, Workspace,
};
use canopy::x509::CertificationRequest;
use secrecy::SecretString;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the file is opened with: its second passphrase.
pub const PASSPHRASE: &str = "a workspace of November 2026";

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workspaces/2026-11.ron")
}

/// A minute later at every look.
struct Minutes(AtomicU64);

impl Clock for Minutes {
    fn now(&self) -> Timestamp {
        let minute = self.0.fetch_add(1, Ordering::SeqCst);
        Timestamp::from_seconds(NOON + 60 * minute.cast_signed())
    }
}

/// The randomness of the operating system.
pub struct Random;

impl Randomness for Random {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).unwrap();
    }
}

/// Folders beside the file, and one bucket that takes nothing.
pub struct Folders(pub FolderBuckets);

impl Buckets for Folders {
    fn check(&self, target: Target<'_>, acl: S3ObjectAcl) -> Result<(), BucketError> {
        self.0.check(target, acl)
    }

    fn put(&self, target: Target<'_>, key: &str, acl: S3ObjectAcl, bytes: &[u8]) -> Result<String, BucketError> {
        if target.bucket.name == "full" {
            let reason = "no space left on device".into();
            return Err(BucketError::Refused { bucket: target.bucket.name.clone(), doing: "written to", reason });
        }
        self.0.put(target, key, acl, bytes)
    }

    fn put_written(
        &self,
        target: Target<'_>,
        key: &str,
        acl: S3ObjectAcl,
        write: &mut WriteObject<'_>,
    ) -> Result<String, BucketError> {
        match target.bucket.name.as_str() {
            "full" => self.put(target, key, acl, &[]),
            _ => self.0.put_written(target, key, acl, write),
        }
    }

    fn get(&self, target: Target<'_>, key: &str) -> Result<Vec<u8>, BucketError> {
        self.0.get(target, key)
    }

    fn open(&self, target: Target<'_>, key: &str) -> Result<Object, BucketError> {
        self.0.open(target, key)
    }
}

fn environment(path: &Path) -> Environment {
    Environment {
        clock: Arc::new(Minutes(AtomicU64::new(0))),
        randomness: Arc::new(Random),
        buckets: Arc::new(Folders(FolderBuckets::beside(path))),
    }
}

fn options() -> Options {
    Options { work_factor: 1, ..Options::default() }
}

pub fn parsed<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

pub fn call<R: Perform + serde::de::DeserializeOwned>(engine: &Engine, caller: &Caller, request: Value) -> R::Response {
    engine.call(caller, parsed::<R>(request)).unwrap()
}

pub fn with_crl(mut request: Value, bucket: &str) -> Value {
    request["RevocationConfiguration"] =
        json!({"CrlConfiguration": {"Enabled": true, "ExpirationInDays": 7, "S3BucketName": bucket}});
    request
}

/// Wrote the file in November 2026. Never run it again: the file it wrote is what the other test is about.
#[test]
#[ignore = "the file is written already"]
fn write_workspace() {
    assert!(!path().exists(), "the file is there, and is not to change");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("2026-11.ron");
    let settings = Settings { account: "123456789012".into(), region: "eu-central-1".into(), ..Settings::default() };
    let caller = Caller::window(&settings, "ada");
    let actor = Actor::Window { user: "ada".into() };
    let first = SecretString::from("the first passphrase");
    let environment = environment(&file);
    let engine = Engine::create(&file, &first, settings.clone(), environment, &options(), actor).unwrap();

    let settings = Settings {
        name: Some("Kept — 保管".into()),
        publication_address: Some("pki.example.com".into()),
        auto_lock_minutes: 0,
        ..settings
    };
    engine.change_settings(&caller, settings).unwrap();
    for name in ["archive", "full", "gone"] {
        engine.add_bucket(&caller, NewBucket::folder(name, name)).unwrap();
    }
    engine.remove_bucket(&caller, "gone").unwrap();

    let mut request = with_crl(authority_request("ROOT", "Kept Root", "RSA_2048", "SHA384WITHRSA"), "archive");
    request["Tags"] = json!([{"Key": "team", "Value": "pki"}, {"Key": "empty"}]);
    request["KeyStorageSecurityStandard"] = json!("FIPS_140_2_LEVEL_3_OR_HIGHER");
    let root = CreateRoot { request: parsed(request), validity: parsed(json!({"Type": "YEARS", "Value": 20})) };
    let root = engine.create_and_activate_root(&caller, root).unwrap();
    engine.annotate_authority(&caller, root.id, "The root", "Kept in a safe.\nTwo people.").unwrap();

    let mut request = authority_request("SUBORDINATE", "Kept Issuing", "EC_secp384r1", "SHA256WITHECDSA");
    request["UsageMode"] = json!("SHORT_LIVED_CERTIFICATE");
    request["RevocationConfiguration"] =
        json!({"OcspConfiguration": {"Enabled": true, "OcspCustomCname": "ocsp.example.com"}});
    let subordinate = CreateSubordinate {
        request: parsed(request),
        parent: root.clone(),
        template: Template::subordinate(0).unwrap(),
        validity: parsed(json!({"Type": "MONTHS", "Value": 30})),
    };
    let issuing = engine.create_and_install_subordinate(&caller, subordinate).unwrap();

    let mut leaf = issue_request(&root.to_string(), &csr("kept.example"));
    leaf["SigningAlgorithm"] = json!("SHA512WITHRSA");
    leaf["IdempotencyToken"] = json!("kept");
    let kept = call::<IssueCertificateRequest>(&engine, &caller, leaf.clone()).certificate_arn;
    leaf["IdempotencyToken"] = json!("revoked");
    leaf["Csr"] = json!(base64(csr("revoked.example")));
    leaf["TemplateArn"] = json!("arn:aws:acm-pca:::template/EndEntityServerAuthCertificate/V1");
    let revoked: CertificateArn =
        call::<IssueCertificateRequest>(&engine, &caller, leaf).certificate_arn.parse().unwrap();
    engine.annotate_certificate(&caller, &kept.parse().unwrap(), "Kept", "for ever").unwrap();

    engine.change_passphrase(&caller, &first, &SecretString::from(PASSPHRASE)).unwrap();

    let request = json!({
        "CertificateAuthorityArn": root.to_string(), "CertificateSerial": revoked.serial.to_string(),
        "RevocationReason": "KEY_COMPROMISE"
    });
    let outcome = engine.revoke(&caller, parsed(request)).unwrap();
    assert!(matches!(outcome, CrlOutcome::Published { entries: 1, .. }), "{outcome:?}");
    let mut leaf = issue_request(&issuing.to_string(), &csr("short.example"));
    leaf["Validity"]["Value"] = json!(7);
    call::<IssueCertificateRequest>(&engine, &caller, leaf);

    let request = with_crl(authority_request("ROOT", "Kept Full", "EC_secp521r1", "SHA512WITHECDSA"), "full");
    let full = CreateRoot { request: parsed(request), validity: parsed(json!({"Type": "YEARS", "Value": 20})) };
    let full = engine.create_and_activate_root(&caller, full).unwrap();
    let outcome = engine.sign_crl(&caller, full.id).unwrap();
    assert!(matches!(outcome, CrlOutcome::Failed { .. }), "{outcome:?}");
    let request = json!({"CertificateAuthorityArn": full.to_string(), "Status": "DISABLED"});
    call::<UpdateCertificateAuthorityRequest>(&engine, &caller, request);

    let mut request = authority_request("SUBORDINATE", "Kept Pending", "EC_prime256v1", "SHA256WITHECDSA");
    request["IdempotencyToken"] = json!("pending");
    call::<CreateCertificateAuthorityRequest>(&engine, &caller, request);

    assert!(engine.verify().unwrap().authenticated);
    drop(engine);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(!text.contains(folder.path().to_str().unwrap()), "no path of this machine");
    std::fs::copy(&file, path()).unwrap();
}

fn authority<'a>(workspace: &'a Workspace, name: &str) -> &'a Arc<Authority> {
    let found = workspace.authorities().find(|authority| {
        let csr = CertificationRequest::from_der(authority.csr.as_bytes()).unwrap();
        csr.subject().common_name().as_deref() == Some(name)
    });
    found.unwrap_or_else(|| panic!("{name}"))
}

pub fn certificate<'a>(workspace: &'a Workspace, name: &str) -> CertificateRow<'a> {
    let mut rows = workspace.certificates().rows(0..usize::MAX);
    rows.find(|row| row.common_name == name).unwrap_or_else(|| panic!("{name}"))
}

/// Opens a copy: the file itself is read by nobody else.
fn opened(folder: &Path) -> Arc<Engine> {
    let copy = folder.join("2026-11.ron");
    std::fs::copy(path(), &copy).unwrap();
    let (engine, report) = Engine::open(&copy, environment(&copy), &options()).unwrap();
    assert_eq!((report.set_aside, report.from_index), (None, false));
    assert_eq!(engine.access(), Access::Locked);
    engine
}

#[test]
fn it_is_opened_verified_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let engine = opened(folder.path());
    assert_eq!(engine.unlock(&SecretString::from("the first passphrase")), Err(Error::WrongPassphrase));
    engine.unlock(&SecretString::from(PASSPHRASE)).unwrap();
    let verified = engine.verify().unwrap();
    let workspace = engine.snapshot();
    assert_eq!((verified.records, verified.authenticated), (workspace.head().seq, true));
    assert_eq!(workspace.head().seq, RECORDS);
    assert_eq!(workspace.identities().len(), 2);

    let expected = Settings {
        name: Some("Kept — 保管".into()),
        account: "123456789012".into(),
        region: "eu-central-1".into(),
        partition: "aws".into(),
        publication_address: Some("pki.example.com".into()),
        auto_lock_minutes: 0,
        auto_lock_while_serving: false,
    };
    assert_eq!(*workspace.settings(), expected);
    let buckets: Vec<&str> = workspace.buckets().map(|bucket| bucket.name.as_str()).collect();
    assert_eq!(buckets, ["archive", "full", "published"]);
    authorities(&workspace, engine.now());
    certificates(&engine, &workspace);
}

/// How many records it has.
const RECORDS: u64 = 22;

fn authorities(workspace: &Workspace, now: Timestamp) {
    use CertificateAuthorityStatus::{Active, Disabled, PendingCertificate};
    assert_eq!(workspace.authorities().count(), 4);
    let root = authority(workspace, "Kept Root");
    assert_eq!(
        (root.status(now), root.key_algorithm, root.signing_algorithm),
        (Active, KeyAlgorithm::Rsa2048, SigningAlgorithm::Sha384WithRsa)
    );
    assert_eq!((root.name.as_deref(), root.note.as_deref()), (Some("The root"), Some("Kept in a safe.\nTwo people.")));
    let tags: Vec<(&str, Option<&str>)> =
        root.tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_deref())).collect();
    assert_eq!(tags, [("team", Some("pki")), ("empty", None)]);
    let published = &root.crl.published[0];
    assert_eq!((published.bucket.as_str(), published.number), ("archive", root.crl.number));
    let crl = root.revocation_configuration.crl_configuration.as_ref().unwrap();
    assert_eq!((crl.enabled, crl.expiration_in_days), (true, Some(7)));

    let issuing = authority(workspace, "Kept Issuing");
    assert_eq!((issuing.status(now), issuing.parent), (Active, Some(root.id())));
    assert_eq!(issuing.usage_mode, CertificateAuthorityUsageMode::ShortLivedCertificate);
    let ocsp = issuing.revocation_configuration.ocsp_configuration.as_ref().unwrap();
    assert_eq!(ocsp.ocsp_custom_cname.as_deref(), Some("ocsp.example.com"));

    let full = authority(workspace, "Kept Full");
    assert_eq!((full.status(now), full.key_algorithm), (Disabled, KeyAlgorithm::EcSecp521r1));
    assert!(matches!(&full.crl.job, Some(CrlJob::Failed { .. })), "{:?}", full.crl.job);
    let pending = authority(workspace, "Kept Pending");
    assert_eq!((pending.status(now), pending.installed.is_none()), (PendingCertificate, true));
}

fn certificates(engine: &Engine, workspace: &Workspace) {
    // Three of the authorities themselves, three others.
    assert_eq!(workspace.certificates().len(), 6);
    let now = engine.now();
    let root = authority(workspace, "Kept Root");
    let kept = certificate(workspace, "kept.example");
    assert_eq!((kept.status(now), kept.template), (CertificateStatus::Valid, "EndEntityCertificate/V1"));
    let annotation = kept.annotation.unwrap();
    assert_eq!((annotation.name.as_deref(), annotation.note.as_deref()), (Some("Kept"), Some("for ever")));
    let arn = root.arn.certificate(kept.serial);
    let own = engine.chain(root.id()).unwrap().remove(0);
    assert_eq!(engine.certificate(&arn).unwrap().verify_signature(own.public_key()), Ok(()));
    let revoked = certificate(workspace, "revoked.example");
    assert_eq!(revoked.revocation.unwrap().reason, RevocationReason::KeyCompromise);
    let short = certificate(workspace, "short.example");
    assert_eq!(short.authority, authority(workspace, "Kept Issuing").id());
}

/// Its keys still sign, and its records go on.
#[test]
fn it_is_still_worked_with() {
    let folder = tempfile::tempdir().unwrap();
    let engine = opened(folder.path());
    engine.unlock(&SecretString::from(PASSPHRASE)).unwrap();
    let workspace = engine.snapshot();
    let caller = Caller::window(workspace.settings(), "bob");
    for (name, signing) in [("Kept Root", "SHA256WITHRSA"), ("Kept Issuing", "SHA384WITHECDSA")] {
        let authority = authority(&workspace, name);
        let mut request = issue_request(&authority.arn.to_string(), &csr("new.example"));
        request["SigningAlgorithm"] = json!(signing);
        request["Validity"]["Value"] = json!(5);
        let arn = call::<IssueCertificateRequest>(&engine, &caller, request).certificate_arn;
        let certificate = engine.certificate(&arn.parse().unwrap()).unwrap();
        let own = engine.chain(authority.id()).unwrap().remove(0);
        assert_eq!(certificate.verify_signature(own.public_key()), Ok(()));
    }
    let outcome = engine.sign_crl(&caller, authority(&workspace, "Kept Root").id()).unwrap();
    assert!(matches!(outcome, CrlOutcome::Published { entries: 1, .. }), "{outcome:?}");
    let verified = engine.verify().unwrap();
    assert!(verified.authenticated && verified.records > RECORDS);
}

/// Every event that the format knew then is in the file, so that every one is read.
#[test]
fn every_event_is_in_it() {
    let text = std::fs::read_to_string(path()).unwrap();
    for name in [
        "WorkspaceCreated",
        "IdentityReplaced",
        "SettingsChanged",
        "BucketAdded",
        "BucketRemoved",
        "AuthorityCreated",
        "AuthorityCertificateInstalled",
        "AuthorityUpdated",
        "CertificateIssued",
        "CertificateRevoked",
        "CrlRequested",
        "CrlSigned",
        "CrlPublished",
        "CrlFailed",
        "IdempotencyTokenUsed",
        "AuthorityAnnotated",
        "CertificateAnnotated",
    ] {
        assert!(text.contains(&format!("{name}(")), "{name}");
    }
}
