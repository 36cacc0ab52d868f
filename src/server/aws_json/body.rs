//! The body of a request, within its limits.

use super::Refused;
use crate::server::Limits;
use crate::server::gathered::{Ungathered, gather};
use axum::body::{Body, Bytes, HttpBody as _};
use axum::http::HeaderMap;
use http_body_util::BodyExt as _;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};

/// A body of more bytes is a long one. Nearly none of the API is: a chain of certificates may be.
const LONG: u64 = 64 << 10;

/// Long bodies that are in memory at a time. An access key ID is no secret, and whoever knows one has the bodies of all
/// connections kept until they are here whole and the signature can be verified.
const PLACES: usize = 8;

/// Places for long bodies.
#[derive(Clone)]
pub struct Places(Arc<Semaphore>);

impl Default for Places {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(PLACES)))
    }
}

/// A body that is here whole.
pub struct Whole {
    pub bytes: Vec<u8>,
    /// Of a long one.
    _place: Option<OwnedSemaphorePermit>,
}

/// Refuses a body that is too long already by what its head says.
pub fn check(headers: &HeaderMap, limits: &Limits) -> Result<(), Refused> {
    match announced(headers).is_some_and(|length| length > limits.body as u64) {
        true => Err(too_long(limits)),
        false => Ok(()),
    }
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get("content-length")?.to_str().ok()?.parse().ok()
}

/// Reads a body whole; a long one when there is a place for it.
pub async fn read(body: Body, headers: &HeaderMap, limits: &Limits, places: &Places) -> Result<Whole, Refused> {
    check(headers, limits)?;
    let place = match body.size_hint().upper().is_none_or(|length| length > LONG) {
        false => None,
        true => match timeout(limits.body_time, places.0.clone().acquire_owned()).await {
            Ok(Ok(place)) => Some(place),
            _ => {
                let message = "Too many long requests at a time. Try again.";
                return Err(Refused::new(503, "ServiceUnavailable", message).closing());
            }
        },
    };
    match timeout(limits.body_time, gather(body, limits.body)).await {
        Ok(Ok(bytes)) => Ok(Whole { bytes, _place: place }),
        Ok(Err(Ungathered::TooLong)) => Err(too_long(limits)),
        Ok(Err(Ungathered::CutOff)) => {
            Err(Refused::new(400, "IncompleteBody", "The body of the request was cut off.").closing())
        }
        Err(_) => {
            Err(Refused::new(408, "RequestTimeout", "The body of the request took too long to arrive.").closing())
        }
    }
}

/// Reads the body of a request that is refused, and keeps nothing: a client that still sends would not see the answer.
pub async fn discard(mut body: Body, headers: &HeaderMap, limits: &Limits) {
    if check(headers, limits).is_err() {
        return;
    }
    let limit = sleep(limits.body_time);
    tokio::pin!(limit);
    let mut read = 0;
    loop {
        let frame = tokio::select! {
            frame = body.frame() => frame,
            () = &mut limit => return,
        };
        let Some(Ok(frame)) = frame else { return };
        read += frame.data_ref().map_or(0, Bytes::len);
        if read > limits.body {
            return;
        }
    }
}

fn too_long(limits: &Limits) -> Refused {
    let message = format!("Expected a body of at most {} bytes, found a longer one.", limits.body);
    Refused::new(413, "RequestEntityTooLarge", message).closing()
}
