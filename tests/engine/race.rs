//! What changes between the look at the workspace and the commit is noticed.

use crate::desk::{Desk, authority_request, crl_on, csr, id, import_request, issue_request, root_with_crl};
use canopy::engine::api::*;
use canopy::engine::{Caller, CreateSubordinate, CrlOutcome, Engine, Template};
use serde_json::{Value, json};

fn call<R: canopy::engine::Perform>(engine: &Engine, caller: &Caller, request: Value) {
    engine.call(caller, serde_json::from_value::<R>(request).unwrap()).unwrap();
}

/// Another certificate for an active root, which ends after so many days.
fn renewal(desk: &Desk, root: &str, days: i64) -> Value {
    import_request(root, &desk.certify(root, &desk.csr_of(root), "RootCACertificate/V1", days), "")
}

#[test]
fn a_revocation_while_a_crl_is_signed_waits_for_the_next() {
    let desk = Desk::new();
    let root = desk.root_from(root_with_crl());
    let leaf = desk.issue(&root, "a.example");
    let serial = leaf.rsplit('/').next().unwrap();
    let request =
        json!({"CertificateAuthorityArn": root, "CertificateSerial": serial, "RevocationReason": "KEY_COMPROMISE"});
    desk.meanwhile(move |engine, caller| call::<RevokeCertificateRequest>(engine, caller, request));
    let outcome = desk.engine.sign_crl(&desk.caller, id(&root)).unwrap();
    assert!(matches!(outcome, CrlOutcome::Published { entries: 0, .. }), "{outcome:?}");
    assert_eq!(desk.engine.crls_due(), [id(&root)]);
    let outcome = desk.engine.sign_crl(&desk.caller, id(&root)).unwrap();
    assert!(matches!(outcome, CrlOutcome::Published { entries: 1, .. }), "{outcome:?}");
    assert!(desk.engine.crls_due().is_empty());
}

#[test]
fn what_was_signed_under_an_older_certificate_is_signed_again() {
    let desk = Desk::new();
    let root = desk.root();
    let shorter = renewal(&desk, &root, 10);
    let longer = renewal(&desk, &root, 40);
    desk.meanwhile(move |engine, caller| call::<ImportCertificateAuthorityCertificateRequest>(engine, caller, longer));
    desk.issue(&root, "fits.example");
    desk.meanwhile(move |engine, caller| call::<ImportCertificateAuthorityCertificateRequest>(engine, caller, shorter));
    let issued = desk.engine.snapshot().certificates().counts(id(&root)).issued;
    let error = desk.call::<IssueCertificateRequest>(issue_request(&root, &csr("long.example"))).unwrap_err();
    assert_eq!(error.code(), "ValidationException", "it would outlive the certificate that came meanwhile");
    assert_eq!(desk.engine.snapshot().certificates().counts(id(&root)).issued, issued);
}

#[test]
fn of_two_imports_at_once_one_is_told() {
    let desk = Desk::new();
    let root = desk.root();
    let (one, other) = (renewal(&desk, &root, 30), renewal(&desk, &root, 40));
    desk.meanwhile(move |engine, caller| call::<ImportCertificateAuthorityCertificateRequest>(engine, caller, other));
    let error = desk.call::<ImportCertificateAuthorityCertificateRequest>(one.clone()).unwrap_err();
    assert_eq!(error.code(), "ConcurrentModificationException");
    desk.call::<ImportCertificateAuthorityCertificateRequest>(one).unwrap();
}

#[test]
fn a_subordinate_is_not_installed_below_a_certificate_that_is_gone() {
    let desk = Desk::new();
    let root = desk.root();
    let authorities = |desk: &Desk| desk.engine.snapshot().authorities().count();
    let (first, second) = (renewal(&desk, &root, 4_000), renewal(&desk, &root, 4_100));
    let before = authorities(&desk);
    desk.meanwhile(move |engine, caller| call::<ImportCertificateAuthorityCertificateRequest>(engine, caller, first));
    let request = authority_request("SUBORDINATE", "Below", "EC_prime256v1", "SHA256WITHECDSA");
    let subordinate = CreateSubordinate {
        request: serde_json::from_value(request).unwrap(),
        parent: root.parse().unwrap(),
        template: Template::subordinate(0).unwrap(),
        validity: Validity { value: 1, r#type: ValidityPeriodType::Years },
    };
    let error = desk.engine.create_and_install_subordinate(&desk.caller, subordinate.clone()).unwrap_err();
    assert_eq!(error.code(), "ConcurrentModificationException");
    assert_eq!(authorities(&desk), before);
    let (waiting, _) = desk.pending("SUBORDINATE");
    desk.meanwhile(move |engine, caller| call::<ImportCertificateAuthorityCertificateRequest>(engine, caller, second));
    let CreateSubordinate { parent, template, validity, .. } = subordinate;
    let install =
        || desk.engine.install_subordinate(&desk.caller, &waiting.parse().unwrap(), &parent, template, &validity);
    assert_eq!(install().unwrap_err().code(), "ConcurrentModificationException");
    install().unwrap();
}

#[test]
fn a_parent_that_is_disabled_meanwhile_signs_nothing() {
    let desk = Desk::new();
    let root = desk.root();
    let (waiting, _) = desk.pending("SUBORDINATE");
    let disable = json!({"CertificateAuthorityArn": root, "Status": "DISABLED"});
    desk.meanwhile(move |engine, caller| call::<UpdateCertificateAuthorityRequest>(engine, caller, disable));
    let validity = Validity { value: 1, r#type: ValidityPeriodType::Years };
    let template = Template::subordinate(0).unwrap();
    let (waiting, root) = (waiting.parse().unwrap(), root.parse().unwrap());
    let error = desk.engine.install_subordinate(&desk.caller, &waiting, &root, template, &validity).unwrap_err();
    assert_eq!(error.code(), "InvalidStateException");
    assert_eq!(desk.describe(&waiting.to_string()).status, Some(CertificateAuthorityStatus::PendingCertificate));
}

#[test]
fn a_bucket_that_is_removed_meanwhile_is_missed() {
    let desk = Desk::new();
    let root = desk.root();
    let removed = |desk: &Desk| {
        desk.after_check(|engine, caller| engine.remove_bucket(caller, "published").unwrap());
    };
    let added = |desk: &Desk| {
        let gone = canopy::engine::NewBucket::folder("published", "published");
        desk.engine.add_bucket(&desk.caller, gone).unwrap();
    };
    removed(&desk);
    let error = desk.call::<CreateCertificateAuthorityRequest>(root_with_crl()).unwrap_err();
    assert_eq!(error.members(), ["revocationConfiguration.crlConfiguration.s3BucketName"], "{error}");
    added(&desk);
    removed(&desk);
    let update = json!({"CertificateAuthorityArn": root, "RevocationConfiguration": crl_on()});
    let error = desk.call::<UpdateCertificateAuthorityRequest>(update).unwrap_err();
    assert_eq!(error.code(), "ValidationException");
    added(&desk);
    removed(&desk);
    let root = canopy::engine::CreateRoot {
        request: serde_json::from_value(root_with_crl()).unwrap(),
        validity: Validity { value: 1, r#type: ValidityPeriodType::Years },
    };
    let error = desk.engine.create_and_activate_root(&desk.caller, root).unwrap_err();
    assert_eq!(error.code(), "ValidationException");
    assert_eq!(desk.engine.snapshot().authorities().count(), 1);
}

/// What eight threads are answered that all do the same.
fn at_once<T: Send>(act: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let act = &act;
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|number| scope.spawn(move || act(number))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn a_token_that_comes_eight_times_is_one_request() {
    let desk = Desk::new();
    let root = desk.root();
    let mut request = issue_request(&root, &csr("a.example"));
    request["IdempotencyToken"] = json!("once");
    let arns = at_once(|_| desk.call::<IssueCertificateRequest>(request.clone()).unwrap().certificate_arn);
    assert!(arns.iter().all(|arn| *arn == arns[0]), "{arns:?}");
    // The root's own certificate and this one.
    assert_eq!(desk.engine.snapshot().certificates().counts(id(&root)).issued, 2);
    let mut request = root_with_crl();
    request["IdempotencyToken"] = json!("once");
    let arns = at_once(|_| desk.root_from(request.clone()));
    assert!(arns.iter().all(|arn| *arn == arns[0]), "{arns:?}");
    let created = |request: Value| desk.call::<CreateCertificateAuthorityRequest>(request).unwrap();
    let arns = at_once(|_| created(request.clone()).certificate_authority_arn);
    assert!(arns.iter().all(|arn| *arn == arns[0]), "{arns:?}");
    assert_eq!(desk.engine.snapshot().authorities().count(), 3, "an action and an operation do not share tokens");
}

#[test]
fn a_certificate_is_revoked_once() {
    let desk = Desk::new();
    let root = desk.root();
    let leaf = desk.issue(&root, "a.example");
    let serial = leaf.rsplit('/').next().unwrap();
    let request =
        json!({"CertificateAuthorityArn": root, "CertificateSerial": serial, "RevocationReason": "SUPERSEDED"});
    let answers = at_once(|_| desk.call::<RevokeCertificateRequest>(request.clone()).map_err(|error| error.code()));
    let (done, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!(done.len(), 1);
    assert!(refused.iter().all(|code| *code == Err("RequestAlreadyProcessedException")), "{refused:?}");
}

#[test]
fn the_last_list_has_every_revocation() {
    let desk = Desk::new();
    let root = desk.root_from(root_with_crl());
    let leaves: Vec<String> = (0..8).map(|number| desk.issue(&root, &format!("host{number}.example"))).collect();
    at_once(|number| {
        let serial = leaves[number].rsplit('/').next().unwrap();
        let request =
            json!({"CertificateAuthorityArn": root, "CertificateSerial": serial, "RevocationReason": "SUPERSEDED"});
        desk.engine.revoke(&desk.caller, serde_json::from_value(request).unwrap()).unwrap()
    });
    let list = desk.engine.published_crl(id(&root)).unwrap().unwrap();
    assert_eq!(list.len(), 8);
    assert!(leaves.iter().all(|leaf| list.find(desk.certificate(leaf).serial_number()).is_some()));
}
