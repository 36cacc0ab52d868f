//! Answers about the status of certificates, and the uses of keys that they are.

mod kept;
mod key_use;

use crate::desk::{Desk, NOON, authority_request, csr, id, issue_request};
use canopy::engine::api::*;
use canopy::engine::{Due, Engine, OcspAnswer};
use canopy::workspace::{Settings, Timestamp};
use canopy::x509::extension::{AuthorityInfoAccess, CrlReason};
use canopy::x509::ocsp::{
    CertId, CertIdHash, CertStatus, Nonce, OcspRequest, OcspResponse, OcspResponseStatus, ResponderId, ResponseData,
};
use canopy::x509::{Certificate, oid};
use serde_json::{Value, json};

const HOUR: i64 = 3_600;

/// A request for a root that answers.
fn answering(name: &str, key: &str, signing: &str) -> Value {
    let mut request = authority_request("ROOT", name, key, signing);
    request["RevocationConfiguration"] = json!({"OcspConfiguration": {"Enabled": true}});
    request
}

/// A root on P-256 that answers.
fn root(desk: &Desk) -> String {
    desk.root_from(answering("Root", "EC_prime256v1", "SHA256WITHECDSA"))
}

fn cert_id(hash: CertIdHash, issuer: &Certificate, serial: &[u8]) -> CertId {
    CertId::new(hash, issuer.subject(), issuer.public_key(), serial)
}

/// What is asked about certificates of one authority.
fn about(desk: &Desk, authority: &str, serials: &[&[u8]]) -> OcspRequest {
    let issuer = desk.authority_certificate(authority);
    let cert_ids = serials.iter().map(|serial| cert_id(CertIdHash::Sha1, &issuer, serial)).collect();
    OcspRequest { cert_ids, nonce: None }
}

fn about_one(desk: &Desk, authority: &str, certificate: &str) -> OcspRequest {
    about(desk, authority, &[desk.certificate(certificate).serial_number()])
}

fn with_nonce(request: OcspRequest, nonce: &[u8]) -> OcspRequest {
    OcspRequest { nonce: Some(Nonce::new(nonce).unwrap()), ..request }
}

fn ask(engine: &Engine, request: &OcspRequest) -> OcspAnswer {
    engine.ocsp(&request.to_der())
}

/// What a signed answer says, whose signature the authority's key verifies.
#[track_caller]
fn said(desk: &Desk, authority: &str, answer: &OcspAnswer) -> ResponseData {
    assert_eq!((answer.status, answer.authority), (OcspResponseStatus::Successful, Some(id(authority))));
    let response = OcspResponse::from_der(&answer.der).unwrap();
    let basic = response.basic().unwrap();
    let issuer = desk.authority_certificate(authority);
    assert_eq!(basic.verify_signature(issuer.public_key()), Ok(()));
    assert_eq!(basic.data().responder_id, ResponderId::of_key(issuer.public_key()));
    let told: Vec<_> = answer.asked.iter().map(|asked| asked.status).collect();
    let statuses: Vec<_> = basic.data().responses.iter().map(|single| Some(single.status)).collect();
    assert_eq!(told, statuses);
    basic.data().clone()
}

/// The status of the one certificate that was asked about.
#[track_caller]
fn status(desk: &Desk, authority: &str, request: &OcspRequest) -> CertStatus {
    let data = said(desk, authority, &ask(&desk.engine, request));
    assert_eq!(data.responses.len(), 1);
    data.responses[0].status
}

#[track_caller]
fn refused(answer: &OcspAnswer, status: OcspResponseStatus) {
    assert_eq!(answer.status, status);
    assert_eq!(OcspResponse::from_der(&answer.der), Ok(OcspResponse::Refused(status)));
    assert_eq!((answer.cacheable, answer.from_cache), (None, false));
}

fn revoke(desk: &Desk, authority: &str, certificate: &str, reason: &str) {
    let serial = certificate.rsplit('/').next().unwrap();
    let request =
        json!({"CertificateAuthorityArn": authority, "CertificateSerial": serial, "RevocationReason": reason});
    desk.call::<RevokeCertificateRequest>(request).unwrap();
}

#[test]
fn good_revoked_and_unknown() {
    let desk = Desk::new();
    let root = root(&desk);
    let [good, compromised, unspecified] = ["a.example", "b.example", "c.example"].map(|name| desk.issue(&root, name));
    desk.later(60);
    revoke(&desk, &root, &compromised, "KEY_COMPROMISE");
    revoke(&desk, &root, &unspecified, "UNSPECIFIED");
    let revoked = |reason| CertStatus::Revoked { at: NOON + 60, reason };
    assert_eq!(status(&desk, &root, &about_one(&desk, &root, &good)), CertStatus::Good);
    let found = status(&desk, &root, &about_one(&desk, &root, &compromised));
    assert_eq!(found, revoked(Some(CrlReason::KeyCompromise)));
    assert_eq!(status(&desk, &root, &about_one(&desk, &root, &unspecified)), revoked(None));
    // Numbers that nobody has issued, among them some that no certificate of this service has.
    for serial in [&[9; 16][..], &[], &[1; 17], &[0xff; 20]] {
        assert_eq!(status(&desk, &root, &about(&desk, &root, &[serial])), CertStatus::Unknown, "{serial:?}");
    }
    // The root's own, which it has issued to itself.
    let own = desk.authority_certificate(&root);
    assert_eq!(status(&desk, &root, &about(&desk, &root, &[own.serial_number()])), CertStatus::Good);
}

#[test]
fn an_answer_repeats_the_question_and_holds_an_hour() {
    let desk = Desk::new();
    let root = root(&desk);
    let leaf = desk.certificate(&desk.issue(&root, "a.example"));
    for hash in CertIdHash::ALL {
        let asked = cert_id(hash, &desk.authority_certificate(&root), leaf.serial_number());
        let answer = ask(&desk.engine, &OcspRequest { cert_ids: vec![asked.clone()], nonce: None });
        let data = said(&desk, &root, &answer);
        assert_eq!((data.produced_at, data.nonce), (NOON, None));
        let single = &data.responses[0];
        assert_eq!(single.cert_id, asked);
        assert_eq!((single.this_update, single.next_update), (NOON, Some(NOON + HOUR)));
        let validity = answer.cacheable.unwrap();
        let seconds = [validity.this_update, validity.next_update].map(Timestamp::seconds);
        assert_eq!(seconds, [NOON, NOON + HOUR]);
        assert_eq!(answer.asked[0].serial_number, leaf.serial_number());
    }
}

#[test]
fn each_kind_of_key_signs_with_the_algorithm_of_its_authority() {
    let desk = Desk::new();
    let kinds = [
        ("RSA_2048", "SHA256WITHRSA"),
        ("RSA_2048", "SHA384WITHRSA_PSS"),
        ("EC_prime256v1", "SHA512WITHECDSA"),
        ("EC_secp384r1", "SHA384WITHECDSA"),
        ("EC_secp521r1", "SHA256WITHECDSA"),
        ("ML_DSA_44", "ML_DSA_44"),
        ("ML_DSA_87", "ML_DSA_87"),
    ];
    for (key, signing) in kinds {
        let root = desk.root_from(answering(signing, key, signing));
        let answer = ask(&desk.engine, &about(&desk, &root, &[&[1]]));
        said(&desk, &root, &answer);
        let response = OcspResponse::from_der(&answer.der).unwrap();
        let own = desk.authority_certificate(&root);
        // A root certifies itself with the same algorithm.
        assert_eq!(response.basic().unwrap().signature_algorithm(), own.signature_algorithm(), "{signing}");
    }
}

#[test]
fn several_certificates_of_one_authority_are_answered_together() {
    let desk = Desk::new();
    let root = root(&desk);
    let [one, other] = ["a.example", "b.example"].map(|name| desk.issue(&root, name));
    revoke(&desk, &root, &other, "SUPERSEDED");
    let serials = [one, other].map(|arn| desk.certificate(&arn).serial_number().to_vec());
    let request = about(&desk, &root, &[&serials[0], &serials[1], &[5]]);
    let data = said(&desk, &root, &ask(&desk.engine, &request));
    let statuses: Vec<_> = data.responses.iter().map(|single| single.status).collect();
    let superseded = CertStatus::Revoked { at: NOON, reason: Some(CrlReason::Superseded) };
    assert_eq!(statuses, [CertStatus::Good, superseded, CertStatus::Unknown]);
    assert!(ask(&desk.engine, &request).from_cache);
    let other_root = desk.root_from(answering("Other", "EC_prime256v1", "SHA256WITHECDSA"));
    let mut spanning = request;
    spanning.cert_ids.extend(about(&desk, &other_root, &[&[1]]).cert_ids);
    refused(&ask(&desk.engine, &spanning), OcspResponseStatus::Unauthorized);
}

#[test]
fn what_is_no_request_is_malformed() {
    let desk = Desk::new();
    let root = root(&desk);
    let before = desk.bytes();
    let good = about(&desk, &root, &[&[1]]).to_der();
    for length in 0..good.len() {
        refused(&desk.engine.ocsp(&good[..length]), OcspResponseStatus::MalformedRequest);
    }
    let many: Vec<&[u8]> = vec![&[1]; 65];
    refused(&ask(&desk.engine, &about(&desk, &root, &many)), OcspResponseStatus::MalformedRequest);
    refused(&desk.engine.ocsp(&vec![0x30; 1 << 20]), OcspResponseStatus::MalformedRequest);
    assert!(desk.engine.ocsp_at_once(b"").is_some());
    assert!(desk.bytes() == before);
}

#[test]
fn only_an_authority_that_answers_is_asked() {
    let desk = Desk::new();
    let root = root(&desk);
    let silent = desk.root();
    refused(&ask(&desk.engine, &about(&desk, &silent, &[&[1]])), OcspResponseStatus::Unauthorized);
    let elsewhere = Desk::new();
    let foreign = elsewhere.root();
    refused(&ask(&desk.engine, &about(&elsewhere, &foreign, &[&[1]])), OcspResponseStatus::Unauthorized);
    // Another digest than those that are made here.
    let mut request = about(&desk, &root, &[&[1]]).to_der();
    let sha1 = oid::ID_SHA1.to_der();
    let at = request.windows(sha1.len()).position(|window| window == sha1).unwrap();
    request[at + sha1.len() - 1] ^= 1;
    refused(&desk.engine.ocsp(&request), OcspResponseStatus::Unauthorized);
}

#[test]
fn states_and_the_configuration_decide_who_answers() {
    let desk = Desk::new();
    let root = root(&desk);
    let request = about(&desk, &root, &[&[1]]);
    let answered = || ask(&desk.engine, &request).status;
    assert_eq!(answered(), OcspResponseStatus::Successful);
    desk.set_status(&root, "DISABLED");
    assert_eq!(answered(), OcspResponseStatus::Successful);
    desk.call::<DeleteCertificateAuthorityRequest>(json!({"CertificateAuthorityArn": root})).unwrap();
    assert_eq!(answered(), OcspResponseStatus::Unauthorized, "not even from the cache");
    desk.call::<RestoreCertificateAuthorityRequest>(json!({"CertificateAuthorityArn": root})).unwrap();
    assert_eq!(answered(), OcspResponseStatus::Successful);
    let off =
        json!({"CertificateAuthorityArn": root, "RevocationConfiguration": {"OcspConfiguration": {"Enabled": false}}});
    desk.call::<UpdateCertificateAuthorityRequest>(off).unwrap();
    assert_eq!(answered(), OcspResponseStatus::Unauthorized);
    let on =
        json!({"CertificateAuthorityArn": root, "RevocationConfiguration": {"OcspConfiguration": {"Enabled": true}}});
    desk.call::<UpdateCertificateAuthorityRequest>(on).unwrap();
    assert_eq!(answered(), OcspResponseStatus::Successful);
    desk.later(21 * 366 * 86_400);
    assert_eq!(answered(), OcspResponseStatus::Unauthorized, "it has expired");
}

#[test]
fn an_authority_that_comes_later_is_found() {
    let desk = Desk::new();
    let first = root(&desk);
    assert_eq!(status(&desk, &first, &about(&desk, &first, &[&[1]])), CertStatus::Unknown);
    let second = desk.root_from(answering("Second", "EC_prime256v1", "SHA256WITHECDSA"));
    assert_eq!(status(&desk, &second, &about(&desk, &second, &[&[1]])), CertStatus::Unknown);
}

#[test]
fn certificates_name_where_it_is_asked() {
    let settings = Settings { publication_address: Some("pki.example.com:8560".into()), ..Settings::default() };
    let desk = Desk::with(settings);
    let named = |authority: &str| {
        let request = issue_request(authority, &csr("a.example"));
        let issued = desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn;
        desk.certificate(&issued).extension(&oid::ID_PE_AUTHORITY_INFO_ACCESS).cloned()
    };
    let address = AuthorityInfoAccess::of_ocsp("http://pki.example.com:8560/ocsp").to_extension(false).unwrap();
    let root = root(&desk);
    assert_eq!(named(&root), Some(address));
    let mut request = answering("Elsewhere", "EC_prime256v1", "SHA256WITHECDSA");
    request["RevocationConfiguration"]["OcspConfiguration"]["OcspCustomCname"] = json!("ocsp.example.com");
    let elsewhere = AuthorityInfoAccess::of_ocsp("http://ocsp.example.com").to_extension(false).unwrap();
    assert_eq!(named(&desk.root_from(request)), Some(elsewhere));
    assert_eq!(named(&desk.root()), None);
}
