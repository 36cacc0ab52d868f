//! The verifiers of TLS programs: rustls-webpki in Rust, GnuTLS in C.

use crate::desk::{Desk, NOON, authority_request, csr, issue_request};
use crate::tool::{Output, Tool, at_once};
use ::webpki::{
    ALL_VERIFICATION_ALGS, BorrowedCertRevocationList, CertRevocationList, EndEntityCert, Error, KeyUsage,
    RevocationCheckDepth, RevocationOptionsBuilder, anchor_from_trusted_cert,
};
use canopy::engine::api::*;
use canopy::engine::{CreateRoot, CreateSubordinate, TEMPLATES, Template, TemplateKind, Variety};
use canopy::workspace::CertificateAuthorityArn;
use canopy::x509::{Certificate, oid};
use rustls_pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

const SERVER: &str = "EndEntityServerAuthCertificate/V1";

/// Where certificates are issued from, and what stands above.
struct Chain {
    desk: Arc<Desk>,
    now: i64,
    /// The subordinate that issues.
    issuing: String,
    signing: String,
    /// The certificate of the subordinate, then that of its root.
    above: Vec<Certificate>,
}

fn parsed<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// A request for an authority that publishes CRLs.
fn publishing(kind: &str, name: &str, key: &str, signing: &str) -> CreateCertificateAuthorityRequest {
    let mut request = authority_request(kind, name, key, signing);
    request["RevocationConfiguration"] =
        json!({"CrlConfiguration": {"Enabled": true, "ExpirationInDays": 7, "S3BucketName": "published"}});
    parsed(request)
}

/// A workspace with a root with such a key, at a time.
fn root(now: i64, key: &str, signing: &str) -> (Arc<Desk>, CertificateAuthorityArn) {
    let desk = Desk::new();
    desk.later(now - NOON);
    let request = publishing("ROOT", "Root", key, signing);
    let root = CreateRoot { request, validity: parsed(json!({"Type": "YEARS", "Value": 20})) };
    let root = desk.engine.create_and_activate_root(&desk.caller, root).unwrap();
    (Arc::new(desk), root)
}

/// The time of the machine.
fn now() -> i64 {
    std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs().cast_signed()
}

impl Chain {
    /// A subordinate with such a key that publishes CRLs, below a root.
    fn below(desk: &Arc<Desk>, now: i64, parent: &CertificateAuthorityArn, key: &str, signing: &str) -> Self {
        let subordinate = CreateSubordinate {
            request: publishing("SUBORDINATE", &format!("Issuing {key}"), key, signing),
            parent: parent.clone(),
            template: Template::subordinate(0).unwrap(),
            validity: parsed(json!({"Type": "YEARS", "Value": 5})),
        };
        let issuing = desk.engine.create_and_install_subordinate(&desk.caller, subordinate).unwrap();
        let above = desk.engine.chain(issuing.id).unwrap();
        assert_eq!(above.len(), 2);
        Self { desk: desk.clone(), now, issuing: issuing.to_string(), signing: signing.into(), above }
    }

    /// A root and a subordinate, both with such keys.
    fn new(now: i64, key: &str, signing: &str) -> Self {
        let (desk, root) = root(now, key, signing);
        Self::below(&desk, now, &root, key, signing)
    }

    fn issue(&self, name: &str, template: &str) -> Certificate {
        self.issue_signed(name, template, &self.signing)
    }

    fn issue_signed(&self, name: &str, template: &str, signing: &str) -> Certificate {
        let mut request = issue_request(&self.issuing, &csr(name));
        request["SigningAlgorithm"] = json!(signing);
        request["TemplateArn"] = json!(Template::named(template).unwrap().arn("aws"));
        self.desk.certificate(&self.desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn)
    }

    fn revoke(&self, certificate: &Certificate) {
        let serial: String = certificate.serial_number().iter().map(|octet| format!("{octet:02x}")).collect();
        let request = json!({
            "CertificateAuthorityArn": self.issuing, "CertificateSerial": serial, "RevocationReason": "KEY_COMPROMISE"
        });
        self.desk.engine.revoke(&self.desk.caller, parsed(request)).unwrap();
    }

    /// The CRL of the subordinate as it lies in the bucket.
    fn crl(&self) -> Vec<u8> {
        let id = self.issuing.parse::<CertificateAuthorityArn>().unwrap().id;
        std::fs::read(self.desk.folder.path().join(format!("published/crl/{id}.crl"))).unwrap()
    }

    /// What a TLS client thinks of a server with this certificate.
    fn verify(&self, leaf: &Certificate, name: &str, crl: Option<&[u8]>) -> Result<(), Error> {
        let root = CertificateDer::from(self.above[1].der());
        let anchors: [TrustAnchor<'_>; 1] = [anchor_from_trusted_cert(&root)?];
        let intermediates = [CertificateDer::from(self.above[0].der())];
        let leaf = CertificateDer::from(leaf.der());
        let leaf = EndEntityCert::try_from(&leaf)?;
        let list =
            crl.map(|crl| BorrowedCertRevocationList::from_der(crl).map(CertRevocationList::from)).transpose()?;
        let lists: Vec<&CertRevocationList<'_>> = list.iter().collect();
        let revocation = RevocationOptionsBuilder::new(&lists).ok();
        let revocation = revocation.map(|options| options.with_depth(RevocationCheckDepth::EndEntity).build());
        let now = UnixTime::since_unix_epoch(Duration::from_secs(self.now.unsigned_abs()));
        leaf.verify_for_usage(
            ALL_VERIFICATION_ALGS,
            &anchors,
            &intermediates,
            now,
            KeyUsage::server_auth(),
            revocation,
            None,
        )?;
        leaf.verify_is_valid_for_subject_name(&ServerName::try_from(name).unwrap())
    }
}

#[track_caller]
fn check(key: &str, signing: &str) {
    let chain = Chain::new(NOON, key, signing);
    let server = chain.issue("a.example", SERVER);
    assert_eq!(chain.verify(&server, "a.example", None), Ok(()));
    assert!(matches!(chain.verify(&server, "b.example", None), Err(Error::CertNotValidForName(_))));
    let both = chain.issue("b.example", "EndEntityCertificate/V1");
    assert_eq!(chain.verify(&both, "b.example", None), Ok(()));
    let client = chain.issue("a.example", "EndEntityClientAuthCertificate/V1");
    let refused = chain.verify(&client, "a.example", None);
    assert!(matches!(refused, Err(Error::RequiredEkuNotFoundContext(_))), "{refused:?}");

    chain.revoke(&both);
    assert_eq!(chain.verify(&both, "b.example", Some(&chain.crl())), Err(Error::CertRevoked));
    assert_eq!(chain.verify(&server, "a.example", Some(&chain.crl())), Ok(()));
}

#[test]
fn rustls_accepts_ec_chains_and_refuses_revoked_ones() {
    check("EC_prime256v1", "SHA256WITHECDSA");
    check("EC_secp384r1", "SHA384WITHECDSA");
    check("EC_secp521r1", "SHA512WITHECDSA");
}

#[test]
fn rustls_accepts_rsa_chains_and_refuses_revoked_ones() {
    check("RSA_2048", "SHA256WITHRSA");
}

/// Every key algorithm of an issuing authority, and a hash for what it signs by itself.
const KEYS: [(&str, &str); 6] = [
    ("RSA_2048", "SHA512WITHRSA"),
    ("RSA_3072", "SHA384WITHRSA_PSS"),
    ("RSA_4096", "SHA256WITHRSA_PSS"),
    ("EC_prime256v1", "SHA384WITHECDSA"),
    ("EC_secp384r1", "SHA256WITHECDSA"),
    ("EC_secp521r1", "SHA512WITHECDSA"),
];

/// The signing algorithms of a key.
fn signing_algorithms(own: &str) -> Vec<String> {
    let families: &[&str] = if own.ends_with("ECDSA") { &["ECDSA"] } else { &["RSA", "RSA_PSS"] };
    let of_family = |family: &&str| ["SHA256", "SHA384", "SHA512"].map(|hash| format!("{hash}WITH{family}"));
    families.iter().flat_map(of_family).collect()
}

/// Certificates and CRLs of each key algorithm, certificates with each signing algorithm: one root, six authorities below
/// it, and a server of each. rustls-webpki asks first, then GnuTLS where it is there.
#[test]
fn both_accept_each_key_with_each_signature_and_refuse_what_is_revoked() {
    let now = now();
    let (desk, root) = root(now, "EC_prime256v1", "SHA256WITHECDSA");
    let chains = at_once(&KEYS, |(key, own)| Chain::below(&desk, now, &root, key, own));
    let certtool = Tool::find("certtool");
    at_once(&chains, |chain| {
        let issue = |signing: &String| chain.issue_signed("a.example", SERVER, signing);
        let issued: Vec<Certificate> = signing_algorithms(&chain.signing).iter().map(issue).collect();
        let (bad, good) = issued.split_last().unwrap();
        chain.revoke(bad);
        let crl = chain.crl();
        for (number, server) in issued.iter().enumerate() {
            assert_eq!(chain.verify(server, "a.example", None), Ok(()), "{}", chain.signing);
            let revoked = if number == good.len() { Err(Error::CertRevoked) } else { Ok(()) };
            assert_eq!(chain.verify(server, "a.example", Some(&crl)), revoked, "{}", chain.signing);
        }
        let Some(certtool) = &certtool else { return };
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("root.pem"), chain.above[1].to_pem()).unwrap();
        std::fs::write(folder.path().join("crl.pem"), canopy::x509::pem::encode("X509 CRL", &crl)).unwrap();
        let verify = |server: &Certificate| {
            let arguments = ["--verify", "--load-ca-certificate=root.pem", "--load-crl=crl.pem"];
            let given = server.to_pem() + &chain.above[0].to_pem();
            certtool.run_with(
                folder.path(),
                &[&arguments[..], &["--verify-hostname=a.example"]].concat(),
                given.as_bytes(),
            )
        };
        for server in good {
            let accepted = verify(server).expect("certtool").text();
            assert!(accepted.contains("The certificate is trusted"), "{}: {accepted}", chain.signing);
        }
        let refused = verify(bad);
        assert!(!refused.success && refused.text().contains("revoked"), "{}{}", refused.text(), refused.stderr);
    });
}

/// GnuTLS knows no time but that of the machine, so this chain is made now.
struct GnuTls {
    certtool: Tool,
    chain: Chain,
}

impl GnuTls {
    fn new() -> Option<Self> {
        let certtool = Tool::find("certtool")?;
        let chain = Chain::new(now(), "EC_secp384r1", "SHA384WITHECDSA");
        let root = chain.above[1].to_pem();
        std::fs::write(chain.desk.folder.path().join("root.pem"), root).unwrap();
        Some(Self { certtool, chain })
    }

    /// What it thinks of a certificate for a purpose.
    fn verify(&self, leaf: &Certificate, purpose: &str, more: &[&str]) -> Output {
        let purpose = format!("--verify-purpose={purpose}");
        let arguments = [&["--verify", "--load-ca-certificate=root.pem", &purpose], more].concat();
        let given = leaf.to_pem() + &self.chain.above[0].to_pem();
        self.certtool.run_with(self.chain.desk.folder.path(), &arguments, given.as_bytes())
    }
}

#[test]
fn gnutls_accepts_a_chain_and_refuses_a_revoked_one() {
    let Some(gnutls) = GnuTls::new() else { return };
    let chain = &gnutls.chain;
    let good = chain.issue("a.example", SERVER);
    let bad = chain.issue("b.example", SERVER);
    chain.revoke(&bad);
    let crl = canopy::x509::pem::encode("X509 CRL", &chain.crl());
    std::fs::write(chain.desk.folder.path().join("crl.pem"), crl).unwrap();
    let verify = |leaf: &Certificate, name: &str| {
        let host = format!("--verify-hostname={name}");
        gnutls.verify(leaf, &oid::ID_KP_SERVER_AUTH.to_string(), &["--load-crl=crl.pem", &host])
    };
    let accepted = verify(&good, "a.example").expect("certtool");
    assert!(accepted.text().contains("The certificate is trusted"), "{}", accepted.text());
    assert!(!verify(&good, "other.example").success);
    let refused = verify(&bad, "b.example");
    assert!(!refused.success && refused.text().contains("revoked"), "{}{}", refused.text(), refused.stderr);
}

/// A certificate serves the purposes of its template and no other, those that OpenSSL has no word for among them.
#[test]
fn gnutls_knows_each_template_by_its_purposes() {
    let Some(gnutls) = GnuTls::new() else { return };
    let purposes = [oid::ID_KP_SERVER_AUTH, oid::ID_KP_CLIENT_AUTH, oid::ID_KP_CODE_SIGNING, oid::ID_KP_OCSP_SIGNING];
    let base = TEMPLATES.iter().filter(|template| template.variety == Variety::Base);
    for template in base.filter(|template| template.kind == TemplateKind::EndEntity) {
        let leaf = gnutls.chain.issue("a.example", template.name);
        for purpose in purposes {
            let output = gnutls.verify(&leaf, &purpose.to_string(), &[]);
            let expected = template.extended_key_usage.contains(&purpose);
            assert_eq!(output.success, expected, "{} {purpose}: {}{}", template.name, output.text(), output.stderr);
        }
    }
}
