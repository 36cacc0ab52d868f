//! Which action an authority allows in which state (User Guide, "Status and actions"), as one table.

use crate::desk::{Desk, csr, id, import_request, issue_request, root_with_crl};
use canopy::engine::api::*;
use canopy::engine::{CrlOutcome, Error};
use serde_json::{Value, json};

/// The states that this version can bring about.
const STATES: [&str; 4] = ["PENDING_CERTIFICATE", "ACTIVE", "DISABLED", "EXPIRED"];

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
    fn new(state: &str) -> Self {
        let desk = Desk::new();
        let arn = desk.call::<CreateCertificateAuthorityRequest>(root_with_crl()).unwrap().certificate_authority_arn;
        let csr_of_root = desk.csr_of(&arn);
        let own = desk.certify(&arn, &csr_of_root, "RootCACertificate/V1", 50_000);
        let short = desk.certify(&arn, &csr_of_root, "RootCACertificate/V1", 1_000);
        let mut issued = desk.engine.snapshot().certificates().row(0).unwrap().serial.to_string();
        if state != "PENDING_CERTIFICATE" {
            desk.call::<ImportCertificateAuthorityCertificateRequest>(import_request(&arn, &short, "")).unwrap();
            issued = desk.issue(&arn, "a.example").rsplit('/').next().unwrap().to_owned();
        }
        match state {
            "DISABLED" => desk.set_status(&arn, "DISABLED"),
            "EXPIRED" => desk.later(1_001 * 86_400),
            _ => {}
        }
        assert_eq!(desk.describe(&arn).status.unwrap().as_str(), state);
        Self { desk, arn, issued, own }
    }

    fn request(&self) -> Value {
        json!({"CertificateAuthorityArn": self.arn})
    }

    fn issue(&self) -> Result<(), Error> {
        self.desk.call::<IssueCertificateRequest>(issue_request(&self.arn, &csr("b.example"))).map(drop)
    }

    fn issue_own(&self) -> Result<(), Error> {
        let mut request = issue_request(&self.arn, &self.desk.csr_of(&self.arn));
        request["TemplateArn"] = json!("arn:aws:acm-pca:::template/RootCACertificate/V1");
        self.desk.call::<IssueCertificateRequest>(request).map(drop)
    }

    fn fetch(&self) -> Result<(), Error> {
        let mut request = self.request();
        request["CertificateArn"] = json!(format!("{}/certificate/{}", self.arn, self.issued));
        self.desk.call::<GetCertificateRequest>(request).map(drop)
    }

    fn fetch_own(&self) -> Result<(), Error> {
        self.desk.call::<GetCertificateAuthorityCertificateRequest>(self.request()).map(drop)
    }

    fn fetch_csr(&self) -> Result<(), Error> {
        self.desk.call::<GetCertificateAuthorityCsrRequest>(self.request()).map(drop)
    }

    fn import(&self) -> Result<(), Error> {
        let request = import_request(&self.arn, &self.own, "");
        self.desk.call::<ImportCertificateAuthorityCertificateRequest>(request).map(drop)
    }

    fn revoke(&self) -> Result<(), Error> {
        let mut request = self.request();
        request["CertificateSerial"] = json!(self.issued);
        request["RevocationReason"] = json!("SUPERSEDED");
        self.desk.call::<RevokeCertificateRequest>(request).map(drop)
    }

    fn update(&self) -> Result<(), Error> {
        let mut request = self.request();
        request["Status"] = json!("DISABLED");
        self.desk.call::<UpdateCertificateAuthorityRequest>(request).map(drop)
    }

    fn report(&self) -> Result<(), Error> {
        let mut request = self.request();
        request["S3BucketName"] = json!("published");
        request["AuditReportResponseFormat"] = json!("JSON");
        self.desk.call::<CreateCertificateAuthorityAuditReportRequest>(request).map(drop)
    }

    fn sign_crl(&self) -> Result<(), Error> {
        match self.desk.engine.sign_crl(&self.desk.caller, id(&self.arn))? {
            CrlOutcome::Published { .. } => Ok(()),
            other => Err(Error::InvalidState(canopy::engine::Refusal::new(format!("{other:?}")))),
        }
    }
}

/// An action, and whether each state allows it.
type Row = (&'static str, fn(&Scene) -> Result<(), Error>, [bool; 4]);

const ROWS: &[Row] = &[
    ("IssueCertificate", Scene::issue, [false, true, false, false]),
    ("IssueCertificate of its own", Scene::issue_own, [true, true, false, true]),
    ("GetCertificate", Scene::fetch, [true, true, true, true]),
    ("GetCertificateAuthorityCertificate", Scene::fetch_own, [false, true, true, true]),
    ("GetCertificateAuthorityCsr", Scene::fetch_csr, [true, true, true, true]),
    ("ImportCertificateAuthorityCertificate", Scene::import, [true, true, true, true]),
    ("RevokeCertificate", Scene::revoke, [false, true, true, false]),
    ("UpdateCertificateAuthority", Scene::update, [false, true, true, false]),
    ("CreateCertificateAuthorityAuditReport", Scene::report, [false, true, true, false]),
    ("the CRL", Scene::sign_crl, [false, true, true, false]),
];

#[test]
fn each_state_allows_what_the_guide_says() {
    for (column, state) in STATES.into_iter().enumerate() {
        for (action, perform, allowed) in ROWS {
            let scene = Scene::new(state);
            let found = perform(&scene).map_err(|error| error.code());
            let expected = if allowed[column] { Ok(()) } else { Err("InvalidStateException") };
            assert_eq!(found, expected, "{action}, {state}");
        }
    }
}
