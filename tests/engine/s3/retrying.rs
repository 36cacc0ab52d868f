//! What a store out of reach has not taken is written later: after a quarter of an hour, and after a restart.

use super::*;
use crate::desk::{id, options, passphrase};
use canopy::engine::api::*;
use canopy::engine::{AuditReportOutcome, CrlOutcome, Due, Engine};
use canopy::workspace::AuditReportId;
use serde_json::json;
use std::sync::Arc;

const QUARTER: i64 = 15 * 60;

fn reopened(desk: &Desk) -> Arc<Engine> {
    let (environment, path) = (desk.environment(), desk.path());
    desk.engine.close();
    let (engine, _) = Engine::open(&path, environment, &options()).unwrap();
    engine.unlock(&passphrase()).unwrap();
    engine
}

fn revoke(desk: &Desk, root: &str, certificate: &str) -> Result<CrlOutcome, Error> {
    let serial = certificate.rsplit('/').next().unwrap();
    let request = json!({
        "CertificateAuthorityArn": root, "CertificateSerial": serial, "RevocationReason": "KEY_COMPROMISE"
    });
    desk.engine.revoke(&desk.caller, serde_json::from_value(request).unwrap())
}

#[test]
fn a_crl_is_written_again_after_a_quarter_of_an_hour_and_after_a_restart() {
    let (desk, store) = desk();
    let root = root(&desk);
    let leaf = desk.issue(&root, "a.example");
    desk.engine.sign_crl(&desk.caller, id(&root)).unwrap();
    store.set(Mood::Fails);
    let CrlOutcome::Failed { reason } = revoke(&desk, &root, &leaf).unwrap() else { panic!("published") };
    assert!(reason.contains("'crls'") && reason.contains("503"), "{reason}");
    desk.later(QUARTER - 1);
    assert!(desk.engine.crls_due().is_empty());
    desk.later(1);
    assert_eq!(desk.engine.crls_due(), [id(&root)]);
    let again = desk.engine.sign_due_crls(&desk.caller, id(&root)).unwrap();
    assert!(matches!(again, CrlOutcome::Failed { .. }), "{again:?}");
    let engine = reopened(&desk);
    assert!(engine.crls_due().is_empty());
    desk.later(QUARTER);
    assert_eq!(engine.crls_due(), [id(&root)]);
    store.set(Mood::Well);
    let written = engine.sign_due_crls(&desk.caller, id(&root)).unwrap();
    assert!(matches!(written, CrlOutcome::Published { entries: 1, .. }), "{written:?}");
    assert!(engine.crls_due().is_empty());
    let read = engine.published_crl(id(&root)).unwrap().unwrap();
    assert_eq!(read.len(), 1);
}

#[test]
fn a_revocation_waits_for_no_store_but_needs_the_right_to_write() {
    let (desk, store) = desk();
    let root = root(&desk);
    let (one, other) = (desk.issue(&root, "a.example"), desk.issue(&root, "b.example"));
    store.set(Mood::Denies);
    let before = desk.bytes();
    let error = revoke(&desk, &root, &one).unwrap_err();
    assert!(error.message().starts_with("Permission error with your S3 bucket 'crls'."), "{error}");
    assert!(desk.bytes() == before);
    store.set(Mood::Fails);
    assert!(matches!(revoke(&desk, &root, &other).unwrap(), CrlOutcome::Failed { .. }));
    assert_eq!(desk.engine.snapshot().certificates().counts(id(&root)).revoked, 1);
}

fn ask(desk: &Desk, root: &str) -> AuditReportId {
    let request = json!({"CertificateAuthorityArn": root, "S3BucketName": "crls", "AuditReportResponseFormat": "JSON"});
    let answer = desk.call::<CreateCertificateAuthorityAuditReportRequest>(request).unwrap();
    answer.audit_report_id.unwrap().parse().unwrap()
}

fn status(engine: &Engine, desk: &Desk, root: &str, report: AuditReportId) -> AuditReportStatus {
    let request = json!({"CertificateAuthorityArn": root, "AuditReportId": report.to_string()});
    let request = serde_json::from_value::<DescribeCertificateAuthorityAuditReportRequest>(request).unwrap();
    engine.call(&desk.caller, request).unwrap().audit_report_status.unwrap()
}

#[test]
fn a_report_is_written_again_after_a_quarter_of_an_hour_and_after_a_restart() {
    let (desk, store) = desk();
    let root = desk.root();
    let report = ask(&desk, &root);
    store.set(Mood::Fails);
    let outcome = desk.engine.write_audit_report(&desk.caller, id(&root), report).unwrap();
    let AuditReportOutcome::Postponed { reason, due } = outcome else { panic!("{outcome:?}") };
    assert!(reason.contains("503"), "{reason}");
    assert_eq!(status(&desk.engine, &desk, &root, report), AuditReportStatus::Creating);
    assert!(desk.engine.audit_reports_due().is_empty());
    assert_eq!(desk.engine.next_due(), Some(due));
    desk.later(QUARTER - 1);
    assert!(desk.engine.audit_reports_due().is_empty() && desk.engine.due().is_empty());
    desk.later(1);
    assert_eq!(desk.engine.due(), [Due::AuditReport(id(&root), report)]);
    assert_eq!(desk.engine.audit_reports_due(), [(id(&root), report)]);
    let again = desk.engine.write_audit_report(&desk.caller, id(&root), report).unwrap();
    assert!(matches!(again, AuditReportOutcome::Postponed { .. }), "{again:?}");
    let engine = reopened(&desk);
    assert_eq!(engine.audit_reports_due(), [(id(&root), report)], "it is not lost");
    store.set(Mood::Well);
    let written = engine.write_audit_report(&desk.caller, id(&root), report).unwrap();
    assert!(matches!(written, AuditReportOutcome::Written { certificates: 1, .. }), "{written:?}");
    assert!(engine.audit_reports_due().is_empty());
    assert_eq!(status(&engine, &desk, &root, report), AuditReportStatus::Success);
}

#[test]
fn a_report_fails_where_it_may_not_be_written_and_after_a_day() {
    let (desk, store) = desk();
    let root = desk.root();
    let report = ask(&desk, &root);
    store.set(Mood::Denies);
    let outcome = desk.engine.write_audit_report(&desk.caller, id(&root), report).unwrap();
    assert!(matches!(outcome, AuditReportOutcome::Failed { .. }), "{outcome:?}");
    assert_eq!(status(&desk.engine, &desk, &root, report), AuditReportStatus::Failed);
    store.set(Mood::Well);
    let report = ask(&desk, &root);
    store.set(Mood::Fails);
    desk.later(86_400);
    let outcome = desk.engine.write_audit_report(&desk.caller, id(&root), report).unwrap();
    assert!(matches!(outcome, AuditReportOutcome::Failed { .. }), "{outcome:?}");
    assert!(desk.engine.audit_reports_due().is_empty());
}

#[test]
fn a_report_that_meets_a_locked_workspace_waits() {
    let (desk, store) = desk();
    let root = desk.root();
    let report = ask(&desk, &root);
    desk.engine.lock();
    assert_eq!(desk.engine.write_audit_report(&desk.caller, id(&root), report).unwrap_err(), Error::Locked);
    desk.engine.unlock(&passphrase()).unwrap();
    assert_eq!(desk.engine.audit_reports_due(), [(id(&root), report)]);
    assert!(!store.seen().is_empty());
}
