//! Starting and stopping.

use super::calls::CallLog;
use super::connection::Listening;
use super::{Address, ServerOptions, routes, tls};
use crate::engine::Engine;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs as _};
use std::sync::Arc;
use std::thread::JoinHandle;
use tokio::runtime::Runtime;
use tokio::sync::watch;

/// Threads that perform calls. Those that wait for one sync of the file share it.
const CALLS_AT_A_TIME: usize = 64;

/// The endpoint, before it runs.
#[derive(Debug)]
pub struct Server;

/// A running endpoint. It stops when it is dropped.
pub struct Running {
    address: SocketAddr,
    publish_address: Option<SocketAddr>,
    scheme: &'static str,
    calls: Arc<CallLog>,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running").field("url", &self.url()).field("publish", &self.publish_address).finish()
    }
}

/// Why an endpoint did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The API would be readable by others.
    #[error(
        "Expected an address of this computer's own such as 127.0.0.1, or TLS, found {address} without TLS: others could \
         read what passes. Give a certificate, or say that HTTP is meant"
    )]
    Insecure {
        /// Where it was to listen.
        address: Address,
    },
    /// There is no such address, it is taken, or it may not be listened on.
    #[error("Nothing can listen on {address}: {source}")]
    Bind {
        /// Where it was to listen.
        address: Address,
        /// Why not.
        source: io::Error,
    },
    /// There is no certificate to show.
    #[error("There is no TLS: {0}")]
    Tls(String),
    /// The threads that would answer did not start.
    #[error("The endpoint did not start: {0}")]
    Threads(io::Error),
}

impl Server {
    /// Listens, and answers until the answer of this is stopped.
    ///
    /// # Errors
    /// [`StartError`]; nothing listens then.
    pub fn start(engine: Arc<Engine>, options: ServerOptions) -> Result<Running, StartError> {
        let calls = CallLog::new(engine.environment().clock.clone());
        let api = bind(&options.listen, options.insecure_http || options.tls.is_some())?;
        let publish = options.publish.as_ref().map(|address| bind(address, true)).transpose()?;
        let local = |listener: &TcpListener, address: &Address| {
            listener.local_addr().map_err(|source| StartError::Bind { address: address.clone(), source })
        };
        let address = local(&api, &options.listen)?;
        let publish_address = match (&publish, &options.publish) {
            (Some(listener), Some(address)) => Some(local(listener, address)?),
            _ => None,
        };
        let scheme = if options.tls.is_some() { "https" } else { "http" };
        let runtime = runtime().map_err(StartError::Threads)?;
        let (stop, stopped) = watch::channel(false);
        let limits = options.limits.clone();
        let (tls, renewal) = match &options.tls {
            None => (None, None),
            Some(tls) => {
                let names = tls::names(&options.listen, address, options.advertise.as_ref());
                let (acceptor, renewal) = tls::acceptor(&engine, tls, names).map_err(StartError::Tls)?;
                (Some(acceptor), renewal)
            }
        };
        let publish = publish.map(|listener| {
            let routes = routes::publish(engine.clone(), calls.clone(), &limits);
            Listening { listener, routes, tls: None }
        });
        let api = Listening { listener: api, routes: routes::api(engine, calls.clone(), options), tls };
        let serve = move || {
            let listening = [Some(api), publish].into_iter().flatten();
            let all: Vec<_> = listening.map(|one| runtime.spawn(one.serve(limits.clone(), stopped.clone()))).collect();
            if let Some(renewal) = renewal {
                runtime.spawn(renewal.run(stopped));
            }
            runtime.block_on(async {
                for one in all {
                    let _ = one.await;
                }
            });
            // A call that goes on now is performed or not, but nobody is told: its connection is gone.
            runtime.shutdown_timeout(limits.stop_time);
        };
        let thread = std::thread::Builder::new().name("endpoint".into()).spawn(serve).map_err(StartError::Threads)?;
        Ok(Running { address, publish_address, scheme, calls, stop, thread: Some(thread) })
    }
}

impl Running {
    /// Where it listens, with the port that it has.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it serves CRLs and OCSP without the API, if anywhere.
    pub fn publish_address(&self) -> Option<SocketAddr> {
        self.publish_address
    }

    /// What the endpoint URL of a client on this computer is: `http://127.0.0.1:8560`, also where every address is
    /// listened on, which none is called by.
    pub fn url(&self) -> String {
        let mut address = self.address;
        match address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
            IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
            _ => {}
        }
        format!("{}://{}", self.scheme, Address::from(address))
    }

    /// The calls to it.
    pub fn calls(&self) -> &Arc<CallLog> {
        &self.calls
    }

    /// Takes no calls any more, lets those under way end within [`Limits::stop_time`](super::Limits::stop_time), and
    /// returns when nothing listens: not for a thread that must not wait.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing more to stop.
            let _ = thread.join();
        }
    }
}

fn runtime() -> io::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_name("endpoint")
        .max_blocking_threads(CALLS_AT_A_TIME)
        .build()
}

fn bind(address: &Address, anywhere: bool) -> Result<TcpListener, StartError> {
    let refused = |source| StartError::Bind { address: address.clone(), source };
    let resolved: Vec<_> = (address.host.as_str(), address.port).to_socket_addrs().map_err(refused)?.collect();
    if !anywhere && !resolved.iter().all(|resolved| resolved.ip().to_canonical().is_loopback()) {
        return Err(StartError::Insecure { address: address.clone() });
    }
    let listener = TcpListener::bind(resolved.as_slice()).map_err(refused)?;
    listener.set_nonblocking(true).map_err(refused)?;
    Ok(listener)
}
