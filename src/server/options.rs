//! How an endpoint is run.

use super::Address;
use crate::workspace::AuthorityId;
use std::time::Duration;
use zeroize::Zeroizing;

/// How an endpoint is run.
#[derive(Debug, Clone)]
pub struct ServerOptions {
    /// Where the API and the relying parties' CRLs and OCSP are served.
    pub listen: Address,
    /// Where CRLs and OCSP are served without the API, if anywhere.
    pub publish: Option<Address>,
    /// What clients call this endpoint by when it is not by the address that it listens on.
    pub advertise: Option<Address>,
    /// The API over TLS.
    pub tls: Option<Tls>,
    /// The API without TLS off loopback, where others can read what passes.
    pub insecure_http: bool,
    /// Refuses calls above the default rates of the service quotas.
    pub throttle: bool,
    /// What a client may take.
    pub limits: Limits,
}

impl ServerOptions {
    /// The API on an address, and nothing else.
    pub fn new(listen: Address) -> Self {
        Self {
            listen,
            publish: None,
            advertise: None,
            tls: None,
            insecure_http: false,
            throttle: false,
            limits: Limits::default(),
        }
    }
}

/// Where the certificate of an endpoint comes from.
#[derive(Clone)]
pub enum Tls {
    /// An authority of the workspace issues it, for a key that lives in memory only, and again before it ends.
    Issued(AuthorityId),
    /// It is brought.
    Brought {
        /// The certificate and those above it, in PEM or, one alone, in DER.
        chain: Vec<u8>,
        /// Its private key in PEM or DER: PKCS#8, PKCS#1 or SEC 1.
        key: Zeroizing<Vec<u8>>,
    },
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Issued(authority) => f.debug_tuple("Issued").field(authority).finish(),
            Self::Brought { .. } => f.write_str("Brought"),
        }
    }
}

/// What a client may take of the endpoint. The defaults leave room for every request of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Greatest body of a request of the API, in bytes.
    pub body: usize,
    /// Most headers of a request.
    pub headers: usize,
    /// Most bytes of a request's first line and headers together.
    pub header_bytes: usize,
    /// Most connections at a time, on each address that is listened on.
    pub connections: usize,
    /// Most of these from one address, in IPv6 from one network.
    pub connections_of_one: usize,
    /// How long a connection may be quiet, and a request's headers may take to arrive.
    pub header_time: Duration,
    /// How long the body of a request may take to arrive.
    pub body_time: Duration,
    /// How long a call may take to be answered, once it is here whole.
    pub call_time: Duration,
    /// How long a client may take to read 64 KiB of an answer.
    pub write_time: Duration,
    /// How long what is under way may take to end when the endpoint stops.
    pub stop_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 4 << 20,
            headers: 64,
            header_bytes: 16 << 10,
            // Twice as many, and the files of the workspace, are within the 1,024 files that most systems let a process open.
            connections: 384,
            connections_of_one: 192,
            header_time: Duration::from_secs(20),
            body_time: Duration::from_secs(20),
            call_time: Duration::from_secs(120),
            write_time: Duration::from_secs(20),
            stop_time: Duration::from_secs(10),
        }
    }
}
