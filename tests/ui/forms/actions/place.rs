//! A workspace in which every action can act, open in a window; and a copy of it that the window knows nothing of.

use crate::forms::desk::{Desk, authority_request, csr, options, passphrase};
use crate::forms::permission::{attach, grant};
use canopy::engine::api::*;
use canopy::engine::{Caller, Engine, Environment, describe};
use canopy::publish::FolderBuckets;
use canopy::ui::search::authority_name;
use canopy::workspace::Timestamp;
use egui::{Key, accesskit::Role};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use crate::host::{FakeHost, Still};
use crate::window::{Window, has};

/// 2026-11-23T12:00:00Z, when everything here happens.
const NOON: Timestamp = Timestamp::from_seconds(crate::forms::desk::NOON);

/// An account that owns nothing here.
pub const ACCOUNT: &str = "111122223333";

/// What the tests type in that comes from elsewhere.
pub struct Given {
    /// A workspace with a root, which has a policy, two permissions and an audit report; an issuing authority below it
    /// with two tags and a certificate; one that waits for its certificate; and one that is deleted.
    file: Vec<u8>,
    /// A certificate for the one that waits, and the chain above it.
    pub signed: [String; 2],
    pub csr: String,
}

/// Made once: every test has a copy.
pub static GIVEN: LazyLock<Given> = LazyLock::new(|| {
    let desk = Desk::new();
    let root = desk.root();
    let issuing = desk.subordinate(&root);
    desk.issue(&issuing, "api.example.com");
    let tags = json!([{"Key": "env", "Value": "prod"}, {"Key": "team", "Value": "pki"}]);
    desk.call::<TagCertificateAuthorityRequest>(json!({"CertificateAuthorityArn": issuing, "Tags": tags})).unwrap();
    grant(&desk, &root, &desk.caller.account);
    grant(&desk, &root, ACCOUNT);
    attach(&desk, &root);
    let report =
        json!({"CertificateAuthorityArn": root, "S3BucketName": "published", "AuditReportResponseFormat": "CSV"});
    desk.call::<CreateCertificateAuthorityAuditReportRequest>(report).unwrap();
    let (_, csr_of_pending) = desk.pending("SUBORDINATE");
    let own = desk.certify(&root, &csr_of_pending, "SubordinateCACertificate_PathLen0/V1", 365);
    let request = authority_request("SUBORDINATE", "Old CA", "EC_prime256v1", "SHA256WITHECDSA");
    let old = desk.call::<CreateCertificateAuthorityRequest>(request).unwrap().certificate_authority_arn;
    desk.call::<DeleteCertificateAuthorityRequest>(json!({"CertificateAuthorityArn": old})).unwrap();
    let signed = [own, desk.authority_certificate(&root).to_pem()];
    desk.engine.close();
    Given { file: desk.bytes(), signed, csr: csr("www.example.com") }
});

/// The workspace in a window.
pub struct Place {
    pub window: Window,
    path: PathBuf,
}

impl Place {
    /// Opened and unlocked, on its Home page.
    pub fn new() -> Self {
        let host = FakeHost::new();
        let path = host.folder().join("test.canopy");
        std::fs::write(&path, &GIVEN.file).unwrap();
        host.desk().now = Some(NOON);
        host.desk().to_open = Some(path.clone());
        let mut window = Window::new(host);
        window.wait_for(Role::PasswordInput, "Passphrase");
        window.type_text("correct horse battery staple");
        window.harness.key_press(Key::Enter);
        window.wait_for(Role::Button, "Unlocked");
        window.wait("the form to close", |harness| !has(harness, Role::PasswordInput, "Passphrase"));
        Self { window, path }
    }

    /// A copy of the file as it is now, with an engine of its own.
    pub fn copy(&self) -> Copy {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.canopy");
        std::fs::copy(&self.path, &path).unwrap();
        let buckets = folder.path().join("published");
        std::fs::create_dir_all(buckets).unwrap();
        let (engine, _) = Engine::open(&path, environment(&path), &options()).unwrap();
        engine.unlock(&passphrase()).unwrap();
        let caller = Caller::window(engine.snapshot().settings(), "tester");
        Copy { engine, caller, _folder: folder }
    }
}

fn environment(path: &Path) -> Environment {
    Environment { clock: Arc::new(Still(NOON)), ..Environment::system(Arc::new(FolderBuckets::beside(path))) }
}

/// A copy of the workspace.
pub struct Copy {
    pub engine: Arc<Engine>,
    pub caller: Caller,
    _folder: tempfile::TempDir,
}

impl Copy {
    /// All that an action could have changed. Left out is what is made by chance: identifiers, keys and serials.
    pub fn told(&self) -> Value {
        let workspace = self.engine.snapshot();
        let mut authorities: Vec<Value> = workspace.authorities().map(|found| self.authority(found)).collect();
        authorities.sort_by_key(|told| told["Name"].to_string());
        let rows = workspace.certificates();
        let certificates = rows.rows(0..usize::MAX).map(|row| {
            let issuer = workspace.authority(row.authority).map(|issuer| authority_name(issuer));
            let revocation = row.revocation.map(|revocation| format!("{revocation:?}"));
            json!([
                issuer,
                row.common_name,
                row.alternative_names,
                row.template,
                row.not_before.seconds(),
                row.not_after.seconds(),
                revocation
            ])
        });
        json!({"Authorities": authorities, "Certificates": certificates.collect::<Vec<_>>()})
    }

    fn authority(&self, found: &canopy::workspace::Authority) -> Value {
        let mut described = serde_json::to_value(describe(found, NOON).unwrap()).unwrap();
        described.as_object_mut().unwrap().remove("Arn");
        let chain: Vec<String> = match found.installed {
            Some(_) => self.engine.chain(found.id()).unwrap().iter().map(|certificate| certificate.to_pem()).collect(),
            None => Vec::new(),
        };
        let reports: Vec<String> =
            found.audit_reports.iter().map(|report| format!("{} {:?}", report.bucket, report.format)).collect();
        json!({
            "Name": authority_name(found),
            "Described": described,
            "Chain": chain,
            "Tags": found.tags,
            "Permissions": format!("{:?}", found.permissions),
            "Policy": found.policy,
            "Reports": reports,
        })
    }
}
