//! What the endpoint costs: `cargo bench --bench serve`.
//!
//! Issuing over HTTP stands beside the same in the engine, by as many threads, on the same file; OCSP beside `openssl
//! ocsp` as a server that is asked the same. The clients run here too, on the same processors. The tables are for
//! reading; nothing here passes or fails. `CANOPY_BENCH=issuing` or `=revocation` leaves out the rest.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a program that prints tables, for developers")]

mod connection;
mod desk;
mod measure;

use axum::http::Request;
use canopy::engine::api::{RevocationReason, RevokeCertificateRequest, UpdateCertificateAuthorityRequest};
use canopy::engine::{NewAccessKey, SecretAccessKey};
use canopy::server::sigv4::{Credentials, sign};
use canopy::server::{Running, Server, ServerOptions};
use canopy::workspace::CertificateAuthorityArn;
use canopy::x509::ocsp::{CertId, CertIdHash, OcspRequest, OcspResponse, OcspResponseStatus};
use connection::{Connection, bytes};
use desk::{Desk, in_memory};
use measure::Measured;
use serde_json::json;
use std::fmt::Write as _;
use std::fs::File;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Who ask for CRLs and OCSP at a time.
const CLIENTS: usize = 8;

/// Certificates that OCSP is asked about: fewer than are signed in a second, so that all answers are kept soon.
const ASKED: usize = 90;

/// Connections that are opened at most: each leaves a port behind that is not used again for a minute.
const CONNECTIONS: usize = 12_000;

const KINDS: [(&str, &str, &str, &[&str]); 2] = [
    ("P-256", "EC_prime256v1", "SHA256WITHECDSA", &["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]),
    ("RSA 2048", "RSA_2048", "SHA256WITHRSA", &["rsa:2048"]),
];

fn main() {
    // `cargo test --all-targets` starts benches too, without this.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let only = std::env::var("CANOPY_BENCH").unwrap_or_default();
    if only != "revocation" {
        issuing();
    }
    if only != "issuing" {
        revocation();
    }
}

/// Serves the workspace on a port that is free.
fn serve(desk: &Desk) -> Running {
    let running = Server::start(desk.engine.clone(), ServerOptions::new("127.0.0.1:0".parse().unwrap())).unwrap();
    desk.engine.advertise(Some(&running.address().to_string())).unwrap();
    running
}

/// A call of the API, signed: once, since that costs a client's machine and not this one.
fn call(desk: &Desk, address: SocketAddr, key: &SecretAccessKey, action: &str, body: Vec<u8>) -> Vec<u8> {
    let request = Request::post(format!("http://{address}/")).header("content-type", "application/x-amz-json-1.1");
    let mut request = request.header("x-amz-target", format!("ACMPrivateCA.{action}")).body(body).unwrap();
    let credentials = Credentials { access_key: &key.id, secret: &key.secret, region: "us-east-1" };
    sign(&mut request, &credentials, desk.engine.now());
    bytes(&request)
}

fn issuing() {
    println!("Issuing (CSR on P-256 with three names), in the engine by threads and over HTTP by as many clients\n");
    println!(
        "| authority | on | threads, clients | in the engine, per second | over HTTP, per second | × | p50, ms | p99, ms | CPU µs in the engine | CPU µs over HTTP, with the client |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for (name, key, signing, _) in KINDS {
        let memory = in_memory().map(|folder| ("memory", Desk::within(folder, key, signing)));
        for (place, desk) in memory.into_iter().chain([("disk", Desk::new(key, signing))]) {
            issuing_at(&desk, &format!("{name} | {place}"));
        }
    }
}

fn issuing_at(desk: &Desk, name: &str) {
    let new = NewAccessKey { id: None, secret: None, name: String::new(), account: desk.caller.account.clone() };
    let key = desk.engine.add_access_key(&desk.caller, new).unwrap();
    let running = serve(desk);
    let request = call(desk, running.address(), &key, "IssueCertificate", serde_json::to_vec(&desk.request).unwrap());
    for count in [1, 8, 64] {
        let in_engine = || Measured::over(count, || desk.issue());
        let over_http = || {
            Measured::by(count, usize::MAX, || {
                let mut connection = Connection::to(running.address());
                let request = &request;
                move || assert_eq!(connection.ask(request).0, 200)
            })
        };
        // In turn, twice: what else the machine does should not hit one of them alone.
        let (engine, http) = (in_engine(), over_http());
        let (engine, http) = (engine.or_faster(in_engine()), http.or_faster(over_http()));
        let (alone, served) = (engine.per_second(), http.per_second());
        println!(
            "| {name} | {count} | {alone:.0} | {served:.0} | {:.2} | {:.2} | {:.2} | {:.0} | {:.0} |",
            served / alone,
            http.percentile(50) / 1e3,
            http.percentile(99) / 1e3,
            engine.cost(),
            http.cost()
        );
    }
    running.stop();
}

/// Authorities that tell of revocation, and what is asked about them.
fn revocation() {
    println!(
        "\nOCSP (the same {ASKED} certificates in turn, {CLIENTS} clients), and `openssl ocsp` that is asked the same\n"
    );
    println!("| authority | server | connections | answers per second | × openssl | p50, ms | p99, ms |");
    println!("|---|---|---|---|---|---|---|");
    let mut lists = Vec::new();
    for (name, key, signing, openssl) in KINDS {
        let desk = Desk::new(key, signing);
        let running = serve(&desk);
        let asked = prepare(&desk);
        let other = Openssl::start(&desk, openssl, &asked);
        let posted = |address: SocketAddr, kept: bool| -> Vec<Vec<u8>> {
            let post = |body: &Vec<u8>| {
                let post = Request::post("/ocsp").header("host", address.to_string());
                let post = post.header("content-type", "application/ocsp-request");
                let post = post.header("connection", if kept { "keep-alive" } else { "close" });
                bytes(&post.body(body.clone()).unwrap())
            };
            asked.iter().map(|(_, _, request)| post(request)).collect()
        };
        let ours = running.address();
        warm(ours, &posted(ours, true));
        let theirs = once_each(other.address, &posted(other.address, false));
        let row = |server: &str, connections: &str, found: &Measured| {
            println!(
                "| {name} | {server} | {connections} | {:.0} | {:.1} | {:.2} | {:.2} |",
                found.per_second(),
                found.per_second() / theirs.per_second(),
                found.percentile(50) / 1e3,
                found.percentile(99) / 1e3
            );
        };
        let (new, kept) = (once_each(ours, &posted(ours, false)), kept(ours, &posted(ours, true)));
        row("openssl ocsp", "new", &theirs);
        row("Canopy", "new", &new);
        row("Canopy", "kept", &kept);
        lists.push((name, crl(&desk, ours)));
        drop(other);
        running.stop();
    }
    println!("\nCRL of {} revoked certificates by HTTP ({CLIENTS} clients)\n", ASKED / 10);
    println!("| authority | bytes | answers per second | p50, ms | p99, ms | not modified, per second |");
    println!("|---|---|---|---|---|---|");
    for (name, (size, whole, known)) in lists {
        let (p50, p99) = (whole.percentile(50) / 1e3, whole.percentile(99) / 1e3);
        let (rate, known) = (whole.per_second(), known.per_second());
        println!("| {name} | {size} | {rate:.0} | {p50:.2} | {p99:.2} | {known:.0} |");
    }
}

/// Issues certificates, revokes each tenth, publishes that, and answers each serial number, whether it is revoked, and an
/// OCSP request about it.
fn prepare(desk: &Desk) -> Vec<(String, bool, Vec<u8>)> {
    let arn = &desk.request.certificate_authority_arn;
    let authority: CertificateAuthorityArn = arn.parse().unwrap();
    let update = json!({"CertificateAuthorityArn": arn, "RevocationConfiguration": {
        "CrlConfiguration": {"Enabled": true, "ExpirationInDays": 7, "S3BucketName": "published"},
        "OcspConfiguration": {"Enabled": true}
    }});
    let update: UpdateCertificateAuthorityRequest = serde_json::from_value(update).unwrap();
    desk.engine.call(&desk.caller, update).unwrap();
    let issuer = desk.engine.chain(authority.id).unwrap().remove(0);
    let asked = (0..ASKED).map(|number| {
        let issued = desk.engine.call(&desk.caller, desk.request.clone()).unwrap().certificate_arn;
        let serial = issued.rsplit('/').next().unwrap().to_owned();
        let revoked = number % 10 == 0;
        if revoked {
            let revoke = RevokeCertificateRequest {
                certificate_authority_arn: arn.clone(),
                certificate_serial: serial.clone(),
                revocation_reason: RevocationReason::Superseded,
            };
            desk.engine.call(&desk.caller, revoke).unwrap();
        }
        let octets = desk.engine.certificate(&issued.parse().unwrap()).unwrap().serial_number().to_vec();
        let id = CertId::new(CertIdHash::Sha1, issuer.subject(), issuer.public_key(), &octets);
        (serial, revoked, OcspRequest { cert_ids: vec![id], nonce: None }.to_der())
    });
    let asked = asked.collect();
    desk.engine.sign_crl(&desk.caller, authority.id).unwrap();
    asked
}

/// Asks until every answer is there.
fn warm(address: SocketAddr, requests: &[Vec<u8>]) {
    let mut connection = Connection::to(address);
    for request in requests {
        loop {
            let (_, body) = connection.ask(request);
            if OcspResponse::from_der(body).unwrap().status() == OcspResponseStatus::Successful {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Asks over one connection for each client.
fn kept(address: SocketAddr, requests: &[Vec<u8>]) -> Measured {
    let turn = AtomicUsize::new(0);
    Measured::by(CLIENTS, usize::MAX, || {
        let mut connection = Connection::to(address);
        let turn = &turn;
        move || {
            let next = turn.fetch_add(1, Ordering::Relaxed) % requests.len();
            assert_eq!(connection.ask(&requests[next]).0, 200);
        }
    })
}

/// Asks over a new connection each time.
fn once_each(address: SocketAddr, requests: &[Vec<u8>]) -> Measured {
    let turn = AtomicUsize::new(0);
    Measured::by(CLIENTS, CONNECTIONS, || {
        let turn = &turn;
        move || {
            let next = turn.fetch_add(1, Ordering::Relaxed) % requests.len();
            assert_eq!(Connection::to(address).ask(&requests[next]).0, 200);
        }
    })
}

/// The length of the CRL, its answers, and those to who has it already.
fn crl(desk: &Desk, address: SocketAddr) -> (usize, Measured, Measured) {
    let authority: CertificateAuthorityArn = desk.request.certificate_authority_arn.parse().unwrap();
    let get = |headers: &[(&str, &str)]| {
        let mut get = Request::get(format!("/crl/{}.crl", authority.id)).header("host", address.to_string());
        for (name, value) in headers {
            get = get.header(*name, *value);
        }
        bytes(&get.body(Vec::new()).unwrap())
    };
    let size = Connection::to(address).ask(&get(&[])).1.len();
    let over = |request: &[u8], status: u16| {
        Measured::by(CLIENTS, usize::MAX, || {
            let mut connection = Connection::to(address);
            move || assert_eq!(connection.ask(request).0, status)
        })
    };
    (size, over(&get(&[]), 200), over(&get(&[("if-none-match", "*")]), 304))
}

/// `openssl ocsp` as a server, with a key of the same kind that it signs with.
struct Openssl {
    process: Child,
    address: SocketAddr,
    _folder: tempfile::TempDir,
}

impl Openssl {
    fn start(desk: &Desk, key: &[&str], asked: &[(String, bool, Vec<u8>)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let authority: CertificateAuthorityArn = desk.request.certificate_authority_arn.parse().unwrap();
        std::fs::write(at("ca.pem"), desk.engine.chain(authority.id).unwrap()[0].to_pem()).unwrap();
        let mut index = String::new();
        for (serial, revoked, _) in asked {
            let (letter, when) = if *revoked { ("R", "260101000000Z,superseded") } else { ("V", "") };
            writeln!(index, "{letter}\t491231235959Z\t{when}\t{0}\tunknown\t/CN={0}", serial.to_uppercase()).unwrap();
        }
        std::fs::write(at("index.txt"), index).unwrap();
        let new =
            ["req", "-x509", "-nodes", "-subj", "/CN=responder", "-keyout", "key.pem", "-out", "cert.pem", "-newkey"];
        assert!(openssl(folder.path()).args(new).args(key).output().unwrap().status.success());
        let serve = ["ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner", "cert.pem", "-rkey", "key.pem"];
        let serve = serve.into_iter().chain(["-nmin", "60", "-port", "0"]);
        let mut process = openssl(folder.path());
        let process = process.args(serve).stdout(File::create(at("said")).unwrap()).spawn().unwrap();
        // It ends when somebody connects and asks nothing, so that nobody tries: it tells where it listens.
        let port = loop {
            let said = std::fs::read_to_string(at("said")).unwrap();
            let port = said.split_whitespace().nth(1).and_then(|at| at.rsplit_once(':')?.1.parse().ok());
            match port.filter(|_| said.ends_with('\n')) {
                Some(port) => break port,
                None => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        Self { process, address, _folder: folder }
    }
}

impl Drop for Openssl {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn openssl(folder: &Path) -> Command {
    let mut openssl = Command::new("openssl");
    openssl.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    openssl
}
