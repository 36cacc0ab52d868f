//! ML-DSA in the hands of another implementation, that of RustCrypto: it verifies what authorities sign, opens the keys
//! that leave, and makes requests that authorities take. Not even OpenSSL 3.0 could.

use crate::desk::{Desk, NOON, authority_request, crl_on, id, issue_request};
use ::ml_dsa::{
    KeyInit as _, Keypair as _, MlDsa44, MlDsa65, MlDsa87, MlDsaParams, Signature, Signer as _, SigningKey,
    VerifyingKey,
};
use ::x509_parser::prelude::{CertificateRevocationList, FromDer as _, X509CertificationRequest};
use canopy::engine::api::*;
use canopy::engine::{CreateRoot, CreateSubordinate, Template};
use canopy::keystore::{KeyKind, Signer as _, SoftwareKey, export};
use canopy::x509::{
    AttributeTypeAndValue, AttributeValue, Certificate, CertificationRequest, CertificationRequestInfo, MlDsa, Name,
    PublicKey, SignatureAlgorithm, oid, path,
};
use p12_keystore::{KeyStore, Pkcs12Archive, Pkcs12ImportPolicy};
use pkcs8::der::AnyRef;
use pkcs8::spki::AssociatedAlgorithmIdentifier;
use pkcs8::{DecodePrivateKey as _, DecodePublicKey as _, EncodePublicKey as _};
use secrecy::SecretString;
use serde_json::json;

/// A parameter set as the API, Canopy and the other implementation call it.
trait Set: MlDsaParams + AssociatedAlgorithmIdentifier<Params = AnyRef<'static>> {
    const API: &'static str;
    const OURS: MlDsa;
    const KIND: KeyKind;
}

impl Set for MlDsa44 {
    const API: &'static str = "ML_DSA_44";
    const OURS: MlDsa = MlDsa::Set44;
    const KIND: KeyKind = KeyKind::MlDsa44;
}

impl Set for MlDsa65 {
    const API: &'static str = "ML_DSA_65";
    const OURS: MlDsa = MlDsa::Set65;
    const KIND: KeyKind = KeyKind::MlDsa65;
}

impl Set for MlDsa87 {
    const API: &'static str = "ML_DSA_87";
    const OURS: MlDsa = MlDsa::Set87;
    const KIND: KeyKind = KeyKind::MlDsa87;
}

/// Whether the other implementation reads the key and says that it made the signature: pure ML-DSA, with an empty
/// context.
fn verifies<P: Set>(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    let key = VerifyingKey::<P>::from_public_key_der(key.der()).unwrap();
    let signature = Signature::<P>::try_from(signature);
    signature.is_ok_and(|signature| key.verify_with_context(message, &[], &signature))
}

/// The signature is accepted for what was signed, and for nothing else.
#[track_caller]
fn prove<P: Set>(what: &str, key: &PublicKey, signed: &[u8], signature: &[u8]) {
    assert!(verifies::<P>(key, signed, signature), "{} {what}", P::API);
    let mut changed = signed.to_vec();
    *changed.last_mut().unwrap() ^= 1;
    assert!(!verifies::<P>(key, &changed, signature), "{} {what}: changed", P::API);
    let mut changed = signature.to_vec();
    changed[100] ^= 1;
    assert!(!verifies::<P>(key, signed, &changed), "{} {what}: another signature", P::API);
}

/// What it says of an AlgorithmIdentifier is what RFC 9881 section 2 says: the identifier alone.
#[track_caller]
fn is_named<P: Set>(algorithm: &canopy::x509::AlgorithmIdentifier) {
    assert_eq!(algorithm.oid().to_string(), P::ALGORITHM_IDENTIFIER.oid.to_string());
    assert_eq!(algorithm.parameters(), None);
}

fn publishing<P: Set>(kind: &str, name: &str) -> CreateCertificateAuthorityRequest {
    let mut request = authority_request(kind, name, P::API, P::API);
    request["RevocationConfiguration"] = crl_on();
    serde_json::from_value(request).unwrap()
}

fn years(value: i64) -> Validity {
    Validity { value, r#type: ValidityPeriodType::Years }
}

fn new_key<P: Set>() -> SigningKey<P> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).unwrap();
    SigningKey::new(&seed.into())
}

/// A CSR for `leaf.example` that the other implementation has signed.
fn csr_of_other<P: Set>(key: &SigningKey<P>) -> CertificationRequest {
    let value = AttributeValue::utf8("leaf.example");
    let info = CertificationRequestInfo {
        subject: Name::from_rdns(vec![vec![AttributeTypeAndValue { oid: oid::ID_AT_COMMON_NAME, value }]]).unwrap(),
        subject_public_key_info: PublicKey::from_der(key.verifying_key().to_public_key_der().unwrap().as_bytes())
            .unwrap(),
        extensions: Vec::new(),
    };
    let info = info.to_der();
    let signature = key.sign(&info).encode();
    CertificationRequest::assemble(&info, SignatureAlgorithm::MlDsa(P::OURS), &signature).unwrap()
}

fn a_chain<P: Set>() {
    let desk = Desk::new();
    let root = CreateRoot { request: publishing::<P>("ROOT", "Root"), validity: years(20) };
    let root = desk.engine.create_and_activate_root(&desk.caller, root).unwrap();
    let subordinate = CreateSubordinate {
        request: publishing::<P>("SUBORDINATE", "Issuing CA"),
        parent: root.clone(),
        template: Template::subordinate(0).unwrap(),
        validity: years(5),
    };
    let issuing = desk.engine.create_and_install_subordinate(&desk.caller, subordinate).unwrap();
    let (root, issuing) = (root.to_string(), issuing.to_string());
    let (above, own) = (desk.authority_certificate(&root), desk.authority_certificate(&issuing));

    let key = new_key::<P>();
    let csr = csr_of_other(&key);
    let mut request = issue_request(&issuing, &csr.to_pem());
    request["SigningAlgorithm"] = json!(P::API);
    request["TemplateArn"] = json!("arn:aws:acm-pca:::template/CodeSigningCertificate/V1");
    let arn = desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn;
    let leaf = desk.certificate(&arn);
    assert_eq!(leaf.public_key(), csr.public_key());

    for (what, certificate, issuer) in [("root", &above, &above), ("authority", &own, &above), ("leaf", &leaf, &own)] {
        is_named::<P>(certificate.signature_algorithm());
        is_named::<P>(certificate.public_key().algorithm_identifier());
        prove::<P>(what, issuer.public_key(), certificate.tbs_der(), certificate.signature());
    }
    for authority in [&root, &issuing] {
        let csr = CertificationRequest::from_pem_or_der(desk.csr_of(authority).as_bytes()).unwrap();
        is_named::<P>(csr.signature_algorithm());
        let (_, read) = X509CertificationRequest::from_der(csr.der()).unwrap();
        prove::<P>("CSR", csr.public_key(), read.certification_request_info.raw, csr.signature());
    }
    let serial = arn.rsplit('/').next().unwrap();
    let revocation =
        json!({"CertificateAuthorityArn": issuing, "CertificateSerial": serial, "RevocationReason": "KEY_COMPROMISE"});
    desk.engine.revoke(&desk.caller, serde_json::from_value(revocation).unwrap()).unwrap();
    desk.engine.sign_crl(&desk.caller, id(&root)).unwrap();
    for (authority, certificate) in [(&root, &above), (&issuing, &own)] {
        let list = desk.engine.published_crl(id(authority)).unwrap().unwrap();
        is_named::<P>(list.signature_algorithm());
        let (_, read) = CertificateRevocationList::from_der(list.der()).unwrap();
        prove::<P>("CRL", certificate.public_key(), read.tbs_cert_list.as_ref(), list.signature());
    }
    let (pool, roots) = ([own], [above]);
    let sound = path::path(&leaf, &pool, &roots, NOON, &[]);
    assert!(sound.trusted && sound.steps.len() == 3, "{sound:?}");
    let mut changed = leaf.der().to_vec();
    *changed.last_mut().unwrap() ^= 1;
    assert!(!path::path(&Certificate::from_der(&changed).unwrap(), &pool, &roots, NOON, &[]).trusted);
}

#[test]
fn another_implementation_verifies_chains_requests_and_crls() {
    a_chain::<MlDsa44>();
    a_chain::<MlDsa65>();
    a_chain::<MlDsa87>();
}

/// A changed CSR of the other implementation is refused.
#[test]
fn a_request_is_taken_only_with_its_own_signature() {
    let desk = Desk::new();
    let root = desk.root();
    let key = new_key::<MlDsa65>();
    let csr = csr_of_other(&key);
    assert_eq!(csr.verify_signature(), Ok(()));
    let mut changed = csr.der().to_vec();
    *changed.last_mut().unwrap() ^= 1;
    let changed = canopy::x509::pem::encode("CERTIFICATE REQUEST", &changed);
    desk.refused::<IssueCertificateRequest>(issue_request(&root, &changed), "MalformedCSRException");
    desk.call::<IssueCertificateRequest>(issue_request(&root, &csr.to_pem())).unwrap();
}

/// A key that leaves is the same key elsewhere, alone and with its certificate.
fn leaves<P: Set>() {
    let desk = Desk::new();
    let root = desk.root();
    let passphrase = SecretString::from("right");
    let key = SoftwareKey::generate(P::KIND).unwrap();
    let is_same = |other: &SigningKey<P>| {
        assert_eq!(&other.verifying_key().encode()[..], key.public_key().key_bits(), "{}", P::API);
        let signed = other.sign(b"a message").encode();
        let algorithm = SignatureAlgorithm::MlDsa(P::OURS).identifier();
        assert_eq!(canopy::x509::signature::verify(key.public_key(), &algorithm, b"a message", &signed), Ok(()));
    };
    let text = export::encrypted_pem(&key, &passphrase).unwrap();
    is_same(&SigningKey::<P>::from_pkcs8_encrypted_pem(&text, "right").unwrap());
    assert!(SigningKey::<P>::from_pkcs8_encrypted_pem(&text, "wrong").is_err());

    let info = CertificationRequestInfo {
        subject: desk.authority_certificate(&root).subject().clone(),
        subject_public_key_info: key.public_key().clone(),
        extensions: Vec::new(),
    };
    let info = info.to_der();
    let algorithm = SignatureAlgorithm::MlDsa(P::OURS);
    let signature = key.sign(algorithm, &info).unwrap();
    let csr = CertificationRequest::assemble(&info, algorithm, &signature).unwrap();
    let issued = desk.call::<IssueCertificateRequest>(issue_request(&root, &csr.to_pem())).unwrap();
    let certificate = desk.certificate(&issued.certificate_arn);
    let chain = [desk.authority_certificate(&root)];
    let file = export::pkcs12(&key, &certificate, &chain, "a name", &passphrase).unwrap();
    let archive = Pkcs12Archive::from_pkcs12(&file, "right").unwrap();
    is_same(&SigningKey::<P>::from_pkcs8_der(archive.keys[0].key.as_der()).unwrap());
    let certificates: Vec<_> = archive.certs.iter().map(|bag| bag.cert.as_der()).collect();
    assert_eq!(certificates, [certificate.der(), chain[0].der()]);
    assert!(KeyStore::from_pkcs12(&file, "wrong", Pkcs12ImportPolicy::Strict).is_err());
}

#[test]
fn a_key_that_leaves_is_the_same_elsewhere() {
    leaves::<MlDsa44>();
    leaves::<MlDsa65>();
    leaves::<MlDsa87>();
}
