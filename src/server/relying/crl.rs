//! CRLs by the addresses that certificates have for them.

use super::caching::Document;
use super::percent::decoded;
use super::{Relying, refused};
use crate::engine::{CrlPlace, Engine, ServedCrl};
use crate::server::calls::{Asked, CallResult, CalledBy, OpenCall};
use crate::workspace::Timestamp;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;

/// RFC 5280 section 4.2.1.13
const CONTENT_TYPE: &str = "application/pkix-crl";

/// The list that an address leads to. Keys stand in certificates as they were configured, whatever they mean in a URI; a
/// client may have written some of their characters in another way.
pub fn find(engine: &Engine, uri: &Uri) -> Option<CrlPlace> {
    let whole = uri.path_and_query().map_or(uri.path(), |whole| whole.as_str());
    let written = [whole, uri.path()].map(|text| text.strip_prefix('/').unwrap_or(text));
    let found = written.iter().find_map(|address| engine.find_crl(address));
    found.or_else(|| engine.find_crl(std::str::from_utf8(&decoded(written[1])?).ok()?))
}

/// Hands it out.
pub async fn get(relying: Relying, place: CrlPlace, headers: &HeaderMap) -> Response {
    let call = relying.calls.begin(CalledBy::RelyingParty, Asked::Crl);
    call.about(&format!("{}/{}", place.published.bucket, place.published.key));
    let now = relying.engine.now();
    if let Some(kept) = relying.engine.kept_crl(&place) {
        return told(call, document(kept, now).answer(headers), CallResult::FromCache);
    }
    let engine = relying.engine;
    let read = tokio::task::spawn_blocking(move || engine.read_crl(&place)).await;
    match read {
        Ok(Ok(served)) => told(call, document(served, now).answer(headers), CallResult::Answered),
        Ok(Err(_)) => refused(call, StatusCode::SERVICE_UNAVAILABLE),
        Err(_) => refused(call, StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// An answer, with what it is in the list of calls.
fn told(call: OpenCall, answer: Response, result: CallResult) -> Response {
    let is_known = answer.status() == StatusCode::NOT_MODIFIED;
    call.end(if is_known { CallResult::NotModified } else { result });
    answer
}

fn document(served: ServedCrl, now: Timestamp) -> Document {
    let left = served.next_update.map_or(0, |next| (next.seconds() - now.seconds()).max(0));
    Document {
        bytes: served.der,
        content_type: CONTENT_TYPE,
        sha256: served.sha256,
        last_modified: served.published_at,
        expires: served.next_update,
        cache_control: format!("max-age={left}, public, no-transform"),
    }
}
