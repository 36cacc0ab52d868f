//! What the window needs of the endpoint: to start and stop it, and to see who calls.

use crate::engine::{Action, Engine};
use crate::workspace::{AuthorityId, Timestamp};
use crate::x509::ocsp::CertStatus;
use core::net::{IpAddr, Ipv4Addr};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;

/// Where it listens until a person says otherwise.
pub const USUAL_ADDRESS: &str = "127.0.0.1:8560";

/// A call that took longer is slow.
pub const SLOW: Duration = Duration::from_secs(1);

/// Done on any thread when something about the endpoint has changed.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// The endpoint beside the window, for one workspace at a time. Nothing here waits, but for [`Endpoint::wait`].
pub trait Endpoint: Send + Sync {
    /// Starts it for a workspace, unless it runs. [`Endpoint::state`] tells what becomes of that.
    fn start(&self, engine: Arc<Engine>, options: EndpointOptions);

    /// Has it take no more calls; those that are under way end.
    fn stop(&self);

    /// Waits until it has ended, which [`Endpoint::stop`] must have asked for: not on the drawing thread.
    fn wait(&self);

    /// How it stands.
    fn state(&self) -> EndpointState;

    /// Grows with every call that comes, is known better, or ends: who has seen this number has seen everything.
    fn generation(&self) -> u64;

    /// The calls of this run, or of the last one.
    fn calls(&self) -> LiveCalls;

    /// Has something done whenever its state or a call changes. The one that was given last is.
    fn on_change(&self, wake: Wake);
}

/// How the endpoint is started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EndpointOptions {
    /// Host and port that the API is at; port 0 picks a free one.
    pub listen: String,
    /// What protects it off this computer.
    pub protection: Protection,
    /// Host and port at which CRLs and OCSP are, without the API, besides.
    pub publish: Option<String>,
    /// Host and port that certificates name while it runs, in the place of the workspace's publication address.
    pub advertise: Option<String>,
    /// Whether calls above the default rates of the service are refused.
    pub throttle: bool,
}

impl Default for EndpointOptions {
    fn default() -> Self {
        Self {
            listen: USUAL_ADDRESS.into(),
            protection: Protection::default(),
            publish: None,
            advertise: None,
            throttle: false,
        }
    }
}

/// What protects the API on its way over a network.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Protection {
    /// Nothing, which only this computer's own addresses are started with.
    #[default]
    Loopback,
    /// TLS with a certificate that this authority issues, for a key that lives in memory only.
    Tls(AuthorityId),
    /// Nothing, by a person's own words.
    InsecureHttp,
}

/// How the endpoint stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EndpointState {
    /// It does not run.
    #[default]
    Off,
    /// It is being started.
    Starting,
    /// It answers.
    Running(RunningEndpoint),
    /// It takes no more calls; those that are under way end.
    Stopping,
    /// It could not be started, or broke off: why, as a sentence.
    Failed(String),
}

impl EndpointState {
    /// The endpoint, while it answers.
    pub fn running(&self) -> Option<&RunningEndpoint> {
        match self {
            Self::Running(running) => Some(running),
            _ => None,
        }
    }

    /// Whether it answers, or will or did a moment ago.
    pub fn is_on(&self) -> bool {
        !matches!(self, Self::Off | Self::Failed(_))
    }
}

/// An endpoint that answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunningEndpoint {
    /// Host and port of the API, as they turned out.
    pub address: String,
    /// The API is spoken over TLS.
    pub tls: bool,
    /// Host and port at which CRLs and OCSP are besides.
    pub publish: Option<String>,
    /// Since when.
    pub since: Timestamp,
}

impl RunningEndpoint {
    /// Where programs find the API.
    pub fn url(&self) -> String {
        format!("{}://{}", if self.tls { "https" } else { "http" }, self.address)
    }

    /// Where CRLs and OCSP are found: without TLS where there is such a place, as RFC 5280 section 4.2.1.13 has it.
    pub fn relying_url(&self) -> String {
        self.publish.as_ref().map_or_else(|| self.url(), |address| format!("http://{address}"))
    }
}

/// The calls to the endpoint, newest first: a bounded list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LiveCalls {
    /// Which this is: see [`Endpoint::generation`].
    pub generation: u64,
    /// The newest calls.
    pub calls: Vec<Arc<LiveCall>>,
    /// How many there were, also of those that are not in the list any more.
    pub counts: LiveCounts,
}

/// How many calls there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LiveCounts {
    /// Since midnight UTC, or since the endpoint was started.
    pub today: u64,
    /// Of these, refused.
    pub refused: u64,
    /// Of these, slower than [`SLOW`].
    pub slow: u64,
}

/// One call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveCall {
    /// Counts up while the endpoint runs.
    pub id: u64,
    /// When it came.
    pub at: Timestamp,
    /// Who called.
    pub caller: LiveCaller,
    /// What was asked.
    pub asked: LiveAsked,
    /// What it is about: the ARN or the name of an authority, a certificate, a file; empty when it is about none.
    pub object: String,
    /// How it stands.
    pub result: LiveResult,
    /// How long it took; absent while it runs.
    pub duration: Option<Duration>,
}

impl LiveCall {
    /// Whether it was refused.
    pub fn is_refused(&self) -> bool {
        matches!(self.result, LiveResult::Refused(_))
    }

    /// Whether it took long.
    pub fn is_slow(&self) -> bool {
        self.duration.is_some_and(|duration| duration > SLOW)
    }
}

/// Who called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LiveCaller {
    /// Somebody with an access key of the workspace.
    AccessKey {
        /// Its ID.
        id: String,
        /// The account that it acts as.
        account: String,
    },
    /// Somebody with an access key that the workspace does not have.
    UnknownKey(String),
    /// Somebody who validates a certificate.
    RelyingParty,
    /// Somebody whose request was not signed.
    Nobody,
}

/// What a call asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LiveAsked {
    /// An action of the API.
    Action(Action),
    /// The status of certificates (RFC 6960).
    Ocsp,
    /// A CRL by its address.
    Crl,
    /// Something else, by its method and path or its target.
    Other(String),
}

/// How a call stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LiveResult {
    /// It is being performed.
    Running,
    /// It was answered.
    Answered,
    /// It was answered with what an earlier call had been answered with.
    FromCache,
    /// It asked about one certificate, and was told how that stands.
    Status {
        /// What OCSP says of the certificate.
        status: CertStatus,
        /// Whether the answer had been signed before.
        from_cache: bool,
    },
    /// What was asked for is what the client has already.
    NotModified,
    /// It was refused, with this error of the API or this status.
    Refused(String),
    /// The client went away, or the endpoint stopped, before there was an answer.
    Broken,
}

/// The host and the port of an address as people write it: `127.0.0.1:8560`, `[::1]:8560`, `pki.example.com`.
pub fn host_and_port(address: &str) -> (&str, Option<&str>) {
    match address.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => (host, Some(port)),
        _ => (address, None),
    }
}

/// Whether an address is reached from its own computer only.
pub fn is_loopback(address: &str) -> bool {
    let (host, _) = host_and_port(address);
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.to_canonical().is_loopback())
}

/// Whether an address is each of this computer's own, which is good to listen on and names nothing.
pub fn is_unspecified(address: &str) -> bool {
    let (host, _) = host_and_port(address);
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.parse::<IpAddr>().is_ok_and(|ip| ip.is_unspecified() || ip.to_canonical() == Ipv4Addr::UNSPECIFIED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_this_computers_own_or_not() {
        for own in ["127.0.0.1:8560", "127.8.0.1", "localhost:80", "[::1]:8560", "::1", "[::ffff:127.0.0.1]:1"] {
            assert!(is_loopback(own), "{own}");
        }
        for other in ["pki.example.com", "10.0.0.1:80", "0.0.0.0:8560", "localhost.example.com:80", ""] {
            assert!(!is_loopback(other), "{other}");
        }
        assert!(is_unspecified("0.0.0.0:8560") && is_unspecified("[::]:1") && !is_unspecified("10.0.0.1:1"));
        assert_eq!(host_and_port("[::1]:8560"), ("[::1]", Some("8560")));
        assert_eq!(host_and_port("pki.example.com"), ("pki.example.com", None));
    }

    #[test]
    fn relying_parties_are_sent_where_there_is_no_tls() {
        let mut running =
            RunningEndpoint { address: "ca.example:8560".into(), tls: true, publish: None, since: Timestamp::EPOCH };
        assert_eq!(running.relying_url(), "https://ca.example:8560");
        running.publish = Some("ca.example:8080".into());
        assert_eq!(
            (running.url(), running.relying_url()),
            ("https://ca.example:8560".into(), "http://ca.example:8080".into())
        );
    }
}
