//! Revoking, and the CRL that says so.

use crate::desk::{
    Desk, NO_AUTHORITY, NOON, Small, authority_request, crl_on, id, import_request, issue_request, missing,
    root_with_crl,
};
use canopy::engine::api::*;
use canopy::engine::{CrlOutcome, NewBucket, Template};
use canopy::workspace::{Authority, CrlJob, Settings};
use canopy::x509::CertificateList;
use canopy::x509::extension::CrlReason;
use serde_json::{Value, json};

/// A root that publishes a CRL.
fn root(desk: &Desk) -> String {
    desk.root_from(root_with_crl())
}

fn revocation(authority: &str, certificate: &str, reason: &str) -> Value {
    let serial = certificate.rsplit('/').next().unwrap();
    json!({"CertificateAuthorityArn": authority, "CertificateSerial": serial, "RevocationReason": reason})
}

fn revoke(desk: &Desk, authority: &str, certificate: &str, reason: &str) -> CrlOutcome {
    let request = serde_json::from_value(revocation(authority, certificate, reason)).unwrap();
    desk.engine.revoke(&desk.caller, request).unwrap()
}

fn stored(desk: &Desk, authority: &str) -> Authority {
    desk.engine.snapshot().authority(id(authority)).unwrap().as_ref().clone()
}

fn published(desk: &Desk, authority: &str) -> CertificateList {
    let file = desk.folder.path().join(format!("published/crl/{}.crl", id(authority)));
    CertificateList::from_der(&std::fs::read(file).unwrap()).unwrap()
}

#[test]
fn a_revocation_is_in_the_crl_at_once() {
    let desk = Desk::new();
    let root = root(&desk);
    let leaf = desk.issue(&root, "a.example");
    let kept = desk.issue(&root, "b.example");
    let CrlOutcome::Published { entries, next_update, .. } = revoke(&desk, &root, &leaf, "KEY_COMPROMISE") else {
        panic!("not published");
    };
    assert_eq!((entries, next_update.seconds()), (1, NOON + 7 * 86_400));
    let list = published(&desk, &root);
    let own = desk.authority_certificate(&root);
    assert_eq!(list.verify_signature(own.public_key()), Ok(()));
    assert_eq!(list.issuer().der(), own.subject().der());
    assert_eq!(list.authority_key_identifier(), own.subject_key_identifier());
    let entry = list.find(desk.certificate(&leaf).serial_number()).unwrap();
    assert_eq!((entry.reason(), entry.revocation_date), (Some(CrlReason::KeyCompromise), NOON));
    assert_eq!(list.find(desk.certificate(&kept).serial_number()), None);
    assert_eq!(desk.engine.published_crl(id(&root)).unwrap(), Some(list.clone()));
    let first = list.number().unwrap();
    desk.engine.sign_crl(&desk.caller, id(&root)).unwrap();
    assert!(published(&desk, &root).number().unwrap().0 > first.0, "a number is never used twice");
}

#[test]
fn unspecified_is_no_reason_in_the_crl() {
    let desk = Desk::new();
    let root = root(&desk);
    let leaf = desk.issue(&root, "a.example");
    revoke(&desk, &root, &leaf, "UNSPECIFIED");
    assert!(published(&desk, &root).entries().next().unwrap().extensions.is_empty());
}

#[test]
fn what_cannot_be_revoked_is_told() {
    let desk = Desk::new();
    let root = desk.root();
    let leaf = desk.issue(&root, "a.example");
    let ask = |serial: &str, code: &str| {
        let request =
            json!({"CertificateAuthorityArn": root, "CertificateSerial": serial, "RevocationReason": "SUPERSEDED"});
        desk.refused::<RevokeCertificateRequest>(request, code);
    };
    ask("00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff", "ResourceNotFoundException");
    ask("not a serial number", "InvalidRequestException");
    let own = desk.authority_certificate(&root);
    let serial: Vec<String> = own.serial_number().iter().map(|octet| format!("{octet:02x}")).collect();
    ask(&serial.join(":"), "InvalidRequestException");
    assert_eq!(revoke(&desk, &root, &leaf, "SUPERSEDED"), CrlOutcome::Off);
    desk.refused::<RevokeCertificateRequest>(
        revocation(&root, &leaf, "SUPERSEDED"),
        "RequestAlreadyProcessedException",
    );
    let old = desk.issue(&root, "old.example");
    desk.later(31 * 86_400);
    desk.refused::<RevokeCertificateRequest>(revocation(&root, &old, "SUPERSEDED"), "InvalidRequestException");
}

#[test]
fn a_crl_that_cannot_be_written_is_shown_and_tried_again() {
    let desk = Desk::new();
    let root = root(&desk);
    let leaf = desk.issue(&root, "a.example");
    let folder = desk.folder.path().join("published");
    let crl = folder.join("crl");
    let _ = std::fs::remove_dir_all(&crl);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(&crl, b"in the way").unwrap();
    let CrlOutcome::Failed { reason } = revoke(&desk, &root, &leaf, "SUPERSEDED") else { panic!("published") };
    assert!(reason.contains("published"), "{reason}");
    assert!(matches!(stored(&desk, &root).crl.job, Some(CrlJob::Failed { attempts: 1, .. })));
    desk.later(15 * 60 - 1);
    assert!(desk.engine.crls_due().is_empty(), "a quarter of an hour has not passed");
    desk.later(1);
    assert_eq!(desk.engine.crls_due(), [id(&root)]);
    assert!(matches!(desk.engine.sign_crl(&desk.caller, id(&root)), Ok(CrlOutcome::Failed { .. })));
    assert!(matches!(stored(&desk, &root).crl.job, Some(CrlJob::Failed { attempts: 2, .. })));
    std::fs::remove_file(&crl).unwrap();
    desk.later(15 * 60);
    assert!(matches!(desk.engine.sign_crl(&desk.caller, id(&root)), Ok(CrlOutcome::Published { entries: 1, .. })));
    assert!(desk.engine.crls_due().is_empty());
    let file = crl.join(format!("{}.crl", id(&root)));
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    assert!(matches!(desk.engine.sign_crl(&desk.caller, id(&root)), Ok(CrlOutcome::Failed { .. })));
    assert!(matches!(stored(&desk, &root).crl.job, Some(CrlJob::Failed { attempts: 1, .. })), "counted anew");
}

#[test]
fn an_expired_entry_leaves_after_one_more_crl() {
    let desk = Desk::new();
    let root = root(&desk);
    let leaf = desk.issue(&root, "a.example");
    revoke(&desk, &root, &leaf, "SUPERSEDED");
    desk.later(30 * 86_400 + 60);
    let entries = |desk: &Desk| {
        desk.engine.sign_crl(&desk.caller, id(&root)).unwrap();
        published(desk, &root).len()
    };
    assert_eq!(entries(&desk), 1, "once more after it has expired");
    desk.later(60);
    assert_eq!(entries(&desk), 0);
}

#[test]
fn a_crl_is_due_again_at_half_of_its_time() {
    let desk = Desk::new();
    let root = root(&desk);
    desk.engine.sign_crl(&desk.caller, id(&root)).unwrap();
    assert!(desk.engine.crls_due().is_empty());
    desk.later(3 * 86_400 + 86_400 / 2 - 1);
    assert!(desk.engine.crls_due().is_empty());
    desk.later(1);
    assert_eq!(desk.engine.crls_due(), [id(&root)]);
    desk.engine.sign_crl(&desk.caller, id(&root)).unwrap();
    assert!(desk.engine.crls_due().is_empty());
}

#[test]
fn many_threads_share_one_number_each() {
    let desk = Desk::new();
    let root = root(&desk);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| desk.engine.sign_crl(&desk.caller, id(&root)).unwrap());
        }
    });
    let authority = desk.engine.snapshot().authority(id(&root)).unwrap().clone();
    let number = published(&desk, &root).number().unwrap();
    assert_eq!(number, canopy::x509::extension::CrlNumber::from(authority.crl.number));
}

#[test]
fn a_list_that_nobody_could_fetch_is_not_the_one_more() {
    let desk = Desk::new();
    let root = root(&desk);
    let leaf = desk.issue(&root, "a.example");
    revoke(&desk, &root, &leaf, "SUPERSEDED");
    let file = desk.folder.path().join(format!("published/crl/{}.crl", id(&root)));
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    desk.later(30 * 86_400 + 60);
    assert!(matches!(desk.engine.sign_crl(&desk.caller, id(&root)), Ok(CrlOutcome::Failed { .. })));
    std::fs::remove_dir(&file).unwrap();
    desk.later(60);
    let entries = |desk: &Desk| {
        desk.engine.sign_crl(&desk.caller, id(&root)).unwrap();
        published(desk, &root).len()
    };
    assert_eq!(entries(&desk), 1, "the last list that was published is older than its end");
    desk.later(60);
    assert_eq!(entries(&desk), 0);
}

#[test]
fn every_reason_has_its_code() {
    let desk = Desk::new();
    let root = root(&desk);
    let reasons = [
        ("UNSPECIFIED", None),
        ("KEY_COMPROMISE", Some(1)),
        ("CERTIFICATE_AUTHORITY_COMPROMISE", Some(2)),
        ("AFFILIATION_CHANGED", Some(3)),
        ("SUPERSEDED", Some(4)),
        ("CESSATION_OF_OPERATION", Some(5)),
        ("PRIVILEGE_WITHDRAWN", Some(9)),
        ("A_A_COMPROMISE", Some(10)),
    ];
    let leaves = reasons.map(|(reason, code)| {
        let leaf = desk.issue(&root, "a.example");
        desk.call::<RevokeCertificateRequest>(revocation(&root, &leaf, reason)).unwrap();
        (desk.certificate(&leaf), code)
    });
    desk.engine.sign_crl(&desk.caller, id(&root)).unwrap();
    let list = published(&desk, &root);
    assert_eq!(list.len(), 8);
    for (leaf, code) in leaves {
        let entry = list.find(leaf.serial_number()).unwrap();
        let expected = code.map(|code: u8| vec![0x0a, 1, code]);
        assert_eq!(entry.extensions.first().map(|reason| reason.value.clone()), expected);
        assert_eq!(entry.extensions.len(), usize::from(code.is_some()));
    }
}

#[test]
fn only_an_authority_that_is_active_or_disabled_revokes() {
    let desk = Desk::new();
    let root = desk.root();
    let (first, second) = (desk.issue(&root, "a.example"), desk.issue(&root, "b.example"));
    desk.set_status(&root, "DISABLED");
    desk.call::<RevokeCertificateRequest>(revocation(&root, &first, "SUPERSEDED")).unwrap();
    let (waiting, _) = desk.pending("ROOT");
    let refused = |authority: &str, code: &str| {
        desk.refused::<RevokeCertificateRequest>(revocation(authority, &second, "SUPERSEDED"), code)
    };
    assert!(refused(&waiting, "InvalidStateException").message().contains("PENDING_CERTIFICATE"));
    refused(&missing(&root), "ResourceNotFoundException");
    refused(NO_AUTHORITY, "InvalidArnException");
    desk.later(21 * 366 * 86_400);
    assert!(refused(&root, "InvalidStateException").message().contains("EXPIRED"));
}

#[test]
fn a_serial_number_is_found_however_it_is_written() {
    let desk = Desk::made(Settings::default(), Some(Small::new()));
    let root = desk.root();
    let write = |style: fn(&str) -> String| {
        let leaf = desk.issue(&root, "a.example");
        let serial = leaf.rsplit('/').next().unwrap();
        assert!(serial.starts_with("0000"), "{serial}");
        let mut request = revocation(&root, &leaf, "SUPERSEDED");
        request["CertificateSerial"] = json!(style(serial));
        desk.call::<RevokeCertificateRequest>(request).unwrap();
    };
    write(|serial| serial.trim_start_matches('0').to_owned());
    write(|serial| serial.to_uppercase());
    write(|serial| {
        let pairs: Vec<&str> = serial.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap()).collect();
        pairs.join(":").to_uppercase()
    });
    assert_eq!(desk.engine.snapshot().certificates().counts(id(&root)).revoked, 3);
}

#[test]
fn the_list_of_a_subordinate_is_its_own() {
    let desk = Desk::new();
    let parent = desk.root();
    let mut request = authority_request("SUBORDINATE", "Issuing CA", "EC_prime256v1", "SHA256WITHECDSA");
    request["RevocationConfiguration"] = crl_on();
    let subordinate = canopy::engine::CreateSubordinate {
        request: serde_json::from_value(request).unwrap(),
        parent: parent.parse().unwrap(),
        template: Template::subordinate(0).unwrap(),
        validity: Validity { value: 1, r#type: ValidityPeriodType::Years },
    };
    let arn = desk.engine.create_and_install_subordinate(&desk.caller, subordinate).unwrap().to_string();
    desk.engine.sign_crl(&desk.caller, id(&arn)).unwrap();
    let (list, own) = (published(&desk, &arn), desk.authority_certificate(&arn));
    assert_eq!(list.authority_key_identifier(), own.subject_key_identifier());
    assert_ne!(list.authority_key_identifier(), own.authority_key_identifier());
    assert_eq!(list.issuer().der(), own.subject().der());
    assert_eq!((list.this_update(), list.next_update()), (NOON - 3_600, Some(NOON + 7 * 86_400)));
    assert_eq!(list.number(), Some(canopy::x509::extension::CrlNumber::from(NOON.unsigned_abs() * 1_000)));
    let critical = list.extensions().iter().filter(|extension| extension.critical).count();
    assert_eq!((list.extensions().len(), critical), (2, 0), "a complete list has no issuing distribution point");
}

#[test]
fn the_first_list_is_due_with_the_certificate_of_the_authority() {
    let desk = Desk::new();
    let created = desk.call::<CreateCertificateAuthorityRequest>(root_with_crl()).unwrap();
    let root = created.certificate_authority_arn;
    assert!(desk.engine.crls_due().is_empty(), "nobody can sign it yet");
    let own = desk.certify(&root, &desk.csr_of(&root), "RootCACertificate/V1", 1_000);
    desk.call::<ImportCertificateAuthorityCertificateRequest>(import_request(&root, &own, "")).unwrap();
    assert_eq!(desk.engine.crls_due(), [id(&root)]);
    desk.engine.sign_crl(&desk.caller, id(&root)).unwrap();
    assert!(desk.engine.crls_due().is_empty());
}

#[test]
fn a_list_in_another_place_is_written_there() {
    let desk = Desk::new();
    let root = root(&desk);
    desk.engine.sign_crl(&desk.caller, id(&root)).unwrap();
    desk.engine.add_bucket(&desk.caller, NewBucket::folder("second", "second")).unwrap();
    let mut crl = crl_on();
    crl["CrlConfiguration"]["S3BucketName"] = json!("second");
    crl["CrlConfiguration"]["CustomPath"] = json!("pki/a:b");
    let update = json!({"CertificateAuthorityArn": root, "RevocationConfiguration": crl});
    if cfg!(windows) {
        desk.refused::<UpdateCertificateAuthorityRequest>(update, "InvalidArgsException");
        return;
    }
    desk.call::<UpdateCertificateAuthorityRequest>(update).unwrap();
    assert_eq!(desk.engine.crls_due(), [id(&root)]);
    desk.engine.sign_crl(&desk.caller, id(&root)).unwrap();
    assert!(desk.folder.path().join(format!("second/pki/a:b/{}.crl", id(&root))).is_file());
    assert!(desk.engine.crls_due().is_empty());
}

#[test]
fn a_certificate_that_points_to_a_list_asks_for_it() {
    let desk = Desk::with(Settings { publication_address: Some("pki.example.com".into()), ..Settings::default() });
    let root = root(&desk);
    assert_eq!(stored(&desk, &root).crl.job, None);
    desk.subordinate(&root);
    assert!(matches!(stored(&desk, &root).crl.job, Some(CrlJob::Requested { .. })));
    desk.engine.sign_crl(&desk.caller, id(&root)).unwrap();
    desk.issue(&root, "a.example");
    assert!(matches!(stored(&desk, &root).crl.job, Some(CrlJob::Published { .. })), "it is there already");
}

#[test]
fn a_name_alone_makes_no_root() {
    let desk = Desk::new();
    let root = root(&desk);
    let own = desk.authority_certificate(&root);
    let key = canopy::keystore::SoftwareKey::generate(canopy::keystore::KeyKind::P256).unwrap();
    let pem = crate::desk::csr_of(own.subject().clone(), Vec::new(), &key);
    let leaf = desk.call::<IssueCertificateRequest>(issue_request(&root, &pem)).unwrap().certificate_arn;
    assert!(desk.certificate(&leaf).is_self_issued());
    let request = json!({"CertificateAuthorityArn": root, "CertificateArn": leaf});
    let found = desk.call::<GetCertificateRequest>(request).unwrap();
    assert_eq!(found.certificate_chain, Some(own.to_pem()));
    assert!(matches!(revoke(&desk, &root, &leaf, "KEY_COMPROMISE"), CrlOutcome::Published { entries: 1, .. }));
}

#[test]
fn a_new_certificate_of_the_authority_wants_a_new_list() {
    let desk = Desk::new();
    let root = root(&desk);
    desk.engine.sign_crl(&desk.caller, id(&root)).unwrap();
    let own = desk.certify(&root, &desk.csr_of(&root), "RootCACertificate/V1", 1_000);
    desk.call::<ImportCertificateAuthorityCertificateRequest>(import_request(&root, &own, "")).unwrap();
    assert_eq!(desk.engine.crls_due(), [id(&root)]);
    let other = desk.certify(&root, &desk.csr_of(&root), "RootCACertificate/V1", 900);
    let again = import_request(&root, &other, "");
    desk.meanwhile(move |engine, caller| {
        let request: ImportCertificateAuthorityCertificateRequest = serde_json::from_value(again).unwrap();
        engine.call(caller, request).unwrap();
    });
    desk.engine.sign_crl(&desk.caller, id(&root)).unwrap();
    assert_eq!(desk.engine.crls_due(), [id(&root)], "it came while the list was signed");
    desk.engine.sign_crl(&desk.caller, id(&root)).unwrap();
    assert!(desk.engine.crls_due().is_empty());
}
