//! What those who validate certificates ask: CRLs, and OCSP (RFC 6960, RFC 5019), over plain HTTP and of anybody.
//!
//! The addresses are those that stand in certificates, below the publication address of the workspace: `/ocsp`, and
//! `/<bucket>/<key>` of each CRL. Where a CNAME of an authority leads here, certificates have no bucket and no `/ocsp` in
//! their addresses, and what follows the host is a key alone, or the request itself. A publication address with a path of
//! its own leads through a proxy that takes that path away.

mod caching;
mod crl;
mod ocsp;
mod percent;

use super::Limits;
use super::calls::{Asked, CallLog, CallResult, CalledBy, OpenCall};
use crate::engine::Engine;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// What the routes share.
#[derive(Clone)]
struct Relying {
    engine: Arc<Engine>,
    calls: Arc<CallLog>,
    body_time: Duration,
    /// Turns to read lists from their buckets.
    reads: Arc<Semaphore>,
}

/// How many lists are read from their buckets at a time. A store that does not answer keeps a thread waiting for as long
/// as its patience lasts, and calls of the API need threads too.
const READS: usize = 4;

impl Relying {
    fn new(engine: Arc<Engine>, calls: Arc<CallLog>, limits: &Limits) -> Self {
        Self { engine, calls, body_time: limits.body_time, reads: Arc::new(Semaphore::new(READS)) }
    }
}

/// The routes beside those of the API, which has `POST /` for itself: give it over to [`is_ocsp`] requests with
/// [`post_ocsp`].
pub fn router(engine: Arc<Engine>, calls: Arc<CallLog>, limits: &Limits) -> Router {
    with(Relying::new(engine, calls, limits))
}

fn with(relying: Relying) -> Router {
    let routes = Router::new().route("/ocsp", post(ocsp::post)).route("/ocsp/", post(ocsp::post));
    routes.route("/{*address}", get(fetch)).with_state(relying)
}

/// The same where there is no API: OCSP at `POST /` as well, which is where a CNAME leads.
pub fn router_alone(engine: Arc<Engine>, calls: Arc<CallLog>, limits: &Limits) -> Router {
    let relying = Relying::new(engine, calls, limits);
    let root = Router::new().route("/", post(ocsp::post)).with_state(relying.clone());
    with(relying).merge(root)
}

/// Whether a request to `POST /` is one of OCSP, and none of the API.
pub fn is_ocsp(headers: &HeaderMap) -> bool {
    ocsp::is_request(headers)
}

/// Answers an OCSP request that was posted.
pub async fn post_ocsp(
    engine: Arc<Engine>,
    calls: Arc<CallLog>,
    limits: &Limits,
    request: axum::extract::Request,
) -> Response {
    let relying = Relying::new(engine, calls, limits);
    ocsp::post(State(relying), request).await
}

/// A CRL by its address, or an OCSP request that stands in one.
async fn fetch(State(relying): State<Relying>, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if let Some(request) = path.strip_prefix("ocsp/").filter(|rest| ocsp::begins_request(rest)) {
        return ocsp::get(relying, request, &headers).await;
    }
    if let Some(place) = crl::find(&relying.engine, &uri) {
        return crl::get(relying, place, &headers).await;
    }
    // No name of a bucket has a capital.
    if ocsp::begins_request(path) {
        return ocsp::get(relying, path, &headers).await;
    }
    let call = relying.calls.begin(CalledBy::RelyingParty, Asked::Crl);
    call.about(path);
    refused(call, StatusCode::NOT_FOUND)
}

/// Ends a call without an answer.
fn refused(call: OpenCall, status: StatusCode) -> Response {
    call.end(CallResult::Refused(status.to_string()));
    (status, [("cache-control", "no-store")]).into_response()
}
