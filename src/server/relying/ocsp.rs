//! OCSP over HTTP (RFC 6960 appendix A, RFC 5019 sections 5 and 6).

use super::caching::{Document, media_type};
use super::percent::decoded;
use super::{Relying, refused};
use crate::engine::{OcspAnswer, OcspAsked, OcspValidity};
use crate::server::calls::{Asked, CallResult, CalledBy, OpenCall};
use crate::server::gathered::{Ungathered, gather};
use crate::workspace::{Sha256Digest, Workspace};
use crate::x509::ocsp::{MAX_OCSP_REQUEST, OcspResponseStatus};
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64ct::{Base64, Base64Unpadded, Encoding as _};

const REQUEST: &str = "application/ocsp-request";
const RESPONSE: &str = "application/ocsp-response";

/// The longest request in an address, in characters as they are sent. RFC 5019 section 5 has 255; some certificates at
/// once, or a nonce, take more.
const MAX_GET: usize = 4 << 10;

/// Whether what is posted is an OCSP request.
pub fn is_request(headers: &HeaderMap) -> bool {
    media_type(headers, CONTENT_TYPE).as_deref() == Some(REQUEST)
}

/// Whether the base64 of a request can begin so: it is a DER SEQUENCE.
pub fn begins_request(text: &str) -> bool {
    text.starts_with('M')
}

/// Answers a request that was posted.
pub async fn post(State(relying): State<Relying>, request: Request) -> Response {
    let call = relying.calls.begin(CalledBy::RelyingParty, Asked::Ocsp);
    let (parts, body) = request.into_parts();
    if !is_request(&parts.headers) {
        return refused(call, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    match tokio::time::timeout(relying.body_time, gather(body, MAX_OCSP_REQUEST)).await {
        Ok(Ok(der)) => answer(relying, call, der, &parts.headers).await,
        Ok(Err(Ungathered::TooLong)) => refused(call, StatusCode::PAYLOAD_TOO_LARGE),
        Ok(Err(Ungathered::CutOff)) => refused(call, StatusCode::BAD_REQUEST),
        Err(_) => refused(call, StatusCode::REQUEST_TIMEOUT),
    }
}

/// Answers a request that stands in an address.
pub async fn get(relying: Relying, request: &str, headers: &HeaderMap) -> Response {
    let call = relying.calls.begin(CalledBy::RelyingParty, Asked::Ocsp);
    if request.len() > MAX_GET {
        return refused(call, StatusCode::URI_TOO_LONG);
    }
    // What is no base64 is no request: the engine says so in the words of OCSP.
    answer(relying, call, from_address(request).unwrap_or_default(), headers).await
}

/// The DER that an address has as base64, its characters encoded as clients do or leave undone.
fn from_address(text: &str) -> Option<Vec<u8>> {
    let text = decoded(text)?;
    let text = std::str::from_utf8(&text).ok()?;
    Base64::decode_vec(text).or_else(|_| Base64Unpadded::decode_vec(text)).ok()
}

async fn answer(relying: Relying, call: OpenCall, der: Vec<u8>, headers: &HeaderMap) -> Response {
    let engine = relying.engine.clone();
    let found = match engine.ocsp_at_once(&der) {
        Some(answer) => Ok(answer),
        None => tokio::task::spawn_blocking(move || engine.ocsp(&der)).await,
    };
    let Ok(answer) = found else { return refused(call, StatusCode::INTERNAL_SERVER_ERROR) };
    if let Some(object) = object(&relying.engine.snapshot(), &answer) {
        call.about(&object);
    }
    call.end(result(&answer));
    match answer.cacheable {
        Some(validity) => {
            let now = relying.engine.now();
            document(answer.der, validity, now.seconds()).answer(headers, now)
        }
        None => {
            let length = answer.der.len().to_string();
            let head = [(CONTENT_TYPE, RESPONSE), (CACHE_CONTROL, "no-store"), (CONTENT_LENGTH, &length)];
            (head, answer.der.to_vec()).into_response()
        }
    }
}

/// What became of it, for the list of calls.
fn result(answer: &OcspAnswer) -> CallResult {
    let from_cache = answer.from_cache;
    match (answer.status, &answer.asked[..]) {
        (OcspResponseStatus::Successful, [OcspAsked { status: Some(status), .. }]) => {
            CallResult::Status { status: *status, from_cache }
        }
        (OcspResponseStatus::Successful, _) if from_cache => CallResult::FromCache,
        (OcspResponseStatus::Successful, _) => CallResult::Answered,
        (status, _) => CallResult::Refused(status.name().to_owned()),
    }
}

/// What was asked about, for the list of calls: a certificate, or several of an authority.
fn object(workspace: &Workspace, answer: &OcspAnswer) -> Option<String> {
    let authority = workspace.authority(answer.authority?)?;
    let serial = match &answer.asked[..] {
        [one] => one.serial(),
        _ => None,
    };
    Some(serial.map_or_else(|| authority.arn.to_string(), |serial| authority.arn.certificate(serial).to_string()))
}

/// RFC 5019 section 6.2. It may be kept for half of the time that is left, so that nobody is given an answer that is just
/// about to end.
fn document(der: std::sync::Arc<[u8]>, validity: OcspValidity, now: i64) -> Document {
    let left = (validity.next_update.seconds() - now).max(0);
    Document {
        sha256: Sha256Digest::of(&der),
        bytes: der,
        content_type: RESPONSE,
        last_modified: validity.this_update,
        // A certificate can be revoked in the second in which it was told to be good.
        date_decides: false,
        expires: Some(validity.next_update),
        cache_control: format!("max-age={}, public, no-transform, must-revalidate", left / 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_taken_as_clients_write_it() {
        for text in ["MAMKAQA=", "MAMKAQA%3D", "MAMKAQA", "MAMKAQA%3d"] {
            assert_eq!(from_address(text).unwrap(), b"\x30\x03\x0a\x01\x00", "{text}");
        }
        // With both of the characters that mean something in an address, as they are and encoded.
        for text in ["MAP//vs+", "MAP%2F%2Fvs%2B"] {
            assert_eq!(from_address(text).unwrap(), b"\x30\x03\xff\xfe\xfb\x3e", "{text}");
        }
        for text in ["M", "M%", "MAMKAQA==", "M MK", "MAMK\u{e4}QA="] {
            assert_eq!(from_address(text), None, "{text}");
        }
    }
}
