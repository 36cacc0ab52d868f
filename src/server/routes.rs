//! Who answers what: relying parties have their addresses, and the API has the rest.

use super::aws_json::{self, Api, Places};
use super::calls::CallLog;
use super::connection::Reached;
use super::guard::Guard;
use super::relying;
use super::throttle::Throttle;
use super::{Limits, ServerOptions};
use crate::engine::Engine;
use axum::Router;
use axum::extract::{Extension, Request};
use axum::response::Response;
use std::sync::Arc;

/// The API with what relying parties ask for.
pub fn api(engine: Arc<Engine>, calls: Arc<CallLog>, options: ServerOptions) -> Router {
    let ServerOptions { listen, advertise, throttle, limits, .. } = options;
    let relying = relying::router(engine.clone(), calls.clone(), &limits);
    let guard = Guard { listen, advertise };
    let (throttle, places) = (throttle.then(Throttle::default), Places::default());
    let api = Arc::new(Api { engine, calls, guard, throttle, limits, places });
    let rest = move |reached: Extension<Reached>, request: Request| rest(api.clone(), reached.0, request);
    relying.fallback(rest.clone()).method_not_allowed_fallback(rest)
}

/// What relying parties ask for, alone.
pub fn publish(engine: Arc<Engine>, calls: Arc<CallLog>, limits: &Limits) -> Router {
    relying::router_alone(engine, calls, limits)
}

/// `POST /` is where a CNAME leads OCSP requests, too.
async fn rest(api: Arc<Api>, reached: Reached, request: Request) -> Response {
    let is_root = request.method() == "POST" && request.uri().path() == "/";
    match is_root && relying::is_ocsp(request.headers()) {
        true => relying::post_ocsp(api.engine.clone(), api.calls.clone(), &api.limits, request).await,
        false => aws_json::handle(api, reached, request).await,
    }
}
