//! The form that asks for an audit report.

use super::bench::{Bench, forms_desk};
use super::desk::{Desk, id};
use canopy::ui::forms;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

#[test]
fn a_report_is_asked_for_and_written() {
    let desk = Desk::new();
    let root = desk.root();
    let mut bench = Bench::new(&desk.engine, forms::write_audit_report(forms_desk(&desk), id(&root)).unwrap());
    bench.click(Role::Button, "API request");
    bench.wait_for("create-certificate-authority-audit-report");
    bench.wait_for("\"AuditReportResponseFormat\": \"JSON\"");
    bench.click(Role::Button, "Fields");
    bench.press(Role::ComboBox, "Format");
    bench.press(Role::ListBoxOption, "For spreadsheets");
    bench.click(Role::Button, "Write audit report");
    bench.wait("the end", |bench| bench.harness.state().closed);
    let state = bench.harness.state();
    assert_eq!(state.sentence, "Wrote the audit report of Root to published: 1 certificate");
    let snapshot = desk.engine.snapshot();
    let authority = snapshot.authority(id(&root)).unwrap();
    assert!(authority.audit_reports[0].key.ends_with(".csv"));

    // The next one: what was chosen is proposed again, and it says from when.
    let bench = Bench::new(&desk.engine, forms::write_audit_report(forms_desk(&desk), id(&root)).unwrap());
    let button = bench.harness.get_by_role_and_label(Role::Button, "Write audit report");
    assert!(button.accesskit_node().is_disabled());
    desk.later(1800);
    let mut bench = Bench::new(&desk.engine, forms::write_audit_report(forms_desk(&desk), id(&root)).unwrap());
    bench.click(Role::Button, "API request");
    bench.wait_for("\"AuditReportResponseFormat\": \"CSV\"");
}

#[test]
fn a_bucket_that_refuses_is_told_beside_its_field() {
    let desk = Desk::new();
    let root = desk.root();
    let folder = desk.folder.path().join("published");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::write(folder, b"no folder").unwrap();
    let mut bench = Bench::new(&desk.engine, forms::write_audit_report(forms_desk(&desk), id(&root)).unwrap());
    bench.click(Role::Button, "Write audit report");
    bench.wait_for("The bucket 'published' could not be written to");
    assert!(!bench.harness.state().closed);
    assert!(desk.engine.audit_reports_due().is_empty());
}

#[test]
fn an_authority_that_waits_for_its_certificate_has_none() {
    let desk = Desk::new();
    let (pending, _) = desk.pending("ROOT");
    assert!(forms::write_audit_report(forms_desk(&desk), id(&pending)).is_none());
}
