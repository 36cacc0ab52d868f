//! Requests of another form, of a browser, or for another action.

use crate::served::Served;
use axum::http::{HeaderValue, Method, Request};
use canopy::server::sigv4::sign;

fn with(served: &Served, name: &'static str, value: &str) -> Request<Vec<u8>> {
    let mut request = served.request("ListCertificateAuthorities", "{}");
    request.headers_mut().insert(name, HeaderValue::from_str(value).unwrap());
    sign(&mut request, &served.key.credentials(&served.region()), served.now());
    request
}

#[test]
fn a_page_of_a_browser_is_refused() {
    let served = Served::new();
    for origin in ["http://evil.example", "null"] {
        let message = served.refused(&with(&served, "origin", origin), 403, "AccessDeniedException");
        assert!(message.contains("Origin"), "{message}");
    }
    let port = served.running.address().port();
    for host in
        ["evil.example".to_owned(), format!("evil.example:{port}"), "127.0.0.1".into(), format!("10.0.0.1:{port}")]
    {
        let message = served.refused(&with(&served, "host", &host), 403, "AccessDeniedException");
        assert!(message.contains(&host) && message.contains(&format!("127.0.0.1:{port}")), "{message}");
    }
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}")] {
        assert_eq!(served.send(&with(&served, "host", &host)).status, 200);
    }
}

#[test]
fn the_advertised_name_is_its_own() {
    let served = Served::with(|options| options.advertise = Some("pki.example.com:443".parse().unwrap()));
    for host in ["pki.example.com", "pki.example.com:443"] {
        assert_eq!(served.send(&with(&served, "host", host)).status, 200);
    }
    served.refused(&with(&served, "host", "pki.example.com:80"), 403, "AccessDeniedException");
}

#[test]
fn an_action_that_there_is_not_is_told() {
    let served = Served::new();
    for target in ["ListCertificates", "listcertificateauthorities", "", "ListTags.x"] {
        let message = served.refused(&served.signed(target, "{}"), 400, "UnknownOperationException");
        assert!(message.contains(&format!("found 'ACMPrivateCA.{target}'")), "{message}");
    }
    let mut other = served.request("ListTags", "{}");
    other.headers_mut().insert("x-amz-target", HeaderValue::from_static("DynamoDB_20120810.ListTables"));
    sign(&mut other, &served.key.credentials(&served.region()), served.now());
    served.refused(&other, 400, "UnknownOperationException");
    other.headers_mut().remove("x-amz-target");
    sign(&mut other, &served.key.credentials(&served.region()), served.now());
    served.refused(&other, 400, "UnknownOperationException");
}

#[test]
fn another_protocol_is_refused_in_words() {
    let served = Served::new();
    let message = served.refused(&with(&served, "smithy-protocol", "rpc-v2-cbor"), 400, "UnknownOperationException");
    assert!(message.contains("AWS JSON 1.1, and no rpc-v2-cbor"), "{message}");
    let mut cbor = served.request("ListTags", "{}");
    *cbor.uri_mut() = "/service/ACMPrivateCA/operation/ListTags".parse().unwrap();
    let port = served.running.address().port();
    cbor.headers_mut().insert("host", format!("127.0.0.1:{port}").parse().unwrap());
    let message = served.refused(&cbor, 400, "UnknownOperationException");
    assert!(message.contains("Smithy RPC"), "{message}");
    for kind in ["application/x-www-form-urlencoded", "application/cbor", "text/plain"] {
        let message = served.refused(&with(&served, "content-type", kind), 415, "UnknownOperationException");
        assert!(message.contains(kind), "{message}");
    }
    for kind in
        ["application/x-amz-json-1.1", "application/x-amz-json-1.1; charset=utf-8", "APPLICATION/X-AMZ-JSON-1.1"]
    {
        assert_eq!(served.send(&with(&served, "content-type", kind)).status, 200);
    }
}

#[test]
fn whoever_looks_with_a_browser_is_told_what_this_is() {
    let served = Served::new();
    let host = format!("127.0.0.1:{}", served.running.address().port());
    for method in [Method::GET, Method::PUT, Method::DELETE, Method::OPTIONS] {
        let request = Request::builder().method(method).uri("/").header("host", &host).body(Vec::new()).unwrap();
        let message = served.refused(&request, 405, "UnknownOperationException");
        assert!(message.contains(&format!("--endpoint-url http://{host}")), "{message}");
        assert_eq!(served.send(&request).header("allow"), Some("POST"));
    }
}

#[test]
fn rates_are_those_of_the_quotas_where_they_are_asked_for() {
    let served = Served::with(|options| options.throttle = true);
    let request =
        served.signed("GetPolicy", r#"{"ResourceArn": "arn:aws:acm-pca:us-east-1:1:certificate-authority/x"}"#);
    for _ in 0..5 {
        assert_eq!(served.send(&request).code(), "InvalidArnException");
    }
    assert_eq!(served.refused(&request, 400, "ThrottlingException"), "Rate exceeded");
    served.later(1);
    assert_eq!(served.send(&request).code(), "InvalidArnException");
    let served = Served::new();
    let request = served.signed("ListTags", "{}");
    assert!((0..30).all(|_| served.send(&request).code() == "ValidationException"));
}
