//! Whatever else can arrive: a 4xx or a closed connection, and the next good request works.

use crate::served::{Served, wire};
use canopy::engine::Action;
use serde_json::json;

/// Sends bytes that are no request: refused, or left without a word.
#[track_caller]
fn is_refused(served: &Served, bytes: &[u8]) {
    let mut client = served.connect();
    client.send(bytes);
    let _ = client.0.shutdown(std::net::Shutdown::Write);
    if let Some(answer) = client.answer() {
        assert!((400..500).contains(&answer.status), "{answer:?}");
    }
    assert!(client.is_closed());
    served.still_works();
}

#[test]
fn bodies_that_are_no_json_are_refused_by_every_action() {
    let served = Served::new();
    for action in Action::ALL {
        for body in ["{", "[]", "\"\"", "nul", "{\"a\" 1}", "\u{feff}{}", "{}{}"] {
            served.refused(&served.signed(action.name(), body), 400, "SerializationException");
        }
        let mut latin = served.request(action.name(), "");
        *latin.body_mut() = b"{\"CertificateAuthorityArn\": \"\xff\xfe\"}".to_vec();
        canopy::server::sigv4::sign(&mut latin, &served.key.credentials(&served.region()), served.now());
        served.refused(&latin, 400, "SerializationException");
        let deep = format!("{{\"a\":{}", "[".repeat(100_000));
        served.refused(&served.signed(action.name(), &deep), 400, "SerializationException");
    }
}

#[test]
fn an_empty_body_is_an_empty_request() {
    let served = Served::new();
    let answer = served.send(&served.signed("ListCertificateAuthorities", ""));
    assert_eq!((answer.status, answer.json()), (200, json!({"CertificateAuthorities": []})));
    served.refused(&served.signed("ListTags", ""), 400, "ValidationException");
}

#[test]
fn requests_that_are_none_are_refused() {
    let served = Served::new();
    let host = format!("Host: 127.0.0.1:{}\r\n", served.running.address().port());
    let whole = |rest: &str| format!("POST / HTTP/1.1\r\n{host}{rest}\r\n\r\n");
    for bytes in [
        "",
        "\r\n\r\n\r\n",
        "GET\r\n\r\n",
        "POST / HTTP/9.9\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\x7c\x03\x03",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        &whole("Content-Length: -1"),
        &whole("Content-Length: 5\r\nContent-Length: 6"),
        &whole("Content-Length: 99999999999999999999999999"),
        &whole("Transfer-Encoding: chunked\r\n\r\nzz"),
        &whole("Transfer-Encoding: gzip"),
        &whole("Bad Header: x"),
        &whole(" Folded: x"),
        &whole("X: \u{0}"),
        "POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "POST http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
    ] {
        is_refused(&served, bytes.as_bytes());
    }
}

#[test]
fn half_requests_end_with_their_client() {
    let served = Served::new();
    let bytes = wire(&served.signed("ListCertificateAuthorities", "{\"MaxResults\": 1}"));
    for end in (0..bytes.len()).step_by(17) {
        is_refused(&served, &bytes[..end]);
    }
}

#[test]
fn a_wrong_length_breaks_the_request_and_not_the_next() {
    let served = Served::new();
    let with_length = |length: usize| {
        let mut request = served.signed("ListCertificateAuthorities", "{\"MaxResults\": 1}");
        request.headers_mut().insert("content-length", length.into());
        wire(&request)
    };
    // Longer than what comes: the client ends first.
    is_refused(&served, &with_length(1000));
    // Shorter: the signature does not hold, and what follows is no request.
    is_refused(&served, &with_length(2));
}

#[test]
fn a_flood_of_headers_is_refused() {
    let served = Served::new();
    let host = format!("POST / HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n", served.running.address().port());
    let many: String = (0..10_000).map(|index| format!("X-{index}: y\r\n")).collect();
    is_refused(&served, format!("{host}{many}\r\n").as_bytes());
    is_refused(&served, format!("{host}X: {}\r\n\r\n", "y".repeat(1 << 20)).as_bytes());
    is_refused(&served, format!("POST /{} HTTP/1.1\r\n\r\n", "y".repeat(1 << 20)).as_bytes());
    is_refused(&served, &vec![b'x'; 1 << 20]);
}

#[test]
fn a_body_of_ten_megabytes_is_refused() {
    let served = Served::new();
    let long = vec![b' '; 10 << 20];
    // With its length told before.
    let mut request = served.signed("ListCertificateAuthorities", "");
    *request.body_mut() = long.clone();
    is_refused(&served, &wire(&request));
    // In chunks, of a client that is known and of one that is not.
    for mut request in [served.signed("ListCertificateAuthorities", ""), served.request("ListTags", "")] {
        request.headers_mut().insert("transfer-encoding", "chunked".parse().unwrap());
        request.headers_mut().insert("content-length", 0.into());
        let head = String::from_utf8(wire(&request)).unwrap().replace("content-length: 0\r\n", "");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(format!("{:x}\r\n", long.len()).as_bytes());
        bytes.extend_from_slice(&long);
        bytes.extend_from_slice(b"\r\n0\r\n\r\n");
        is_refused(&served, &bytes);
    }
    let calls = served.running.calls().newest(100);
    let told = |code: &str| calls.iter().any(|call| format!("{:?}", call.result).contains(code));
    assert!(told("RequestEntityTooLarge") && told("MissingAuthenticationTokenException"));
}
