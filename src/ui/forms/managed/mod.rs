//! Managed certificates: having the certificate manager request one, taking one away with its key, and forgetting one.

mod draft;
mod export;
mod fields;
mod forget;
mod grant;
mod permission;
mod request;

pub(super) use export::Export;
pub(super) use forget::Forget;
pub(super) use grant::Grant;
pub(super) use request::Request;
