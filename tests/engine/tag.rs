//! Tags: added, overwritten, removed, listed, and every refusal by name.

use crate::desk::{Desk, NO_AUTHORITY, missing};
use canopy::engine::api::*;
use serde_json::{Value, json};

fn request(arn: &str, tags: Value) -> Value {
    json!({"CertificateAuthorityArn": arn, "Tags": tags})
}

fn tags(desk: &Desk, arn: &str) -> Vec<(String, Option<String>)> {
    let answer = desk.call::<ListTagsRequest>(json!({"CertificateAuthorityArn": arn})).unwrap();
    assert!(answer.next_token.is_none());
    answer.tags.into_iter().map(|tag| (tag.key, tag.value)).collect()
}

fn pair(key: &str, value: Option<&str>) -> (String, Option<String>) {
    (key.to_owned(), value.map(str::to_owned))
}

#[test]
fn a_key_that_is_there_gets_the_new_value_and_case_differs() {
    let desk = Desk::new();
    let (arn, _) = desk.pending("ROOT");
    assert!(tags(&desk, &arn).is_empty());
    let added = json!([{"Key": "team", "Value": "a"}, {"Key": "Team"}, {"Key": "empty", "Value": ""}]);
    desk.call::<TagCertificateAuthorityRequest>(request(&arn, added.clone())).unwrap();
    let before = desk.bytes();
    desk.call::<TagCertificateAuthorityRequest>(request(&arn, added)).unwrap();
    assert!(desk.bytes() == before, "the same again changes nothing");
    desk.call::<TagCertificateAuthorityRequest>(request(&arn, json!([{"Key": "team", "Value": "b"}]))).unwrap();
    assert_eq!(tags(&desk, &arn), [pair("Team", None), pair("empty", Some("")), pair("team", Some("b"))]);
}

#[test]
fn a_tag_is_removed_by_its_key_or_by_both() {
    let desk = Desk::new();
    let (arn, _) = desk.pending("ROOT");
    let added =
        json!([{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}, {"Key": "c", "Value": ""}, {"Key": "d"}]);
    desk.call::<TagCertificateAuthorityRequest>(request(&arn, added)).unwrap();
    let untag = |tags: Value| desk.call::<UntagCertificateAuthorityRequest>(request(&arn, tags)).unwrap();
    let before = desk.bytes();
    untag(
        json!([{"Key": "a", "Value": "other"}, {"Key": "b", "Value": ""}, {"Key": "d", "Value": ""}, {"Key": "absent"}]),
    );
    assert!(desk.bytes() == before, "an empty value is a value, and none of these is the tag's");
    untag(json!([{"Key": "a", "Value": "1"}, {"Key": "b"}, {"Key": "c", "Value": ""}]));
    assert_eq!(tags(&desk, &arn), [pair("d", None)]);
    untag(json!([{"Key": "d"}]));
    assert!(tags(&desk, &arn).is_empty());
}

#[test]
fn tags_are_listed_by_key_in_pages() {
    let desk = Desk::new();
    let (arn, _) = desk.pending("ROOT");
    let added: Vec<Value> = ["c", "a", "e", "b", "d"].iter().map(|key| json!({"Key": key})).collect();
    desk.call::<TagCertificateAuthorityRequest>(request(&arn, json!(added))).unwrap();
    let mut found = Vec::new();
    let mut token = Value::Null;
    let mut pages = 0;
    loop {
        let mut request = json!({"CertificateAuthorityArn": arn, "MaxResults": 2});
        if !token.is_null() {
            request["NextToken"] = token;
        }
        let page = desk.call::<ListTagsRequest>(request).unwrap();
        pages += 1;
        found.extend(page.tags.into_iter().map(|tag| tag.key));
        match page.next_token {
            Some(next) => token = json!(next),
            None => break,
        }
    }
    assert_eq!((found.concat().as_str(), pages), ("abcde", 3));
    let request = json!({"CertificateAuthorityArn": arn, "NextToken": "bm9uc2Vuc2U="});
    desk.refused::<ListTagsRequest>(request, "InvalidNextTokenException");
}

#[test]
fn each_refusal_has_its_name() {
    let desk = Desk::new();
    let (arn, _) = desk.pending("ROOT");
    let one = json!([{"Key": "a"}]);
    for (arn, code) in [(NO_AUTHORITY.to_owned(), "InvalidArnException"), (missing(&arn), "ResourceNotFoundException")]
    {
        desk.refused::<TagCertificateAuthorityRequest>(request(&arn, one.clone()), code);
        desk.refused::<UntagCertificateAuthorityRequest>(request(&arn, one.clone()), code);
        desk.refused::<ListTagsRequest>(json!({"CertificateAuthorityArn": arn}), code);
    }
    let refused = |tags: Value, code: &str, member: &str| {
        let error = desk.refused::<TagCertificateAuthorityRequest>(request(&arn, tags.clone()), code);
        assert_eq!(error.members(), [member], "{error}");
        desk.refused::<UntagCertificateAuthorityRequest>(request(&arn, tags), code);
    };
    refused(json!([]), "ValidationException", "tags");
    refused(json!([{"Key": ""}]), "ValidationException", "tags.1.member.key");
    refused(json!([{"Key": "a".repeat(129)}]), "ValidationException", "tags.1.member.key");
    refused(json!([{"Key": "a", "Value": "a".repeat(257)}]), "ValidationException", "tags.1.member.value");
    refused(json!([{"Key": "a*"}]), "ValidationException", "tags.1.member.key");
    refused(json!([{"Key": "a"}, {"Key": "a", "Value": "1"}]), "InvalidTagException", "tags.2.member.key");
    refused(json!([{"Key": "aws:a"}]), "InvalidTagException", "tags.1.member.key");
    refused(json!([{"Key": "RDS:a"}]), "InvalidTagException", "tags.1.member.key");
    let many: Vec<Value> = (0..51).map(|number| json!({"Key": format!("key{number}")})).collect();
    refused(json!(many), "ValidationException", "tags");
    desk.call::<TagCertificateAuthorityRequest>(request(&arn, json!(many[..50]))).unwrap();
    let error = desk.refused::<TagCertificateAuthorityRequest>(request(&arn, one.clone()), "TooManyTagsException");
    assert!(error.hint().is_some());
    desk.call::<TagCertificateAuthorityRequest>(request(&arn, json!(many[..1]))).unwrap();
    let stranger = desk.caller_of("111122223333");
    let tag = desk.call_as::<TagCertificateAuthorityRequest>(&stranger, request(&arn, one)).unwrap_err();
    assert_eq!(tag.code(), "AccessDeniedException");
}
