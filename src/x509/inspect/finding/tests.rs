//! One flaw at a time, in certificates that have none otherwise.

use super::*;
use crate::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAltName, SubjectKeyIdentifier,
};
use crate::x509::inspect::read;
use crate::x509::inspect::samples::{self, NOW};
use crate::x509::{
    AttributeTypeAndValue, AttributeValue, Certificate, Extension, GeneralName, Hash, MlDsa, Name, Oid, PublicKey,
    SignatureAlgorithm, TbsCertificate, Validity, encode, oid,
};

fn name(common_name: &str) -> Name {
    let value = AttributeValue::utf8(common_name);
    Name::from_rdns(vec![vec![AttributeTypeAndValue { oid: oid::ID_AT_COMMON_NAME, value }]]).unwrap()
}

/// A CA certificate that keeps all rules.
fn authority() -> TbsCertificate {
    let key = rcgen::PublicKeyData::subject_public_key_info(&samples::key());
    let key_identifier = AuthorityKeyIdentifier { key_identifier: Some(vec![1; 20]), ..Default::default() };
    TbsCertificate {
        serial_number: vec![0x7f, 1],
        signature: SignatureAlgorithm::Ecdsa(Hash::Sha256),
        issuer: name("Root"),
        validity: Validity { not_before: NOW - 86_400, not_after: NOW + 86_400 },
        subject: name("CA"),
        subject_public_key_info: PublicKey::from_der(&key).unwrap(),
        extensions: vec![
            BasicConstraints { ca: true, path_len_constraint: Some(0) }.to_extension(true),
            (KeyUsage::KEY_CERT_SIGN | KeyUsage::CRL_SIGN).to_extension(true),
            SubjectKeyIdentifier(vec![2; 20]).to_extension(false),
            key_identifier.to_extension(false),
        ],
    }
}

/// A TLS server certificate that keeps all rules.
fn server() -> TbsCertificate {
    let mut tbs = authority();
    tbs.subject = name("api");
    tbs.extensions.drain(..2);
    tbs.extensions.push(KeyUsage::DIGITAL_SIGNATURE.to_extension(true));
    tbs.extensions.push(ExtendedKeyUsage(vec![oid::ID_KP_SERVER_AUTH]).to_extension(false));
    tbs.extensions.push(dns("api.example.com", false));
    tbs
}

fn dns(name: &str, critical: bool) -> Extension {
    SubjectAltName(vec![GeneralName::DnsName(name.into())]).to_extension(critical).unwrap()
}

fn der(tbs: &TbsCertificate) -> Vec<u8> {
    let algorithm = tbs.signature.identifier();
    encode::sequence(&[&tbs.to_der().unwrap(), algorithm.der(), &encode::bit_string(&[1])])
}

/// `severity rule: words` of all findings.
fn lines(der: &[u8]) -> Vec<String> {
    let items = read(der).unwrap();
    let line = |finding: &Finding| format!("{:?} {}: {}", finding.severity, finding.rule, finding.words);
    findings(&items[0], NOW).iter().map(line).collect()
}

fn flaws(mut tbs: TbsCertificate, edit: impl FnOnce(&mut TbsCertificate)) -> Vec<String> {
    edit(&mut tbs);
    lines(&der(&tbs))
}

fn without(tbs: &mut TbsCertificate, id: Oid) {
    tbs.extensions.retain(|extension| extension.oid != id);
}

fn replace(tbs: &mut TbsCertificate, extension: Extension) {
    without(tbs, extension.oid);
    tbs.extensions.push(extension);
}

#[test]
fn sound_certificates_have_no_findings() {
    assert_eq!(flaws(authority(), |_| ()), [""; 0]);
    assert_eq!(flaws(server(), |_| ()), [""; 0]);
    assert!(Certificate::from_der(&der(&server())).is_ok());
}

#[test]
fn authorities() {
    let constraints = |ca, path_len_constraint| BasicConstraints { ca, path_len_constraint };
    let found = flaws(authority(), |tbs| replace(tbs, constraints(true, None).to_extension(false)));
    assert_eq!(found, ["Error RFC 5280 section 4.2.1.9: basicConstraints of a CA must be critical"]);
    let found = flaws(server(), |tbs| replace(tbs, constraints(false, Some(1)).to_extension(true)));
    assert_eq!(found, ["Error RFC 5280 section 4.2.1.9: A path length without being a CA"]);
    let found = flaws(authority(), |tbs| without(tbs, oid::ID_CE_KEY_USAGE));
    assert_eq!(found, ["Error RFC 5280 section 4.2.1.3: A CA without a key usage"]);
    let found = flaws(server(), |tbs| replace(tbs, KeyUsage::KEY_CERT_SIGN.to_extension(true)));
    assert_eq!(found, ["Error RFC 5280 section 4.2.1.9: The key usage has keyCertSign, though it is no CA"]);
    let found = flaws(authority(), |tbs| replace(tbs, KeyUsage::CRL_SIGN.to_extension(true)));
    assert_eq!(found[0], "Error RFC 5280 section 4.2.1.9: A path length without the key usage keyCertSign");
    assert!(found[1].starts_with("Warning RFC 5280 section 4.2.1.3: A CA whose key usage lacks keyCertSign"));
    let found = flaws(authority(), |tbs| without(tbs, oid::ID_CE_SUBJECT_KEY_IDENTIFIER));
    assert_eq!(found, ["Error RFC 5280 section 4.2.1.2: A CA without a subject key identifier"]);
    let found = flaws(server(), |tbs| without(tbs, oid::ID_CE_AUTHORITY_KEY_IDENTIFIER));
    assert_eq!(found, ["Error RFC 5280 section 4.2.1.1: No authority key identifier, though another signed it"]);
}

#[test]
fn names() {
    let found = flaws(server(), |tbs| without(tbs, oid::ID_CE_SUBJECT_ALT_NAME));
    assert!(found[0].starts_with("Error RFC 9525 section 2: For TLS servers"), "{found:?}");
    let found = flaws(server(), |tbs| tbs.subject = Name::default());
    assert_eq!(found, ["Error RFC 5280 section 4.1.2.6: subjectAltName must be critical where the subject is empty"]);
    let critical = flaws(server(), |tbs| {
        tbs.subject = Name::default();
        replace(tbs, dns("*.example.com", true));
    });
    assert_eq!(critical, [""; 0]);
    let found = flaws(server(), |tbs| replace(tbs, dns("a b", false)));
    assert_eq!(found, ["Error RFC 5280 section 4.2.1.6: DNS name: expected a host name, found \"a b\""]);
    let found = flaws(server(), |tbs| tbs.subject = name("pay\u{200b}pal"));
    assert!(found[0].ends_with("may make it look like another name: pay\\u{200B}pal"), "{found:?}");
    let found = flaws(server(), |tbs| tbs.subject = name(&"x".repeat(65)));
    assert_eq!(found, ["Warning RFC 5280 appendix A.1: Common name: expected at most 64 characters, found 65"]);
}

#[test]
fn serial_numbers() {
    let found = flaws(server(), |tbs| tbs.serial_number = vec![0]);
    assert_eq!(found, ["Error RFC 5280 section 4.1.2.2: Serial number: expected a positive number, found zero"]);
    let found = flaws(server(), |tbs| tbs.serial_number = vec![0x80; 20]);
    assert_eq!(found, ["Error RFC 5280 section 4.1.2.2: Serial number: expected at most 20 octets, found 21"]);
    let mut negative = der(&server());
    let at = negative.windows(4).position(|window| window == [2, 2, 0x7f, 1]).unwrap();
    negative[at + 2] = 0xff;
    let found = lines(&negative);
    assert_eq!(
        found,
        ["Error RFC 5280 section 4.1.2.2: Serial number: expected a positive number, found a negative one"]
    );
}

#[test]
fn validity() {
    let of = |not_before, not_after| flaws(server(), |tbs| tbs.validity = Validity { not_before, not_after });
    assert_eq!(of(NOW, NOW - 1), ["Error RFC 5280 section 4.1.2.5: It ends before it begins"]);
    assert_eq!(of(NOW - 90, NOW - 60), ["Warning RFC 5280 section 4.1.2.5: It expired 1 minute ago"]);
    assert_eq!(
        of(NOW + 60, NOW + 90),
        ["Warning RFC 5280 section 4.1.2.5: It is not valid yet: it starts in 1 minute"]
    );
    assert_eq!(of(NOW, 4_000_000_000), [""; 0]);
    let der = der(&server());
    let at = der.windows(2).position(|window| window == b"\x17\x0d").unwrap();
    // The same time as a GeneralizedTime, with all lengths around it two longer.
    let time = [&b"\x18\x0f20"[..], &der[at + 2..at + 15]].concat();
    let mut general = [&der[..at], &time, &der[at + 15..]].concat();
    general[at - 1] += 2;
    for length in [2, 6] {
        let number = u16::from_be_bytes([general[length], general[length + 1]]) + 2;
        general[length..length + 2].copy_from_slice(&number.to_be_bytes());
    }
    assert_eq!(
        lines(&general),
        [
            "Error RFC 5280 section 4.1.2.5: Not before: expected a UTCTime for a date before 2050, found a GeneralizedTime"
        ]
    );
}

#[test]
fn extensions() {
    let found = flaws(server(), |tbs| tbs.extensions.push(KeyUsage::DIGITAL_SIGNATURE.to_extension(true)));
    assert_eq!(found, ["Error RFC 5280 section 4.2: keyUsage is there more than once"]);
    let unknown = Extension { oid: Oid::new_unwrap("1.2.3"), critical: true, value: vec![5, 0] };
    let found = flaws(server(), |tbs| tbs.extensions.push(unknown));
    assert!(found[0].starts_with("Warning RFC 5280 section 4.2: The extension 1.2.3 is critical"), "{found:?}");
    let found = flaws(server(), |tbs| tbs.extensions.iter_mut().for_each(|extension| extension.critical = true));
    assert_eq!(
        found,
        [
            "Error RFC 5280 section 4.2.1.2: subjectKeyIdentifier must not be critical",
            "Error RFC 5280 section 4.2.1.1: authorityKeyIdentifier must not be critical",
        ]
    );
    let damaged = Extension { oid: oid::ID_CE_BASIC_CONSTRAINTS, critical: true, value: vec![5, 0] };
    let found = flaws(server(), |tbs| tbs.extensions.push(damaged));
    assert!(found[0].starts_with("Error RFC 5280 section 4.2: basicConstraints cannot be read: "), "{found:?}");
}

#[test]
fn weak_algorithms() {
    let mut differing = der(&server());
    let at = differing.windows(8).position(|window| window == [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]).unwrap();
    differing[at + 7] = 3;
    let found = lines(&differing);
    assert!(found[0].starts_with("Error RFC 5280 section 4.1.1.2: The two signature algorithms differ"), "{found:?}");

    let numbers =
        encode::sequence(&[&encode::value(crate::x509::Tag::INTEGER, &[&[0], &[0xff; 128]]), &encode::integer(2)]);
    let algorithm = encode::sequence(&[&encode::oid(&oid::RSA_ENCRYPTION), &[5, 0]]);
    let weak = encode::sequence(&[&algorithm, &encode::bit_string(&numbers)]);
    let found = flaws(server(), |tbs| tbs.subject_public_key_info = PublicKey::from_der(&weak).unwrap());
    assert_eq!(
        found,
        [
            "Error RFC 8017 section 3.1: The RSA exponent is not an odd number from 3",
            "Warning NIST SP 800-131A section 3: The RSA key is weak: expected at least 2048 bits, found 1024",
        ]
    );
}

#[test]
fn a_point_off_its_curve() {
    let algorithm = encode::sequence(&[&encode::oid(&oid::ID_EC_PUBLIC_KEY), &encode::oid(&oid::SECP256R1)]);
    let point = encode::bit_string(&[&[4][..], &[7; 64]].concat());
    let key = PublicKey::from_der(&encode::sequence(&[&algorithm, &point])).unwrap();
    let found = flaws(server(), |tbs| tbs.subject_public_key_info = key);
    assert_eq!(
        found,
        ["Error RFC 5280 section 4.1.2.7: The public key is none: expected a public key that is a point on P-256, \
          found numbers that are none"]
    );
}

#[test]
fn versions() {
    let without_version = |tbs: &TbsCertificate| {
        let whole = tbs.to_der().unwrap();
        let content = crate::x509::asn1::Element::only(&whole).unwrap().content();
        let tbs_der = encode::sequence(&[&content[5..]]);
        lines(&encode::sequence(&[&tbs_der, tbs.signature.identifier().der(), &encode::bit_string(&[1])]))
    };
    assert_eq!(
        without_version(&server()),
        ["Error RFC 5280 section 4.1.2.1: Version: expected 3 with extensions, found 1"]
    );
}

#[test]
fn requests_and_crls() {
    assert_eq!(lines(&samples::crl(2)), [""; 0]);
    let stale = read(&samples::crl(2)).unwrap();
    let found = findings(&stale[0], NOW + 30 * 86_400);
    assert_eq!(found[0].words, "Out of date: the next was due 24 days ago");
    let mut request = samples::request();
    let last = request.len() - 1;
    request[last] ^= 1;
    assert!(lines(&request).iter().any(|line| line.contains("RFC 2986 section 4.2: It does not prove")));
}

/// RFC 9881 section 5
#[test]
fn a_key_of_ml_dsa_only_signs() {
    for set in MlDsa::ALL {
        let algorithm = encode::sequence(&[&encode::oid(&set.oid())]);
        let key = encode::sequence(&[&algorithm, &encode::bit_string(&vec![7; set.public_key_length()])]);
        let with = |usage: KeyUsage| {
            flaws(server(), |tbs| {
                tbs.subject_public_key_info = PublicKey::from_der(&key).unwrap();
                tbs.signature = SignatureAlgorithm::MlDsa(set);
                replace(tbs, usage.to_extension(true));
            })
        };
        assert_eq!(with(KeyUsage::DIGITAL_SIGNATURE | KeyUsage::NON_REPUDIATION), [""; 0]);
        let found = with(KeyUsage::DIGITAL_SIGNATURE | KeyUsage::KEY_ENCIPHERMENT | KeyUsage::KEY_AGREEMENT);
        let words = format!("keyEncipherment, keyAgreement, though a key of {set} can only sign");
        assert_eq!(found, [format!("Error RFC 9881 section 5: The key usage has {words}")]);
    }
    // Another key may.
    let usage = KeyUsage::DIGITAL_SIGNATURE | KeyUsage::KEY_AGREEMENT;
    assert_eq!(flaws(server(), |tbs| replace(tbs, usage.to_extension(true))), [""; 0]);
}
