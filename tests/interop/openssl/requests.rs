//! Requests that OpenSSL makes.

use super::Asked;
use crate::desk::{Desk, issue_request};
use crate::tool::{Tool, at_once};
use canopy::engine::api::*;
use canopy::x509::{CertificationRequest, GeneralName};

/// What OpenSSL is asked to put into a CSR.
const CONFIGURATION: &str = "
[req]
distinguished_name = name
attributes = attributes
req_extensions = extensions
prompt = no
string_mask = utf8only
[name]
C = DE
O = Beispiel und Söhne
CN = csr.example
[attributes]
challengePassword = not a secret
unstructuredName = a name
[extensions]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, keyEncipherment
extendedKeyUsage = serverAuth
subjectAltName = DNS:csr.example, DNS:*.csr.example, IP:192.0.2.1, IP:2001:db8::1, email:a@csr.example, URI:https://csr.example/
";

#[test]
fn requests_that_openssl_makes_are_accepted() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let desk = Desk::new();
    let folder = desk.folder.path();
    let root = desk.root();
    std::fs::write(folder.join("roots.pem"), desk.authority_certificate(&root).to_pem()).unwrap();
    std::fs::write(folder.join("csr.cnf"), CONFIGURATION).unwrap();
    let keys: [(&str, &[&str]); 6] = [
        ("rsa", &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
        ("pss", &["-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"]),
        ("p256", &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]),
        ("p384", &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"]),
        ("p521", &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"]),
        ("ed25519", &["-algorithm", "ED25519"]),
    ];
    for (name, arguments) in keys {
        openssl.run(folder, &[&["genpkey", "-out", name], arguments].concat()).expect("genpkey");
    }
    let pss: &[&str] = &["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"];
    let mut made: Vec<(&str, &str, &[&str])> = vec![("ed25519", "", &[])];
    for hash in ["-sha256", "-sha384", "-sha512"] {
        made.extend(["rsa", "p256", "p384", "p521"].map(|key| (key, hash, &[][..])));
        made.extend([("rsa", hash, pss), ("pss", hash, pss)]);
    }
    assert_eq!(made.len(), 19);
    let mut issued = Vec::new();
    for (key, hash, options) in made {
        let mut arguments = vec!["req", "-new", "-config", "csr.cnf", "-key", key];
        arguments.extend(Some(hash).filter(|hash| !hash.is_empty()));
        arguments.extend(options);
        let csr = openssl.run(folder, &arguments).expect("req -new").text();
        let read = CertificationRequest::from_pem_or_der(csr.as_bytes()).unwrap();
        let answer = desk.call::<IssueCertificateRequest>(issue_request(&root, &csr));
        let answer = answer.unwrap_or_else(|error| panic!("{key} {hash} {options:?}: {error}"));
        let certificate = desk.certificate(&answer.certificate_arn);
        assert_eq!(certificate.public_key(), read.public_key(), "{key} {hash}");
        assert_eq!(certificate.subject().der(), read.subject().der(), "{key} {hash}");
        assert_eq!(certificate.subject().common_name().as_deref(), Some("csr.example"));
        let names = certificate.alternative_names();
        assert_eq!(names.len(), 6, "{names:?}");
        assert_eq!(names[1], GeneralName::DnsName("*.csr.example".into()));
        issued.push(certificate);
    }
    Asked { openssl: &openssl, folder, roots: "roots.pem", more: &[] }.accepts("sslserver", &issued);
}

/// Requests with an RSA key of 8192 bits, which takes OpenSSL half a minute to make, and with one of 8448 bits. Signed
/// with SHA-256; with PSS, SHA-384 and a salt as long as the digest; with PSS, SHA-512 and as much salt as there is
/// room for.
const LONG: [(&str, bool); 4] = [
    (include_str!("data/rsa-8192.csr"), true),
    (include_str!("data/rsa-8192-pss.csr"), true),
    (include_str!("data/rsa-8192-pss-max.csr"), true),
    (include_str!("data/rsa-8448.csr"), false),
];

/// Whether the signature is accepted, and whether the engine issues: both or none.
#[track_caller]
fn is_accepted(desk: &Desk, authority: &str, csr: &str) -> bool {
    let verified = CertificationRequest::from_pem_or_der(csr.as_bytes()).unwrap().verify_signature();
    let issued = desk.call::<IssueCertificateRequest>(issue_request(authority, csr));
    assert_eq!(verified.is_ok(), issued.is_ok(), "{verified:?} {issued:?}");
    if let Err(error) = &issued {
        assert_eq!(error.code(), "MalformedCSRException", "{error}");
    }
    issued.is_ok()
}

#[test]
fn rsa_is_accepted_from_2048_to_8192_bits() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let desk = Desk::new();
    let root = desk.root();
    let lengths = [("1024", false), ("2040", false), ("2048", true), ("3072", true), ("4096", true)];
    at_once(&lengths, |(bits, accepted)| {
        let folder = tempfile::tempdir().unwrap();
        let length = format!("rsa_keygen_bits:{bits}");
        openssl.run(folder.path(), &["genpkey", "-algorithm", "RSA", "-pkeyopt", &length, "-out", "key"]).expect(bits);
        for options in [&[][..], &PSS_DIGEST, &PSS_AUTO] {
            let request = [&["req", "-new", "-key", "key", "-subj", "/CN=a.example"], options].concat();
            let csr = openssl.run(folder.path(), &request).expect("req -new").text();
            assert_eq!(is_accepted(&desk, &root, &csr), *accepted, "{bits} bits {options:?}");
        }
    });
    for (number, (csr, accepted)) in LONG.into_iter().enumerate() {
        assert_eq!(is_accepted(&desk, &root, csr), accepted, "the long one number {number}");
    }
}

const PSS_DIGEST: [&str; 4] = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"];
const PSS_AUTO: [&str; 4] = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:max"];

#[test]
fn pss_is_accepted_with_any_salt_and_hash() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let desk = Desk::new();
    let folder = desk.folder.path();
    let root = desk.root();
    let key = ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "key"];
    openssl.run(folder, &key).expect("genpkey");
    let mut made = Vec::new();
    for hash in ["-sha256", "-sha384", "-sha512"] {
        // The last is OpenSSL's own choice.
        made.extend([Some("digest"), Some("0"), Some("20"), Some("max"), None].map(|salt| (hash, salt)));
    }
    at_once(&made, |(hash, salt)| {
        let salt = salt.map(|salt| format!("rsa_pss_saltlen:{salt}"));
        let mut request = vec!["req", "-new", "-key", "key", "-subj", "/CN=a.example", hash];
        request.extend(["-sigopt", "rsa_padding_mode:pss"]);
        request.extend(salt.iter().flat_map(|salt| ["-sigopt", salt]));
        let csr = openssl.run(folder, &request).expect("req -new").text();
        assert!(is_accepted(&desk, &root, &csr), "{hash} {salt:?}");
        // One octet of the signature is changed.
        let mut der = CertificationRequest::from_pem_or_der(csr.as_bytes()).unwrap().der().to_vec();
        *der.last_mut().unwrap() ^= 1;
        assert!(!is_accepted(&desk, &root, &canopy::x509::pem::encode("CERTIFICATE REQUEST", &der)), "{hash} {salt:?}");
    });
}
