//! Permissions granted and withdrawn, and a policy removed.

use super::bench::{Bench, forms_desk};
use super::desk::{Desk, id};
use canopy::engine::api::{CreatePermissionRequest, PutPolicyRequest};
use canopy::engine::policy::{PolicyModel, Share, Who};
use canopy::engine::{CERTIFICATE_MANAGER, Template};
use canopy::ui::forms;
use canopy::workspace::{ActionType, AuthorityId, GrantedPermission};
use egui::accesskit::Role;

const ACCOUNT: &str = "111122223333";

fn permissions(desk: &Desk, authority: AuthorityId) -> Vec<GrantedPermission> {
    desk.engine.snapshot().authority(authority).unwrap().permissions.to_vec()
}

pub(super) fn grant(desk: &Desk, arn: &str, account: &str) {
    let request = CreatePermissionRequest {
        certificate_authority_arn: arn.into(),
        principal: CERTIFICATE_MANAGER.into(),
        source_account: Some(account.into()),
        actions: vec![ActionType::IssueCertificate, ActionType::GetCertificate],
    };
    desk.engine.call(&desk.caller, request).unwrap();
}

pub(super) fn attach(desk: &Desk, arn: &str) -> String {
    let share = Share::issuing(Who::Account(ACCOUNT.into()), Template::default_template());
    let policy = PolicyModel { id: None, shares: vec![share] }.to_json(&arn.parse().unwrap());
    let request = PutPolicyRequest { resource_arn: arn.into(), policy: policy.clone() };
    desk.engine.call(&desk.caller, request).unwrap();
    policy
}

#[test]
fn the_certificate_manager_is_granted_all_that_renewing_needs_by_one_press() {
    let desk = Desk::new();
    let root = id(&desk.root());
    let mut bench = Bench::new(&desk.engine, forms::create_permission(forms_desk(&desk), root).unwrap());
    bench.click(Role::Button, "Grant permission");
    bench.assert_done("acm.amazonaws.com may use Root");
    let [granted] = &permissions(&desk, root)[..] else { panic!("one permission") };
    assert_eq!(granted.principal, CERTIFICATE_MANAGER);
    assert_eq!(granted.source_account, desk.caller.account);
    assert_eq!(granted.actions, ActionType::ALL);
}

#[test]
fn fewer_actions_are_granted_with_a_warning_and_none_is_refused() {
    let desk = Desk::new();
    let root = id(&desk.root());
    let mut bench = Bench::new(&desk.engine, forms::create_permission(forms_desk(&desk), root).unwrap());
    bench.type_into("For account", ACCOUNT);
    for words in ["Have certificates signed", "Fetch certificates and their chains", "See who is permitted what"] {
        bench.click(Role::CheckBox, words);
    }
    assert_eq!(bench.description(Role::Button, "Grant permission"), "Choose at least one action");
    bench.click(Role::Button, "Grant permission");
    assert!(permissions(&desk, root).is_empty() && !bench.state().closed);
    bench.click(Role::CheckBox, "Fetch certificates and their chains");
    assert!(bench.has("Without IssueCertificate and ListPermissions it cannot renew"));
    bench.click(Role::Button, "API request");
    let request: serde_json::Value = serde_json::from_str(&bench.copied("Copy API request")).unwrap();
    assert_eq!(request["SourceAccount"], ACCOUNT);
    bench.click(Role::Button, "Grant permission");
    bench.assert_done("acm.amazonaws.com may use Root");
    assert_eq!(permissions(&desk, root)[0].actions, [ActionType::GetCertificate]);
}

#[test]
fn what_the_reference_refuses_is_told_at_its_field() {
    let desk = Desk::new();
    let arn = desk.root();
    let mut bench = Bench::new(&desk.engine, forms::create_permission(forms_desk(&desk), id(&arn)).unwrap());
    bench.type_into("For account", "12");
    assert!(bench.has("At least 12 characters"));
    bench.replace("For account", ACCOUNT);
    assert!(!bench.has("At least 12 characters"));
    bench.replace("Service", "s3.amazonaws.com");
    bench.click(Role::Button, "Grant permission");
    assert!(bench.has("Must satisfy enum value set: [acm.amazonaws.com]"));
    bench.replace("Service", CERTIFICATE_MANAGER);
    grant(&desk, &arn, ACCOUNT);
    bench.click(Role::Button, "Grant permission");
    assert!(bench.has("acm.amazonaws.com has a permission for the account 111122223333 already"));
    assert!(bench.has("PermissionAlreadyExistsException"));
}

#[test]
fn a_permission_is_withdrawn() {
    let desk = Desk::new();
    let arn = desk.root();
    let root = id(&arn);
    assert!(forms::delete_permission(forms_desk(&desk), root, None).is_none(), "there is none");
    grant(&desk, &arn, ACCOUNT);
    grant(&desk, &arn, "444455556666");
    let of = Some((CERTIFICATE_MANAGER.to_owned(), "444455556666".to_owned()));
    let mut bench = Bench::new(&desk.engine, forms::delete_permission(forms_desk(&desk), root, of).unwrap());
    bench.click(Role::Button, "Withdraw permission");
    bench.assert_done("acm.amazonaws.com may not use Root any more");
    let left = permissions(&desk, root);
    assert_eq!(left.iter().map(|granted| granted.source_account.as_str()).collect::<Vec<_>>(), [ACCOUNT]);
}

#[test]
fn another_permission_can_be_chosen() {
    let desk = Desk::new();
    let arn = desk.root();
    grant(&desk, &arn, ACCOUNT);
    grant(&desk, &arn, "444455556666");
    let mut bench = Bench::new(&desk.engine, forms::delete_permission(forms_desk(&desk), id(&arn), None).unwrap());
    bench.enter();
    assert_eq!(permissions(&desk, id(&arn)).len(), 2, "Enter alone withdraws nothing");
    bench.click(Role::RadioButton, "acm.amazonaws.com for 444455556666");
    bench.click(Role::Button, "API request");
    let request: serde_json::Value = serde_json::from_str(&bench.copied("Copy API request")).unwrap();
    assert_eq!(request["SourceAccount"], "444455556666");
    bench.click(Role::Button, "Withdraw permission");
    assert_eq!(permissions(&desk, id(&arn))[0].source_account, ACCOUNT);
}

#[test]
fn a_policy_is_removed() {
    let desk = Desk::new();
    let arn = desk.root();
    assert!(forms::delete_policy(forms_desk(&desk), id(&arn)).is_none(), "there is none");
    let policy = attach(&desk, &arn);
    let mut bench = Bench::new(&desk.engine, forms::delete_policy(forms_desk(&desk), id(&arn)).unwrap());
    assert!(bench.has("Account 111122223333"));
    bench.click(Role::Button, "Copy policy");
    assert_eq!(bench.state().copied.as_deref(), Some(policy.as_str()));
    bench.click(Role::Button, "Remove policy");
    bench.assert_done("Removed the policy of Root");
    assert_eq!(desk.engine.snapshot().authority(id(&arn)).unwrap().policy, None);
}
