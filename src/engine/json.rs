//! Requests and answers in the JSON of the API, as the endpoint and the command line have them.

use super::error::{Error, Refusal};
use super::{Caller, Engine, Perform};

/// Reads a request, performs it, and writes its answer; nothing where the action answers nothing.
pub(super) fn call<R: Perform>(engine: &Engine, caller: &Caller, request: &[u8]) -> Result<Vec<u8>, Error> {
    let answer = engine.call(caller, read::<R>(request)?)?;
    let answer = serde_json::to_vec(&answer).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(if answer == b"{}" { Vec::new() } else { answer })
}

fn read<R: Perform>(request: &[u8]) -> Result<R, Error> {
    let refused = |error: serde_json::Error| Error::Serialization(Refusal::new(error.to_string()));
    serde_json::from_slice(request).map_err(refused)
}
