//! A workspace from its creation to its end.

use crate::desk::{Desk, authority_request, csr, issue_request, options, passphrase};
use canopy::engine::api::*;
use canopy::engine::environment::Randomness;
use canopy::engine::{Access, Caller, ClockDoubt, Engine, Environment, Error, Options};
use canopy::workspace::{Actor, Settings};
use secrecy::SecretString;
use serde_json::json;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

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
fn a_verification_tells_what_was_written_elsewhere() {
    let desk = Desk::new();
    desk.root();
    let (second, _) = Engine::open(&desk.path(), desk.environment(), &options()).unwrap();
    second.unlock(&passphrase()).unwrap();
    assert!(second.verify().unwrap().authenticated);
    desk.engine.change_passphrase(&desk.caller, &passphrase(), &SecretString::from("another")).unwrap();
    assert!(!second.verify().unwrap().authenticated, "the keys are those of the old passphrase");
    assert_eq!(second.snapshot().head(), desk.engine.snapshot().head());
    second.unlock(&SecretString::from("another")).unwrap();
    assert!(second.verify().unwrap().authenticated);
}

#[test]
fn a_closed_workspace_can_be_opened_again_while_it_is_held() {
    let desk = Desk::new();
    let root = desk.root();
    let open = || Engine::open(&desk.path(), desk.environment(), &options()).unwrap().0;
    assert!(matches!(open().access(), Access::ReadOnly(_)));
    desk.engine.close();
    let before = desk.bytes();
    let second = open();
    assert_eq!(second.access(), Access::Locked);
    let Access::ReadOnly(reason) = desk.engine.access() else { panic!("{:?}", desk.engine.access()) };
    assert_eq!(reason, "the workspace was closed");
    assert!(matches!(desk.engine.unlock(&passphrase()), Err(Error::ReadOnly(_))));
    assert!(matches!(desk.engine.go_on_from_this_copy(&passphrase()), Err(Error::ReadOnly(_))));
    desk.refused::<IssueCertificateRequest>(issue_request(&root, &csr("a.example")), "ServiceUnavailable");
    desk.engine.close();
    assert!(desk.engine.verify().is_ok());
    assert!(desk.bytes() == before);
    drop(desk.engine);
    second.unlock(&passphrase()).unwrap();
    assert_eq!(second.access(), Access::Unlocked);
}

/// Does something in the middle of a copy.
struct Meanwhile<Act>(Vec<u8>, Option<Act>);

impl<Act: FnOnce()> std::io::Write for Meanwhile<Act> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.1.take().into_iter().for_each(|act| act());
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_workspace_is_locked_and_written_while_it_is_copied() {
    let desk = Desk::new();
    let root = desk.root();
    let before = desk.bytes();
    let act = || {
        desk.issue(&root, "a.example");
        desk.engine.lock();
    };
    let mut copy = Meanwhile(Vec::new(), Some(act));
    desk.engine.save_copy(&mut copy).unwrap();
    assert!(copy.0 == before);
    assert!(desk.bytes() != before);
    assert_eq!(desk.engine.access(), Access::Locked);
}

#[test]
fn a_new_passphrase_does_not_tear_a_copy() {
    let desk = Desk::new();
    desk.root();
    let before = desk.bytes();
    let (sender, changed) = std::sync::mpsc::channel();
    let (engine, caller) = (desk.engine.clone(), desk.caller.clone());
    let act = || {
        std::thread::spawn(move || {
            sender.send(engine.change_passphrase(&caller, &passphrase(), &SecretString::from("another"))).unwrap();
        });
        let waits = changed.recv_timeout(std::time::Duration::from_millis(200));
        assert!(waits.is_err(), "it has erased what the copy needs");
    };
    let mut copy = Meanwhile(Vec::new(), Some(act));
    desk.engine.save_copy(&mut copy).unwrap();
    assert!(copy.0 == before);
    changed.recv().unwrap().unwrap();
    assert!(desk.bytes() != before);
}

#[test]
fn a_workspace_never_takes_the_place_of_a_file() {
    let desk = Desk::new();
    let before = desk.bytes();
    let actor = Actor::Window { user: "test".into() };
    let path = desk.path();
    let again =
        Engine::create(&path, &passphrase(), Settings::default(), desk.environment(), &options(), actor.clone());
    assert!(
        matches!(&again, Err(Error::InvalidArgs(refusal)) if refusal.message.contains("exists already")),
        "{again:?}"
    );
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

/// Changes the passphrase whenever an identifier is made, which is between the sealing of a key and its writing.
#[derive(Default)]
struct Meddling {
    engine: Mutex<Option<(Arc<Engine>, Caller)>>,
    made: AtomicU64,
}

impl Randomness for Meddling {
    fn fill(&self, bytes: &mut [u8]) {
        let made = self.made.fetch_add(1, Ordering::SeqCst) + 1;
        bytes.fill(0x5a);
        bytes[..8].copy_from_slice(&made.to_be_bytes());
        let armed = self.engine.lock().unwrap().take();
        if let Some((engine, caller)) = armed {
            engine.change_passphrase(&caller, &passphrase(), &SecretString::from("another passphrase")).unwrap();
        }
    }
}

#[test]
fn a_key_sealed_before_a_new_passphrase_is_not_written_after_it() {
    let desk = Desk::new();
    let root = desk.root();
    let meddling = Arc::new(Meddling::default());
    let environment = Environment { randomness: meddling.clone(), ..desk.environment() };
    let Desk { folder, engine, clock, caller } = desk;
    let path = folder.path().join("test.canopy");
    drop(engine);
    let (engine, _) = Engine::open(&path, environment, &options()).unwrap();
    engine.unlock(&passphrase()).unwrap();
    let desk = Desk { folder, engine: engine.clone(), clock, caller: caller.clone() };
    let requests: [&dyn Fn() -> Result<(), Error>; 3] = [
        &|| {
            let request = authority_request("ROOT", "A", "EC_prime256v1", "SHA256WITHECDSA");
            desk.call::<CreateCertificateAuthorityRequest>(request).map(drop)
        },
        &|| desk.try_root("B").map(drop),
        &|| desk.try_subordinate(&root, "C").map(drop),
    ];
    for request in requests {
        *meddling.engine.lock().unwrap() = Some((engine.clone(), caller.clone()));
        let error = request().unwrap_err();
        assert_eq!(error.code(), "ConcurrentModificationException", "{error}");
        assert!(error.hint().is_some_and(|hint| hint.contains("Try again")));
        assert_eq!(engine.snapshot().authorities().count(), 1);
        engine.change_passphrase(&caller, &SecretString::from("another passphrase"), &passphrase()).unwrap();
    }
    desk.try_root("D").unwrap();
    engine.verify().unwrap();
    drop(engine);
    let desk = reopened(desk);
    desk.engine.unlock(&passphrase()).unwrap();
    let authorities: Vec<_> = desk.engine.snapshot().authorities().map(|authority| authority.arn.to_string()).collect();
    for arn in authorities {
        desk.issue(&arn, "a.example");
    }
}

#[test]
fn a_file_that_does_not_verify_is_written_no_more() {
    let desk = Desk::new();
    let root = desk.root();
    desk.issue(&root, "a.example");
    let mut bytes = desk.bytes();
    let place = bytes.windows(17).position(|window| window == b"CertificateIssued").unwrap();
    bytes[place] ^= 0x20;
    std::fs::write(desk.path(), &bytes).unwrap();
    let error = desk.engine.verify().unwrap_err();
    assert!(matches!(error, Error::Unreadable(_)), "{error}");
    assert!(!error.message().contains("could not be written") && error.hint().is_none(), "{error}");
    let Access::ReadOnly(reason) = desk.engine.access() else { panic!("{:?}", desk.engine.access()) };
    assert!(reason.contains("did not verify") && reason.contains("damaged"), "{reason}");
    desk.refused::<IssueCertificateRequest>(issue_request(&root, &csr("b.example")), "ServiceUnavailable");
}

#[cfg(unix)]
#[test]
fn a_file_put_in_the_place_of_the_open_one_is_not_written() {
    let desk = Desk::new();
    let root = desk.root();
    let other = desk.folder.path().join("other");
    std::fs::copy(desk.path(), &other).unwrap();
    std::fs::rename(&other, desk.path()).unwrap();
    desk.refused::<IssueCertificateRequest>(issue_request(&root, &csr("a.example")), "ServiceUnavailable");
    let Access::ReadOnly(reason) = desk.engine.access() else { panic!("{:?}", desk.engine.access()) };
    assert!(reason.contains("another file stands in its place"), "{reason}");
}

#[test]
fn a_copy_is_a_workspace_of_its_own() {
    let desk = Desk::new();
    let root = desk.root();
    let copy = desk.folder.path().join("copy.ron");
    desk.engine.save_copy(&mut std::fs::File::create(&copy).unwrap()).unwrap();
    assert!(std::fs::read(&copy).unwrap() == desk.bytes());
    desk.issue(&root, "a.example");
    let (engine, _) = Engine::open(&copy, desk.environment(), &options()).unwrap();
    engine.unlock(&passphrase()).unwrap();
    assert!(engine.verify().unwrap().authenticated);
}

#[test]
fn a_person_may_go_on_from_an_older_copy() {
    let desk = Desk::new();
    let root = desk.root();
    let state = Options { state_folder: Some(desk.folder.path().join("state")), ..options() };
    let older = desk.bytes();
    let (path, environment) = (desk.path(), desk.environment());
    let Desk { folder, engine, clock, caller } = desk;
    drop(engine);
    let (engine, _) = Engine::open(&path, environment.clone(), &state).unwrap();
    engine.unlock(&passphrase()).unwrap();
    let desk = Desk { folder, engine, clock, caller };
    desk.issue(&root, "lost.example");
    let Desk { folder, engine, clock, caller } = desk;
    drop(engine);
    std::fs::write(&path, &older).unwrap();
    let (engine, _) = Engine::open(&path, environment.clone(), &state).unwrap();
    let Access::ReadOnly(reason) = engine.access() else { panic!("{:?}", engine.access()) };
    assert!(reason.contains("older copy"), "{reason}");
    engine.unlock(&passphrase()).unwrap();
    assert!(matches!(engine.access(), Access::ReadOnly(_)), "looking at it is not enough");
    assert_eq!(engine.go_on_from_this_copy(&SecretString::from("wrong")), Err(Error::WrongPassphrase));
    assert!(std::fs::read(&path).unwrap() == older);
    engine.go_on_from_this_copy(&passphrase()).unwrap();
    assert_eq!(engine.access(), Access::Unlocked);
    let desk = Desk { folder, engine, clock, caller };
    desk.issue(&root, "a.example");
    drop(desk.engine);
    assert_eq!(Engine::open(&path, environment, &state).unwrap().0.access(), Access::Locked);
}

#[test]
fn a_clock_that_is_behind_or_far_ahead_is_doubtful() {
    let desk = Desk::new();
    assert_eq!(desk.engine.clock_doubt(), None);
    desk.later(-50);
    assert_eq!(desk.engine.clock_doubt(), None);
    desk.later(-50);
    assert!(matches!(desk.engine.clock_doubt(), Some(ClockDoubt::Behind { .. })));
    desk.later(100 + 7 * 86_400);
    assert_eq!(desk.engine.clock_doubt(), None);
    desk.later(1);
    assert!(matches!(desk.engine.clock_doubt(), Some(ClockDoubt::Ahead { .. })));
    desk.root();
    assert_eq!(desk.engine.clock_doubt(), None);
}

#[test]
fn a_new_passphrase_disturbs_neither_verification_nor_signing() {
    const CHANGES: u64 = 30;
    let desk = Desk::new();
    let root = desk.root();
    let csr = csr("a.example");
    let changes = AtomicU64::new(0);
    // Bounded, so that a failure of one thread ends the others as well.
    let meanwhile = || (0..2_000).take_while(|_| changes.load(Ordering::SeqCst) < CHANGES);
    let numbered = |number: u64| match number {
        0 => passphrase(),
        number => SecretString::from(format!("passphrase {number}")),
    };
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0..CHANGES {
                desk.engine.change_passphrase(&desk.caller, &numbered(number), &numbered(number + 1)).unwrap();
                changes.fetch_add(1, Ordering::SeqCst);
            }
        });
        scope.spawn(|| {
            for _ in meanwhile() {
                desk.engine.verify().unwrap();
            }
        });
        scope.spawn(|| {
            for _ in meanwhile() {
                match desk.call::<IssueCertificateRequest>(issue_request(&root, &csr)) {
                    Ok(_) => {}
                    Err(error) => assert_eq!(error.code(), "ConcurrentModificationException", "{error}"),
                }
            }
        });
    });
    assert_eq!(desk.engine.access(), Access::Unlocked);
    assert!(desk.engine.verify().unwrap().authenticated);
    desk.issue(&root, "b.example");
}
