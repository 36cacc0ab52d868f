//! The API over TLS.

use crate::served::{Client, Served, wire};
use axum::http::Request;
use canopy::engine::CreateRoot;
use canopy::server::sigv4::sign;
use canopy::server::{Running, Server, ServerOptions, StartError, Tls};
use canopy::workspace::{AuthorityId, Timestamp};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use serde_json::json;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

/// The time of a test's workspace, which a client believes as well.
#[derive(Debug)]
struct At(Timestamp);

impl TimeProvider for At {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(self.0.seconds().unsigned_abs())))
    }
}

fn root(served: &Served) -> (AuthorityId, CertificateDer<'static>) {
    let root = CreateRoot {
        request: serde_json::from_value(json!({
            "CertificateAuthorityConfiguration": {
                "KeyAlgorithm": "EC_prime256v1", "SigningAlgorithm": "SHA256WITHECDSA", "Subject": {"CommonName": "Root"},
            },
            "CertificateAuthorityType": "ROOT",
        }))
        .unwrap(),
        validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 10})).unwrap(),
    };
    let id = served.engine.create_and_activate_root(&served.caller, root).unwrap().id;
    let certificate = served.engine.chain(id).unwrap().remove(0);
    (id, CertificateDer::from(certificate.der().to_vec()))
}

fn start(served: &Served, listen: &str, tls: Tls) -> Result<Running, StartError> {
    let options = ServerOptions { tls: Some(tls), ..ServerOptions::new(listen.parse().unwrap()) };
    Server::start(served.engine.clone(), options)
}

/// What a client that trusts one certificate is answered, by a name of the endpoint.
fn ask(served: &Served, running: &Running, name: &str, trusted: &CertificateDer<'static>) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = ClientConfig::builder().with_root_certificates(roots.clone()).with_no_client_auth();
    let provider = provider.crypto_provider().clone();
    let config = ClientConfig::builder_with_details(provider, Arc::new(At(served.now())));
    let config = config.with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_root_certificates(roots).with_no_client_auth());
    let connection = ClientConnection::new(config, ServerName::try_from(name.to_owned()).unwrap()).unwrap();
    let socket = TcpStream::connect(running.address()).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let mut stream = StreamOwned::new(connection, socket);
    let mut request = Request::post(running.url() + "/")
        .header("x-amz-target", "ACMPrivateCA.ListCertificateAuthorities")
        .header("connection", "close")
        .body(b"{}".to_vec())
        .unwrap();
    sign(&mut request, &served.key.credentials(&served.region()), served.now());
    stream.write_all(&wire(&request))?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

#[test]
fn an_authority_of_the_workspace_issues_the_certificate() {
    let served = Served::new();
    let (authority, trusted) = root(&served);
    let running = start(&served, "127.0.0.1:0", Tls::Issued(authority)).unwrap();
    assert!(running.url().starts_with("https://127.0.0.1:"));
    for name in ["127.0.0.1", "localhost", "::1"] {
        let answer = ask(&served, &running, name, &trusted).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("CertificateAuthorities"), "{answer}");
    }
    assert!(ask(&served, &running, "evil.example", &trusted).is_err());
    let (_, another) = root(&served);
    assert!(ask(&served, &running, "localhost", &another).is_err());
    // Without TLS there is no answer, and the next client is served.
    let mut plain = Client::to(running.address());
    plain.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(plain.is_closed());
    assert!(ask(&served, &running, "localhost", &trusted).is_ok());
    assert_eq!(served.engine.snapshot().certificates().counts(authority).issued, 2);
}

#[test]
fn a_certificate_may_be_brought() {
    let served = Served::new();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (chain, key) = (made.cert.pem().into_bytes(), Zeroizing::new(made.signing_key.serialize_pem().into_bytes()));
    let trusted = CertificateDer::from_pem_slice(&chain).unwrap();
    let brought = |chain: &[u8], key: &[u8]| Tls::Brought { chain: chain.to_vec(), key: Zeroizing::new(key.to_vec()) };
    let running = start(&served, "0.0.0.0:0", brought(&chain, &key)).unwrap();
    drop(running);
    for tls in [brought(&chain, &key), brought(&trusted, &made.signing_key.serialize_der())] {
        let running = start(&served, "127.0.0.1:0", tls).unwrap();
        let answer = ask(&served, &running, "localhost", &trusted).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    }
    let other = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    for (chain, key, said) in [
        (b"".as_slice(), key.as_slice(), "The certificate"),
        (b"-----BEGIN RUBBISH-----", &key, "certificate"),
        (&chain, b"rubbish", "private key"),
        (&chain, other.signing_key.serialize_pem().as_bytes(), "do not go together"),
    ] {
        let error = start(&served, "127.0.0.1:0", brought(chain, key)).unwrap_err();
        assert!(matches!(error, StartError::Tls(_)) && error.to_string().contains(said), "{error}");
    }
}

#[test]
fn an_authority_that_does_not_issue_gives_no_certificate() {
    let served = Served::new();
    let (authority, _) = root(&served);
    served.engine.lock();
    let error = start(&served, "127.0.0.1:0", Tls::Issued(authority)).unwrap_err();
    assert!(error.to_string().contains("The workspace is locked"), "{error}");
}
