//! Keys that the certificate manager hands out, opened by OpenSSL with the chain above them.

use super::{pem, root};
use crate::desk::Desk;
use crate::tool::Tool;
use canopy::engine::api::*;
use canopy::engine::{CERTIFICATE_MANAGER, ManagedCertificateRequest};
use canopy::x509::pem::decode;
use secrecy::SecretString;
use serde_json::json;

#[test]
fn openssl_opens_what_the_certificate_manager_hands_out() {
    let Some(openssl) = Tool::find("openssl") else { return };
    let desk = Desk::new();
    let root = root(&desk, "Root", "EC_secp384r1", "SHA384WITHECDSA");
    let issuing = desk.subordinate(&root);
    let permission = json!({
        "CertificateAuthorityArn": issuing, "Principal": CERTIFICATE_MANAGER,
        "Actions": ["IssueCertificate", "GetCertificate", "ListPermissions"],
    });
    desk.call::<CreatePermissionRequest>(permission).unwrap();
    for key_algorithm in [KeyAlgorithm::EcPrime256v1, KeyAlgorithm::Rsa2048] {
        let request = ManagedCertificateRequest {
            authority: issuing.parse().unwrap(),
            key_algorithm,
            subject: Asn1Subject { common_name: Some("shop.example".into()), ..Asn1Subject::default() },
            names: vec![GeneralName { dns_name: Some("shop.example".into()), ..GeneralName::default() }],
            validity_days: 90,
            renew_days_before: 30,
        };
        let id = desk.engine.request_managed_certificate(&desk.caller, &request).unwrap();
        // The renewed one is as good as the first.
        let renewed = desk.engine.renew_managed(&desk.caller, id).unwrap().certificate;
        let leaf = desk.certificate(&renewed.to_string());
        let chain = desk.engine.chain(renewed.authority.id).unwrap();
        let secret = SecretString::from("right: ä 😀");
        let path = desk.folder.path().join("shop.p12");
        let file = desk.engine.managed_pkcs12(&desk.caller, id, renewed.serial, "shop.example", &secret).unwrap();
        std::fs::write(&path, file.as_slice()).unwrap();
        let arguments = ["pkcs12", "-in", path.to_str().unwrap(), "-passin", "pass:right: ä 😀"];
        let open = |more: &[&str]| openssl.pipe([&arguments, more].concat(), b"").expect("read what Canopy wrote");
        let ders = |text: &[u8]| -> Vec<Vec<u8>> { decode(text).unwrap().into_iter().map(|block| block.der).collect() };
        assert_eq!(ders(&open(&["-nokeys", "-clcerts"]).stdout), [leaf.der().to_vec()]);
        let above: Vec<Vec<u8>> = chain.iter().map(|certificate| certificate.der().to_vec()).collect();
        assert_eq!(ders(&open(&["-nokeys", "-cacerts"]).stdout), above);
        let key = open(&["-nocerts", "-nodes"]).stdout;
        let public = ["pkey", "-pubout", "-outform", "DER"];
        let public = openssl.pipe(public, &key).expect("read the key").stdout;
        assert_eq!(public, leaf.public_key().der());
        // The same key in PEM, after the certificates.
        let text = desk.engine.managed_pem(&desk.caller, id, renewed.serial, &secret).unwrap();
        assert!(text.starts_with(&pem(&[std::slice::from_ref(&leaf), &chain[..]].concat())));
        let arguments = ["pkey", "-pubout", "-outform", "DER", "-passin", "pass:right: ä 😀"];
        assert_eq!(openssl.pipe(arguments, text.as_bytes()).expect("read the key").stdout, public);
        // And the chain leads to the root, for a server and for a client.
        let folder = desk.folder.path();
        std::fs::write(folder.join("roots.pem"), desk.authority_certificate(&root).to_pem()).unwrap();
        std::fs::write(folder.join("untrusted.pem"), pem(&chain[..1])).unwrap();
        let asked =
            super::Asked { openssl: &openssl, folder, roots: "roots.pem", more: &["-untrusted", "untrusted.pem"] };
        for purpose in ["sslserver", "sslclient"] {
            asked.accepts(purpose, std::slice::from_ref(&leaf));
        }
    }
}
