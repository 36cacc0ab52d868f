//! The base templates, in OpenSSL's words.

use crate::tool::Tool;
use canopy::x509::Certificate;
use std::collections::BTreeMap;

/// What a certificate of a template has: a row of the table "base variety" of the service's user guide, written down
/// here once more, so that the table it was issued from is judged too.
pub struct Row {
    pub template: &'static str,
    basic_constraints: &'static str,
    key_usage: &'static str,
    extended_key_usage: &'static str,
    extended_key_usage_critical: bool,
    has_authority_key_identifier: bool,
    /// Subject and alternative names of a person's CSR; an authority's has no alternative names.
    has_names: bool,
    /// The purposes that OpenSSL accepts it for. Before 3.2 it has no word for code signing.
    pub purposes: &'static [&'static str],
}

const NONE: Row = Row {
    template: "",
    basic_constraints: "",
    key_usage: "",
    extended_key_usage: "",
    extended_key_usage_critical: false,
    has_authority_key_identifier: true,
    has_names: false,
    purposes: &["any"],
};

pub const END_ENTITIES: [Row; 5] = [
    Row {
        template: "CodeSigningCertificate/V1",
        basic_constraints: "CA:FALSE",
        key_usage: "Digital Signature",
        extended_key_usage: "Code Signing",
        extended_key_usage_critical: true,
        has_names: true,
        purposes: &["any"],
        ..NONE
    },
    Row {
        template: "EndEntityCertificate/V1",
        basic_constraints: "CA:FALSE",
        key_usage: "Digital Signature, Key Encipherment",
        extended_key_usage: "TLS Web Server Authentication, TLS Web Client Authentication",
        has_names: true,
        purposes: &["sslserver", "sslclient"],
        ..NONE
    },
    Row {
        template: "EndEntityClientAuthCertificate/V1",
        basic_constraints: "CA:FALSE",
        key_usage: "Digital Signature, Key Encipherment",
        extended_key_usage: "TLS Web Client Authentication",
        has_names: true,
        purposes: &["sslclient"],
        ..NONE
    },
    Row {
        template: "EndEntityServerAuthCertificate/V1",
        basic_constraints: "CA:FALSE",
        key_usage: "Digital Signature, Key Encipherment",
        extended_key_usage: "TLS Web Server Authentication",
        has_names: true,
        purposes: &["sslserver"],
        ..NONE
    },
    Row {
        template: "OCSPSigningCertificate/V1",
        basic_constraints: "CA:FALSE",
        key_usage: "Digital Signature",
        extended_key_usage: "OCSP Signing",
        extended_key_usage_critical: true,
        has_names: true,
        purposes: &["ocsphelper"],
        ..NONE
    },
];

const AUTHORITY_USAGE: &str = "Digital Signature, Certificate Sign, CRL Sign";

pub const ROOT: Row = Row {
    template: "RootCACertificate/V1",
    basic_constraints: "CA:TRUE",
    key_usage: AUTHORITY_USAGE,
    has_authority_key_identifier: false,
    ..NONE
};

/// By their path length.
pub const SUBORDINATES: [Row; 4] = [
    Row {
        template: "SubordinateCACertificate_PathLen0/V1",
        basic_constraints: "CA:TRUE, pathlen:0",
        key_usage: AUTHORITY_USAGE,
        ..NONE
    },
    Row {
        template: "SubordinateCACertificate_PathLen1/V1",
        basic_constraints: "CA:TRUE, pathlen:1",
        key_usage: AUTHORITY_USAGE,
        ..NONE
    },
    Row {
        template: "SubordinateCACertificate_PathLen2/V1",
        basic_constraints: "CA:TRUE, pathlen:2",
        key_usage: AUTHORITY_USAGE,
        ..NONE
    },
    Row {
        template: "SubordinateCACertificate_PathLen3/V1",
        basic_constraints: "CA:TRUE, pathlen:3",
        key_usage: AUTHORITY_USAGE,
        ..NONE
    },
];

/// The head of each extension as OpenSSL prints it, and what it says below.
pub type Printed = BTreeMap<String, String>;

impl Row {
    /// What OpenSSL prints of a certificate for `a.example` that `issuer` issued.
    fn expected(&self, certificate: &Certificate, issuer: &Certificate) -> Printed {
        let mut expected = Printed::new();
        let mut add = |head: &str, critical: bool, words: String| {
            let critical = if critical { "critical" } else { "" };
            expected.insert(format!("X509v3 {head}: {critical}").trim_end().to_owned(), words);
        };
        let is_authority = self.basic_constraints.starts_with("CA:TRUE");
        add("Basic Constraints", is_authority, self.basic_constraints.into());
        add("Key Usage", true, self.key_usage.into());
        add("Subject Key Identifier", false, with_colons(&certificate.public_key().key_identifier()));
        if !self.extended_key_usage.is_empty() {
            add("Extended Key Usage", self.extended_key_usage_critical, self.extended_key_usage.into());
        }
        if self.has_authority_key_identifier {
            add("Authority Key Identifier", false, with_colons(&issuer.subject_key_identifier().unwrap()));
        }
        if self.has_names {
            add("Subject Alternative Name", false, "DNS:a.example".into());
        }
        expected
    }
}

/// Octets as OpenSSL prints identifiers.
pub fn with_colons(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02X}")).collect::<Vec<_>>().join(":")
}

/// The extensions of each certificate, as OpenSSL prints them.
pub fn print(openssl: &Tool, certificates: &[&Certificate]) -> Vec<Printed> {
    let folder = tempfile::tempdir().unwrap();
    let all: String = certificates.iter().map(|certificate| certificate.to_pem()).collect();
    std::fs::write(folder.path().join("all.pem"), all).unwrap();
    let arguments = ["storeutl", "-noout", "-text", "-certs", "all.pem"];
    let text = openssl.run(folder.path(), &arguments).expect("storeutl").text();
    let printed: Vec<Printed> = text.split("X509v3 extensions:\n").skip(1).map(extensions).collect();
    assert_eq!(printed.len(), certificates.len(), "{text}");
    printed
}

/// The part of OpenSSL's text that stands behind "X509v3 extensions".
fn extensions(text: &str) -> Printed {
    let mut printed = Printed::new();
    let mut head = String::new();
    // A head stands in the 12th column, what it says in the 16th.
    for line in text.lines().take_while(|line| line.starts_with("            ")) {
        if line.starts_with("                ") {
            let words = line.trim().trim_start_matches("keyid:");
            printed.entry(head.clone()).or_default().push_str(words);
        } else {
            head = line.trim().to_owned();
            printed.insert(head.clone(), String::new());
        }
    }
    printed
}

/// Each certificate has the extensions of its template, and no other.
#[track_caller]
pub fn check(openssl: &Tool, issuer: &Certificate, issued: &[(&Row, Certificate)]) {
    let certificates: Vec<&Certificate> = issued.iter().map(|(_, certificate)| certificate).collect();
    for (printed, (row, certificate)) in print(openssl, &certificates).iter().zip(issued) {
        assert_eq!(printed, &row.expected(certificate, issuer), "{}", row.template);
        assert_eq!(certificate.issuer().der(), issuer.subject().der(), "{}", row.template);
    }
}
