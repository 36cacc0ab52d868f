//! OCSP between Canopy and the clients of OpenSSL and GnuTLS: they verify its answers, and it reads their questions.

use crate::desk::{Desk, authority_request, csr, issue_request, options, passphrase};
use crate::tool::{Output, Tool};
use canopy::engine::api::*;
use canopy::engine::{Engine, Environment};
use canopy::publish::FolderBuckets;
use canopy::workspace::{Actor, Settings};
use canopy::x509::Certificate;
use canopy::x509::ocsp::{CertIdHash, OcspRequest, OcspResponse};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

/// Keys and how they sign, with one name each.
const KINDS: [(&str, &str, &str); 6] = [
    ("rsa", "RSA_2048", "SHA256WITHRSA"),
    ("rsa-384", "RSA_3072", "SHA384WITHRSA"),
    ("pss", "RSA_2048", "SHA256WITHRSA_PSS"),
    ("p256", "EC_prime256v1", "SHA256WITHECDSA"),
    ("p384", "EC_secp384r1", "SHA384WITHECDSA"),
    ("p521", "EC_secp521r1", "SHA512WITHECDSA"),
];

/// A workspace on the clock of this computer: clients compare the dates of an answer with it.
fn desk() -> Desk {
    let desk = Desk::new();
    let path = desk.folder.path().join("now.canopy");
    let environment = Environment::system(Arc::new(FolderBuckets::beside(&path)));
    let actor = Actor::Window { user: "test".into() };
    let settings = Settings::default();
    let engine = Engine::create(&path, &passphrase(), settings, environment, &options(), actor).unwrap();
    Desk { engine, ..desk }
}

/// A root that answers, with three certificates: one that is good, one that is revoked for its key, and one that was
/// revoked without a reason.
struct Case {
    desk: Desk,
    root: String,
    name: &'static str,
}

impl Case {
    fn new(desk: Desk, (name, key, signing): (&'static str, &str, &str)) -> Self {
        let mut request = authority_request("ROOT", name, key, signing);
        request["RevocationConfiguration"] = json!({"OcspConfiguration": {"Enabled": true}});
        let root = desk.root_from(request);
        let case = Self { desk, root, name };
        case.write("root.pem", case.own().to_pem().as_bytes());
        for (leaf, reason) in
            [("good", None), ("compromised", Some("KEY_COMPROMISE")), ("unspecified", Some("UNSPECIFIED"))]
        {
            let mut request = issue_request(&case.root, &csr(leaf));
            request["SigningAlgorithm"] = json!(signing);
            let arn = case.desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn;
            case.write(&format!("{leaf}.pem"), case.desk.certificate(&arn).to_pem().as_bytes());
            if let Some(reason) = reason {
                let serial = arn.rsplit('/').next().unwrap();
                let revoke = json!({"CertificateAuthorityArn": case.root, "CertificateSerial": serial, "RevocationReason": reason});
                case.desk.call::<RevokeCertificateRequest>(revoke).unwrap();
            }
        }
        case
    }

    fn folder(&self) -> &Path {
        self.desk.folder.path()
    }

    fn own(&self) -> Certificate {
        self.desk.authority_certificate(&self.root)
    }

    fn write(&self, file: &str, bytes: &[u8]) {
        std::fs::write(self.folder().join(file), bytes).unwrap();
    }

    fn read(&self, file: &str) -> Vec<u8> {
        std::fs::read(self.folder().join(file)).unwrap()
    }

    /// Has a client ask, and Canopy answer into `answer.der`.
    fn answered(&self) -> OcspRequest {
        let request = self.read("request.der");
        self.write("answer.der", &self.desk.engine.ocsp(&request).der);
        OcspRequest::from_der(&request).unwrap()
    }
}

/// What OpenSSL asks, and its view of the answer.
fn openssl(case: &Case, openssl: &Tool, more: &[&str], about: &[&str]) -> (OcspRequest, Output) {
    let mut asking = vec!["ocsp"];
    asking.extend(more);
    asking.extend(["-issuer", "root.pem"]);
    asking.extend(about);
    asking.extend(["-reqout", "request.der"]);
    openssl.run(case.folder(), &asking).expect("ask");
    let request = case.answered();
    // The question has its nonce already, and takes no other.
    let mut judging =
        vec!["ocsp", "-no_nonce", "-reqin", "request.der", "-respin", "answer.der", "-CAfile", "root.pem"];
    judging.extend(more.iter().filter(|option| **option == "-sha256"));
    judging.extend(["-issuer", "root.pem"]);
    judging.extend(about);
    (request, openssl.run(case.folder(), &judging).expect(case.name))
}

#[test]
fn openssl_verifies_each_kind_of_key_and_reads_each_status() {
    let Some(tool) = Tool::find("openssl") else { return };
    for kind in KINDS {
        let case = Case::new(desk(), kind);
        let about = ["-cert", "good.pem", "-cert", "compromised.pem", "-cert", "unspecified.pem", "-serial", "0x1234"];
        let (request, output) = openssl(&case, &tool, &[], &about);
        assert_eq!(request.cert_ids.len(), 4);
        assert_eq!(request.cert_ids[3].serial_number(), [0x12, 0x34]);
        let text = output.text() + &output.stderr;
        for line in [
            "Response verify OK",
            "good.pem: good",
            "compromised.pem: revoked",
            "Reason: keyCompromise",
            "unspecified.pem: revoked",
            "0x1234: unknown",
        ] {
            assert!(text.contains(line), "{}: {line}\n{text}", case.name);
        }
        assert_eq!(text.matches("Reason:").count(), 1, "{text}");
        assert_eq!(text.matches("Revocation Time:").count(), 2, "{text}");
        assert!(!text.contains("WARNING"), "the nonce and the dates are right: {text}");
    }
}

#[test]
fn openssl_sees_that_an_answer_was_changed_or_is_of_another() {
    let Some(tool) = Tool::find("openssl") else { return };
    let case = Case::new(desk(), KINDS[3]);
    openssl(&case, &tool, &[], &["-cert", "good.pem"]);
    let mut changed = case.read("answer.der");
    *changed.last_mut().unwrap() ^= 1;
    case.write("answer.der", &changed);
    let judging = [
        "ocsp",
        "-no_nonce",
        "-respin",
        "answer.der",
        "-CAfile",
        "root.pem",
        "-issuer",
        "root.pem",
        "-cert",
        "good.pem",
    ];
    let output = tool.run(case.folder(), &judging);
    assert!(output.stderr.contains("Response Verify Failure"), "{}", output.stderr);
}

#[test]
fn questions_of_openssl_are_read_in_all_their_forms() {
    let Some(tool) = Tool::find("openssl") else { return };
    let case = Case::new(desk(), KINDS[3]);
    let (with_nonce, _) = openssl(&case, &tool, &["-nonce"], &["-cert", "good.pem"]);
    assert!(with_nonce.nonce.is_some_and(|nonce| nonce.octets().len() >= 16));
    let (bare, output) = openssl(&case, &tool, &["-no_nonce"], &["-cert", "good.pem"]);
    assert_eq!((&bare.nonce, bare.cert_ids[0].hash()), (&None, Some(CertIdHash::Sha1)));
    assert!(output.text().contains("good.pem: good"), "{}", output.text());
    let (sha256, output) = openssl(&case, &tool, &["-no_nonce", "-sha256"], &["-cert", "compromised.pem"]);
    assert_eq!(sha256.cert_ids[0].hash(), Some(CertIdHash::Sha256));
    assert!(output.text().contains("compromised.pem: revoked"), "{}{}", output.text(), output.stderr);
    // What OpenSSL has made of the certificate is what Canopy makes of it.
    let good = Certificate::from_pem_or_der(&case.read("good.pem")).unwrap();
    let own = case.own();
    let ours = canopy::x509::ocsp::CertId::new(CertIdHash::Sha1, own.subject(), own.public_key(), good.serial_number());
    assert_eq!(bare.cert_ids[0], ours);
    assert_eq!(OcspRequest { cert_ids: vec![ours], nonce: None }.to_der(), bare.to_der());
    // Signed, with a name and certificates beside it.
    let key = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=Asks",
        "-keyout",
        "asks.key",
        "-out",
        "asks.pem",
    ];
    tool.run(case.folder(), &key).expect("make a key");
    let signed = ["-signer", "asks.pem", "-signkey", "asks.key"];
    let (_, output) = openssl(&case, &tool, &signed, &["-cert", "good.pem"]);
    assert!(output.text().contains("good.pem: good"), "{}", output.text());
}

#[test]
fn openssl_reads_why_there_is_no_answer() {
    let Some(tool) = Tool::find("openssl") else { return };
    let case = Case::new(desk(), KINDS[3]);
    let judged = || {
        let output = tool.run(case.folder(), &["ocsp", "-respin", "answer.der", "-noverify", "-resp_text"]);
        output.text() + &output.stderr
    };
    case.write("answer.der", &case.desk.engine.ocsp(b"hello").der);
    assert!(judged().contains("malformedrequest"), "{}", judged());
    let silent = case.desk.root();
    case.write("root.pem", case.desk.authority_certificate(&silent).to_pem().as_bytes());
    tool.run(case.folder(), &["ocsp", "-issuer", "root.pem", "-serial", "1", "-reqout", "request.der"]).expect("ask");
    case.answered();
    assert!(judged().contains("unauthorized"), "{}", judged());
}

#[test]
fn gnutls_verifies_the_answers_and_asks() {
    let Some(tool) = Tool::find("ocsptool") else { return };
    for kind in KINDS {
        let case = Case::new(desk(), kind);
        for (leaf, status) in [("good", "good"), ("compromised", "revoked"), ("unspecified", "revoked")] {
            let certificate = format!("--load-cert={leaf}.pem");
            let asking = ["--generate-request", "--load-issuer=root.pem", &certificate, "--outfile=request.der"];
            tool.run(case.folder(), &asking).expect("ask");
            let request = case.answered();
            let answer = OcspResponse::from_der(&case.read("answer.der")).unwrap();
            assert_eq!(answer.basic().unwrap().data().nonce, request.nonce);
            let shown =
                tool.run(case.folder(), &["--response-info", "--load-response=answer.der"]).expect("show").text();
            assert!(shown.contains(&format!("Certificate Status: {status}")), "{}: {shown}", case.name);
            let judging = ["--verify-response", "--load-response=answer.der", "--load-signer=root.pem"];
            let output = tool.run(case.folder(), &judging).expect(case.name).text();
            assert!(output.contains("Success"), "{}: {output}", case.name);
        }
    }
}
