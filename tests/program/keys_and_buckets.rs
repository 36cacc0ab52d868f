//! `canopy key` and `canopy bucket`.

use crate::desk::{Desk, PASSPHRASE};
use crate::store::{ACCESS_KEY, Mood, REGION, SECRET, Store};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The secret that is sealed in the file.
fn sealed(desk: &Desk, id: &str) -> String {
    let engine = desk.open("pki.ron");
    engine.unlock(&SecretString::from(PASSPHRASE)).unwrap();
    let workspace = engine.snapshot();
    engine.access_key_secret(workspace.access_key(id).unwrap()).unwrap().expose_secret().to_owned()
}

#[test]
fn a_key_that_is_made_shows_its_secret_once() {
    let desk = Desk::with_workspace();
    let added = json_of(&desk.canopy(&["key", "add", "pki.ron", "--name", "ci"]).done());
    let (id, secret) = (added["AccessKeyId"].as_str().unwrap(), added["SecretAccessKey"].as_str().unwrap());
    assert_eq!((id.len(), secret.len()), (20, 40));
    assert_eq!(sealed(&desk, id), secret);
    let table = desk.canopy(&["key", "list", "pki.ron"]).done();
    let line = table.lines().nth(1).unwrap();
    assert!(line.starts_with(id) && line.contains("000000000000") && line.contains("ci"), "{table}");
    let listed = desk.canopy(&["key", "list", "pki.ron", "--json"]).done();
    assert_eq!(json_of(&listed)[0]["AccessKeyId"], id);
    for said in [table, listed, desk.canopy(&["export", "pki.ron"]).done()] {
        assert!(!said.contains(secret), "{said}");
    }
    desk.canopy(&["key", "remove", "pki.ron", id]).done();
    assert_eq!(desk.canopy(&["key", "list", "pki.ron"]).done(), "");
    assert_eq!(desk.canopy(&["key", "list", "pki.ron", "--json"]).done(), "[]\n");
}

#[test]
fn a_secret_that_is_given_is_not_repeated() {
    let desk = Desk::with_workspace();
    let add = ["key", "add", "pki.ron", "--account", "123456789012", "--id"];
    let piped = [&add[..], &["PIPED", "--secret", "-"]].concat();
    let said = desk.canopy_with(&piped, b"s3cret-of-pipe\n", |command| command);
    assert!(!said.err.contains("Other processes"), "{said:?}");
    assert_eq!(json_of(&said.done()), serde_json::json!({"AccessKeyId": "PIPED"}));
    assert_eq!(sealed(&desk, "PIPED"), "s3cret-of-pipe");

    let said = desk.canopy(&[&add[..], &["TYPED", "--secret", "s3cret-of-shell"]].concat());
    assert!(said.err.contains("Other processes can see a secret on the command line"), "{said:?}");
    assert!(!said.err.contains("s3cret") && !said.out.contains("s3cret"), "{said:?}");
    said.done();
    let workspace = desk.open("pki.ron").snapshot();
    assert_eq!(workspace.access_key("TYPED").unwrap().account, "123456789012");
}

#[test]
fn what_is_no_key_is_refused_and_changes_nothing() {
    let desk = Desk::with_workspace();
    desk.canopy(&["key", "add", "pki.ron", "--id", "ONE", "--secret", "abc"]).done();
    let before = desk.read("pki.ron");
    let add = ["key", "add", "pki.ron"];
    let refused = |more: &[&str]| desk.canopy(&[&add[..], more].concat()).refused();
    assert!(refused(&["--id", "ONE"]).contains("There is an access key ONE already. Remove it first"));
    assert!(refused(&["--id", "schlüssel"]).contains("id: Expected printable ASCII"));
    assert!(refused(&["--id", &"x".repeat(129)]).contains("1 to 128 characters, found 129"));
    assert!(refused(&["--id", "TWO", "--secret", "-"]).contains("Standard input is empty"));
    assert!(desk.canopy(&["key", "remove", "pki.ron", "NONE"]).refused().contains("There is no access key NONE"));
    desk.canopy(&[&add[..], &["--account", "1"]].concat()).misused();
    assert_eq!(desk.read("pki.ron"), before);
}

#[test]
fn a_bucket_is_a_folder_wherever_the_command_is_given() {
    let desk = Desk::with_workspace();
    let elsewhere = tempfile::tempdir().unwrap();
    let elsewhere = elsewhere.path().canonicalize().unwrap();
    desk.canopy(&["bucket", "add", "pki.ron", "crls", "--dir", "public/crls"]).done();
    desk.canopy(&["bucket", "add", "pki.ron", "reports", "--dir", elsewhere.to_str().unwrap()]).done();
    let listed = json_of(&desk.canopy(&["bucket", "list", "pki.ron", "--json"]).done());
    let folders: Vec<&str> = listed.as_array().unwrap().iter().filter_map(|bucket| bucket["Folder"].as_str()).collect();
    assert_eq!(folders, ["public/crls", "published", elsewhere.to_str().unwrap()]);
    assert!(desk.path("public/crls").is_dir());
    let table = desk.canopy(&["bucket", "list", "pki.ron"]).done();
    assert_eq!(table.lines().count(), 4, "{table}");
    desk.canopy(&["bucket", "remove", "pki.ron", "crls"]).done();
    let before = desk.read("pki.ron");
    assert!(desk.canopy(&["bucket", "remove", "pki.ron", "crls"]).refused().contains("There is no bucket 'crls'"));
    let add = |name: &str, place: &str| desk.canopy(&["bucket", "add", "pki.ron", name, "--dir", place]).refused();
    assert!(add("No Bucket", "x").contains("Expected a bucket name"));
    desk.write("file", "");
    assert!(add("crls", "file").contains("could not be written to"));
    assert_eq!(desk.read("pki.ron"), before);
}

#[test]
fn a_bucket_of_an_object_store_is_tried_and_its_secret_sealed() {
    let (desk, store) = (Desk::with_workspace(), Store::start());
    let at = ["--s3", &store.endpoint, "--path-style", "--region", REGION, "--access-key", ACCESS_KEY];
    let add = |secret: &[&str], input: &[u8]| {
        let arguments = [&["bucket", "add", "pki.ron", "crls"][..], &at, secret].concat();
        desk.canopy_with(&arguments, input, |command| command)
    };
    let before = desk.read("pki.ron");
    assert!(add(&[], b"").refused().contains("secret: The secret of the access key AKIDSTORE is missing"));
    assert!(add(&["--secret", "-"], b"another\n").refused().contains("could not be written to"));
    store.set(Mood::Denies);
    assert!(add(&["--secret", "-"], SECRET.as_bytes()).refused().contains("could not be written to"));
    store.set(Mood::Well);
    assert_eq!(desk.read("pki.ron"), before);
    add(&["--secret", "-"], SECRET.as_bytes()).done();
    // The secret stays where another is not given.
    add(&[], b"").done();
    let listed = desk.canopy(&["bucket", "list", "pki.ron", "--json"]).done();
    let of_store = &json_of(&listed)[0];
    assert_eq!((&of_store["Endpoint"], &of_store["PathStyle"]), (&store.endpoint.clone().into(), &true.into()));
    assert_eq!(of_store["AccessKeyId"], ACCESS_KEY);
    let table = desk.canopy(&["bucket", "list", "pki.ron"]).done();
    assert!(table.contains("S3") && table.contains(&store.endpoint), "{table}");
    for said in [listed, table, desk.canopy(&["export", "pki.ron"]).done()] {
        assert!(!said.contains(SECRET), "{said}");
    }
    assert!(!String::from_utf8(desk.read("pki.ron")).unwrap().contains(SECRET));
    desk.canopy(&["bucket", "remove", "pki.ron", "crls"]).done();
}
