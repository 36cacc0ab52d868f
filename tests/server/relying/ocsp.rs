//! OCSP: what caches are told, every form of a request, and what is none.

use super::*;
use canopy::x509::ocsp::CertStatus;

/// What the list of calls says of a certificate that is not revoked.
fn good(from_cache: bool) -> CallResult {
    CallResult::Status { status: CertStatus::Good, from_cache }
}

#[test]
fn an_answer_without_a_nonce_is_for_caches() {
    let site = Site::new();
    let root = site.root(json!({}));
    let leaf = site.issue(&root);
    let request = site.about(&root, &leaf);
    let address = format!("/ocsp/{}", encoded(&request));
    let first = site.get(&address);
    first.ocsp();
    assert_eq!(first.header("last-modified"), "Mon, 23 Nov 2026 12:00:00 GMT");
    assert_eq!(first.header("expires"), "Mon, 23 Nov 2026 13:00:00 GMT");
    assert_eq!(first.header("cache-control"), "max-age=1800, public, no-transform, must-revalidate");
    let call = site.last_call();
    assert_eq!((&call.asked, &call.result), (&Asked::Ocsp, &good(false)));
    assert!(call.object.starts_with(&format!("{root}/certificate/")), "{}", call.object);
    let tag = first.header("etag");
    assert_eq!(site.get_with(&address, &[("if-none-match", tag)]).status, StatusCode::NOT_MODIFIED);
    assert_eq!(site.last_call().result, good(true));
    assert_eq!(site.post("/ocsp", &request).body, first.body);
    let head = site.ask(Method::HEAD, &address, &[], Vec::new());
    assert_eq!((head.header("content-type"), head.body.len()), (RESPONSE, 0));
}

#[test]
fn a_revocation_within_the_second_of_an_answer_is_told_to_who_has_that_answer() {
    let site = Site::new();
    let root = site.root(json!({}));
    let leaf = site.issue(&root);
    let address = format!("/ocsp/{}", encoded(&site.about(&root, &leaf)));
    let good = site.get(&address);
    assert_eq!(good.certificate_status(), CertStatus::Good);
    let serial = canopy::workspace::Serial::from_der_integer(&[&[0], leaf.serial_number()].concat()).unwrap();
    let revocation = json!({"CertificateAuthorityArn": root, "CertificateSerial": serial.to_string(),
        "RevocationReason": "KEY_COMPROMISE"});
    site.desk.call::<RevokeCertificateRequest>(revocation).unwrap();
    for known in ["etag", "last-modified"] {
        let name = if known == "etag" { "if-none-match" } else { "if-modified-since" };
        let answer = site.get_with(&address, &[(name, good.header(known))]);
        assert!(matches!(answer.certificate_status(), CertStatus::Revoked { .. }), "{known}");
    }
}

#[test]
fn an_answer_with_a_nonce_and_a_refusal_are_kept_by_nobody() {
    let site = Site::new();
    let root = site.root(json!({}));
    let leaf = site.issue(&root);
    let nonce = Some(Nonce::new(&[1; 32]).unwrap());
    let request = OcspRequest { nonce: nonce.clone(), ..site.about(&root, &leaf) };
    for answer in [site.post("/ocsp", &request), site.get(&format!("/ocsp/{}", encoded(&request)))] {
        assert_eq!(answer.ocsp().basic().unwrap().data().nonce, nonce);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(!answer.headers.contains_key("etag") && !answer.headers.contains_key("expires"));
    }
    let silent = site.desk.root();
    let refused = site.post("/ocsp", &site.about(&silent, &leaf));
    assert_eq!(refused.ocsp(), OcspResponse::Refused(OcspResponseStatus::Unauthorized));
    assert_eq!(refused.header("cache-control"), "no-store");
    assert_eq!(site.last_call().result, CallResult::Refused("unauthorized".into()));
}

#[test]
fn a_request_in_an_address_is_taken_in_every_form() {
    let site = Site::new();
    let root = site.root(json!({}));
    let leaf = site.issue(&root);
    // One with both of the characters that mean something in an address.
    let with_all = (0..=u8::MAX).map(|octet| OcspRequest {
        nonce: Some(Nonce::new(&[0xff, 0xef, 0xbe, 0xff, 0xff, octet, 0xfb, 0xef]).unwrap()),
        ..site.about(&root, &leaf)
    });
    let mut with_all = with_all.filter(|request| {
        let text = Base64::encode_string(&request.to_der());
        text.contains('/') && text.contains('+')
    });
    let request = with_all.next().unwrap();
    let bare = Base64::encode_string(&request.to_der());
    for text in [encoded(&request), bare.clone(), bare.trim_end_matches('=').to_owned(), bare.replace('/', "%2f")] {
        assert_eq!(site.get(&format!("/ocsp/{text}")).certificate_status(), CertStatus::Good, "{text}");
    }
}

#[test]
fn what_is_no_request_is_refused_and_the_next_good_one_is_answered() {
    let site = Site::new();
    let root = site.root(json!({}));
    let request = site.about(&root, &site.issue(&root));
    let malformed = OcspResponse::Refused(OcspResponseStatus::MalformedRequest);
    let post = |body: Vec<u8>| site.ask(Method::POST, "/ocsp", &[("content-type", REQUEST)], body);
    for body in [Vec::new(), b"hello".to_vec(), vec![0x30; 1000], request.to_der()[1..].to_vec()] {
        assert_eq!(post(body).ocsp(), malformed);
    }
    for text in ["MA", "MAAA", "M%zz", "MAMKAQA=%00"] {
        assert_eq!(site.get(&format!("/ocsp/{text}")).ocsp(), malformed, "{text}");
    }
    assert_eq!(post(vec![0x30; 1 << 20]).status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(site.get(&format!("/ocsp/M{}", "A".repeat(5_000))).status, StatusCode::URI_TOO_LONG);
    let untyped = site.ask(Method::POST, "/ocsp", &[("content-type", "application/json")], request.to_der());
    assert_eq!(untyped.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(site.get("/ocsp").status, StatusCode::METHOD_NOT_ALLOWED);
    let typed = [("content-type", "Application/OCSP-Request; charset=binary")];
    let answer = site.ask(Method::POST, "/ocsp/", &typed, request.to_der());
    assert_eq!(answer.certificate_status(), CertStatus::Good);
    assert_eq!(site.calls.counts().running, 0);
    assert_eq!(site.desk.clock.now().seconds(), NOON);
}
