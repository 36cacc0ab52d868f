//! What each list says, and when it is signed.

use super::*;

#[test]
fn a_revocation_is_told_by_one_list_alone() {
    let desk = desk();
    let root = root(&desk);
    let leaves: Vec<String> = (0..4).map(|number| desk.issue(&root, &format!("host{number}.example"))).collect();
    sign(&desk, &root);
    let [first, second] = [0, 1].map(|index| Some(shards(&desk, &root)[index].id));
    let before = number(&desk, &root, first);
    let outcome = revoke(&desk, &root, &leaves[2]);
    assert!(matches!(outcome, CrlOutcome::Published { lists: 1, entries: 1, .. }), "{outcome:?}");
    assert_eq!(number(&desk, &root, first), before, "nothing has changed in it");
    assert!(list(&desk, &root, first).is_empty());
    assert_eq!(serials(&list(&desk, &root, second)), [serial(&desk, &leaves[2])]);
    assert!(number(&desk, &root, second).0 > before.0);
    assert!(desk.engine.crls_due().is_empty());
    // What another one has signed meanwhile is not signed again.
    let numbers = || [first, second].map(|shard| number(&desk, &root, shard));
    let last = numbers();
    let outcome = desk.engine.sign_due_crls(&desk.caller, id(&root)).unwrap();
    assert!(matches!(outcome, CrlOutcome::Published { lists: 2, entries: 1, .. }), "{outcome:?}");
    assert_eq!(numbers(), last);
    sign(&desk, &root);
    assert!(numbers().iter().zip(&last).all(|(now, last)| now.0 > last.0), "a person who asks has all signed anew");
    assert_eq!(stored(&desk, &root).crl.job, None, "there is no complete list");
    assert!(!desk.folder.path().join(format!("published/crl/{}.crl", id(&root))).exists());
}

#[test]
fn a_list_is_due_again_at_half_of_its_time() {
    let desk = desk();
    let root = root(&desk);
    desk.issue(&root, "a.example");
    desk.issue(&root, "b.example");
    sign(&desk, &root);
    desk.later(86_400);
    desk.issue(&root, "c.example");
    desk.engine.sign_due_crls(&desk.caller, id(&root)).unwrap();
    let due_after = |seconds: i64| {
        desk.later(seconds);
        !desk.engine.crls_due().is_empty()
    };
    assert!(!due_after(2 * 86_400 + 43_200 - 1));
    assert!(due_after(1));
    let outcome = desk.engine.sign_due_crls(&desk.caller, id(&root)).unwrap();
    assert!(matches!(outcome, CrlOutcome::Published { lists: 1, .. }), "{outcome:?}");
    assert!(due_after(86_400));
}

#[test]
fn an_expired_entry_leaves_after_one_more_list() {
    let desk = desk();
    let root = root(&desk);
    let leaf = desk.issue(&root, "a.example");
    revoke(&desk, &root, &leaf);
    let shard = Some(shards(&desk, &root)[0].id);
    desk.later(30 * 86_400 + 60);
    sign(&desk, &root);
    assert_eq!(list(&desk, &root, shard).len(), 1);
    desk.later(60);
    sign(&desk, &root);
    assert_eq!(list(&desk, &root, shard).len(), 0);
}

#[test]
fn a_revocation_while_lists_are_signed_waits_for_the_next() {
    let desk = desk();
    let root = root(&desk);
    let leaves: Vec<String> = (0..3).map(|number| desk.issue(&root, &format!("host{number}.example"))).collect();
    let request = revocation(&root, &leaves[2]);
    desk.meanwhile(move |engine, caller| call::<RevokeCertificateRequest>(engine, caller, request));
    let outcome = sign(&desk, &root);
    assert!(matches!(outcome, CrlOutcome::Published { lists: 2, entries: 0, .. }), "{outcome:?}");
    assert_eq!(desk.engine.crls_due(), [id(&root)]);
    let outcome = desk.engine.sign_due_crls(&desk.caller, id(&root)).unwrap();
    assert!(matches!(outcome, CrlOutcome::Published { entries: 1, .. }), "{outcome:?}");
    assert!(desk.engine.crls_due().is_empty());
}

#[test]
fn a_restart_forgets_nothing() {
    let desk = desk();
    let root = root(&desk);
    let leaves: Vec<String> = (0..3).map(|number| desk.issue(&root, &format!("host{number}.example"))).collect();
    sign(&desk, &root);
    desk.call::<RevokeCertificateRequest>(revocation(&root, &leaves[0])).unwrap();
    let before = shards(&desk, &root);
    let Desk { folder, engine, clock, caller } = desk;
    let path = engine.path().to_owned();
    drop(engine);
    let environment = crate::desk::environment_at_noon(&path);
    let options = Options { shard_size: 2, ..crate::desk::options() };
    let (engine, _) = Engine::open(&path, environment, &options).unwrap();
    engine.unlock(&crate::desk::passphrase()).unwrap();
    let desk = Desk { folder, engine, clock, caller };
    assert_eq!(shards(&desk, &root), before);
    assert_eq!(desk.engine.crls_due(), [id(&root)]);
    let leaf = desk.issue(&root, "after.example");
    assert_eq!(shard_of(&desk, &root, &leaf), Some(before[1].id), "the open one has a place left");
    let outcome = desk.engine.sign_due_crls(&desk.caller, id(&root)).unwrap();
    assert!(matches!(outcome, CrlOutcome::Published { lists: 1, entries: 1, .. }), "{outcome:?}");
    assert_eq!(serials(&list(&desk, &root, Some(before[0].id))), [serial(&desk, &leaves[0])]);
}

#[test]
fn one_list_that_cannot_be_written_stops_no_other() {
    let desk = desk();
    let root = root(&desk);
    let leaves: Vec<String> = (0..3).map(|number| desk.issue(&root, &format!("host{number}.example"))).collect();
    let found = shards(&desk, &root);
    let in_the_way = file(&desk, &found[0]);
    std::fs::create_dir_all(&in_the_way).unwrap();
    let CrlOutcome::Failed { reason } = sign(&desk, &root) else { panic!("published") };
    assert!(reason.starts_with("1 of 2 lists could not be published. "), "{reason}");
    let jobs = |desk: &Desk| shards(desk, &root).iter().map(|shard| shard.crl.job.clone()).collect::<Vec<_>>();
    let [Some(CrlJob::Failed { attempts: 1, .. }), Some(CrlJob::Published { .. })] = &jobs(&desk)[..] else {
        panic!("{:?}", jobs(&desk));
    };
    let outcome = revoke(&desk, &root, &leaves[2]);
    assert!(matches!(outcome, CrlOutcome::Published { lists: 1, entries: 1, .. }), "the other rests: {outcome:?}");
    assert!(desk.engine.crls_due().is_empty());
    desk.later(15 * 60);
    assert_eq!(desk.engine.crls_due(), [id(&root)]);
    std::fs::remove_dir(&in_the_way).unwrap();
    let outcome = desk.engine.sign_due_crls(&desk.caller, id(&root)).unwrap();
    assert!(matches!(outcome, CrlOutcome::Published { lists: 1, .. }), "{outcome:?}");
    assert!(desk.engine.crls_due().is_empty());
}

#[test]
fn a_crl_can_be_partitioned_and_complete_again() {
    let desk = desk();
    let root = root_with(&desk, crl_on());
    let before = desk.issue(&root, "before.example");
    sign(&desk, &root);
    configure(&desk, &root, crl(json!({"CrlType": "PARTITIONED", "CustomPath": "shards"})));
    let sharded = desk.issue(&root, "sharded.example");
    let shard = Some(shards(&desk, &root)[0].id);
    // The complete list goes on where it lay.
    let outcome = revoke(&desk, &root, &before);
    assert!(matches!(outcome, CrlOutcome::Published { lists: 2, .. }), "{outcome:?}");
    let complete = desk.folder.path().join(format!("published/crl/{}.crl", id(&root)));
    let complete = || CertificateList::from_der(&std::fs::read(&complete).unwrap()).unwrap();
    assert_eq!(serials(&complete()), [serial(&desk, &before)]);
    assert!(complete().extension(&oid::ID_CE_ISSUING_DISTRIBUTION_POINT).is_none());
    assert!(list(&desk, &root, shard).is_empty());
    // What a shard tells is in the complete list as well, once that is due.
    revoke(&desk, &root, &sharded);
    assert_eq!(complete().len(), 1);
    desk.later(4 * 86_400);
    sign(&desk, &root);
    assert_eq!(serials(&complete()), [serial(&desk, &before), serial(&desk, &sharded)]);
    assert_eq!(serials(&list(&desk, &root, shard)), [serial(&desk, &sharded)]);

    configure(&desk, &root, crl_on());
    let after = desk.issue(&root, "after.example");
    assert_eq!(shard_of(&desk, &root, &after), None);
    configure(&desk, &root, crl(json!({"CrlType": "PARTITIONED", "CustomPath": "shards"})));
    let kept = desk.issue(&root, "kept.example");
    assert_eq!(shard_of(&desk, &root, &kept), shard, "it is open again");
    configure(&desk, &root, crl_on());
    let outcome = revoke(&desk, &root, &kept);
    assert!(matches!(outcome, CrlOutcome::Published { lists: 2, .. }), "{outcome:?}");
    assert_eq!(list(&desk, &root, shard).len(), 2);
    assert_eq!(complete().len(), 3, "a complete list is complete at once");
    assert!(desk.engine.crls_due().is_empty());
}

#[test]
fn a_certificate_from_before_any_list_is_still_told() {
    let desk = desk();
    let root = desk.root();
    let leaf = desk.issue(&root, "a.example");
    configure(&desk, &root, partitioned());
    assert!(desk.engine.crls_due().is_empty(), "there is no list yet");
    let outcome = revoke(&desk, &root, &leaf);
    assert!(matches!(outcome, CrlOutcome::Published { lists: 1, entries: 1, .. }), "{outcome:?}");
    assert_eq!(serials(&list(&desk, &root, None)), [serial(&desk, &leaf)]);
}

#[test]
fn what_was_revoked_while_crls_were_off_is_told_when_they_are_on() {
    let desk = desk();
    let root = root(&desk);
    let (sharded, other) = (desk.issue(&root, "a.example"), desk.issue(&root, "b.example"));
    desk.issue(&root, "c.example");
    sign(&desk, &root);
    configure(&desk, &root, json!({"CrlConfiguration": {"Enabled": false}}));
    let bare = desk.issue(&root, "d.example");
    assert_eq!(revoke(&desk, &root, &sharded), CrlOutcome::Off);
    assert_eq!(revoke(&desk, &root, &bare), CrlOutcome::Off);
    assert!(desk.engine.crls_due().is_empty());
    configure(&desk, &root, partitioned());
    let outcome = desk.engine.sign_due_crls(&desk.caller, id(&root)).unwrap();
    assert!(matches!(outcome, CrlOutcome::Published { lists: 2, .. }), "its shard and the complete list: {outcome:?}");
    let shard = shard_of(&desk, &root, &other);
    assert_eq!(serials(&list(&desk, &root, shard)), [serial(&desk, &sharded)]);
    assert_eq!(serials(&list(&desk, &root, None)), [serial(&desk, &sharded), serial(&desk, &bare)]);
}

#[test]
fn lists_bear_the_names_of_a_new_certificate() {
    let desk = desk();
    let root = root(&desk);
    desk.issue(&root, "a.example");
    sign(&desk, &root);
    assert!(desk.engine.crls_due().is_empty());
    let own = desk.certify(&root, &desk.csr_of(&root), "RootCACertificate/V1", 1_000);
    desk.call::<ImportCertificateAuthorityCertificateRequest>(import_request(&root, &own, "")).unwrap();
    assert_eq!(desk.engine.crls_due(), [id(&root)]);
    assert_eq!(shards(&desk, &root)[0].certificates, 1, "a root is in no shard");
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_what_is_the_owners() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = desk();
    let root = root_with(&desk, crl(json!({"CrlType": "PARTITIONED", "S3ObjectAcl": "BUCKET_OWNER_FULL_CONTROL"})));
    desk.issue(&root, "a.example");
    sign(&desk, &root);
    let path = file(&desk, &shards(&desk, &root)[0]);
    let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    configure(&desk, &root, partitioned());
    sign(&desk, &root);
    assert_eq!(mode(), 0o644);
    assert_eq!(NOON, desk.engine.now().seconds());
}
