//! Audit reports: the requests, the job, and the two forms of the report to the byte.

use crate::desk::{Desk, NO_AUTHORITY, csr_of, id, issue_request, missing, options, passphrase};
use canopy::engine::api::*;
use canopy::engine::{AuditReportOutcome, Engine, Error, NewBucket, next_audit_report};
use canopy::keystore::{KeyKind, SoftwareKey};
use canopy::workspace::AuditReportId;
use canopy::x509::{AttributeTypeAndValue, AttributeValue, Name, oid};
use serde_json::{Value, json};
use std::io::Read as _;

fn request(authority: &str, format: &str) -> Value {
    json!({
        "CertificateAuthorityArn": authority,
        "S3BucketName": "published",
        "AuditReportResponseFormat": format
    })
}

fn ask(desk: &Desk, authority: &str, format: &str) -> AuditReportId {
    let answer = desk.call::<CreateCertificateAuthorityAuditReportRequest>(request(authority, format)).unwrap();
    answer.audit_report_id.unwrap().parse().unwrap()
}

fn write(desk: &Desk, authority: &str, report: AuditReportId) -> AuditReportOutcome {
    desk.engine.write_audit_report(&desk.caller, id(authority), report).unwrap()
}

fn describe(desk: &Desk, authority: &str, report: AuditReportId) -> DescribeCertificateAuthorityAuditReportResponse {
    let request = json!({"CertificateAuthorityArn": authority, "AuditReportId": report.to_string()});
    desk.call::<DescribeCertificateAuthorityAuditReportRequest>(request).unwrap()
}

fn report(desk: &Desk, authority: &str, format: &str) -> String {
    let id_of_report = ask(desk, authority, format);
    let AuditReportOutcome::Written { location, .. } = write(desk, authority, id_of_report) else { panic!() };
    let bytes = std::fs::read(location).unwrap();
    let mut stored = desk.engine.audit_report(id(authority), id_of_report).unwrap();
    let mut read = Vec::new();
    stored.read_to_end(&mut read).unwrap();
    assert!(read == bytes && stored.size() == bytes.len() as u64);
    String::from_utf8(bytes).unwrap()
}

fn refused(desk: &Desk, request: Value, code: &str) -> Error {
    desk.refused::<CreateCertificateAuthorityAuditReportRequest>(request, code)
}

/// A root with a certificate of a subject that needs care, revoked, and one that has expired.
fn desk_of_three() -> (Desk, String) {
    let desk = Desk::new();
    let root = desk.root();
    desk.later(1);
    let rdn = |oid, text: &str| vec![AttributeTypeAndValue { oid, value: AttributeValue::utf8(text) }];
    let subject = Name::from_rdns(vec![
        rdn(oid::ID_AT_COUNTRY_NAME, "US"),
        rdn(oid::ID_AT_STATE_OR_PROVINCE_NAME, "Washington"),
        rdn(oid::ID_AT_LOCALITY_NAME, "Seattle"),
        rdn(oid::ID_AT_ORGANIZATION_NAME, "Example \"Company\", Inc"),
        rdn(oid::ID_AT_ORGANIZATIONAL_UNIT_NAME, "Sales"),
        rdn(oid::ID_AT_COMMON_NAME, "www.example1.com"),
        rdn(oid::ID_AT_SERIAL_NUMBER, "12"),
    ]);
    let csr = csr_of(subject.unwrap(), Vec::new(), &SoftwareKey::generate(KeyKind::P256).unwrap());
    let arn = desk.call::<IssueCertificateRequest>(issue_request(&root, &csr)).unwrap().certificate_arn;
    let serial = arn.rsplit('/').next().unwrap();
    desk.later(60);
    let revoke = json!({
        "CertificateAuthorityArn": root, "CertificateSerial": serial, "RevocationReason": "KEY_COMPROMISE"
    });
    desk.call::<RevokeCertificateRequest>(revoke).unwrap();
    desk.issue_for_days(&root, 1);
    desk.later(3 * 86_400);
    (desk, root)
}

#[test]
fn json_to_the_byte() {
    let (desk, root) = desk_of_three();
    let found = report(&desk, &root, "JSON");
    assert_eq!(found, include_str!("audit_report/report.json"), "{found}");
    let parsed: Vec<Value> = serde_json::from_str(&found).unwrap();
    assert_eq!(parsed.len(), 3);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(",");
    let all =
        "awsAccountId,certificateArn,serial,subject,notBefore,notAfter,issuedAt,revokedAt,revocationReason,templateArn";
    assert_eq!(keys(&parsed[1]), all);
    assert_eq!(keys(&parsed[0]), all.replace("revokedAt,revocationReason,", ""));
    // The root's own certificate was issued here too.
    let own = desk.certificate(parsed[0]["certificateArn"].as_str().unwrap());
    assert_eq!(own.der(), desk.authority_certificate(&root).der());
}

#[test]
fn csv_to_the_byte() {
    let (desk, root) = desk_of_three();
    let found = report(&desk, &root, "CSV");
    assert_eq!(found, include_str!("audit_report/report.csv").replace('\n', "\r\n"), "{found}");
    let rows = parse_csv(&found);
    assert_eq!(rows.len(), 4);
    assert!(rows.iter().all(|row| row.len() == 11));
    assert_eq!(
        rows[2][4],
        "2.5.4.5=#0c023132,CN=www.example1.com,OU=Sales,O=Example \\\"Company\\\"\\, Inc,L=Seattle,ST=Washington,C=US"
    );
    assert_eq!(rows[2][9], "KEY_COMPROMISE");
    assert_eq!((rows[1][1].as_str(), rows[1][8].as_str()), ("", ""));
}

/// RFC 4180, and nothing besides: lines end in CRLF, a quote stands only around a cell or doubled in one.
fn parse_csv(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let mut row = Vec::new();
        loop {
            let cell = match rest.strip_prefix('"') {
                Some(quoted) => {
                    let (mut cell, mut inner) = (String::new(), quoted);
                    loop {
                        let end = inner.find('"').expect("a quote closes");
                        cell.push_str(&inner[..end]);
                        inner = &inner[end + 1..];
                        let Some(more) = inner.strip_prefix('"') else { break };
                        cell.push('"');
                        inner = more;
                    }
                    rest = inner;
                    cell
                }
                None => {
                    let end = rest.find([',', '\r', '\n', '"']).expect("a cell ends");
                    let cell = rest[..end].to_owned();
                    rest = &rest[end..];
                    cell
                }
            };
            row.push(cell);
            match rest.strip_prefix(',') {
                Some(more) => rest = more,
                None => break,
            }
        }
        rest = rest.strip_prefix("\r\n").expect("a line ends in CRLF");
        rows.push(row);
    }
    rows
}

#[test]
fn a_report_lists_its_authority_alone_and_an_account_and_partition_of_its_own() {
    let desk = Desk::new();
    let root = desk.root();
    let issuing = desk.subordinate(&root);
    desk.issue(&issuing, "a.example");
    let parsed: Vec<Value> = serde_json::from_str(&report(&desk, &issuing, "JSON")).unwrap();
    assert_eq!(parsed.len(), 1);
    assert_eq!(parsed[0]["awsAccountId"], json!(desk.caller.account));
    assert_eq!(parsed[0]["subject"], "CN=a.example");
    let other = desk.try_root("Other").unwrap();
    let pending = desk.subordinate(&other);
    assert_eq!(report(&desk, &pending, "JSON"), "[]\n");
    desk.later(1800);
    let header = include_str!("audit_report/report.csv").lines().next().unwrap();
    assert_eq!(report(&desk, &pending, "CSV"), format!("{header}\r\n"));
}

#[test]
fn asking_answers_at_once_and_describing_follows() {
    let desk = Desk::new();
    let root = desk.root();
    let answer = desk.call::<CreateCertificateAuthorityAuditReportRequest>(request(&root, "CSV")).unwrap();
    let report: AuditReportId = answer.audit_report_id.unwrap().parse().unwrap();
    let key = format!("audit-report/{}/{report}.csv", id(&root));
    assert_eq!(answer.s3_key.as_ref(), Some(&key));
    let described = describe(&desk, &root, report);
    assert_eq!(described.audit_report_status, Some(AuditReportStatus::Creating));
    assert_eq!((described.s3_bucket_name.as_deref(), described.s3_key), (Some("published"), Some(key)));
    assert_eq!(described.created_at, Some(EpochSeconds(crate::desk::NOON as f64)));
    assert_eq!(desk.engine.audit_reports_due(), [(id(&root), report)]);
    desk.later(5);
    assert!(matches!(write(&desk, &root, report), AuditReportOutcome::Written { certificates: 1, .. }));
    let described = describe(&desk, &root, report);
    assert_eq!(described.audit_report_status, Some(AuditReportStatus::Success));
    assert_eq!(described.created_at, Some(EpochSeconds(crate::desk::NOON as f64)));
    assert!(desk.engine.audit_reports_due().is_empty());
    let before = desk.bytes();
    assert_eq!(write(&desk, &root, report), AuditReportOutcome::Settled);
    assert!(desk.bytes() == before);
}

#[test]
fn what_a_request_gets_wrong_has_its_name() {
    let desk = Desk::new();
    let root = desk.root();
    let with = |member: &str, value: &str| {
        let mut request = request(&root, "JSON");
        request[member] = json!(value);
        request
    };
    refused(&desk, with("CertificateAuthorityArn", "x"), "ValidationException");
    refused(&desk, with("CertificateAuthorityArn", NO_AUTHORITY), "InvalidArnException");
    refused(&desk, with("CertificateAuthorityArn", &missing(&root)), "ResourceNotFoundException");
    let error = refused(&desk, with("S3BucketName", "ab"), "ValidationException");
    assert_eq!(error.members(), ["s3BucketName"]);
    refused(&desk, with("S3BucketName", &"a".repeat(64)), "ValidationException");
    let error = refused(&desk, with("S3BucketName", "unknown"), "ValidationException");
    assert!(error.message().starts_with("Permission error with your S3 bucket 'unknown'."), "{error}");
    assert_eq!(error.members(), ["s3BucketName"]);
    let (pending, _) = desk.pending("ROOT");
    let mut request = request(&pending, "JSON");
    let error = refused(&desk, request.clone(), "InvalidStateException");
    assert!(error.message().contains("PENDING_CERTIFICATE, expected ACTIVE or DISABLED"), "{error}");
    request["AuditReportResponseFormat"] = json!("XML");
    assert!(serde_json::from_value::<CreateCertificateAuthorityAuditReportRequest>(request).is_err());
    let mut stranger = desk.caller.clone();
    stranger.account = "999999999999".into();
    let own = serde_json::from_value::<CreateCertificateAuthorityAuditReportRequest>(with("S3BucketName", "published"));
    assert_eq!(desk.engine.call(&stranger, own.unwrap()).unwrap_err().code(), "AccessDeniedException");

    let describe = |report: &str| {
        let request = json!({"CertificateAuthorityArn": root, "AuditReportId": report});
        desk.refused::<DescribeCertificateAuthorityAuditReportRequest>(request, "ResourceNotFoundException");
    };
    describe("11111111-2222-3333-4444-555555555555");
    // Of the form of the reference, though no UUID.
    describe("zzzzzzzz-2222-3333-4444-555555555555");
    for bad in ["11111111", "11111111-2222-3333-4444-55555555555G", ""] {
        let request = json!({"CertificateAuthorityArn": root, "AuditReportId": bad});
        desk.refused::<DescribeCertificateAuthorityAuditReportRequest>(request, "ValidationException");
    }
}

#[test]
fn an_authority_has_one_report_in_30_minutes() {
    let desk = Desk::new();
    let root = desk.root();
    let first = ask(&desk, &root, "JSON");
    let error = refused(&desk, request(&root, "JSON"), "RequestInProgressException");
    assert!(error.message().contains("is being written"), "{error}");
    desk.later(1799);
    write(&desk, &root, first);
    let error = refused(&desk, request(&root, "CSV"), "RequestInProgressException");
    assert!(error.message().contains("possible from 2026-11-23T12:30:00.000Z"), "{error}");
    let other = desk.try_root("Other").unwrap();
    ask(&desk, &other, "JSON");
    desk.later(1);
    let second = ask(&desk, &root, "CSV");
    // One that waits stands in the way however old it is.
    desk.later(86_400);
    refused(&desk, request(&root, "CSV"), "RequestInProgressException");
    write(&desk, &root, second);
    let snapshot = desk.engine.snapshot();
    let authority = snapshot.authority(id(&root)).unwrap();
    assert_eq!(next_audit_report(authority, desk.engine.now()), None);
    ask(&desk, &root, "JSON");
}

#[test]
fn two_who_ask_at_once_get_one_report() {
    let desk = Desk::new();
    let root = desk.root();
    let arn = root.clone();
    desk.after_check(move |engine, caller| {
        let request = serde_json::from_value::<CreateCertificateAuthorityAuditReportRequest>(request(&arn, "CSV"));
        engine.call(caller, request.unwrap()).unwrap();
    });
    let error = desk.call::<CreateCertificateAuthorityAuditReportRequest>(request(&root, "JSON")).unwrap_err();
    assert_eq!(error.code(), "RequestInProgressException");
    assert_eq!(desk.engine.audit_reports_due().len(), 1);
}

#[test]
fn a_bucket_that_refuses_fails_the_report_and_the_next_may_follow_at_once() {
    let desk = Desk::new();
    let root = desk.root();
    let report = ask(&desk, &root, "JSON");
    let folder = desk.folder.path().join("published");
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, b"no folder").unwrap();
    let AuditReportOutcome::Failed { reason } = write(&desk, &root, report) else { panic!() };
    assert!(reason.starts_with("The bucket 'published' could not be written to: "), "{reason}");
    assert_eq!(describe(&desk, &root, report).audit_report_status, Some(AuditReportStatus::Failed));
    assert!(desk.engine.audit_reports_due().is_empty());
    let error = desk.engine.audit_report(id(&root), report).unwrap_err();
    assert_eq!(error.code(), "ResourceNotFoundException");
    let error = refused(&desk, request(&root, "JSON"), "ValidationException");
    assert!(error.message().starts_with("Permission error with your S3 bucket 'published'."), "{error}");
    std::fs::remove_file(&folder).unwrap();
    let again = ask(&desk, &root, "JSON");
    assert!(matches!(write(&desk, &root, again), AuditReportOutcome::Written { .. }));
}

#[test]
fn a_report_that_waits_outlives_the_window_and_keeps_its_bucket() {
    let desk = Desk::new();
    let root = desk.root();
    desk.engine.add_bucket(&desk.caller, NewBucket::folder("reports", "reports")).unwrap();
    let mut wanted = request(&root, "JSON");
    wanted["S3BucketName"] = json!("reports");
    let answer = desk.call::<CreateCertificateAuthorityAuditReportRequest>(wanted).unwrap();
    let report: AuditReportId = answer.audit_report_id.unwrap().parse().unwrap();
    let error = desk.engine.remove_bucket(&desk.caller, "reports").unwrap_err();
    assert!(error.message().contains(&format!("The audit report {report} of {root} waits")), "{error}");
    let (clock, path) = (desk.environment(), desk.path());
    desk.engine.lock();
    let error = desk.engine.write_audit_report(&desk.caller, id(&root), report).unwrap_err();
    assert_eq!(error, Error::Locked);
    assert_eq!(describe(&desk, &root, report).audit_report_status, Some(AuditReportStatus::Creating));
    desk.engine.close();
    let (engine, _) = Engine::open(&path, clock, &options()).unwrap();
    engine.unlock(&passphrase()).unwrap();
    assert_eq!(engine.audit_reports_due(), [(id(&root), report)]);
    let outcome = engine.write_audit_report(&desk.caller, id(&root), report).unwrap();
    assert!(matches!(outcome, AuditReportOutcome::Written { certificates: 1, .. }));
    engine.remove_bucket(&desk.caller, "reports").unwrap();
    assert!(engine.audit_reports_due().is_empty());
}

#[test]
fn a_report_that_somebody_changed_is_not_given_out() {
    let desk = Desk::new();
    let root = desk.root();
    let report = ask(&desk, &root, "JSON");
    let AuditReportOutcome::Written { location, .. } = write(&desk, &root, report) else { panic!() };
    let written = std::fs::read(&location).unwrap();
    let read = || {
        let mut content = Vec::new();
        let mut stored = desk.engine.audit_report(id(&root), report).unwrap();
        assert_eq!(stored.location(), location);
        stored.read_to_end(&mut content).map_err(|error| error.to_string())
    };
    read().unwrap();
    for changed in [&b"[]\n"[..], b"", &written[1..], &[&written, &b"\n"[..]].concat()] {
        std::fs::write(&location, changed).unwrap();
        let error = read().unwrap_err();
        assert!(error.ends_with("is not the report that was written there"), "{error}");
    }
    std::fs::remove_file(&location).unwrap();
    let error = desk.engine.audit_report(id(&root), report).unwrap_err();
    assert_eq!(error.code(), "RequestFailedException");
}
