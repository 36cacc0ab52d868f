//! An open workspace with one root, to measure at.

#![allow(dead_code, reason = "each bench asks for some of it")]

use base64ct::{Base64, Encoding as _};
use canopy::engine::api::IssueCertificateRequest;
use canopy::engine::{Caller, CreateRoot, Engine, Environment, Options};
use canopy::publish::FolderBuckets;
use canopy::workspace::{Actor, Settings};
use canopy::x509::CertificationRequest;
use secrecy::SecretString;
use serde_json::json;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

/// An open workspace with one root, and a request to issue from it.
pub struct Desk {
    pub folder: TempDir,
    pub engine: Arc<Engine>,
    pub caller: Caller,
    pub request: IssueCertificateRequest,
}

pub fn environment(path: &Path) -> Environment {
    Environment::system(Arc::new(FolderBuckets::beside(path)))
}

pub fn passphrase() -> SecretString {
    SecretString::from("bench")
}

pub fn options() -> Options {
    Options { work_factor: 1, ..Options::default() }
}

impl Desk {
    pub fn new(key: &str, signing: &str) -> Self {
        Self::within(tempfile::tempdir().unwrap(), key, signing)
    }

    pub fn within(folder: TempDir, key: &str, signing: &str) -> Self {
        let path = folder.path().join("bench.canopy");
        let (settings, actor) = (Settings::default(), Actor::Window { user: "bench".into() });
        let caller = Caller::window(&settings, "bench");
        let engine = Engine::create(&path, &passphrase(), settings, environment(&path), &options(), actor).unwrap();
        let request = json!({
            "CertificateAuthorityType": "ROOT",
            "CertificateAuthorityConfiguration": {
                "KeyAlgorithm": key, "SigningAlgorithm": signing,
                "Subject": {"CommonName": "Root", "Organization": "Example"}
            }
        });
        let root = CreateRoot {
            request: serde_json::from_value(request).unwrap(),
            validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 20})).unwrap(),
        };
        let root = engine.create_and_activate_root(&caller, root).unwrap();
        let request = json!({
            "CertificateAuthorityArn": root.to_string(),
            "Csr": Base64::encode_string(csr().as_bytes()),
            "SigningAlgorithm": signing,
            "TemplateArn": "arn:aws:acm-pca:::template/EndEntityServerAuthCertificate/V1",
            "Validity": {"Type": "DAYS", "Value": 90}
        });
        Self { folder, engine, caller, request: serde_json::from_value(request).unwrap() }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("bench.canopy")
    }

    pub fn issue(&self) {
        black_box(self.engine.call(&self.caller, self.request.clone()).unwrap());
    }

    /// Issues until there are so many, by many hands, so that they share what the disk takes.
    pub fn grow(&self, count: usize) {
        let left = AtomicUsize::new(count.saturating_sub(self.engine.snapshot().certificates().len()));
        let take = || left.try_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok();
        std::thread::scope(|scope| {
            for _ in 0..64 {
                scope.spawn(|| {
                    while take() {
                        self.issue();
                    }
                });
            }
        });
    }
}

/// A folder in memory, where a sync costs nothing; only Linux has one for sure.
pub fn in_memory() -> Option<TempDir> {
    tempfile::tempdir_in("/dev/shm").ok()
}

/// A CSR on P-256 with three names.
fn csr() -> String {
    let names = ["a.example", "b.example", "c.example"].map(String::from);
    let mut parameters = rcgen::CertificateParams::new(names).unwrap();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters.distinguished_name.push(rcgen::DnType::CommonName, "a.example");
    let der = parameters.serialize_request(&rcgen::KeyPair::generate().unwrap()).unwrap();
    CertificationRequest::from_der(der.der()).unwrap().to_pem()
}
