//! Deleting authorities and restoring them.

use super::bench::{Bench, forms_desk};
use super::desk::{Desk, id};
use canopy::engine::api::{DeleteCertificateAuthorityRequest, RestoreCertificateAuthorityRequest};
use canopy::ui::forms;
use canopy::workspace::{CertificateAuthorityStatus, Timestamp};
use egui::accesskit::Role;
use serde_json::{Value, json};

const DAY: i64 = 24 * 60 * 60;

fn status(desk: &Desk, authority: &str) -> CertificateAuthorityStatus {
    desk.engine.snapshot().authority(id(authority)).unwrap().status(desk.engine.now())
}

fn deleting(desk: &Desk, authority: &str) -> Bench {
    Bench::new(&desk.engine, forms::delete(forms_desk(desk), id(authority)).unwrap())
}

fn restoring(desk: &Desk, authority: &str) -> Bench {
    Bench::new(&desk.engine, forms::restore(forms_desk(desk), id(authority)).unwrap())
}

#[test]
fn a_disabled_authority_is_deleted_for_some_days() {
    let desk = Desk::new();
    let root = desk.root();
    let issuing = desk.subordinate(&root);
    desk.issue(&issuing, "api.acme.example");
    desk.set_status(&issuing, "DISABLED");
    let mut bench = deleting(&desk, &issuing);
    assert!(bench.has("Delete Issuing CA, restorable for 30 days"));
    assert!(bench.has("It can be restored until 23 Dec 2026") && bench.has("1 not revoked, each until it expires"));
    assert!(!bench.has("It is active"));
    bench.replace("Days in which it can be restored", "7");
    assert!(bench.has("It can be restored until 30 Nov 2026"));
    bench.click(Role::Button, "API request");
    let written: Value = serde_json::from_str(&bench.copied("Copy API request")).unwrap();
    assert_eq!(written, json!({"CertificateAuthorityArn": issuing, "PermanentDeletionTimeInDays": 7}));
    let request: DeleteCertificateAuthorityRequest = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(&request).unwrap(), written);
    bench.click(Role::Button, "What will happen");
    bench.enter();
    assert!(!bench.state().closed, "Enter alone deletes nothing");
    bench.click(Role::Button, "Delete Issuing CA, restorable for 7 days");
    bench.assert_done("Deleted Issuing CA; it can be restored until 30 Nov 2026");
    assert_eq!(status(&desk, &issuing), CertificateAuthorityStatus::Deleted);
    let until = desk.engine.snapshot().authority(id(&issuing)).unwrap().restorable_until;
    assert_eq!(until.map(Timestamp::seconds), Some(desk.engine.now().seconds() + 7 * DAY));
    assert!(forms::delete(forms_desk(&desk), id(&issuing)).is_none(), "it is deleted already");
}

#[test]
fn the_days_keep_the_limits_of_the_reference() {
    let desk = Desk::new();
    let root = desk.root();
    desk.set_status(&root, "DISABLED");
    let mut bench = deleting(&desk, &root);
    for (days, problem) in [("6", "At least 7"), ("31", "At most 30"), ("a week", "A whole number from 7 to 30")] {
        bench.replace("Days in which it can be restored", days);
        assert!(bench.description(Role::TextInput, "Days in which it can be restored").starts_with(problem), "{days}");
        bench.command_enter();
        assert!(!bench.state().closed);
    }
    assert_eq!(status(&desk, &root), CertificateAuthorityStatus::Disabled);
    bench.replace("Days in which it can be restored", " ");
    bench.click(Role::Button, "API request");
    let written: Value = serde_json::from_str(&bench.copied("Copy API request")).unwrap();
    assert_eq!(written, json!({"CertificateAuthorityArn": root}), "the API has a number of its own");
}

#[test]
fn an_active_authority_is_disabled_first_and_it_is_said() {
    let desk = Desk::new();
    let root = desk.root();
    desk.subordinate(&root);
    let mut bench = deleting(&desk, &root);
    assert!(bench.has("No active authority can be deleted, so two requests are sent"));
    assert!(bench.has("1 authority below it stays, and can issue as before"));
    bench.click(Role::Button, "API request");
    assert!(bench.has("Two requests: the first disables it, the second deletes it."));
    let written = bench.copied("Copy API request");
    let requests = serde_json::Deserializer::from_str(&written).into_iter::<Value>();
    let requests: Vec<Value> = requests.map(Result::unwrap).collect();
    let disable = json!({"CertificateAuthorityArn": root, "Status": "DISABLED"});
    assert_eq!(requests, [disable, json!({"CertificateAuthorityArn": root, "PermanentDeletionTimeInDays": 30})]);
    let command = bench.copied("Copy Command");
    assert!(command.contains("aws acm-pca update-certificate-authority "), "{command}");
    assert!(command.contains("aws acm-pca delete-certificate-authority "), "{command}");
    bench.click(Role::Button, "Disable and delete Root, restorable for 30 days");
    bench.assert_done("Deleted Root; it can be restored until 23 Dec 2026");
    assert_eq!(status(&desk, &root), CertificateAuthorityStatus::Deleted);
}

#[test]
fn what_was_disabled_by_a_deletion_that_was_refused_is_offered_as_it_is() {
    let desk = Desk::new();
    let root = desk.root();
    let mut bench = deleting(&desk, &root);
    // Somebody else disables it meanwhile.
    desk.set_status(&root, "DISABLED");
    bench.settle();
    assert!(bench.has("Delete Root, restorable for 30 days") && !bench.has("Disable and delete"));
}

#[test]
fn a_deleted_authority_is_restored_as_what_it_was() {
    let desk = Desk::new();
    let root = desk.root();
    let (pending, _) = desk.pending("SUBORDINATE");
    let delete = |arn: &str| {
        desk.call::<DeleteCertificateAuthorityRequest>(json!({"CertificateAuthorityArn": arn})).unwrap();
    };
    desk.set_status(&root, "DISABLED");
    delete(&root);
    delete(&pending);
    let mut bench = restoring(&desk, &root);
    assert!(bench.has("It is disabled") && bench.has("can be restored until 23 Dec 2026, 30 days left"));
    bench.click(Role::Button, "API request");
    let written: Value = serde_json::from_str(&bench.copied("Copy API request")).unwrap();
    assert_eq!(written, json!({"CertificateAuthorityArn": root}));
    let request: RestoreCertificateAuthorityRequest = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(&request).unwrap(), written);
    bench.click(Role::Button, "Restore Root");
    bench.assert_done("Restored Root: disabled");
    assert_eq!(status(&desk, &root), CertificateAuthorityStatus::Disabled);
    let mut bench = restoring(&desk, &pending);
    assert!(bench.has("It waits for its certificate again"));
    bench.enter();
    bench.assert_done("Restored Pending: pending certificate");
    assert!(forms::restore(forms_desk(&desk), id(&pending)).is_none(), "it is not deleted");
}

#[test]
fn an_authority_whose_certificate_has_ended_meanwhile_is_restored_as_expired() {
    let desk = Desk::new();
    let root = desk.root();
    let issuing = desk.subordinate(&root);
    let end = desk.authority_certificate(&issuing).validity().not_after;
    desk.later(end - desk.engine.now().seconds() - DAY);
    desk.set_status(&issuing, "DISABLED");
    desk.call::<DeleteCertificateAuthorityRequest>(json!({"CertificateAuthorityArn": issuing})).unwrap();
    desk.later(2 * DAY);
    let mut bench = restoring(&desk, &issuing);
    assert!(bench.has("It is expired"));
    bench.enter();
    bench.assert_done("Restored Issuing CA: expired");
}

#[test]
fn after_its_days_nobody_restores_it() {
    let desk = Desk::new();
    let root = desk.root();
    desk.set_status(&root, "DISABLED");
    desk.call::<DeleteCertificateAuthorityRequest>(json!({"CertificateAuthorityArn": root})).unwrap();
    let mut bench = restoring(&desk, &root);
    desk.later(31 * DAY);
    bench.enter();
    bench.harness.run_steps(3);
    assert!(!bench.state().closed && bench.has("ResourceNotFoundException"));
    assert!(forms::restore(forms_desk(&desk), id(&root)).is_none());
}
