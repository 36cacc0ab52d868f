//! `canopy call` while `canopy serve` has the file open.

use super::served::{Served, Workspace};
use crate::desk::{Desk, Said, said};
use canopy::workspace::Actor;
use serde_json::{Value, json};

fn call(workspace: &Workspace, arguments: &[&str]) -> Said {
    let mut command = Desk::new().command(env!("CARGO_BIN_EXE_canopy"));
    let folder = workspace.path.parent().unwrap();
    command.current_dir(folder).env("HOME", folder.join("home")).arg("call").arg(&workspace.path);
    said(command.args(arguments), b"")
}

#[test]
fn it_goes_through_the_endpoint_and_is_recorded_as_done_by_its_key() {
    let workspace = Workspace::new();
    let served = Served::start(&workspace, &[]);
    let issue = workspace.issue_request().to_string();
    let arn = call(&workspace, &["IssueCertificate", &issue, "--get", "CertificateArn"]).done();
    let request = json!({"CertificateAuthorityArn": workspace.root, "CertificateArn": arn.trim()}).to_string();
    for elsewhere in [&[][..], &["--endpoint", &served.url]] {
        let get = [&["GetCertificate", &request, "--get", "Certificate"], elsewhere].concat();
        assert!(call(&workspace, &get).done().starts_with("-----BEGIN CERTIFICATE-----\n"), "{elsewhere:?}");
    }
    let refusal = call(&workspace, &["DeleteCertificateAuthority", "{}"]).refused();
    let refusal: Value = serde_json::from_str(&refusal).unwrap();
    assert_eq!(refusal["__type"], "ValidationException");
    let foreign = call(&workspace, &["DeleteCertificateAuthority", "{}", "--account", "999999999999"]).refused();
    assert!(foreign.contains("has no access key of the account 999999999999"), "{foreign}");
    assert_eq!(served.end(), Some(0));
    let state = workspace.open().snapshot();
    let by_key = |actor: &Actor| matches!(actor, Actor::Api { access_key } if *access_key == workspace.access_key.id);
    assert!(state.recent_activity().iter().any(|activity| by_key(&activity.actor)));
    assert_eq!(state.certificates().len(), 2);
}

#[test]
fn it_finds_an_endpoint_over_tls_that_listens_everywhere() {
    let workspace = Workspace::new();
    let served = Served::start(&workspace, &["--listen", "0.0.0.0:0", "--tls", "Root"]);
    assert!(served.url.starts_with("https://127.0.0.1:"), "{}", served.url);
    call(&workspace, &["IssueCertificate", &workspace.issue_request().to_string()]).done();
    assert_eq!(served.end(), Some(0));
}
