//! `2026-11-access.ron`: the state in which authorities are shared, deleted, audited and tagged, and keep managed
//! certificates, with every event that came with it.

use crate::desk::{NOON, authority_request, csr, issue_request};
use crate::november_2026::{Folders, Random, call, certificate, parsed, with_crl};
use canopy::engine::api::*;
use canopy::engine::environment::{Clock, Environment};
use canopy::engine::{
    Access, AuditReportOutcome, CERTIFICATE_MANAGER, Caller, CreateRoot, Engine, ManagedCertificateRequest,
    ManagedRenewal, NewBucket, Options,
};
use canopy::publish::FolderBuckets;
use canopy::ui::search::authority_name;
use canopy::workspace::{Actor, AuditReportProgress, Authority, Settings, Timestamp, Workspace};
use secrecy::SecretString;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

pub const PASSPHRASE: &str = "a workspace that is shared";
const DAY: i64 = 24 * 60 * 60;

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workspaces/2026-11-access.ron")
}

/// A second later at every look, and days later when it is told to be.
struct Days(AtomicI64);

impl Clock for Days {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(NOON + self.0.fetch_add(1, Ordering::SeqCst))
    }
}

impl Days {
    fn pass(&self, days: i64) {
        self.0.fetch_add(days * DAY, Ordering::SeqCst);
    }
}

fn environment(path: &Path, clock: Arc<Days>) -> Environment {
    Environment { clock, randomness: Arc::new(Random), buckets: Arc::new(Folders(FolderBuckets::beside(path))) }
}

fn options() -> Options {
    Options { work_factor: 1, ..Options::default() }
}

/// Wrote the file in November 2026. Never run it again: the file it wrote is what the other tests are about.
#[test]
#[ignore = "the file is written already"]
fn write_workspace() {
    assert!(!path().exists(), "the file is there, and is not to change");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("2026-11-access.ron");
    let settings = Settings { account: "123456789012".into(), auto_lock_minutes: 0, ..Settings::default() };
    let caller = Caller::window(&settings, "ada");
    let actor = Actor::Window { user: "ada".into() };
    let clock = Arc::new(Days(AtomicI64::new(0)));
    let passphrase = SecretString::from(PASSPHRASE);
    let environment = environment(&file, clock.clone());
    let engine = Engine::create(&file, &passphrase, settings, environment, &options(), actor).unwrap();
    engine.add_bucket(&caller, NewBucket::folder("full", "full")).unwrap();
    let root = |name: &str, algorithm: &str, signing: &str, partitioned: bool| {
        let mut request = authority_request("ROOT", name, algorithm, signing);
        if partitioned {
            request = with_crl(request, "published");
            request["RevocationConfiguration"]["CrlConfiguration"]["CrlType"] = json!("PARTITIONED");
        }
        let root = CreateRoot { request: parsed(request), validity: parsed(json!({"Type": "YEARS", "Value": 20})) };
        engine.create_and_activate_root(&caller, root).unwrap()
    };
    let shared = root("Kept Shared", "EC_prime256v1", "SHA256WITHECDSA", true);
    let arn = shared.to_string();

    let tags = json!({"CertificateAuthorityArn": arn, "Tags": [{"Key": "team", "Value": "pki"}, {"Key": "empty"}]});
    call::<TagCertificateAuthorityRequest>(&engine, &caller, tags);
    let actions = json!(["IssueCertificate", "GetCertificate", "ListPermissions"]);
    let permission = json!({"CertificateAuthorityArn": arn, "Principal": CERTIFICATE_MANAGER, "Actions": actions});
    call::<CreatePermissionRequest>(&engine, &caller, permission.clone());
    let policy = json!({"Version": "2012-10-17", "Statement": [{
        "Sid": "read", "Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Resource": arn,
        "Action": ["acm-pca:DescribeCertificateAuthority", "acm-pca:GetCertificate",
            "acm-pca:GetCertificateAuthorityCertificate", "acm-pca:ListPermissions", "acm-pca:ListTags"]
    }, {
        "Sid": "issue", "Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Resource": arn,
        "Action": "acm-pca:IssueCertificate", "Condition": {"StringEquals": {
            "acm-pca:TemplateArn": "arn:aws:acm-pca:::template/EndEntityCertificate/V1"}}
    }]});
    call::<PutPolicyRequest>(&engine, &caller, json!({"ResourceArn": arn, "Policy": policy.to_string()}));

    call::<IssueCertificateRequest>(&engine, &caller, issue_request(&arn, &csr("sharded.example")));
    let mut request = ManagedCertificateRequest {
        authority: shared.clone(),
        key_algorithm: KeyAlgorithm::EcPrime256v1,
        subject: Asn1Subject { common_name: Some("managed.example".into()), ..Asn1Subject::default() },
        names: Vec::new(),
        validity_days: 90,
        renew_days_before: 30,
    };
    let managed = engine.request_managed_certificate(&caller, &request).unwrap();
    request.subject.common_name = Some("forgotten.example".into());
    let forgotten = engine.request_managed_certificate(&caller, &request).unwrap();
    let serial = engine.snapshot().managed_certificate(managed).unwrap().current.serial;
    engine.managed_pkcs12(&caller, managed, serial, "managed", &SecretString::from("correct horse")).unwrap();
    engine.forget_managed(&caller, forgotten).unwrap();

    for bucket in ["published", "full"] {
        let request = json!({
            "CertificateAuthorityArn": arn, "S3BucketName": bucket, "AuditReportResponseFormat": "CSV"
        });
        if bucket == "full" {
            clock.pass(1);
        }
        call::<CreateCertificateAuthorityAuditReportRequest>(&engine, &caller, request);
        let [(authority, report)] = engine.audit_reports_due()[..] else { panic!("one is due") };
        let outcome = engine.write_audit_report(&caller, authority, report).unwrap();
        assert_eq!(matches!(outcome, AuditReportOutcome::Failed { .. }), bucket == "full", "{outcome:?}");
    }

    // The certificate manager may not renew any more when it is time.
    let withdrawn = json!({"CertificateAuthorityArn": arn, "Principal": CERTIFICATE_MANAGER});
    call::<DeletePermissionRequest>(&engine, &caller, withdrawn);
    clock.pass(60);
    let outcome = engine.renew_managed_due(managed).unwrap();
    assert!(matches!(outcome, ManagedRenewal::Failed { .. }), "{outcome:?}");
    call::<CreatePermissionRequest>(&engine, &caller, permission);

    // One that was deleted comes back, one is gone with its key, and one can still be restored.
    let delete = |name: &str| {
        let arn = root(name, "ML_DSA_44", "ML_DSA_44", false).to_string();
        let disable = json!({"CertificateAuthorityArn": arn, "Status": "DISABLED"});
        call::<UpdateCertificateAuthorityRequest>(&engine, &caller, disable);
        let delete = json!({"CertificateAuthorityArn": arn, "PermanentDeletionTimeInDays": 7});
        call::<DeleteCertificateAuthorityRequest>(&engine, &caller, delete);
        arn
    };
    let restored = delete("Kept Restored");
    call::<RestoreCertificateAuthorityRequest>(&engine, &caller, json!({"CertificateAuthorityArn": restored}));
    delete("Kept Gone");
    for _ in 0..2 {
        clock.pass(8);
        engine.confirm_date(&caller).unwrap();
        engine.end_restoration_periods(&caller).unwrap();
    }
    delete("Kept Deleted");
    assert!(engine.verify().unwrap().authenticated);
    drop(engine);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(!text.contains(folder.path().to_str().unwrap()), "no path of this machine");
    std::fs::copy(&file, path()).unwrap();
}

/// Opens a copy an hour after the last record: the file itself is read by nobody else.
fn opened(folder: &Path) -> Arc<Engine> {
    let copy = folder.join("2026-11-access.ron");
    std::fs::copy(path(), &copy).unwrap();
    let hour = Arc::new(Days(AtomicI64::new(77 * DAY + 60 * 60)));
    let (engine, report) = Engine::open(&copy, environment(&copy, hour), &options()).unwrap();
    assert_eq!((report.set_aside, report.from_index), (None, false));
    assert_eq!(engine.access(), Access::Locked);
    engine.unlock(&SecretString::from(PASSPHRASE)).unwrap();
    engine
}

fn named(workspace: &Workspace, name: &str) -> Arc<Authority> {
    let mut found = workspace.authorities().filter(|authority| authority_name(authority) == name);
    found.next().unwrap_or_else(|| panic!("{name}")).clone()
}

#[test]
fn it_is_opened_verified_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let engine = opened(folder.path());
    assert!(engine.verify().unwrap().authenticated);
    let (workspace, now) = (engine.snapshot(), engine.now());
    let shared = named(&workspace, "Kept Shared");
    let tags: Vec<(&str, Option<&str>)> =
        shared.tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_deref())).collect();
    assert_eq!(tags, [("team", Some("pki")), ("empty", None)]);
    let [permission] = &shared.permissions[..] else { panic!("{:?}", shared.permissions) };
    assert_eq!((permission.principal.as_str(), permission.actions.len()), (CERTIFICATE_MANAGER, 3));
    assert!(shared.policy.as_ref().is_some_and(|policy| policy.contains("111122223333")));
    assert_eq!(shared.crl_partitions.len(), 1);
    let row = certificate(&workspace, "sharded.example");
    assert_eq!(row.authority, shared.id());
    let [written, failed] = &shared.audit_reports[..] else { panic!("{:?}", shared.audit_reports) };
    assert!(matches!(written.progress, AuditReportProgress::Written { .. }), "{written:?}");
    assert!(matches!(failed.progress, AuditReportProgress::Failed { .. }), "{failed:?}");
    let managed: Vec<_> = workspace.managed_certificates().collect();
    assert!(managed.len() == 1 && managed[0].failure.is_some(), "{managed:?}");
    assert_eq!(named(&workspace, "Kept Restored").status(now), CertificateAuthorityStatus::Disabled);
    assert_eq!(named(&workspace, "Kept Deleted").status(now), CertificateAuthorityStatus::Deleted);
    assert!(!workspace.authorities().any(|authority| authority_name(authority) == "Kept Gone"));
    assert_eq!(workspace.removed_authorities().count(), 1);
}

/// What waits is done: the renewal that was refused, the restoration.
#[test]
fn it_is_still_worked_with() {
    let folder = tempfile::tempdir().unwrap();
    let engine = opened(folder.path());
    let workspace = engine.snapshot();
    let caller = Caller::window(workspace.settings(), "bob");
    let managed = workspace.managed_certificates().next().unwrap().clone();
    let renewed = engine.renew_managed(&caller, managed.id).unwrap();
    assert_ne!(renewed.certificate.serial, managed.current.serial);
    let arn = named(&workspace, "Kept Deleted").arn.to_string();
    call::<RestoreCertificateAuthorityRequest>(&engine, &caller, json!({"CertificateAuthorityArn": arn}));
    let shared = named(&workspace, "Kept Shared");
    engine.sign_crl(&caller, shared.id()).unwrap();
    assert!(engine.verify().unwrap().authenticated);
}
