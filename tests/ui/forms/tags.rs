//! Giving tags and removing them.

use super::bench::{Bench, forms_desk};
use super::desk::{Desk, id};
use canopy::engine::api::{TagCertificateAuthorityRequest, UntagCertificateAuthorityRequest};
use canopy::ui::forms;
use canopy::workspace::Tag;
use egui::accesskit::Role;
use serde_json::{Value, json};

fn tagged(tags: &Value) -> (Desk, String) {
    let desk = Desk::new();
    let root = desk.root();
    if tags.as_array().is_some_and(|tags| !tags.is_empty()) {
        give(&desk, &root, tags);
    }
    (desk, root)
}

fn give(desk: &Desk, authority: &str, tags: &Value) {
    desk.call::<TagCertificateAuthorityRequest>(json!({"CertificateAuthorityArn": authority, "Tags": tags})).unwrap();
}

fn tags(desk: &Desk, authority: &str) -> Vec<(String, Option<String>)> {
    let workspace = desk.engine.snapshot();
    let tag = |tag: &Tag| (tag.key.clone(), tag.value.clone());
    workspace.authority(id(authority)).unwrap().tags.iter().map(tag).collect()
}

fn pair(key: &str, value: &str) -> (String, Option<String>) {
    (key.to_owned(), Some(value.to_owned()))
}

fn tagging(desk: &Desk, authority: &str, key: Option<&str>) -> Bench {
    Bench::new(&desk.engine, forms::tag(forms_desk(desk), id(authority), key).unwrap())
}

fn untagging(desk: &Desk, authority: &str, key: Option<&str>) -> Bench {
    Bench::new(&desk.engine, forms::untag(forms_desk(desk), id(authority), key).unwrap())
}

#[test]
fn several_tags_are_given_at_once() {
    let (desk, root) = tagged(&json!([{"Key": "env", "Value": "test"}]));
    let mut bench = tagging(&desk, &root, None);
    bench.type_into("Key of tag 1", "team");
    bench.type_into("Value of tag 1", "pki");
    bench.click(Role::Button, "Add tag");
    bench.type_into("Key of tag 2", "env");
    bench.type_into("Value of tag 2", "prod");
    assert!(bench.has("env has “test” now and gets “prod”") && bench.has("2 of 50 when done"));
    bench.click(Role::Button, "API request");
    let written: Value = serde_json::from_str(&bench.copied("Copy API request")).unwrap();
    let given = json!([{"Key": "team", "Value": "pki"}, {"Key": "env", "Value": "prod"}]);
    assert_eq!(written, json!({"CertificateAuthorityArn": root, "Tags": given}));
    let request: TagCertificateAuthorityRequest = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(&request).unwrap(), written);
    bench.click(Role::Button, "Fields");
    bench.click(Role::Button, "Save 2 tags");
    bench.assert_done("Gave Root 2 tags");
    assert_eq!(tags(&desk, &root), [pair("env", "prod"), pair("team", "pki")]);
}

#[test]
fn the_value_of_a_tag_is_changed() {
    let (desk, root) = tagged(&json!([{"Key": "env", "Value": "test"}]));
    let mut bench = tagging(&desk, &root, Some("env"));
    bench.click(Role::Button, "Save tag");
    assert!(!bench.state().closed, "nothing has changed");
    bench.replace("Value of tag 1", "prod");
    bench.click(Role::Button, "Save tag");
    bench.assert_done("Gave Root 1 tag");
    assert_eq!(tags(&desk, &root), [pair("env", "prod")]);
}

#[test]
fn limits_are_told_as_one_types() {
    let many: Vec<Value> = (0..50).map(|number| json!({"Key": format!("k{number}")})).collect();
    let (desk, root) = tagged(&json!(many));
    let mut bench = tagging(&desk, &root, None);
    bench.type_into("Key of tag 1", "one more");
    assert!(bench.has("At most 50 tags; with these there would be 51") && bench.has("TooManyTagsException"));
    bench.replace("Key of tag 1", "k1");
    assert!(!bench.has("TooManyTagsException"));
    for (key, problem) in
        [("AWS:x", "is reserved"), ("a*b", "Letters, digits, spaces and"), (&"k".repeat(129), "At most 128")]
    {
        bench.replace("Key of tag 1", key);
        assert!(bench.has(problem), "{key}: {problem}");
    }
    bench.replace("Key of tag 1", "k1");
    bench.type_into("Value of tag 1", &"v".repeat(257));
    assert!(bench.description(Role::TextInput, "Value of tag 1").starts_with("At most 256"));
    assert_eq!(bench.description(Role::TextInput, "Key of tag 1"), "");
    bench.click(Role::Button, "Save tag");
    assert!(!bench.state().closed);
    bench.replace("Value of tag 1", "v");
    bench.click(Role::Button, "Add tag");
    bench.type_into("Key of tag 2", "k1");
    assert!(bench.has("is given twice") && bench.has("InvalidTagException"));
}

#[test]
fn tags_are_removed_by_their_keys_and_by_their_values() {
    let three = json!([{"Key": "env", "Value": "prod"}, {"Key": "team", "Value": "pki"}, {"Key": "zone", "Value": ""}]);
    let (desk, root) = tagged(&three);
    let mut bench = untagging(&desk, &root, Some("env"));
    bench.click(Role::CheckBox, "team");
    bench.choose("When team is removed", "Only while it is “pki”");
    bench.click(Role::CheckBox, "zone");
    bench.choose("When zone is removed", "Only while it is empty");
    bench.click(Role::Button, "API request");
    let written: Value = serde_json::from_str(&bench.copied("Copy API request")).unwrap();
    let removed = json!([{"Key": "env"}, {"Key": "team", "Value": "pki"}, {"Key": "zone", "Value": ""}]);
    assert_eq!(written, json!({"CertificateAuthorityArn": root, "Tags": removed}));
    let request: UntagCertificateAuthorityRequest = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(&request).unwrap(), written);
    bench.click(Role::Button, "Fields");
    // Both are changed by somebody else: the one goes by its key, the other stays.
    give(&desk, &root, &json!([{"Key": "env", "Value": "test"}, {"Key": "team", "Value": "ops"}]));
    bench.click(Role::Button, "Remove 3 tags");
    bench.harness.run_steps(3);
    assert!(bench.state().closed);
    assert_eq!(bench.state().sentence, "Removed 2 tags of Root");
    assert!(bench.state().trouble.as_deref().is_some_and(|words| words.starts_with("The others have another value")));
    assert_eq!(tags(&desk, &root), [pair("team", "ops")]);
}

#[test]
fn there_is_no_form_without_a_tag_to_remove() {
    let (desk, root) = tagged(&json!([]));
    assert!(forms::untag(forms_desk(&desk), id(&root), None).is_none());
    let mut bench = tagging(&desk, &root, None);
    bench.click(Role::Button, "Save tag");
    assert!(!bench.state().closed, "a key comes first");
}
