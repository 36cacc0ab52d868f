//! Revoking, and the CRL that says so.

use crate::desk::{Desk, NOON, authority_request};
use canopy::engine::api::*;
use canopy::engine::{CreateRoot, CrlOutcome};
use canopy::workspace::CrlJob;
use canopy::x509::CertificateList;
use canopy::x509::extension::CrlReason;
use serde_json::{Value, json};

/// A root that publishes a CRL.
fn root(desk: &Desk) -> String {
    let mut request = authority_request("ROOT", "Root", "EC_prime256v1", "SHA256WITHECDSA");
    request["RevocationConfiguration"] =
        json!({"CrlConfiguration": {"Enabled": true, "ExpirationInDays": 7, "S3BucketName": "published"}});
    let root = CreateRoot {
        request: serde_json::from_value(request).unwrap(),
        validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 20})).unwrap(),
    };
    desk.engine.create_and_activate_root(&desk.caller, root).unwrap().to_string()
}

fn revocation(authority: &str, certificate: &str, reason: &str) -> Value {
    let serial = certificate.rsplit('/').next().unwrap();
    json!({"CertificateAuthorityArn": authority, "CertificateSerial": serial, "RevocationReason": reason})
}

fn revoke(desk: &Desk, authority: &str, certificate: &str, reason: &str) -> CrlOutcome {
    let request = serde_json::from_value(revocation(authority, certificate, reason)).unwrap();
    desk.engine.revoke(&desk.caller, request).unwrap()
}

fn id(arn: &str) -> canopy::workspace::AuthorityId {
    arn.parse::<canopy::workspace::CertificateAuthorityArn>().unwrap().id
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
    let failed = |desk: &Desk| desk.engine.snapshot().authority(id(&root)).unwrap().crl.job.clone();
    assert!(matches!(failed(&desk), Some(CrlJob::Failed { .. })));
    assert_eq!(desk.engine.crls_due(), [id(&root)]);
    std::fs::remove_file(&crl).unwrap();
    assert!(matches!(desk.engine.sign_crl(&desk.caller, id(&root)), Ok(CrlOutcome::Published { entries: 1, .. })));
    assert!(desk.engine.crls_due().is_empty());
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
    desk.later(3 * 86_400);
    assert!(desk.engine.crls_due().is_empty());
    desk.later(86_400 / 2);
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
