//! Access keys: added, opened, removed, resealed, and every refusal.

use crate::desk::{Desk, passphrase};
use canopy::engine::api::*;
use canopy::engine::{Action, Engine, Error, NewAccessKey};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

const ACCOUNT: &str = "111122223333";

fn new(id: Option<&str>, secret: Option<&str>) -> NewAccessKey {
    let (id, secret) = (id.map(str::to_owned), secret.map(SecretString::from));
    NewAccessKey { id, secret, name: "CI".into(), account: ACCOUNT.into() }
}

fn secret_of(desk: &Desk, id: &str) -> Result<String, Error> {
    let workspace = desk.engine.snapshot();
    let key = workspace.access_key(id).unwrap();
    desk.engine.access_key_secret(key).map(|secret| secret.expose_secret().to_owned())
}

fn refused(desk: &Desk, new: NewAccessKey, code: &str, member: &str) {
    let before = desk.bytes();
    let error = desk.engine.add_access_key(&desk.caller, new).unwrap_err();
    assert_eq!((error.code(), error.members().as_slice()), (code, [member].as_slice()), "{error}");
    assert!(desk.bytes() == before);
}

#[test]
fn a_key_that_is_made_here_has_an_id_and_a_secret_of_its_own() {
    let desk = Desk::new();
    let one = desk.engine.add_access_key(&desk.caller, new(None, None)).unwrap();
    let other = desk.engine.add_access_key(&desk.caller, new(None, None)).unwrap();
    assert!(one.id.len() == 20 && one.id.starts_with("AKCP") && one.id != other.id, "{}", one.id);
    assert_eq!(one.secret.expose_secret().len(), 40);
    assert_ne!(one.secret.expose_secret(), other.secret.expose_secret());
    assert_eq!(secret_of(&desk, &one.id).unwrap(), one.secret.expose_secret());
    let workspace = desk.engine.snapshot();
    let kept = workspace.access_key(&one.id).unwrap();
    assert_eq!((kept.name.as_deref(), kept.account.as_str()), (Some("CI"), ACCOUNT));
    let text = String::from_utf8(desk.bytes()).unwrap();
    assert!(text.contains(&one.id) && !text.contains(one.secret.expose_secret()));
}

#[test]
fn an_id_and_a_secret_may_be_brought() {
    let desk = Desk::new();
    let longest = "!~".repeat(64);
    for (id, secret) in [("x", "y"), (longest.as_str(), longest.as_str()), (" a, b=/c", " with spaces ")] {
        desk.engine.add_access_key(&desk.caller, new(Some(id), Some(secret))).unwrap();
        assert_eq!(secret_of(&desk, id).unwrap(), secret);
    }
    for bad in ["", "ä", "\n", "\u{7f}", &"a".repeat(129)] {
        refused(&desk, new(Some(bad), None), "InvalidArgsException", "id");
        refused(&desk, new(None, Some(bad)), "InvalidArgsException", "secret");
    }
    refused(&desk, new(Some("x"), None), "InvalidArgsException", "id");
    refused(&desk, NewAccessKey { account: "1".into(), ..new(None, None) }, "InvalidArgsException", "account");
    refused(&desk, NewAccessKey { name: "n".repeat(129), ..new(None, None) }, "InvalidArgsException", "name");
}

#[test]
fn a_new_passphrase_reseals_the_secrets_and_a_removed_one_is_erased() {
    let desk = Desk::new();
    let kept = desk.engine.add_access_key(&desk.caller, new(None, None)).unwrap();
    let gone = desk.engine.add_access_key(&desk.caller, new(None, None)).unwrap();
    let sealed = desk.engine.snapshot().access_key(&kept.id).unwrap().secret;
    let next = SecretString::from("another");
    desk.engine.change_passphrase(&desk.caller, &passphrase(), &next).unwrap();
    let workspace = desk.engine.snapshot();
    assert_ne!(workspace.access_key(&kept.id).unwrap().secret, sealed);
    assert!(workspace.secret(sealed).is_err(), "erased");
    assert_eq!(secret_of(&desk, &kept.id).unwrap(), kept.secret.expose_secret());
    let sealed = workspace.access_key(&gone.id).unwrap().secret;
    desk.engine.remove_access_key(&desk.caller, &gone.id).unwrap();
    let workspace = desk.engine.snapshot();
    assert!(workspace.access_key(&gone.id).is_none() && workspace.secret(sealed).is_err());
    let error = desk.engine.remove_access_key(&desk.caller, &gone.id).unwrap_err();
    assert_eq!(error.code(), "ResourceNotFoundException");
    // Opened again, locked, no secret can be had; unlocked, the same one.
    desk.engine.close();
    let (engine, _) = Engine::open(&desk.path(), desk.environment(), &crate::desk::options()).unwrap();
    let workspace = engine.snapshot();
    let key = workspace.access_key(&kept.id).unwrap();
    assert_eq!(engine.access_key_secret(key).unwrap_err(), Error::Locked);
    engine.unlock(&next).unwrap();
    assert_eq!(engine.access_key_secret(key).unwrap().expose_secret(), kept.secret.expose_secret());
}

/// What is advertised stands in certificates while the process runs, and nowhere in the file.
#[test]
fn an_advertised_address_takes_the_place_of_the_setting() {
    let desk = Desk::new();
    desk.engine.advertise(Some("127.0.0.1:8560")).unwrap();
    let root = desk.root_from(crate::desk::root_with_crl());
    let certificate = desk.certificate(&desk.issue(&root, "a.example"));
    let address = b"http://127.0.0.1:8560/";
    assert!(certificate.der().windows(address.len()).any(|octets| octets == address));
    assert_eq!(desk.engine.snapshot().settings().publication_address, None);
    assert!(desk.engine.advertise(Some("s3.amazonaws.com")).is_err());
    desk.engine.advertise(None).unwrap();
    assert_eq!(desk.engine.snapshot().settings_in_force().publication_address, None);
}

#[test]
fn an_action_is_called_in_json() {
    let desk = Desk::new();
    let call = |action: Action, request: &str| action.call_json(&desk.engine, &desk.caller, request.as_bytes());
    let root = desk.root();
    let answer = call(Action::DescribeCertificateAuthority, &json!({"CertificateAuthorityArn": root}).to_string());
    let answer: DescribeCertificateAuthorityResponse = serde_json::from_slice(&answer.unwrap()).unwrap();
    assert_eq!(answer.certificate_authority.arn.as_deref(), Some(root.as_str()));
    let tag = json!({"CertificateAuthorityArn": root, "Tags": [{"Key": "a"}]}).to_string();
    assert_eq!(call(Action::TagCertificateAuthority, &tag).unwrap(), b"");
    assert_eq!(call(Action::ListTags, "{").unwrap_err().code(), "SerializationException");
    assert_eq!(Action::from_name("ListTags"), Some(Action::ListTags));
    assert_eq!(Action::from_name("listTags"), None);
}
