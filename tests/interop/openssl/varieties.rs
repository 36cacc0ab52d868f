//! All templates with a CSR that OpenSSL made and a request that gives more, in OpenSSL's words.

use super::templates::{Printed, print, with_colons};
use crate::desk::{Desk, authority_request, base64, issue_request};
use crate::model::{Row, rows};
use crate::tool::Tool;
use canopy::engine::api::*;
use canopy::workspace::Settings;
use canopy::x509::Certificate;
use canopy::x509::extension::CrlDistributionPoints;
use serde_json::{Value, json};

/// A CSR that asks for what templates and authorities decide, and for more.
const CONFIGURATION: &str = "
[req]
distinguished_name = name
req_extensions = extensions
prompt = no
[name]
CN = csr.example
[extensions]
basicConstraints = critical, CA:TRUE, pathlen:9
keyUsage = dataEncipherment
extendedKeyUsage = critical, timeStamping
subjectAltName = DNS:csr.example
subjectKeyIdentifier = 0102030405060708090a0b0c0d0e0f1011121314
crlDistributionPoints = URI:http://csr.example/crl
authorityInfoAccess = OCSP;URI:http://csr.example/ocsp
certificatePolicies = critical, 1.2.3.1
tlsfeature = status_request
";

/// A request that gives every member of `ApiPassthrough`.
fn given() -> Value {
    let point = CrlDistributionPoints::of_uri("http://api.example/crl").to_extension(false).unwrap();
    let cps = json!({"PolicyQualifierId": "CPS", "Qualifier": {"CpsUri": "http://api.example/cps"}});
    json!({
        "Subject": {"CommonName": "api.example"},
        "Extensions": {
            "CertificatePolicies": [{"CertPolicyId": "1.2.3.2", "PolicyQualifiers": [cps]}],
            "ExtendedKeyUsage": [{"ExtendedKeyUsageType": "EMAIL_PROTECTION"}],
            "KeyUsage": {"NonRepudiation": true},
            "SubjectAlternativeNames": [{"DnsName": "api.example"}, {"IpAddress": "192.0.2.1"}],
            "CustomExtensions": [
                {"ObjectIdentifier": "2.5.29.31", "Value": base64(point.value)},
                {"ObjectIdentifier": "2.5.29.35", "Value": base64(b"\x30\x04\x80\x02\xab\xcd")}
            ]
        }
    })
}

/// What OpenSSL calls a bit of the key usage.
fn bit(name: &str) -> &'static str {
    match name {
        "digitalSignature" => "Digital Signature",
        "keyEncipherment" => "Key Encipherment",
        "keyCertSign" => "Certificate Sign",
        "cRLSign" => "CRL Sign",
        other => panic!("{other}"),
    }
}

/// What OpenSSL calls a purpose.
fn purpose(oid: &str) -> &'static str {
    match oid {
        "1.3.6.1.5.5.7.3.1" => "TLS Web Server Authentication",
        "1.3.6.1.5.5.7.3.2" => "TLS Web Client Authentication",
        "1.3.6.1.5.5.7.3.3" => "Code Signing",
        "1.3.6.1.5.5.7.3.9" => "OCSP Signing",
        other => panic!("{other}"),
    }
}

/// What OpenSSL prints of a certificate of this template: `asked` if the CSR asks for everything and not for its names
/// alone, `told` at which address the authority tells of revocation.
fn expected(row: &Row, asked: bool, told: Option<&str>, certificate: &Certificate, issuer: &Certificate) -> Printed {
    let mut expected = Printed::new();
    let mut add = |head: &str, critical: bool, words: &str| {
        let critical = if critical { "critical" } else { "" };
        expected.insert(format!("{head}: {critical}").trim_end().to_owned(), words.to_owned());
    };
    let (api, csr) = (row.api_passthrough, row.csr_passthrough && asked);
    let root = row.is_root();
    let fixed = &row.basic_constraints;
    let length = fixed.path_len.map(|length| format!(", pathlen:{length}")).unwrap_or_default();
    let constraints = format!("CA:{}{length}", if fixed.ca { "TRUE" } else { "FALSE" });
    add("X509v3 Basic Constraints", fixed.critical, &constraints);
    add("X509v3 Subject Key Identifier", false, &with_colons(&certificate.public_key().key_identifier()));
    match row.aki.as_str() {
        "issuer SKI" => {
            add("X509v3 Authority Key Identifier", false, &with_colons(&issuer.subject_key_identifier().unwrap()));
        }
        "only if passed through API" => add("X509v3 Authority Key Identifier", false, "AB:CD"),
        other => assert_eq!(other, "none"),
    }
    match (&row.key_usage, api, csr) {
        (Some(usage), ..) => {
            let bits: Vec<&str> = usage.bits.iter().map(|name| bit(name)).collect();
            add("X509v3 Key Usage", usage.critical, &bits.join(", "));
        }
        (None, true, _) => add("X509v3 Key Usage", true, "Non Repudiation"),
        (None, false, true) => add("X509v3 Key Usage", false, "Data Encipherment"),
        (None, false, false) => {}
    }
    match (&row.extended_key_usage, api, csr) {
        (Some(fixed), ..) => {
            let purposes: Vec<&str> = fixed.oids.iter().map(|oid| purpose(oid)).collect();
            add("X509v3 Extended Key Usage", fixed.critical, &purposes.join(", "));
        }
        (None, true, _) => add("X509v3 Extended Key Usage", false, "E-mail Protection"),
        (None, false, true) => add("X509v3 Extended Key Usage", true, "Time Stamping"),
        (None, false, false) => {}
    }
    match (row.san.as_str(), root) {
        ("API>CSR", _) => add("X509v3 Subject Alternative Name", false, "DNS:api.example, IP Address:192.0.2.1"),
        ("CSR", false) => add("X509v3 Subject Alternative Name", false, "DNS:csr.example"),
        // The CSR of an authority has no names.
        _ => {}
    }
    let points = match told {
        _ if root => None,
        Some(id) => Some(format!("http://pki.example.com/published/crl/{id}.crl")),
        None if row.takes_points_of_api() => Some("http://api.example/crl".into()),
        None => (asked && row.takes_points_of_csr()).then(|| "http://csr.example/crl".into()),
    };
    if let Some(points) = points {
        add("X509v3 CRL Distribution Points", false, &format!("Full Name:URI:{points}"));
    }
    match told {
        _ if root => {}
        Some(_) => add("Authority Information Access", false, "OCSP - URI:http://pki.example.com/ocsp"),
        None if csr => add("Authority Information Access", false, "OCSP - URI:http://csr.example/ocsp"),
        None => {}
    }
    match (api, csr) {
        (true, _) => add("X509v3 Certificate Policies", false, "Policy: 1.2.3.2CPS: http://api.example/cps"),
        (false, true) => add("X509v3 Certificate Policies", true, "Policy: 1.2.3.1"),
        (false, false) => {}
    }
    if csr {
        add("TLS Feature", false, "status_request");
    }
    expected
}

fn check(openssl: &Tool, tells: bool) {
    let desk = Desk::with(Settings { publication_address: Some("pki.example.com".into()), ..Settings::default() });
    let mut request = authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHECDSA");
    if tells {
        request["RevocationConfiguration"] = json!({
            "CrlConfiguration": {"Enabled": true, "ExpirationInDays": 7, "S3BucketName": "published"},
            "OcspConfiguration": {"Enabled": true}
        });
    }
    let root = desk.root_from(request);
    let issuer = desk.authority_certificate(&root);
    let told = tells.then(|| root.rsplit('/').next().unwrap());
    let folder = desk.folder.path();
    let few: String = CONFIGURATION
        .lines()
        .filter(|line| {
            !line.contains('=')
                || ["distinguished_name", "req_extensions", "prompt", "CN", "subjectAltName"]
                    .iter()
                    .any(|start| line.starts_with(start))
        })
        .map(|line| format!("{line}\n"))
        .collect();
    openssl
        .run(folder, &["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "key"])
        .expect("genpkey");
    let csrs = [(true, CONFIGURATION), (false, &few)].map(|(asked, configuration)| {
        std::fs::write(folder.join("csr.cnf"), configuration).unwrap();
        let made = openssl.run(folder, &["req", "-new", "-config", "csr.cnf", "-key", "key"]);
        (asked, made.expect("req -new").text())
    });
    let own = desk.csr_of(&root);
    let mut issued: Vec<(Row, bool, Certificate)> = Vec::new();
    for (asked, csr) in &csrs {
        for row in rows() {
            let mut request = issue_request(&root, if row.is_root() { &own } else { csr });
            request["TemplateArn"] = json!(row.arn);
            request["ApiPassthrough"] = given();
            let answer = desk.call::<IssueCertificateRequest>(request).unwrap();
            issued.push((row, *asked, desk.certificate(&answer.certificate_arn)));
        }
    }
    let certificates: Vec<&Certificate> = issued.iter().map(|(_, _, certificate)| certificate).collect();
    for (printed, (row, asked, certificate)) in print(openssl, &certificates).iter().zip(&issued) {
        let asked = *asked && !row.is_root();
        assert_eq!(printed, &expected(row, asked, told, certificate, &issuer), "{} {asked}", row.name);
        let name = if row.subject == "API>CSR" { "api.example" } else { "csr.example" };
        let name = if row.is_root() && !row.api_passthrough { "Root" } else { name };
        assert_eq!(certificate.subject().common_name().as_deref(), Some(name), "{}", row.name);
    }
}

#[test]
fn each_variety_of_an_authority_that_tells_of_revocation() {
    let Some(openssl) = Tool::find("openssl") else { return };
    check(&openssl, true);
}

#[test]
fn each_variety_of_an_authority_that_does_not() {
    let Some(openssl) = Tool::find("openssl") else { return };
    check(&openssl, false);
}

/// Extensions pass as the octets that they came in, as OpenSSL dumps them.
#[test]
fn what_is_passed_through_is_not_written_anew() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let desk = Desk::new();
    let root = desk.root();
    let folder = desk.folder.path();
    // A key usage with all nine bits; a boolean that is false though that is the default; what is no DER.
    let configuration = "
[req]
distinguished_name = name
req_extensions = extensions
prompt = no
[name]
CN = csr.example
[extensions]
2.5.29.15 = DER:0303071000
2.5.29.36 = critical, DER:3003800100
1.2.3.4 = critical, DER:ffffff
";
    std::fs::write(folder.join("csr.cnf"), configuration).unwrap();
    openssl
        .run(folder, &["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "key"])
        .expect("genpkey");
    let csr = openssl.run(folder, &["req", "-new", "-config", "csr.cnf", "-key", "key"]).expect("req -new").text();
    let pem = desk.certify(&root, &csr, "BlankEndEntityCertificate_CriticalBasicConstraints_CSRPassthrough/V1", 30);
    let dump = openssl.run_with(folder, &["asn1parse"], pem.as_bytes()).expect("asn1parse").text();
    let after = |object: &str| -> Vec<String> {
        let lines = dump.lines().skip_while(|line| !line.ends_with(object)).skip(1);
        lines.take(2).map(|line| line.split("prim: ").nth(1).unwrap_or_default().trim().replace(' ', "")).collect()
    };
    assert_eq!(after(":X509v3 Key Usage")[0], "OCTETSTRING[HEXDUMP]:0303071000");
    assert_eq!(after(":X509v3 Policy Constraints"), ["BOOLEAN:255", "OCTETSTRING[HEXDUMP]:3003800100"]);
    assert_eq!(after(":1.2.3.4"), ["BOOLEAN:255", "OCTETSTRING[HEXDUMP]:FFFFFF"]);
    assert_eq!(after(":X509v3 Basic Constraints"), ["BOOLEAN:255", "OCTETSTRING[HEXDUMP]:3000"]);
}
