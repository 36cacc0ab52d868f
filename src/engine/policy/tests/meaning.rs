//! What a policy allows, and to whom.

use super::*;

#[test]
fn what_no_statement_allows_is_denied() {
    let document = accepted(&sample());
    let default = template("EndEntityCertificate/V1");
    let server = template("EndEntityServerAuthCertificate/V1");
    for action in Action::ALL.iter().copied() {
        let reads = READ_ACTIONS.contains(&action);
        assert_eq!(document.allows(&may("555555555555", action, None)), reads, "{action:?}");
        assert!(!document.allows(&may("666666666666", action, Some(&default))), "{action:?}");
    }
    assert!(document.allows(&may("555555555555", Action::IssueCertificate, Some(&default))));
    assert!(!document.allows(&may("555555555555", Action::IssueCertificate, Some(&server))));
    assert!(!document.allows(&may("555555555555", Action::IssueCertificate, Some("EndEntityCertificate/V1"))));
}

#[test]
fn a_user_is_told_from_its_account() {
    let user = "arn:aws:iam::555555555555:user/alice";
    let mut policy = sample();
    for statement in 0..2 {
        policy["Statement"][statement]["Principal"]["AWS"] = json!(user);
    }
    let document = accepted(&policy);
    let access = may("555555555555", Action::ListTags, None);
    assert!(document.allows(&Access { principal_arn: Some(user), ..access }));
    assert!(!document.allows(&access));
    assert!(!document.allows(&Access { principal_arn: Some("arn:aws:iam::555555555555:user/bob"), ..access }));
    let whole = accepted(&sample());
    assert!(whole.allows(&Access { principal_arn: Some(user), ..access }), "an account speaks for its users");
}

#[test]
fn an_organization_allows_its_members_except_those_left_out() {
    let document = accepted(&organization());
    let access = may("555555555555", Action::ListTags, None);
    assert!(!document.allows(&access));
    assert!(!document.allows(&Access { organization: Some("o-bbbbbbbbbb"), ..access }));
    assert!(document.allows(&Access { organization: Some("o-a1b2c3d4e5"), ..access }));
    assert!(!document.allows(&Access { organization: Some("o-a1b2c3d4e5"), account: "111122223333", ..access }));
    let grants = grants(&document);
    assert_eq!(grants.len(), 1);
    assert_eq!(grants[0].who, "Organization o-a1b2c3d4e5, except account 111122223333");
    assert!(grants[0].nobody_yet.is_some());
}

#[test]
fn a_permission_reads_as_a_policy() {
    let actions = [ActionType::IssueCertificate, ActionType::GetCertificate];
    let text = permission_policy(&authority(), "acm.amazonaws.com", "111122223333", &actions);
    let policy: Value = serde_json::from_str(&text).unwrap();
    let statement = &policy["Statement"][0];
    assert_eq!(statement["Principal"], json!({ "Service": "acm.amazonaws.com" }));
    assert_eq!(statement["Action"], json!(["acm-pca:IssueCertificate", "acm-pca:GetCertificate"]));
    assert_eq!(statement["Resource"], ARN);
    assert_eq!(statement["Condition"]["StringEquals"]["aws:SourceAccount"], "111122223333");
}
