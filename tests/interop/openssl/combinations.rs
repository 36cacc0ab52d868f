//! Every key algorithm × signing algorithm × template: authorities of each, and what they issue.

use super::lists::Publisher;
use super::templates::{self, END_ENTITIES, ROOT, Row, SUBORDINATES};
use super::{Asked, KEYS, NO_ISSUER, UNSUITABLE, issue, own_csr, pem, publishing, root, signing_algorithms};
use crate::desk::{Desk, authority_request, base64, csr};
use crate::tool::{Tool, at_once};
use canopy::engine::api::*;
use canopy::engine::{CreateSubordinate, Template};
use canopy::workspace::CertificateAuthorityArn;
use canopy::x509::Certificate;
use serde_json::json;
use std::path::Path;

/// An authority that issues with every signing algorithm of its key.
struct Issuer {
    key: &'static str,
    /// What it signs by itself with.
    own: &'static str,
    arn: String,
    certificate: Certificate,
}

impl Issuer {
    fn root(desk: &Desk, (key, own): (&'static str, &'static str)) -> Self {
        let arn = root(desk, &format!("Root {key}"), key, own);
        let certificate = desk.authority_certificate(&arn);
        Self { key, own, arn, certificate }
    }

    /// Below `parent`.
    fn subordinate(desk: &Desk, (key, own): (&'static str, &'static str), parent: &Issuer) -> Self {
        let subordinate = CreateSubordinate {
            request: publishing("SUBORDINATE", &format!("Issuing {key}"), key, own),
            parent: parent.arn.parse().unwrap(),
            template: Template::subordinate(0).unwrap(),
            validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 5})).unwrap(),
        };
        let arn = desk.engine.create_and_install_subordinate(&desk.caller, subordinate).unwrap().to_string();
        let certificate = desk.authority_certificate(&arn);
        Self { key, own, arn, certificate }
    }

    /// From each template for end entities, with each signing algorithm, for each CSR.
    fn issue_all(&self, desk: &Desk, csrs: &[String]) -> Vec<(&'static Row, Certificate)> {
        let mut issued = Vec::new();
        for signing in signing_algorithms(self.key) {
            for row in &END_ENTITIES {
                for csr in csrs {
                    issued.push((row, issue(desk, &self.arn, csr, row.template, &signing, 30)));
                }
            }
        }
        issued
    }
}

/// CSRs for `a.example` by OpenSSL, with keys of the kinds that authorities have and of others.
fn csrs_of_openssl(openssl: &Tool, folder: &Path) -> Vec<String> {
    let keys: [(&str, &[&str]); 4] = [
        ("rsa.key", &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
        ("p384.key", &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"]),
        ("p521.key", &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"]),
        ("ed25519.key", &["-algorithm", "ED25519"]),
    ];
    at_once(&keys, |(name, arguments)| {
        openssl.run(folder, &[&["genpkey", "-out", name], *arguments].concat()).expect("genpkey");
        let request =
            ["req", "-new", "-key", name, "-subj", "/CN=a.example", "-addext", "subjectAltName=DNS:a.example"];
        openssl.run(folder, &request).expect("req -new").text()
    })
}

/// Authorities on one workspace, and who judges them.
struct Ground<'a> {
    openssl: &'a Tool,
    desk: &'a Desk,
    roots: Vec<Issuer>,
    /// One of each key algorithm too, below a root of another.
    subordinates: Vec<Issuer>,
}

impl<'a> Ground<'a> {
    fn new(openssl: &'a Tool, desk: &'a Desk) -> Self {
        let roots = at_once(&KEYS, |key| Issuer::root(desk, *key));
        let parents: Vec<(usize, &Issuer)> = roots.iter().cycle().skip(2).take(KEYS.len()).enumerate().collect();
        let subordinates = at_once(&parents, |(number, parent)| Issuer::subordinate(desk, KEYS[*number], parent));
        let folder = desk.folder.path();
        std::fs::write(folder.join("roots.pem"), pem(roots.iter().map(|root| &root.certificate))).unwrap();
        std::fs::write(folder.join("issuing.pem"), pem(subordinates.iter().map(|issuer| &issuer.certificate))).unwrap();
        Self { openssl, desk, roots, subordinates }
    }

    fn asked(&self, more: &'a [&'a str]) -> Asked<'a> {
        Asked { openssl: self.openssl, folder: self.desk.folder.path(), roots: "roots.pem", more }
    }

    /// All that was issued has what its template says, and is accepted for the purposes of it.
    fn judge(&self, issuer: &Issuer, issued: &[(&'static Row, Certificate)], more: &'a [&'a str]) {
        templates::check(self.openssl, &issuer.certificate, issued);
        for purpose in ["sslserver", "sslclient", "ocsphelper", "any"] {
            let of_purpose = issued.iter().filter(|(row, _)| row.purposes.contains(&purpose));
            let certificates: Vec<Certificate> = of_purpose.map(|(_, certificate)| certificate.clone()).collect();
            self.asked(more).accepts(purpose, &certificates);
        }
    }

    /// A root signs itself again, with each signing algorithm.
    fn roots_again(&self) {
        at_once(&self.roots, |root| {
            let own_csr = own_csr(self.desk, &root.arn);
            for signing in signing_algorithms(root.key) {
                let again = issue(self.desk, &root.arn, &own_csr, ROOT.template, &signing, 365);
                templates::check(self.openssl, &root.certificate, &[(&ROOT, again.clone())]);
                // Roots of one name cannot be told apart among the trusted, so each is trusted alone.
                let file = format!("{}-{signing}.pem", root.key);
                std::fs::write(self.desk.folder.path().join(&file), again.to_pem()).unwrap();
                Asked { roots: &file, ..self.asked(&[]) }.accepts("any", &[again]);
            }
        });
    }

    fn end_entities(&self) {
        let of_rcgen = [csr("a.example")];
        let of_openssl = csrs_of_openssl(self.openssl, self.desk.folder.path());
        at_once(&self.roots, |root| {
            let issued = root.issue_all(self.desk, &of_rcgen);
            assert_eq!(issued.len(), 5 * signing_algorithms(root.key).len());
            self.judge(root, &issued, &[]);
            // The same question is answered with no where it must be.
            let client = issued.iter().find(|(row, _)| row.purposes == ["sslclient"]).unwrap().1.clone();
            self.asked(&[]).refuses("sslserver", &[client], UNSUITABLE);
        });
        at_once(&self.subordinates, |issuer| {
            let issued = issuer.issue_all(self.desk, &of_openssl);
            assert_eq!(issued.len(), 5 * signing_algorithms(issuer.key).len() * 4);
            self.judge(issuer, &issued, &["-untrusted", "issuing.pem"]);
            self.asked(&[]).refuses("any", &[issued[0].1.clone()], NO_ISSUER);
        });
    }

    /// Authorities of each path length, signed with each algorithm: as elements of a chain, through which what they sign is
    /// verified.
    fn authorities_below(&self) {
        at_once(&self.roots, |root| {
            let (mut authorities, mut leaves) = (Vec::new(), Vec::new());
            for signing in signing_algorithms(root.key) {
                for (path_len, row) in SUBORDINATES.iter().enumerate() {
                    let name = format!("{} {signing} {path_len}", root.key);
                    let (arn, certificate) = self.imported(root, &name, row, &signing);
                    let server = "EndEntityServerAuthCertificate/V1";
                    leaves.push(issue(self.desk, &arn, &csr("a.example"), server, "SHA256WITHECDSA", 30));
                    authorities.push((row, certificate));
                }
            }
            templates::check(self.openssl, &root.certificate, &authorities);
            let certificates: Vec<Certificate> = authorities.into_iter().map(|(_, certificate)| certificate).collect();
            self.asked(&[]).accepts("any", &certificates);
            let file = format!("{}-below.pem", root.key);
            std::fs::write(self.desk.folder.path().join(&file), pem(&certificates)).unwrap();
            let more = ["-untrusted", &file];
            Asked { more: &more, ..self.asked(&[]) }.accepts("sslserver", &leaves);
            self.asked(&[]).refuses("sslserver", &leaves, NO_ISSUER);
        });
    }

    /// An authority on P-256 with the certificate of a template that was signed with this algorithm.
    fn imported(&self, parent: &Issuer, name: &str, row: &Row, signing: &str) -> (String, Certificate) {
        let request = authority_request("SUBORDINATE", name, "EC_prime256v1", "SHA384WITHECDSA");
        let arn = self.desk.call::<CreateCertificateAuthorityRequest>(request).unwrap().certificate_authority_arn;
        let certificate = issue(self.desk, &parent.arn, &own_csr(self.desk, &arn), row.template, signing, 365);
        let request = json!({
            "CertificateAuthorityArn": arn,
            "Certificate": base64(certificate.to_pem()),
            "CertificateChain": base64(parent.certificate.to_pem()),
        });
        self.desk.call::<ImportCertificateAuthorityCertificateRequest>(request).unwrap();
        (arn, certificate)
    }

    fn all(&self) -> Vec<&Issuer> {
        self.roots.iter().chain(&self.subordinates).collect()
    }

    fn crls(&self) {
        at_once(&self.all(), |issuer| {
            let Self { openssl, desk, .. } = *self;
            Publisher { openssl, desk, authority: &issuer.arn, signing: issuer.own }.prove();
        });
    }

    /// The CSRs of these authorities, and of those that wait with each signing algorithm of the curves and of RSA 2048.
    fn csrs(&self) {
        let mut csrs: Vec<String> = self.all().iter().map(|issuer| own_csr(self.desk, &issuer.arn)).collect();
        for (key, _) in KEYS.iter().filter(|(key, _)| key.starts_with("EC") || *key == "RSA_2048") {
            csrs.extend(signing_algorithms(key).iter().map(|signing| waiting_csr(self.desk, key, signing)));
        }
        at_once(&csrs, |csr| verify_csr(self.openssl, csr, &[]));
    }
}

/// The CSR of an authority that waits for its certificate.
fn waiting_csr(desk: &Desk, key: &str, signing: &str) -> String {
    let request = authority_request("SUBORDINATE", "Waiting", key, signing);
    own_csr(desk, &desk.call::<CreateCertificateAuthorityRequest>(request).unwrap().certificate_authority_arn)
}

/// The CSR is proved by OpenSSL, which then says more about it.
fn verify_csr(openssl: &Tool, csr: &str, more: &[&str]) -> String {
    let output = openssl.pipe([&["req", "-verify", "-noout"], more].concat(), csr.as_bytes()).expect("req -verify");
    assert!(output.stderr.contains("verify OK"), "{}", output.stderr);
    output.text()
}

#[test]
fn every_key_algorithm_signing_algorithm_and_template_is_accepted() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let desk = Desk::new();
    let ground = Ground::new(&openssl, &desk);
    let roots: Vec<Certificate> = ground.roots.iter().map(|root| root.certificate.clone()).collect();
    ground.asked(&[]).accepts("any", &roots);
    for subordinate in &ground.subordinates {
        let arn: CertificateAuthorityArn = subordinate.arn.parse().unwrap();
        let parent = &desk.engine.chain(arn.id).unwrap()[1];
        templates::check(&openssl, parent, &[(&SUBORDINATES[0], subordinate.certificate.clone())]);
        assert_ne!(parent.public_key().algorithm(), subordinate.certificate.public_key().algorithm());
    }
    ground.roots_again();
    ground.end_entities();
    ground.authorities_below();
    ground.csrs();
    ground.crls();
}

#[test]
fn a_csr_asks_for_the_extensions_that_its_authority_was_told() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let desk = Desk::new();
    let mut request = authority_request("SUBORDINATE", "Waiting", "EC_secp384r1", "SHA384WITHECDSA");
    request["CertificateAuthorityConfiguration"]["CsrExtensions"] = json!({
        "KeyUsage": {"KeyCertSign": true, "CRLSign": true},
        "SubjectInformationAccess": [{
            "AccessMethod": {"AccessMethodType": "CA_REPOSITORY"},
            "AccessLocation": {"UniformResourceIdentifier": "https://repository.example/"}
        }]
    });
    let arn = desk.call::<CreateCertificateAuthorityRequest>(request).unwrap().certificate_authority_arn;
    let text = verify_csr(&openssl, &own_csr(&desk, &arn), &["-text"]);
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for expected in [
        ["X509v3 Basic Constraints: critical", "CA:TRUE"],
        ["X509v3 Key Usage: critical", "Certificate Sign, CRL Sign"],
        ["Subject Information Access:", "CA Repository - URI:https://repository.example/"],
    ] {
        assert!(lines.windows(2).any(|pair| pair == expected), "{expected:?} in\n{text}");
    }
}
