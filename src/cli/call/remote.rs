//! A call to an endpoint that runs somewhere else: HTTP, signed with an access key.

use super::answer;
use crate::cli::failure::Failure;
use crate::engine::Action;
use crate::server::sigv4::{Credentials, sign};
use crate::workspace::Timestamp;
use axum::http::Request;
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Response, StatusCode};
use std::time::Duration;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);

/// How long an answer may take: the endpoint gives up a little earlier, so that it is who says so.
const ANSWER: Duration = Duration::from_secs(150);

/// Greatest answer, in bytes: a page of a list, or a certificate with its chain, has far less.
const LARGEST: usize = 64 << 20;

/// An endpoint that runs somewhere else.
pub(super) struct Endpoint {
    /// `http` or `https`, a host, a port.
    pub(super) url: String,
    /// Roots that a certificate of the endpoint may lead to, beside those of the operating system: DER.
    pub(super) roots: Vec<Vec<u8>>,
}

impl Endpoint {
    /// Has an action performed there.
    pub(super) fn call(
        &self,
        action: Action,
        request: Vec<u8>,
        credentials: &Credentials<'_>,
        at: Timestamp,
    ) -> Result<Vec<u8>, Failure> {
        let mut request = Request::post(format!("{}/", self.url.trim_end_matches('/')))
            .header("content-type", "application/x-amz-json-1.1")
            .header("x-amz-target", format!("ACMPrivateCA.{}", action.name()))
            .body(request)
            .map_err(|_| {
                Failure::Usage(format!("Expected a URL such as http://127.0.0.1:8560, found {}.", self.url))
            })?;
        sign(&mut request, credentials, at);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Failure::Refused(format!("No call could be made: {error}.")))?;
        runtime.block_on(async {
            let unreached = |error: reqwest::Error| {
                let reason = innermost(&error);
                Failure::Refused(format!("{} could not be called: {reason}.", self.url))
            };
            let request = reqwest::Request::try_from(request).map_err(unreached)?;
            let response = self.client().map_err(unreached)?.execute(request).await.map_err(unreached)?;
            let status = response.status();
            let body = self.body(response).await?;
            match status {
                StatusCode::OK => Ok(body),
                status => Err(answer::refusal_elsewhere(&body).unwrap_or_else(|| {
                    Failure::Refused(format!("{} answered {status}, and not as an endpoint does.", self.url))
                })),
            }
        })
    }

    /// A request that is signed for one host goes to no other.
    fn client(&self) -> reqwest::Result<Client> {
        let client = Client::builder().no_proxy().redirect(Policy::none()).connect_timeout(CONNECT).timeout(ANSWER);
        if !self.url.starts_with("https://") {
            return client.build();
        }
        let roots = self.roots.iter().map(|der| Certificate::from_der(der)).collect::<Result<Vec<_>, _>>()?;
        client.tls_certs_merge(roots).build()
    }

    async fn body(&self, mut response: Response) -> Result<Vec<u8>, Failure> {
        let mut body = Vec::new();
        let broken = |error: &dyn std::fmt::Display| {
            Failure::Refused(format!(
                "The answer of {} did not arrive: {error}. Whether the action was performed, its state will show.",
                self.url
            ))
        };
        while let Some(chunk) = response.chunk().await.map_err(|error| broken(&innermost(&error)))? {
            if body.len() + chunk.len() > LARGEST {
                return Err(broken(&format!("it is longer than {LARGEST} bytes")));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

/// What lies at the bottom of an error, which the layers above tell less of.
fn innermost(error: &reqwest::Error) -> String {
    let mut deepest: &dyn std::error::Error = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    deepest.to_string()
}
