//! A workspace from its creation to its end.

use crate::desk::{Desk, csr, issue_request, options, passphrase};
use canopy::engine::api::*;
use canopy::engine::{Access, Engine, Error};
use canopy::workspace::{Actor, Settings};
use secrecy::SecretString;
use serde_json::json;

fn reopened(desk: Desk) -> Desk {
    let environment = desk.environment();
    let path = desk.path();
    let Desk { folder, engine, clock, caller } = desk;
    drop(engine);
    let (engine, _) = Engine::open(&path, environment, &options()).unwrap();
    Desk { folder, engine, clock, caller }
}

#[test]
fn locked_is_read_only() {
    let desk = Desk::new();
    let root = desk.root();
    desk.engine.lock();
    assert_eq!(desk.engine.access(), Access::Locked);
    let request = json!({"CertificateAuthorityArn": root});
    desk.call::<DescribeCertificateAuthorityRequest>(request).unwrap();
    let error = desk.refused::<IssueCertificateRequest>(issue_request(&root, &csr("a.example")), "ServiceUnavailable");
    assert_eq!(error, Error::Locked);
    assert_eq!(desk.engine.unlock(&SecretString::from("wrong")), Err(Error::WrongPassphrase));
    assert_eq!(desk.engine.access(), Access::Locked);
    desk.engine.unlock(&passphrase()).unwrap();
    desk.issue(&root, "a.example");
}

#[test]
fn what_was_done_is_there_after_reopening() {
    let desk = Desk::new();
    let root = desk.root();
    let leaf = desk.issue(&root, "a.example");
    let head = desk.engine.snapshot().head();
    let desk = reopened(desk);
    assert_eq!(desk.engine.snapshot().head(), head);
    assert_eq!(desk.engine.access(), Access::Locked);
    desk.certificate(&leaf);
    desk.engine.unlock(&passphrase()).unwrap();
    desk.issue(&root, "b.example");
    let verified = desk.engine.verify().unwrap();
    assert_eq!((verified.records, verified.authenticated), (head.seq + 1, true));
}

#[test]
fn a_new_passphrase_replaces_the_old_one() {
    let desk = Desk::new();
    let root = desk.root();
    let old_bytes = desk.bytes();
    let new = SecretString::from("another passphrase");
    let wrong = SecretString::from("wrong");
    assert_eq!(desk.engine.change_passphrase(&desk.caller, &wrong, &new), Err(Error::WrongPassphrase));
    assert!(desk.bytes() == old_bytes);
    desk.engine.change_passphrase(&desk.caller, &passphrase(), &new).unwrap();
    desk.issue(&root, "a.example");
    assert!(desk.engine.verify().unwrap().authenticated);
    let desk = reopened(desk);
    assert_eq!(desk.engine.unlock(&passphrase()), Err(Error::WrongPassphrase));
    desk.engine.unlock(&new).unwrap();
    desk.issue(&root, "b.example");
    let third = SecretString::from("a third passphrase");
    desk.engine.change_passphrase(&desk.caller, &new, &third).unwrap();
    desk.issue(&root, "c.example");
    assert!(desk.engine.verify().unwrap().authenticated);
}

#[test]
fn the_old_passphrase_opens_nothing_in_the_file() {
    let desk = Desk::new();
    desk.root();
    let workspace = desk.engine.snapshot();
    let old: Vec<Vec<u8>> = workspace
        .identities()
        .iter()
        .map(|identity| identity.secret)
        .chain(workspace.authorities().map(|authority| authority.key))
        .map(|secret| workspace.secret(secret).unwrap())
        .collect();
    desk.engine.change_passphrase(&desk.caller, &passphrase(), &SecretString::from("another passphrase")).unwrap();
    let text = String::from_utf8(desk.bytes()).unwrap();
    use base64ct::{Base64, Encoding as _};
    for secret in old {
        assert!(!text.contains(&Base64::encode_string(&secret)));
    }
}

#[test]
fn no_private_key_is_in_the_file() {
    let desk = Desk::new();
    desk.root();
    let text = String::from_utf8(desk.bytes()).unwrap();
    assert!(!text.contains("PRIVATE"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(desk.path()).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_second_window_looks_on() {
    let desk = Desk::new();
    let root = desk.root();
    let (second, _) = Engine::open(&desk.path(), desk.environment(), &options()).unwrap();
    assert!(matches!(second.access(), Access::ReadOnly(_)), "{:?}", second.access());
    second.unlock(&passphrase()).unwrap();
    let request = serde_json::from_value::<IssueCertificateRequest>(issue_request(&root, &csr("a.example"))).unwrap();
    assert!(matches!(second.call(&desk.caller, request), Err(Error::ReadOnly(_))));
    assert!(!second.follow().unwrap());
    desk.issue(&root, "a.example");
    assert!(second.follow().unwrap());
    assert_eq!(second.snapshot().head(), desk.engine.snapshot().head());
}

#[test]
fn a_workspace_never_takes_the_place_of_a_file() {
    let desk = Desk::new();
    let before = desk.bytes();
    let actor = Actor::Window { user: "test".into() };
    let path = desk.path();
    let again =
        Engine::create(&path, &passphrase(), Settings::default(), desk.environment(), &options(), actor.clone());
    assert!(matches!(again, Err(Error::Storage(_))), "{again:?}");
    assert!(desk.bytes() == before);
    let nowhere = desk.folder.path().join("none/test.canopy");
    let settings = Settings { account: "12".into(), ..Settings::default() };
    let bad = Engine::create(&nowhere, &passphrase(), settings, desk.environment(), &options(), actor);
    assert_eq!(bad.unwrap_err().members(), ["account"]);
}

#[test]
fn many_writers_share_the_file() {
    let desk = Desk::new();
    let root = desk.root();
    let before = desk.engine.snapshot().certificates().len();
    let csr = csr("a.example");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..25 {
                    desk.call::<IssueCertificateRequest>(issue_request(&root, &csr)).unwrap();
                }
            });
        }
    });
    assert_eq!(desk.engine.snapshot().certificates().len(), before + 100);
    assert_eq!(desk.engine.verify().unwrap().records, desk.engine.snapshot().head().seq);
}

#[test]
fn the_clock_of_records_never_goes_back() {
    let desk = Desk::new();
    let root = desk.root();
    let at = desk.engine.snapshot().head().at;
    desk.later(-86_400);
    desk.issue(&root, "a.example");
    assert_eq!(desk.engine.snapshot().head().at, at);
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_no_place_to_write() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    let root = desk.root();
    desk.issue(&root, "a.example");
    // Root may write everywhere, and then there is nothing to see here.
    let folder = desk.folder.path().join("closed");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o500)).unwrap();
    if std::fs::write(folder.join("probe"), b"").is_ok() {
        println!("skipped: needs a user who is not root");
        return;
    }
    let actor = Actor::Window { user: "test".into() };
    let path = folder.join("w.canopy");
    let error = Engine::create(&path, &passphrase(), Settings::default(), desk.environment(), &options(), actor);
    assert!(matches!(error, Err(Error::Storage(_))), "{error:?}");
}
