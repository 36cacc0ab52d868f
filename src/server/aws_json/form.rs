//! The form of a request: method, path, target and type of its content.

use super::Refused;
use super::answer::CONTENT_TYPE;
use crate::engine::Action;
use crate::server::Address;
use crate::server::connection::Reached;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};

const UNKNOWN: &str = "UnknownOperationException";

/// What stands before the name of an action in its target.
const PREFIX: &str = "ACMPrivateCA.";

/// The target of a request, if it has one.
pub fn target(parts: &Parts) -> Option<&str> {
    parts.headers.get("x-amz-target")?.to_str().ok()
}

/// The action of a target.
pub fn action(target: &str) -> Option<Action> {
    Action::from_name(target.strip_prefix(PREFIX)?)
}

/// Refuses what is no request of AWS JSON 1.1, and says what would be.
pub fn check(parts: &Parts, reached: &Reached) -> Result<(), Refused> {
    if let Some(protocol) = other_protocol(parts) {
        let message = format!(
            "This endpoint speaks AWS JSON 1.1, and no {protocol}. Choose the protocol 'json' in the settings of the SDK."
        );
        return Err(Refused::new(400, UNKNOWN, message));
    }
    if parts.uri.path() != "/" {
        let message = "There is nothing at this path. Requests of the API go to POST /.";
        return Err(Refused::new(404, UNKNOWN, message));
    }
    if parts.method != Method::POST {
        let scheme = if reached.encrypted { "https" } else { "http" };
        let here = Address::from(reached.local);
        let message = format!(
            "This is the endpoint of a Canopy workspace, for clients of AWS Private CA: aws acm-pca \
             list-certificate-authorities --endpoint-url {scheme}://{here}. Requests of the API go to POST /."
        );
        return Err(Refused::new(405, UNKNOWN, message));
    }
    if parts.headers.get_all("x-amz-target").iter().count() > 1 {
        return Err(Refused::new(400, UNKNOWN, "Expected one X-Amz-Target, found several."));
    }
    match media_type(&parts.headers) {
        Some(found) if found != CONTENT_TYPE => {
            let found: String = found.chars().take(100).collect();
            let message = format!("Expected the Content-Type {CONTENT_TYPE}, found {found}.");
            Err(Refused::new(415, UNKNOWN, message))
        }
        _ => Ok(()),
    }
}

/// Another protocol that SDKs can speak, if the request is of it.
fn other_protocol(parts: &Parts) -> Option<String> {
    if let Some(protocol) = parts.headers.get("smithy-protocol") {
        return Some(String::from_utf8_lossy(protocol.as_bytes()).chars().take(64).collect());
    }
    parts.uri.path().starts_with("/service/").then(|| "Smithy RPC".into())
}

/// The type of the content, without its parameters; absent where none is told.
fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get("content-type")?;
    let text = String::from_utf8_lossy(value.as_bytes());
    Some(text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}
