//! OpenSSL reads, verifies and opens what Canopy makes, and Canopy takes the requests that OpenSSL makes.

mod chains;
mod combinations;
mod keys;
mod lists;
mod managed;
mod requests;
mod signatures;
mod templates;
mod varieties;

use crate::desk::{Desk, NOON, authority_request, issue_request};
use crate::tool::{Output, Tool};
use canopy::engine::CreateRoot;
use canopy::engine::api::*;
use canopy::x509::Certificate;
use serde_json::json;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Every key algorithm that OpenSSL 3.0 knows, and one way to sign for what its authorities sign by themselves: CSR, CRL,
/// and the certificates of authorities below.
const KEYS: [(&str, &str); 6] = [
    ("RSA_2048", "SHA256WITHRSA"),
    ("RSA_3072", "SHA384WITHRSA_PSS"),
    ("RSA_4096", "SHA512WITHRSA_PSS"),
    ("EC_prime256v1", "SHA512WITHECDSA"),
    ("EC_secp384r1", "SHA256WITHECDSA"),
    ("EC_secp521r1", "SHA384WITHECDSA"),
];

/// The signing algorithms that go with a key.
fn signing_algorithms(key: &str) -> Vec<String> {
    let families: &[&str] = if key.starts_with("RSA") { &["RSA", "RSA_PSS"] } else { &["ECDSA"] };
    let of_family = |family: &&str| ["SHA256", "SHA384", "SHA512"].map(|hash| format!("{hash}WITH{family}"));
    families.iter().flat_map(of_family).collect()
}

/// The request for an authority that publishes a CRL.
fn publishing(kind: &str, name: &str, key: &str, signing: &str) -> CreateCertificateAuthorityRequest {
    let mut request = authority_request(kind, name, key, signing);
    request["RevocationConfiguration"] =
        json!({"CrlConfiguration": {"Enabled": true, "ExpirationInDays": 7, "S3BucketName": "published"}});
    serde_json::from_value(request).unwrap()
}

/// A root that publishes a CRL.
fn root(desk: &Desk, name: &str, key: &str, signing: &str) -> String {
    let root = CreateRoot {
        request: publishing("ROOT", name, key, signing),
        validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 20})).unwrap(),
    };
    desk.engine.create_and_activate_root(&desk.caller, root).unwrap().to_string()
}

/// Issues from the template of that name and version, with a signing algorithm.
fn issue(desk: &Desk, authority: &str, csr: &str, template: &str, signing: &str, days: i64) -> Certificate {
    let mut request = issue_request(authority, csr);
    request["TemplateArn"] = json!(format!("arn:aws:acm-pca:::template/{template}"));
    request["SigningAlgorithm"] = json!(signing);
    request["Validity"]["Value"] = json!(days);
    desk.certificate(&desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn)
}

/// The CSR of an authority, in PEM.
fn own_csr(desk: &Desk, authority: &str) -> String {
    let request = json!({"CertificateAuthorityArn": authority});
    desk.call::<GetCertificateAuthorityCsrRequest>(request).unwrap().csr
}

fn pem<'a>(certificates: impl IntoIterator<Item = &'a Certificate>) -> String {
    certificates.into_iter().map(Certificate::to_pem).collect()
}

/// Certificates of one purpose, asked about in one run.
struct Asked<'a> {
    openssl: &'a Tool,
    folder: &'a Path,
    /// The file with those that are trusted.
    roots: &'a str,
    more: &'a [&'a str],
}

impl Asked<'_> {
    /// Asks `openssl verify`.
    fn verify(&self, purpose: &str, certificates: &[Certificate]) -> Output {
        // Of its own for each: several ask at once.
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = || format!("asked-{}.pem", NEXT.fetch_add(1, Ordering::Relaxed));
        let names: Vec<String> = certificates.iter().map(|_| name()).collect();
        for (name, certificate) in names.iter().zip(certificates) {
            std::fs::write(self.folder.join(name), certificate.to_pem()).unwrap();
        }
        let at = NOON.to_string();
        let mut arguments = vec![
            "verify",
            "-x509_strict",
            "-check_ss_sig",
            "-no-CApath",
            "-no-CAstore",
            "-attime",
            &at,
            "-purpose",
            purpose,
            "-CAfile",
            self.roots,
        ];
        arguments.extend(self.more);
        arguments.extend(names.iter().map(String::as_str));
        self.openssl.run(self.folder, &arguments)
    }

    /// All of them are accepted.
    #[track_caller]
    fn accepts(&self, purpose: &str, certificates: &[Certificate]) {
        assert!(!certificates.is_empty());
        let output = self.verify(purpose, certificates).expect(purpose).text();
        let accepted = output.lines().filter(|line| line.ends_with(": OK")).count();
        assert_eq!(accepted, certificates.len(), "{output}");
    }

    /// None of them is, each for this reason.
    #[track_caller]
    fn refuses(&self, purpose: &str, certificates: &[Certificate], reason: &str) {
        let output = self.verify(purpose, certificates);
        assert!(!output.success, "{}", output.text());
        assert!(!output.text().contains(": OK"), "{}", output.text());
        let refused = output.stderr.lines().filter(|line| line.contains(reason)).count();
        assert_eq!(refused, certificates.len(), "{}", output.stderr);
    }
}

// The reasons of `openssl verify` by number: the words change from version to version.
const NO_ISSUER: &str = "error 20 at ";
const REVOKED: &str = "error 23 at 0 depth";
const UNSUITABLE: &str = "error 26 at 0 depth";
