//! Shards of a partitioned CRL in the hands of others: each is taken for the certificates that point to it, and never
//! for another.

use crate::desk::{Desk, NOON, authority_request, csr, id};
use crate::tool::Tool;
use ::webpki::{
    ALL_VERIFICATION_ALGS, BorrowedCertRevocationList, CertRevocationList, EndEntityCert, Error, KeyUsage,
    RevocationOptionsBuilder, anchor_from_trusted_cert,
};
use ::x509_parser::prelude::{
    CertificateRevocationList, DistributionPointName, FromDer as _, GeneralName, ParsedExtension,
};
use canopy::engine::CrlOutcome;
use canopy::workspace::CrlPartition;
use canopy::x509::{Certificate, CertificateList};
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// Four servers in two shards, of which one in each is revoked.
struct Scene {
    desk: Desk,
    root: Certificate,
    shards: Vec<Arc<CrlPartition>>,
    lists: Vec<CertificateList>,
    /// By shard: one that is revoked, one that is not.
    servers: Vec<[Certificate; 2]>,
}

impl Scene {
    fn new() -> Self {
        let desk = Desk::with_shards(2);
        let mut request = authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHECDSA");
        request["RevocationConfiguration"] = json!({"CrlConfiguration": {
            "Enabled": true, "ExpirationInDays": 7, "S3BucketName": "published", "CrlType": "PARTITIONED"
        }});
        let arn = desk.root_from(request);
        let server = || desk.certify(&arn, &csr("a.example"), "EndEntityServerAuthCertificate/V1", 30);
        let server = || Certificate::from_pem_or_der(server().as_bytes()).unwrap();
        let servers: Vec<[Certificate; 2]> = (0..2).map(|_| [server(), server()]).collect();
        for [revoked, _] in &servers {
            let serial: String = revoked.serial_number().iter().map(|octet| format!("{octet:02x}")).collect();
            let request =
                json!({"CertificateAuthorityArn": arn, "CertificateSerial": serial, "RevocationReason": "SUPERSEDED"});
            let outcome = desk.engine.revoke(&desk.caller, serde_json::from_value(request).unwrap()).unwrap();
            assert!(matches!(outcome, CrlOutcome::Published { .. }), "{outcome:?}");
        }
        let shards = desk.engine.snapshot().authority(id(&arn)).unwrap().crl_partitions.clone();
        let lists = shards.iter().map(|shard| {
            let file = desk.folder.path().join(&shard.bucket).join(&shard.key);
            CertificateList::from_der(&std::fs::read(file).unwrap()).unwrap()
        });
        let lists = lists.collect();
        Self { root: desk.authority_certificate(&arn), shards, lists, servers, desk }
    }
}

#[test]
fn openssl_takes_each_shard_for_its_own_certificates() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let scene = Scene::new();
    let folder = scene.desk.folder.path();
    let at = NOON.to_string();
    std::fs::write(folder.join("root.pem"), scene.root.to_pem()).unwrap();
    for (number, (shard, list)) in scene.shards.iter().zip(&scene.lists).enumerate() {
        let path = format!("{}/{}", shard.bucket, shard.key);
        let arguments = ["crl", "-inform", "DER", "-in", &path, "-CAfile", "root.pem", "-noout", "-text"];
        let output = openssl.run(folder, &arguments).expect("crl");
        assert!(output.stderr.contains("verify OK"), "{}", output.stderr);
        let text = output.text();
        let point = text.split("X509v3 Issuing Distribution Point: critical").nth(1).unwrap();
        assert!(point.contains(&format!("URI:{}\n", shard.address)), "{text}");
        std::fs::write(folder.join(format!("{number}.crl")), list.to_pem()).unwrap();
    }
    let both: String = scene.lists.iter().map(CertificateList::to_pem).collect();
    std::fs::write(folder.join("both.crl"), both).unwrap();
    let verify = |server: &Certificate, crl: &str, more: &[&str]| {
        std::fs::write(folder.join("server.pem"), server.to_pem()).unwrap();
        let arguments = ["verify", "-no-CApath", "-no-CAstore", "-attime", &at, "-CAfile", "root.pem", "-crl_check"];
        openssl.run(folder, &[&arguments[..], more, &["-CRLfile", crl, "server.pem"]].concat())
    };
    for (number, [revoked, good]) in scene.servers.iter().enumerate() {
        let (own, other) = (format!("{number}.crl"), format!("{}.crl", 1 - number));
        for more in [&["-extended_crl"][..], &[]] {
            for crl in [own.as_str(), "both.crl"] {
                verify(good, crl, more).expect("verify");
                let refused = verify(revoked, crl, more);
                assert!(!refused.success && refused.stderr.contains("error 23 at 0 depth"), "{}", refused.stderr);
            }
            // Unable to get the CRL, or one of another scope.
            let unknown = verify(good, &other, more);
            let told = ["error 3 at 0 depth", "error 44 at 0 depth"].iter().any(|error| unknown.stderr.contains(error));
            assert!(!unknown.success && told, "{}", unknown.stderr);
        }
    }
}

/// What a TLS client thinks of a server, with this list at hand.
fn ask(root: &Certificate, server: &Certificate, list: &CertificateList) -> Result<(), Error> {
    let root = CertificateDer::from(root.der());
    let anchors: [TrustAnchor<'_>; 1] = [anchor_from_trusted_cert(&root)?];
    let server = CertificateDer::from(server.der());
    let server = EndEntityCert::try_from(&server)?;
    let list = BorrowedCertRevocationList::from_der(list.der()).map(CertRevocationList::from)?;
    let lists = [&list];
    let revocation = RevocationOptionsBuilder::new(&lists).unwrap().build();
    let now = UnixTime::since_unix_epoch(Duration::from_secs(NOON.unsigned_abs()));
    let usage = KeyUsage::server_auth();
    server.verify_for_usage(ALL_VERIFICATION_ALGS, &anchors, &[], now, usage, Some(revocation), None).map(drop)
}

#[test]
fn rustls_takes_each_shard_for_its_own_certificates() {
    let scene = Scene::new();
    for (number, [revoked, good]) in scene.servers.iter().enumerate() {
        let (own, other) = (&scene.lists[number], &scene.lists[1 - number]);
        assert_eq!(ask(&scene.root, good, own), Ok(()));
        assert_eq!(ask(&scene.root, revoked, own), Err(Error::CertRevoked));
        for server in [good, revoked] {
            assert_eq!(ask(&scene.root, server, other), Err(Error::UnknownRevocationStatus));
        }
    }
}

#[test]
fn a_second_reader_finds_the_same_scope() {
    let scene = Scene::new();
    for (shard, list) in scene.shards.iter().zip(&scene.lists) {
        let (rest, theirs) = CertificateRevocationList::from_der(list.der()).unwrap();
        assert!(rest.is_empty());
        assert_eq!(theirs.iter_revoked_certificates().count(), 1);
        let scope = |extension: &&::x509_parser::extensions::X509Extension<'_>| {
            matches!(extension.parsed_extension(), ParsedExtension::IssuingDistributionPoint(_))
        };
        let found = theirs.extensions().iter().find(scope).unwrap();
        assert!(found.critical);
        let ParsedExtension::IssuingDistributionPoint(point) = found.parsed_extension() else { unreachable!() };
        let Some(DistributionPointName::FullName(names)) = &point.distribution_point else { panic!("{point:?}") };
        assert!(matches!(&names[..], [GeneralName::URI(address)] if *address == shard.address), "{names:?}");
        let limits = [
            point.only_contains_user_certs,
            point.only_contains_ca_certs,
            point.only_contains_attribute_certs,
            point.indirect_crl,
            point.only_some_reasons.is_some(),
        ];
        assert_eq!(limits, [false; 5]);
    }
}
