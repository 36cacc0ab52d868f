//! Slow clients, and many of them: none holds what others need. The limits are small here; nothing is measured.

use crate::actions::policy;
use crate::served::{Client, Served, wire};
use canopy::engine::Action;
use canopy::server::calls::CallResult;
use serde_json::json;
use std::time::Duration;

const SHORT: Duration = Duration::from_millis(200);

/// As good as never, for what is not tested.
const LONG: Duration = Duration::from_secs(600);

#[test]
fn whoever_does_not_finish_the_head_is_left() {
    let served = Served::with_limits(|limits| (limits.header_time, limits.body_time) = (SHORT, LONG));
    for beginning in ["", "POST", "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "] {
        let mut client = served.connect();
        client.send(beginning.as_bytes());
        assert!(client.is_closed(), "{beginning}");
    }
    // A byte now and then is no better.
    let mut client = served.connect();
    let trickle = b"POST / HTTP/1.1\r\nX: ".iter().chain(std::iter::repeat(&b'y'));
    let sent = trickle.take_while(|byte| {
        std::thread::sleep(Duration::from_millis(5));
        client.send(&[**byte])
    });
    assert!(sent.take(10_000).count() < 10_000, "it may go on for ever");
    served.still_works();
}

#[test]
fn whoever_is_quiet_between_two_requests_is_left() {
    let served = Served::with_limits(|limits| limits.header_time = SHORT);
    let mut client = served.connect();
    let request = wire(&served.signed("ListCertificateAuthorities", "{}"));
    assert_eq!(client.exchange(&request).unwrap().status, 200);
    assert_eq!(client.exchange(&request).unwrap().status, 200);
    assert!(client.is_closed());
    served.still_works();
}

#[test]
fn whoever_does_not_finish_the_body_is_told_and_left() {
    let served = Served::with_limits(|limits| (limits.header_time, limits.body_time) = (LONG, SHORT));
    let bytes = wire(&served.signed("ListCertificateAuthorities", "{\"MaxResults\": 1}"));
    let mut client = served.connect();
    let answer = client.exchange(&bytes[..bytes.len() - 1]).unwrap();
    assert_eq!((answer.status, answer.code().as_str()), (408, "RequestTimeout"));
    assert!(client.is_closed());
    // Whoever is not known is told what is wrong with that first.
    let bytes = wire(&served.request("ListCertificateAuthorities", "{\"MaxResults\": 1}"));
    let mut client = served.connect();
    let answer = client.exchange(&bytes[..bytes.len() - 1]).unwrap();
    assert_eq!(answer.code(), "MissingAuthenticationTokenException");
    served.still_works();
}

#[test]
fn connections_beyond_the_limit_are_told_to_come_again() {
    let served = Served::with_limits(|limits| (limits.connections, limits.header_time) = (4, LONG));
    let request = wire(&served.signed("ListCertificateAuthorities", "{}"));
    let mut taken: Vec<_> = (0..4).map(|_| served.connect()).collect();
    for client in &mut taken {
        assert_eq!(client.exchange(&request).unwrap().status, 200);
    }
    let mut next = served.connect();
    let answer = next.answer().unwrap();
    assert_eq!((answer.status, answer.header("connection")), (503, Some("close")));
    assert!(next.is_closed());
    // Those that are there go on, and a place that is given back is taken.
    assert_eq!(taken[0].exchange(&request).unwrap().status, 200);
    drop(taken.pop());
    let served_again = (0..10_000).any(|_| {
        let answer = served.connect().exchange(&request);
        answer.is_some_and(|answer| answer.status == 200)
    });
    assert!(served_again);
}

#[test]
fn whoever_does_not_read_the_answers_is_left() {
    let served = Served::with_limits(|limits| limits.write_time = SHORT);
    let created = served.call(
        Action::CreateCertificateAuthority,
        &json!({
            "CertificateAuthorityConfiguration": {
                "KeyAlgorithm": "EC_prime256v1", "SigningAlgorithm": "SHA256WITHECDSA", "Subject": {"CommonName": "Root"},
            },
            "CertificateAuthorityType": "ROOT",
        }),
    );
    let arn = created.json()["CertificateAuthorityArn"].as_str().unwrap().to_owned();
    // An answer of 60,000 bytes.
    let policy = format!("{:60000}", policy(&arn, crate::served::OTHER));
    assert_eq!(served.call(Action::PutPolicy, &json!({"ResourceArn": arn, "Policy": policy})).status, 200);
    let request = wire(&served.signed("GetPolicy", &json!({"ResourceArn": arn}).to_string()));
    let mut client = served.connect();
    let sent = (0..1_000_000).take_while(|_| client.send(&request)).count();
    assert!(sent < 1_000_000, "it may go on for ever");
    served.still_works();
}

#[test]
fn a_call_that_takes_too_long_is_answered_and_goes_on() {
    let served = Served::with_limits(|limits| limits.call_time = Duration::from_millis(1));
    let body = r#"{
        "CertificateAuthorityConfiguration": {
            "KeyAlgorithm": "RSA_4096", "SigningAlgorithm": "SHA256WITHRSA", "Subject": {"CommonName": "Root"}
        },
        "CertificateAuthorityType": "ROOT"
    }"#;
    let answer = served.send(&served.signed("CreateCertificateAuthority", body));
    assert_eq!((answer.status, answer.code().as_str()), (503, "ServiceUnavailable"));
    assert!(answer.message().contains("It may still be performed"), "{answer:?}");
    let calls = served.running.calls();
    while calls.newest(1)[0].result != CallResult::Answered {
        std::thread::yield_now();
    }
    assert_eq!(served.engine.snapshot().authorities().count(), 1);
}

#[test]
fn only_so_many_long_bodies_are_kept_at_a_time() {
    let served = Served::new();
    let long = wire(&served.signed("ListCertificateAuthorities", &format!("{{}}{}", " ".repeat(100_000))));
    let (most, last) = long.split_at(long.len() - 1);
    let mut halves: Vec<_> = (0..8).map(|_| served.connect()).collect();
    assert!(halves.iter_mut().all(|client| client.send(most)));
    while served.running.calls().counts().running < 8 {
        std::thread::yield_now();
    }
    let mut next = served.connect();
    next.send(&long);
    next.0.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    assert!(next.0.peek(&mut [0]).is_err(), "it has to wait");
    // Others do not.
    served.still_works();
    for mut client in halves {
        assert_eq!(client.exchange(last).unwrap().status, 200);
    }
    next.0.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    assert_eq!(next.answer().unwrap().status, 200);
}

/// All of 127.0.0.0/8 is loopback there.
#[cfg(target_os = "linux")]
#[test]
fn one_address_does_not_take_the_connections_of_others() {
    let served = Served::with_limits(|limits| (limits.connections_of_one, limits.header_time) = (4, LONG));
    let request = wire(&served.signed("ListCertificateAuthorities", "{}"));
    let mut held: Vec<_> = (0..4).map(|_| served.connect()).collect();
    for client in &mut held {
        assert_eq!(client.exchange(&request).unwrap().status, 200);
    }
    assert_eq!(served.connect().answer().unwrap().status, 503);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let other = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.2:0".parse().unwrap()).unwrap();
        socket.connect(served.running.address()).await.unwrap().into_std().unwrap()
    });
    other.set_nonblocking(false).unwrap();
    assert_eq!(Client(other).exchange(&request).unwrap().status, 200);
    drop(held.pop());
    // Its end is noticed a moment later.
    while served.connect().exchange(&request).is_none_or(|answer| answer.status == 503) {
        std::thread::yield_now();
    }
}
