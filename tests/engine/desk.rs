//! What these tests work on: a workspace with a clock that stands still and numbers that count up.

use canopy::engine::api::*;
use canopy::engine::environment::{BucketError, Buckets, Clock, Environment, Object, Randomness, Target, WriteObject};
use canopy::engine::{Caller, Engine, Error, Options, Perform};
use canopy::keystore::{Identity, Signer as _, SoftwareKey};
use canopy::publish::{FolderBuckets, Patience, WorkspaceBuckets};
use canopy::workspace::{Actor, AuthorityId, Draft, Event, Log, MacKey, OpenOptions, Settings, Timestamp};
use canopy::x509::{
    Certificate, CertificationRequest, CertificationRequestInfo, Extension, Hash, Name, SignatureAlgorithm,
};
use secrecy::SecretString;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// 2026-11-23T12:00:00Z
pub const NOON: i64 = 1_795_435_200;

/// Something that another thread does at just the wrong moment, once.
type Meanwhile = Mutex<Option<Box<dyn FnOnce() + Send>>>;

fn run(meanwhile: &Meanwhile) {
    // Taken out first: what it does asks for the time itself.
    let taken = meanwhile.lock().unwrap().take();
    if let Some(act) = taken {
        act();
    }
}

/// As long as a store on this computer needs.
pub const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(2),
    answer: Duration::from_millis(1500),
    check: Duration::from_secs(1),
    retries: 1,
    retry: Duration::from_millis(500),
};

/// A clock that is set by the test.
pub struct TestClock {
    seconds: AtomicI64,
    at_now: Meanwhile,
    at_check: Meanwhile,
}

impl TestClock {
    fn new(seconds: i64) -> Arc<Self> {
        Arc::new(Self { seconds: AtomicI64::new(seconds), at_now: Mutex::default(), at_check: Mutex::default() })
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        run(&self.at_now);
        Timestamp::from_seconds(self.seconds.load(Ordering::SeqCst))
    }
}

/// Buckets, and a moment between the check of one and what follows from it.
struct TestBuckets {
    buckets: WorkspaceBuckets,
    clock: Arc<TestClock>,
}

impl Buckets for TestBuckets {
    fn check(&self, target: Target<'_>, acl: S3ObjectAcl) -> Result<(), BucketError> {
        self.buckets.check(target, acl)?;
        run(&self.clock.at_check);
        Ok(())
    }

    fn put(&self, target: Target<'_>, key: &str, acl: S3ObjectAcl, bytes: &[u8]) -> Result<String, BucketError> {
        self.buckets.put(target, key, acl, bytes)
    }

    fn put_written(
        &self,
        target: Target<'_>,
        key: &str,
        acl: S3ObjectAcl,
        write: &mut WriteObject<'_>,
    ) -> Result<String, BucketError> {
        self.buckets.put_written(target, key, acl, write)
    }

    fn get(&self, target: Target<'_>, key: &str) -> Result<Vec<u8>, BucketError> {
        self.buckets.get(target, key)
    }

    fn open(&self, target: Target<'_>, key: &str) -> Result<Object, BucketError> {
        self.buckets.open(target, key)
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

/// Counts from 1, so that serials have leading zeros.
pub struct Small(AtomicU64);

impl Small {
    pub fn new() -> Arc<Self> {
        Arc::new(Self(AtomicU64::new(0)))
    }
}

impl Randomness for Small {
    fn fill(&self, bytes: &mut [u8]) {
        let number = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        bytes.fill(0);
        let end = bytes.len();
        bytes[end - 2..].copy_from_slice(&(0x0a00 + number as u16).to_be_bytes());
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
    Options { work_factor: 1, ..Options::default() }
}

impl Desk {
    pub fn new() -> Self {
        Self::with(Settings::default())
    }

    pub fn with(settings: Settings) -> Self {
        Self::made(settings, None)
    }

    /// With an address for what it publishes, and shards of partitioned CRLs that take so many certificates.
    pub fn with_shards(shard_size: u64) -> Self {
        let settings = Settings { publication_address: Some("pki.example.com".into()), ..Settings::default() };
        Self::opened(settings, None, &Options { shard_size, ..options() })
    }

    /// With another source of serials and identifiers.
    pub fn made(settings: Settings, randomness: Option<Arc<dyn Randomness>>) -> Self {
        Self::opened(settings, randomness, &options())
    }

    /// With both: another source of serials, and shards of a size.
    pub fn made_with(settings: Settings, randomness: Arc<dyn Randomness>, options: &Options) -> Self {
        Self::opened(settings, Some(randomness), options)
    }

    fn opened(settings: Settings, randomness: Option<Arc<dyn Randomness>>, options: &Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = TestClock::new(NOON);
        let path = folder.path().join("test.canopy");
        let mut environment = environment(&path, clock.clone());
        if let Some(randomness) = randomness {
            environment.randomness = randomness;
        }
        let actor = Actor::Window { user: "test".into() };
        let caller = Caller::window(&settings, "test");
        let engine = Engine::create(&path, &passphrase(), settings, environment, options, actor).unwrap();
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

    /// The same workspace with one more record, which no action can make, opened again.
    pub fn with_record(self, events: Vec<Event>) -> Self {
        self.engine.close();
        let wrapped = self.engine.snapshot().secret(self.engine.snapshot().identities()[0].secret).unwrap();
        let identity = Identity::unwrap(&wrapped, &passphrase()).unwrap();
        let mut log = Log::open(&self.path(), &OpenOptions::default()).unwrap().log;
        log.unlock(MacKey::new(identity.mac_key())).unwrap();
        let (at, actor) = (log.workspace().head().at, Actor::Upkeep);
        let draft = Draft { at, actor, events, secrets: Vec::new() };
        log.write(|transaction| transaction.push(draft).map(drop)).unwrap();
        drop(log);
        let mut environment = self.environment();
        environment.randomness = Arc::new(Counting(AtomicU64::new(1 << 32)));
        let (engine, _) = Engine::open(&self.path(), environment, &options()).unwrap();
        engine.unlock(&passphrase()).unwrap();
        Self { engine, ..self }
    }

    /// The same as the person of another account.
    pub fn caller_of(&self, account: &str) -> Caller {
        Caller { account: account.into(), ..self.caller.clone() }
    }

    /// Performs an action as somebody else.
    pub fn call_as<R: Perform>(&self, caller: &Caller, request: Value) -> Result<R::Response, Error> {
        self.engine.call(caller, serde_json::from_value::<R>(request).unwrap())
    }

    pub fn later(&self, seconds: i64) {
        self.clock.seconds.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Has something happen behind the back of the next action: after it has looked at the workspace, and before it
    /// commits.
    pub fn meanwhile(&self, act: impl FnOnce(&Engine, &Caller) + Send + 'static) {
        let (engine, caller) = (self.engine.clone(), self.caller.clone());
        *self.clock.at_now.lock().unwrap() = Some(Box::new(move || act(&engine, &caller)));
    }

    /// The same, after the next check of a bucket.
    pub fn after_check(&self, act: impl FnOnce(&Engine, &Caller) + Send + 'static) {
        let (engine, caller) = (self.engine.clone(), self.caller.clone());
        *self.clock.at_check.lock().unwrap() = Some(Box::new(move || act(&engine, &caller)));
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
        self.try_root("Root").unwrap()
    }

    pub fn try_root(&self, name: &str) -> Result<String, Error> {
        self.try_root_from(authority_request("ROOT", name, "EC_prime256v1", "SHA256WITHECDSA"))
    }

    /// An active root for 20 years.
    pub fn root_from(&self, request: Value) -> String {
        self.try_root_from(request).unwrap()
    }

    pub fn try_root_from(&self, request: Value) -> Result<String, Error> {
        let root = canopy::engine::CreateRoot {
            request: serde_json::from_value(request).unwrap(),
            validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 20})).unwrap(),
        };
        self.engine.create_and_activate_root(&self.caller, root).map(|arn| arn.to_string())
    }

    /// An authority that waits for its certificate, and its CSR in PEM.
    pub fn pending(&self, kind: &str) -> (String, String) {
        let request = authority_request(kind, "Pending", "EC_prime256v1", "SHA256WITHECDSA");
        let arn = self.call::<CreateCertificateAuthorityRequest>(request).unwrap().certificate_authority_arn;
        let csr = self.csr_of(&arn);
        (arn, csr)
    }

    /// The CSR of an authority in PEM.
    pub fn csr_of(&self, arn: &str) -> String {
        self.call::<GetCertificateAuthorityCsrRequest>(json!({"CertificateAuthorityArn": arn})).unwrap().csr
    }

    /// What the API says about an authority.
    pub fn describe(&self, arn: &str) -> CertificateAuthority {
        let request = json!({"CertificateAuthorityArn": arn});
        self.call::<DescribeCertificateAuthorityRequest>(request).unwrap().certificate_authority
    }

    /// Switches an authority to a status.
    pub fn set_status(&self, arn: &str, status: &str) {
        let request = json!({"CertificateAuthorityArn": arn, "Status": status});
        self.call::<UpdateCertificateAuthorityRequest>(request).unwrap();
    }

    /// A certificate of a template with so many days, in PEM.
    pub fn certify(&self, issuer: &str, csr: &str, template: &str, days: i64) -> String {
        let mut request = issue_request(issuer, csr);
        request["TemplateArn"] = json!(format!("arn:aws:acm-pca:::template/{template}"));
        request["Validity"]["Value"] = json!(days);
        self.certificate(&self.call::<IssueCertificateRequest>(request).unwrap().certificate_arn).to_pem()
    }

    /// An active subordinate of `parent`, which signs no authorities.
    pub fn subordinate(&self, parent: &str) -> String {
        self.try_subordinate(parent, "Issuing CA").unwrap()
    }

    pub fn try_subordinate(&self, parent: &str, name: &str) -> Result<String, Error> {
        let request = authority_request("SUBORDINATE", name, "EC_prime256v1", "SHA256WITHECDSA");
        let subordinate = canopy::engine::CreateSubordinate {
            request: serde_json::from_value(request).unwrap(),
            parent: parent.parse().unwrap(),
            template: canopy::engine::Template::subordinate(0).unwrap(),
            validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 5})).unwrap(),
        };
        self.engine.create_and_install_subordinate(&self.caller, subordinate).map(|arn| arn.to_string())
    }

    /// Issues from a CSR for `name`, for 30 days.
    pub fn issue(&self, authority: &str, name: &str) -> String {
        let request = issue_request(authority, &csr(name));
        self.call::<IssueCertificateRequest>(request).unwrap().certificate_arn
    }

    /// Issues a certificate for some days.
    pub fn issue_for_days(&self, authority: &str, days: i64) -> Certificate {
        let mut request = issue_request(authority, &csr("short.example"));
        request["Validity"]["Value"] = json!(days);
        self.certificate(&self.call::<IssueCertificateRequest>(request).unwrap().certificate_arn)
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

/// A clock that stands at noon, with numbers that never come twice.
pub fn environment_at_noon(path: &std::path::Path) -> Environment {
    let clock = TestClock::new(NOON);
    Environment { clock, ..Environment::system(Arc::new(FolderBuckets::beside(path))) }
}

fn environment(path: &std::path::Path, clock: Arc<TestClock>) -> Environment {
    Environment {
        clock: clock.clone(),
        randomness: Arc::new(Counting(AtomicU64::new(0))),
        buckets: Arc::new(TestBuckets { buckets: WorkspaceBuckets::beside(path).with_patience(PATIENCE), clock }),
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

/// A CRL configuration that publishes into the bucket every workspace has.
pub fn crl_on() -> Value {
    json!({"CrlConfiguration": {"Enabled": true, "ExpirationInDays": 7, "S3BucketName": "published"}})
}

/// A request to create a root that publishes a CRL.
pub fn root_with_crl() -> Value {
    let mut request = authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHECDSA");
    request["RevocationConfiguration"] = crl_on();
    request
}

/// A request to install a certificate below a chain, both in PEM.
pub fn import_request(arn: &str, certificate: &str, chain: &str) -> Value {
    let mut request = json!({"CertificateAuthorityArn": arn, "Certificate": base64(certificate)});
    if !chain.is_empty() {
        request["CertificateChain"] = json!(base64(chain));
    }
    request
}

/// The same ARN with an identifier that nobody has.
pub fn missing(arn: &str) -> String {
    format!("{}000000000000", &arn[..arn.len() - 12])
}

/// What is no ARN of an authority, though it is one.
pub const NO_AUTHORITY: &str = "arn:aws:acm-pca:us-east-1:000000000000:nonsense";

/// The CSR of an authority in PEM, in whatever state it is.
pub fn pem_of_csr(desk: &Desk, arn: &str) -> String {
    let csr = desk.engine.snapshot().authority(id(arn)).unwrap().csr.clone();
    CertificationRequest::from_der(csr.as_bytes()).unwrap().to_pem()
}

/// The identifier of an authority.
pub fn id(arn: &str) -> AuthorityId {
    arn.parse::<canopy::workspace::CertificateAuthorityArn>().unwrap().id
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
pub fn base64(bytes: impl AsRef<[u8]>) -> String {
    use base64ct::{Base64, Encoding as _};
    Base64::encode_string(bytes.as_ref())
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

/// A CSR with a name and extensions of the test's own, in PEM.
pub fn csr_of(subject: Name, extensions: Vec<Extension>, key: &SoftwareKey) -> String {
    let algorithm = SignatureAlgorithm::Ecdsa(Hash::Sha256);
    let info =
        CertificationRequestInfo { subject, subject_public_key_info: key.public_key().clone(), extensions }.to_der();
    let signature = key.sign(algorithm, &info).unwrap();
    CertificationRequest::assemble(&info, algorithm, &signature).unwrap().to_pem()
}
