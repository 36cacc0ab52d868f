//! An object store of the test's own: as much of S3 as is spoken to, over HTTP/1.1, with every signature verified. The
//! bucket stands in the path.

use base64ct::{Base64, Encoding as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};

pub const ACCESS_KEY: &str = "AKIDSTORE";
pub const SECRET: &str = "kLd8/store+secret=0123456789abcdefghijk";
pub const REGION: &str = "eu-test-1";

/// How a store answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// As S3 does.
    Well,
    /// 403 AccessDenied to everything.
    Denies,
    /// 400 to who says that all may read.
    WithoutAcls,
    /// 503 to everything.
    Fails,
    /// Not at all.
    Hangs,
}

/// An object as it was written.
#[derive(Clone, Debug)]
pub struct Stored {
    pub bytes: Vec<u8>,
    pub content_type: String,
    pub acl: String,
    /// How many parts it came in; none when it came at once.
    pub parts: usize,
}

/// An object that is being written in parts: its key, what it will be, and the parts by their numbers.
type Upload = (String, Stored, BTreeMap<usize, Vec<u8>>);

#[derive(Default)]
struct State {
    mood: Option<Mood>,
    objects: BTreeMap<String, Stored>,
    uploads: BTreeMap<String, Upload>,
    seen: Vec<String>,
}

/// A store with one bucket, `crls`, that runs until the test ends.
pub struct Store {
    pub endpoint: String,
    state: Arc<Mutex<State>>,
}

struct Request {
    method: String,
    path: String,
    query: BTreeMap<String, String>,
    raw_query: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

struct Answer {
    status: &'static str,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Store {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State::default()));
        let shared = state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let state = shared.clone();
                std::thread::spawn(move || serve(&stream, &state));
            }
        });
        Self { endpoint, state }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub fn set(&self, mood: Mood) {
        self.state().mood = Some(mood);
    }

    pub fn object(&self, key: &str) -> Option<Stored> {
        self.state().objects.get(key).cloned()
    }

    pub fn replace(&self, key: &str, bytes: &[u8]) {
        self.state().objects.get_mut(key).unwrap().bytes = bytes.to_vec();
    }

    pub fn keys(&self) -> Vec<String> {
        self.state().objects.keys().cloned().collect()
    }

    /// Uploads that were begun and neither ended nor given up.
    pub fn uploads(&self) -> usize {
        self.state().uploads.len()
    }

    /// What was asked, as `PUT /crls/key`, and forgets it.
    pub fn seen(&self) -> Vec<String> {
        std::mem::take(&mut self.state().seen)
    }
}

fn serve(stream: &TcpStream, state: &Mutex<State>) {
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader) {
        let mood = {
            let mut state = state.lock().unwrap();
            state.seen.push(format!("{} {}", request.method, request.path));
            state.mood.unwrap_or(Mood::Well)
        };
        let answer = match mood {
            // Until the other side has had enough.
            Mood::Hangs => return drop(reader.read_to_end(&mut Vec::new())),
            Mood::Fails => refusal("503 Service Unavailable", "ServiceUnavailable", "Please try again."),
            Mood::Denies => refusal("403 Forbidden", "AccessDenied", "Access Denied"),
            Mood::WithoutAcls if request.headers.get("x-amz-acl").is_some_and(|acl| acl == "public-read") => {
                refusal("400 Bad Request", "AccessControlListNotSupported", "The bucket does not allow ACLs")
            }
            Mood::Well | Mood::WithoutAcls => match verify(&request) {
                Ok(()) => answer(&request, &mut state.lock().unwrap()),
                Err((code, message)) => refusal("403 Forbidden", code, &message),
            },
        };
        let Answer { status, mut headers, body } = answer;
        headers.push(("Content-Length", body.len().to_string()));
        let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let mut out = stream;
        let head = format!("HTTP/1.1 {status}\r\n{lines}\r\n");
        let body = if request.method == "HEAD" { &[][..] } else { &body };
        if out.write_all(head.as_bytes()).and_then(|()| out.write_all(body)).is_err() {
            return;
        }
    }
}

fn read(reader: &mut BufReader<&TcpStream>) -> Option<Request> {
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        Some(line.trim_end().to_owned())
    };
    let first = line()?;
    let mut words = first.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let line = line()?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let (path, raw_query) = target.split_once('?').unwrap_or((&target, ""));
    let parameters = raw_query.split('&').filter(|parameter| !parameter.is_empty());
    let pair = |parameter: &str| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        (name.to_owned(), value.to_owned())
    };
    let query = parameters.map(pair).collect();
    Some(Request { method, path: path.to_owned(), query, raw_query: raw_query.to_owned(), headers, body })
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|octet| format!("{octet:02x}")).collect()
}

/// Signature Version 4 as S3 has it: the path is not encoded again, and every `x-amz-` header is signed.
fn verify(request: &Request) -> Result<(), (&'static str, String)> {
    let denied = |message: &str| ("AccessDenied", message.to_owned());
    let header = |name: &str| request.headers.get(name).map(String::as_str).unwrap_or_default();
    let authorization = header("authorization").strip_prefix("AWS4-HMAC-SHA256 ").ok_or_else(|| denied("unsigned"))?;
    let part = |name: &str| {
        let mut parts = authorization.split(',').map(str::trim);
        parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('=')).ok_or_else(|| denied(name))
    };
    let (credential, signed, signature) = (part("Credential")?, part("SignedHeaders")?, part("Signature")?);
    let (access_key, scope) = credential.split_once('/').ok_or_else(|| denied("credential"))?;
    if access_key != ACCESS_KEY {
        return Err(("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.".into()));
    }
    let names: Vec<&str> = signed.split(';').collect();
    if request.headers.keys().any(|name| name.starts_with("x-amz-") && !names.contains(&name.as_str())) {
        return Err(denied("There were headers present in the request which were not signed"));
    }
    let date = header("x-amz-date");
    if scope != format!("{}/{REGION}/s3/aws4_request", &date[..8]) {
        return Err(("AuthorizationHeaderMalformed", format!("the region is wrong; expecting '{REGION}'")));
    }
    let hash = header("x-amz-content-sha256");
    if hash != hex(Sha256::digest(&request.body)) {
        return Err(("XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match".into()));
    }
    let query: Vec<String> = request.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let headers: String = names.iter().map(|name| format!("{name}:{}\n", header(name))).collect();
    let canonical = format!("{}\n{}\n{}\n{headers}\n{signed}\n{hash}", request.method, request.path, query.join("&"));
    let text = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", hex(Sha256::digest(canonical)));
    let secret = format!("AWS4{SECRET}").into_bytes();
    let key = scope.split('/').fold(secret, |key, word| hmac(&key, word));
    match hex(hmac(&key, &text)) == signature {
        true => Ok(()),
        false => Err(("SignatureDoesNotMatch", "The request signature we calculated does not match".into())),
    }
}

fn answer(request: &Request, state: &mut State) -> Answer {
    let Some(key) = request.path.strip_prefix("/crls/").map(str::to_owned) else {
        return refusal("404 Not Found", "NoSuchBucket", "The specified bucket does not exist");
    };
    let header = |name: &str| request.headers.get(name).cloned().unwrap_or_default();
    let stored = |bytes: &[u8]| Stored {
        bytes: bytes.to_vec(),
        content_type: header("content-type"),
        acl: header("x-amz-acl"),
        parts: 0,
    };
    let upload = request.query.get("uploadId");
    match (request.method.as_str(), upload) {
        ("PUT", None) => {
            let etag = etag(&request.body);
            state.objects.insert(key, stored(&request.body));
            done(vec![("ETag", etag)], Vec::new())
        }
        ("POST", None) if request.raw_query.starts_with("uploads") => {
            let id = format!("upload{}", state.seen.len());
            state.uploads.insert(id.clone(), (key, stored(&[]), BTreeMap::new()));
            let body =
                format!("<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>");
            done(Vec::new(), body.into_bytes())
        }
        ("PUT", Some(id)) => {
            assert_eq!(header("x-amz-acl"), "", "a part has no access of its own");
            let (_, _, parts) = state.uploads.get_mut(id).unwrap();
            parts.insert(request.query["partNumber"].parse().unwrap(), request.body.clone());
            done(vec![("ETag", etag(&request.body))], Vec::new())
        }
        ("POST", Some(id)) => {
            let (key, mut stored, parts) = state.uploads.remove(id).unwrap();
            assert!(parts.values().rev().skip(1).all(|part| part.len() >= 5 << 20), "only the last part is small");
            (stored.parts, stored.bytes) = (parts.len(), parts.into_values().flatten().collect());
            let etag = etag(&stored.bytes);
            state.objects.insert(key, stored);
            let body = format!(
                "<CompleteMultipartUploadResult><ETag>{}</ETag></CompleteMultipartUploadResult>",
                etag.replace('"', "&quot;")
            );
            done(Vec::new(), body.into_bytes())
        }
        ("DELETE", Some(id)) => {
            state.uploads.remove(id);
            Answer { status: "204 No Content", headers: Vec::new(), body: Vec::new() }
        }
        ("GET" | "HEAD", None) => read_object(request, state.objects.get(&key)),
        _ => refusal("501 Not Implemented", "NotImplemented", "This store does not do that"),
    }
}

fn read_object(request: &Request, object: Option<&Stored>) -> Answer {
    let Some(object) = object else {
        return refusal("404 Not Found", "NoSuchKey", "The specified key does not exist.");
    };
    let etag = etag(&object.bytes);
    if request.headers.get("if-match").is_some_and(|wanted| *wanted != etag) {
        return refusal("412 Precondition Failed", "PreconditionFailed", "At least one precondition did not hold");
    }
    let mut headers = vec![("ETag", etag), ("Last-Modified", "Mon, 23 Nov 2026 12:00:00 GMT".into())];
    let range = request.headers.get("range").and_then(|range| range.strip_prefix("bytes=")?.split_once('-'));
    let Some((from, to)) = range else { return done(headers, object.bytes.clone()) };
    let (from, to): (usize, usize) = (from.parse().unwrap(), to.parse().unwrap());
    headers.push(("Content-Range", format!("bytes {from}-{to}/{}", object.bytes.len())));
    Answer { status: "206 Partial Content", headers, body: object.bytes[from..=to].to_vec() }
}

fn etag(bytes: &[u8]) -> String {
    format!("\"{}\"", Base64::encode_string(&Sha256::digest(bytes)[..12]))
}

fn done(headers: Vec<(&'static str, String)>, body: Vec<u8>) -> Answer {
    Answer { status: "200 OK", headers, body }
}

fn refusal(status: &'static str, code: &str, message: &str) -> Answer {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    );
    Answer { status, headers: vec![("Content-Type", "application/xml".into())], body: body.into_bytes() }
}
