//! The way to a store: its address, how it is spoken to, and the thread that does it.

use super::{refused, trouble};
use crate::engine::environment::{BucketError, Target};
use crate::workspace::{Bucket, BucketKind, S3ObjectAcl, S3Store};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::client::{HttpClient, HttpConnector, ReqwestConnector};
use object_store::path::Path;
use object_store::{BackoffConfig, ClientOptions, HeaderMap, HeaderValue, RetryConfig};
use secrecy::ExposeSecret as _;
use std::future::Future;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;
use tokio::runtime::{Handle, Runtime};

/// How long a store is waited for. Whoever asked tries again by itself later, so it is not long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For the answer to one request, its body included.
    pub answer: Duration,
    /// For all of a check: somebody waits for what is done only after it.
    pub check: Duration,
    /// How often a request is sent again that the store could not answer.
    pub retries: usize,
    /// How long after the first attempt another one may begin.
    pub retry: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(60),
            check: Duration::from_secs(10),
            retries: 2,
            retry: Duration::from_secs(30),
        }
    }
}

/// What all stores share: a thread that speaks to them, and the connections. It knows no secrets.
#[derive(Debug, Default)]
pub(super) struct Network {
    pub(super) patience: Patience,
    runtime: Mutex<Option<Runtime>>,
    /// One that speaks TLS alone, and one that speaks without it too.
    clients: Mutex<[Option<HttpClient>; 2]>,
}

impl Network {
    pub(super) fn new(patience: Patience) -> Self {
        Self { patience, runtime: Mutex::default(), clients: Mutex::default() }
    }

    fn handle(&self) -> io::Result<Handle> {
        let mut runtime = unpoisoned(&self.runtime);
        if let Some(runtime) = runtime.as_ref() {
            return Ok(runtime.handle().clone());
        }
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let started = builder.worker_threads(1).thread_name("object stores").enable_all().build()?;
        Ok(runtime.insert(started).handle().clone())
    }

    /// Waits for a request. It runs on the network's own thread: a thread that waits may belong to another runtime.
    pub(super) fn run<T: Send + 'static>(
        &self,
        bucket: &Bucket,
        doing: &'static str,
        request: impl Future<Output = object_store::Result<T>> + Send + 'static,
    ) -> Result<T, BucketError> {
        let (answer, answered) = mpsc::channel();
        let handle = self.handle().map_err(|error| refused(bucket, doing, error))?;
        handle.spawn(async move {
            // Nobody may wait any more.
            let _ = answer.send(request.await);
        });
        let answered = answered.recv().map_err(|_| refused(bucket, doing, "the request to its store was cut off"))?;
        answered.map_err(|error| trouble(bucket, doing, &self.patience, &error))
    }

    fn options(&self, allow_http: bool) -> ClientOptions {
        let Patience { connect, answer, .. } = self.patience;
        ClientOptions::new().with_connect_timeout(connect).with_timeout(answer).with_allow_http(allow_http)
    }

    fn client(&self, allow_http: bool) -> object_store::Result<HttpClient> {
        let client = &mut unpoisoned(&self.clients)[usize::from(allow_http)];
        if let Some(client) = client {
            return Ok(client.clone());
        }
        let connected = ReqwestConnector::default().connect(&self.options(allow_http))?;
        Ok(client.insert(connected).clone())
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        // The last to hold it may be a task of another runtime, where nothing may wait.
        if let Some(runtime) = unpoisoned(&self.runtime).take() {
            runtime.shutdown_background();
        }
    }
}

fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Hands out connections that are there already.
#[derive(Debug)]
struct Connected(HttpClient);

impl HttpConnector for Connected {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(self.0.clone())
    }
}

/// An object of a bucket of a store.
pub(super) struct Place<'a> {
    pub(super) network: &'a Arc<Network>,
    pub(super) target: Target<'a>,
    pub(super) path: Path,
    store: &'a S3Store,
    key: &'a str,
}

impl<'a> Place<'a> {
    pub(super) fn new(network: &'a Arc<Network>, target: Target<'a>, key: &'a str) -> Result<Self, BucketError> {
        let BucketKind::S3(store) = &target.bucket.kind else {
            return Err(refused(target.bucket, "used", "it is no bucket of an object store"));
        };
        // Taken as it is: what `Path::from` escapes would lie elsewhere than certificates say.
        let path = Path::parse(key).map_err(|_| BucketError::Key(key.chars().take(200).collect()))?;
        Ok(Self { network, target, path, store, key })
    }

    /// The address of its bucket.
    pub(super) fn address(&self) -> String {
        self.store.address(&self.target.bucket.name)
    }

    /// Where it lies, as a person would look for it.
    pub(super) fn location(&self) -> String {
        format!("{}/{}", self.address(), self.key)
    }

    /// The store as it is asked with the secret: to read, or to write objects of this access. It lives as long as its
    /// requests, and the secret in it.
    pub(super) fn store(&self, acl: Option<S3ObjectAcl>) -> Result<Arc<AmazonS3>, BucketError> {
        let Target { bucket, secret } = self.target;
        let secret = secret.ok_or_else(|| refused(bucket, "used", "its secret access key is missing"))?;
        let address = self.address();
        let allow_http = address.starts_with("http://");
        let mut options = self.network.options(allow_http);
        if let Some(acl) = acl {
            // Signed like every header: a default one is part of each request before it is signed.
            let mut headers = HeaderMap::new();
            headers.insert("x-amz-acl", acl_value(acl));
            options = options.with_default_headers(headers).with_default_content_type(content_type(self.key));
        }
        let Patience { retries, retry, .. } = self.network.patience;
        let backoff = BackoffConfig { init_backoff: Duration::from_millis(100), max_backoff: retry / 4, base: 2.0 };
        let client = self.network.client(allow_http).map_err(|error| refused(bucket, "used", error))?;
        let built = AmazonS3Builder::new()
            .with_bucket_name(&bucket.name)
            .with_region(&self.store.region)
            // The address has the bucket in it already, wherever it stands.
            .with_endpoint(address)
            .with_virtual_hosted_style_request(true)
            .with_access_key_id(&self.store.access_key)
            .with_secret_access_key(secret.expose_secret())
            .with_retry(RetryConfig { backoff, max_retries: retries, retry_timeout: retry })
            .with_client_options(options)
            .with_http_connector(Connected(client))
            .build();
        built.map(Arc::new).map_err(|error| refused(bucket, "used", error))
    }

    /// Waits for a request.
    pub(super) fn run<T: Send + 'static>(
        &self,
        doing: &'static str,
        request: impl Future<Output = object_store::Result<T>> + Send + 'static,
    ) -> Result<T, BucketError> {
        self.network.run(self.target.bucket, doing, request)
    }
}

fn acl_value(acl: S3ObjectAcl) -> HeaderValue {
    HeaderValue::from_static(match acl {
        S3ObjectAcl::PublicRead => "public-read",
        S3ObjectAcl::BucketOwnerFullControl => "bucket-owner-full-control",
    })
}

/// The media type of an object by its key; that of a CRL by RFC 5280 section 4.2.1.13 (RFC 2585).
fn content_type(key: &str) -> &'static str {
    match key.rsplit('.').next() {
        Some("crl") => "application/pkix-crl",
        Some("json") => "application/json",
        Some("csv") => "text/csv; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    }
}
