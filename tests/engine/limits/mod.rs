//! The lengths, ranges and patterns of the reference: [`table`] has each at its edges, and here the longest is signed.
//! The numbers are the reference's, not the code's.

mod json;
mod places;
mod table;

use crate::desk::{Desk, authority_request, crl_on};
use canopy::engine::CreateRoot;
use canopy::engine::api::*;
use serde_json::{Value, json};

fn create() -> Value {
    let mut request = authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHECDSA");
    request["RevocationConfiguration"] = crl_on();
    request
}

/// Sets the member at a path of names and numbers, making what is on the way.
fn with(mut request: Value, path: &str, value: Value) -> Value {
    let mut place = &mut request;
    for part in path.split('/') {
        place = match part.parse::<usize>() {
            Ok(index) => {
                if !place.is_array() {
                    *place = json!([{}]);
                }
                &mut place[index]
            }
            Err(_) => &mut place[part],
        };
    }
    *place = value;
    request
}

/// What the exception calls the path.
fn member(path: &str) -> String {
    let part = |part: &str| match part.parse::<usize>() {
        Ok(index) => format!("{}.member", index + 1),
        Err(_) => part[..1].to_lowercase() + &part[1..],
    };
    path.split('/').map(part).collect::<Vec<_>>().join(".")
}

/// Whether a request to create an authority passes every check; nothing is created.
fn passes(desk: &Desk, request: Value) -> Result<(), canopy::engine::Error> {
    let root = CreateRoot {
        request: serde_json::from_value(request).unwrap(),
        validity: Validity { value: 1, r#type: ValidityPeriodType::Years },
    };
    desk.engine.preview_root(&desk.caller, &root).map(drop)
}

const SUBJECT: &str = "CertificateAuthorityConfiguration/Subject";
const ACCESS: &str = "CertificateAuthorityConfiguration/CsrExtensions/SubjectInformationAccess/0";
const CRL: &str = "RevocationConfiguration/CrlConfiguration";

#[track_caller]
fn fits(desk: &Desk, path: &str, value: Value) {
    assert_eq!(passes(desk, with(create(), path, value)), Ok(()), "{path}");
}

#[test]
fn names_may_be_as_long_as_the_reference_allows() {
    let desk = Desk::new();
    for (name, longest) in [
        ("Organization", 64),
        ("OrganizationalUnit", 64),
        ("DistinguishedNameQualifier", 64),
        ("State", 128),
        ("CommonName", 64),
        ("SerialNumber", 64),
        ("Locality", 128),
        ("Title", 64),
        ("Surname", 40),
        ("GivenName", 16),
        ("Initials", 5),
        ("Pseudonym", 128),
        ("GenerationQualifier", 3),
    ] {
        fits(&desk, &format!("{SUBJECT}/{name}"), json!("x".repeat(longest)));
    }
    // Characters are counted, not octets.
    fits(&desk, &format!("{SUBJECT}/Initials"), json!("äöüßé"));
    let attribute = json!({"ObjectIdentifier": "2.5.4.3", "Value": "x".repeat(256)});
    fits(&desk, SUBJECT, json!({"CustomAttributes": vec![attribute; 150]}));
}

#[test]
fn general_names_may_be_as_long_as_the_reference_allows() {
    let desk = Desk::new();
    let located = |name: &str, value: &str| {
        let method = json!({"AccessMethodType": "CA_REPOSITORY"});
        fits(&desk, ACCESS, json!({"AccessMethod": method, "AccessLocation": {name: value}}));
    };
    for (name, longest) in [("Rfc822Name", 256), ("DnsName", 253), ("UniformResourceIdentifier", 253)] {
        located(name, &"x".repeat(longest));
    }
    located("IpAddress", "2001:db8::1");
    located("RegisteredId", "1.2.3");
}

#[test]
fn revocation_and_tags_may_be_as_large_as_the_reference_allows() {
    let desk = Desk::new();
    fits(&desk, &format!("{CRL}/ExpirationInDays"), json!(1));
    fits(&desk, &format!("{CRL}/ExpirationInDays"), json!(5000));
    fits(&desk, &format!("{CRL}/CustomCname"), json!("x".repeat(253)));
    fits(&desk, &format!("{CRL}/CustomCname"), json!(""));
    fits(&desk, &format!("{CRL}/CustomPath"), json!("/"));
    fits(&desk, &format!("{CRL}/CustomPath"), json!("x".repeat(253)));
    let ocsp = json!({"Enabled": true, "OcspCustomCname": "x".repeat(253)});
    fits(&desk, "RevocationConfiguration/OcspConfiguration", ocsp);
    fits(&desk, "IdempotencyToken", json!("x".repeat(36)));
    fits(&desk, "Tags", json!((0..50).map(|number| json!({"Key": format!("k{number}")})).collect::<Vec<_>>()));
    fits(&desk, "Tags", json!([{"Key": "x".repeat(128), "Value": "x".repeat(256)}]));
}

#[test]
fn what_an_enumeration_does_not_have_is_no_request() {
    for (path, value) in [
        ("CertificateAuthorityType", "INTERMEDIATE"),
        ("UsageMode", "general_purpose"),
        ("KeyStorageSecurityStandard", "FIPS"),
        ("CertificateAuthorityConfiguration/KeyAlgorithm", "RSA_1024"),
        ("CertificateAuthorityConfiguration/SigningAlgorithm", "SHA1WITHRSA"),
    ] {
        let error = serde_json::from_value::<CreateCertificateAuthorityRequest>(with(create(), path, json!(value)));
        assert!(error.unwrap_err().to_string().contains(value), "{path}");
    }
}

#[test]
fn every_broken_rule_is_told_at_once() {
    let desk = Desk::new();
    let mut request = with(create(), &format!("{SUBJECT}/Country"), json!("GERMANY"));
    request = with(request, &format!("{SUBJECT}/Initials"), json!("too long"));
    request = with(request, "IdempotencyToken", json!(""));
    let error = desk.refused::<CreateCertificateAuthorityRequest>(request, "ValidationException");
    assert!(error.message().starts_with("4 validation errors detected: Value 'GERMANY' at "), "{error}");
}

#[test]
fn a_serial_number_may_be_as_long_as_the_reference_allows_and_names_none_here() {
    let desk = Desk::new();
    let root = desk.root();
    let serial = |text: String, code: &str| {
        let request =
            json!({"CertificateAuthorityArn": root, "CertificateSerial": text, "RevocationReason": "SUPERSEDED"});
        desk.refused::<RevokeCertificateRequest>(request, code);
    };
    serial("0".repeat(128), "ResourceNotFoundException");
    serial(String::new(), "InvalidRequestException");
    serial("1".repeat(33), "InvalidRequestException");
}
