//! A workspace that is served, and a client that sends whatever it is told.

use axum::http::Request;
use canopy::engine::environment::{Buckets, Clock, Environment};
use canopy::engine::{Action, Caller, Engine, NewAccessKey, Options};
use canopy::publish::FolderBuckets;
use canopy::server::sigv4::{Credentials, sign};
use canopy::server::{Limits, Running, Server, ServerOptions};
use canopy::workspace::{Actor, Settings, Timestamp};
use secrecy::SecretString;
use serde_json::Value;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tempfile::TempDir;

/// 2026-11-23T12:00:00Z
pub const NOON: i64 = 1_795_435_200;

/// The account of the workspace's settings, and of its access key.
pub const ACCOUNT: &str = "123456789012";

/// The account of the other access key.
pub const OTHER: &str = "111122223333";

/// A clock that is set by the test, in seconds.
pub struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(self.0.load(Ordering::SeqCst))
    }
}

/// An access key, as a client has it.
pub struct Key {
    pub id: String,
    pub secret: SecretString,
}

impl Key {
    pub fn credentials<'k>(&'k self, region: &'k str) -> Credentials<'k> {
        Credentials { access_key: &self.id, secret: &self.secret, region }
    }
}

/// A workspace that is served.
pub struct Served {
    pub engine: Arc<Engine>,
    pub caller: Caller,
    pub clock: Arc<TestClock>,
    pub running: Running,
    pub key: Key,
    /// A key of another account.
    pub other: Key,
    pub folder: TempDir,
}

pub fn passphrase() -> SecretString {
    SecretString::from("correct horse battery staple")
}

impl Served {
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    pub fn with_limits(change: impl FnOnce(&mut Limits)) -> Self {
        Self::with(|options| change(&mut options.limits))
    }

    pub fn with(change: impl FnOnce(&mut ServerOptions)) -> Self {
        Self::with_buckets(change, |folders| Arc::new(folders))
    }

    /// Where what lies in the workspace's folders is reached in another way.
    pub fn with_buckets(
        change: impl FnOnce(&mut ServerOptions),
        buckets: impl FnOnce(FolderBuckets) -> Arc<dyn Buckets>,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.ron");
        let clock = Arc::new(TestClock(NOON.into()));
        let mut environment = Environment::system(buckets(FolderBuckets::beside(&path)));
        environment.clock = clock.clone();
        let settings = Settings { account: ACCOUNT.into(), ..Settings::default() };
        let caller = Caller::window(&settings, "test");
        let options = Options { work_factor: 1, ..Options::default() };
        let actor = Actor::Window { user: "test".into() };
        let engine = Engine::create(&path, &passphrase(), settings, environment, &options, actor).unwrap();
        let add = |account: &str| {
            let new = NewAccessKey { id: None, secret: None, name: String::new(), account: account.into() };
            let made = engine.add_access_key(&caller, new).unwrap();
            Key { id: made.id, secret: made.secret }
        };
        let (key, other) = (add(ACCOUNT), add(OTHER));
        let mut options = ServerOptions::new("127.0.0.1:0".parse().unwrap());
        change(&mut options);
        let running = Server::start(engine.clone(), options).unwrap();
        Self { engine, caller, clock, running, key, other, folder }
    }

    pub fn later(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds, Ordering::SeqCst);
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn region(&self) -> String {
        self.caller.region.clone()
    }

    /// The workspace file.
    pub fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.folder.path().join("test.ron")).unwrap()
    }

    pub fn connect(&self) -> Client {
        Client::to(self.running.address())
    }

    /// A request for an action, unsigned.
    pub fn request(&self, action: &str, body: &str) -> Request<Vec<u8>> {
        Request::post(self.running.url() + "/")
            .header("host", self.running.address().to_string())
            .header("content-type", "application/x-amz-json-1.1")
            .header("x-amz-target", format!("ACMPrivateCA.{action}"))
            .body(body.as_bytes().to_vec())
            .unwrap()
    }

    /// The same, signed.
    pub fn signed(&self, action: &str, body: &str) -> Request<Vec<u8>> {
        let mut request = self.request(action, body);
        sign(&mut request, &self.key.credentials(&self.region()), self.now());
        request
    }

    /// Sends a request on a connection of its own.
    pub fn send(&self, request: &Request<Vec<u8>>) -> Answer {
        self.connect().exchange(&wire(request)).unwrap()
    }

    /// Performs an action as the owner of the first key.
    pub fn call(&self, action: Action, request: &Value) -> Answer {
        self.send(&self.signed(action.name(), &request.to_string()))
    }

    /// Sends a request that must be refused: nothing is written.
    #[track_caller]
    pub fn refused(&self, request: &Request<Vec<u8>>, status: u16, code: &str) -> String {
        let before = self.bytes();
        let answer = self.send(request);
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{answer:?}");
        assert_eq!(answer.header("x-amzn-errortype"), Some(code));
        assert!(self.bytes() == before, "the file has changed");
        answer.message()
    }

    /// A request that everybody may send still works.
    #[track_caller]
    pub fn still_works(&self) {
        let answer = self.call(Action::ListCertificateAuthorities, &Value::Object(Default::default()));
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}

/// A request as it is sent.
pub fn wire(request: &Request<Vec<u8>>) -> Vec<u8> {
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let mut bytes = format!("{} {target} HTTP/1.1\r\n", request.method()).into_bytes();
    for (name, value) in request.headers() {
        bytes.extend_from_slice(name.as_str().as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(value.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    if !request.headers().contains_key("content-length") {
        bytes.extend_from_slice(format!("content-length: {}\r\n", request.body().len()).as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(request.body());
    bytes
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn code(&self) -> String {
        self.json()["__type"].as_str().unwrap().to_owned()
    }

    pub fn message(&self) -> String {
        self.json()["message"].as_str().unwrap().to_owned()
    }
}

/// A connection.
pub struct Client(pub TcpStream);

impl Client {
    /// No test waits for ever: an answer that does not come within this is none.
    const PATIENCE: Duration = Duration::from_secs(60);

    pub fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Self::PATIENCE)).unwrap();
        stream.set_write_timeout(Some(Self::PATIENCE)).unwrap();
        Self(stream)
    }

    /// Sends bytes; false when the other end has closed already.
    pub fn send(&mut self, bytes: &[u8]) -> bool {
        self.0.write_all(bytes).is_ok()
    }

    /// Reads an answer; none when the connection ends without one.
    pub fn answer(&mut self) -> Option<Answer> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.byte()?);
        }
        let head = String::from_utf8(head).unwrap();
        let mut lines = head.lines();
        let status = lines.next()?.split(' ').nth(1)?.parse().unwrap();
        let header = |line: &str| line.split_once(": ").map(|(n, v)| (n.to_ascii_lowercase(), v.to_owned()));
        let headers: Vec<_> = lines.filter_map(header).collect();
        let length = headers.iter().find(|(name, _)| name == "content-length").map_or(0, |(_, v)| v.parse().unwrap());
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        Some(Answer { status, headers, body })
    }

    pub fn exchange(&mut self, bytes: &[u8]) -> Option<Answer> {
        self.send(bytes);
        self.answer()
    }

    /// Whether the other end closes the connection, without a word or after one.
    pub fn is_closed(&mut self) -> bool {
        let mut rest = Vec::new();
        match self.0.read_to_end(&mut rest) {
            Ok(_) => true,
            Err(error) => !matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let mut byte = [0];
        match self.0.read(&mut byte) {
            Ok(1) => Some(byte[0]),
            Ok(_) => None,
            Err(error) => {
                assert!(!matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "no answer came");
                None
            }
        }
    }
}
