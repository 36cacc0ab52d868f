//! What is signed once and given to all, what is signed anew, and how often.

use super::*;
use crate::desk::{Small, passphrase};

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
    let desk = Desk::made(Settings::default(), Some(Small::new()));
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

/// A DER value of less than 128 octets.
fn value(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    [&[tag, u8::try_from(content.len()).unwrap()], &content[..]].concat()
}

/// The same question, its digest with these parameters and its number with so many zeros in front.
fn written_otherwise(request: &OcspRequest, parameters: &[u8], zeros: usize) -> Vec<u8> {
    let id = &request.cert_ids[0];
    let algorithm = value(0x30, &[&value(6, &[&[0x2b, 0x0e, 3, 2, 0x1a]]), parameters]);
    let [name, key] = [id.issuer_name_hash(), id.issuer_key_hash()].map(|hash| value(4, &[hash]));
    let number = value(2, &[&vec![0; zeros], id.serial_number()]);
    let id = value(0x30, &[&algorithm, &name, &key, &number]);
    value(0x30, &[&value(0x30, &[&value(0x30, &[&value(0x30, &[&id])])])])
}

#[test]
fn other_ways_to_ask_the_same_neither_take_the_budget_nor_displace_answers() {
    let desk = Desk::made(Settings::default(), Some(Small::new()));
    let root = root(&desk);
    let [leaf, next] = ["a.example", "b.example"].map(|name| about_one(&desk, &root, &desk.issue(&root, name)));
    let null = [5, 0];
    assert_eq!(written_otherwise(&leaf, &null, 0), leaf.to_der());
    desk.later(10);
    let mut answered = 0;
    for number in 0..100_u8 {
        let der = match number % 2 {
            0 => written_otherwise(&leaf, &[4, 1, number], 0),
            _ => written_otherwise(&leaf, &null, 1 + usize::from(number / 4)),
        };
        let answer = desk.engine.ocsp(&der);
        if answer.status == OcspResponseStatus::Successful {
            assert_eq!(
                said(&desk, &root, &answer).responses[0].status,
                CertStatus::Good,
                "it is answered all the same"
            );
            answered += usize::from(!answer.from_cache);
        }
    }
    assert_eq!(answered, 50, "half of the budget");
    // Without parameters is as usual as with NULL.
    assert_eq!(desk.engine.ocsp(&written_otherwise(&leaf, &[], 0)).status, OcspResponseStatus::Successful);
    assert_eq!(status(&desk, &root, &next), CertStatus::Good);
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
