//! The endpoint: the API for unmodified AWS SDKs, and CRLs and OCSP for whoever validates certificates.
//!
//! [`Server::start`] listens and answers on threads of its own until [`Running::stop`]. Whoever runs it sees what it
//! does in [`Running::calls`]; what it changes is in the engine's snapshots, as with any other client.

mod address;
mod aws_json;
pub mod calls;
mod connection;
mod gathered;
mod guard;
mod guests;
mod options;
mod paced;
pub mod relying;
mod routes;
pub mod sigv4;
mod start;
mod throttle;
mod tls;

pub use address::{Address, AddressError};
pub use options::{Limits, ServerOptions, Tls};
pub use start::{Running, Server, StartError};
