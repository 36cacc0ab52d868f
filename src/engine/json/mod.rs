//! Requests and answers in the JSON of the API, as the endpoint and the command line have them.
//!
//! What is no JSON, or has a value of another type, is a `SerializationException`; members that are missing, values that
//! an enumeration does not have, and whatever else breaks a rule of the reference are one `ValidationException`
//! together. Members that the API does not have are left out of account, and `null` is as good as absent.

mod absent;
mod fault;
mod place;
mod reader;
#[cfg(test)]
mod tests;

use super::constraint;
use super::error::{Error, Refusal, Violation};
use super::{Caller, Engine, Perform};
use fault::Fault;
use place::Place;
use reader::{Reader, Reading};
use serde_json::Value;
use std::collections::HashSet;

/// Greatest length of a request in bytes: the longest chain of `ImportCertificateAuthorityCertificate` fits.
const LONGEST: usize = 4 << 20;

/// Objects and lists within each other that a request has at most; those of the API have a dozen.
const DEEPEST: usize = 64;

/// Members that are told to be missing at most: each costs another reading.
const TOLD: usize = 32;

/// Reads a request, performs it, and writes its answer; nothing where the action answers nothing.
pub(super) fn call<R: Perform>(engine: &Engine, caller: &Caller, request: &[u8]) -> Result<Vec<u8>, Error> {
    let answer = engine.call(caller, read::<R>(request)?)?;
    let answer = serde_json::to_vec(&answer).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(if answer == b"{}" { Vec::new() } else { answer })
}

/// Reads a request.
///
/// # Errors
/// `SerializationException`; `ValidationException` with every rule that is broken, if a member is missing or unknown.
fn read<R: Perform>(request: &[u8]) -> Result<R, Error> {
    let value = parse(request)?;
    let mut missing = HashSet::new();
    loop {
        let reading = Reading::new(&missing);
        let read = R::deserialize(Reader::new(&value, Place::REQUEST, &reading));
        let violations = reading.violations();
        match read {
            Ok(request) if violations.is_empty() => return Ok(request),
            Ok(request) => return Err(Error::Validation(with_broken_limits(violations, &request))),
            Err(Fault::Missing { member: Some(member), .. }) if missing.len() < TOLD => {
                missing.insert(member);
            }
            Err(Fault::Missing { .. }) => return Err(Error::Validation(violations)),
            Err(Fault::Wrong(message) | Fault::Unread(message)) => {
                return Err(Error::Serialization(Refusal::new(message)));
            }
        }
    }
}

fn parse(request: &[u8]) -> Result<Value, Error> {
    let refused = |message: String| Err(Error::Serialization(Refusal::new(message)));
    if request.len() > LONGEST {
        return refused(format!("Expected at most {LONGEST} bytes, found {}.", request.len()));
    }
    let value = match request.trim_ascii() {
        [] => Value::Object(serde_json::Map::new()),
        text => match serde_json::from_slice(text) {
            Ok(value) => value,
            Err(error) => return refused(format!("Expected JSON, found none: {error}.")),
        },
    };
    match is_deeper(&value, DEEPEST) {
        true => refused(format!("Expected at most {DEEPEST} objects and lists within each other.")),
        false => Ok(value),
    }
}

fn is_deeper(value: &Value, depth: usize) -> bool {
    let below = |value: &Value| depth == 0 || is_deeper(value, depth - 1);
    match value {
        Value::Array(items) => depth == 0 || items.iter().any(below),
        Value::Object(members) => depth == 0 || members.values().any(below),
        _ => false,
    }
}

/// Adds the limits that the rest of a request breaks: not those of what was put in the place of something missing.
fn with_broken_limits<R: Perform>(mut violations: Vec<Violation>, request: &R) -> Vec<Violation> {
    let broken = constraint::violations(request).into_iter().filter(|broken| {
        let covers = |told: &Violation| {
            let rest = broken.member.strip_prefix(told.member.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        !violations.iter().any(covers)
    });
    let broken: Vec<_> = broken.collect();
    violations.extend(broken);
    violations
}
