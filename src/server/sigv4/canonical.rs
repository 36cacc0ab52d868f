//! The canonical request, the string to sign, and the signature over it.

use super::{ALGORITHM, Scope, TERMINATOR};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use zeroize::Zeroizing;

/// The parts of a request that a signature covers, beside its body.
pub(super) struct Signable<'r> {
    pub method: &'r str,
    /// The path as it was sent.
    pub path: &'r str,
    /// The query string as it was sent.
    pub query: &'r str,
    pub headers: &'r HeaderMap,
}

impl<'r> From<&'r Parts> for Signable<'r> {
    fn from(parts: &'r Parts) -> Self {
        Self {
            method: parts.method.as_str(),
            path: parts.uri.path(),
            query: parts.uri.query().unwrap_or_default(),
            headers: &parts.headers,
        }
    }
}

impl Signable<'_> {
    /// The canonical request over these headers; nothing when one of them was not sent.
    pub(super) fn canonical(&self, signed: &[String], body_hash: &str) -> Option<String> {
        let mut text = format!("{}\n{}\n{}\n", self.method, canonical_path(self.path), canonical_query(self.query));
        for name in signed {
            let values: Vec<String> =
                self.headers.get_all(name).iter().map(|value| collapsed(value.as_bytes())).collect();
            if values.is_empty() {
                return None;
            }
            let _ = writeln!(text, "{name}:{}", values.join(","));
        }
        let _ = write!(text, "\n{}\n{body_hash}", signed.join(";"));
        Some(text)
    }
}

/// What is signed: the time, the scope and the digest of the canonical request.
pub(super) fn string_to_sign(at: &str, scope: &Scope, canonical: &str) -> String {
    format!("{ALGORITHM}\n{at}\n{scope}\n{}", hash(canonical.as_bytes()))
}

/// The code that signs `text` with the key that is derived from a secret for a scope.
pub(super) fn code(secret: &str, scope: &Scope, text: &str) -> Hmac<Sha256> {
    let mut key = Zeroizing::new(format!("AWS4{secret}").into_bytes());
    for part in [&scope.date, &scope.region, &scope.service, TERMINATOR] {
        // A vector that is put into the place of another leaves that behind as it is.
        key = Zeroizing::new(over(&key, part).finalize().into_bytes().to_vec());
    }
    over(&key, text)
}

fn over(key: &[u8], text: &str) -> Hmac<Sha256> {
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of every length");
    hmac.update(text.as_bytes());
    hmac
}

/// The SHA-256 digest in hexadecimal.
pub(super) fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Without spaces around it, and one space for several: HTTP has no line folding any more.
fn collapsed(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value);
    text.split([' ', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Without empty, `.` and `..` segments (RFC 3986 section 5.2.4), and each segment encoded as it was sent: what the
/// client has encoded is encoded once more, as all services but S3 have it.
fn canonical_path(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            segment => segments.push(segment),
        }
    }
    let is_folder = matches!(path.rsplit('/').next(), Some("" | "." | ".."));
    let mut text = String::from("/");
    for (index, segment) in segments.iter().enumerate() {
        if index > 0 {
            text.push('/');
        }
        text.push_str(&encoded(segment.as_bytes()));
    }
    if is_folder && !segments.is_empty() {
        text.push('/');
    }
    text
}

/// The parameters in the order of their names and values, without the signature itself.
fn canonical_query(query: &str) -> String {
    let mut parameters: Vec<(String, String)> = parameters(query)
        .filter(|(name, _)| name.as_slice() != b"X-Amz-Signature")
        .map(|(name, value)| (encoded(&name), encoded(&value)))
        .collect();
    parameters.sort_unstable();
    let parameters: Vec<String> = parameters.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    parameters.join("&")
}

/// The parameters of a query string, decoded.
pub(super) fn parameters(query: &str) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> {
    query.split('&').filter(|parameter| !parameter.is_empty()).map(|parameter| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        (decoded(name), decoded(value))
    })
}

/// Percent-encoded but for the unreserved characters of RFC 3986.
pub(super) fn encoded(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len()), |mut text, byte| {
        let _ = match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                write!(text, "{}", char::from(*byte))
            }
            _ => write!(text, "%{byte:02X}"),
        };
        text
    })
}

/// Percent-decoded; what is no encoding stays as it is.
fn decoded(text: &str) -> Vec<u8> {
    let mut rest = text.as_bytes();
    let mut bytes = Vec::with_capacity(rest.len());
    while let [first, after @ ..] = rest {
        let digit = |at: usize| after.get(at).and_then(|digit| char::from(*digit).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    bytes
}
