//! Permissions and resource policies: granted, listed, enforced, and every refusal by name.

use crate::desk::{Desk, NO_AUTHORITY, csr, id, issue_request, missing};
use canopy::engine::api::*;
use canopy::engine::{CERTIFICATE_MANAGER, Caller, Error};
use canopy::workspace::{CertificateAuthorityStatus, Event};
use serde_json::{Value, json};

const OTHER: &str = "111122223333";

/// The policy of the guide's first example: an account may read, and issue with one template.
pub fn policy(arn: &str, account: &str, template: &str) -> String {
    let principal = json!({"AWS": account});
    json!({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "1", "Effect": "Allow", "Principal": principal, "Resource": arn,
                "Action": [
                    "acm-pca:DescribeCertificateAuthority", "acm-pca:GetCertificate",
                    "acm-pca:GetCertificateAuthorityCertificate", "acm-pca:ListPermissions", "acm-pca:ListTags"
                ]
            },
            {
                "Sid": "2", "Effect": "Allow", "Principal": principal, "Resource": arn,
                "Action": ["acm-pca:IssueCertificate"],
                "Condition": {
                    "StringEquals": {"acm-pca:TemplateArn": format!("arn:aws:acm-pca:::template/{template}")}
                }
            }
        ]
    })
    .to_string()
}

fn permission(arn: &str) -> Value {
    json!({"CertificateAuthorityArn": arn, "Principal": CERTIFICATE_MANAGER})
}

fn grant(arn: &str) -> Value {
    let mut request = permission(arn);
    request["Actions"] = json!(["IssueCertificate", "GetCertificate", "ListPermissions"]);
    request
}

fn put(arn: &str, policy: &str) -> Value {
    json!({"ResourceArn": arn, "Policy": policy})
}

fn resource(arn: &str) -> Value {
    json!({"ResourceArn": arn})
}

fn permissions(desk: &Desk, arn: &str) -> Vec<Permission> {
    desk.call::<ListPermissionsRequest>(json!({"CertificateAuthorityArn": arn})).unwrap().permissions
}

#[test]
fn a_permission_is_granted_told_and_withdrawn() {
    let desk = Desk::new();
    let (arn, _) = desk.pending("ROOT");
    desk.call::<CreatePermissionRequest>(grant(&arn)).unwrap();
    desk.later(1);
    let mut other = grant(&arn);
    other["SourceAccount"] = json!(OTHER);
    other["Actions"] = json!(["GetCertificate"]);
    desk.call::<CreatePermissionRequest>(other.clone()).unwrap();
    let told = permissions(&desk, &arn);
    let accounts: Vec<_> = told.iter().map(|told| told.source_account.as_deref().unwrap()).collect();
    assert_eq!(accounts, ["000000000000", OTHER], "the account of the caller when none is named");
    assert_eq!(told[0].principal.as_deref(), Some(CERTIFICATE_MANAGER));
    assert_eq!(told[0].certificate_authority_arn.as_deref(), Some(arn.as_str()));
    assert_eq!(told[0].actions.as_ref().unwrap().len(), 3);
    assert_eq!(told[1].actions.as_deref(), Some(&[ActionType::GetCertificate][..]));
    let document: Value = serde_json::from_str(told[1].policy.as_deref().unwrap()).unwrap();
    assert_eq!(document["Statement"][0]["Principal"]["Service"], CERTIFICATE_MANAGER);
    assert_eq!(document["Statement"][0]["Action"], json!(["acm-pca:GetCertificate"]));
    assert_eq!(document["Statement"][0]["Resource"], json!(arn));

    desk.refused::<CreatePermissionRequest>(other, "PermissionAlreadyExistsException");
    desk.call::<DeletePermissionRequest>(permission(&arn)).unwrap();
    desk.refused::<DeletePermissionRequest>(permission(&arn), "ResourceNotFoundException");
    assert_eq!(permissions(&desk, &arn).len(), 1);
}

#[test]
fn permissions_are_listed_in_pages_that_outlive_a_restart() {
    let desk = Desk::new();
    let (arn, _) = desk.pending("ROOT");
    for account in ["000000000001", "000000000002", "000000000003"] {
        let mut request = grant(&arn);
        request["SourceAccount"] = json!(account);
        desk.call::<CreatePermissionRequest>(request).unwrap();
    }
    let page = |desk: &Desk, token: Option<&str>| {
        let mut request = json!({"CertificateAuthorityArn": arn, "MaxResults": 2});
        if let Some(token) = token {
            request["NextToken"] = json!(token);
        }
        desk.call::<ListPermissionsRequest>(request)
    };
    let first = page(&desk, None).unwrap();
    assert_eq!(first.permissions.len(), 2);
    let token = first.next_token.unwrap();
    let desk = desk.with_record(Vec::new());
    let second = page(&desk, Some(&token)).unwrap();
    assert_eq!((second.permissions.len(), second.next_token), (1, None));
    assert_eq!(second.permissions[0].source_account.as_deref(), Some("000000000003"));
    assert_eq!(page(&desk, Some("nonsense")).unwrap_err().code(), "InvalidNextTokenException");
    let of_tags = json!({"CertificateAuthorityArn": arn, "NextToken": token});
    desk.refused::<ListTagsRequest>(of_tags, "InvalidNextTokenException");
}

#[test]
fn each_refusal_of_a_permission_has_its_name() {
    let desk = Desk::new();
    let (arn, _) = desk.pending("ROOT");
    for (arn, code) in [(NO_AUTHORITY.to_owned(), "InvalidArnException"), (missing(&arn), "ResourceNotFoundException")]
    {
        desk.refused::<CreatePermissionRequest>(grant(&arn), code);
        desk.refused::<DeletePermissionRequest>(permission(&arn), code);
        desk.refused::<ListPermissionsRequest>(json!({"CertificateAuthorityArn": arn}), code);
    }
    let wrong = |member: &str, value: Value| {
        let mut request = grant(&arn);
        request[member] = value;
        let error = desk.refused::<CreatePermissionRequest>(request, "ValidationException");
        error.members().join(",")
    };
    assert_eq!(wrong("Principal", json!("ec2.amazonaws.com")), "principal");
    assert_eq!(wrong("Principal", json!("*")), "principal");
    assert_eq!(wrong("Principal", json!("a".repeat(129))), "principal");
    assert_eq!(wrong("SourceAccount", json!("12345678901")), "sourceAccount");
    assert_eq!(wrong("SourceAccount", json!("12345678901x")), "sourceAccount");
    assert_eq!(wrong("Actions", json!([])), "actions");
    assert_eq!(wrong("Actions", json!(["GetCertificate", "GetCertificate"])), "actions.2.member");
    assert!(
        serde_json::from_value::<CreatePermissionRequest>(json!({
            "CertificateAuthorityArn": arn, "Principal": "acm.amazonaws.com", "Actions": ["RevokeCertificate"]
        }))
        .is_err()
    );
    for (member, value) in [("MaxResults", json!(0)), ("MaxResults", json!(1001)), ("NextToken", json!(""))] {
        let mut request = json!({"CertificateAuthorityArn": arn});
        request[member] = value;
        desk.refused::<ListPermissionsRequest>(request, "ValidationException");
    }
}

#[test]
fn an_authority_has_at_most_a_hundred_permissions() {
    let desk = Desk::new();
    let (arn, _) = desk.pending("ROOT");
    let granted = |account: u32| Event::PermissionGranted {
        authority: id(&arn),
        principal: CERTIFICATE_MANAGER.into(),
        source_account: format!("{account:012}"),
        actions: vec![ActionType::GetCertificate],
    };
    let desk = desk.with_record((1..=100).map(granted).collect());
    let error = desk.refused::<CreatePermissionRequest>(grant(&arn), "LimitExceededException");
    assert!(error.hint().is_some());
}

fn service(desk: &Desk) -> Caller {
    Caller { service: Some(CERTIFICATE_MANAGER.into()), ..desk.caller.clone() }
}

#[test]
fn a_service_may_do_what_its_permission_grants_and_is_named_in_the_record() {
    let desk = Desk::new();
    let arn = desk.root();
    let manager = service(&desk);
    let issue = || desk.call_as::<IssueCertificateRequest>(&manager, issue_request(&arn, &csr("a.example")));
    let before = desk.bytes();
    let error = issue().unwrap_err();
    assert_eq!(error.code(), "AccessDeniedException");
    assert!(error.message().contains(CERTIFICATE_MANAGER) && error.hint().unwrap().contains("Grant"), "{error}");
    assert!(desk.bytes() == before);
    let mut request = permission(&arn);
    request["Actions"] = json!(["IssueCertificate"]);
    desk.call::<CreatePermissionRequest>(request).unwrap();
    let certificate = issue().unwrap().certificate_arn;
    let workspace = desk.engine.snapshot();
    assert_eq!(workspace.certificates().rows(1..2).next().unwrap().requested_by, Some(CERTIFICATE_MANAGER));
    let fetch = json!({"CertificateAuthorityArn": arn, "CertificateArn": certificate});
    let error = desk.call_as::<GetCertificateRequest>(&manager, fetch.clone()).unwrap_err();
    assert_eq!(error.code(), "AccessDeniedException", "issuing is not fetching");
    let elsewhere = Caller { account: OTHER.into(), ..manager.clone() };
    let issue = issue_request(&arn, &csr("b.example"));
    assert_eq!(desk.call_as::<IssueCertificateRequest>(&elsewhere, issue).unwrap_err().code(), "AccessDeniedException");
    desk.call::<DeletePermissionRequest>(permission(&arn)).unwrap();
    let error = desk.call_as::<IssueCertificateRequest>(&manager, issue_request(&arn, &csr("c.example"))).unwrap_err();
    assert_eq!(error.code(), "AccessDeniedException");
    assert!(desk.call::<GetCertificateRequest>(fetch).is_ok(), "the owner needs no permission");
}

#[test]
fn a_policy_is_attached_told_word_for_word_replaced_and_removed() {
    let desk = Desk::new();
    let (arn, _) = desk.pending("ROOT");
    let error = desk.refused::<GetPolicyRequest>(resource(&arn), "ResourceNotFoundException");
    assert_eq!(error.message(), format!("Could not find policy for resource {arn}."));
    for template in ["EndEntityCertificate/V1", "CodeSigningCertificate/V1"] {
        let text = format!("\n {} ", policy(&arn, OTHER, template));
        desk.call::<PutPolicyRequest>(put(&arn, &text)).unwrap();
        assert_eq!(desk.call::<GetPolicyRequest>(resource(&arn)).unwrap().policy, text);
        let before = desk.bytes();
        desk.call::<PutPolicyRequest>(put(&arn, &text)).unwrap();
        assert!(desk.bytes() == before, "the same again changes nothing");
    }
    desk.call::<DeletePolicyRequest>(resource(&arn)).unwrap();
    let before = desk.bytes();
    desk.call::<DeletePolicyRequest>(resource(&arn)).unwrap();
    assert!(desk.bytes() == before, "there is none any more, and that is no error");
    desk.refused::<GetPolicyRequest>(resource(&arn), "ResourceNotFoundException");
}

#[test]
fn each_refusal_of_a_policy_has_its_name() {
    let desk = Desk::new();
    let (arn, _) = desk.pending("ROOT");
    let good = policy(&arn, OTHER, "EndEntityCertificate/V1");
    for (arn, code) in [(NO_AUTHORITY.to_owned(), "InvalidArnException"), (missing(&arn), "ResourceNotFoundException")]
    {
        desk.refused::<PutPolicyRequest>(put(&arn, &good), code);
        desk.refused::<GetPolicyRequest>(resource(&arn), code);
        desk.refused::<DeletePolicyRequest>(resource(&arn), code);
    }
    let refused = |policy: &str, code: &str| desk.refused::<PutPolicyRequest>(put(&arn, policy), code);
    refused("", "ValidationException");
    refused(&"x".repeat(81_921), "ValidationException");
    refused("{\"Größe\": \"東\"}", "ValidationException");
    for wrong in
        ["{", "[]", "{}", &good.replace("acm-pca:ListTags", "acm-pca:PutPolicy"), &good.replace(&arn, &missing(&arn))]
    {
        let error = refused(wrong, "InvalidPolicyException");
        assert!(error.message().contains("line"), "{error}");
    }
    let denied = good.replacen("Allow", "Deny", 1).replace(OTHER, &desk.caller.account);
    let error = refused(&denied, "LockoutPreventedException");
    assert!(error.hint().unwrap().contains("Deny"));
    refused(&good.replacen("Allow", "Deny", 1), "InvalidPolicyException");
    let stranger = desk.caller_of(OTHER);
    desk.call::<PutPolicyRequest>(put(&arn, &good)).unwrap();
    let as_stranger = [
        desk.call_as::<PutPolicyRequest>(&stranger, put(&arn, &good)).map(drop),
        desk.call_as::<DeletePolicyRequest>(&stranger, resource(&arn)).map(drop),
        desk.call_as::<GetPolicyRequest>(&stranger, resource(&arn)).map(drop),
    ];
    for refused in as_stranger {
        assert_eq!(refused.unwrap_err().code(), "AccessDeniedException", "only the owner shares");
    }
}

/// What another account may do with an authority that is shared with it, by code.
fn attempts(desk: &Desk, caller: &Caller, arn: &str) -> Vec<(&'static str, String)> {
    let about = json!({"CertificateAuthorityArn": arn});
    let issued = desk.engine.snapshot().certificates().rows(0..1).next().unwrap().serial;
    let with = |members: Value| {
        let mut request = about.clone();
        request.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        request
    };
    let issue = |template: &str| {
        let mut request = issue_request(arn, &csr("a.example"));
        request["TemplateArn"] = json!(format!("arn:aws:acm-pca:::template/{template}"));
        desk.call_as::<IssueCertificateRequest>(caller, request).map(drop)
    };
    let fetched = json!({"CertificateArn": format!("{arn}/certificate/{issued}")});
    let revoked = json!({"CertificateSerial": issued.to_string(), "RevocationReason": "SUPERSEDED"});
    let results: [(&str, Result<(), Error>); 11] = [
        ("Describe", desk.call_as::<DescribeCertificateAuthorityRequest>(caller, about.clone()).map(drop)),
        ("GetCertificate", desk.call_as::<GetCertificateRequest>(caller, with(fetched)).map(drop)),
        ("GetCa", desk.call_as::<GetCertificateAuthorityCertificateRequest>(caller, about.clone()).map(drop)),
        ("ListPermissions", desk.call_as::<ListPermissionsRequest>(caller, about.clone()).map(drop)),
        ("ListTags", desk.call_as::<ListTagsRequest>(caller, about.clone()).map(drop)),
        ("Issue", issue("EndEntityCertificate/V1")),
        ("IssueOther", issue("CodeSigningCertificate/V1")),
        (
            "IssueDefault",
            desk.call_as::<IssueCertificateRequest>(caller, issue_request(arn, &csr("b.example"))).map(drop),
        ),
        ("Csr", desk.call_as::<GetCertificateAuthorityCsrRequest>(caller, about.clone()).map(drop)),
        ("Revoke", desk.call_as::<RevokeCertificateRequest>(caller, with(revoked)).map(drop)),
        (
            "Update",
            desk.call_as::<UpdateCertificateAuthorityRequest>(caller, with(json!({"Status": "DISABLED"}))).map(drop),
        ),
    ];
    let code = |result: Result<(), Error>| result.map_or_else(|error| error.code().to_owned(), |()| "yes".to_owned());
    results.into_iter().map(|(name, result)| (name, code(result))).collect()
}

fn allowed(desk: &Desk, caller: &Caller, arn: &str) -> Vec<&'static str> {
    let attempts = attempts(desk, caller, arn);
    assert!(attempts.iter().all(|(_, code)| code == "yes" || code == "AccessDeniedException"), "{attempts:?}");
    attempts.iter().filter(|(_, code)| code == "yes").map(|(name, _)| *name).collect()
}

#[test]
fn another_account_may_do_what_the_policy_says_and_no_more() {
    let desk = Desk::new();
    let root = desk.root();
    let arn = desk.subordinate(&root);
    desk.issue(&arn, "first.example");
    let (friend, stranger) = (desk.caller_of(OTHER), desk.caller_of("999999999999"));
    assert!(allowed(&desk, &friend, &root).is_empty());
    desk.call::<PutPolicyRequest>(put(&root, &policy(&root, OTHER, "EndEntityCertificate/V1"))).unwrap();
    let reads = ["Describe", "GetCertificate", "GetCa", "ListPermissions", "ListTags"];
    assert_eq!(allowed(&desk, &friend, &root), [&reads[..], &["Issue", "IssueDefault"]].concat());
    assert!(allowed(&desk, &stranger, &root).is_empty());

    let listed = |caller: &Caller, owner: &str| {
        let request = json!({"ResourceOwner": owner});
        let answer = desk.call_as::<ListCertificateAuthoritiesRequest>(caller, request).unwrap();
        answer.certificate_authorities.into_iter().filter_map(|found| found.arn).collect::<Vec<_>>()
    };
    assert_eq!(listed(&friend, "OTHER_ACCOUNTS"), std::slice::from_ref(&root));
    assert!(listed(&friend, "SELF").is_empty() && listed(&stranger, "OTHER_ACCOUNTS").is_empty());
    assert_eq!(listed(&desk.caller, "SELF").len(), 2);
    assert!(listed(&desk.caller, "OTHER_ACCOUNTS").is_empty());

    desk.call::<DeletePolicyRequest>(resource(&root)).unwrap();
    assert!(allowed(&desk, &friend, &root).is_empty());
}

#[test]
fn revoking_is_shared_by_a_statement_of_its_own() {
    let desk = Desk::new();
    let arn = desk.root();
    let certificate = desk.issue(&arn, "a.example");
    let mut document: Value = serde_json::from_str(&policy(&arn, OTHER, "EndEntityCertificate/V1")).unwrap();
    document["Statement"][0]["Action"].as_array_mut().unwrap().push(json!("acm-pca:RevokeCertificate"));
    desk.call::<PutPolicyRequest>(put(&arn, &document.to_string())).unwrap();
    let serial = certificate.rsplit('/').next().unwrap();
    let revoke = json!({"CertificateAuthorityArn": arn, "CertificateSerial": serial, "RevocationReason": "SUPERSEDED"});
    desk.call_as::<RevokeCertificateRequest>(&desk.caller_of(OTHER), revoke).unwrap();
}

#[test]
fn a_deleted_authority_shares_nothing() {
    let desk = Desk::new();
    let (arn, _) = desk.pending("ROOT");
    desk.call::<PutPolicyRequest>(put(&arn, &policy(&arn, OTHER, "EndEntityCertificate/V1"))).unwrap();
    desk.call::<DeleteCertificateAuthorityRequest>(json!({"CertificateAuthorityArn": arn})).unwrap();
    assert_eq!(desk.describe(&arn).status, Some(CertificateAuthorityStatus::Deleted));
    let tags = json!({"CertificateAuthorityArn": arn});
    let error = desk.call_as::<ListTagsRequest>(&desk.caller_of(OTHER), tags).unwrap_err();
    assert_eq!(error.code(), "InvalidStateException");
}

#[test]
fn what_a_parent_signs_for_another_account_is_what_the_policy_names() {
    let desk = Desk::new();
    let root = desk.root();
    let friend = desk.caller_of(OTHER);
    let below = |template: &'static canopy::engine::Template| canopy::engine::CreateSubordinate {
        request: serde_json::from_value(crate::desk::authority_request(
            "SUBORDINATE",
            "Theirs",
            "EC_prime256v1",
            "SHA256WITHECDSA",
        ))
        .unwrap(),
        parent: root.parse().unwrap(),
        template,
        validity: serde_json::from_value(json!({"Type": "YEARS", "Value": 5})).unwrap(),
    };
    let issuing = canopy::engine::Template::subordinate(0).unwrap();
    desk.call::<PutPolicyRequest>(put(&root, &policy(&root, OTHER, "EndEntityCertificate/V1"))).unwrap();
    let before = desk.bytes();
    let refused = desk.engine.create_and_install_subordinate(&friend, below(issuing)).unwrap_err();
    assert_eq!(refused.code(), "AccessDeniedException", "leaving certificates to be issued makes nobody a CA");
    assert_eq!(desk.engine.preview_subordinate(&friend, &below(issuing)).unwrap_err().code(), "AccessDeniedException");
    assert!(desk.bytes() == before);
    desk.call::<PutPolicyRequest>(put(&root, &policy(&root, OTHER, issuing.name))).unwrap();
    let theirs = desk.engine.create_and_install_subordinate(&friend, below(issuing)).unwrap();
    assert_eq!(theirs.account, OTHER);
}

#[test]
fn what_is_withdrawn_meanwhile_is_not_issued_and_not_revoked() {
    let desk = Desk::new();
    let arn = desk.root();
    let friend = desk.caller_of(OTHER);
    let mut document: Value = serde_json::from_str(&policy(&arn, OTHER, "EndEntityCertificate/V1")).unwrap();
    document["Statement"][0]["Action"].as_array_mut().unwrap().push(json!("acm-pca:RevokeCertificate"));
    let share = || desk.call::<PutPolicyRequest>(put(&arn, &document.to_string())).unwrap();
    let unshare = || {
        let request: DeletePolicyRequest = serde_json::from_value(resource(&arn)).unwrap();
        desk.meanwhile(move |engine, caller| {
            engine.call(caller, request).unwrap();
        });
    };
    share();
    let issued = desk.call_as::<IssueCertificateRequest>(&friend, issue_request(&arn, &csr("a.example"))).unwrap();
    unshare();
    let refused = desk.call_as::<IssueCertificateRequest>(&friend, issue_request(&arn, &csr("b.example")));
    assert_eq!(refused.unwrap_err().code(), "AccessDeniedException");
    share();
    unshare();
    let serial = issued.certificate_arn.rsplit('/').next().unwrap().to_owned();
    let revoke = json!({"CertificateAuthorityArn": arn, "CertificateSerial": serial, "RevocationReason": "SUPERSEDED"});
    let refused = desk.call_as::<RevokeCertificateRequest>(&friend, revoke);
    assert_eq!(refused.unwrap_err().code(), "AccessDeniedException");
    assert_eq!(desk.engine.snapshot().certificates().counts(id(&arn)).revoked, 0);
}

#[test]
fn a_service_owns_nothing() {
    let desk = Desk::new();
    let manager = service(&desk);
    let request = crate::desk::authority_request("ROOT", "Its own", "EC_prime256v1", "SHA256WITHECDSA");
    let before = desk.bytes();
    let refused = desk.call_as::<CreateCertificateAuthorityRequest>(&manager, request).unwrap_err();
    assert_eq!(refused.code(), "AccessDeniedException");
    assert!(desk.bytes() == before);
}

#[test]
fn a_permission_is_extended_in_one_record() {
    let desk = Desk::new();
    let (arn, _) = desk.pending("ROOT");
    let authority = arn.parse().unwrap();
    let extend = |actions: &[ActionType]| desk.engine.extend_permission(&desk.caller, &authority, actions).unwrap();
    extend(&[ActionType::GetCertificate]);
    let records = desk.engine.snapshot().head().seq;
    extend(&[ActionType::IssueCertificate, ActionType::GetCertificate]);
    assert_eq!(desk.engine.snapshot().head().seq, records + 1);
    let told = permissions(&desk, &arn);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].actions.as_deref(), Some(&[ActionType::GetCertificate, ActionType::IssueCertificate][..]));
    extend(&[ActionType::GetCertificate]);
    assert_eq!(desk.engine.snapshot().head().seq, records + 1, "nothing more is asked for");
}
