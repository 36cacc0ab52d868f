//! Who is believed and who is not: what is refused has the error of the service, and nothing is written.

use crate::served::{OTHER, Served, wire};
use axum::http::{HeaderValue, Request};
use canopy::engine::{Action, CreateRoot, NewAccessKey};
use canopy::server::sigv4::{Credentials, presign, sign};
use secrecy::SecretString;
use serde_json::json;

const CREATE: &str = r#"{
    "CertificateAuthorityConfiguration": {
        "KeyAlgorithm": "EC_prime256v1", "SigningAlgorithm": "SHA256WITHECDSA", "Subject": {"CommonName": "Root"}
    },
    "CertificateAuthorityType": "ROOT"
}"#;

/// A request that would write, signed with what a test says.
fn create(served: &Served, credentials: &Credentials<'_>) -> Request<Vec<u8>> {
    let mut request = served.request("CreateCertificateAuthority", CREATE);
    sign(&mut request, credentials, served.now());
    request
}

#[test]
fn without_a_signature_there_is_no_call() {
    let served = Served::new();
    let message = served.refused(
        &served.request("CreateCertificateAuthority", CREATE),
        400,
        "MissingAuthenticationTokenException",
    );
    assert_eq!(message, "Missing Authentication Token");
    let mut basic = served.request("CreateCertificateAuthority", CREATE);
    basic.headers_mut().insert("authorization", HeaderValue::from_static("Basic dGVzdDp0ZXN0"));
    served.refused(&basic, 400, "IncompleteSignatureException");
}

#[test]
fn an_unknown_key_is_refused_and_there_is_no_default_one() {
    let served = Served::new();
    let region = served.region();
    for id in ["test", "AKIAIOSFODNN7EXAMPLE", "nobody"] {
        let secret = SecretString::from("test");
        let request = create(&served, &Credentials { access_key: id, secret: &secret, region: &region });
        let message = served.refused(&request, 400, "UnrecognizedClientException");
        assert_eq!(message, "The security token included in the request is invalid.");
    }
    let request = create(&served, &served.key.credentials(&region));
    served.engine.remove_access_key(&served.caller, &served.key.id).unwrap();
    served.refused(&request, 400, "UnrecognizedClientException");
}

#[test]
fn a_key_that_another_takes_the_place_of_meanwhile_acts_as_the_account_of_that_one() {
    let served = Served::new();
    let (region, secret) = (served.region(), SecretString::from("the next secret"));
    let request = create(&served, &Credentials { secret: &secret, ..served.key.credentials(&region) });
    let bytes = wire(&request);
    let (head, body) = bytes.split_at(bytes.len() - request.body().len());
    let mut client = served.connect();
    client.send(head);
    // The head is looked at meanwhile; the body is waited for.
    std::thread::sleep(std::time::Duration::from_millis(300));
    let id = served.key.id.clone();
    served.engine.remove_access_key(&served.caller, &id).unwrap();
    let next = NewAccessKey { id: Some(id), secret: Some(secret), name: String::new(), account: OTHER.into() };
    served.engine.add_access_key(&served.caller, next).unwrap();
    let answer = client.exchange(body).unwrap();
    assert_eq!(answer.status, 200, "{answer:?}");
    let arn = answer.json()["CertificateAuthorityArn"].as_str().unwrap().to_owned();
    assert!(arn.contains(&format!(":{OTHER}:")), "{arn}");
}

#[test]
fn a_bad_signature_is_refused() {
    let served = Served::new();
    let (region, wrong) = (served.region(), SecretString::from("not the secret"));
    let credentials = Credentials { secret: &wrong, ..served.key.credentials(&region) };
    let message = served.refused(&create(&served, &credentials), 400, "InvalidSignatureException");
    assert!(message.starts_with("The request signature we calculated does not match the signature you provided."));
    // Another key's secret is no better.
    let credentials = Credentials { secret: &served.other.secret, ..served.key.credentials(&region) };
    served.refused(&create(&served, &credentials), 400, "InvalidSignatureException");
}

#[test]
fn a_replay_with_a_changed_body_or_target_is_refused() {
    let served = Served::new();
    let mut body = served.signed("ListCertificateAuthorities", "{}");
    *body.body_mut() = CREATE.as_bytes().to_vec();
    served.refused(&body, 400, "InvalidSignatureException");
    let mut target = served.signed("ListCertificateAuthorities", CREATE);
    target.headers_mut().insert("x-amz-target", HeaderValue::from_static("ACMPrivateCA.CreateCertificateAuthority"));
    served.refused(&target, 400, "InvalidSignatureException");
    let mut unsigned = served.request("CreateCertificateAuthority", CREATE);
    unsigned.headers_mut().insert("x-amz-content-sha256", HeaderValue::from_static("UNSIGNED-PAYLOAD"));
    sign(&mut unsigned, &served.key.credentials(&served.region()), served.now());
    served.refused(&unsigned, 400, "InvalidSignatureException");
}

#[test]
fn an_expired_signature_is_refused() {
    let served = Served::new();
    let request = create(&served, &served.key.credentials(&served.region()));
    served.later(15 * 60 + 1);
    let message = served.refused(&request, 400, "InvalidSignatureException");
    assert_eq!(
        message,
        "Signature expired: 20261123T120000Z is now earlier than 20261123T120001Z (20261123T121501Z - 15 min.)"
    );
    served.later(-2 * (15 * 60 + 1));
    let message = served.refused(&request, 400, "InvalidSignatureException");
    assert!(message.starts_with("Signature not yet current: 20261123T120000Z is still later than "), "{message}");
    served.later(15 * 60 + 1);
    let answer = served.send(&request);
    assert_eq!((answer.status, answer.header("date")), (200, Some("Mon, 23 Nov 2026 12:00:00 GMT")));
}

#[test]
fn a_presigned_request_holds_as_long_as_it_says() {
    let served = Served::new();
    let mut request = served.request("ListCertificateAuthorities", "{}");
    presign(&mut request, &served.key.credentials(&served.region()), served.now(), 3600);
    assert_eq!(served.send(&request).status, 200);
    served.later(3600);
    assert_eq!(served.send(&request).status, 200);
    served.later(1);
    served.refused(&request, 400, "InvalidSignatureException");
}

#[test]
fn a_session_token_is_refused() {
    let served = Served::new();
    let mut request = served.request("CreateCertificateAuthority", CREATE);
    request.headers_mut().insert("x-amz-security-token", HeaderValue::from_static("token"));
    sign(&mut request, &served.key.credentials(&served.region()), served.now());
    let message = served.refused(&request, 400, "UnrecognizedClientException");
    assert!(message.starts_with("The security token included in the request is invalid."), "{message}");
}

#[test]
fn a_scope_of_elsewhere_is_refused() {
    let served = Served::new();
    for region in ["moon", "us-east-1a", "US-EAST-1"] {
        let request = create(&served, &served.key.credentials(region));
        let message = served.refused(&request, 400, "InvalidSignatureException");
        assert_eq!(message, format!("Credential should be scoped to a valid Region, not '{region}'."));
    }
    let mut request = served.signed("CreateCertificateAuthority", CREATE);
    let header = request.headers()["authorization"].to_str().unwrap().replace("/acm-pca/", "/s3/");
    request.headers_mut().insert("authorization", header.parse().unwrap());
    let message = served.refused(&request, 400, "InvalidSignatureException");
    assert_eq!(message, "Credential should be scoped to correct service: 'acm-pca'.");
}

#[test]
fn region_and_partition_of_an_arn_are_those_of_the_scope() {
    let served = Served::new();
    for (region, partition) in [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"), ("eu-central-1", "aws")] {
        let answer = served.send(&create(&served, &served.key.credentials(region)));
        let created = answer.json()["CertificateAuthorityArn"].as_str().unwrap().to_owned();
        let arn = format!("arn:{partition}:acm-pca:{region}:{}:certificate-authority/", crate::served::ACCOUNT);
        assert!(created.starts_with(&arn), "{created}");
        let mut list = served.request("ListCertificateAuthorities", "{}");
        sign(&mut list, &served.key.credentials(region), served.now());
        let listed = served.send(&list).json();
        assert_eq!(listed["CertificateAuthorities"][0]["Arn"].as_str(), Some(created.as_str()));
        assert_eq!(listed["CertificateAuthorities"].as_array().map(Vec::len), Some(1));
    }
}

#[test]
fn an_account_sees_another_ones_authorities_only_through_a_policy() {
    let served = Served::new();
    let root = CreateRoot {
        request: serde_json::from_str(CREATE).unwrap(),
        validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 10})).unwrap(),
    };
    let arn = served.engine.create_and_activate_root(&served.caller, root).unwrap().to_string();
    let of = json!({"CertificateAuthorityArn": arn}).to_string();
    let foreign = |action: &str, body: &str| {
        let mut request = served.request(action, body);
        sign(&mut request, &served.other.credentials(&served.region()), served.now());
        request
    };
    let message = served.refused(&foreign("DescribeCertificateAuthority", &of), 400, "AccessDeniedException");
    assert!(message.contains(OTHER), "{message}");
    served.refused(&foreign("DeleteCertificateAuthority", &of), 400, "AccessDeniedException");
    let listed = served.send(&foreign("ListCertificateAuthorities", "{}")).json();
    assert_eq!(listed["CertificateAuthorities"], json!([]));
}

#[test]
fn a_locked_workspace_says_so() {
    let served = Served::new();
    served.engine.lock();
    let request = create(&served, &served.key.credentials(&served.region()));
    let message = served.refused(&request, 503, "ServiceUnavailable");
    assert_eq!(message, "The workspace is locked. Unlock it with its passphrase and try again.");
    served.engine.unlock(&crate::served::passphrase()).unwrap();
    served.still_works();
}

#[test]
fn any_printable_id_and_secret_can_sign() {
    let served = Served::new();
    for (id, secret) in [("test", "test"), ("a/b,c=d;e Credential=".trim_end(), "!\"#$%&'()*+,-./"), ("x", "y")] {
        let id = id.replace(' ', "~");
        let secret = SecretString::from(secret);
        let new = NewAccessKey {
            id: Some(id.clone()),
            secret: Some(secret.clone()),
            name: String::new(),
            account: OTHER.into(),
        };
        served.engine.add_access_key(&served.caller, new).unwrap();
        let region = served.region();
        let credentials = Credentials { access_key: &id, secret: &secret, region: &region };
        let mut request = served.request("ListCertificateAuthorities", "{}");
        sign(&mut request, &credentials, served.now());
        assert_eq!(served.send(&request).status, 200, "{id}");
        let mut request = served.request("ListCertificateAuthorities", "{}");
        presign(&mut request, &credentials, served.now(), 60);
        assert_eq!(served.send(&request).status, 200, "{id}");
    }
}

#[test]
fn a_record_names_the_access_key() {
    let served = Served::new();
    assert_eq!(served.call(Action::CreateCertificateAuthority, &serde_json::from_str(CREATE).unwrap()).status, 200);
    let text = String::from_utf8(served.bytes()).unwrap();
    assert!(text.contains(&format!("Api(access_key:\"{}\")", served.key.id)), "{text}");
}

#[test]
fn a_target_that_names_another_host_is_refused_whatever_the_header_says() {
    let served = Served::new();
    let request = String::from_utf8(wire(&served.signed("CreateCertificateAuthority", CREATE))).unwrap();
    let to = |host: &str| request.replacen("POST / ", &format!("POST http://{host}/ "), 1);
    let before = served.bytes();
    let answer = served.connect().exchange(to("evil.example").as_bytes()).unwrap();
    assert_eq!((answer.status, answer.code().as_str()), (403, "AccessDeniedException"));
    assert!(served.bytes() == before);
    let here = served.running.address().to_string();
    assert_eq!(served.connect().exchange(to(&here).as_bytes()).unwrap().status, 200);
}
