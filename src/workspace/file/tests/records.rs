//! What is written is one RON document, and comes back.

use base64ct::{Base64, Encoding as _};
use serde::Deserialize;

use super::*;
use crate::workspace::file::replay::Tail;
use crate::workspace::file::secrets::lost;
use crate::workspace::file::verify::{Verification, Verified};
use crate::workspace::{ApplyError, CertificateStatus, CrlJob, Sha256Digest};

fn verification(chain: &Chain) -> Verification {
    Verification { file: chain.file.clone(), expected: chain.position.clone() }
}

#[test]
fn the_file_is_one_ron_document_that_any_reader_reads() {
    #[derive(Deserialize)]
    struct Document {
        format: u32,
        #[serde(rename = "id")]
        _id: String,
        #[serde(rename = "created")]
        _created: String,
        records: Vec<ron::Value>,
    }
    let (storage, mut chain) = chain();
    append(&mut chain, vec![issuance(1, 1), revocation(1, 1)]).unwrap();
    let text = String::from_utf8(storage.bytes()).unwrap();
    let document: Document = ron::from_str(&text).unwrap();
    assert_eq!((document.format, document.records.len()), (1, 4));
    assert_eq!(text.lines().count(), 6, "the first line, four records, the last line");
}

#[test]
fn what_was_written_is_read_back() {
    let (storage, mut chain) = chain();
    append(&mut chain, vec![issuance(1, 1), issuance(1, 2)]).unwrap();
    append(&mut chain, vec![revocation(1, 1)]).unwrap();
    let replayed = read(storage.bytes()).unwrap();
    assert_eq!(replayed.tail, Tail::Closed);
    assert_eq!(lost(&replayed.position.state), None);
    assert!(replayed.position.state.same_record_as(&chain.position.state));
    assert_eq!(replayed.position.end, chain.position.end);

    let state = &chain.position.state;
    let row = state.certificates().row(1).unwrap();
    let body = state.certificate_body(&row).unwrap();
    assert!(String::from_utf8(storage.bytes()).unwrap().contains(&Base64::encode_string(&body)));
    assert_eq!(row.serial, serial(2));
    let revoked = state.certificates().row(0).unwrap();
    assert!(matches!(revoked.status(NOON), CertificateStatus::Revoked(_)));
    let authority = state.authority(authority_id(1)).unwrap();
    assert!(matches!(authority.crl.job, Some(CrlJob::Requested { .. })));
    assert_eq!(authority.key_uses, 3, "its CSR and two certificates");
    assert_eq!(state.secret(secret(1).id()).unwrap(), secret(1).as_bytes());
    assert_eq!(state.recent_activity().len(), 5);
}

#[test]
fn a_record_that_does_not_fit_changes_nothing() {
    let (storage, mut chain) = chain();
    append(&mut chain, vec![issuance(1, 1)]).unwrap();
    let before = storage.bytes();
    let no_secret = Draft { secrets: Vec::new(), ..authority(2) };
    let identity = secret(101);
    let created = Event::WorkspaceCreated { settings: Settings::default(), identity: identity.id() };
    let second_creation = draft(vec![created], vec![identity]);
    let secret_for_nothing = Draft { secrets: vec![secret(9)], ..note("x") };
    for (wrong, expected) in [
        (issuance(1, 1), "found 0101"),
        (issuance(2, 1), "expected an authority"),
        (revocation(1, 9), "expected a certificate"),
        (authority(1), "found"),
        (second_creation, "WorkspaceCreated"),
        (no_secret, "expected exactly the 1 secrets"),
        (secret_for_nothing, "expected exactly the 0 secrets"),
    ] {
        let error = append(&mut chain, vec![note("a good one before it"), wrong]).unwrap_err();
        assert!(matches!(error, Error::Refused(_)) && error.to_string().contains(expected), "{error}");
        assert_eq!(storage.bytes(), before);
    }
}

#[test]
fn time_never_goes_back() {
    let (storage, mut chain) = chain();
    let later = NOON.plus_milliseconds(5);
    append(&mut chain, vec![Draft { at: later, ..note("later") }, note("earlier")]).unwrap();
    assert_eq!(chain.position.state.head().at, later);
    assert_eq!(read(storage.bytes()).unwrap().position.state.head().at, later);
}

#[test]
fn records_of_one_append_share_one_write_and_one_sync() {
    let (storage, mut chain) = chain();
    let before = storage.operations().len();
    append(&mut chain, vec![note("a"), note("b"), note("c")]).unwrap();
    assert_eq!(storage.operations().len() - before, 2);
}

#[test]
fn without_the_key_nothing_is_written() {
    let (storage, mut chain) = chain();
    let before = storage.bytes();
    chain.key = None;
    assert!(matches!(append(&mut chain, vec![note("x")]), Err(Error::Locked)));
    assert!(matches!(chain.erase(&[secret(1).id()]), Err(Error::Locked)));
    assert_eq!(storage.bytes(), before);
}

#[test]
fn a_record_too_large_to_read_back_is_not_written() {
    let (storage, mut chain) = chain();
    let before = storage.bytes();
    let error = append(&mut chain, vec![note(&"x".repeat(9 << 20))]).unwrap_err();
    assert!(matches!(error, Error::RecordTooLarge { .. }), "{error}");
    assert_eq!(storage.bytes(), before);
}

fn replacement() -> Draft {
    let (identity, macs, key) = (secret(101), secret(102), secret(51));
    let event = Event::IdentityReplaced {
        identity: identity.id(),
        earlier_mac_keys: macs.id(),
        keys: vec![(authority_id(1), key.id())],
        managed_keys: Vec::new(),
        other_secrets: Vec::new(),
    };
    draft(vec![event], vec![identity, macs, key])
}

fn replace_identity(chain: &mut Chain) {
    let mut transaction = chain.begin().unwrap();
    transaction.push_under(replacement(), &key(2)).unwrap();
    transaction.commit().unwrap();
    chain.key = Some(key(2));
}

#[test]
fn every_record_verifies_under_the_key_of_its_time() {
    let (_, mut chain) = chain();
    append(&mut chain, vec![note("under the first")]).unwrap();
    replace_identity(&mut chain);
    append(&mut chain, vec![note("under the second")]).unwrap();
    let verification = verification(&chain);
    assert_eq!(verification.run(&[key(1), key(2)]).unwrap(), Verified { records: 5, authenticated: true });
    assert_eq!(verification.run(&[]).unwrap(), Verified { records: 5, authenticated: false });
    assert!(matches!(verification.run(&[key(1)]), Err(Error::MacKeysDiffer { expected: 2, found: 1 })));
    assert!(matches!(verification.run(&[key(3), key(2)]), Err(Error::Forged { seq: 1 })));
    assert!(matches!(verification.run(&[key(1), key(3)]), Err(Error::Forged { seq: 4 })));
    assert!(matches!(append(&mut chain, vec![replacement()]), Err(Error::IdentityWithoutKey)));
}

#[test]
fn a_forger_without_the_key_is_caught() {
    let (_, mut chain) = chain();
    chain.key = Some(key(9));
    append(&mut chain, vec![note("forged")]).unwrap();
    let verification = verification(&chain);
    assert!(verification.run(&[]).is_ok(), "its chain holds");
    assert!(matches!(verification.run(&[key(1)]), Err(Error::Forged { seq: 3 })));
}

#[test]
fn erased_secrets_break_nothing_and_only_superfluous_ones_go() {
    let (storage, mut chain) = chain();
    replace_identity(&mut chain);
    let superfluous = chain.secrets_to_erase().unwrap();
    assert_eq!(superfluous.len(), 2, "the first identity and the key sealed to it");
    assert!(matches!(chain.erase(&[secret(51).id()]), Err(Error::SecretInUse { .. })));
    chain.erase(&superfluous).unwrap();
    assert_eq!(storage.operations().last(), Some(&crate::workspace::testing::Operation::Sync));
    assert!(chain.secrets_to_erase().unwrap().is_empty());
    let state = read(storage.bytes()).unwrap().position.state;
    assert!(state.same_record_as(&chain.position.state));
    verification(&chain).run(&[key(1), key(2)]).unwrap();
    assert!(matches!(chain.position.state.secret(secret(1).id()), Err(Error::SecretErased { .. })));
    assert!(chain.position.state.secret(secret(51).id()).is_ok());
    let text = String::from_utf8(storage.bytes()).unwrap();
    assert!(!text.contains(&Base64::encode_string(secret(1).as_bytes())));
}

#[test]
fn an_erasure_cut_short_is_finished() {
    let (storage, mut chain) = chain();
    replace_identity(&mut chain);
    let span = *chain.position.state.secrets.get(&secret(1).id()).unwrap();
    storage.write_at(&[b'A'; 100], span.offset).unwrap();
    let replayed = read(storage.bytes()).unwrap();
    assert_eq!(lost(&replayed.position.state), None, "it is in use no more");
    assert!(chain.secrets_to_erase().unwrap().contains(&secret(1).id()));
    chain.erase(&[secret(1).id()]).unwrap();
    assert!(!chain.secrets_to_erase().unwrap().contains(&secret(1).id()));
}

#[test]
fn idempotency_tokens_live_five_minutes() {
    let (_, mut chain) = chain();
    let token = Sha256Digest::of(b"token");
    let used = Event::IdempotencyTokenUsed { key: token, outcome: "arn:…".into() };
    append(&mut chain, vec![draft(vec![used], Vec::new())]).unwrap();
    let minutes = |minutes: i64| NOON.plus_milliseconds(minutes * 60_000);
    let state = chain.position.state.clone();
    assert_eq!(state.idempotent_outcome(token, minutes(5)).unwrap().arn, "arn:…");
    assert!(state.idempotent_outcome(token, minutes(5).plus_milliseconds(1)).is_none());
    append(&mut chain, vec![Draft { at: minutes(6), ..note("later") }]).unwrap();
    assert!(chain.position.state.tokens.is_empty());
}

#[test]
fn a_token_used_again_lives_from_then_on() {
    let (_, mut chain) = chain();
    let token = Sha256Digest::of(b"token");
    let mut use_at = |minutes: i64| {
        let used = Event::IdempotencyTokenUsed { key: token, outcome: format!("arn:{minutes}") };
        let at = NOON.plus_milliseconds(minutes * 60_000);
        append(&mut chain, vec![Draft { at, ..draft(vec![used], Vec::new()) }]).unwrap();
        chain.position.state.clone()
    };
    use_at(0);
    use_at(4);
    let state = use_at(4);
    assert_eq!(state.token_times.len(), 3);
    append(&mut chain, vec![Draft { at: NOON.plus_milliseconds(6 * 60_000), ..note("later") }]).unwrap();
    let state = &chain.position.state;
    assert_eq!(state.tokens.get(&token).unwrap().arn, "arn:4");
    assert_eq!(state.token_times.len(), 2);
    append(&mut chain, vec![Draft { at: NOON.plus_milliseconds(10 * 60_000), ..note("later still") }]).unwrap();
    assert!(chain.position.state.tokens.is_empty() && chain.position.state.token_times.is_empty());
}

#[test]
fn a_crl_asked_for_while_one_is_written_stays_asked_for() {
    let (_, mut chain) = chain();
    let authority = authority_id(1);
    let job = |chain: &Chain| chain.position.state.authority(authority).unwrap().crl.job.clone();
    let signed = |number| Event::CrlSigned {
        authority,
        number,
        this_update: NOON,
        next_update: NOON,
        entries: 1,
        sha256: Sha256Digest::of(b"crl"),
        partition: None,
    };
    let published = |number| Event::CrlPublished {
        authority,
        number,
        bucket: "crls".into(),
        key: "crl/x.crl".into(),
        partition: None,
    };
    let failed = Event::CrlFailed { authority, reason: "no such folder".into(), partition: None };
    let mut happen = |events: Vec<Event>| {
        append(&mut chain, vec![draft(events, Vec::new())])?;
        Ok::<_, Error>(job(&chain))
    };
    happen(vec![Event::CrlRequested { authority, partition: None }, signed(7), failed.clone()]).unwrap();
    assert!(matches!(happen(vec![failed]).unwrap(), Some(CrlJob::Failed { attempts: 2, .. })));
    happen(vec![Event::CrlRequested { authority, partition: None }, published(7)]).unwrap();
    assert!(matches!(happen(Vec::new()).unwrap(), Some(CrlJob::Requested { .. })));
    assert!(matches!(happen(vec![signed(8), published(8)]).unwrap(), Some(CrlJob::Published { .. })));
    let error = happen(vec![signed(8)]).unwrap_err();
    assert!(matches!(error, Error::Refused(ApplyError::CrlNumber { last: 8, found: 8 })));
    assert_eq!(chain.position.state.authority(authority).unwrap().crl.published.len(), 1);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_comes_back(name: String, other in "[\"\\\\'(){}\\[\\],:/rCertificateIssued\u{0}-\u{1f}]*") {
        let (storage, mut chain) = chain();
        let both = Event::AuthorityAnnotated { authority: authority_id(1), name: Some(name.clone()), note: Some(other.clone()) };
        append(&mut chain, vec![draft(vec![both], Vec::new()), issuance(1, 1)]).unwrap();
        let replayed = read(storage.bytes()).unwrap();
        proptest::prop_assert!(replayed.position.state.same_record_as(&chain.position.state));
        let authority = replayed.position.state.authority(authority_id(1)).unwrap().clone();
        proptest::prop_assert_eq!(authority.name.as_ref(), Some(&name));
        proptest::prop_assert_eq!(authority.note.as_ref(), Some(&other));
    }
}
