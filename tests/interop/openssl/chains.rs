//! Chains of authorities, also below and beside what OpenSSL keeps.

use super::{Asked, NO_ISSUER, issue, own_csr, pem, root};
use crate::desk::{Desk, NOON, authority_request, base64};
use crate::tool::Tool;
use canopy::engine::api::*;
use canopy::workspace::{CertificateArn, CertificateAuthorityArn};
use serde_json::json;

/// A chain as long as path lengths allow: root, four authorities, leaf.
#[test]
fn the_longest_chain_is_accepted() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let desk = Desk::new();
    let folder = desk.folder.path();
    let root = root(&desk, "Root", "EC_secp384r1", "SHA384WITHECDSA");
    std::fs::write(folder.join("roots.pem"), desk.authority_certificate(&root).to_pem()).unwrap();
    let (mut parent, mut above) = (root, Vec::new());
    for path_len in [3, 2, 1, 0] {
        let signing = if path_len == 3 { "SHA384WITHECDSA" } else { "SHA256WITHECDSA" };
        let days = 300 + i64::from(path_len);
        let request =
            authority_request("SUBORDINATE", &format!("Level {path_len}"), "EC_prime256v1", "SHA256WITHECDSA");
        let arn = desk.call::<CreateCertificateAuthorityRequest>(request).unwrap().certificate_authority_arn;
        let template = format!("SubordinateCACertificate_PathLen{path_len}/V1");
        let certificate = issue(&desk, &parent, &own_csr(&desk, &arn), &template, signing, days);
        let id = parent.parse::<CertificateAuthorityArn>().unwrap().id;
        let request = json!({
            "CertificateAuthorityArn": arn,
            "Certificate": base64(certificate.to_pem()),
            "CertificateChain": base64(pem(&desk.engine.chain(id).unwrap())),
        });
        desk.call::<ImportCertificateAuthorityCertificateRequest>(request).unwrap();
        above.push(certificate);
        parent = arn;
    }
    std::fs::write(folder.join("untrusted.pem"), pem(&above)).unwrap();
    let leaf = desk.certificate(&desk.issue(&parent, "deep.example"));
    let asked = Asked { openssl: &openssl, folder, roots: "roots.pem", more: &["-untrusted", "untrusted.pem"] };
    asked.accepts("sslserver", std::slice::from_ref(&leaf));
    std::fs::write(folder.join("untrusted.pem"), pem(&above[1..])).unwrap();
    asked.refuses("sslserver", &[leaf], NO_ISSUER);
}

/// An authority that OpenSSL keeps signs one of Canopy's. It dates certificates by the time of the machine.
#[test]
fn a_subordinate_of_an_openssl_authority_is_imported() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let desk = Desk::new();
    let folder = desk.folder.path();
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    desk.later(now.cast_signed() - NOON);
    let extensions = "basicConstraints = critical, CA:TRUE, pathlen:0\nkeyUsage = critical, keyCertSign, cRLSign\n\
        subjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\n";
    std::fs::write(folder.join("authority.cnf"), extensions).unwrap();
    let keys: [&[&str]; 2] =
        [&["-newkey", "rsa:2048", "-sha384"], &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384", "-sha512"]];
    for key in keys {
        let root = [
            "req",
            "-x509",
            "-nodes",
            "-keyout",
            "root.key",
            "-out",
            "roots.pem",
            "-days",
            "3650",
            "-subj",
            "/C=DE/O=Outside/CN=OpenSSL Root",
            "-addext",
            "keyUsage = critical, keyCertSign, cRLSign",
        ];
        openssl.run(folder, &[&root, key].concat()).expect("req -x509");
        let request = authority_request("SUBORDINATE", "Inside", "EC_prime256v1", "SHA256WITHECDSA");
        let arn = desk.call::<CreateCertificateAuthorityRequest>(request).unwrap().certificate_authority_arn;
        let signing = [
            "x509",
            "-req",
            "-CA",
            "roots.pem",
            "-CAkey",
            "root.key",
            "-CAcreateserial",
            "-days",
            "365",
            "-extfile",
            "authority.cnf",
        ];
        let certificate =
            openssl.run_with(folder, &signing, own_csr(&desk, &arn).as_bytes()).expect("x509 -req").text();
        let root = std::fs::read_to_string(folder.join("roots.pem")).unwrap();
        let request = json!({
            "CertificateAuthorityArn": arn, "Certificate": base64(&certificate), "CertificateChain": base64(&root)
        });
        desk.call::<ImportCertificateAuthorityCertificateRequest>(request).unwrap();
        let leaf = desk.certificate(&desk.issue(&arn, "a.example"));
        std::fs::write(folder.join("untrusted.pem"), certificate).unwrap();
        let verifying =
            ["verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", "roots.pem", "-untrusted", "untrusted.pem"];
        let verified = openssl.run_with(folder, &verifying, leaf.to_pem().as_bytes()).expect("verify");
        assert!(verified.text().contains("OK"), "{}", verified.text());
    }
}

/// An answer of `openssl ocsp` is believed when it is signed with a certificate of the OCSP template, and only then.
#[test]
fn an_ocsp_responder_signs_with_its_template() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let desk = Desk::new();
    let folder = desk.folder.path();
    let root = desk.root();
    let leaf = desk.certificate(&desk.issue(&root, "a.example"));
    std::fs::write(folder.join("roots.pem"), desk.authority_certificate(&root).to_pem()).unwrap();
    std::fs::write(folder.join("leaf.pem"), leaf.to_pem()).unwrap();
    let serial: String = leaf.serial_number().iter().map(|octet| format!("{octet:02X}")).collect();
    std::fs::write(folder.join("index.txt"), format!("V\t491231000000Z\t\t{serial}\tunknown\t/CN=a.example\n"))
        .unwrap();
    let genpkey = ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "responder.key"];
    openssl.run(folder, &genpkey).expect("genpkey");
    let request = ["req", "-new", "-key", "responder.key", "-subj", "/CN=responder"];
    let csr = openssl.run(folder, &request).expect("req").text();
    let asking = ["ocsp", "-no_nonce", "-issuer", "roots.pem", "-cert", "leaf.pem", "-reqout", "request.der"];
    openssl.run(folder, &asking).expect("ocsp -reqout");
    let at = NOON.to_string();
    for (template, believed) in [("OCSPSigningCertificate/V1", true), ("EndEntityCertificate/V1", false)] {
        let responder = issue(&desk, &root, &csr, template, "SHA256WITHECDSA", 30);
        std::fs::write(folder.join("responder.pem"), responder.to_pem()).unwrap();
        let answering = [
            "ocsp",
            "-index",
            "index.txt",
            "-CA",
            "roots.pem",
            "-rsigner",
            "responder.pem",
            "-rkey",
            "responder.key",
            "-reqin",
            "request.der",
            "-respout",
            "answer.der",
            "-ndays",
            "1",
        ];
        openssl.run(folder, &answering).expect("ocsp -respout");
        let reading = [
            "ocsp",
            "-respin",
            "answer.der",
            "-reqin",
            "request.der",
            "-issuer",
            "roots.pem",
            "-cert",
            "leaf.pem",
            "-CAfile",
            "roots.pem",
            "-no-CApath",
            "-attime",
            &at,
        ];
        let output = openssl.run(folder, &reading);
        assert_eq!(output.stderr.contains("Response verify OK"), believed, "{template}: {}", output.stderr);
        assert!(!believed || output.text().contains("leaf.pem: good"), "{}", output.text());
    }
}

/// The text of the certificate that OpenSSL prints has what was asked for.
#[test]
fn openssl_reads_what_a_person_asked_for() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let desk = Desk::new();
    let root = desk.root();
    let arn = desk.issue(&root, "read.example");
    let certificate = desk.certificate(&arn);
    let arguments = ["x509", "-noout", "-text"];
    let text = openssl.run_with(desk.folder.path(), &arguments, certificate.to_pem().as_bytes()).expect("x509").text();
    // Before 3.2 there are spaces around it.
    let text = text.replace(" = ", "=");
    let serial = arn.parse::<CertificateArn>().unwrap().serial;
    let serial: Vec<String> = serial.as_bytes().iter().map(|octet| format!("{octet:02x}")).collect();
    for expected in [
        &serial.join(":"),
        "Not Before: Nov 23 11:00:00 2026 GMT",
        "Not After : Dec 23 12:00:00 2026 GMT",
        "Issuer: O=Example, CN=Root",
        "Subject: CN=read.example",
        "DNS:read.example",
        "Digital Signature, Key Encipherment",
        "TLS Web Server Authentication, TLS Web Client Authentication",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
}
