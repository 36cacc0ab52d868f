//! The window that shows an audit report.

use super::bench::{Bench, forms_desk};
use super::desk::{Desk, id};
use canopy::engine::AuditReportOutcome;
use canopy::engine::api::CreateCertificateAuthorityAuditReportRequest;
use canopy::ui::forms;
use canopy::workspace::AuditReportId;
use egui::accesskit::Role;
use serde_json::json;
use std::io::{Seek as _, SeekFrom, Write as _};

/// A root, its report as CSV, and where that lies.
fn written(desk: &Desk) -> (String, AuditReportId, String) {
    let root = desk.root();
    for name in ["shop.example", "mail.example"] {
        desk.issue(&root, name);
    }
    let request =
        json!({"CertificateAuthorityArn": root, "S3BucketName": "published", "AuditReportResponseFormat": "CSV"});
    let answer = desk.call::<CreateCertificateAuthorityAuditReportRequest>(request).unwrap();
    let report: AuditReportId = answer.audit_report_id.unwrap().parse().unwrap();
    assert!(forms::open_audit_report(forms_desk(desk), id(&root), report).is_none(), "it is not written yet");
    let outcome = desk.engine.write_audit_report(&desk.caller, id(&root), report).unwrap();
    let AuditReportOutcome::Written { location, .. } = outcome else { panic!("{outcome:?}") };
    (root, report, location)
}

fn bench(desk: &Desk, root: &str, report: AuditReportId) -> Bench {
    Bench::new(&desk.engine, forms::open_audit_report(forms_desk(desk), id(root), report).unwrap())
}

#[test]
fn a_report_is_read_looked_through_and_saved() {
    let desk = Desk::new();
    let (root, report, location) = written(&desk);
    let mut bench = bench(&desk, &root, report);
    bench.wait_for("awsAccountId,requestedByServicePrincipal,");
    assert!(bench.has("CN=shop.example") && bench.has("CN=mail.example"));
    assert_eq!(bench.copied("Copy Report"), std::fs::read_to_string(location).unwrap());
    bench.type_into("Lines with", "SHOP.");
    bench.wait_for("1 line");
    assert!(bench.has("CN=shop.example") && !bench.has("CN=mail.example"));
    bench.enter();
    assert!(bench.state().saved_report.is_none(), "Enter looks for lines");
    bench.click(Role::Button, "Save report…");
    assert_eq!(bench.state().saved_report, Some(report));
    bench.click_first(Role::Button, "Close");
    assert!(bench.state().closed && !bench.state().asked_to_leave);
}

#[test]
fn what_is_too_long_or_not_the_report_says_so() {
    let desk = Desk::new();
    let (root, report, location) = written(&desk);
    let mut file = std::fs::OpenOptions::new().write(true).open(&location).unwrap();
    file.seek(SeekFrom::End(0)).unwrap();
    file.write_all(b"more").unwrap();
    bench(&desk, &root, report).wait_for("is not the report that was written there");
    file.set_len((64 << 20) + 1).unwrap();
    let mut bench = bench(&desk, &root, report);
    bench.wait_for("It has 65 MiB, and at most 64 MiB are shown here.");
    assert!(bench.has(&location));
    std::fs::remove_file(&location).unwrap();
    self::bench(&desk, &root, report).wait_for("The report is not shown");
}
