//! Partitioned CRLs: which shard a certificate belongs to, and what each list says.

use crate::desk::{Desk, NOON, authority_request, crl_on, csr, id, import_request, issue_request};
use canopy::engine::api::*;
use canopy::engine::{Caller, CreateSubordinate, CrlOutcome, Engine, Perform, Template};
use canopy::workspace::{Authority, Bucket, BucketKind, CrlJob, CrlPartition, CrlPartitionId, Serial, Settings};
use canopy::x509::extension::{CrlDistributionPoints, CrlNumber, DistributionPointName, IssuingDistributionPoint};
use canopy::x509::{Certificate, CertificateList, GeneralName, oid};
use serde_json::{Value, json};
use std::sync::Arc;

const ADDRESS: &str = "pki.example.com";

/// A workspace whose shards take two certificates.
fn desk() -> Desk {
    let desk = Desk::with(Settings { publication_address: Some(ADDRESS.into()), ..Settings::default() });
    desk.engine.set_shard_size(2);
    desk
}

/// A CRL configuration with these members on top.
fn crl(members: Value) -> Value {
    let mut configuration = crl_on();
    let crl = configuration["CrlConfiguration"].as_object_mut().unwrap();
    crl.extend(members.as_object().unwrap().clone());
    configuration
}

fn partitioned() -> Value {
    crl(json!({"CrlType": "PARTITIONED"}))
}

fn root_with(desk: &Desk, configuration: Value) -> String {
    let mut request = authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHECDSA");
    request["RevocationConfiguration"] = configuration;
    desk.root_from(request)
}

fn root(desk: &Desk) -> String {
    root_with(desk, partitioned())
}

fn configure(desk: &Desk, authority: &str, configuration: Value) {
    let update = json!({"CertificateAuthorityArn": authority, "RevocationConfiguration": configuration});
    desk.call::<UpdateCertificateAuthorityRequest>(update).unwrap();
}

fn stored(desk: &Desk, authority: &str) -> Authority {
    desk.engine.snapshot().authority(id(authority)).unwrap().as_ref().clone()
}

fn shards(desk: &Desk, authority: &str) -> Vec<Arc<CrlPartition>> {
    stored(desk, authority).crl_partitions
}

/// The shard that the workspace has a certificate in.
fn shard_of(desk: &Desk, authority: &str, certificate: &str) -> Option<CrlPartitionId> {
    let serial: Serial = certificate.rsplit('/').next().unwrap().parse().unwrap();
    desk.engine.snapshot().certificates().get(id(authority), serial).unwrap().partition
}

/// The addresses that a certificate names.
fn points(certificate: &Certificate) -> Vec<String> {
    let found = certificate.extension(&oid::ID_CE_CRL_DISTRIBUTION_POINTS);
    let points = found.map(|found| CrlDistributionPoints::from_value(&found.value).unwrap());
    points.iter().flat_map(CrlDistributionPoints::uris).map(str::to_owned).collect()
}

fn list(desk: &Desk, authority: &str, shard: Option<CrlPartitionId>) -> CertificateList {
    desk.engine.published_list(id(authority), shard).unwrap().unwrap()
}

fn number(desk: &Desk, authority: &str, shard: Option<CrlPartitionId>) -> CrlNumber {
    list(desk, authority, shard).number().unwrap()
}

fn revocation(authority: &str, certificate: &str) -> Value {
    let serial = certificate.rsplit('/').next().unwrap();
    json!({"CertificateAuthorityArn": authority, "CertificateSerial": serial, "RevocationReason": "SUPERSEDED"})
}

fn revoke(desk: &Desk, authority: &str, certificate: &str) -> CrlOutcome {
    let request = serde_json::from_value(revocation(authority, certificate)).unwrap();
    desk.engine.revoke(&desk.caller, request).unwrap()
}

fn sign(desk: &Desk, authority: &str) -> CrlOutcome {
    desk.engine.sign_crl(&desk.caller, id(authority)).unwrap()
}

fn serials(list: &CertificateList) -> Vec<Vec<u8>> {
    list.entries().map(|entry| entry.serial_number).collect()
}

fn serial(desk: &Desk, certificate: &str) -> Vec<u8> {
    desk.certificate(certificate).serial_number().to_vec()
}

/// The critical name of a list, and nothing else in its issuing distribution point.
#[track_caller]
fn assert_names(list: &CertificateList, address: &str) {
    let extension = list.extension(&oid::ID_CE_ISSUING_DISTRIBUTION_POINT).unwrap();
    assert!(extension.critical);
    let name = GeneralName::UniformResourceIdentifier(address.into());
    let distribution_point = Some(DistributionPointName::FullName(vec![name]));
    let expected = IssuingDistributionPoint { distribution_point, ..Default::default() };
    assert_eq!(IssuingDistributionPoint::from_value(&extension.value).unwrap(), expected);
}

fn file(desk: &Desk, shard: &CrlPartition) -> std::path::PathBuf {
    desk.folder.path().join(&shard.bucket).join(&shard.key)
}

#[test]
fn a_certificate_names_the_shard_that_it_is_in() {
    let desk = desk();
    let root = root(&desk);
    assert_eq!(shards(&desk, &root), [], "a root is in no list of its own");
    assert_eq!(sign(&desk, &root), CrlOutcome::NoneYet);
    let leaves: Vec<String> = (0..5).map(|number| desk.issue(&root, &format!("host{number}.example"))).collect();
    let shards = shards(&desk, &root);
    assert_eq!(shards.iter().map(|shard| shard.certificates).collect::<Vec<_>>(), [2, 2, 1]);
    for (number, leaf) in leaves.iter().enumerate() {
        let shard = &shards[number / 2];
        assert_eq!(shard_of(&desk, &root, leaf), Some(shard.id));
        assert_eq!(shard.key, format!("crl/{}/{}.crl", id(&root), shard.id));
        assert_eq!(shard.address, format!("http://{ADDRESS}/published/{}", shard.key));
        assert_eq!(points(&desk.certificate(leaf)), [shard.address.clone()]);
    }
    assert!(shards.iter().all(|shard| matches!(shard.crl.job, Some(CrlJob::Requested { .. }))));
    assert_eq!(desk.engine.crls_due(), [id(&root)]);
    assert!(matches!(sign(&desk, &root), CrlOutcome::Published { lists: 3, entries: 0, .. }));
    assert!(desk.engine.crls_due().is_empty());
    let own = desk.authority_certificate(&root);
    for shard in &shards {
        let list = list(&desk, &root, Some(shard.id));
        assert_names(&list, &shard.address);
        assert_eq!(list.verify_signature(own.public_key()), Ok(()));
        assert_eq!(list.authority_key_identifier(), own.subject_key_identifier());
        assert_eq!(list.der(), std::fs::read(file(&desk, shard)).unwrap());
    }
    assert_eq!(desk.engine.published_crl(id(&root)).unwrap(), Some(list(&desk, &root, Some(shards[2].id))));
    assert_eq!(desk.engine.published_crls(id(&root)).unwrap().len(), 3);
}

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
fn another_place_opens_another_shard() {
    let desk = desk();
    let root = root(&desk);
    let issued = |desk: &Desk| {
        desk.issue(&root, "a.example");
        let shards = shards(desk, &root);
        (shards.len(), shards.last().unwrap().address.clone())
    };
    let first = issued(&desk);
    assert_eq!(issued(&desk), first, "the same place");
    let kind = BucketKind::Folder { path: "second".into() };
    desk.engine.add_bucket(&desk.caller, Bucket { name: "second".into(), kind }).unwrap();
    desk.engine.set_shard_size(100);
    let moved = |members: Value, expected: &str, count: usize| {
        configure(&desk, &root, crl(members));
        let (found, address) = issued(&desk);
        assert_eq!(found, count);
        let name = shards(&desk, &root).last().unwrap().id.to_string();
        assert_eq!(address.replace(&name, "NAME"), expected);
        assert_eq!(points(&desk.certificate(&desk.issue(&root, "b.example"))), [address]);
    };
    let own = id(&root);
    let second = |path: &str| format!("http://{ADDRESS}/second/{path}NAME.crl");
    moved(json!({"CrlType": "PARTITIONED", "S3BucketName": "second"}), &second(&format!("crl/{own}/")), 2);
    let path = json!({"CrlType": "PARTITIONED", "S3BucketName": "second", "CustomPath": "pki/lists"});
    moved(path, &second("pki/lists/"), 3);
    let bare = json!({"CrlType": "PARTITIONED", "S3BucketName": "second", "CustomPath": "/"});
    moved(bare, &second(""), 4);
    let named = json!({"CrlType": "PARTITIONED", "CustomCname": "crl.example.com", "CustomPath": "a"});
    moved(named, "http://crl.example.com/a/NAME.crl", 5);
    let settings = Settings { publication_address: Some("other.example".into()), ..Settings::default() };
    desk.engine.change_settings(&desk.caller, settings).unwrap();
    moved(json!({"CrlType": "PARTITIONED"}), &format!("http://other.example/published/crl/{own}/NAME.crl"), 6);
    assert!(matches!(sign(&desk, &root), CrlOutcome::Published { lists: 6, .. }));
    assert!(shards(&desk, &root).iter().all(|shard| file(&desk, shard).is_file()));
    let error = desk.engine.remove_bucket(&desk.caller, "second").unwrap_err();
    assert_eq!(error.members(), ["bucket"], "lists lie in it that certificates point to");
}

#[test]
fn a_shard_without_an_address_never_claims_to_be_complete() {
    let omitted =
        json!({"CrlType": "PARTITIONED", "CrlDistributionPointExtensionConfiguration": {"OmitExtension": true}});
    let cases = [(Desk::new(), partitioned()), (desk(), crl(omitted))];
    for (desk, configuration) in cases {
        let root = root_with(&desk, configuration);
        let leaf = desk.issue(&root, "a.example");
        assert_eq!(points(&desk.certificate(&leaf)), Vec::<String>::new());
        let shard = shards(&desk, &root)[0].clone();
        assert_eq!(shard.address, format!("urn:uuid:{}", shard.id));
        assert_eq!(shard_of(&desk, &root, &leaf), Some(shard.id));
        revoke(&desk, &root, &leaf);
        let list = list(&desk, &root, Some(shard.id));
        assert_names(&list, &shard.address);
        assert_eq!(serials(&list), [serial(&desk, &leaf)]);
    }
}

#[test]
fn subordinates_belong_to_shards_of_their_parent() {
    let desk = desk();
    let root = root(&desk);
    let first = desk.subordinate(&root);
    let (waiting, _) = desk.pending("SUBORDINATE");
    let validity = Validity { value: 1, r#type: ValidityPeriodType::Years };
    let template = Template::subordinate(0).unwrap();
    let parent = root.parse().unwrap();
    desk.engine.install_subordinate(&desk.caller, &waiting.parse().unwrap(), &parent, template, &validity).unwrap();
    let third = desk.subordinate(&root);
    let shards = shards(&desk, &root);
    assert_eq!(shards.iter().map(|shard| shard.certificates).collect::<Vec<_>>(), [2, 1]);
    for (authority, shard) in [(&first, 0), (&waiting, 0), (&third, 1)] {
        assert_eq!(points(&desk.authority_certificate(authority)), [shards[shard].address.clone()]);
    }
}

fn call<R: Perform>(engine: &Engine, caller: &Caller, request: Value) {
    engine.call(caller, serde_json::from_value::<R>(request).unwrap()).unwrap();
}

#[test]
fn a_shard_that_fills_meanwhile_is_not_named() {
    let desk = desk();
    let root = root(&desk);
    desk.issue(&root, "first.example");
    // The next one is planned for the last place of the first shard, which somebody else takes.
    let fill = |desk: &Desk| {
        let other = issue_request(&root, &csr("other.example"));
        desk.meanwhile(move |engine, caller| call::<IssueCertificateRequest>(engine, caller, other));
    };
    fill(&desk);
    let leaf = desk.issue(&root, "second.example");
    let opened = shards(&desk, &root);
    assert_eq!(opened.iter().map(|shard| shard.certificates).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(points(&desk.certificate(&leaf)), [opened[1].address.clone()]);
    fill(&desk);
    let subordinate = CreateSubordinate {
        request: serde_json::from_value(authority_request("SUBORDINATE", "Below", "EC_prime256v1", "SHA256WITHECDSA"))
            .unwrap(),
        parent: root.parse().unwrap(),
        template: Template::subordinate(0).unwrap(),
        validity: Validity { value: 1, r#type: ValidityPeriodType::Years },
    };
    let below = desk.engine.create_and_install_subordinate(&desk.caller, subordinate).unwrap().to_string();
    let opened = shards(&desk, &root);
    assert_eq!(opened.iter().map(|shard| shard.certificates).collect::<Vec<_>>(), [2, 2, 1]);
    assert_eq!(points(&desk.authority_certificate(&below)), [opened[2].address.clone()]);
    // Two are planned at once, each with a shard of its own.
    let (waiting, _) = desk.pending("SUBORDINATE");
    desk.issue(&root, "last.example");
    fill(&desk);
    let (waiting, parent) = (waiting.parse().unwrap(), root.parse().unwrap());
    let validity = Validity { value: 1, r#type: ValidityPeriodType::Years };
    let template = Template::subordinate(0).unwrap();
    desk.engine.install_subordinate(&desk.caller, &waiting, &parent, template, &validity).unwrap();
    let opened = shards(&desk, &root);
    assert_eq!(opened.iter().map(|shard| shard.certificates).collect::<Vec<_>>(), [2, 2, 2, 2]);
    assert_eq!(points(&desk.authority_certificate(&waiting.to_string())), [opened[3].address.clone()]);
}

#[test]
fn a_configuration_that_changes_meanwhile_is_followed() {
    let desk = desk();
    let root = root_with(&desk, crl_on());
    let switch = |configuration: Value| {
        let update = json!({"CertificateAuthorityArn": root, "RevocationConfiguration": configuration});
        desk.meanwhile(move |engine, caller| call::<UpdateCertificateAuthorityRequest>(engine, caller, update));
    };
    switch(partitioned());
    let leaf = desk.issue(&root, "a.example");
    let shard = shards(&desk, &root)[0].clone();
    assert_eq!(points(&desk.certificate(&leaf)), [shard.address.clone()]);
    assert_eq!(shard_of(&desk, &root, &leaf), Some(shard.id));
    switch(crl_on());
    let leaf = desk.issue(&root, "b.example");
    assert_eq!(points(&desk.certificate(&leaf)), [format!("http://{ADDRESS}/published/crl/{}.crl", id(&root))]);
    assert_eq!(shard_of(&desk, &root, &leaf), None);
}

#[test]
fn threads_that_issue_at_once_fill_one_shard_after_the_other() {
    let desk = desk();
    desk.engine.set_shard_size(3);
    let root = root(&desk);
    let leaves: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..10)
            .map(|number| {
                scope.spawn({
                    let (desk, root) = (&desk, &root);
                    move || desk.issue(root, &format!("host{number}.example"))
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let shards = shards(&desk, &root);
    assert_eq!(shards.iter().map(|shard| shard.certificates).collect::<Vec<_>>(), [3, 3, 3, 1]);
    for leaf in &leaves {
        let shard = shard_of(&desk, &root, leaf).unwrap();
        let address = &shards.iter().find(|found| found.id == shard).unwrap().address;
        assert_eq!(points(&desk.certificate(leaf)), [address.clone()]);
    }
    std::thread::scope(|scope| {
        for leaf in &leaves {
            scope.spawn(|| revoke(&desk, &root, leaf));
        }
    });
    let listed: Vec<usize> = shards.iter().map(|shard| list(&desk, &root, Some(shard.id)).len()).collect();
    assert_eq!(listed, [3, 3, 3, 1], "the last list of each has every revocation");
    assert!(desk.engine.crls_due().is_empty());
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
    let (engine, _) = Engine::open(&path, environment, &crate::desk::options()).unwrap();
    engine.unlock(&crate::desk::passphrase()).unwrap();
    engine.set_shard_size(2);
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

#[test]
fn the_configuration_is_told_as_it_was_given() {
    let desk = desk();
    let root = root(&desk);
    let told = |desk: &Desk| desk.describe(&root).revocation_configuration.unwrap().crl_configuration.unwrap();
    assert_eq!((told(&desk).crl_type, told(&desk).custom_path), (Some(CrlType::Partitioned), None));
    assert_eq!(told(&desk).s3_object_acl, Some(S3ObjectAcl::PublicRead), "the default is told");
    let acl = "BUCKET_OWNER_FULL_CONTROL";
    configure(&desk, &root, crl(json!({"CrlType": "PARTITIONED", "CustomPath": "pki", "S3ObjectAcl": acl})));
    assert_eq!(told(&desk).custom_path.as_deref(), Some("pki"));
    assert_eq!(told(&desk).s3_object_acl, Some(S3ObjectAcl::BucketOwnerFullControl));
    configure(&desk, &root, crl_on());
    assert_eq!(told(&desk).crl_type, None);
    let mut request = json!({"CertificateAuthorityArn": root, "RevocationConfiguration": partitioned()});
    request["RevocationConfiguration"]["CrlConfiguration"]["CustomPath"] = json!("a/../b");
    desk.refused::<UpdateCertificateAuthorityRequest>(request, "InvalidArgsException");
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

#[test]
fn a_preview_opens_nothing() {
    let desk = desk();
    let root = root(&desk);
    let before = desk.bytes();
    let request = || serde_json::from_value(issue_request(&root, &csr("a.example"))).unwrap();
    let addresses = |desk: &Desk| {
        let preview = desk.engine.preview(&desk.caller, &request()).unwrap();
        preview.rows.into_iter().map(|row| row.value).filter(|value| value.contains(ADDRESS)).collect::<Vec<_>>()
    };
    assert_eq!(addresses(&desk), [format!("http://{ADDRESS}/published/crl/{}/(new shard).crl", id(&root))]);
    assert!(desk.bytes() == before);
    desk.issue(&root, "a.example");
    assert_eq!(addresses(&desk), [shards(&desk, &root)[0].address.clone()]);
}
