//! AWS JSON 1.1: `POST /` with the action in `X-Amz-Target`, signed, and answered in JSON.
//!
//! A request passes in this order: its form, the guard, what it says of its signature, its body, the signature itself,
//! the rate, and then the engine. What is refused on the way is written nowhere but in the list of calls.

mod answer;
mod body;
mod form;
mod perform;
mod refused;

use super::calls::{Asked, CallLog, CallResult, CalledBy};
use super::connection::Reached;
use super::guard::Guard;
use super::sigv4::{AuthError, Claim};
use super::throttle::Throttle;
use super::{Limits, sigv4};
use crate::engine::{Action, Engine};
use crate::workspace::Workspace;
use answer::answered;
use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Request, Response};
pub use body::Places;
use perform::Call;
use refused::Refused;
use std::sync::Arc;

/// What the API needs to answer.
pub struct Api {
    pub engine: Arc<Engine>,
    pub calls: Arc<CallLog>,
    pub guard: Guard,
    /// Absent when calls may come as fast as they like.
    pub throttle: Option<Throttle>,
    pub limits: Limits,
    pub places: Places,
}

/// Answers a request.
pub async fn handle(api: Arc<Api>, reached: Reached, request: Request<Body>) -> Response<Body> {
    let engine = api.engine.clone();
    let result = answer(api, &reached, request).await;
    answered(engine.environment(), result)
}

async fn answer(api: Arc<Api>, reached: &Reached, request: Request<Body>) -> Result<Vec<u8>, Refused> {
    let (parts, body) = request.into_parts();
    let claim = Claim::read(&parts);
    let call = api.calls.begin(called_by(&api.engine.snapshot(), &claim), asked(&parts));
    let read = match admitted(&api, reached, &parts, claim) {
        Ok(admitted) => body::read(body, &parts.headers, &api.limits, &api.places).await.map(|body| (admitted, body)),
        Err(refused) => {
            body::discard(body, &parts.headers, &api.limits).await;
            Err(refused)
        }
    };
    match read {
        Ok((admitted, body)) => perform::perform(Call { api, parts, admitted, body, call }).await,
        Err(refused) => {
            call.end(CallResult::Refused(refused.code.to_string()));
            Err(refused)
        }
    }
}

/// Who a request says that it is from.
fn called_by(workspace: &Workspace, claim: &Result<Claim, AuthError>) -> CalledBy {
    match claim {
        Err(_) => CalledBy::Nobody,
        Ok(Claim { access_key, .. }) => match workspace.access_key(access_key) {
            Some(key) => CalledBy::AccessKey { id: key.id.clone(), account: key.account.clone() },
            None => CalledBy::UnknownKey(access_key.clone()),
        },
    }
}

/// What a request asks for, as far as its head tells.
fn asked(parts: &Parts) -> Asked {
    match form::target(parts) {
        Some(target) => match form::action(target) {
            Some(action) => Asked::Action(action),
            None => Asked::Other(target.to_owned()),
        },
        None => Asked::Other(format!("{} {}", parts.method, parts.uri.path())),
    }
}

/// A request whose head is in order, and whose signature is still to be verified.
struct Admitted {
    claim: Claim,
    /// The partition of its region.
    partition: String,
}

/// Checks what can be checked before the body is read: nobody without an access key has any of it kept.
fn admitted(api: &Api, reached: &Reached, parts: &Parts, claim: Result<Claim, AuthError>) -> Result<Admitted, Refused> {
    api.guard.check(&parts.uri, &parts.headers, reached).map_err(Refused::forbidden)?;
    form::check(parts, reached)?;
    body::check(&parts.headers, &api.limits)?;
    let claim = claim?;
    let workspace = api.engine.snapshot();
    workspace.access_key(&claim.access_key).ok_or(AuthError::UnknownKey)?;
    claim.check_time(api.engine.environment().clock.now())?;
    let region = &claim.scope.region;
    // The workspace's own region may have a name of its own, and so may those of older authorities.
    let settings = workspace.settings();
    let of_settings = || (settings.region == *region).then(|| settings.partition.clone());
    let of_authority = || {
        let arn = workspace.authorities().map(|authority| &authority.arn).find(|arn| arn.region == *region);
        arn.map(|arn| arn.partition.clone())
    };
    let by_name = || sigv4::partition_of(region).map(str::to_owned);
    let partition = of_settings().or_else(by_name).or_else(of_authority).ok_or_else(|| {
        let found: String = region.chars().take(64).collect();
        AuthError::Invalid(format!("Credential should be scoped to a valid Region, not '{found}'."))
    })?;
    Ok(Admitted { partition, claim })
}

/// What a request that was sent to nobody's action is told.
fn unknown(target: &str) -> Refused {
    let names: Vec<&str> = Action::ALL.iter().map(|action| action.name()).collect();
    let found: String = target.chars().take(100).collect();
    Refused::new(
        400,
        "UnknownOperationException",
        format!("Expected an X-Amz-Target of ACMPrivateCA and one of {}, found '{found}'.", names.join(", ")),
    )
}
