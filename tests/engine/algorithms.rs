//! The algorithms that are newer than the reference, from the key of an authority to what is revoked; and those that no
//! region here has.

use crate::desk::{Desk, NOON, authority_request, base64, crl_on, csr, id, import_request, issue_request};
use canopy::engine::api::*;
use canopy::engine::{CreateRoot, CrlOutcome, Error, key};
use canopy::x509::{Certificate, CertificateList, CertificationRequest, path};
use serde_json::{Value, json};

/// A key and a signature of each kind that came after April 2024.
const NEWER: [(KeyAlgorithm, SigningAlgorithm); 6] = [
    (KeyAlgorithm::Rsa2048, SigningAlgorithm::Sha256WithRsaPss),
    (KeyAlgorithm::Rsa2048, SigningAlgorithm::Sha384WithRsaPss),
    (KeyAlgorithm::Rsa2048, SigningAlgorithm::Sha512WithRsaPss),
    (KeyAlgorithm::MlDsa44, SigningAlgorithm::MlDsa44),
    (KeyAlgorithm::MlDsa65, SigningAlgorithm::MlDsa65),
    (KeyAlgorithm::MlDsa87, SigningAlgorithm::MlDsa87),
];

/// One pair in its workspace.
struct Case {
    desk: Desk,
    key: KeyAlgorithm,
    signing: SigningAlgorithm,
}

impl Case {
    /// An authority that publishes CRLs, step by step through the actions of the API; below `parent`, or a root.
    fn authority(&self, name: &str, parent: Option<&str>) -> String {
        let (kind, template) = match parent {
            Some(_) => ("SUBORDINATE", "SubordinateCACertificate_PathLen0/V1"),
            None => ("ROOT", "RootCACertificate/V1"),
        };
        let mut request = authority_request(kind, name, self.key.as_str(), self.signing.as_str());
        request["RevocationConfiguration"] = crl_on();
        let arn = self.desk.call::<CreateCertificateAuthorityRequest>(request).unwrap().certificate_authority_arn;
        let configuration = self.desk.describe(&arn).certificate_authority_configuration.unwrap();
        assert_eq!((configuration.key_algorithm, configuration.signing_algorithm), (self.key, self.signing));
        let csr = self.desk.csr_of(&arn);
        let read = CertificationRequest::from_pem_or_der(csr.as_bytes()).unwrap();
        assert_eq!(read.verify_signature(), Ok(()), "{}", self.signing);
        let certificate = self.issue(parent.unwrap_or(&arn), &csr, template, 300).to_pem();
        let chain = parent.map(|parent| self.desk.authority_certificate(parent).to_pem()).unwrap_or_default();
        let import = import_request(&arn, &certificate, &chain);
        self.desk.call::<ImportCertificateAuthorityCertificateRequest>(import).unwrap();
        assert_eq!(self.desk.describe(&arn).status, Some(CertificateAuthorityStatus::Active));
        arn
    }

    fn issue(&self, authority: &str, csr: &str, template: &str, days: i64) -> Certificate {
        let mut request = issue_request(authority, csr);
        request["TemplateArn"] = json!(format!("arn:aws:acm-pca:::template/{template}"));
        request["SigningAlgorithm"] = json!(self.signing.as_str());
        request["Validity"]["Value"] = json!(days);
        self.desk.certificate(&self.desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn)
    }

    fn revoke(&self, authority: &str, certificate: &Certificate) -> CertificateList {
        let serial: String = certificate.serial_number().iter().map(|octet| format!("{octet:02x}")).collect();
        let request = json!({"CertificateAuthorityArn": authority, "CertificateSerial": serial, "RevocationReason": "SUPERSEDED"});
        self.desk.call::<RevokeCertificateRequest>(request).unwrap();
        let published = self.desk.engine.sign_crl(&self.desk.caller, id(authority)).unwrap();
        assert!(matches!(published, CrlOutcome::Published { entries: 1, .. }), "{published:?}");
        self.desk.engine.published_crl(id(authority)).unwrap().unwrap()
    }

    /// The CSR of a new key of the same kind.
    fn subject_csr(&self) -> String {
        let subject = Asn1Subject { common_name: Some("leaf.example".into()), ..Asn1Subject::default() };
        let names = [GeneralName { dns_name: Some("leaf.example".into()), ..GeneralName::default() }];
        self.desk.engine.generate_subject_key(self.key, &subject, &names).unwrap().csr_pem().to_owned()
    }

    fn prove(&self) {
        let root = self.authority("Root", None);
        let issuing = self.authority("Issuing CA", Some(&root));
        let (root, sub) = (self.desk.authority_certificate(&root), self.desk.authority_certificate(&issuing));
        let leaf = self.issue(&issuing, &self.subject_csr(), "CodeSigningCertificate/V1", 30);
        let words = key::signature_words(self.signing);
        for certificate in [&root, &sub, &leaf] {
            assert_eq!(certificate.signature_algorithm().to_string(), words);
            assert_eq!(certificate.public_key().to_string(), key::words(self.key));
        }
        let roots = std::slice::from_ref(&root);
        let pool = std::slice::from_ref(&sub);
        let trusted = |leaf: &Certificate, pool: &[Certificate], crls: &[CertificateList]| {
            path::path(leaf, pool, roots, NOON, crls)
        };
        let sound = trusted(&leaf, pool, &[]);
        assert!(sound.trusted && sound.steps.len() == 3, "{words}: {sound:?}");
        for changed in [tampered(&leaf, b"leaf.example"), with_another_signature(&leaf)] {
            assert!(!trusted(&changed, pool, &[]).trusted, "{words}: a changed leaf");
        }
        for changed in [tampered(&sub, b"Issuing CA"), with_another_signature(&sub)] {
            assert!(!trusted(&leaf, &[changed], &[]).trusted, "{words}: a changed authority");
        }
        // The key must come from the file again.
        self.desk.engine.lock();
        self.desk.engine.unlock(&crate::desk::passphrase()).unwrap();
        let list = self.revoke(&issuing, &leaf);
        assert_eq!(list.verify_signature(sub.public_key()), Ok(()), "{words}");
        assert!(list.verify_signature(root.public_key()).is_err(), "{words}");
        assert_eq!(list.signature_algorithm().to_string(), words);
        assert!(list.find(leaf.serial_number()).is_some());
        assert!(!trusted(&leaf, pool, &[list]).trusted, "{words}: a revoked leaf");
    }
}

/// The same certificate with one character of its signed part changed.
fn tampered(certificate: &Certificate, text: &[u8]) -> Certificate {
    let mut der = certificate.der().to_vec();
    let at = der.windows(text.len()).rposition(|window| window == text).unwrap();
    der[at] ^= 0x20;
    Certificate::from_der(&der).unwrap()
}

/// The same certificate with one bit of its signature changed.
fn with_another_signature(certificate: &Certificate) -> Certificate {
    let mut der = certificate.der().to_vec();
    *der.last_mut().unwrap() ^= 1;
    Certificate::from_der(&der).unwrap()
}

#[test]
fn authorities_of_each_newer_algorithm_issue_and_revoke() {
    for (key, signing) in NEWER {
        assert!(key::is_beyond_reference(key) || key::is_signature_beyond_reference(signing));
        Case { desk: Desk::new(), key, signing }.prove();
    }
}

#[test]
fn an_rsa_authority_signs_with_pss_when_it_is_asked() {
    let desk = Desk::new();
    let root = desk.root_from(authority_request("ROOT", "Root", "RSA_2048", "SHA256WITHRSA"));
    let own = desk.authority_certificate(&root);
    assert_eq!(own.signature_algorithm().to_string(), "RSA with SHA-256");
    for (signing, words) in [("SHA256WITHRSA_PSS", "SHA-256"), ("SHA512WITHRSA_PSS", "SHA-512")] {
        let mut request = issue_request(&root, &csr("a.example"));
        request["SigningAlgorithm"] = json!(signing);
        let arn = desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn;
        let certificate = desk.certificate(&arn);
        assert_eq!(certificate.signature_algorithm().to_string(), format!("RSA-PSS with {words}"));
        assert!(path::path(&certificate, &[], std::slice::from_ref(&own), NOON, &[]).trusted);
    }
}

#[test]
fn ml_dsa_signs_with_the_parameter_set_of_its_key() {
    let desk = Desk::new();
    let wrong = authority_request("ROOT", "Root", "ML_DSA_44", "ML_DSA_65");
    let error = desk.refused::<CreateCertificateAuthorityRequest>(wrong, "InvalidArgsException");
    assert_eq!(error.message(), "The key is ML_DSA_44, which cannot sign with ML_DSA_65: expected ML_DSA_44.");
    let root = desk.root_from(authority_request("ROOT", "Root", "ML_DSA_44", "ML_DSA_44"));
    for other in ["ML_DSA_65", "ML_DSA_87", "SHA256WITHRSA_PSS", "SHA256WITHECDSA"] {
        let mut request = issue_request(&root, &csr("a.example"));
        request["SigningAlgorithm"] = json!(other);
        let error = desk.refused::<IssueCertificateRequest>(request, "InvalidArgsException");
        assert_eq!(error.members(), ["signingAlgorithm"]);
        assert!(error.message().contains("ML_DSA_44") && error.message().contains(other), "{error}");
    }
}

/// RFC 9881 section 5 against the templates, which win.
#[test]
fn a_preview_tells_of_key_usages_that_ml_dsa_must_not_have() {
    let desk = Desk::new();
    let root = desk.root();
    let issuing = desk.subordinate(&root);
    let subject = Asn1Subject { common_name: Some("a.example".into()), ..Asn1Subject::default() };
    let names = [GeneralName { dns_name: Some("a.example".into()), ..GeneralName::default() }];
    let warnings = |key: KeyAlgorithm, template: &str| {
        let mut request = issue_request(&issuing, "");
        request["TemplateArn"] = json!(format!("arn:aws:acm-pca:::template/{template}"));
        let new = serde_json::from_value(request.clone()).unwrap();
        let new = desk.engine.preview_for_new_key(&desk.caller, &new, key, &subject, &names).unwrap();
        let made = desk.engine.generate_subject_key(key, &subject, &names).unwrap();
        request["Csr"] = json!(base64(made.csr_pem()));
        let known = desk.engine.preview(&desk.caller, &serde_json::from_value(request).unwrap()).unwrap();
        assert_eq!(new.warnings, known.warnings);
        known.warnings
    };
    let warning = "It sets keyEncipherment, which a key of ML-DSA must not have (RFC 9881): strict software \
                   refuses it";
    assert_eq!(warnings(KeyAlgorithm::MlDsa44, "EndEntityCertificate/V1"), [warning]);
    assert_eq!(warnings(KeyAlgorithm::MlDsa44, "CodeSigningCertificate/V1"), [""; 0]);
    assert_eq!(warnings(KeyAlgorithm::EcPrime256v1, "EndEntityCertificate/V1"), [""; 0]);
}

/// SM2, SM3 and CCPC are of the China regions.
#[test]
fn what_only_china_regions_have_is_refused() {
    let desk = Desk::new();
    let refused = |key: &str, signing: &str, standard: Option<&str>, member: &str| {
        let mut request = authority_request("ROOT", "Root", key, signing);
        if let Some(standard) = standard {
            request["KeyStorageSecurityStandard"] = json!(standard);
        }
        let error = desk.refused::<CreateCertificateAuthorityRequest>(request.clone(), "InvalidArgsException");
        tells_of_the_region(&error, member);
        let root = CreateRoot {
            request: serde_json::from_value(request).unwrap(),
            validity: Validity { value: 1, r#type: ValidityPeriodType::Years },
        };
        tells_of_the_region(&desk.engine.preview_root(&desk.caller, &root).unwrap_err(), member);
        tells_of_the_region(&desk.engine.create_and_activate_root(&desk.caller, root).unwrap_err(), member);
    };
    let configuration = "certificateAuthorityConfiguration";
    refused("SM2", "SM3WITHSM2", None, &format!("{configuration}.keyAlgorithm"));
    refused("SM2", "SHA256WITHECDSA", None, &format!("{configuration}.keyAlgorithm"));
    refused("EC_prime256v1", "SM3WITHSM2", None, "signingAlgorithm");
    let standard = Some("CCPC_LEVEL_1_OR_HIGHER");
    refused("EC_prime256v1", "SHA256WITHECDSA", standard, "keyStorageSecurityStandard");

    let root = desk.root();
    let mut request: Value = issue_request(&root, &csr("a.example"));
    request["SigningAlgorithm"] = json!("SM3WITHSM2");
    let error = desk.refused::<IssueCertificateRequest>(request, "InvalidArgsException");
    tells_of_the_region(&error, "signingAlgorithm");
    let subject = Asn1Subject { common_name: Some("a".into()), ..Asn1Subject::default() };
    let error = desk.engine.generate_subject_key(KeyAlgorithm::Sm2, &subject, &[]).unwrap_err();
    assert_eq!(error.code(), "InvalidArgsException");
    assert!(key::offered_keys().all(|key| key != KeyAlgorithm::Sm2));
    assert!(key::offered_standards().all(|standard| standard != KeyStorageSecurityStandard::CcpcLevel1OrHigher));
}

#[track_caller]
fn tells_of_the_region(error: &Error, member: &str) {
    assert_eq!((error.code(), error.members()), ("InvalidArgsException", vec![member]));
    assert!(error.message().contains("not available in this region"), "{error}");
}
