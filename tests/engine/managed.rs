//! The certificate manager: what a permission lets it do, and what becomes of the keys it keeps.

use crate::desk::{Desk, base64, options, passphrase, root_with_crl};
use canopy::engine::api::*;
use canopy::engine::{CERTIFICATE_MANAGER, Caller, Engine, Error, ManagedCertificateRequest, ManagedRenewal};
use canopy::workspace::{Actor, Change, KeyFileForm, ManagedCertificate, ManagedCertificateId, SecretId};
use canopy::x509::oid;
use secrecy::SecretString;
use serde_json::json;
use std::sync::Arc;

const DAY: i64 = 24 * 60 * 60;
const ALL: [&str; 3] = ["IssueCertificate", "GetCertificate", "ListPermissions"];

fn grant(desk: &Desk, authority: &str, actions: &[&str]) {
    let request = json!({
        "CertificateAuthorityArn": authority, "Principal": CERTIFICATE_MANAGER, "Actions": actions,
    });
    desk.call::<CreatePermissionRequest>(request).unwrap();
}

fn withdraw(engine: &Engine, caller: &Caller, authority: &str) {
    let request = json!({"CertificateAuthorityArn": authority, "Principal": CERTIFICATE_MANAGER});
    engine.call(caller, serde_json::from_value::<DeletePermissionRequest>(request).unwrap()).unwrap();
}

/// For 90 days, renewed 30 days before its end.
fn request(authority: &str) -> ManagedCertificateRequest {
    ManagedCertificateRequest {
        authority: authority.parse().unwrap(),
        key_algorithm: KeyAlgorithm::EcPrime256v1,
        subject: Asn1Subject { common_name: Some("shop.example".into()), ..Asn1Subject::default() },
        names: vec![GeneralName { dns_name: Some("shop.example".into()), ..GeneralName::default() }],
        validity_days: 90,
        renew_days_before: 30,
    }
}

/// A workspace whose root has granted everything and issued one managed certificate.
fn managed() -> (Desk, String, ManagedCertificateId) {
    let desk = Desk::new();
    let root = desk.root();
    grant(&desk, &root, &ALL);
    let id = desk.engine.request_managed_certificate(&desk.caller, &request(&root)).unwrap();
    (desk, root, id)
}

fn kept(desk: &Desk, id: ManagedCertificateId) -> Arc<ManagedCertificate> {
    desk.engine.snapshot().managed_certificate(id).unwrap().clone()
}

/// The base64 of a secret as the file has it.
fn sealed(desk: &Desk, key: SecretId) -> String {
    base64(desk.engine.snapshot().secret(key).unwrap())
}

fn file_has(desk: &Desk, text: &str) -> bool {
    desk.bytes().windows(text.len()).any(|window| window == text.as_bytes())
}

/// Does what must be refused: nothing in the file changes.
#[track_caller]
fn refused<T: std::fmt::Debug>(desk: &Desk, code: &str, act: impl FnOnce() -> Result<T, Error>) -> Error {
    let before = desk.bytes();
    let error = act().unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    assert!(desk.bytes() == before, "the file has changed");
    error
}

#[test]
fn without_a_permission_it_is_refused_by_name() {
    let desk = Desk::new();
    let root = desk.root();
    let ask = || desk.engine.request_managed_certificate(&desk.caller, &request(&root));
    let error = refused(&desk, "AccessDeniedException", ask);
    assert!(error.message().contains("acm.amazonaws.com") && error.message().contains("IssueCertificate"), "{error}");
    assert!(error.hint().unwrap().starts_with("Grant acm.amazonaws.com"));
    // The owner is shown what it would be all the same, and may be the one to grant it.
    desk.engine.preview_managed(&desk.caller, &request(&root)).unwrap();
}

#[test]
fn each_of_the_actions_is_needed() {
    let desk = Desk::new();
    let root = desk.root();
    for actions in [&ALL[..1], &ALL[..2], &ALL[1..]] {
        grant(&desk, &root, actions);
        let ask = || desk.engine.request_managed_certificate(&desk.caller, &request(&root));
        refused(&desk, "AccessDeniedException", ask);
        let lacking = canopy::engine::lacking_permissions(
            &desk.engine.snapshot().authority(crate::desk::id(&root)).unwrap().clone(),
            true,
        );
        assert_eq!(lacking.len(), 3 - actions.len());
        // What is never renewed needs no right to look for its own permission.
        let never = ManagedCertificateRequest { renew_days_before: 0, ..request(&root) };
        let issued = desk.engine.request_managed_certificate(&desk.caller, &never);
        assert_eq!(issued.is_ok(), actions == &ALL[..2], "{actions:?}");
        withdraw(&desk.engine, &desk.caller, &root);
    }
    assert!(desk.engine.managed_due().is_empty());
    desk.later(89 * DAY);
    assert!(desk.engine.managed_due().is_empty());
}

#[test]
fn a_permission_for_another_account_permits_nothing_here() {
    let desk = Desk::new();
    let root = desk.root();
    let other = json!({
        "CertificateAuthorityArn": root, "Principal": CERTIFICATE_MANAGER,
        "SourceAccount": "111122223333", "Actions": ALL,
    });
    desk.call::<CreatePermissionRequest>(other).unwrap();
    refused(&desk, "AccessDeniedException", || desk.engine.request_managed_certificate(&desk.caller, &request(&root)));
    let stranger = Caller { account: "111122223333".into(), ..desk.caller.clone() };
    let ask = || desk.engine.request_managed_certificate(&stranger, &request(&root));
    assert!(refused(&desk, "AccessDeniedException", ask).message().contains("which belongs to the account"));
}

#[test]
fn the_certificate_says_who_asked_for_it_and_what_was_asked() {
    let (desk, root, id) = managed();
    let kept = kept(&desk, id);
    let workspace = desk.engine.snapshot();
    let row = workspace.certificates().get(crate::desk::id(&root), kept.current.serial).unwrap();
    assert_eq!((row.requested_by, row.template), (Some(CERTIFICATE_MANAGER), "EndEntityCertificate/V1"));
    assert_eq!(row.not_after.seconds() - row.issued_at.seconds(), 90 * DAY);
    assert_eq!(row.common_name, "shop.example");
    let certificate = desk.certificate(&format!("{root}/certificate/{}", kept.current.serial));
    let names = canopy::x509::words::values(certificate.extension(&oid::ID_CE_SUBJECT_ALT_NAME).unwrap());
    assert!(names.len() == 1 && names[0].contains("shop.example"), "{names:?}");
    let activity = workspace.recent_activity().first().unwrap().clone();
    let actor = Actor::Service { principal: CERTIFICATE_MANAGER.into(), user: Some("test".into()) };
    assert_eq!(activity.actor, actor);
    assert!(matches!(
        &activity.changes[..],
        [Change::CertificateIssued { .. }, Change::ManagedCertificateIssued { .. }]
    ));
    assert!(file_has(
        &desk,
        r#"actor:Service(principal:"acm.amazonaws.com",user:Some("test")),events:[CertificateIssued("#
    ));
}

#[test]
fn a_certificate_that_points_to_a_crl_asks_for_it() {
    let settings = canopy::workspace::Settings {
        publication_address: Some("pki.example".into()),
        ..canopy::workspace::Settings::default()
    };
    let desk = Desk::with(settings);
    let mut with_crl = root_with_crl();
    with_crl["RevocationConfiguration"]["CrlConfiguration"]["CustomCname"] = json!("crl.example");
    let root = desk.root_from(with_crl);
    grant(&desk, &root, &ALL);
    let issued = desk.engine.request_managed_certificate(&desk.caller, &request(&root)).unwrap();
    let serial = kept(&desk, issued).current.serial;
    let certificate = desk.certificate(&format!("{root}/certificate/{serial}"));
    assert!(certificate.extension(&oid::ID_CE_CRL_DISTRIBUTION_POINTS).is_some());
    let workspace = desk.engine.snapshot();
    assert!(workspace.authority(crate::desk::id(&root)).unwrap().crl.job.is_some());
}

#[test]
fn what_cannot_be_is_refused_at_its_member() {
    let (desk, root, _) = managed();
    let ask = |request: ManagedCertificateRequest| {
        let ask = || desk.engine.request_managed_certificate(&desk.caller, &request);
        refused(&desk, "ValidationException", ask).members()[0].to_owned()
    };
    assert_eq!(ask(ManagedCertificateRequest { renew_days_before: 90, ..request(&root) }), "renewDaysBefore");
    assert_eq!(
        ask(ManagedCertificateRequest { validity_days: 0, renew_days_before: 0, ..request(&root) }),
        "validity.value"
    );
    assert_eq!(ask(ManagedCertificateRequest { validity_days: 10_000, ..request(&root) }), "validity.value");
    desk.set_status(&root, "DISABLED");
    refused(&desk, "InvalidStateException", || desk.engine.request_managed_certificate(&desk.caller, &request(&root)));
}

#[test]
fn a_permission_that_is_withdrawn_meanwhile_is_missed_before_anything_is_recorded() {
    let desk = Desk::new();
    let root = desk.root();
    grant(&desk, &root, &ALL);
    let arn = root.clone();
    desk.meanwhile(move |engine, caller| withdraw(engine, caller, &arn));
    let error = desk.engine.request_managed_certificate(&desk.caller, &request(&root)).unwrap_err();
    assert_eq!(error.code(), "AccessDeniedException");
    assert_eq!(desk.engine.snapshot().managed_certificates().count(), 0);
    assert_eq!(desk.engine.snapshot().certificates().counts(crate::desk::id(&root)).issued, 1);
}

#[test]
fn it_is_renewed_before_its_end_and_keeps_two_keys() {
    let (desk, root, id) = managed();
    let first = kept(&desk, id).current;
    desk.later(60 * DAY - 1);
    assert!(desk.engine.managed_due().is_empty());
    desk.later(1);
    assert_eq!(desk.engine.managed_due(), [id]);
    let Ok(ManagedRenewal::Renewed(renewed)) = desk.engine.renew_managed_due(id) else { panic!() };
    assert_eq!(renewed.not_erased, None);
    assert!(desk.engine.managed_due().is_empty());
    let second = kept(&desk, id);
    assert_eq!(second.previous, Some(first));
    let (old, new) = (
        desk.certificate(&format!("{root}/certificate/{}", first.serial)),
        desk.certificate(&renewed.certificate.to_string()),
    );
    assert_eq!(new.subject(), old.subject());
    let names = &oid::ID_CE_SUBJECT_ALT_NAME;
    assert_eq!(new.extension(names), old.extension(names));
    assert_ne!(new.public_key(), old.public_key());
    assert_eq!(new.validity().not_after - old.validity().not_after, 60 * DAY);
    let actor = desk.engine.snapshot().recent_activity().first().unwrap().actor.clone();
    assert_eq!(actor, Actor::Service { principal: CERTIFICATE_MANAGER.into(), user: None });
    // The key before the last is erased with the second renewal, and no other.
    let (oldest, middle) = (sealed(&desk, first.key), sealed(&desk, second.current.key));
    assert!(file_has(&desk, &oldest));
    desk.engine.renew_managed(&desk.caller, id).unwrap();
    assert!(!file_has(&desk, &oldest) && file_has(&desk, &middle));
    desk.later(70 * DAY);
    assert!(desk.engine.managed_due().is_empty(), "a doubtful date erases no key");
    desk.engine.confirm_date(&desk.caller).unwrap();
    assert_eq!(desk.engine.managed_due(), [id]);
    desk.later(30 * DAY);
    desk.engine.confirm_date(&desk.caller).unwrap();
    assert!(desk.engine.managed_due().is_empty(), "what has ended is not renewed by itself");
    assert!(desk.engine.verify().unwrap().authenticated);
}

#[test]
fn a_renewal_that_is_refused_is_told_once_and_tried_again_a_day_later_and_at_last_each_hour() {
    let (desk, root, id) = managed();
    withdraw(&desk.engine, &desk.caller, &root);
    desk.later(61 * DAY);
    refused(&desk, "AccessDeniedException", || desk.engine.renew_managed(&desk.caller, id));
    let Ok(ManagedRenewal::Failed { reason }) = desk.engine.renew_managed_due(id) else { panic!() };
    let failure = kept(&desk, id).failure.clone().unwrap();
    assert_eq!(failure.reason, reason);
    assert!(reason.contains("acm.amazonaws.com"), "{reason}");
    assert!(desk.engine.managed_due().is_empty());
    desk.later(DAY - 1);
    assert!(desk.engine.managed_due().is_empty());
    desk.later(1);
    assert_eq!(desk.engine.managed_due(), [id]);
    desk.later(27 * DAY);
    assert!(matches!(desk.engine.renew_managed_due(id), Ok(ManagedRenewal::Failed { .. })));
    desk.later(3599);
    assert!(desk.engine.managed_due().is_empty());
    desk.later(1);
    assert_eq!(desk.engine.managed_due(), [id], "on its last day");
    grant(&desk, &root, &ALL);
    assert!(matches!(desk.engine.renew_managed_due(id), Ok(ManagedRenewal::Renewed(_))));
    assert_eq!(kept(&desk, id).failure, None);
}

#[test]
fn nothing_is_due_that_is_revoked_or_cannot_be_signed() {
    let (desk, root, id) = managed();
    desk.later(61 * DAY);
    assert_eq!(desk.engine.managed_due(), [id]);
    desk.engine.lock();
    assert!(desk.engine.managed_due().is_empty());
    refused(&desk, "ServiceUnavailable", || desk.engine.renew_managed_due(id));
    desk.engine.unlock(&passphrase()).unwrap();
    desk.set_status(&root, "DISABLED");
    assert!(desk.engine.managed_due().is_empty());
    desk.set_status(&root, "ACTIVE");
    assert_eq!(desk.engine.managed_due(), [id]);
    let serial = kept(&desk, id).current.serial.to_string();
    let revoke = json!({
        "CertificateAuthorityArn": root, "CertificateSerial": serial, "RevocationReason": "SUPERSEDED",
    });
    desk.call::<RevokeCertificateRequest>(revoke).unwrap();
    assert!(desk.engine.managed_due().is_empty());
}

#[test]
fn two_renewals_at_once_make_one() {
    let (desk, _, id) = managed();
    desk.meanwhile(move |engine, caller| {
        engine.renew_managed(caller, id).unwrap();
    });
    let error = desk.engine.renew_managed(&desk.caller, id).unwrap_err();
    assert_eq!(error.code(), "ConcurrentModificationException");
    assert!(kept(&desk, id).previous.is_some());
}

/// The private key in a PEM file that was handed out, as PKCS#8.
fn opened(pem: &str, passphrase: &str) -> Vec<u8> {
    let blocks = canopy::x509::pem::decode(pem.as_bytes()).unwrap();
    let labels: Vec<&str> = blocks.iter().map(|block| block.label.as_str()).collect();
    assert_eq!(labels, ["CERTIFICATE", "CERTIFICATE", "ENCRYPTED PRIVATE KEY"]);
    let encrypted = pkcs8::EncryptedPrivateKeyInfoRef::try_from(blocks[2].der.as_slice()).unwrap();
    encrypted.decrypt(passphrase).unwrap().as_bytes().to_vec()
}

#[test]
fn keys_are_handed_out_with_a_line_after_a_restart_and_under_a_new_passphrase() {
    let (desk, root, id) = managed();
    let first = kept(&desk, id).current;
    desk.engine.renew_managed(&desk.caller, id).unwrap();
    let path = desk.path();
    let Desk { folder, engine, clock, caller } = desk;
    let environment = crate::desk::environment_at_noon(&path);
    engine.close();
    drop(engine);
    let (engine, _) = Engine::open(&path, environment, &options()).unwrap();
    let desk = Desk { folder, engine, clock, caller };
    let secret = SecretString::from("of the file");
    let export = |serial| desk.engine.managed_pem(&desk.caller, id, serial, &secret);
    let second = kept(&desk, id).current;
    refused(&desk, "ServiceUnavailable", || export(second.serial));
    desk.engine.unlock(&passphrase()).unwrap();
    let before = opened(&export(first.serial).unwrap(), "of the file");
    let new = SecretString::from("another passphrase");
    desk.engine.change_passphrase(&desk.caller, &passphrase(), &new).unwrap();
    assert_eq!(opened(&export(first.serial).unwrap(), "of the file"), before);
    assert_ne!(opened(&export(second.serial).unwrap(), "of the file"), before);
    let activity = desk.engine.snapshot().recent_activity().first().unwrap().clone();
    let line = Change::ManagedKeyExported {
        managed: id,
        authority: kept(&desk, id).authority,
        serial: second.serial,
        form: KeyFileForm::Pem,
    };
    assert_eq!(activity.changes, [line]);
    assert_eq!(activity.actor, Actor::Service { principal: CERTIFICATE_MANAGER.into(), user: Some("test".into()) });
    refused(&desk, "InvalidArgsException", || {
        desk.engine.managed_pkcs12(&desk.caller, id, first.serial, "shop", &SecretString::from(""))
    });
    withdraw(&desk.engine, &desk.caller, &root);
    refused(&desk, "AccessDeniedException", || export(second.serial));
}

#[test]
fn a_pkcs12_file_holds_the_key_and_the_chain() {
    let (desk, root, id) = managed();
    let serial = kept(&desk, id).current.serial;
    let secret = SecretString::from("of the file");
    let file = desk.engine.managed_pkcs12(&desk.caller, id, serial, "shop.example", &secret).unwrap();
    let archive = p12_keystore::Pkcs12Archive::from_pkcs12(&file, "of the file").unwrap();
    let certificates: Vec<_> = archive.certs.iter().map(|bag| bag.cert.as_der().to_vec()).collect();
    let leaf = desk.certificate(&format!("{root}/certificate/{serial}"));
    assert_eq!(certificates, [leaf.der().to_vec(), desk.authority_certificate(&root).der().to_vec()]);
    let pem = desk.engine.managed_pem(&desk.caller, id, serial, &secret).unwrap();
    assert_eq!(archive.keys[0].key.as_der(), opened(&pem, "of the file"));
}

#[test]
fn what_is_forgotten_has_no_key_in_the_file() {
    let (desk, _, id) = managed();
    desk.engine.renew_managed(&desk.caller, id).unwrap();
    let keys: Vec<String> = kept(&desk, id).versions().map(|version| sealed(&desk, version.key)).collect();
    assert!(keys.iter().all(|key| file_has(&desk, key)));
    let forgotten = desk.engine.forget_managed(&desk.caller, id).unwrap();
    assert_eq!(forgotten.not_erased, None);
    assert!(!keys.iter().any(|key| file_has(&desk, key)));
    assert!(desk.engine.snapshot().managed_certificate(id).is_none());
    assert!(desk.engine.verify().unwrap().authenticated);
    refused(&desk, "ResourceNotFoundException", || desk.engine.forget_managed(&desk.caller, id));
    refused(&desk, "ResourceNotFoundException", || desk.engine.renew_managed(&desk.caller, id));
}
