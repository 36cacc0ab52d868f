//! Which action an authority allows in which state (CONTRACT section 6; User Guide, "Status and actions"), as one table
//! of all actions and all states.

use crate::desk::{Desk, authority_request, csr, id, import_request, issue_request, root_with_crl};
use canopy::engine::api::*;
use canopy::engine::{Action, CrlOutcome, Error, Perform, Refusal};
use canopy::workspace::{AuditReportId, CertificateAuthorityStatus, Event, Sha256Digest};
use serde_json::{Value, json};
use std::collections::BTreeSet;

use CertificateAuthorityStatus::{Active, Creating, Deleted, Disabled, Expired, Failed, PendingCertificate};

const STATES: [CertificateAuthorityStatus; 7] =
    [Creating, PendingCertificate, Active, Disabled, Expired, Failed, Deleted];

const REPORT: AuditReportId = AuditReportId::from_random([7; 16]);
const PRINCIPAL: &str = "acm.amazonaws.com";

/// An authority in one of the states, and what the actions need.
struct Scene {
    desk: Desk,
    arn: String,
    /// A certificate that it has issued.
    issued: String,
    /// A certificate of its own that ends late enough.
    own: String,
}

impl Scene {
    fn new(state: CertificateAuthorityStatus) -> Self {
        let desk = Desk::new();
        let arn = desk.call::<CreateCertificateAuthorityRequest>(root_with_crl()).unwrap().certificate_authority_arn;
        let csr_of_root = desk.csr_of(&arn);
        let own = desk.certify(&arn, &csr_of_root, "RootCACertificate/V1", 50_000);
        let short = desk.certify(&arn, &csr_of_root, "RootCACertificate/V1", 1_000);
        let issued = desk.engine.snapshot().certificates().row(0).unwrap().serial.to_string();
        let mut scene = Self { desk, arn, issued, own };
        for result in [scene.permit(), scene.share(), scene.tag()] {
            result.unwrap();
        }
        if ![Creating, PendingCertificate, Failed].contains(&state) {
            let import = import_request(&scene.arn, &short, "");
            scene.desk.call::<ImportCertificateAuthorityCertificateRequest>(import).unwrap();
            scene.issued = scene.desk.issue(&scene.arn, "a.example").rsplit('/').next().unwrap().to_owned();
        }
        match state {
            Disabled | Deleted => scene.desk.set_status(&scene.arn, "DISABLED"),
            Expired => scene.desk.later(1_001 * 86_400),
            _ => {}
        }
        if [Creating, Failed].contains(&state) {
            let (authority, status) = (id(&scene.arn), Some(state));
            let updated = Event::AuthorityUpdated { authority, status, revocation_configuration: None };
            scene = scene.with_record(vec![updated]);
        }
        if state == Deleted {
            scene.delete().unwrap();
        }
        assert_eq!(scene.desk.describe(&scene.arn).status, Some(state));
        scene
    }

    /// No state in which an authority is without a certificate, or has none any more, has written a report.
    fn with_report(self) -> Self {
        let (authority, report) = (id(&self.arn), REPORT);
        let (bucket, key) = ("published".to_owned(), format!("audit-report/{authority}/{report}.json"));
        let format = AuditReportResponseFormat::Json;
        self.with_record(vec![
            Event::AuditReportRequested { authority, report, format, bucket, key },
            Event::AuditReportWritten { authority, report, certificates: 2, sha256: Sha256Digest::of(b"[]") },
        ])
    }

    fn with_record(self, events: Vec<Event>) -> Self {
        Self { desk: self.desk.with_record(events), ..self }
    }

    /// The request about the authority with these members more.
    fn call<R: Perform>(&self, members: Value) -> Result<(), Error> {
        let mut request = json!({"CertificateAuthorityArn": self.arn});
        request.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        self.desk.call::<R>(request).map(drop)
    }

    fn create(&self) -> Result<(), Error> {
        let request = authority_request("ROOT", "Another", "EC_prime256v1", "SHA256WITHECDSA");
        self.desk.call::<CreateCertificateAuthorityRequest>(request).map(drop)
    }

    fn report(&self) -> Result<(), Error> {
        let members = json!({"S3BucketName": "published", "AuditReportResponseFormat": "JSON"});
        self.call::<CreateCertificateAuthorityAuditReportRequest>(members)
    }

    fn permit(&self) -> Result<(), Error> {
        let account = "111122223333";
        let members = json!({"Principal": PRINCIPAL, "SourceAccount": account, "Actions": ["GetCertificate"]});
        self.call::<CreatePermissionRequest>(members)
    }

    fn permit_another(&self) -> Result<(), Error> {
        self.call::<CreatePermissionRequest>(json!({"Principal": PRINCIPAL, "Actions": ["GetCertificate"]}))
    }

    fn forbid(&self) -> Result<(), Error> {
        self.call::<DeletePermissionRequest>(json!({"Principal": PRINCIPAL, "SourceAccount": "111122223333"}))
    }

    fn delete(&self) -> Result<(), Error> {
        self.call::<DeleteCertificateAuthorityRequest>(json!({"PermanentDeletionTimeInDays": 7}))
    }

    fn share(&self) -> Result<(), Error> {
        let policy = crate::access::policy(&self.arn, "111122223333", "EndEntityCertificate/V1");
        self.desk.call::<PutPolicyRequest>(json!({"ResourceArn": self.arn, "Policy": policy})).map(drop)
    }

    fn unshare(&self) -> Result<(), Error> {
        self.desk.call::<DeletePolicyRequest>(json!({"ResourceArn": self.arn})).map(drop)
    }

    fn shared(&self) -> Result<(), Error> {
        self.desk.call::<GetPolicyRequest>(json!({"ResourceArn": self.arn})).map(drop)
    }

    fn describe_report(&self) -> Result<(), Error> {
        self.call::<DescribeCertificateAuthorityAuditReportRequest>(json!({"AuditReportId": REPORT.to_string()}))
    }

    fn fetch(&self) -> Result<(), Error> {
        let arn = format!("{}/certificate/{}", self.arn, self.issued);
        self.call::<GetCertificateRequest>(json!({"CertificateArn": arn}))
    }

    fn import(&self) -> Result<(), Error> {
        let request = import_request(&self.arn, &self.own, "");
        self.desk.call::<ImportCertificateAuthorityCertificateRequest>(request).map(drop)
    }

    fn issue(&self) -> Result<(), Error> {
        self.desk.call::<IssueCertificateRequest>(issue_request(&self.arn, &csr("b.example"))).map(drop)
    }

    fn issue_own(&self) -> Result<(), Error> {
        let mut request = issue_request(&self.arn, &crate::desk::pem_of_csr(&self.desk, &self.arn));
        request["TemplateArn"] = json!("arn:aws:acm-pca:::template/RootCACertificate/V1");
        self.desk.call::<IssueCertificateRequest>(request).map(drop)
    }

    fn list(&self) -> Result<(), Error> {
        self.desk.call::<ListCertificateAuthoritiesRequest>(json!({})).map(drop)
    }

    fn revoke(&self) -> Result<(), Error> {
        let members = json!({"CertificateSerial": self.issued, "RevocationReason": "SUPERSEDED"});
        self.call::<RevokeCertificateRequest>(members)
    }

    fn tag(&self) -> Result<(), Error> {
        self.call::<TagCertificateAuthorityRequest>(json!({"Tags": [{"Key": "team", "Value": "a"}]}))
    }

    fn untag(&self) -> Result<(), Error> {
        self.call::<UntagCertificateAuthorityRequest>(json!({"Tags": [{"Key": "team"}]}))
    }

    fn update(&self) -> Result<(), Error> {
        self.call::<UpdateCertificateAuthorityRequest>(json!({"Status": "DISABLED"}))
    }

    fn sign_crl(&self) -> Result<(), Error> {
        match self.desk.engine.sign_crl(&self.desk.caller, id(&self.arn))? {
            CrlOutcome::Published { .. } => Ok(()),
            other => Err(Error::InvalidState(Refusal::new(format!("{other:?}")))),
        }
    }
}

/// An action, and what each state answers: `y` performs it, `-` is `InvalidStateException`, `p` is
/// `RequestInProgressException`.
type Row = (Option<Action>, fn(&Scene) -> Result<(), Error>, &'static str);

/// The columns are those of [`STATES`]: creating, pending, active, disabled, expired, failed, deleted.
const ROWS: &[Row] = &[
    (Some(Action::CreateCertificateAuthority), Scene::create, "yyyyyyy"),
    (Some(Action::CreateCertificateAuthorityAuditReport), Scene::report, "--yy---"),
    (Some(Action::CreatePermission), Scene::permit_another, "-yyyy--"),
    (Some(Action::DeleteCertificateAuthority), Scene::delete, "yy-yyy-"),
    (Some(Action::DeletePermission), Scene::forbid, "-yyyy--"),
    (Some(Action::DeletePolicy), Scene::unshare, "-yyyy--"),
    (
        Some(Action::DescribeCertificateAuthority),
        |s| s.call::<DescribeCertificateAuthorityRequest>(json!({})),
        "yyyyyyy",
    ),
    (Some(Action::DescribeCertificateAuthorityAuditReport), Scene::describe_report, "yyyyyyy"),
    (Some(Action::GetCertificate), Scene::fetch, "yyyyyy-"),
    (
        Some(Action::GetCertificateAuthorityCertificate),
        |s| s.call::<GetCertificateAuthorityCertificateRequest>(json!({})),
        "--yyy--",
    ),
    (Some(Action::GetCertificateAuthorityCsr), |s| s.call::<GetCertificateAuthorityCsrRequest>(json!({})), "pyyyy--"),
    (Some(Action::GetPolicy), Scene::shared, "-yyyy--"),
    (Some(Action::ImportCertificateAuthorityCertificate), Scene::import, "-yyyy--"),
    (Some(Action::IssueCertificate), Scene::issue, "--y----"),
    // A root signs its own certificate anew while it waits for one and after it has expired.
    (Some(Action::IssueCertificate), Scene::issue_own, "-yy-y--"),
    (Some(Action::ListCertificateAuthorities), Scene::list, "yyyyyyy"),
    (Some(Action::ListPermissions), |s| s.call::<ListPermissionsRequest>(json!({})), "-yyyy--"),
    (Some(Action::ListTags), |s| s.call::<ListTagsRequest>(json!({})), "-yyyy--"),
    (Some(Action::PutPolicy), Scene::share, "-yyyy--"),
    (Some(Action::RestoreCertificateAuthority), |s| s.call::<RestoreCertificateAuthorityRequest>(json!({})), "------y"),
    (Some(Action::RevokeCertificate), Scene::revoke, "--yy---"),
    (Some(Action::TagCertificateAuthority), Scene::tag, "-yyyy--"),
    (Some(Action::UntagCertificateAuthority), Scene::untag, "-yyyy--"),
    (Some(Action::UpdateCertificateAuthority), Scene::update, "--yy---"),
    // The CRL is no action of its own, but a column of the guide's table.
    (None, Scene::sign_crl, "--yy---"),
];

fn walk(state: CertificateAuthorityStatus) {
    let column = STATES.iter().position(|known| *known == state).unwrap();
    for (action, perform, answers) in ROWS {
        let mut scene = Scene::new(state);
        if *action == Some(Action::DescribeCertificateAuthorityAuditReport) {
            scene = scene.with_report();
        }
        let before = scene.desk.bytes();
        let found = perform(&scene).map_err(|error| error.code());
        let expected = match answers.as_bytes()[column] {
            b'y' => Ok(()),
            b'p' => Err("RequestInProgressException"),
            _ => Err("InvalidStateException"),
        };
        assert_eq!(found, expected, "{action:?}, {state}");
        assert!(
            found.is_ok() || action.is_none() || scene.desk.bytes() == before,
            "{action:?}, {state}: it has changed"
        );
    }
}

#[test]
fn what_an_authority_allows_that_is_created_or_waits() {
    walk(Creating);
    walk(PendingCertificate);
}

#[test]
fn what_an_authority_allows_that_is_active() {
    walk(Active);
}

#[test]
fn what_an_authority_allows_that_is_disabled_or_has_expired() {
    walk(Disabled);
    walk(Expired);
}

#[test]
fn what_an_authority_allows_that_has_failed_or_is_deleted() {
    walk(Failed);
    walk(Deleted);
}

#[test]
fn the_table_has_all_actions_and_all_states() {
    let actions: BTreeSet<Action> = ROWS.iter().filter_map(|(action, ..)| *action).collect();
    assert_eq!(actions.len(), Action::ALL.len());
    assert!(STATES.iter().collect::<BTreeSet<_>>() == CertificateAuthorityStatus::ALL.iter().collect());
    assert!(ROWS.iter().all(|(.., answers)| answers.len() == STATES.len()));
}
