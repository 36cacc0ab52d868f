//! Keys that leave, keys that are recovered, and what keys are called.

use crate::desk::{Desk, issue_request};
use crate::tool::Tool;
use canopy::engine::api::*;
use canopy::keystore::{KeyKind, Signer as _, SoftwareKey, export};
use canopy::workspace::CertificateAuthorityArn;
use canopy::x509::{Certificate, PublicKey, pem};
use secrecy::{ExposeSecret as _, SecretString};
use std::path::Path;

/// Keys of every form that they rest in. OpenSSL makes the RSA one, which takes Canopy longer in a debug build.
fn keys(openssl: &Tool, folder: &Path) -> Vec<SoftwareKey> {
    let mut keys: Vec<SoftwareKey> =
        [KeyKind::P256, KeyKind::P384, KeyKind::P521].map(|kind| SoftwareKey::generate(kind).unwrap()).into();
    let arguments = ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"];
    let rsa = openssl.run(folder, &arguments).expect("genpkey").stdout;
    keys.push(SoftwareKey::from_pkcs8(&canopy::x509::pem::decode(&rsa).unwrap()[0].der).unwrap());
    keys
}

#[test]
fn an_exported_key_opens_with_its_passphrase() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let passphrase = SecretString::from("Bär & Söhne");
    for (number, key) in keys(&openssl, folder).into_iter().enumerate() {
        let text = export::encrypted_pem(&key, &passphrase).unwrap();
        let open = |passphrase: &str| {
            let passphrase = format!("pass:{passphrase}");
            let arguments = ["pkey", "-passin", &passphrase, "-pubout", "-outform", "DER"];
            openssl.run_with(folder, &arguments, text.as_bytes())
        };
        let opened = open(passphrase.expose_secret()).expect("pkey");
        assert_eq!(opened.stdout, key.public_key().der(), "{}", key.public_key());
        assert!(number > 0 || !open("wrong").success);
    }
}

#[test]
fn a_pkcs12_file_opens_with_its_passphrase() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let desk = Desk::new();
    let folder = desk.folder.path();
    let root = desk.root();
    let subordinate = desk.subordinate(&root);
    let arn: CertificateAuthorityArn = subordinate.parse().unwrap();
    let chain = desk.engine.chain(arn.id).unwrap();
    let passphrase = SecretString::from("right");
    for (number, key) in keys(&openssl, folder).into_iter().enumerate() {
        let csr_key = folder.join("leaf-key");
        std::fs::write(&csr_key, key.to_pkcs8().as_slice()).unwrap();
        let arguments = ["req", "-new", "-key", "leaf-key", "-keyform", "DER", "-subj", "/CN=leaf"];
        let csr = openssl.run(folder, &arguments).expect("req -new").text();
        let issued = desk.call::<IssueCertificateRequest>(issue_request(&subordinate, &csr)).unwrap();
        let certificate = desk.certificate(&issued.certificate_arn);
        let file = export::pkcs12(&key, &certificate, &chain, "a name", &passphrase).unwrap();
        std::fs::write(folder.join("leaf.p12"), file.as_slice()).unwrap();
        let open =
            |passphrase: &str| openssl.run(folder, &["pkcs12", "-in", "leaf.p12", "-nodes", "-passin", passphrase]);
        let text = open("pass:right").expect("pkcs12").text();
        assert!(text.contains("friendlyName: a name"), "{text}");
        let mut found: Vec<Vec<u8>> = Vec::new();
        let mut private_keys = Vec::new();
        for block in canopy::x509::pem::decode(text.as_bytes()).unwrap() {
            match block.label.as_str() {
                "CERTIFICATE" => found.push(block.der.to_vec()),
                "PRIVATE KEY" => private_keys.push(block.der.to_vec()),
                other => panic!("{other}"),
            }
        }
        let mut expected: Vec<Vec<u8>> =
            std::iter::once(&certificate).chain(&chain).map(|certificate| certificate.der().to_vec()).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{}", key.public_key());
        assert_eq!(private_keys.len(), 1);
        let opened = SoftwareKey::from_pkcs8(&private_keys[0]).unwrap();
        assert_eq!(opened.public_key(), key.public_key());
        assert!(number > 0 || !open("pass:wrong").success);
    }
}

/// When Canopy is gone, `age` and `openssl` give the key of an authority back. The passphrase itself is asked for by
/// `age` on a terminal only, so here the `age` library takes it off the identity, as `age -d` does for a person.
#[test]
fn a_sealed_key_is_recovered_without_canopy() {
    let (Some(openssl), Some(age)) = (Tool::find("openssl"), Tool::find("age")) else { return };
    let desk = Desk::new();
    let folder = desk.folder.path();
    let root = desk.root();
    let arn: CertificateAuthorityArn = root.parse().unwrap();
    let workspace = desk.engine.snapshot();
    let wrapped = workspace.secret(workspace.identities().last().unwrap().secret).unwrap();
    let line = age::decrypt(&age::scrypt::Identity::new(crate::desk::passphrase()), &wrapped).unwrap();
    assert!(line.starts_with(b"AGE-SECRET-KEY-1"));
    std::fs::write(folder.join("identity"), line).unwrap();
    let sealed = workspace.secret(workspace.authority(arn.id).unwrap().key).unwrap();
    std::fs::write(folder.join("key.age"), &sealed).unwrap();
    let key = age.run(folder, &["-d", "-i", "identity", "key.age"]).expect("age -d").stdout;
    let arguments = ["pkey", "-inform", "DER", "-pubout", "-outform", "DER"];
    let public = openssl.run_with(folder, &arguments, &key).expect("pkey").stdout;
    assert_eq!(public, desk.authority_certificate(&root).public_key().der());
}

/// Public keys, and what OpenSSL 3.0 called them (`openssl req -x509 -addext subjectKeyIdentifier=hash`).
const CALLED: [(&str, &str); 2] = [
    (
        "-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZ6nYmFKsxL2YhGINDBAuPwGajTbv
IYreSQcJpyAZTM7YyrF9bUTAq8rQeax4VRt85OnOLCN/RRewUjE6KUZZFg==
-----END PUBLIC KEY-----
",
        "f8960da10e13e82d298b770b31e121b0897b0d17",
    ),
    (
        "-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEApQvSi7AxyIl+I7Eq8Z3I
7EU+2cJcLQQirjQlnsvkQdiyUDIxL+EXU7uRyombzJwEFpeAXjtuCsIdOgLDoZp5
Zb+xrie6p6lWnQD/OObIAjcOmENUFQtKFL2h8F8Zz0ecCisQ53joPdf9wyMmGGPb
mGnuNRITs0h3hR3JadE2Dgj5mQYXGNi/D/xE4yCiPtYEPI5dFvUvbs50hCbLThti
QqIXA12+qxeN3qoW1BVQvl5g89SwBgZXR0GZ68mqbJYyTJEg4a6qlY7A5LkfZaC8
d4acu2bhcHB6ZKRtdL67C3znqE3lDbUjyemM3Od6Kf697Q1l3WbdUqXotE9NxytL
LwIDAQAB
-----END PUBLIC KEY-----
",
        "2118fb82bf2cdc856231a7a9eb8a532ba29c85f0",
    ),
];

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

#[test]
fn a_key_is_called_what_openssl_called_it() {
    for (public_key, called) in CALLED {
        let key = PublicKey::from_der(&pem::decode(public_key.as_bytes()).unwrap()[0].der).unwrap();
        assert_eq!(hex(&key.key_identifier()), called, "{key}");
    }
}

#[test]
fn each_kind_of_key_is_called_what_openssl_calls_it() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let folder = tempfile::tempdir().unwrap();
    let kinds: [&[&str]; 5] = [
        &["-newkey", "rsa:2048"],
        &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
        &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
        &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521"],
        &["-newkey", "ed25519"],
    ];
    for kind in kinds {
        let request = ["req", "-x509", "-nodes", "-keyout", "key", "-subj", "/CN=a", "-addext"];
        let arguments = [&request[..], &["subjectKeyIdentifier=hash"], kind].concat();
        let made = openssl.run(folder.path(), &arguments).expect("req -x509").text();
        let certificate = Certificate::from_pem_or_der(made.as_bytes()).unwrap();
        let called = certificate.subject_key_identifier().unwrap();
        assert_eq!(hex(&called), hex(&certificate.public_key().key_identifier()), "{kind:?}");
    }
}
