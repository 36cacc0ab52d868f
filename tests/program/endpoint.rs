//! `canopy call` at an endpoint: what is sent, and what becomes of the answer.

use crate::desk::{Desk, PASSPHRASE, Said};
use canopy::cli::PASSPHRASE_VARIABLE;
use canopy::engine::{Caller, Engine, NewAccessKey};
use canopy::server::sigv4::Claim;
use secrecy::SecretString;
use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::thread::JoinHandle;

/// A request that has arrived.
struct Arrived {
    parts: axum::http::request::Parts,
    body: Vec<u8>,
}

/// An endpoint that answers one request.
struct Endpoint {
    url: String,
    arrived: JoinHandle<Arrived>,
}

/// One that answers with these bytes, over HTTP.
fn endpoint(answer: &str) -> Endpoint {
    let answer = answer.to_owned();
    serving("http", move |mut stream| answered(&mut stream, &answer))
}

/// One that does as `serve` says with the first connection.
fn serving(scheme: &str, serve: impl FnOnce(TcpStream) -> Arrived + Send + 'static) -> Endpoint {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("{scheme}://{}", listener.local_addr().unwrap());
    Endpoint { url, arrived: std::thread::spawn(move || serve(listener.accept().unwrap().0)) }
}

/// Reads a request and answers it.
fn answered(stream: &mut (impl Read + Write), answer: &str) -> Arrived {
    let mut reader = BufReader::new(stream);
    let mut lines = reader.by_ref().lines().map(Result::unwrap);
    let first = lines.next().unwrap();
    let mut words = first.split(' ');
    let mut request = axum::http::Request::builder().method(words.next().unwrap()).uri(words.next().unwrap());
    let mut length = 0;
    for line in lines.take_while(|line| !line.is_empty()) {
        let (name, value) = line.split_once(": ").unwrap();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.parse().unwrap();
        }
        request = request.header(name, value);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    reader.into_inner().write_all(answer.as_bytes()).unwrap();
    let (parts, ()) = request.body(()).unwrap().into_parts();
    Arrived { parts, body }
}

fn response(status: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
}

/// A workspace with an access key that this process has open, and the secret of the key.
fn workspace(desk: &Desk) -> (Arc<Engine>, SecretString) {
    let engine = desk.workspace("pki.ron");
    let caller = Caller::window(engine.snapshot().settings(), "test");
    let new =
        NewAccessKey { id: Some("KEY".into()), secret: None, name: String::new(), account: "000000000000".into() };
    let secret = engine.add_access_key(&caller, new).unwrap().secret;
    (engine, secret)
}

const LIST: &str = r#"{"MaxResults": 5}"#;

fn list_at(desk: &Desk, url: &str, change: impl FnOnce(&mut Command) -> &mut Command) -> Said {
    desk.canopy_with(&["call", "pki.ron", "ListCertificateAuthorities", LIST, "--endpoint", url], b"", change)
}

#[test]
fn it_is_signed_with_a_key_of_the_workspace() {
    let desk = Desk::new();
    let (_engine, secret) = workspace(&desk);
    let endpoint = endpoint(&response("200 OK", r#"{"CertificateAuthorities":[]}"#));
    let out = list_at(&desk, &endpoint.url, |command| command).done();
    assert_eq!(out, "{\n  \"CertificateAuthorities\": []\n}\n");
    let Arrived { parts, body } = endpoint.arrived.join().unwrap();
    assert_eq!((parts.method.as_str(), parts.uri.path(), &body[..]), ("POST", "/", LIST.as_bytes()));
    assert_eq!(parts.headers["x-amz-target"], "ACMPrivateCA.ListCertificateAuthorities");
    assert_eq!(parts.headers["content-type"], "application/x-amz-json-1.1");
    let claim = Claim::read(&parts).unwrap();
    assert_eq!((&claim.access_key[..], &claim.scope.region[..]), ("KEY", "us-east-1"));
    claim.verify(&parts, &body, &secret).unwrap();
}

#[test]
fn it_is_signed_with_the_key_of_the_environment_first() {
    let desk = Desk::new();
    fn with_key(command: &mut Command) -> &mut Command {
        command.env("AWS_ACCESS_KEY_ID", "ENV").env("AWS_SECRET_ACCESS_KEY", "secret-of-env");
        command.env_remove(PASSPHRASE_VARIABLE)
    }
    let endpoint = endpoint(&response("200 OK", "{}"));
    // There is no workspace here at all, and none is needed.
    assert_eq!(list_at(&desk, &endpoint.url, with_key).done(), "");
    let Arrived { parts, body } = endpoint.arrived.join().unwrap();
    let claim = Claim::read(&parts).unwrap();
    assert_eq!(claim.access_key, "ENV");
    claim.verify(&parts, &body, &SecretString::from("secret-of-env")).unwrap();
}

#[test]
fn a_refusal_is_that_of_the_endpoint() {
    let desk = Desk::new();
    let _open = workspace(&desk);
    let body = r#"{"__type":"com.amazonaws#AccessDeniedException","Message":"No\u001b[31m."}"#;
    let endpoint = endpoint(&response("400 Bad Request", body));
    let refusal = list_at(&desk, &endpoint.url, |command| command).refused();
    let refusal: serde_json::Value = serde_json::from_str(&refusal).unwrap();
    assert_eq!(refusal, serde_json::json!({"__type": "AccessDeniedException", "message": "No\u{1b}[31m."}));
}

#[test]
fn what_is_no_endpoint_is_told() {
    let desk = Desk::new();
    let _open = workspace(&desk);
    for answer in [response("404 Not Found", "<html>"), response("302 Found\r\nLocation: http://127.0.0.1:1/", "")] {
        let endpoint = endpoint(&answer);
        let refusal = list_at(&desk, &endpoint.url, |command| command).refused();
        assert!(refusal.contains("and not as an endpoint does"), "{refusal}");
    }
    let closed = endpoint("");
    assert!(list_at(&desk, &closed.url, |command| command).refused().contains("could not be called"));
    let unused = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert!(list_at(&desk, &format!("http://{unused}"), |command| command).refused().contains("could not be called"));
    let cut = endpoint("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
    assert!(list_at(&desk, &cut.url, |command| command).refused().contains("did not arrive"));
    for wrong in ["127.0.0.1", "ftp://127.0.0.1/", ""] {
        assert_ne!(list_at(&desk, wrong, |command| command).code, Some(0), "{wrong}");
    }
}

/// Where another Canopy has the file open, its endpoint stands in the lock file.
#[test]
fn a_file_that_is_open_elsewhere_is_changed_through_its_endpoint() {
    let desk = Desk::new();
    let (engine, secret) = workspace(&desk);
    let endpoint = endpoint(&response("200 OK", r#"{"CertificateAuthorityArn":"arn:x"}"#));
    engine.announce(Some(&endpoint.url)).unwrap();
    let create = ["call", "pki.ron", "CreateCertificateAuthority", "{}", "--get", "CertificateAuthorityArn"];
    // What AWS tools have in the environment is no key of this workspace.
    fn with_key(command: &mut Command) -> &mut Command {
        command.env("AWS_ACCESS_KEY_ID", "AKIAOFAWS").env("AWS_SECRET_ACCESS_KEY", "secret-of-aws")
    }
    assert_eq!(desk.canopy_with(&create, b"", with_key).done(), "arn:x\n");
    let Arrived { parts, body } = endpoint.arrived.join().unwrap();
    Claim::read(&parts).unwrap().verify(&parts, &body, &secret).unwrap();
    engine.unlock(&SecretString::from(PASSPHRASE)).unwrap();
    let caller = Caller::window(engine.snapshot().settings(), "test");
    engine.remove_access_key(&caller, "KEY").unwrap();
    let refusal = desk.canopy(&create).refused();
    assert!(refusal.contains("has no access key of the account 000000000000"), "{refusal}");
}

/// Its certificate leads to a root of the workspace, as that of `serve --tls` does; another one is not believed.
#[test]
fn an_endpoint_over_tls_is_believed_by_the_roots_of_the_workspace() {
    use canopy::engine::{CreateRoot, api};
    use rustls::{ServerConfig, ServerConnection, StreamOwned, crypto::aws_lc_rs, pki_types::PrivateKeyDer};
    let desk = Desk::new();
    let (engine, secret) = workspace(&desk);
    let caller = Caller::window(engine.snapshot().settings(), "test");
    let root = serde_json::json!({"CertificateAuthorityType": "ROOT", "CertificateAuthorityConfiguration": {
        "KeyAlgorithm": "EC_prime256v1", "SigningAlgorithm": "SHA256WITHECDSA", "Subject": {"CommonName": "Root"}}});
    let request = serde_json::from_value(root).unwrap();
    let validity: api::Validity = serde_json::from_value(serde_json::json!({"Type": "DAYS", "Value": 90})).unwrap();
    let root = engine.create_and_activate_root(&caller, CreateRoot { request, validity }).unwrap();
    let key = rcgen::KeyPair::generate().unwrap();
    let parameters = rcgen::CertificateParams::new(vec!["127.0.0.1".into()]).unwrap();
    let issue = api::IssueCertificateRequest {
        template_arn: Some("arn:aws:acm-pca:::template/EndEntityServerAuthCertificate/V1".into()),
        ..serde_json::from_value(serde_json::json!({
            "CertificateAuthorityArn": root.to_string(),
            "Csr": <base64ct::Base64 as base64ct::Encoding>::encode_string(
                parameters.serialize_request(&key).unwrap().pem().unwrap().as_bytes(),
            ),
            "SigningAlgorithm": "SHA256WITHECDSA",
            "Validity": {"Type": "DAYS", "Value": 30},
        }))
        .unwrap()
    };
    engine.call(&caller, issue).unwrap();
    let workspace = engine.snapshot();
    let issued = workspace.certificate_body(&workspace.certificates().rows(0..9).last().unwrap()).unwrap();
    let own = parameters.self_signed(&key).unwrap().der().to_vec();
    let over_tls = |certificate: Vec<u8>| {
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
        let config = Arc::new(config.with_single_cert(vec![certificate.into()], key).unwrap());
        serving("https", move |stream| {
            let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
            let arrived = answered(&mut stream, &response("200 OK", r#"{"CertificateAuthorities":[]}"#));
            stream.conn.send_close_notify();
            stream.flush().unwrap();
            arrived
        })
    };
    let endpoint = over_tls(issued);
    list_at(&desk, &endpoint.url, |command| command).done();
    let Arrived { parts, body } = endpoint.arrived.join().unwrap();
    Claim::read(&parts).unwrap().verify(&parts, &body, &secret).unwrap();
    let impostor = over_tls(own);
    let refusal = list_at(&desk, &impostor.url, |command| command).refused();
    assert!(refusal.contains("could not be called: invalid peer certificate"), "{refusal}");
    assert!(impostor.arrived.join().is_err(), "nothing was sent to it");
}
