//! A folder that takes no new files: the workspace in it can be looked at, and nothing else.

use crate::desk::{Desk, csr, issue_request, options, passphrase};
use canopy::engine::api::*;
use canopy::engine::{Access, Caller, Engine, Environment, Error, OpenReport};
use canopy::publish::FolderBuckets;
use canopy::workspace::{Actor, Settings};
use serde_json::json;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::sync::Arc;

/// A process with this variable is the user whom this folder refuses.
const CLOSED: &str = "CANOPY_CLOSED_FOLDER_TEST";

#[test]
fn a_folder_that_takes_no_files_is_for_looking_only() {
    if let Some(folder) = std::env::var_os(CLOSED) {
        return look_into_closed(Path::new(&folder));
    }
    let desk = Desk::new();
    let root = desk.root();
    desk.issue(&root, "a.example");
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("closed");
    let mode = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(outer.path(), 0o755);
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("test.canopy");
    std::fs::write(&file, desk.bytes()).unwrap();
    mode(&file, 0o600);
    let program = outer.path().join("test");
    let here = std::env::current_exe().unwrap();
    if std::fs::hard_link(&here, &program).is_err() {
        std::fs::copy(&here, &program).unwrap();
    }
    let mut worker = std::process::Command::new(&program);
    worker.args(["closed_folder::a_folder_that_takes_no_files_is_for_looking_only", "--exact", "--nocapture"]);
    // Root may write everywhere: somebody else looks then.
    if std::fs::metadata(&folder).unwrap().uid() == 0 {
        for path in [&folder, &file] {
            chown(path, Some(65_534), Some(65_534)).unwrap();
        }
        worker.uid(65_534).gid(65_534);
    }
    mode(&folder, 0o555);
    let before = std::fs::read(&file).unwrap();
    let ended = worker.env(CLOSED, &folder).current_dir("/").output().unwrap();
    let words = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success() && !words.contains("skipped"), "{}{words}", String::from_utf8_lossy(&ended.stdout));
    assert!(std::fs::read(&file).unwrap() == before);
    let names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["test.canopy"]);
    mode(&folder, 0o755);
}

fn look_into_closed(folder: &Path) {
    let path = folder.join("test.canopy");
    let environment = Environment::system(Arc::new(FolderBuckets::beside(&path)));
    let (engine, report) = Engine::open(&path, environment.clone(), &options()).unwrap();
    assert_eq!(report, OpenReport::default());
    let Access::ReadOnly(reason) = engine.access() else { panic!("{:?}", engine.access()) };
    assert!(reason.contains("cannot be written") && reason.contains("Permission denied"), "{reason}");
    engine.unlock(&passphrase()).unwrap();
    let workspace = engine.snapshot();
    let caller = Caller::window(workspace.settings(), "test");
    let root = workspace.authorities().next().unwrap().arn.clone();
    let row = workspace.certificates().row(1).unwrap();
    engine.certificate(&root.certificate(row.serial)).unwrap();
    let issue = serde_json::from_value(issue_request(&root.to_string(), &csr("b.example"))).unwrap();
    let issued = engine.call::<IssueCertificateRequest>(&caller, issue);
    assert!(matches!(issued, Err(Error::ReadOnly(_))));
    let revoke = json!({
        "CertificateAuthorityArn": root.to_string(), "CertificateSerial": row.serial.to_string(), "RevocationReason": "SUPERSEDED"
    });
    let revoked = engine.revoke(&caller, serde_json::from_value(revoke).unwrap());
    assert!(matches!(revoked, Err(Error::ReadOnly(_))), "{revoked:?}");
    let saved = canopy::files::save(&folder.join("a.pem"), b"certificate", canopy::files::Privacy::Published);
    assert!(saved.unwrap_err().to_string().contains("the permissions do not allow it"));
    let actor = Actor::Window { user: "test".into() };
    let new = folder.join("new.canopy");
    let created = Engine::create(&new, &passphrase(), Settings::default(), environment, &options(), actor);
    assert!(matches!(&created, Err(Error::Storage(reason)) if reason.contains("Permission denied")), "{created:?}");
}
