//! A disk that takes no more: what cannot be written is refused, and nothing is lost or left half done.
//!
//! This test program starts itself again under `ulimit -f`, which lets no file grow beyond a length.

use crate::desk::{Desk, authority_request, base64, csr, environment_at_noon, issue_request, options, passphrase};
use canopy::engine::api::*;
use canopy::engine::{Access, Caller, CreateRoot, CreateSubordinate, Due, Engine, Error, OpenReport, Template};
use canopy::files::{self, Privacy};
use canopy::workspace::{CertificateArn, CertificateAuthorityArn};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// A process with this variable works in this folder, under the limit.
const FOLDER: &str = "CANOPY_FULL_DISK_TEST_FOLDER";

/// What `ulimit -f` counts in (POSIX).
const BLOCK: usize = 512;

/// Starts this program again with one test and a limit on the length of files.
fn start_again(test: &str, folder: &Path, blocks: usize) {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let ended = Command::new("sh")
        .args(["-c", &script])
        .arg(std::env::current_exe().unwrap())
        .args([&format!("disk_full::{test}"), "--exact", "--nocapture"])
        .env(FOLDER, folder)
        .output()
        .unwrap();
    let said = [ended.stdout, ended.stderr].concat();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&said));
}

fn folder() -> Option<std::path::PathBuf> {
    std::env::var_os(FOLDER).map(Into::into)
}

fn names(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

/// Notes until the file ends with a block, so that it can grow by no byte.
fn fill_block(desk: &Desk, certificate: &str) {
    let arn: CertificateArn = certificate.parse().unwrap();
    let note = |length: usize| {
        desk.engine.annotate_certificate(&desk.caller, &arn, "", &"x".repeat(length)).unwrap();
        desk.bytes().len()
    };
    let (before, after) = (note(1), note(2));
    // The next note of one letter more takes as much as this one and one byte more, and so on.
    let (mut length, mut grows) = (2, after - before);
    for _ in 0..5 {
        let end = desk.bytes().len();
        if end.is_multiple_of(BLOCK) {
            return;
        }
        let wanted = end + grows - length + 3;
        let next = 3 + (BLOCK - wanted % BLOCK) % BLOCK;
        let now = note(next);
        (length, grows) = (next, now - end);
    }
    assert_eq!(desk.bytes().len() % BLOCK, 0);
}

#[test]
fn every_act_is_refused_whole_and_goes_when_there_is_room() {
    if let Some(folder) = folder() {
        return act_without_room(&folder);
    }
    let desk = Desk::new();
    let root = desk.root();
    let leaf = desk.issue(&root, "a.example");
    let request = authority_request("SUBORDINATE", "Pending CA", "EC_prime256v1", "SHA256WITHECDSA");
    let pending = desk.call::<CreateCertificateAuthorityRequest>(request).unwrap().certificate_authority_arn;
    let csr_of = json!({"CertificateAuthorityArn": pending});
    let csr_of = desk.call::<GetCertificateAuthorityCsrRequest>(csr_of).unwrap().csr;
    let mut request = issue_request(&root, &csr_of);
    request["TemplateArn"] = json!("arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen0/V1");
    let certificate = desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn;
    let import = json!({
        "CertificateAuthorityArn": pending,
        "Certificate": base64(desk.certificate(&certificate).to_pem()),
        "CertificateChain": base64(desk.authority_certificate(&root).to_pem()),
    });
    let report =
        json!({"CertificateAuthorityArn": root, "S3BucketName": "published", "AuditReportResponseFormat": "CSV"});
    desk.call::<CreateCertificateAuthorityAuditReportRequest>(report).unwrap();
    let plan = json!({"root": root, "leaf": leaf, "import": import, "csr": csr("b.example")});
    let plan_path = desk.folder.path().join("plan.json");
    std::fs::write(&plan_path, plan.to_string()).unwrap();
    fill_block(&desk, &leaf);
    let before = desk.bytes();
    let head = desk.engine.snapshot().head();
    let path = desk.path();
    let Desk { folder, engine, clock, caller } = desk;
    drop(engine);
    start_again("every_act_is_refused_whole_and_goes_when_there_is_room", folder.path(), before.len() / BLOCK);
    assert!(std::fs::read(&path).unwrap() == before);
    let (engine, report) = Engine::open(&path, environment_at_noon(&path), &options()).unwrap();
    assert_eq!((report, engine.snapshot().head()), (OpenReport::default(), head));
    engine.unlock(&passphrase()).unwrap();
    let desk = Desk { folder, engine, clock, caller };
    desk.call::<ImportCertificateAuthorityCertificateRequest>(plan["import"].clone()).unwrap();
    desk.issue(&root, "c.example");
    desk.try_root("Root with room").unwrap();
    assert!(desk.engine.verify().unwrap().authenticated);
}

fn act_without_room(folder: &Path) {
    let path = folder.join("test.canopy");
    let before = std::fs::read(&path).unwrap();
    let plan: Value = serde_json::from_slice(&std::fs::read(folder.join("plan.json")).unwrap()).unwrap();
    let text = |name: &str| plan[name].as_str().unwrap().to_owned();
    let environment = environment_at_noon(&path);
    let (engine, _) = Engine::open(&path, environment, &options()).unwrap();
    engine.unlock(&passphrase()).unwrap();
    let head = engine.snapshot().head();
    let authorities = engine.snapshot().authorities().count();
    let caller = Caller::window(engine.snapshot().settings(), "test");
    let validity = || serde_json::from_value(json!({"Type": "YEARS", "Value": 5})).unwrap();
    let authority = |kind: &str| {
        serde_json::from_value(authority_request(kind, "New", "EC_prime256v1", "SHA256WITHECDSA")).unwrap()
    };
    let (root, leaf): (CertificateAuthorityArn, CertificateArn) =
        (text("root").parse().unwrap(), text("leaf").parse().unwrap());
    type Act<'a> = &'a dyn Fn() -> Result<(), Error>;
    let acts: [(&str, Act<'_>); 5] = [
        ("create a root", &|| {
            let root = CreateRoot { request: authority("ROOT"), validity: validity() };
            engine.create_and_activate_root(&caller, root).map(drop)
        }),
        ("create a subordinate", &|| {
            let request = authority("SUBORDINATE");
            let template = Template::subordinate(0).unwrap();
            let subordinate = CreateSubordinate { request, parent: root.clone(), template, validity: validity() };
            engine.create_and_install_subordinate(&caller, subordinate).map(drop)
        }),
        ("issue", &|| {
            let mut request = issue_request(&text("root"), &text("csr"));
            request["Validity"]["Value"] = json!(1);
            engine.call::<IssueCertificateRequest>(&caller, serde_json::from_value(request).unwrap()).map(drop)
        }),
        ("revoke", &|| {
            let request = json!({
                "CertificateAuthorityArn": text("root"),
                "CertificateSerial": leaf.serial.to_string(),
                "RevocationReason": "SUPERSEDED"
            });
            engine.revoke(&caller, serde_json::from_value(request).unwrap()).map(drop)
        }),
        ("import", &|| {
            let request = serde_json::from_value(plan["import"].clone()).unwrap();
            engine.call::<ImportCertificateAuthorityCertificateRequest>(&caller, request).map(drop)
        }),
    ];
    for (name, act) in acts {
        let error = act().unwrap_err();
        let Error::Storage(reason) = &error else { panic!("{name}: {error}") };
        assert!(reason.contains("File too large"), "{name}: {reason}");
        assert_eq!(engine.snapshot().head(), head, "{name}");
        assert_eq!(engine.snapshot().authorities().count(), authorities, "{name}");
        assert_eq!(engine.access(), Access::Unlocked, "{name}");
        assert!(std::fs::read(&path).unwrap() == before, "{name}");
    }
    let [due] = engine.due()[..] else { panic!("{:?}", engine.due()) };
    assert!(matches!(due, Due::AuditReport(..)) && matches!(engine.perform_due(&due), Err(Error::Storage(_))));
    assert!(engine.due().is_empty(), "what cannot be recorded rests");
    assert_eq!(engine.next_due(), Some(engine.now().plus_milliseconds(15 * 60 * 1000)));
    assert_eq!(engine.snapshot().head(), head);
    let actor = canopy::workspace::Actor::Window { user: "test".into() };
    let settings = canopy::workspace::Settings { name: Some("x".repeat(before.len())), ..Default::default() };
    let environment = environment_at_noon(&path);
    let new = Engine::create(&folder.join("new.canopy"), &passphrase(), settings, environment, &options(), actor);
    assert!(new.is_err());
    assert!(names(folder).iter().all(|name| !name.starts_with("new") && !name.starts_with(".canopy-")));
}

#[test]
fn a_file_is_saved_whole_or_stays_as_it_was() {
    if let Some(folder) = folder() {
        let path = folder.join("chain.pem");
        let error = files::save(&path, &[b'x'; 10 * BLOCK], Privacy::Published).unwrap_err();
        assert!(error.to_string().contains("could not be saved"), "{error}");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chain.pem");
    files::save(&path, b"old", Privacy::Published).unwrap();
    start_again("a_file_is_saved_whole_or_stays_as_it_was", folder.path(), 4);
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    assert_eq!(names(folder.path()), ["chain.pem"]);
}

#[test]
fn a_lost_write_that_cannot_be_set_aside_keeps_nobody_from_looking() {
    if let Some(folder) = folder() {
        let path = folder.join("test.canopy");
        let environment = environment_at_noon(&path);
        let (engine, report) = Engine::open(&path, environment, &options()).unwrap();
        assert_eq!(report.set_aside, None);
        let Access::ReadOnly(reason) = engine.access() else { panic!("{:?}", engine.access()) };
        assert!(reason.contains("cannot be written") && reason.contains("File too large"), "{reason}");
        return engine.unlock(&passphrase()).unwrap();
    }
    let desk = Desk::new();
    let root = desk.root();
    let whole = desk.bytes();
    let torn = [&whole[..whole.len() - 3], &[b'('; 10 * BLOCK]].concat();
    let (path, environment) = (desk.path(), desk.environment());
    let Desk { folder, engine, clock, caller } = desk;
    drop(engine);
    std::fs::write(&path, &torn).unwrap();
    start_again("a_lost_write_that_cannot_be_set_aside_keeps_nobody_from_looking", folder.path(), 4);
    assert!(std::fs::read(&path).unwrap() == torn);
    assert!(names(folder.path()).iter().all(|name| !name.contains("torn")), "{:?}", names(folder.path()));
    let (engine, report) = Engine::open(&path, environment, &options()).unwrap();
    assert_eq!(report.set_aside.map(|aside| aside.bytes), Some(10 * BLOCK as u64));
    engine.unlock(&passphrase()).unwrap();
    Desk { folder, engine, clock, caller }.issue(&root, "a.example");
}
