//! Calls as an endpoint tells them, for tests and pictures.

use canopy::engine::api::{OcspConfiguration, UpdateCertificateAuthorityRequest};
use canopy::engine::{Action, Caller, Engine, NewAccessKey};
use canopy::ui::host::{LiveAsked, LiveCall, LiveCaller, LiveResult};
use canopy::ui::search::authority_name;
use canopy::ui::words::certificate_name;
use canopy::workspace::{Timestamp, Workspace};
use canopy::x509::ocsp::CertStatus;
use std::time::Duration;

/// Adds an access key with an ID and a secret that are known.
pub fn add_key(engine: &Engine, id: &str, name: &str, account: &str) {
    let caller = Caller::window(engine.snapshot().settings(), "tester");
    let new = NewAccessKey {
        id: Some(id.into()),
        secret: Some("the-secret-of-a-test".into()),
        name: name.into(),
        account: account.into(),
    };
    engine.add_access_key(&caller, new).unwrap();
}

/// Has an authority answer OCSP.
pub fn answer_ocsp(engine: &Engine, authority: &str) {
    let snapshot = engine.snapshot();
    let found = snapshot.authorities().find(|found| found.arn.to_string() == authority).unwrap();
    let mut configuration = found.revocation_configuration.clone();
    configuration.ocsp_configuration = Some(OcspConfiguration { enabled: true, ocsp_custom_cname: None });
    let request = UpdateCertificateAuthorityRequest {
        certificate_authority_arn: authority.into(),
        revocation_configuration: Some(configuration),
        status: None,
    };
    engine.call(&Caller::window(snapshot.settings(), "tester"), request).unwrap();
}

pub const CI: &str = "AKCI4QZ7M2NP8XW1R57Q";
pub const TERRAFORM: &str = "AKTF9B3LK60VSE2HY81D";
pub const PARTNER: &str = "AKPARTNER0017";

/// The keys of the pictures.
pub fn add_keys(engine: &Engine) {
    for (id, name, account) in
        [(CI, "CI", "000000000000"), (TERRAFORM, "Terraform", "000000000000"), (PARTNER, "Partner", "111122223333")]
    {
        add_key(engine, id, name, account);
    }
}

pub fn by(key: &str) -> LiveCaller {
    let account = if key == PARTNER { "111122223333" } else { "000000000000" };
    LiveCaller::AccessKey { id: key.into(), account: account.into() }
}

/// The ARN of the authority of this name.
pub fn authority(workspace: &Workspace, name: &str) -> String {
    workspace.authorities().find(|found| authority_name(found) == name).unwrap().arn.to_string()
}

/// The ARN of the certificate of this name.
pub fn certificate(workspace: &Workspace, name: &str) -> String {
    let table = workspace.certificates();
    let row = table.rows(0..usize::MAX).find(|row| certificate_name(row) == name).unwrap();
    workspace.authority(row.authority).unwrap().arn.certificate(row.serial).to_string()
}

/// A call that was answered.
pub fn call(id: u64, at: Timestamp, key: &str, action: Action) -> LiveCall {
    LiveCall {
        id,
        at,
        caller: by(key),
        asked: LiveAsked::Action(action),
        object: String::new(),
        result: LiveResult::Answered,
        duration: Some(Duration::from_micros(700)),
    }
}

/// The calls of the picture, oldest first; the last of them is under way.
pub fn calls(workspace: &Workspace, now: Timestamp) -> Vec<LiveCall> {
    use Action::{DescribeCertificateAuthority, GetCertificate, IssueCertificate, ListCertificateAuthorities};
    let servers = authority(workspace, "Servers Issuing CA");
    let sso = certificate(workspace, "sso.robotics.example");
    let refused = |code: &str| LiveResult::Refused(code.into());
    let (relying, crl) = (LiveCaller::RelyingParty, LiveAsked::Crl);
    let file = format!("public/crl/{}.crl", servers.rsplit('/').next().unwrap());
    let rows = [
        (
            128_377,
            by(CI),
            LiveAsked::Action(Action::GetCertificateAuthorityCsr),
            servers.clone(),
            LiveResult::Answered,
            1_212_000,
        ),
        (
            120_226,
            LiveCaller::UnknownKey("AKIAIOSFODNN7EXAMPLE".into()),
            LiveAsked::Action(ListCertificateAuthorities),
            String::new(),
            refused("UnrecognizedClientException"),
            300,
        ),
        (
            107_694,
            by(TERRAFORM),
            LiveAsked::Action(DescribeCertificateAuthority),
            authority(workspace, "Workloads Issuing CA"),
            LiveResult::Answered,
            700,
        ),
        (
            88_450,
            by(PARTNER),
            LiveAsked::Action(IssueCertificate),
            servers.clone(),
            refused("AccessDeniedException"),
            900,
        ),
        (79_998, relying.clone(), crl, file, LiveResult::NotModified, 100),
        (11_129, by(CI), LiveAsked::Action(IssueCertificate), sso.clone(), LiveResult::Answered, 6_400),
        (10_873, by(CI), LiveAsked::Action(GetCertificate), sso.clone(), LiveResult::Answered, 1_100),
        (8_040, relying, LiveAsked::Ocsp, sso, LiveResult::Status { status: CertStatus::Good, from_cache: true }, 200),
    ];
    let mut calls: Vec<LiveCall> = Vec::new();
    for (number, (before, caller, asked, object, result, micros)) in rows.into_iter().enumerate() {
        let at = Timestamp::from_milliseconds(now.milliseconds() - before);
        let duration = Some(Duration::from_micros(micros));
        calls.push(LiveCall { id: 1_199 + number as u64, at, caller, asked, object, result, duration });
    }
    let at = Timestamp::from_milliseconds(now.milliseconds() - 7_592);
    let open = LiveCall {
        object: servers,
        result: LiveResult::Running,
        duration: None,
        ..call(1_207, at, CI, IssueCertificate)
    };
    calls.push(open);
    calls
}
