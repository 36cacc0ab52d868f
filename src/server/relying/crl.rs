//! CRLs by the addresses that certificates have for them.

use super::caching::Document;
use super::percent::decoded;
use super::{Relying, refused};
use crate::engine::{CrlPlace, Engine, ServedCrl};
use crate::server::calls::{Asked, CallResult, CalledBy, OpenCall};
use crate::workspace::Timestamp;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use tokio::time::timeout;

/// RFC 5280 section 4.2.1.13
const CONTENT_TYPE: &str = "application/pkix-crl";

/// How long caches may keep a list without asking whether there is another, in seconds: an hour, as with an answer of
/// OCSP. It is valid for days or years, but the next one comes after a revocation, and nobody on the way must hide it.
const KEPT: i64 = 60 * 60;

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
    let kept = || relying.engine.kept_crl(&place);
    let mut turn = None;
    let found = match kept() {
        Some(found) => Some(found),
        None => match timeout(relying.body_time, relying.reads.clone().acquire_owned()).await {
            Ok(Ok(taken)) => {
                turn = Some(taken);
                // Whoever had the turn before may have read it.
                kept()
            }
            _ => return refused(call, StatusCode::SERVICE_UNAVAILABLE),
        },
    };
    if let Some(found) = found {
        return told(call, document(found, now).answer(headers, now), CallResult::FromCache);
    }
    let engine = relying.engine;
    let read = tokio::task::spawn_blocking(move || {
        // Held until it has been read, also when the client is gone.
        let _turn = turn;
        engine.read_crl(&place)
    });
    let read = read.await;
    match read {
        Ok(Ok(served)) => told(call, document(served, now).answer(headers, now), CallResult::Answered),
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
    let end = now.plus_milliseconds(KEPT * 1000);
    let expires = served.next_update.map(|next| next.min(end));
    let left = expires.map_or(0, |expires| (expires.seconds() - now.seconds()).max(0));
    Document {
        bytes: served.der,
        content_type: CONTENT_TYPE,
        sha256: served.sha256,
        last_modified: served.published_at,
        date_decides: true,
        expires,
        cache_control: format!("max-age={left}, public, no-transform"),
    }
}
