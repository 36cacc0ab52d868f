//! What these tests work on: a workspace with a clock that stands still and numbers that count up.

use canopy::engine::environment::{Clock, Environment, Randomness};
use canopy::engine::{Caller, Engine, Error, Options, Perform};
use canopy::publish::FolderBuckets;
use canopy::workspace::{Actor, Settings, Timestamp};
use canopy::x509::{Certificate, CertificationRequest};
use secrecy::SecretString;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use tempfile::TempDir;

/// 2026-11-23T12:00:00Z
pub const NOON: i64 = 1_795_435_200;

/// A clock that is set by the test.
pub struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(self.0.load(Ordering::SeqCst))
    }
}

/// Counts, so that serials and identifiers are the same in every run.
struct Counting(AtomicU64);

impl Randomness for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let number = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        bytes.fill(0x5a);
        let end = bytes.len();
        bytes[end - 8..].copy_from_slice(&number.to_be_bytes());
    }
}

/// An open workspace.
pub struct Desk {
    pub folder: TempDir,
    pub engine: Arc<Engine>,
    pub clock: Arc<TestClock>,
    pub caller: Caller,
}

/// The passphrase of every test.
pub fn passphrase() -> SecretString {
    SecretString::from("correct horse battery staple")
}

/// Options whose passphrases cost nothing to try.
pub fn options() -> Options {
    Options { state_folder: None, work_factor: 1 }
}

impl Desk {
    pub fn new() -> Self {
        Self::with(Settings::default())
    }

    pub fn with(settings: Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(TestClock(AtomicI64::new(NOON)));
        let path = folder.path().join("test.canopy");
        let environment = environment(&path, clock.clone());
        let actor = Actor::Window { user: "test".into() };
        let caller = Caller::window(&settings, "test");
        let engine = Engine::create(&path, &passphrase(), settings, environment, &options(), actor).unwrap();
        Self { folder, engine, clock, caller }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("test.canopy")
    }

    pub fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.path()).unwrap()
    }

    pub fn environment(&self) -> Environment {
        environment(&self.path(), self.clock.clone())
    }

    pub fn later(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Performs an action given as the API's JSON.
    pub fn call<R: Perform>(&self, request: Value) -> Result<R::Response, Error> {
        self.engine.call(&self.caller, serde_json::from_value::<R>(request).unwrap())
    }

    /// The same, for an action that must be refused: nothing in the file changes.
    #[track_caller]
    pub fn refused<R: Perform>(&self, request: Value, code: &str) -> Error {
        let before = self.bytes();
        let Err(error) = self.call::<R>(request) else { panic!("expected {code}, found an answer") };
        assert_eq!(error.code(), code, "{error}");
        assert!(self.bytes() == before, "the file has changed");
        error
    }

    /// An active root named `Root`, on P-256.
    pub fn root(&self) -> String {
        let request = authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHECDSA");
        let root = canopy::engine::CreateRoot {
            request: serde_json::from_value(request).unwrap(),
            validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 20})).unwrap(),
        };
        self.engine.create_and_activate_root(&self.caller, root).unwrap().to_string()
    }

    /// An active subordinate of `parent`, which signs no authorities.
    pub fn subordinate(&self, parent: &str) -> String {
        let request = authority_request("SUBORDINATE", "Issuing CA", "EC_prime256v1", "SHA256WITHECDSA");
        let subordinate = canopy::engine::CreateSubordinate {
            request: serde_json::from_value(request).unwrap(),
            parent: parent.parse().unwrap(),
            template: canopy::engine::Template::subordinate(0).unwrap(),
            validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 5})).unwrap(),
        };
        self.engine.create_and_install_subordinate(&self.caller, subordinate).unwrap().to_string()
    }

    /// Issues from a CSR for `name`, for 30 days.
    pub fn issue(&self, authority: &str, name: &str) -> String {
        let request = issue_request(authority, &csr(name));
        self.call::<canopy::engine::api::IssueCertificateRequest>(request).unwrap().certificate_arn
    }

    /// Issues a certificate for some days.
    pub fn issue_for_days(&self, authority: &str, days: i64) -> Certificate {
        let mut request = issue_request(authority, &csr("short.example"));
        request["Validity"]["Value"] = json!(days);
        self.certificate(&self.call::<canopy::engine::api::IssueCertificateRequest>(request).unwrap().certificate_arn)
    }

    pub fn certificate(&self, arn: &str) -> Certificate {
        self.engine.certificate(&arn.parse().unwrap()).unwrap()
    }

    /// The certificate of an authority itself.
    pub fn authority_certificate(&self, arn: &str) -> Certificate {
        let id = arn.parse::<canopy::workspace::CertificateAuthorityArn>().unwrap().id;
        self.engine.chain(id).unwrap().remove(0)
    }
}

fn environment(path: &std::path::Path, clock: Arc<TestClock>) -> Environment {
    Environment {
        clock,
        randomness: Arc::new(Counting(AtomicU64::new(0))),
        buckets: Arc::new(FolderBuckets::beside(path)),
    }
}

/// A request to create an authority.
pub fn authority_request(kind: &str, name: &str, key: &str, signing: &str) -> Value {
    json!({
        "CertificateAuthorityType": kind,
        "CertificateAuthorityConfiguration": {
            "KeyAlgorithm": key,
            "SigningAlgorithm": signing,
            "Subject": {"CommonName": name, "Organization": "Example"}
        }
    })
}

/// A request to issue for 30 days.
pub fn issue_request(authority: &str, csr: &str) -> Value {
    json!({
        "CertificateAuthorityArn": authority,
        "Csr": base64(csr),
        "SigningAlgorithm": "SHA256WITHECDSA",
        "Validity": {"Type": "DAYS", "Value": 30}
    })
}

/// Bytes as JSON carries them.
pub fn base64(text: &str) -> String {
    use base64ct::{Base64, Encoding as _};
    Base64::encode_string(text.as_bytes())
}

/// A CSR with a common name and one DNS name, in PEM, made by another implementation.
pub fn csr(name: &str) -> String {
    let mut parameters = rcgen::CertificateParams::new(vec![name.into()]).unwrap();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters.distinguished_name.push(rcgen::DnType::CommonName, name);
    let key = rcgen::KeyPair::generate().unwrap();
    let der = parameters.serialize_request(&key).unwrap();
    CertificationRequest::from_der(der.der()).unwrap().to_pem()
}
