//! Answers about the status of certificates, and the uses of keys that they are.

use crate::desk::{Desk, NOON, authority_request, csr, id, issue_request, passphrase};
use canopy::engine::api::*;
use canopy::engine::{Due, Engine, OcspAnswer};
use canopy::workspace::{Authority, Event, Settings, Timestamp};
use canopy::x509::extension::{AuthorityInfoAccess, CrlReason};
use canopy::x509::ocsp::{
    CertId, CertIdHash, CertStatus, Nonce, OcspRequest, OcspResponse, OcspResponseStatus, ResponderId, ResponseData,
};
use canopy::x509::{Certificate, oid};
use serde_json::{Value, json};
use std::sync::Arc;

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

fn stored(desk: &Desk, authority: &str) -> Arc<Authority> {
    desk.engine.snapshot().authority(id(authority)).unwrap().clone()
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
fn an_answer_is_signed_once_until_half_of_its_time() {
    let desk = Desk::new();
    let root = root(&desk);
    let request = about_one(&desk, &root, &desk.issue(&root, "a.example"));
    assert!(desk.engine.ocsp_at_once(&request.to_der()).is_none());
    let first = ask(&desk.engine, &request);
    assert!(!first.from_cache);
    desk.later(HOUR / 2 - 1);
    let again = desk.engine.ocsp_at_once(&request.to_der()).unwrap();
    assert!(again.from_cache && again.der == first.der);
    desk.later(1);
    assert!(desk.engine.ocsp_at_once(&request.to_der()).is_none());
    let next = ask(&desk.engine, &request);
    assert!(!next.from_cache && next.der != first.der);
    assert_eq!(said(&desk, &root, &next).produced_at, NOON + HOUR / 2);
}

#[test]
fn a_revocation_is_told_at_once() {
    let desk = Desk::new();
    let root = root(&desk);
    let leaf = desk.issue(&root, "a.example");
    let request = about_one(&desk, &root, &leaf);
    assert_eq!(status(&desk, &root, &request), CertStatus::Good);
    assert!(ask(&desk.engine, &request).from_cache);
    revoke(&desk, &root, &leaf, "PRIVILEGE_WITHDRAWN");
    let answer = ask(&desk.engine, &request);
    assert!(!answer.from_cache);
    let withdrawn = CertStatus::Revoked { at: NOON, reason: Some(CrlReason::PrivilegeWithdrawn) };
    assert_eq!(said(&desk, &root, &answer).responses[0].status, withdrawn);
    assert!(ask(&desk.engine, &request).from_cache);
}

#[test]
fn a_number_that_was_unknown_is_good_once_it_is_issued() {
    let desk = Desk::made(Settings::default(), Some(crate::desk::Small::new()));
    let root = root(&desk);
    let next = desk.certificate(&desk.issue(&root, "a.example")).serial_number().to_vec();
    let next = [next[0], next[1] + 1];
    let request = about(&desk, &root, &[&next]);
    assert_eq!(status(&desk, &root, &request), CertStatus::Unknown);
    assert!(ask(&desk.engine, &request).from_cache);
    let issued = desk.certificate(&desk.issue(&root, "b.example"));
    assert_eq!(issued.serial_number(), next);
    assert_eq!(status(&desk, &root, &request), CertStatus::Good);
}

#[test]
fn a_nonce_comes_back_under_a_signature_of_its_own() {
    let desk = Desk::new();
    let root = root(&desk);
    let request = about(&desk, &root, &[&[1]]);
    let kept = ask(&desk.engine, &request);
    for nonce in [&b"x"[..], &[7; 32], &[8; 128]] {
        let asked = with_nonce(request.clone(), nonce);
        assert!(desk.engine.ocsp_at_once(&asked.to_der()).is_none());
        let answer = ask(&desk.engine, &asked);
        assert!(!answer.from_cache && answer.cacheable.is_none() && answer.der != kept.der);
        assert_eq!(said(&desk, &root, &answer).nonce.unwrap().octets(), nonce);
        assert!(ask(&desk.engine, &asked).der != answer.der, "not even the same nonce is answered twice");
    }
    assert_eq!(ask(&desk.engine, &request).der, kept.der);
}

#[test]
fn signing_has_a_budget_that_a_flood_cannot_take_whole() {
    let desk = Desk::new();
    let root = root(&desk);
    let leaves: Vec<_> = (0..51).map(|_| about_one(&desk, &root, &desk.issue(&root, "a.example"))).collect();
    desk.later(10);
    // Nonces take half of it, and numbers that nobody has issued have nothing left then.
    let nonce = |number: u8| with_nonce(leaves[0].clone(), &[number + 1]);
    for number in 0..50 {
        assert_eq!(ask(&desk.engine, &nonce(number)).status, OcspResponseStatus::Successful);
    }
    refused(&ask(&desk.engine, &nonce(50)), OcspResponseStatus::TryLater);
    refused(&ask(&desk.engine, &about(&desk, &root, &[&[1, 2, 3]])), OcspResponseStatus::TryLater);
    for leaf in &leaves[..50] {
        assert_eq!(ask(&desk.engine, leaf).status, OcspResponseStatus::Successful);
    }
    refused(&ask(&desk.engine, &leaves[50]), OcspResponseStatus::TryLater);
    assert!(ask(&desk.engine, &leaves[0]).from_cache, "what was signed is still there");
    desk.later(1);
    assert_eq!(ask(&desk.engine, &leaves[50]).status, OcspResponseStatus::Successful);
    assert_eq!(ask(&desk.engine, &nonce(51)).status, OcspResponseStatus::Successful);
}

#[test]
fn numbers_that_nobody_has_issued_displace_no_answer() {
    let desk = Desk::new();
    let root = root(&desk);
    let leaf = about_one(&desk, &root, &desk.issue(&root, "a.example"));
    ask(&desk.engine, &leaf);
    for number in 0..300_u16 {
        if number % 40 == 0 {
            desk.later(1);
        }
        let serial = [[1, 1], number.to_be_bytes()].concat();
        let unknown = ask(&desk.engine, &about(&desk, &root, &[&serial]));
        assert_eq!(unknown.status, OcspResponseStatus::Successful, "{number}");
    }
    assert!(ask(&desk.engine, &leaf).from_cache);
    assert!(!ask(&desk.engine, &about(&desk, &root, &[&[1, 1, 0, 0]])).from_cache, "the first have made room");
}

#[test]
fn a_locked_workspace_gives_what_it_has() {
    let desk = Desk::new();
    let root = root(&desk);
    let leaf = about_one(&desk, &root, &desk.issue(&root, "a.example"));
    let signed = ask(&desk.engine, &leaf);
    desk.engine.lock();
    assert!(ask(&desk.engine, &leaf).from_cache);
    refused(&ask(&desk.engine, &about(&desk, &root, &[&[1]])), OcspResponseStatus::TryLater);
    refused(&ask(&desk.engine, &with_nonce(leaf.clone(), b"nonce")), OcspResponseStatus::TryLater);
    desk.later(HOUR - 1);
    let old = ask(&desk.engine, &leaf);
    assert!(old.from_cache && old.der == signed.der, "there is none newer");
    desk.later(1);
    refused(&ask(&desk.engine, &leaf), OcspResponseStatus::TryLater);
    desk.engine.unlock(&passphrase()).unwrap();
    assert_eq!(said(&desk, &root, &ask(&desk.engine, &leaf)).produced_at, NOON + HOUR);
}

/// What was recorded of OCSP, oldest first.
fn recorded(desk: &Desk) -> Vec<(String, i64, u64)> {
    let text = String::from_utf8(desk.bytes()).unwrap();
    text.lines()
        .flat_map(|line| line.split("OcspResponsesSigned(").skip(1))
        .map(|event| {
            let event: Event =
                ron::from_str(&format!("OcspResponsesSigned({}", &event[..=event.find(')').unwrap()])).unwrap();
            let Event::OcspResponsesSigned { authority, since, count } = event else { panic!("{event:?}") };
            (authority.to_string(), since.seconds(), count)
        })
        .collect()
}

#[test]
fn the_uses_of_a_key_are_recorded_by_the_hour() {
    let desk = Desk::new();
    let [one, other] = ["One", "Other"].map(|name| desk.root_from(answering(name, "EC_prime256v1", "SHA256WITHECDSA")));
    let (uses, head) = (stored(&desk, &one).key_uses, desk.engine.snapshot().head().seq);
    assert!(!desk.engine.ocsp_use_due());
    for number in 1..=3 {
        ask(&desk.engine, &about(&desk, &one, &[&[number]]));
        ask(&desk.engine, &about(&desk, &one, &[&[number]]));
    }
    desk.later(HOUR / 2);
    ask(&desk.engine, &about(&desk, &other, &[&[1]]));
    desk.later(HOUR / 2 - 1);
    assert!(!desk.engine.ocsp_use_due());
    assert_eq!(desk.engine.snapshot().head().seq, head, "nothing is written for an answer");
    desk.later(1);
    assert_eq!((desk.engine.due(), desk.engine.next_due()), (vec![Due::OcspUse], Some(desk.engine.now())));
    desk.engine.perform_due(&Due::OcspUse).unwrap();
    assert!(!desk.engine.ocsp_use_due() && desk.engine.next_due().is_none());
    assert_eq!(desk.engine.snapshot().head().seq, head + 1, "one record for all");
    let mut expected = vec![(id(&one).to_string(), NOON, 3), (id(&other).to_string(), NOON + HOUR / 2, 1)];
    let mut found = recorded(&desk);
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
    let now = stored(&desk, &one);
    assert_eq!((now.key_uses, now.last_key_use.seconds()), (uses + 3, NOON + HOUR));
    desk.engine.record_ocsp_use().unwrap();
    assert_eq!(desk.engine.snapshot().head().seq, head + 1, "nothing is left to tell");
}

#[test]
fn no_use_of_a_key_is_lost_when_the_workspace_is_locked_or_closed() {
    let desk = Desk::new();
    let root = root(&desk);
    ask(&desk.engine, &about(&desk, &root, &[&[1]]));
    desk.engine.lock();
    assert_eq!(recorded(&desk).len(), 1);
    assert!(!desk.engine.ocsp_use_due());
    desk.engine.lock();
    assert_eq!(recorded(&desk).len(), 1);
    desk.engine.unlock(&passphrase()).unwrap();
    ask(&desk.engine, &about(&desk, &root, &[&[2]]));
    ask(&desk.engine, &about(&desk, &root, &[&[3]]));
    desk.engine.close();
    assert_eq!(recorded(&desk)[1].2, 2);
    refused(&ask(&desk.engine, &about(&desk, &root, &[&[4]])), OcspResponseStatus::TryLater);
    assert!(ask(&desk.engine, &about(&desk, &root, &[&[3]])).from_cache);
    let desk = desk.with_record(Vec::new());
    assert_eq!(desk.engine.verify().map(drop), Ok(()));
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

#[test]
fn many_ask_at_once() {
    let desk = Desk::new();
    let root = root(&desk);
    let leaves: Vec<_> = (0..8).map(|_| desk.issue(&root, "a.example")).collect();
    let requests: Vec<_> = leaves.iter().map(|leaf| about_one(&desk, &root, leaf).to_der()).collect();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (desk, requests, leaves, root) = (&desk, &requests, &leaves, &root);
            scope.spawn(move || {
                for round in 0..20 {
                    let answer = desk.engine.ocsp(&requests[(round + thread) % 8]);
                    assert_eq!(answer.status, OcspResponseStatus::Successful);
                    if thread == 0 && round < 8 {
                        revoke(desk, root, &leaves[round], "SUPERSEDED");
                    }
                }
            });
        }
    });
    for request in &requests {
        let answer = desk.engine.ocsp(request);
        assert!(matches!(said(&desk, &root, &answer).responses[0].status, CertStatus::Revoked { .. }));
    }
}
