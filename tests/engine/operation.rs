//! Several actions in one step, and in one record.

use crate::desk::{Desk, authority_request, csr, id, issue_request};
use canopy::engine::api::*;
use canopy::engine::{CreateRoot, CreateSubordinate, NewBucket, Preview, PreviewField, Source, Template};
use secrecy::SecretString;
use serde_json::json;

fn years(value: i64) -> Validity {
    Validity { value, r#type: ValidityPeriodType::Years }
}

#[test]
fn a_root_and_a_subordinate_are_active_in_one_record_each() {
    let desk = Desk::new();
    let before = desk.engine.snapshot().head().seq;
    let root = desk.root();
    let subordinate = desk.subordinate(&root);
    let workspace = desk.engine.snapshot();
    assert_eq!(workspace.head().seq, before + 2);
    let found = workspace.authority_by_arn(&subordinate.parse().unwrap()).unwrap();
    assert_eq!(found.status(desk.engine.now()), CertificateAuthorityStatus::Active);
    assert_eq!(found.parent.map(|id| id.to_string()), root.rsplit('/').next().map(str::to_owned));
    let own = desk.authority_certificate(&subordinate);
    assert_eq!(own.basic_constraints().unwrap().path_len_constraint, Some(0));
    assert_eq!(own.verify_signature(desk.authority_certificate(&root).public_key()), Ok(()));
}

#[test]
fn a_subordinate_that_cannot_be_signed_leaves_nothing() {
    let desk = Desk::new();
    let root = desk.root();
    let issuing = desk.subordinate(&root);
    let attempt = |parent: &str, validity: Validity| {
        let request = authority_request("SUBORDINATE", "Below", "EC_prime256v1", "SHA256WITHECDSA");
        let subordinate = CreateSubordinate {
            request: serde_json::from_value(request).unwrap(),
            parent: parent.parse().unwrap(),
            template: Template::subordinate(0).unwrap(),
            validity,
        };
        let before = desk.bytes();
        let error = desk.engine.create_and_install_subordinate(&desk.caller, subordinate).unwrap_err();
        assert!(desk.bytes() == before, "{error}");
        error.code()
    };
    assert_eq!(attempt(&root, years(30)), "ValidationException");
    assert_eq!(attempt(&issuing, years(1)), "InvalidArgsException");
    let request = authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHECDSA");
    let as_root = CreateRoot { request: serde_json::from_value(request).unwrap(), validity: years(9_000) };
    assert_eq!(desk.engine.create_and_activate_root(&desk.caller, as_root).unwrap_err().code(), "ValidationException");
}

#[test]
fn one_that_waits_is_signed_later() {
    let desk = Desk::new();
    let root = desk.root();
    let create = |kind: &str| {
        let request = authority_request(kind, "Waiting", "EC_secp384r1", "SHA384WITHECDSA");
        desk.call::<CreateCertificateAuthorityRequest>(request).unwrap().certificate_authority_arn
    };
    let (first, second) = (create("SUBORDINATE"), create("ROOT"));
    let parent = root.parse().unwrap();
    let template = Template::subordinate(1).unwrap();
    desk.engine.install_subordinate(&desk.caller, &first.parse().unwrap(), &parent, template, &years(3)).unwrap();
    desk.engine.activate_root(&desk.caller, &second.parse().unwrap(), &years(10)).unwrap();
    let again = desk.engine.activate_root(&desk.caller, &second.parse().unwrap(), &years(10));
    assert_eq!(again.unwrap_err().code(), "InvalidStateException");
    assert_eq!(desk.authority_certificate(&first).basic_constraints().unwrap().path_len_constraint, Some(1));
    assert!(desk.authority_certificate(&second).is_self_issued());
}

#[test]
fn a_key_for_somebody_without_one_leaves_only_encrypted() {
    let desk = Desk::new();
    let root = desk.root();
    let subject = Asn1Subject { common_name: Some("ann".into()), ..Asn1Subject::default() };
    let names = [GeneralName { rfc822_name: Some("ann@example.com".into()), ..GeneralName::default() }];
    let key = desk.engine.generate_subject_key(KeyAlgorithm::EcPrime256v1, &subject, &names).unwrap();
    let request = crate::desk::issue_request(&root, key.csr_pem());
    let arn = desk.call::<IssueCertificateRequest>(request).unwrap().certificate_arn;
    let certificate = desk.certificate(&arn);
    assert_eq!(certificate.alternative_names()[0].value(), "ann@example.com");
    let passphrase = SecretString::from("a passphrase for ann");
    let pem = key.to_encrypted_pem(&passphrase).unwrap();
    assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    let chain = [desk.authority_certificate(&root)];
    assert!(!key.to_pkcs12(&certificate, &chain, "ann", &passphrase).unwrap().is_empty());
    assert!(!format!("{key:?}").contains("PRIVATE"));
}

#[test]
fn buckets_are_checked_before_they_are_used() {
    let desk = Desk::new();
    let bucket = |name: &str, path: &str| NewBucket::folder(name, path);
    desk.engine.add_bucket(&desk.caller, bucket("second", "second")).unwrap();
    assert!(desk.folder.path().join("second").is_dir());
    let code = |bucket: NewBucket| desk.engine.add_bucket(&desk.caller, bucket).unwrap_err().code();
    assert_eq!(code(bucket("No Bucket", "x")), "InvalidArgsException");
    assert_eq!(code(bucket("third", "test.canopy")), "InvalidArgsException");
    desk.engine.remove_bucket(&desk.caller, "second").unwrap();
    assert_eq!(desk.engine.remove_bucket(&desk.caller, "second").unwrap_err().code(), "ResourceNotFoundException");
    let root = desk.root();
    let crl = json!({"Enabled": true, "ExpirationInDays": 7, "S3BucketName": "published"});
    let request = json!({"CertificateAuthorityArn": root, "RevocationConfiguration": {"CrlConfiguration": crl}});
    desk.call::<UpdateCertificateAuthorityRequest>(request).unwrap();
    assert_eq!(desk.engine.remove_bucket(&desk.caller, "published").unwrap_err().code(), "InvalidArgsException");
}

#[test]
fn names_and_notes_are_kept() {
    let desk = Desk::new();
    let root = desk.root();
    let id = root.parse::<canopy::workspace::CertificateAuthorityArn>().unwrap().id;
    desk.engine.annotate_authority(&desk.caller, id, "Our root", "in the safe").unwrap();
    let leaf = desk.call::<IssueCertificateRequest>(crate::desk::issue_request(&root, &csr("a.example"))).unwrap();
    desk.engine.annotate_certificate(&desk.caller, &leaf.certificate_arn.parse().unwrap(), "", "for the lab").unwrap();
    let workspace = desk.engine.snapshot();
    let authority = workspace.authority(id).unwrap();
    assert_eq!((authority.name.as_deref(), authority.note.as_deref()), (Some("Our root"), Some("in the safe")));
    let too_long = "x".repeat(129);
    assert_eq!(desk.engine.annotate_authority(&desk.caller, id, &too_long, "").unwrap_err().members(), ["name"]);
}

#[test]
fn what_waits_is_signed_as_what_it_is() {
    let desk = Desk::new();
    let root = desk.root();
    let (below, _) = desk.pending("SUBORDINATE");
    let (top, _) = desk.pending("ROOT");
    let before = desk.bytes();
    let error = desk.engine.activate_root(&desk.caller, &below.parse().unwrap(), &years(1)).unwrap_err();
    assert_eq!(error.code(), "InvalidRequestException");
    let (parent, template) = (root.parse().unwrap(), Template::subordinate(0).unwrap());
    let install = desk.engine.install_subordinate(&desk.caller, &top.parse().unwrap(), &parent, template, &years(1));
    assert_eq!(install.unwrap_err().code(), "InvalidRequestException");
    let wrong = Template::named("EndEntityCertificate/V1").unwrap();
    let install = desk.engine.install_subordinate(&desk.caller, &below.parse().unwrap(), &parent, wrong, &years(1));
    assert_eq!(install.unwrap_err().members(), ["templateArn"]);
    assert!(desk.bytes() == before);
}

#[test]
fn the_same_token_is_the_same_operation() {
    let desk = Desk::new();
    let mut request = authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHECDSA");
    request["IdempotencyToken"] = json!("once");
    let root =
        |value: i64| CreateRoot { request: serde_json::from_value(request.clone()).unwrap(), validity: years(value) };
    let create = |value: i64| desk.engine.create_and_activate_root(&desk.caller, root(value)).unwrap();
    let first = create(20);
    let before = desk.bytes();
    assert_eq!(create(20), first);
    assert!(desk.bytes() == before);
    assert_ne!(create(19), first, "another validity is another request");
    let mut request = authority_request("SUBORDINATE", "Below", "EC_prime256v1", "SHA256WITHECDSA");
    request["IdempotencyToken"] = json!("once");
    let create = |length: u8| {
        let subordinate = CreateSubordinate {
            request: serde_json::from_value(request.clone()).unwrap(),
            parent: first.clone(),
            template: Template::subordinate(length).unwrap(),
            validity: years(1),
        };
        desk.engine.create_and_install_subordinate(&desk.caller, subordinate).unwrap()
    };
    let below = create(0);
    assert_eq!(create(0), below);
    assert_ne!(create(1), below, "another template is another request");
    desk.later(301);
    assert_ne!(create(0), below);
}

#[test]
fn a_parent_may_stand_in_another_region_but_not_be_short_lived() {
    let desk = Desk::new();
    let root = desk.root();
    let mut elsewhere = desk.caller.clone();
    elsewhere.region = "eu-central-1".into();
    let subordinate = |parent: &str| CreateSubordinate {
        request: serde_json::from_value(authority_request("SUBORDINATE", "Below", "EC_prime256v1", "SHA256WITHECDSA"))
            .unwrap(),
        parent: parent.parse().unwrap(),
        template: Template::subordinate(0).unwrap(),
        validity: Validity { value: 5, r#type: ValidityPeriodType::Days },
    };
    desk.engine.preview_subordinate(&elsewhere, &subordinate(&root)).unwrap();
    let below = desk.engine.create_and_install_subordinate(&elsewhere, subordinate(&root)).unwrap();
    assert_eq!(below.region, "eu-central-1");
    assert_eq!(desk.engine.snapshot().authority(below.id).unwrap().parent, Some(id(&root)));
    let mut request = authority_request("ROOT", "Short", "EC_prime256v1", "SHA256WITHECDSA");
    request["UsageMode"] = json!("SHORT_LIVED_CERTIFICATE");
    let short = desk.root_from(request);
    let error = desk.engine.create_and_install_subordinate(&desk.caller, subordinate(&short)).unwrap_err();
    assert_eq!(error.code(), "InvalidArgsException");
    assert!(error.message().contains("GENERAL_PURPOSE") && error.hint().is_some(), "{error}");
}

#[test]
fn a_preview_for_a_new_key_is_what_the_key_gets() {
    let desk = Desk::new();
    let root = desk.root();
    let subject = Asn1Subject { common_name: Some("a.example".into()), ..Asn1Subject::default() };
    let names = [GeneralName { dns_name: Some("a.example".into()), ..GeneralName::default() }];
    let request = |pem: &str| serde_json::from_value::<IssueCertificateRequest>(issue_request(&root, pem)).unwrap();
    let new = |names: &[GeneralName]| {
        desk.engine.preview_for_new_key(&desk.caller, &request(""), KeyAlgorithm::Rsa2048, &subject, names)
    };
    let preview = new(&names).unwrap();
    let key = desk.engine.generate_subject_key(KeyAlgorithm::EcPrime256v1, &subject, &names).unwrap();
    let known = desk.engine.preview(&desk.caller, &request(key.csr_pem())).unwrap();
    let shown = |preview: &Preview| {
        let stays = |field| ![PreviewField::PublicKey, PreviewField::SubjectKey].contains(&field);
        let rows = preview.rows.iter().filter(|row| stays(row.field));
        rows.map(|row| (row.field, row.label.clone(), row.value.clone())).collect::<Vec<_>>()
    };
    assert_eq!(shown(&preview), shown(&known));
    let row = |field| preview.rows.iter().find(|row| row.field == field).unwrap();
    assert!(row(PreviewField::PublicKey).value.contains("RSA 2048"));
    assert!(preview.rows.iter().all(|row| row.source != Source::Csr), "there is no CSR");
    let bad = [GeneralName { dns_name: Some("ä.example".into()), ..GeneralName::default() }];
    let member = "apiPassthrough.extensions.subjectAlternativeNames.1.member";
    assert_eq!(new(&bad).unwrap_err().members(), [member]);
    let error = desk.engine.generate_subject_key(KeyAlgorithm::EcPrime256v1, &subject, &bad).unwrap_err();
    assert_eq!((error.code(), error.members()), ("InvalidArgsException", vec![member]));
}
