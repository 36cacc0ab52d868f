use super::*;
use crate::engine::api::*;

fn refused<R: Perform>(request: &str) -> (String, String) {
    let Err(error) = read::<R>(request.as_bytes()) else { panic!("{request} was read") };
    (error.code().to_owned(), error.message())
}

#[track_caller]
fn is_no_such_request<R: Perform>(request: &str, message: &str) {
    assert_eq!(refused::<R>(request), ("SerializationException".to_owned(), message.to_owned()));
}

#[track_caller]
fn breaks_rules<R: Perform>(request: &str, violations: &[&str]) {
    let (code, message) = refused::<R>(request);
    let count = violations.len();
    let plural = if count == 1 { "" } else { "s" };
    let expected = format!("{count} validation error{plural} detected: {}", violations.join("; "));
    assert_eq!((code.as_str(), message), ("ValidationException", expected));
}

const NULL: &str = "failed to satisfy constraint: Member must not be null";

#[test]
fn an_empty_body_is_an_empty_request() {
    for empty in ["", " \r\n", "{}", r#"{"MaxResults": null}"#, r#"{"Unknown": {"A": [1]}}"#] {
        let read = read::<ListCertificateAuthoritiesRequest>(empty.as_bytes()).unwrap();
        assert_eq!(read, ListCertificateAuthoritiesRequest::default(), "{empty}");
    }
}

#[test]
fn what_is_no_json_is_told() {
    for bad in ["{", "{\"a\":}", "[1", "nul", "{} {}", "\u{1}"] {
        let (code, message) = refused::<ListTagsRequest>(bad);
        assert!(code == "SerializationException" && message.starts_with("Expected JSON, found none: "), "{message}");
    }
    let latin = read::<ListTagsRequest>(b"{\"NextToken\": \"\xe9\"}").unwrap_err();
    assert_eq!(latin.code(), "SerializationException");
    is_no_such_request::<ListTagsRequest>("[]", "Expected an object, found a list.");
}

#[test]
fn values_of_another_type_are_told_by_their_place() {
    is_no_such_request::<ListTagsRequest>(
        r#"{"CertificateAuthorityArn": 1}"#,
        "Expected a string at 'certificateAuthorityArn', found a number.",
    );
    for bad in ["1.5", "1e3", "3000000000", "\"1\"", "true", "{}"] {
        let (code, message) = refused::<ListTagsRequest>(&format!("{{\"MaxResults\": {bad}}}"));
        assert!(code == "SerializationException" && message.contains("32 bits at 'maxResults'"), "{message}");
    }
    is_no_such_request::<IssueCertificateRequest>(r#"{"Csr": "no base64!"}"#, "At 'csr': expected standard base64.");
    is_no_such_request::<CreateCertificateAuthorityRequest>(
        r#"{"Tags": [{"Key": "a"}, {"Key": []}]}"#,
        "Expected a string at 'tags.2.member.key', found a list.",
    );
    is_no_such_request::<CreateCertificateAuthorityRequest>(
        r#"{"CertificateAuthorityConfiguration": {"KeyAlgorithm": 7}}"#,
        "Expected a string at 'certificateAuthorityConfiguration.keyAlgorithm', found a number.",
    );
}

#[test]
fn every_missing_member_is_told() {
    breaks_rules::<CreateCertificateAuthorityRequest>(
        r#"{"CertificateAuthorityConfiguration": {"Subject": {}, "SigningAlgorithm": null},
            "RevocationConfiguration": {"CrlConfiguration": {}, "OcspConfiguration": {}},
            "Tags": [{"Value": "x"}, null]}"#,
        &[
            &format!("Value null at 'certificateAuthorityConfiguration.keyAlgorithm' {NULL}"),
            &format!("Value null at 'certificateAuthorityConfiguration.signingAlgorithm' {NULL}"),
            &format!("Value null at 'revocationConfiguration.crlConfiguration.enabled' {NULL}"),
            &format!("Value null at 'revocationConfiguration.ocspConfiguration.enabled' {NULL}"),
            &format!("Value null at 'tags.1.member.key' {NULL}"),
            &format!("Value null at 'tags.2.member' {NULL}"),
            &format!("Value null at 'certificateAuthorityType' {NULL}"),
        ],
    );
}

#[test]
fn unknown_values_and_broken_limits_are_told_together() {
    breaks_rules::<CreatePermissionRequest>(
        r#"{"CertificateAuthorityArn": "arn", "Actions": ["GetCertificate", "Fly"], "SourceAccount": "1"}"#,
        &[
            "Value 'Fly' at 'actions.2.member' failed to satisfy constraint: Member must satisfy enum value set: \
             [IssueCertificate, GetCertificate, ListPermissions]",
            &format!("Value null at 'principal' {NULL}"),
            "Value 'arn' at 'certificateAuthorityArn' failed to satisfy constraint: Member must have length greater than \
             or equal to 5",
            "Value 'arn' at 'certificateAuthorityArn' failed to satisfy constraint: Member must satisfy regular \
             expression pattern: arn:[\\w+=/,.@-]+:acm-pca:[\\w+=/,.@-]*:[0-9]*:[\\w+=,.@-]+(/[\\w+=,.@-]+)*",
            "Value '1' at 'sourceAccount' failed to satisfy constraint: Member must have length greater than or equal to \
             12",
        ],
    );
    let (_, message) = refused::<UpdateCertificateAuthorityRequest>(
        r#"{"CertificateAuthorityArn": "arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/x",
            "RevocationConfiguration": {"CrlConfiguration": {"Enabled": true, "ExpirationInDays": -1}}}"#,
    );
    assert_eq!(
        message,
        "1 validation error detected: Value '-1' at 'revocationConfiguration.crlConfiguration.expirationInDays' failed to \
         satisfy constraint: Member must have value greater than or equal to 1"
    );
}

#[test]
fn there_is_a_bound_on_everything() {
    let deep = |depth: usize| format!("{{\"Unknown\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    assert!(read::<ListCertificateAuthoritiesRequest>(deep(DEEPEST - 1).as_bytes()).is_ok());
    for depth in [DEEPEST, 100, 100_000] {
        assert_eq!(refused::<ListCertificateAuthoritiesRequest>(&deep(depth)).0, "SerializationException");
    }
    let long = format!("{{\"NextToken\":\"{}\"}}", "x".repeat(LONGEST));
    is_no_such_request::<ListTagsRequest>(&long, &format!("Expected at most 4194304 bytes, found {}.", long.len()));
    let many = format!("{{\"Tags\":[{}{{}}]}}", "{},".repeat(10_000));
    let (code, message) = refused::<TagCertificateAuthorityRequest>(&many);
    assert!(code == "ValidationException" && message.contains("'tags.1.member.key'"), "{code}");
    assert!(message.matches("Value null").count() <= TOLD + 1);
}
