//! Connections: taken up to a limit, served with a limit on everything that a client can draw out, and ended in order.

use super::Limits;
use super::guests::Guests;
use super::paced::Paced;
use axum::Router;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio_rustls::TlsAcceptor;

/// This end of a connection, which each of its requests carries.
#[derive(Debug, Clone, Copy)]
pub struct Reached {
    /// The address that the client has reached.
    pub local: SocketAddr,
    /// Whether it is reached over TLS.
    pub encrypted: bool,
}

/// Where clients come in, and what they find.
pub struct Listening {
    pub listener: std::net::TcpListener,
    pub routes: Router,
    /// Absent where it is plain HTTP.
    pub tls: Option<TlsAcceptor>,
}

/// What is said to who comes when all connections are taken, or all that one address may have.
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\nRetry-After: 1\r\n\r\n";

/// How long nothing is accepted after the operating system could not hand over a connection, mostly for want of file
/// descriptors.
const BREATH: Duration = Duration::from_millis(50);

/// hyper takes no smaller buffer.
const LEAST_HEADER_BYTES: usize = 8 << 10;

impl Listening {
    /// Serves until `stopped`, then as long as what is under way takes, [`Limits::stop_time`] at most.
    pub async fn serve(self, limits: Limits, mut stopped: watch::Receiver<bool>) {
        let Ok(listener) = TcpListener::from_std(self.listener) else { return };
        let (places, guests) = (Arc::new(Semaphore::new(limits.connections)), Arc::new(Guests::default()));
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = stopped.wait_for(|stopped| *stopped) => break,
            };
            let Ok((stream, from)) = accepted else {
                tokio::time::sleep(BREATH).await;
                continue;
            };
            let guest = guests.enter(from.ip(), limits.connections_of_one);
            let Some(place) = guest.zip(places.clone().try_acquire_owned().ok()) else {
                if self.tls.is_none() {
                    // It fits into the buffer of a fresh connection; a client that is gone misses nothing.
                    let _ = stream.try_write(FULL);
                }
                continue;
            };
            let (routes, tls, limits, stopped) =
                (self.routes.clone(), self.tls.clone(), limits.clone(), stopped.clone());
            tokio::spawn(async move {
                take(stream, routes, tls, &limits, stopped).await;
                drop(place);
            });
        }
        drop(listener);
        let all = u32::try_from(limits.connections).unwrap_or(u32::MAX);
        let _ = tokio::time::timeout(limits.stop_time, places.acquire_many(all)).await;
    }
}

/// Serves a connection to its end; a TLS handshake first, where there is TLS.
async fn take(
    stream: TcpStream,
    routes: Router,
    tls: Option<TlsAcceptor>,
    limits: &Limits,
    stopped: watch::Receiver<bool>,
) {
    let Ok(local) = stream.local_addr() else { return };
    // Answers are written whole: there is nothing to wait for.
    let _ = stream.set_nodelay(true);
    let routes = routes.layer(axum::Extension(Reached { local, encrypted: tls.is_some() }));
    match tls {
        None => serve(stream, routes, limits, stopped).await,
        Some(tls) => {
            let mut stop = stopped.clone();
            let shaken = tokio::select! {
                shaken = tokio::time::timeout(limits.header_time, tls.accept(stream)) => shaken,
                _ = stop.wait_for(|stopped| *stopped) => return,
            };
            if let Ok(Ok(stream)) = shaken {
                serve(stream, routes, limits, stopped).await;
            }
        }
    }
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    routes: Router,
    limits: &Limits,
    mut stopped: watch::Receiver<bool>,
) {
    let asked = AtomicBool::new(false);
    let routes = TowerToHyperService::new(routes);
    let service = service_fn(|request| {
        asked.store(true, Ordering::Relaxed);
        routes.call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_time)
        .max_headers(limits.headers)
        .max_buf_size(limits.header_bytes.max(LEAST_HEADER_BYTES))
        .serve_connection(TokioIo::new(Paced::new(stream, limits.write_time)), service);
    tokio::pin!(connection);
    // How a connection ends is the client's affair.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = stopped.wait_for(|stopped| *stopped) => {
            if !asked.load(Ordering::Relaxed) {
                // Nothing is under way: hyper would wait for a first request.
                return;
            }
            connection.as_mut().graceful_shutdown();
        }
    }
    let _ = tokio::time::timeout(limits.stop_time, connection).await;
}
