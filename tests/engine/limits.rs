//! The lengths, ranges and patterns of the reference, each at its edge: the last that is allowed, and the first that is
//! not. The numbers are the reference's, not the code's.

use crate::desk::{Desk, authority_request, crl_on, csr, issue_request, missing};
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

#[track_caller]
fn refused(desk: &Desk, path: &str, value: Value) {
    let request = with(create(), path, value);
    let error = desk.refused::<CreateCertificateAuthorityRequest>(request, "ValidationException");
    assert!(error.members().iter().all(|found| *found == member(path)), "{path}: {error}");
}

const SUBJECT: &str = "CertificateAuthorityConfiguration/Subject";
const ACCESS: &str = "CertificateAuthorityConfiguration/CsrExtensions/SubjectInformationAccess/0";
const CRL: &str = "RevocationConfiguration/CrlConfiguration";

#[test]
fn names_are_as_long_as_the_reference_allows() {
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
        let path = format!("{SUBJECT}/{name}");
        assert_eq!(passes(&desk, with(create(), &path, json!("x".repeat(longest)))), Ok(()), "{name}");
        refused(&desk, &path, json!("x".repeat(longest + 1)));
    }
    // Characters are counted, not octets.
    assert_eq!(passes(&desk, with(create(), &format!("{SUBJECT}/Initials"), json!("äöüßé"))), Ok(()));
    for country in ["D", "DEU", "1A", "Ä1"] {
        refused(&desk, &format!("{SUBJECT}/Country"), json!(country));
    }
    for name in ["SerialNumber", "DistinguishedNameQualifier"] {
        refused(&desk, &format!("{SUBJECT}/{name}"), json!("a@b"));
        refused(&desk, &format!("{SUBJECT}/{name}"), json!("ä"));
    }
}

#[test]
fn custom_attributes_are_counted_and_measured() {
    let desk = Desk::new();
    let path = format!("{SUBJECT}/CustomAttributes");
    let attributes = |count: usize, oid: &str, value: &str| {
        let one = json!({"ObjectIdentifier": oid, "Value": value});
        with(create(), SUBJECT, json!({"CustomAttributes": vec![one; count]}))
    };
    assert_eq!(passes(&desk, attributes(150, "2.5.4.3", &"x".repeat(256))), Ok(()));
    let code = |request: Value| {
        let error = desk.refused::<CreateCertificateAuthorityRequest>(request, "ValidationException");
        error.members().first().map(|member| (*member).to_owned()).unwrap_or_default()
    };
    assert_eq!(code(attributes(0, "", "")), member(&path));
    assert_eq!(code(attributes(151, "2.5.4.3", "x")), member(&path));
    assert_eq!(code(attributes(1, "2.5.4.3", &"x".repeat(257))), member(&format!("{path}/0/Value")));
    assert_eq!(code(attributes(1, "2.5.4.3", "")), member(&format!("{path}/0/Value")));
    for oid in ["3.1", "1.40", "2.5.4.", "2.5.4.a", "2,5"] {
        assert_eq!(code(attributes(1, oid, "x")), member(&format!("{path}/0/ObjectIdentifier")), "{oid}");
    }
}

#[test]
fn general_names_are_measured() {
    let desk = Desk::new();
    let location = |name: &str, value: &str| {
        let access = json!({
            "AccessMethod": {"AccessMethodType": "CA_REPOSITORY"},
            "AccessLocation": {name: value}
        });
        with(create(), ACCESS, access)
    };
    for (name, longest) in [("Rfc822Name", 256), ("DnsName", 253), ("UniformResourceIdentifier", 253)] {
        assert_eq!(passes(&desk, location(name, &"x".repeat(longest))), Ok(()), "{name}");
        let request = location(name, &"x".repeat(longest + 1));
        let error = desk.refused::<CreateCertificateAuthorityRequest>(request, "ValidationException");
        assert_eq!(error.members(), [member(&format!("{ACCESS}/AccessLocation/{name}"))]);
    }
    assert_eq!(passes(&desk, location("IpAddress", "2001:db8::1")), Ok(()));
    assert_eq!(passes(&desk, location("RegisteredId", "1.2.3")), Ok(()));
    for (name, value) in [("IpAddress", "x".repeat(40)), ("RegisteredId", format!("1.2{}", ".1".repeat(31)))] {
        desk.refused::<CreateCertificateAuthorityRequest>(location(name, &value), "ValidationException");
    }
}

#[test]
fn revocation_and_tags_are_measured() {
    let desk = Desk::new();
    let fits = |path: &str, value: Value| {
        assert_eq!(passes(&desk, with(create(), path, value.clone())), Ok(()), "{path}: {value}");
    };
    let days = format!("{CRL}/ExpirationInDays");
    fits(&days, json!(1));
    fits(&days, json!(5000));
    refused(&desk, &days, json!(0));
    refused(&desk, &days, json!(5001));
    let cname = format!("{CRL}/CustomCname");
    fits(&cname, json!("x".repeat(253)));
    fits(&cname, json!(""));
    refused(&desk, &cname, json!("x".repeat(254)));
    refused(&desk, &cname, json!("a b"));
    refused(&desk, &cname, json!("é"));
    let path = format!("{CRL}/CustomPath");
    fits(&path, json!("/"));
    fits(&path, json!("x".repeat(253)));
    for bad in ["a/", "/a", "a//b", "a b", "", "ä"] {
        refused(&desk, &path, json!(bad));
    }
    refused(&desk, &path, json!("x".repeat(254)));
    refused(&desk, &format!("{CRL}/S3BucketName"), json!("ab"));
    refused(&desk, &format!("{CRL}/S3BucketName"), json!("x".repeat(256)));
    refused(&desk, &format!("{CRL}/S3BucketName"), json!("a b c"));
    let ocsp = "RevocationConfiguration/OcspConfiguration";
    fits(ocsp, json!({"Enabled": true, "OcspCustomCname": "x".repeat(253)}));
    let long = with(create(), ocsp, json!({"Enabled": true, "OcspCustomCname": "x".repeat(254)}));
    desk.refused::<CreateCertificateAuthorityRequest>(long, "ValidationException");
    fits("IdempotencyToken", json!("x".repeat(36)));
    refused(&desk, "IdempotencyToken", json!("x".repeat(37)));
    refused(&desk, "IdempotencyToken", json!(""));
    refused(&desk, "IdempotencyToken", json!("→"));
    let tags = |count: usize| json!((0..count).map(|number| json!({"Key": format!("k{number}")})).collect::<Vec<_>>());
    fits("Tags", tags(50));
    refused(&desk, "Tags", tags(51));
    refused(&desk, "Tags", tags(0));
    fits("Tags", json!([{"Key": "x".repeat(128), "Value": "x".repeat(256)}]));
    let tag = |key: &str, value: &str, at: &str| {
        let request = with(create(), "Tags", json!([{"Key": key, "Value": value}]));
        let error = desk.refused::<CreateCertificateAuthorityRequest>(request, "ValidationException");
        assert_eq!(error.members(), [format!("tags.1.member.{at}")]);
    };
    tag(&"x".repeat(129), "", "key");
    tag("", "", "key");
    tag("a*b", "", "key");
    tag("a", &"x".repeat(257), "value");
    tag("a", "<b>", "value");
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
fn certificates_and_lists_are_measured() {
    let desk = Desk::new();
    let root = desk.root();
    let serial = |text: String, code: &str| {
        let request =
            json!({"CertificateAuthorityArn": root, "CertificateSerial": text, "RevocationReason": "SUPERSEDED"});
        desk.refused::<RevokeCertificateRequest>(request, code);
    };
    serial("0".repeat(128), "ResourceNotFoundException");
    serial("0".repeat(129), "ValidationException");
    serial(String::new(), "InvalidRequestException");
    serial("1".repeat(33), "InvalidRequestException");
    let mut request = issue_request(&root, &csr("a.example"));
    request["IdempotencyToken"] = json!("x".repeat(37));
    desk.refused::<IssueCertificateRequest>(request, "ValidationException");
    let long = format!("{}/{}", missing(&root), "x".repeat(200));
    let request = json!({"CertificateAuthorityArn": long});
    desk.refused::<DescribeCertificateAuthorityRequest>(request, "ValidationException");
    for token in [String::new(), "x".repeat(43_740)] {
        let error =
            desk.refused::<ListCertificateAuthoritiesRequest>(json!({"NextToken": token}), "ValidationException");
        assert_eq!(error.members(), ["nextToken"]);
    }
    desk.refused::<ListCertificateAuthoritiesRequest>(
        json!({"NextToken": "x".repeat(43_739)}),
        "InvalidNextTokenException",
    );
}
