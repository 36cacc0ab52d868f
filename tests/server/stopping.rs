//! Starting and stopping.

use crate::served::{Served, wire};
use canopy::server::{Server, ServerOptions, StartError};
use std::net::TcpStream;
use std::time::{Duration, Instant};

#[test]
fn it_listens_until_it_is_stopped_and_then_again() {
    let served = Served::new();
    let address = served.running.address();
    assert_eq!(served.running.url(), format!("http://{address}"));
    let mut client = served.connect();
    let request = wire(&served.signed("ListCertificateAuthorities", "{}"));
    assert_eq!(client.exchange(&request).unwrap().status, 200);
    let Served { engine, running, folder, .. } = served;
    running.stop();
    assert!(client.is_closed());
    assert!(TcpStream::connect(address).is_err());
    let again = Server::start(engine.clone(), ServerOptions::new(address.into())).unwrap();
    assert_eq!(again.address(), address);
    drop((again, folder));
}

#[test]
fn what_is_under_way_is_finished() {
    let served = Served::new();
    let body = r#"{
        "CertificateAuthorityConfiguration": {
            "KeyAlgorithm": "RSA_2048", "SigningAlgorithm": "SHA256WITHRSA", "Subject": {"CommonName": "Root"}
        },
        "CertificateAuthorityType": "ROOT"
    }"#;
    let mut client = served.connect();
    client.send(&wire(&served.signed("CreateCertificateAuthority", body)));
    while served.running.calls().counts().running == 0 {
        std::thread::yield_now();
    }
    let Served { engine, running, folder, .. } = served;
    running.stop();
    let answer = client.answer().unwrap();
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(engine.snapshot().authorities().count(), 1);
    drop(folder);
}

#[test]
fn an_address_that_is_taken_is_told() {
    let served = Served::new();
    let address = served.running.address();
    let error = Server::start(served.engine.clone(), ServerOptions::new(address.into())).unwrap_err();
    assert!(matches!(&error, StartError::Bind { .. }), "{error}");
    assert!(error.to_string().contains(&address.to_string()), "{error}");
}

#[test]
fn off_loopback_it_wants_tls_or_to_be_told() {
    let served = Served::new();
    let options = || ServerOptions::new("0.0.0.0:0".parse().unwrap());
    let error = Server::start(served.engine.clone(), options()).unwrap_err();
    assert!(matches!(&error, StartError::Insecure { .. }), "{error}");
    let insecure = ServerOptions { insecure_http: true, ..options() };
    let running = Server::start(served.engine.clone(), insecure).unwrap();
    assert!(running.address().ip().is_unspecified());
}

#[test]
fn who_is_connected_and_asks_nothing_is_not_waited_for() {
    let served = Served::new();
    let _silent = served.connect();
    let mut half = served.connect();
    half.send(b"POST / HTTP/1.1\r\nHost: ");
    let mut idle = served.connect();
    let whole = wire(&served.signed("ListCertificateAuthorities", "{}"));
    idle.exchange(&whole).unwrap();
    let mut next = served.connect();
    next.exchange(&whole).unwrap();
    next.send(&whole[..20]);
    // All are taken, and have been read from.
    std::thread::sleep(Duration::from_millis(200));
    let begun = Instant::now();
    served.running.stop();
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}
