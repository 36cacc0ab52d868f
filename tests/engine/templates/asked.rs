//! Those who ask, and for which extensions: octet by octet, with no help of the encoder that is tested.

use crate::desk::base64;
use canopy::x509::{AttributeTypeAndValue, AttributeValue, Extension, Name, Oid, oid};
use serde_json::{Value, json};

/// A DER value that is shorter than 128 octets.
pub fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = u8::try_from(content.len()).ok().filter(|length| *length < 128).unwrap();
    [&[tag, length][..], &content].concat()
}

pub fn identifier(dotted: &str) -> Vec<u8> {
    der(6, &[Oid::new(dotted).unwrap().as_bytes()])
}

pub fn key_usage(bits: &[&str]) -> Vec<u8> {
    const NAMES: [&str; 9] = [
        "digitalSignature",
        "nonRepudiation",
        "keyEncipherment",
        "dataEncipherment",
        "keyAgreement",
        "keyCertSign",
        "cRLSign",
        "encipherOnly",
        "decipherOnly",
    ];
    let positions = bits.iter().map(|bit| NAMES.iter().position(|name| name == bit).unwrap());
    let octet = positions.fold(0_u8, |octet, position| octet | (0x80 >> position));
    der(3, &[&[octet.trailing_zeros() as u8, octet]])
}

pub fn purposes(identifiers: &[&str]) -> Vec<u8> {
    der(0x30, &[&identifiers.iter().flat_map(|found| identifier(found)).collect::<Vec<_>>()])
}

pub fn constraints(ca: bool, path_len: Option<u8>) -> Vec<u8> {
    let length = path_len.map(|length| vec![2, 1, length]).unwrap_or_default();
    der(0x30, &[if ca { &[1, 1, 0xff] } else { &[] }, &length])
}

pub fn names(host: &str) -> Vec<u8> {
    der(0x30, &[&der(0x82, &[host.as_bytes()])])
}

pub fn distribution_point(uri: &str) -> Vec<u8> {
    der(0x30, &[&der(0x30, &[&der(0xa0, &[&der(0xa0, &[&der(0x86, &[uri.as_bytes()])])])])])
}

pub fn ocsp(uri: &str) -> Vec<u8> {
    der(0x30, &[&der(0x30, &[&identifier("1.3.6.1.5.5.7.48.1"), &der(0x86, &[uri.as_bytes()])])])
}

pub fn policy(dotted: &str) -> Vec<u8> {
    der(0x30, &[&der(0x30, &[&identifier(dotted)])])
}

pub fn key_identifier(octet: u8) -> Vec<u8> {
    der(4, &[&[octet; 20]])
}

pub fn authority_key(octets: &[u8]) -> Vec<u8> {
    der(0x30, &[&der(0x80, &[octets])])
}

/// One who asks, and for which extensions.
pub struct Asked {
    pub subject: Name,
    pub extensions: Vec<Extension>,
}

pub fn named(common_name: &str) -> Name {
    let value = AttributeValue::utf8(common_name);
    Name::from_rdns(vec![vec![AttributeTypeAndValue { oid: oid::ID_AT_COMMON_NAME, value }]]).unwrap()
}

impl Asked {
    pub fn extension(&self, dotted: &str) -> Option<&Extension> {
        self.extensions.iter().find(|extension| extension.oid.to_string() == dotted)
    }

    /// Every extension that somebody else might decide, each of them as nobody else would, and more.
    pub fn by_csr() -> Self {
        let extension = |dotted: &str, critical, value| Extension { oid: Oid::new(dotted).unwrap(), critical, value };
        let extensions = vec![
            extension(NAMES, true, names("csr.example")),
            extension(CONSTRAINTS, true, constraints(true, Some(9))),
            extension(AUTHORITY_KEY, false, authority_key(&[1; 20])),
            extension(SUBJECT_KEY, false, key_identifier(1)),
            // As some write it: all nine bits, and not critical.
            extension(USAGE, false, vec![3, 3, 7, 0x10, 0]),
            extension(PURPOSES, true, purposes(&["1.3.6.1.5.5.7.3.8"])),
            extension(POINTS, true, distribution_point("http://csr.example/crl")),
            extension(ACCESS, false, ocsp("http://csr.example/ocsp")),
            extension(POLICIES, true, policy("1.2.3.1")),
            extension("2.5.29.30", true, der(0x30, &[&der(0xa0, &[&der(0x30, &[&der(0x82, &[b"a"])])])])),
            extension("2.5.29.18", false, names("issuer.example")),
            // No DER at all: nobody here knows what it is.
            extension("1.2.3.4.5", true, vec![0xff, 0xff, 0xff]),
            extension(SHARED, true, vec![5, 0]),
        ];
        Self { subject: named("csr.example"), extensions }
    }

    /// What [`passthrough`] gives.
    pub fn by_api() -> Self {
        let extension = |dotted: &str, critical, value| Extension { oid: Oid::new(dotted).unwrap(), critical, value };
        let cps = der(0x30, &[&identifier("1.3.6.1.5.5.7.2.1"), &der(0x16, &[b"http://api.example/cps"])]);
        let policies = der(0x30, &[&der(0x30, &[&identifier("1.2.3.2"), &der(0x30, &[&cps])])]);
        let extensions = vec![
            extension(POLICIES, false, policies),
            extension(PURPOSES, false, purposes(&["1.3.6.1.5.5.7.3.4", "1.2.3.9"])),
            extension(USAGE, true, key_usage(&["nonRepudiation", "keyAgreement"])),
            extension(NAMES, false, names("api.example")),
            extension(CONSTRAINTS, false, constraints(false, None)),
            extension(AUTHORITY_KEY, false, authority_key(&[2; 20])),
            extension(SUBJECT_KEY, false, key_identifier(2)),
            extension(POINTS, false, distribution_point("http://api.example/crl")),
            extension(ACCESS, false, ocsp("http://api.example/ocsp")),
            extension("1.2.3.4.6", true, vec![0xff]),
            extension(SHARED, false, vec![1, 1, 0]),
        ];
        Self { subject: named("api.example"), extensions }
    }
}

pub const NAMES: &str = "2.5.29.17";
pub const CONSTRAINTS: &str = "2.5.29.19";
pub const AUTHORITY_KEY: &str = "2.5.29.35";
pub const SUBJECT_KEY: &str = "2.5.29.14";
pub const USAGE: &str = "2.5.29.15";
pub const PURPOSES: &str = "2.5.29.37";
pub const POINTS: &str = "2.5.29.31";
pub const ACCESS: &str = "1.3.6.1.5.5.7.1.1";
pub const POLICIES: &str = "2.5.29.32";
/// One that both ask for, differently.
pub const SHARED: &str = "1.2.3.4.7";

/// An `ApiPassthrough` that gives every member.
pub fn passthrough(by_api: &Asked) -> Value {
    let custom = [CONSTRAINTS, AUTHORITY_KEY, SUBJECT_KEY, POINTS, ACCESS, "1.2.3.4.6", SHARED].map(|dotted| {
        let Extension { critical, value, .. } = by_api.extension(dotted).unwrap();
        json!({"ObjectIdentifier": dotted, "Value": base64(value), "Critical": critical})
    });
    let cps = json!({"PolicyQualifierId": "CPS", "Qualifier": {"CpsUri": "http://api.example/cps"}});
    json!({
        "Subject": {"CommonName": "api.example"},
        "Extensions": {
            "CertificatePolicies": [{"CertPolicyId": "1.2.3.2", "PolicyQualifiers": [cps]}],
            "ExtendedKeyUsage": [
                {"ExtendedKeyUsageType": "EMAIL_PROTECTION"},
                {"ExtendedKeyUsageObjectIdentifier": "1.2.3.9"}
            ],
            "KeyUsage": {"NonRepudiation": true, "KeyAgreement": true},
            "SubjectAlternativeNames": [{"DnsName": "api.example"}],
            "CustomExtensions": custom
        }
    })
}
