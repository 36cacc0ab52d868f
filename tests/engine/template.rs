//! What each template fixes, from the user guide's table and not from the code's.

use crate::desk::{Desk, csr, issue_request, root_with_crl};
use canopy::engine::api::*;
use canopy::engine::{TEMPLATES, Variety};
use canopy::workspace::Settings;
use canopy::x509::{Certificate, Extension, Oid, oid};
use serde_json::json;
use std::collections::BTreeSet;

/// BasicConstraints, with `critical` before it, in hexadecimal.
const LEAF: &str = "3000";
const ROOT: &str = "critical 30030101ff";

/// KeyUsage: digitalSignature, with keyEncipherment, with keyCertSign and cRLSign. Always critical.
const SIGN: &str = "critical 03020780";
const TLS: &str = "critical 030205a0";
const CA: &str = "critical 03020186";

/// ExtendedKeyUsage.
const SERVER: &str = "300a06082b06010505070301";
const CLIENT: &str = "300a06082b06010505070302";
const BOTH: &str = "301406082b0601050507030106082b06010505070302";
const CODE: &str = "critical 300a06082b06010505070303";
const OCSP: &str = "critical 300a06082b06010505070309";

/// Name, basic constraints, key usage, extended key usage, and whether it points to who signed it and to a CRL.
const ROWS: &[(&str, &str, &str, &str, bool)] = &[
    ("CodeSigningCertificate/V1", LEAF, SIGN, CODE, true),
    ("EndEntityCertificate/V1", LEAF, TLS, BOTH, true),
    ("EndEntityClientAuthCertificate/V1", LEAF, TLS, CLIENT, true),
    ("EndEntityServerAuthCertificate/V1", LEAF, TLS, SERVER, true),
    ("OCSPSigningCertificate/V1", LEAF, SIGN, OCSP, true),
    ("RootCACertificate/V1", ROOT, CA, "", false),
    ("SubordinateCACertificate_PathLen0/V1", "critical 30060101ff020100", CA, "", true),
    ("SubordinateCACertificate_PathLen1/V1", "critical 30060101ff020101", CA, "", true),
    ("SubordinateCACertificate_PathLen2/V1", "critical 30060101ff020102", CA, "", true),
    ("SubordinateCACertificate_PathLen3/V1", "critical 30060101ff020103", CA, "", true),
];

fn written(certificate: &Certificate, oid: Oid) -> String {
    let hex = |extension: &Extension| extension.value.iter().map(|octet| format!("{octet:02x}")).collect::<String>();
    let critical = |extension: &Extension| if extension.critical { "critical " } else { "" };
    certificate.extension(&oid).map_or(String::new(), |found| format!("{}{}", critical(found), hex(found)))
}

#[test]
fn the_ten_base_templates_are_as_the_guide_prints_them() {
    let desk = Desk::with(Settings { publication_address: Some("pki.example.com".into()), ..Settings::default() });
    let root = desk.root_from(root_with_crl());
    let own = desk.csr_of(&root);
    for (name, constraints, usage, purposes, points) in ROWS {
        let is_root = *name == "RootCACertificate/V1";
        let mut request = issue_request(&root, &if is_root { own.clone() } else { csr("a.example") });
        request["TemplateArn"] = json!(format!("arn:aws:acm-pca:::template/{name}"));
        let certificate = desk.certificate(&desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn);
        assert_eq!(written(&certificate, oid::ID_CE_BASIC_CONSTRAINTS), *constraints, "{name}");
        assert_eq!(written(&certificate, oid::ID_CE_KEY_USAGE), *usage, "{name}");
        assert_eq!(written(&certificate, oid::ID_CE_EXT_KEY_USAGE), *purposes, "{name}");
        for pointer in [oid::ID_CE_AUTHORITY_KEY_IDENTIFIER, oid::ID_CE_CRL_DISTRIBUTION_POINTS] {
            let found = certificate.extension(&pointer);
            assert_eq!(found.is_some(), *points, "{name}");
            assert!(found.is_none_or(|found| !found.critical), "{name}");
        }
        let subject_key = certificate.extension(&oid::ID_CE_SUBJECT_KEY_IDENTIFIER).unwrap();
        assert!(!subject_key.critical, "{name}");
        assert!(certificate.extension(&oid::ID_PE_AUTHORITY_INFO_ACCESS).is_none(), "{name}: no OCSP is configured");
    }
    let base = TEMPLATES.iter().filter(|template| template.variety == Variety::Base);
    let offered: BTreeSet<&str> = base.map(|template| template.name).collect();
    assert_eq!(offered, ROWS.iter().map(|row| row.0).collect());
}
