//! OpenSSL reads, verifies and opens what Canopy makes, and Canopy takes the requests that OpenSSL makes.

use crate::desk::{Desk, NOON, authority_request, base64, csr, issue_request};
use crate::tool::{Output, Tool};
use canopy::engine::api::*;
use canopy::engine::{CreateRoot, CrlOutcome, TEMPLATES, Template, TemplateKind};
use canopy::keystore::{KeyKind, Signer as _, SoftwareKey, export};
use canopy::workspace::{CertificateArn, CertificateAuthorityArn};
use canopy::x509::{Certificate, CertificationRequest, GeneralName};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use std::path::Path;

/// Every key algorithm, and one of the hashes for what its root signs by itself: certificate, CSR, CRL.
const KEYS: [(&str, &str); 6] = [
    ("RSA_2048", "SHA256WITHRSA"),
    ("RSA_3072", "SHA384WITHRSA"),
    ("RSA_4096", "SHA512WITHRSA"),
    ("EC_prime256v1", "SHA512WITHECDSA"),
    ("EC_secp384r1", "SHA256WITHECDSA"),
    ("EC_secp521r1", "SHA384WITHECDSA"),
];

/// The signing algorithms that go with a key.
fn signing_algorithms(key: &str) -> [String; 3] {
    let family = if key.starts_with("RSA") { "RSA" } else { "ECDSA" };
    ["SHA256", "SHA384", "SHA512"].map(|hash| format!("{hash}WITH{family}"))
}

/// A root that publishes a CRL.
fn root(desk: &Desk, name: &str, key: &str, signing: &str) -> String {
    let mut request = authority_request("ROOT", name, key, signing);
    request["RevocationConfiguration"] =
        json!({"CrlConfiguration": {"Enabled": true, "ExpirationInDays": 7, "S3BucketName": "published"}});
    let root = CreateRoot {
        request: serde_json::from_value(request).unwrap(),
        validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 20})).unwrap(),
    };
    desk.engine.create_and_activate_root(&desk.caller, root).unwrap().to_string()
}

/// Issues from a template with a signing algorithm.
fn issue(desk: &Desk, authority: &str, csr: &str, template: &Template, signing: &str, days: i64) -> Certificate {
    let mut request = issue_request(authority, csr);
    request["TemplateArn"] = json!(template.arn("aws"));
    request["SigningAlgorithm"] = json!(signing);
    request["Validity"]["Value"] = json!(days);
    desk.certificate(&desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn)
}

/// The CSR of an authority, in PEM.
fn own_csr(desk: &Desk, authority: &str) -> String {
    let request = json!({"CertificateAuthorityArn": authority});
    desk.call::<GetCertificateAuthorityCsrRequest>(request).unwrap().csr
}

/// A subordinate on P-256 whose certificate is signed with this algorithm; and that certificate.
fn subordinate(desk: &Desk, parent: &str, name: &str, path_len: u8, signing: &str) -> (String, Certificate) {
    let request = authority_request("SUBORDINATE", name, "EC_prime256v1", "SHA384WITHECDSA");
    let arn = desk.call::<CreateCertificateAuthorityRequest>(request).unwrap().certificate_authority_arn;
    let template = Template::subordinate(path_len).unwrap();
    let certificate = issue(desk, parent, &own_csr(desk, &arn), template, signing, 365);
    let parent: CertificateAuthorityArn = parent.parse().unwrap();
    let chain = desk.engine.chain(parent.id).unwrap();
    let request = json!({
        "CertificateAuthorityArn": arn,
        "Certificate": base64(&certificate.to_pem()),
        "CertificateChain": base64(&pem(&chain)),
    });
    desk.call::<ImportCertificateAuthorityCertificateRequest>(request).unwrap();
    (arn, certificate)
}

fn pem<'a>(certificates: impl IntoIterator<Item = &'a Certificate>) -> String {
    certificates.into_iter().map(Certificate::to_pem).collect()
}

/// Certificates of one purpose, asked about in one run.
struct Asked<'a> {
    openssl: &'a Tool,
    folder: &'a Path,
    more: &'a [&'a str],
}

impl Asked<'_> {
    /// Asks `openssl verify` about certificates below `roots.pem`.
    fn verify(&self, purpose: &str, certificates: &[Certificate]) -> Output {
        let names: Vec<String> = (0..certificates.len()).map(|number| format!("{purpose}-{number}.pem")).collect();
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
            "roots.pem",
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

/// What OpenSSL calls the purpose of a template's certificates. Before 3.2 it has no word for code signing.
fn purposes(template: &Template) -> &'static [&'static str] {
    match template.name {
        "EndEntityServerAuthCertificate/V1" => &["sslserver"],
        "EndEntityClientAuthCertificate/V1" => &["sslclient"],
        "EndEntityCertificate/V1" => &["sslserver", "sslclient"],
        "OCSPSigningCertificate/V1" => &["ocsphelper"],
        "CodeSigningCertificate/V1" => &["any"],
        other => panic!("no purpose is known for {other}"),
    }
}

#[test]
fn every_key_algorithm_hash_and_template_is_accepted() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let desk = Desk::new();
    let folder = desk.folder.path();
    let request = csr("a.example");
    let (mut roots, mut again, mut untrusted, mut below) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut by_purpose: Vec<(&str, Vec<Certificate>)> =
        ["sslserver", "sslclient", "ocsphelper", "any"].map(|purpose| (purpose, Vec::new())).into();
    let mut keep = |purpose: &str, certificate: Certificate| {
        let found = by_purpose.iter_mut().find(|(known, _)| *known == purpose);
        found.unwrap().1.push(certificate);
    };
    let mut authorities = Vec::new();
    for (key, own) in KEYS {
        let root = root(&desk, &format!("Root {key}"), key, own);
        roots.push(desk.authority_certificate(&root));
        for signing in signing_algorithms(key) {
            for template in TEMPLATES {
                match template.kind {
                    TemplateKind::EndEntity => {
                        let certificate = issue(&desk, &root, &request, template, &signing, 30);
                        purposes(template).iter().for_each(|purpose| keep(purpose, certificate.clone()));
                    }
                    TemplateKind::Subordinate => {
                        // As an element of a chain: what it signs is verified through it.
                        let path_len = template.path_len_constraint.unwrap();
                        let name = format!("{key} {signing} {path_len}");
                        let (arn, certificate) = subordinate(&desk, &root, &name, path_len, &signing);
                        let server = Template::named("EndEntityServerAuthCertificate/V1").unwrap();
                        below.push(issue(&desk, &arn, &request, server, "SHA256WITHECDSA", 30));
                        untrusted.push(certificate);
                    }
                    TemplateKind::Root => {
                        let own_csr = own_csr(&desk, &root);
                        again.push(issue(&desk, &root, &own_csr, template, &signing, 365));
                    }
                }
            }
        }
        authorities.push((root, signing_algorithms(key)));
    }
    assert_eq!((again.len(), untrusted.len(), below.len()), (6 * 3, 6 * 3 * 4, 6 * 3 * 4));
    std::fs::write(folder.join("untrusted.pem"), pem(&untrusted)).unwrap();

    let direct = Asked { openssl: &openssl, folder, more: &[] };
    // Roots of one name cannot be told apart among the trusted, so those that were signed again go by turns.
    for hash in 0..3 {
        let signed: Vec<Certificate> = again.iter().skip(hash).step_by(3).cloned().collect();
        std::fs::write(folder.join("roots.pem"), pem(&signed)).unwrap();
        direct.accepts("any", &signed);
    }
    std::fs::write(folder.join("roots.pem"), pem(&roots)).unwrap();
    direct.accepts("any", &roots);
    for (purpose, certificates) in &by_purpose {
        direct.accepts(purpose, certificates);
    }
    // The same question is answered with no where it must be.
    direct.refuses("sslserver", &below[..1], NO_ISSUER);
    let client = by_purpose[1].1.iter().find(|certificate| certificate.extended_key_usage().len() == 1).unwrap();
    direct.refuses("sslserver", std::slice::from_ref(client), UNSUITABLE);
    let through = Asked { openssl: &openssl, folder, more: &["-untrusted", "untrusted.pem"] };
    through.accepts("sslserver", &below);

    requests(&openssl, &desk, authorities.iter().map(|(arn, _)| arn.as_str()));
    for (arn, signing) in &authorities {
        revocation_lists(&openssl, &desk, arn, &signing[0]);
    }
}

/// The CSRs of authorities are proved by OpenSSL.
fn requests<'a>(openssl: &Tool, desk: &Desk, authorities: impl Iterator<Item = &'a str>) {
    let mut csrs: Vec<String> = authorities.map(|arn| own_csr(desk, arn)).collect();
    for key in ["EC_prime256v1", "EC_secp384r1", "EC_secp521r1"] {
        for signing in signing_algorithms(key) {
            let request = authority_request("SUBORDINATE", "Waiting", key, &signing);
            let arn = desk.call::<CreateCertificateAuthorityRequest>(request).unwrap().certificate_authority_arn;
            csrs.push(own_csr(desk, &arn));
        }
    }
    for csr in csrs {
        let output = openssl.run_with(desk.folder.path(), &["req", "-verify", "-noout"], csr.as_bytes());
        let output = output.expect("req -verify");
        assert!(output.stderr.contains("verify OK"), "{}", output.stderr);
    }
}

/// The CRL of a root without entries and with several, and what OpenSSL then thinks of a certificate.
fn revocation_lists(openssl: &Tool, desk: &Desk, authority: &str, signing: &str) {
    let folder = desk.folder.path();
    let arn: CertificateAuthorityArn = authority.parse().unwrap();
    let file = format!("published/crl/{}.crl", arn.id);
    let check = |entries: usize| {
        let arguments = ["crl", "-inform", "DER", "-in", &file, "-CAfile", "roots.pem", "-noout", "-text"];
        let output = openssl.run(folder, &arguments).expect("crl");
        assert!(output.stderr.contains("verify OK"), "{}", output.stderr);
        let text = output.text();
        assert_eq!(text.matches("Serial Number:").count(), entries, "{text}");
        let convert = ["crl", "-inform", "DER", "-in", &file, "-out", "crl.pem"];
        openssl.run(folder, &convert).expect("crl -out");
        text
    };
    let published = desk.engine.sign_crl(&desk.caller, arn.id).unwrap();
    assert!(matches!(published, CrlOutcome::Published { entries: 0, .. }), "{published:?}");
    check(0);

    let server = Template::named("EndEntityServerAuthCertificate/V1").unwrap();
    let request = csr("revoked.example");
    let leaves: Vec<Certificate> = (0..4).map(|_| issue(desk, authority, &request, server, signing, 30)).collect();
    let asked = Asked { openssl, folder, more: &["-crl_check", "-CRLfile", "crl.pem"] };
    asked.accepts("sslserver", &leaves);
    let reasons = ["KEY_COMPROMISE", "SUPERSEDED", "UNSPECIFIED"];
    for (leaf, reason) in leaves.iter().zip(reasons) {
        let serial: String = leaf.serial_number().iter().map(|octet| format!("{octet:02x}")).collect();
        let request = json!({
            "CertificateAuthorityArn": authority, "CertificateSerial": serial, "RevocationReason": reason
        });
        let outcome = desk.engine.revoke(&desk.caller, serde_json::from_value(request).unwrap()).unwrap();
        assert!(matches!(outcome, CrlOutcome::Published { .. }), "{outcome:?}");
    }
    let text = check(3);
    assert!(text.contains("Key Compromise") && text.contains("Superseded") && !text.contains("Unspecified"), "{text}");
    asked.refuses("sslserver", &leaves[..3], REVOKED);
    asked.accepts("sslserver", &leaves[3..]);
}

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
        let template = Template::subordinate(path_len).unwrap();
        let certificate = issue(&desk, &parent, &own_csr(&desk, &arn), template, signing, days);
        let id = parent.parse::<CertificateAuthorityArn>().unwrap().id;
        let request = json!({
            "CertificateAuthorityArn": arn,
            "Certificate": base64(&certificate.to_pem()),
            "CertificateChain": base64(&pem(&desk.engine.chain(id).unwrap())),
        });
        desk.call::<ImportCertificateAuthorityCertificateRequest>(request).unwrap();
        above.push(certificate);
        parent = arn;
    }
    std::fs::write(folder.join("untrusted.pem"), pem(&above)).unwrap();
    let leaf = desk.certificate(&desk.issue(&parent, "deep.example"));
    let asked = Asked { openssl: &openssl, folder, more: &["-untrusted", "untrusted.pem"] };
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
        let responder = issue(&desk, &root, &csr, Template::named(template).unwrap(), "SHA256WITHECDSA", 30);
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
    Asked { openssl: &openssl, folder, more: &[] }.accepts("sslserver", &issued);
}

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
