//! `canopy check` and `canopy export`.

use crate::desk::{Desk, PASSPHRASE};
use canopy::cli::PASSPHRASE_VARIABLE;
use canopy::engine::{Caller, CreateRoot, Engine, NewAccessKey, api};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use std::process::Command;

/// A workspace with an active root that has issued two certificates and revoked one of them, a policy, a permission, tags
/// and an access key; and the secret of that key.
fn filled(desk: &Desk) -> (std::sync::Arc<Engine>, String) {
    let engine = desk.workspace("pki.ron");
    let caller = Caller::window(engine.snapshot().settings(), "test");
    let root = json!({
        "CertificateAuthorityType": "ROOT",
        "CertificateAuthorityConfiguration": {
            "KeyAlgorithm": "EC_prime256v1",
            "SigningAlgorithm": "SHA256WITHECDSA",
            "Subject": {"CommonName": "Root \"R\" \u{202e}", "Organization": "Ärzte"},
        },
        "Tags": [{"Key": "team", "Value": "pki"}],
    });
    let request = serde_json::from_value(root).unwrap();
    let validity: api::Validity = serde_json::from_value(json!({"Type": "DAYS", "Value": 3650})).unwrap();
    let arn = engine.create_and_activate_root(&caller, CreateRoot { request, validity }).unwrap().to_string();
    let call = |action: &str, request: serde_json::Value| {
        let action = canopy::engine::Action::from_name(action).unwrap();
        action.call_json(&engine, &caller, request.to_string().as_bytes()).unwrap()
    };
    let actions = json!(["IssueCertificate", "GetCertificate", "ListPermissions"]);
    call(
        "CreatePermission",
        json!({"CertificateAuthorityArn": arn, "Principal": "acm.amazonaws.com", "Actions": actions}),
    );
    for name in ["a.example", "b.example"] {
        let key = rcgen::KeyPair::generate().unwrap();
        let csr = rcgen::CertificateParams::new(vec![name.into()]).unwrap().serialize_request(&key).unwrap();
        let csr = csr.pem().unwrap();
        let request = json!({
            "CertificateAuthorityArn": arn,
            "Csr": <base64ct::Base64 as base64ct::Encoding>::encode_string(csr.as_bytes()),
            "SigningAlgorithm": "SHA256WITHECDSA",
            "Validity": {"Type": "DAYS", "Value": 90},
        });
        call("IssueCertificate", request);
    }
    let serial = engine.snapshot().certificates().row(1).unwrap().serial.to_string();
    let revocation =
        json!({"CertificateAuthorityArn": arn, "CertificateSerial": serial, "RevocationReason": "SUPERSEDED"});
    call("RevokeCertificate", revocation);
    let new = NewAccessKey { id: None, secret: None, name: "ci".into(), account: "000000000000".into() };
    let secret = engine.add_access_key(&caller, new).unwrap().secret.expose_secret().to_owned();
    (engine, secret)
}

fn without_passphrase(command: &mut Command) -> &mut Command {
    command.env_remove(PASSPHRASE_VARIABLE)
}

#[test]
fn a_whole_file_is_verified_whoever_has_it_open() {
    let desk = Desk::new();
    let (engine, _) = filled(&desk);
    let before = desk.read("pki.ron");
    let records = engine.snapshot().head().seq;
    let told = desk.canopy(&["check", "pki.ron"]).done();
    assert_eq!(told, format!("pki.ron: {records} records verified, all written by holders of the passphrase\n"));
    engine.close();
    let said = desk.canopy_with(&["check", "pki.ron"], b"", without_passphrase);
    assert!(said.err.contains("left open without the passphrase"), "{said:?}");
    assert_eq!(said.done(), format!("pki.ron: {records} records verified, not authenticated\n"));
    assert_eq!(desk.read("pki.ron"), before);
}

#[test]
fn a_damaged_file_is_found_and_left_as_it_is() {
    let desk = Desk::new();
    drop(filled(&desk));
    let whole = desk.read("pki.ron");
    let line = whole.windows(4).position(|part| part == b"ci\")" || part == b"ci\",").unwrap();
    for (name, damaged) in [
        ("changed.ron", [&whole[..line], b"di", &whole[line + 2..]].concat()),
        ("record-lost.ron", {
            let lines: Vec<&[u8]> = whole.split_inclusive(|octet| *octet == b'\n').collect();
            [&lines[..3], &lines[4..]].concat().concat()
        }),
        ("no-workspace.ron", b"()".to_vec()),
    ] {
        desk.write(name, &damaged);
        let refusal = desk.canopy(&["check", name]).refused();
        assert!(!refusal.is_empty(), "{name}");
        assert_eq!(desk.read(name), damaged, "{name}");
    }
    let said = desk.canopy_with(&["check", "record-lost.ron"], b"", without_passphrase);
    assert!(said.refused().contains("line 4 of the file is damaged (it does not continue the line before it"));
}

/// A write that was cut off is for whoever opens the file to write it: looking at it changes nothing.
#[test]
fn what_a_power_loss_has_left_is_left() {
    let desk = Desk::new();
    drop(filled(&desk));
    let whole = desk.read("pki.ron");
    let torn = [&whole[..whole.len() - 3], b"(seq:99,at:"].concat();
    desk.write("pki.ron", &torn);
    desk.canopy(&["check", "pki.ron"]).done();
    desk.canopy(&["export", "pki.ron"]).done();
    desk.canopy(&["call", "pki.ron", "ListCertificateAuthorities"]).done();
    assert_eq!(desk.read("pki.ron"), torn);
}

#[test]
fn the_wrong_passphrase_verifies_nothing() {
    let desk = Desk::with_workspace();
    fn wrong(command: &mut Command) -> &mut Command {
        command.env(PASSPHRASE_VARIABLE, "something else")
    }
    assert!(desk.canopy_with(&["check", "pki.ron"], b"", wrong).refused().contains("does not open this workspace"));
}

#[test]
fn a_copy_that_is_behind_is_told() {
    let desk = Desk::with_workspace();
    let old = desk.read("pki.ron");
    desk.canopy(&["key", "add", "pki.ron"]).done();
    desk.write("pki.ron", old);
    let said = desk.canopy(&["check", "pki.ron"]);
    assert!(said.err.contains("this is an older copy"), "{said:?}");
    said.done();
    assert!(desk.canopy(&["key", "add", "pki.ron"]).refused().contains("this is an older copy"));
}

#[test]
fn the_state_is_exported_whole_without_secrets() {
    let desk = Desk::new();
    let (engine, secret) = filled(&desk);
    let before = desk.read("pki.ron");
    let exported = desk.canopy_with(&["export", "pki.ron"], b"", without_passphrase).done();
    assert_eq!(exported, desk.canopy(&["export", "pki.ron"]).done(), "the same state is the same document");
    assert_eq!(desk.read("pki.ron"), before);
    ron::from_str::<ron::Value>(&exported).expect("RON");
    let workspace = engine.snapshot();
    let authority = workspace.authorities().next().unwrap();
    for expected in [
        authority.arn.to_string(),
        format!("seq: {}", workspace.head().seq),
        workspace.access_keys().next().unwrap().id.clone(),
        "Ärzte".to_owned(),
        "acm.amazonaws.com".to_owned(),
        "Key: \"team\"".to_owned(),
        "reason: SUPERSEDED".to_owned(),
        "name: \"published\"".to_owned(),
    ] {
        assert!(exported.contains(&expected), "{expected}: {exported}");
    }
    // The certificates of the authority and both that it has issued, as they are.
    assert_eq!(exported.matches("-----BEGIN CERTIFICATE-----").count(), 4, "{exported}");
    for row in workspace.certificates().rows(0..3) {
        let der = workspace.certificate_body(&row).unwrap();
        let pem = canopy::x509::pem::encode("CERTIFICATE", &der).replace('\n', "\\n");
        assert!(exported.contains(&pem));
    }
    // No secret, neither in clear nor sealed, nor the name of one.
    assert!(!exported.contains(&secret) && !exported.contains("secret"), "{exported}");
    let file = String::from_utf8(before).unwrap();
    for sealed in file.split("secrets:[").skip(1).flat_map(|rest| rest.split("])").next()) {
        for part in sealed.split('"').filter(|part| part.len() > 40) {
            assert!(!exported.contains(part), "{part}");
        }
    }
    engine.unlock(&SecretString::from(PASSPHRASE)).unwrap();
}
