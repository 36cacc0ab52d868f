//! Signing a request that is to be sent.

use super::canonical::{Signable, code, encoded, hash, hex, string_to_sign};
use super::{ALGORITHM, SERVICE, Scope, amz_date};
use crate::workspace::Timestamp;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderValue, Request, Uri};
use hmac::Mac as _;
use secrecy::{ExposeSecret as _, SecretString};

/// With what a request is signed.
#[derive(Debug, Clone, Copy)]
pub struct Credentials<'k> {
    /// The access key ID.
    pub access_key: &'k str,
    /// The secret access key.
    pub secret: &'k SecretString,
    /// The region that is asked.
    pub region: &'k str,
}

impl Credentials<'_> {
    fn scope(&self, at: Timestamp) -> Scope {
        Scope { date: amz_date(at)[..8].to_owned(), region: self.region.to_owned(), service: SERVICE.to_owned() }
    }

    fn signature<B: AsRef<[u8]>>(&self, request: &Request<B>, signed: &[String], at: Timestamp) -> String {
        let signable = Signable {
            method: request.method().as_str(),
            path: request.uri().path(),
            query: request.uri().query().unwrap_or_default(),
            headers: request.headers(),
        };
        let canonical = signable.canonical(signed, &hash(request.body().as_ref())).unwrap_or_default();
        let scope = self.scope(at);
        let text = string_to_sign(&amz_date(at), &scope, &canonical);
        hex(&code(self.secret.expose_secret(), &scope, &text).finalize().into_bytes())
    }
}

/// Signs a request in its headers: adds `X-Amz-Date` and `Authorization`, and `Host` from its URI when there is none.
pub fn sign<B: AsRef<[u8]>>(request: &mut Request<B>, credentials: &Credentials<'_>, at: Timestamp) {
    set_host(request);
    insert(request.headers_mut(), "x-amz-date", &amz_date(at));
    let signed = signed_headers(request.headers());
    let signature = credentials.signature(request, &signed, at);
    let authorization = format!(
        "{ALGORITHM} Credential={}/{}, SignedHeaders={}, Signature={signature}",
        credentials.access_key,
        credentials.scope(at),
        signed.join(";")
    );
    insert(request.headers_mut(), "authorization", &authorization);
}

/// Signs a request in its query string, for so many seconds.
pub fn presign<B: AsRef<[u8]>>(request: &mut Request<B>, credentials: &Credentials<'_>, at: Timestamp, seconds: u32) {
    set_host(request);
    let signed = signed_headers(request.headers());
    let credential = format!("{}/{}", credentials.access_key, credentials.scope(at));
    let parameters = format!(
        "X-Amz-Algorithm={ALGORITHM}&X-Amz-Credential={}&X-Amz-Date={}&X-Amz-Expires={seconds}&X-Amz-SignedHeaders={}",
        encoded(credential.as_bytes()),
        amz_date(at),
        encoded(signed.join(";").as_bytes())
    );
    add_to_query(request, &parameters);
    let signature = credentials.signature(request, &signed, at);
    add_to_query(request, &format!("X-Amz-Signature={signature}"));
}

/// The host, the type of the content, and all headers of AWS, in their order.
fn signed_headers(headers: &HeaderMap) -> Vec<String> {
    let is_signed = |name: &&str| ["host", "content-type"].contains(name) || name.starts_with("x-amz-");
    let mut names: Vec<String> =
        headers.keys().map(|name| name.as_str()).filter(is_signed).map(str::to_owned).collect();
    names.sort_unstable();
    names
}

fn set_host<B>(request: &mut Request<B>) {
    if request.headers().contains_key("host") {
        return;
    }
    if let Some(authority) = request.uri().authority().map(ToString::to_string) {
        insert(request.headers_mut(), "host", &authority);
    }
}

/// A value that no header can have is not sent, and the signature is refused.
fn insert(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

fn add_to_query<B>(request: &mut Request<B>, parameters: &str) {
    let uri = request.uri();
    let query = uri.query().map_or_else(|| parameters.to_owned(), |query| format!("{query}&{parameters}"));
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = PathAndQuery::try_from(format!("{}?{query}", uri.path())).ok();
    if let Ok(uri) = Uri::from_parts(parts) {
        *request.uri_mut() = uri;
    }
}
