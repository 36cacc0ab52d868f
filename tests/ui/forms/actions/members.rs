//! The members of a request by the reference, down to the innermost data type.

use canopy::engine::api::DATA_TYPES;
use serde_json::Value;
use std::collections::BTreeSet;

/// Members that are a data type, or a list of it, and which one.
const TYPED: &[(&str, &str)] = &[
    ("ApiPassthrough", "ApiPassthrough"),
    ("CertificateAuthorityConfiguration", "CertificateAuthorityConfiguration"),
    ("CertificatePolicies", "PolicyInformation"),
    ("CrlConfiguration", "CrlConfiguration"),
    ("CrlDistributionPointExtensionConfiguration", "CrlDistributionPointExtensionConfiguration"),
    ("CsrExtensions", "CsrExtensions"),
    ("CustomAttributes", "CustomAttribute"),
    ("CustomExtensions", "CustomExtension"),
    ("Extensions", "Extensions"),
    ("ExtendedKeyUsage", "ExtendedKeyUsage"),
    ("KeyUsage", "KeyUsage"),
    ("OcspConfiguration", "OcspConfiguration"),
    ("PolicyQualifiers", "PolicyQualifierInfo"),
    ("Qualifier", "Qualifier"),
    ("RevocationConfiguration", "RevocationConfiguration"),
    ("Subject", "ASN1Subject"),
    ("SubjectInformationAccess", "AccessDescription"),
    ("Tags", "Tag"),
    ("Validity", "Validity"),
    ("ValidityNotBefore", "Validity"),
];

/// Of these a request has the first or the others: a subject in an order of its own, and a CRL whose address stands in
/// no certificate.
const EITHER: &[(&str, &str, &[&str])] = &[
    (
        "ASN1Subject",
        "CustomAttributes",
        &[
            "CommonName",
            "Country",
            "DistinguishedNameQualifier",
            "GenerationQualifier",
            "GivenName",
            "Initials",
            "Locality",
            "Organization",
            "OrganizationalUnit",
            "Pseudonym",
            "SerialNumber",
            "State",
            "Surname",
            "Title",
        ],
    ),
    ("CrlConfiguration", "CrlDistributionPointExtensionConfiguration", &["CustomCname"]),
];

/// Members of data types within a request that it does not have, each as `type.member`.
pub fn missing(request: &Value) -> Vec<String> {
    let mut missing = Vec::new();
    match request {
        Value::Object(members) => {
            for (name, value) in members {
                missing.extend(self::missing(value));
                missing.extend(missing_of(name, value));
            }
        }
        Value::Array(items) => missing.extend(items.iter().flat_map(self::missing)),
        _ => {}
    }
    missing
}

fn missing_of(name: &str, value: &Value) -> Vec<String> {
    let Some((_, name)) = TYPED.iter().find(|(member, _)| *member == name) else { return Vec::new() };
    let data_type = DATA_TYPES.iter().find(|data_type| data_type.name == *name).unwrap();
    // Of a list, the items together: one has a value and another has none.
    let items = match value {
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    };
    let found: BTreeSet<&str> =
        items.iter().filter_map(|item| item.as_object()).flat_map(|item| item.keys()).map(String::as_str).collect();
    let excused = |member: &str| {
        EITHER.iter().any(|(of, first, others)| {
            of == name
                && (*first == member && !found.contains(first) || others.contains(&member) && found.contains(first))
        })
    };
    let absent = data_type.members.iter().filter(|member| !found.contains(**member) && !excused(member));
    absent.map(|member| format!("{name}.{member}")).collect()
}

#[test]
fn what_is_missing_is_named() {
    let request = serde_json::json!({
        "Tags": [{"Key": "a"}],
        "RevocationConfiguration": {"CrlConfiguration": {"Enabled": true, "CustomCname": "crl.example.com"}},
        "Subject": {"CustomAttributes": [{"ObjectIdentifier": "1.2.3", "Value": "x"}]}
    });
    let expected = [
        "CrlConfiguration.CrlType",
        "CrlConfiguration.CustomPath",
        "CrlConfiguration.ExpirationInDays",
        "CrlConfiguration.S3BucketName",
        "CrlConfiguration.S3ObjectAcl",
        "RevocationConfiguration.OcspConfiguration",
        "Tag.Value",
    ];
    let mut found = missing(&request);
    found.sort();
    assert_eq!(found, expected);
}
