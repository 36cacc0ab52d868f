//! The published requests of AWS's own signing test suite, and every way in which a request is not believed.

use super::canonical::{Signable, code, hash, hex, string_to_sign};
use super::claim::authorization;
use super::*;
use crate::workspace::Timestamp;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request};
use hmac::Mac as _;
use secrecy::SecretString;

/// Requests that are signed in their headers and in their query strings, copied from the suite (awslabs/aws-c-auth). Left
/// out: what is not normalized, as only S3 has it; a header of several lines, which HTTP has no more; a path that is encoded
/// once, while all services but S3 encode it twice; and a session token that is added to a query string afterwards.
const SUITE: &str = include_str!("../../../tests/model/sigv4.txt");

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

struct Published<'t> {
    name: &'t str,
    method: &'t str,
    path: &'t str,
    query: &'t str,
    headers: HeaderMap,
    body: &'t str,
}

fn published() -> Vec<Published<'static>> {
    SUITE.split("== ").skip(1).map(one).collect()
}

fn one(text: &'static str) -> Published<'static> {
    let (name, request) = text.split_once('\n').unwrap();
    let (head, body) = request.split_once("\n\n").unwrap_or((request, ""));
    let (first, lines) = head.split_once('\n').unwrap();
    let (method, target) = first.strip_suffix(" HTTP/1.1").unwrap().split_once(' ').unwrap();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut headers = HeaderMap::new();
    for line in lines.lines() {
        let (name, value) = line.split_once(':').unwrap();
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        headers.append(name, HeaderValue::from_str(value.trim()).unwrap());
    }
    Published { name, method, path, query, headers, body: body.trim_end_matches('\n') }
}

#[test]
fn published_signatures_come_out() {
    let scope = Scope { date: "20150830".into(), region: "us-east-1".into(), service: "service".into() };
    let all = published();
    assert_eq!(all.len(), 57);
    for Published { name, method, path, query, headers, body } in all {
        let from_query = |wanted: &str| {
            let mut all = canonical::parameters(query).map(|(n, v)| (n, String::from_utf8(v).unwrap()));
            all.find(|(name, _)| name == wanted.as_bytes()).map(|(_, value)| value)
        };
        let (signed, signature) = match headers.get("authorization") {
            Some(header) => {
                let [credential, signed, signature] =
                    authorization(header.to_str().unwrap().strip_prefix(ALGORITHM).unwrap());
                assert_eq!(credential.unwrap(), format!("AKIDEXAMPLE/{scope}"));
                (signed.unwrap(), signature.unwrap())
            }
            None => (from_query("X-Amz-SignedHeaders").unwrap(), from_query("X-Amz-Signature").unwrap()),
        };
        let signed: Vec<String> = signed.split(';').map(str::to_owned).collect();
        let signable = Signable { method, path, query, headers: &headers };
        let canonical = signable.canonical(&signed, &hash(body.as_bytes())).unwrap();
        let text = string_to_sign("20150830T123600Z", &scope, &canonical);
        assert_eq!(hex(&code(SECRET, &scope, &text).finalize().into_bytes()), signature, "{name}\n{canonical}");
    }
}

#[test]
fn a_path_is_encoded_again_and_without_detours() {
    let canonical = |path: &str| {
        let signable = Signable { method: "POST", path, query: "", headers: &HeaderMap::new() };
        signable.canonical(&[], "").unwrap().lines().nth(1).unwrap().to_owned()
    };
    assert_eq!(canonical("/test/@connections/JBDvjfGEIAMCERw%3D"), "/test/%40connections/JBDvjfGEIAMCERw%253D");
    assert_eq!(canonical("/a/./b/../c"), "/a/c");
    for root in ["/", "", "//", "/.", "/..", "/a/.."] {
        assert_eq!(canonical(root), "/", "{root}");
    }
}

/// 2026-11-23T12:00:00Z
const NOON: Timestamp = Timestamp::from_seconds(1_795_435_200);

const BODY: &[u8] = br#"{"MaxResults":1}"#;

fn secret() -> SecretString {
    SecretString::from(SECRET)
}

fn unsigned() -> Request<&'static [u8]> {
    let request = Request::post("http://127.0.0.1:8560/");
    let request = request.header("content-type", "application/x-amz-json-1.1");
    request.header("x-amz-target", "ACMPrivateCA.ListTags").body(BODY).unwrap()
}

fn signed() -> Request<&'static [u8]> {
    let mut request = unsigned();
    let secret = secret();
    sign(&mut request, &Credentials { access_key: "AK/with,odd=signs", secret: &secret, region: "eu-north-1" }, NOON);
    request
}

fn presigned(seconds: u32) -> Request<&'static [u8]> {
    let mut request = unsigned();
    let secret = secret();
    let credentials = Credentials { access_key: "AK/with,odd=signs", secret: &secret, region: "eu-north-1" };
    presign(&mut request, &credentials, NOON, seconds);
    request
}

fn verified(request: Request<&[u8]>, now: Timestamp) -> Result<Claim, AuthError> {
    let (parts, body) = request.into_parts();
    let claim = Claim::read(&parts)?;
    claim.check_time(now)?;
    claim.verify(&parts, body, &secret())?;
    Ok(claim)
}

#[track_caller]
fn refused(request: Request<&[u8]>, code: &str, message: &str) {
    let error = verified(request, NOON).unwrap_err();
    assert!(error.code() == code && error.message().contains(message), "{error}");
}

const MISMATCH: &str = "The request signature we calculated does not match the signature you provided.";

#[test]
fn what_is_signed_here_is_believed_here() {
    for request in [signed(), presigned(60)] {
        let claim = verified(request, NOON).unwrap();
        assert_eq!((claim.access_key.as_str(), claim.scope.region.as_str()), ("AK/with,odd=signs", "eu-north-1"));
    }
    let mut dated = signed();
    dated.headers_mut().insert("x-amz-content-sha256", hash(BODY).parse().unwrap());
    sign(&mut dated, &Credentials { access_key: "a", secret: &secret(), region: "us-east-1" }, NOON);
    assert!(verified(dated, NOON).is_ok());
}

#[test]
fn whatever_is_changed_breaks_the_signature() {
    let changes: [fn(&mut Request<&[u8]>); 6] = [
        |request| *request.body_mut() = b"{}",
        |request| *request.method_mut() = "PUT".parse().unwrap(),
        |request| drop(request.headers_mut().insert("host", "localhost:8560".parse().unwrap())),
        |request| drop(request.headers_mut().insert("x-amz-target", "ACMPrivateCA.DeletePolicy".parse().unwrap())),
        |request| {
            request.headers_mut().append("content-type", "text/plain".parse().unwrap());
        },
        |request| drop(request.headers_mut().remove("content-type")),
    ];
    for (index, change) in changes.iter().enumerate() {
        for mut request in [signed(), presigned(60)] {
            change(&mut request);
            let error = verified(request, NOON).unwrap_err();
            assert_eq!(error, AuthError::mismatch(), "{index}");
        }
    }
    let mut path = signed();
    *path.uri_mut() = "/other".parse().unwrap();
    refused(path, "InvalidSignatureException", MISMATCH);
    let mut query = signed();
    *query.uri_mut() = "/?a=b".parse().unwrap();
    refused(query, "InvalidSignatureException", MISMATCH);
    for hash in ["UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", &hash(b"other")] {
        let mut request = unsigned();
        request.headers_mut().insert("x-amz-content-sha256", hash.parse().unwrap());
        sign(&mut request, &Credentials { access_key: "a", secret: &secret(), region: "us-east-1" }, NOON);
        refused(request, "InvalidSignatureException", MISMATCH);
    }
}

/// With its `Authorization` header changed.
fn with(change: impl Fn(String) -> String) -> Request<&'static [u8]> {
    let mut request = signed();
    let header = request.headers()["authorization"].to_str().unwrap().to_owned();
    request.headers_mut().insert("authorization", change(header).parse().unwrap());
    request
}

#[test]
fn a_signature_that_is_written_wrong_is_told() {
    let incomplete = "IncompleteSignatureException";
    refused(unsigned(), "MissingAuthenticationTokenException", "Missing Authentication Token");
    refused(with(|_| "Basic dTpw".into()), incomplete, "must begin with 'AWS4-HMAC-SHA256'");
    refused(with(|_| ALGORITHM.into()), incomplete, "must begin with 'AWS4-HMAC-SHA256'");
    let bare = with(|_| format!("{ALGORITHM} x"));
    for name in ["Credential", "Signature", "SignedHeaders"] {
        let error = verified(bare.clone(), NOON).unwrap_err();
        assert!(error.message().contains(&format!("Authorization header requires '{name}' parameter.")), "{error}");
    }
    let short = |header: String| header.replace("AK/with,odd=signs/20261123", "x");
    refused(with(short), incomplete, "Credential must have five parts");
    refused(with(|header| header.replace("AK/with,odd=signs", "")), incomplete, "Credential must have five parts");
    refused(with(|header| header.replace("host;", "Host;")), incomplete, "in lower case");
    refused(with(|header| header.replace("host;", ";")), incomplete, "SignedHeaders must be names");
    refused(with(|header| header.replace("host;x-amz-date", "x-amz-date;host")), incomplete, "in their order");
    let mut undated = signed();
    undated.headers_mut().remove("x-amz-date");
    refused(undated, incomplete, "existence of either a 'X-Amz-Date' or a 'Date' header");
    let mut misdated = signed();
    misdated.headers_mut().insert("x-amz-date", "today".parse().unwrap());
    refused(misdated, incomplete, "X-Amz-Date must be a time");
    let mut twice = signed();
    let header = twice.headers()["authorization"].clone();
    twice.headers_mut().append("authorization", header);
    refused(twice, incomplete, "found several");
    let mut both = presigned(60);
    both.headers_mut().insert("authorization", HeaderValue::from_static("AWS4-HMAC-SHA256 Credential=x"));
    refused(both, incomplete, "one in the header and one in the query string");
}

/// With its query string changed.
fn with_query(change: impl Fn(String) -> String) -> Request<&'static [u8]> {
    let mut request = presigned(60);
    let uri = change(request.uri().to_string());
    *request.uri_mut() = uri.parse().unwrap();
    request
}

#[test]
fn a_signature_in_the_query_string_is_checked_as_well() {
    let incomplete = "IncompleteSignatureException";
    for name in ["Credential", "Date", "Expires", "SignedHeaders", "Signature"] {
        let name = format!("X-Amz-{name}");
        let request = with_query(|query| query.replace(&name, "Y"));
        refused(request, incomplete, &format!("must include '{name}'"));
    }
    refused(with_query(|query| query.replace("HMAC", "RSA")), incomplete, "X-Amz-Algorithm must be");
    for expires in ["0", "604801", "-1", "1h", ""] {
        let request = with_query(|query| query.replace("Expires=60", &format!("Expires={expires}")));
        refused(request, incomplete, "X-Amz-Expires must be a number of seconds from 1 to 604800");
    }
    refused(with_query(|query| query + "&X-Amz-Date=20150830T123600Z"), incomplete, "must include 'X-Amz-Date' once");
    refused(with_query(|query| query + "&a=b"), "InvalidSignatureException", MISMATCH);
    refused(with_query(|query| query.replace("Expires=60", "Expires=600")), "InvalidSignatureException", MISMATCH);
}

#[test]
fn a_request_is_believed_for_a_quarter_of_an_hour_or_as_long_as_it_says() {
    let after = |seconds: i64| NOON.plus_milliseconds(seconds * 1000);
    let message = |request, now| verified(request, now).map(|_| ()).map_err(|error| error.message());
    assert_eq!(message(signed(), after(900)), Ok(()));
    assert_eq!(message(signed(), after(-900)), Ok(()));
    assert_eq!(
        message(signed(), after(901)).unwrap_err(),
        "Signature expired: 20261123T120000Z is now earlier than 20261123T120001Z (20261123T121501Z - 15 min.)"
    );
    assert_eq!(
        message(signed(), after(-901)).unwrap_err(),
        "Signature not yet current: 20261123T120000Z is still later than 20261123T115959Z (20261123T114459Z + 15 min.)"
    );
    assert_eq!(message(presigned(60), after(60)), Ok(()));
    assert!(message(presigned(60), after(61)).unwrap_err().starts_with("Signature expired: "));
    assert_eq!(message(presigned(604_800), after(604_800)), Ok(()));
    assert!(message(presigned(60), after(-901)).unwrap_err().starts_with("Signature not yet current: "));
}

#[test]
fn what_must_be_signed_and_scoped_is() {
    let invalid = "InvalidSignatureException";
    let correct = "Credential should be scoped to correct service: 'acm-pca'.";
    refused(with(|header| header.replace("/acm-pca/", "/s3/")), invalid, correct);
    refused(with(|header| header.replace("aws4_request", "aws5_request")), invalid, "valid terminator: 'aws4_request'");
    let day = "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP";
    refused(with(|header| header.replace("/20261123/", "/20261122/")), invalid, day);
    refused(
        with(|header| header.replace("content-type;host;", "content-type;")),
        invalid,
        "'Host' or ':authority' must",
    );
    refused(with(|header| header.replace(";x-amz-target", "")), invalid, "'x-amz-target' must be a 'SignedHeader'");
    refused(with(|header| header.replace("x-amz-date;", "")), invalid, "'x-amz-date' must be a 'SignedHeader'");
    let mut added = signed();
    added.headers_mut().insert("x-amz-meta", HeaderValue::from_static("added on the way"));
    refused(added, invalid, "'x-amz-meta' must be a 'SignedHeader'");
    let mut token = signed();
    token.headers_mut().insert("x-amz-security-token", HeaderValue::from_static("t"));
    refused(token, "UnrecognizedClientException", "There are no session tokens here");
    refused(
        with_query(|query| query + "&X-Amz-Security-Token=t"),
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
    );
    for signature in ["", "00", &"0".repeat(64), &"Z".repeat(64), &"A".repeat(64)] {
        let cut = |header: String| header.split("Signature=").next().unwrap().to_owned() + "Signature=" + signature;
        refused(with(cut), invalid, MISMATCH);
    }
}
