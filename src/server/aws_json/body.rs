//! The body of a request, within its limits.

use super::Refused;
use crate::server::Limits;
use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tokio::time::{sleep, timeout};

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

/// Reads a body whole.
pub async fn read(body: Body, headers: &HeaderMap, limits: &Limits) -> Result<Bytes, Refused> {
    check(headers, limits)?;
    match timeout(limits.body_time, Limited::new(body, limits.body).collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_long(limits)),
        Ok(Err(_)) => Err(Refused::new(400, "IncompleteBody", "The body of the request was cut off.").closing()),
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
