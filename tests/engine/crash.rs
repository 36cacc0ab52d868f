//! A process that is killed loses nothing it has told anybody.
//!
//! This test program starts itself as a worker on a workspace. The worker says each action that the engine has
//! acknowledged, and is killed at one moment or another; what it had said must then be in the file.

use crate::desk::{authority_request, csr, issue_request, options, passphrase};
use canopy::engine::api::*;
use canopy::engine::{Access, Caller, CreateRoot, Engine, Environment, Error, Options};
use canopy::publish::FolderBuckets;
use canopy::workspace::{Actor, CertificateArn, CertificateAuthorityArn, Settings, Sha256Digest};
use secrecy::SecretString;
use serde_json::json;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Where a worker works. A process with this variable is one.
const FOLDER: &str = "CANOPY_CRASH_TEST_FOLDER";

/// How many actions are acknowledged in all, and how many processes are killed, at the least.
const ACTIONS: usize = 200;
const KILLS: usize = 20;

#[test]
fn what_was_acknowledged_survives_a_kill() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return work(Path::new(&folder));
    }
    let folder = tempfile::tempdir().unwrap();
    let mut random = Random(0x5eed_ca00_c0de_0001);
    let mut acknowledged: Vec<String> = Vec::new();
    let mut kills = 0;
    while kills < KILLS || acknowledged.len() < ACTIONS {
        assert!(kills < 10 * KILLS, "only {} actions in {kills} lives", acknowledged.len());
        let moment = match kills % 4 {
            // While it starts, opens, unlocks, or anywhere after that.
            0 => Moment::After(Duration::from_micros(random.below(150_000))),
            // At once, when what comes next has just begun.
            1 => Moment::Actions(8 + random.below(14), Duration::ZERO),
            _ => Moment::Actions(8 + random.below(14), Duration::from_micros(random.below(5_000))),
        };
        acknowledged.extend(life(folder.path(), "what_was_acknowledged_survives_a_kill", &moment));
        kills += 1;
        check(folder.path(), &acknowledged);
    }
    println!("{kills} kills, {} actions acknowledged", acknowledged.len());
    let of = |kind: &str| acknowledged.iter().filter(|line| line.starts_with(kind)).count();
    assert!(of("authority") > 5 && of("issued") > 50 && of("revoked") > 20 && of("noted") > 20, "{acknowledged:?}");
}

/// The file is all there or not there at all.
#[test]
fn a_workspace_that_is_killed_at_birth_is_whole_or_absent() {
    let mut random = Random(0x5eed_ca00_c0de_0002);
    let folders: Vec<_> = (0..12).map(|_| tempfile::tempdir().unwrap()).collect();
    let (mut absent, mut whole) = (0, 0);
    for (number, folder) in folders.iter().enumerate() {
        let moment = match number % 4 {
            0 => Moment::Actions(1, Duration::ZERO),
            1 => Moment::After(Duration::ZERO),
            _ => Moment::After(Duration::from_micros(random.below(120_000))),
        };
        let acknowledged = life(folder.path(), "what_was_acknowledged_survives_a_kill", &moment);
        assert!(!acknowledged.is_empty() || !matches!(moment, Moment::Actions(..)));
        match folder.path().join(FILE).exists() {
            true => {
                check(folder.path(), &acknowledged);
                whole += 1;
            }
            false => {
                assert_eq!(acknowledged, [""; 0]);
                absent += 1;
            }
        }
        // What is left of a file that was not complete is known by its name.
        let ours = |name: &str| {
            name.starts_with(FILE) || name.starts_with(".canopy-") || ["published", "state"].contains(&name)
        };
        let names = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let others: Vec<_> = names.filter(|name| !name.to_str().is_some_and(ours)).collect();
        assert!(others.is_empty(), "{others:?}");
    }
    println!("{absent} of {} absent", folders.len());
    assert!(whole >= 3, "{whole} were born");
}

/// A change of passphrase is several writes: whenever it is cut off, one passphrase opens the file, the last that was
/// acknowledged or the one that was about to be, and no earlier one opens anything.
#[test]
fn one_passphrase_holds_after_a_kill() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return change_passphrases(Path::new(&folder));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    let (settings, actor) = (Settings::default(), Actor::Window { user: "test".into() });
    let caller = Caller::window(&settings, "test");
    let engine = Engine::create(&path, &numbered(0), settings, environment(&path), &options(), actor).unwrap();
    Worker { engine: &engine, caller: &caller }.create_root();
    drop(engine);
    let mut random = Random(0x5eed_ca00_c0de_0003);
    let mut last = 0;
    for _ in 0..12 {
        let moment = Moment::Actions(1 + random.below(4), Duration::from_micros(random.below(6_000)));
        let changes = life(folder.path(), "one_passphrase_holds_after_a_kill", &moment);
        let acknowledged: usize = changes.last().unwrap().strip_prefix("changed ").unwrap().parse().unwrap();
        assert!(acknowledged > last);
        let (engine, _) = Engine::open(&path, environment(&path), &options()).unwrap();
        assert_eq!(engine.access(), Access::Locked);
        last = unlock_numbered(&engine);
        assert!([acknowledged, acknowledged + 1].contains(&last), "{acknowledged} was acknowledged, {last} opens");
        assert!(engine.verify().unwrap().authenticated);
        let workspace = engine.snapshot();
        let (in_force, earlier) = workspace.identities().split_last().unwrap();
        assert_eq!(earlier.len(), last);
        assert!(workspace.secret(in_force.secret).is_ok());
        for identity in earlier {
            let erased = workspace.secret(identity.secret);
            assert!(matches!(erased, Err(canopy::workspace::Error::SecretErased { .. })), "{erased:?}");
        }
    }
}

fn numbered(number: usize) -> SecretString {
    SecretString::from(format!("passphrase {number}"))
}

/// Tries one passphrase after another.
fn unlock_numbered(engine: &Engine) -> usize {
    let opens = |number: &usize| match engine.unlock(&numbered(*number)) {
        Ok(()) => true,
        Err(Error::WrongPassphrase) => false,
        Err(other) => panic!("{other}"),
    };
    (0..500).find(opens).expect("a passphrase that was given opens the file")
}

/// What the worker of passphrases does until it is killed.
fn change_passphrases(folder: &Path) {
    println!();
    let path = folder.join(FILE);
    let (engine, _) = Engine::open(&path, environment(&path), &options()).unwrap();
    let caller = Caller::window(engine.snapshot().settings(), "test");
    for number in unlock_numbered(&engine).. {
        engine.change_passphrase(&caller, &numbered(number), &numbered(number + 1)).unwrap();
        done(&format!("changed {}", number + 1));
    }
}

const FILE: &str = "test.canopy";

/// When a process is killed.
enum Moment {
    /// So long after its start.
    After(Duration),
    /// When it has acknowledged so many actions, and so long after that.
    Actions(u64, Duration),
}

/// The same numbers in every run (xorshift64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// Starts this program again with one test, which becomes a worker, kills it, and gives what it said until then.
fn life(folder: &Path, test: &str, moment: &Moment) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([&format!("crash::{test}"), "--exact", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (said, hears) = channel();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            // What the test harness prints is not meant; a line that the kill cut off is no acknowledgement.
            let whole = line.strip_prefix("done ").and_then(|line| line.strip_suffix('.'));
            if let Some(line) = whole
                && said.send(line.to_owned()).is_err()
            {
                return;
            }
        }
    });
    let mut acknowledged = Vec::new();
    wait(moment, &hears, &mut acknowledged);
    child.kill().unwrap();
    let status = child.wait().unwrap();
    assert!(!status.success() && status.code() != Some(101), "the worker ended by itself: {status}");
    acknowledged.extend(hears);
    acknowledged
}

fn wait(moment: &Moment, hears: &Receiver<String>, acknowledged: &mut Vec<String>) {
    match *moment {
        Moment::After(delay) => std::thread::sleep(delay),
        Moment::Actions(count, delay) => {
            for _ in 0..count {
                let line = hears.recv_timeout(Duration::from_secs(60));
                acknowledged.push(line.expect("the worker goes on"));
            }
            std::thread::sleep(delay);
        }
    }
}

fn environment(path: &Path) -> Environment {
    Environment::system(Arc::new(FolderBuckets::beside(path)))
}

fn with_memory(folder: &Path) -> Options {
    Options { state_folder: Some(folder.join("state")), ..options() }
}

/// The file is whole, what was acknowledged is in it, and every record was written by the holder of the passphrase.
fn check(folder: &Path, acknowledged: &[String]) {
    let path = folder.join(FILE);
    if !path.exists() {
        assert_eq!(acknowledged, [""; 0]);
        return;
    }
    let (engine, _) = Engine::open(&path, environment(&path), &with_memory(folder)).unwrap();
    assert_eq!(engine.access(), Access::Locked);
    let workspace = engine.snapshot();
    let certificate = |arn: &str| {
        let arn: CertificateArn = arn.parse().unwrap();
        let number = workspace.certificates().find(arn.authority.id, arn.serial);
        let row = number.and_then(|number| workspace.certificates().row(number));
        row.unwrap_or_else(|| panic!("{arn} is lost"))
    };
    for line in acknowledged {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["authority", arn] => {
                let arn: CertificateAuthorityArn = arn.parse().unwrap();
                let authority = workspace.authority_by_arn(&arn).unwrap_or_else(|| panic!("{arn} is lost"));
                assert_eq!(authority.status(engine.now()), CertificateAuthorityStatus::Active);
            }
            ["issued", arn, digest] => {
                let der = workspace.certificate_body(&certificate(arn)).unwrap();
                assert_eq!(Sha256Digest::of(&der).to_string(), digest, "{arn}");
            }
            ["revoked", arn] => assert!(certificate(arn).revocation.is_some(), "the revocation of {arn} is lost"),
            ["noted", arn, note] => {
                let found = certificate(arn).annotation.and_then(|annotation| annotation.note.clone());
                assert_eq!(found.as_deref(), Some(note), "{arn}");
            }
            _ => panic!("{line}"),
        }
    }
    engine.unlock(&passphrase()).unwrap();
    let verified = engine.verify().unwrap();
    assert!(verified.authenticated);
    assert_eq!(verified.records, workspace.head().seq);
}

/// What a worker does until it is killed.
fn work(folder: &Path) {
    // The line that the test harness has begun is not ours.
    println!();
    let path = folder.join(FILE);
    let environment = environment(&path);
    let (actor, settings) = (Actor::Window { user: "test".into() }, Settings::default());
    let caller = Caller::window(&settings, "test");
    let options = with_memory(folder);
    let engine = if path.exists() {
        let (engine, _) = Engine::open(&path, environment, &options).unwrap();
        engine.unlock(&passphrase()).unwrap();
        engine
    } else {
        Engine::create(&path, &passphrase(), settings, environment, &options, actor).unwrap()
    };
    let worker = Worker { engine: &engine, caller: &caller };
    let root = match engine.snapshot().authorities().next() {
        Some(authority) => authority.arn.to_string(),
        None => worker.create_root(),
    };
    // Two at a time, so that records share a sync.
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| worker.act(&root));
        }
    });
}

struct Worker<'a> {
    engine: &'a Engine,
    caller: &'a Caller,
}

/// Says that an action was acknowledged, past the capture of the test harness.
fn done(what: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "done {what}.").unwrap();
    out.flush().unwrap();
}

impl Worker<'_> {
    fn create_root(&self) -> String {
        let mut request = authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHECDSA");
        request["RevocationConfiguration"] =
            json!({"CrlConfiguration": {"Enabled": true, "ExpirationInDays": 7, "S3BucketName": "published"}});
        let root = CreateRoot {
            request: serde_json::from_value(request).unwrap(),
            validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 20})).unwrap(),
        };
        let arn = self.engine.create_and_activate_root(self.caller, root).unwrap().to_string();
        done(&format!("authority {arn}"));
        arn
    }

    fn issue(&self, root: &str, csr: &str) -> String {
        let request: IssueCertificateRequest = serde_json::from_value(issue_request(root, csr)).unwrap();
        let arn = self.engine.call(self.caller, request).unwrap().certificate_arn;
        let certificate = self.engine.certificate(&arn.parse().unwrap()).unwrap();
        done(&format!("issued {arn} {}", Sha256Digest::of(certificate.der())));
        arn
    }

    fn note(&self, certificate: &str, note: &str) {
        let arn: CertificateArn = certificate.parse().unwrap();
        self.engine.annotate_certificate(self.caller, &arn, "", note).unwrap();
        done(&format!("noted {certificate} {note}"));
    }

    fn revoke(&self, root: &str, certificate: &str) {
        let serial = certificate.rsplit('/').next().unwrap();
        let request = json!({
            "CertificateAuthorityArn": root, "CertificateSerial": serial, "RevocationReason": "SUPERSEDED"
        });
        self.engine.revoke(self.caller, serde_json::from_value(request).unwrap()).unwrap();
        done(&format!("revoked {certificate}"));
    }

    fn act(&self, root: &str) {
        let csr = csr("a.example");
        for round in 0.. {
            if round % 4 == 1 {
                self.create_root();
            }
            let first = self.issue(root, &csr);
            self.note(&first, &format!("note-{round}"));
            let second = self.issue(root, &csr);
            self.revoke(root, &second);
        }
    }
}
