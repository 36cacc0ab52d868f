//! Which shard a certificate belongs to.

use super::*;

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
        assert_eq!(points(&desk.certificate(leaf)), std::slice::from_ref(&shard.address));
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
fn another_place_opens_another_shard() {
    let desk = Desk::with_shards(100);
    let root = root(&desk);
    let issued = |desk: &Desk| {
        desk.issue(&root, "a.example");
        let shards = shards(desk, &root);
        (shards.len(), shards.last().unwrap().address.clone())
    };
    let first = issued(&desk);
    assert_eq!(issued(&desk), first, "the same place");
    desk.engine.add_bucket(&desk.caller, NewBucket::folder("second", "second")).unwrap();
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
    assert_eq!(points(&desk.certificate(&leaf)), std::slice::from_ref(&shard.address));
    assert_eq!(shard_of(&desk, &root, &leaf), Some(shard.id));
    switch(crl_on());
    let leaf = desk.issue(&root, "b.example");
    assert_eq!(points(&desk.certificate(&leaf)), [format!("http://{ADDRESS}/published/crl/{}.crl", id(&root))]);
    assert_eq!(shard_of(&desk, &root, &leaf), None);
}

#[test]
fn threads_that_issue_at_once_fill_one_shard_after_the_other() {
    let desk = Desk::with_shards(3);
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
        assert_eq!(points(&desk.certificate(leaf)), std::slice::from_ref(address));
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
